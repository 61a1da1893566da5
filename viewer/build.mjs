// Builds src/export/html/page/ from src/. The result is committed, so that the program builds
// without Node; `node build.mjs --check` fails where it is not what these sources give.
import { build } from "esbuild";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const page = join(here, "..", "src", "export", "html", "page");
const result = await build({
  absWorkingDir: here,
  entryPoints: { viewer: "src/main.ts", style: "src/style.css" },
  entryNames: "[name]",
  outdir: page,
  write: false,
  bundle: true,
  minify: true,
  format: "iife",
  target: ["chrome110", "firefox115", "safari16.4"],
  charset: "ascii",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  logLevel: "warning",
});
const name = { "viewer.js": "viewer.js", "style.css": "viewer.css" };
let stale = false;
mkdirSync(page, { recursive: true });
for (const file of result.outputFiles) {
  const out = join(page, name[file.path.split(/[\\/]/).pop()]);
  const text = file.text.trimEnd() + "\n";
  if (process.argv.includes("--check")) {
    if (readFileSync(out, "utf8") !== text) {
      stale = true;
      console.error(`${out} is not what viewer/ builds: run \`npm run build\` in viewer/`);
    }
  } else {
    writeFileSync(out, text);
    console.log(`${out}: ${text.length} bytes`);
  }
}
process.exit(stale ? 1 : 0);
