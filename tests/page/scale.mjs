// How fast the page is with large networks: `node scale.mjs UNRAVEL ENTITIES RELATIONS`. Prints times; no
// test, since machines differ. The network is made up: communities of 40 with a few links between.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

const [program, entities, relations] = [resolve(process.argv[2]), Number(process.argv[3]), Number(process.argv[4])];
const folder = mkdtempSync(join(tmpdir(), "unravel-scale-"));
let seed = 7;
// mulberry32
const random = () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const doc = (n) => `doc-${n % 900}.txt`;
const word = () => Array.from({ length: 3 + Math.floor(random() * 5) }, () => "bcdfgklmnprst"[Math.floor(random() * 13)] + "aeiou"[Math.floor(random() * 5)]).join("");
const nodes = Array.from({ length: entities }, (_, n) => {
  const name = `${word()} ${word()}`;
  return {
    id: `n${String(n).padStart(6, "0")}`, type: ["person", "organization", "location"][n % 3], name, aliases: n % 5 ? [] : [word()], roles: [],
    mentions: [{ doc: doc(n), start: 0, end: 5, text: name, kind: "name", score: 0.9 }], attributes: {},
  };
});
const seen = new Map();
const types = ["acts_for", "owns", "finances", "charges", "associate_of"];
while (seen.size < relations) {
  const a = Math.floor(random() ** 1.5 * entities);
  const b = random() < 0.85 ? (Math.floor(a / 40) * 40 + Math.floor(random() * 40)) % entities : Math.floor(random() ** 2 * entities);
  if (a === b) continue;
  const type = types[Math.floor(random() * 5)];
  const id = `${nodes[a].id}|${type}|${nodes[b].id}`;
  if (seen.has(id)) continue;
  const text = `${nodes[a].name} did something for ${nodes[b].name}, a court said.`;
  seen.set(id, {
    id, source: nodes[a].id, target: nodes[b].id, key: type, type, confidence: 0.8, status: "asserted", first_date: null, last_date: null, documents: 1,
    evidence: [{ doc: doc(a), start: 0, end: text.length, text, subject: { start: 0, end: 4 }, object: { start: 10, end: 14 }, extractor: "pattern:x", score: 0.8, status: "asserted", date: null }],
  });
}
const edges = [...seen.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
const documents = Array.from({ length: 900 }, (_, n) => ({ id: doc(n), title: null, published: null, sha256: "0" })).sort((a, b) => (a.id < b.id ? -1 : 1));
const graph = join(folder, "big.json");
writeFileSync(graph, JSON.stringify({
  directed: true, multigraph: true,
  graph: { generator: "scale", schema_version: 1, offset_unit: "code_point", model: "none", documents, skipped: [] }, nodes, edges,
}));

const time = async (run) => {
  const start = performance.now();
  const value = await run();
  return [Math.round(performance.now() - start), value];
};
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync),
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
});
async function measure(what, url) {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  page.on("pageerror", (error) => console.log(error.stack));
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const [ready] = await time(async () => {
    await page.goto(url, { timeout: 120_000 });
    await page.waitForSelector("body[data-ready]", { timeout: 120_000 });
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  });
  // What the page itself computed: less swayed by what else the machine does than the clock.
  const { metrics } = await session.send("Performance.getMetrics");
  const busy = Math.round(metrics.find((m) => m.name === "TaskDuration").value * 1000);
  const caption = await page.innerText("#left-out");
  const inside = await page.evaluate(() => {
    const { app, map } = window.unravel;
    const ms = (run) => {
      const start = performance.now();
      run();
      return Math.round(performance.now() - start);
    };
    const searches = ["a", "ba", "kota", "zzz", "mi ra"].map((text) => ms(() => app.search(text)));
    const filter = ms(() => app.filter((f) => f.relations.add("owns")));
    const clear = ms(() => app.filter((f) => f.relations.clear()));
    const click = ms(() => app.entity(0));
    const zoom = ms(() => map().sigma.refresh());
    return { searches, filter, clear, click, redraw: zoom };
  });
  await page.screenshot({ path: join(tmpdir(), `unravel-scale-${entities}.png`) });
  console.log(what, { ready, busy, ...inside }, caption);
  await page.close();
}
const html = join(folder, "big.html");
const [wrote] = await time(() => execFileSync(program, ["export", graph, "-o", html]));
console.log(`${entities} entities, ${relations} relations: file ${(statSync(html).size / 1e6).toFixed(1)} MB in ${wrote} ms`);
await measure("file", `file://${html}`);
const server = spawn(program, ["serve", graph, "--no-open"]);
const [started, url] = await time(() => new Promise((done) => server.stdout.on("data", (data) => done(String(data).trim()))));
console.log(`served after ${started} ms`);
await measure("served", url);
server.kill();
await browser.close();
rmSync(folder, { recursive: true, force: true });
