// The page in a real browser. Usage: node page.mjs UNRAVEL NETWORK.json CASE.case [FOLDER]
// (FOLDER: where pictures of it are left). Drives Chromium, which must be installed; asks nothing of
// any network but the loopback, and fails when the page does.

import axe from "axe-core";
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";
import { hostile } from "./hostile.mjs";

const [program, network, caseFile, pictures] = process.argv.slice(2).map((path) => resolve(path));
const folder = mkdtempSync(join(tmpdir(), "unravel-page-"));
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync),
  args: ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"],
});
const root = join(import.meta.dirname, "..", "..");
const servers = [];
let failed = 0;

/** A page that remembers what went wrong on it, and everything that it asked for. */
async function open(url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 }, acceptDownloads: true, ...options });
  await context.grantPermissions(["clipboard-read", "clipboard-write"]).catch(() => {});
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const log = { errors: [], requests: [] };
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && log.errors.push(message.text()));
  page.on("pageerror", (error) => log.errors.push(error.stack));
  page.on("dialog", (dialog) => log.errors.push(`dialog: ${dialog.message()}`));
  page.on("request", (request) => log.requests.push(request.url()));
  await page.goto(url);
  await page.waitForSelector("body[data-ready]");
  return { page, log, close: () => context.close() };
}

async function test(name, run) {
  try {
    await run();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n${error.stack}`);
  }
}

/** Opens a file, does something, and fails when the page complained or asked for anything else. */
const inFile = (name, file, run, hash = "", options = {}) =>
  test(name, async () => {
    const { page, log, close } = await open(`file://${file}${hash}`, options);
    try {
      await run(page, log);
      assert.deepEqual(log.errors, [], "console");
      assert.deepEqual(log.requests.filter((url) => !/^(file|data|blob):/.test(url)), [], "requests");
    } finally {
      await close();
    }
  });

async function serve(graph, ...args) {
  const child = spawn(program, ["serve", graph, "--no-open", "--user", "tester", ...args]);
  servers.push(child);
  let said = "";
  child.stderr.on("data", (data) => process.stderr.write(data));
  const url = await new Promise((done, fail) => {
    child.stdout.on("data", (data) => {
      said += data;
      if (said.includes("\n")) done(said.trim());
    });
    child.on("exit", (code) => fail(new Error(`serve ended with ${code}`)));
  });
  return { url, child };
}

const served = (name, url, run) =>
  test(name, async () => {
    const { page, log, close } = await open(url);
    const origin = new URL(url).origin;
    try {
      await run(page, log);
      assert.deepEqual(log.errors, [], "console");
      assert.deepEqual(log.requests.filter((u) => !u.startsWith(origin) && !/^(data|blob):/.test(u)), [], "requests");
    } finally {
      await close();
    }
  });

const heading = (page) => page.locator("#details h2").innerText();
const search = async (page, text) => {
  await page.fill("#search", text);
  await page.waitForSelector("#search-list li");
};

/** Clicks where an entity is drawn. */
async function clickNode(page, name) {
  const at = await page.evaluate(async (name) => {
    const { app, map } = window.unravel;
    const node = app.net.nodes.name.indexOf(name);
    const box = document.getElementById("map").getBoundingClientRect();
    // On a busy machine the map may still be moving.
    let before = {};
    for (let look = 0; look < 100; look++) {
      const { x, y } = map().point(node);
      if (x === before.x && y === before.y) return { x: box.x + x, y: box.y + y };
      before = { x, y };
      await new Promise((later) => setTimeout(later, 100));
    }
    throw new Error(`${name} does not come to rest`);
  }, name);
  await page.mouse.click(at.x, at.y);
}

async function accessible(page) {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate(() =>
    globalThis.axe.run(document, { resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }));
  const serious = violations.filter((v) => ["serious", "critical"].includes(v.impact));
  assert.deepEqual(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => `${n.target} ${n.failureSummary}`).join(" | ")}`), []);
}

const picture = async (page, name) => {
  if (!pictures) return;
  mkdirSync(pictures, { recursive: true });
  await page.waitForTimeout(500);
  await page.screenshot({ path: join(pictures, `${name}.png`) });
};

const html = join(folder, "network.html");
execFileSync(program, ["export", network, "-o", html]);

await test("the file is small, and the same network gives the same bytes", async () => {
  assert.ok(statSync(html).size < 1_500_000, `${statSync(html).size} bytes`);
  const again = join(folder, "again.html");
  execFileSync(program, ["export", network, "-o", again]);
  assert.ok(readFileSync(html).equals(readFileSync(again)));
});

await inFile("opens from disk and draws", html, async (page) => {
  assert.match(await page.innerText("#left-out"), /entities.*relations/);
  assert.match(await heading(page), /\d+ entities, \d+ relations/);
  const colours = await page.evaluate(() => {
    const { map } = window.unravel;
    return map().sight().nodes.length;
  });
  assert.ok(colours > 100, `${colours} points in sight`);
  await picture(page, "light");
});
await inFile("dark", html, (page) => picture(page, "dark"), "", { colorScheme: "dark" });

await inFile("names beside points do not lie on each other", html, async (page) => {
  const overlaps = await page.evaluate(() => {
    const { map } = window.unravel;
    const { names } = map().sight();
    const context = document.createElement("canvas").getContext("2d");
    const boxes = names.map(({ text, x, y, node }) => {
      context.font = map().font(node);
      return { text, l: x, r: x + context.measureText(text).width, t: y - 12, b: y + 4 };
    });
    const found = [];
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => {
      if (a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b) found.push(`${a.text} / ${b.text}`);
    }));
    return { found, count: boxes.length };
  });
  assert.ok(overlaps.count > 10, `${overlaps.count} names`);
  assert.deepEqual(overlaps.found, []);
});

await inFile("search suggests names and aliases, by keys alone", html, async (page) => {
  await page.keyboard.press("/");
  await page.keyboard.type("pyongy");
  await page.waitForSelector("#search-list li");
  const suggested = await page.locator("#search-list li").allInnerTexts();
  assert.ok(suggested.some((text) => /North Korea/.test(text) && /also\s+Pyongyang/.test(text)), suggested.join("; "));
  await search(page, "sim hyon");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  assert.equal(await heading(page), "Sim Hyon Sop");
  assert.match(page.url(), /person%3Asim-hyon-sop/);
  await search(page, "zzzz");
  assert.match(await page.innerText("#search-list"), /no such name/);
});

await inFile("a click on a point opens the entity: roles with reasons, mentions, names", html, async (page) => {
  await clickNode(page, "North Korea");
  assert.equal(await heading(page), "North Korea");
  const text = await page.innerText("#details");
  assert.match(text, /mentions in \d+ documents/);
  assert.match(text, /Why these names are one/);
  await search(page, "Cheng Hung Man");
  await page.keyboard.press("Enter");
  await page.waitForSelector("text=Why these roles");
  await picture(page, "entity");
});

await inFile("a relation shows every sentence with both mentions, and can be cited", html, async (page) => {
  await search(page, "sim hyon sop");
  await page.keyboard.press("Enter");
  await page.locator("#details .rows button", { hasText: "North Korea" }).first().click();
  await page.waitForSelector(".quote");
  const quotes = await page.locator(".relation:first-of-type figure").count();
  assert.ok(quotes > 0);
  for (const quote of await page.locator("#details figure.quote").all()) {
    const [subject, object, elsewhere] = await Promise.all(["mark.subject", "mark.object", ".elsewhere"].map((what) => quote.locator(what).count()));
    assert.ok(elsewhere || (subject && object), await quote.innerText());
  }
  await picture(page, "relation");
  await page.locator("text=Copy as citation").first().click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^".+" \(.+characters \d+-\d+\)\. Read as: Sim Hyon Sop - .+ - North Korea, (asserted|alleged|denied).*score 0\.\d\d/);
});

await inFile("marks stand where the network says, in code points", html, async (page) => {
  const wrong = await page.evaluate(async () => {
    const { app } = window.unravel;
    const { edges, nodes } = app.net;
    let checked = 0;
    const bad = [];
    for (let e = 0; e < app.net.edgeCount; e++) {
      const list = await app.client.sentences("", e);
      const about = await app.client.about("", edges.source[e]);
      for (const [doc, start, , text, [from, to]] of list) {
        const said = Array.from(text).slice(from - start, to - start).join("");
        const known = about.mentions.find((m) => m[0] === doc && m[1] === from && m[2] === to);
        // A name that a sentence only stands for may lie before or behind it.
        if (known && from >= start && to <= start + Array.from(text).length) {
          checked++;
          if (known[3] !== said) bad.push(`${nodes.name[edges.source[e]]}: ${said} / ${known[3]}`);
        }
      }
    }
    return { checked, bad };
  });
  assert.ok(wrong.checked > 100, `${wrong.checked} checked`);
  assert.deepEqual(wrong.bad, []);
});

await inFile("filters: status, type, relation, role, confidence, document, time", html, async (page) => {
  const counts = () => page.evaluate(() => [window.unravel.app.shown.nodeCount, window.unravel.app.shown.edgeCount]);
  const all = await counts();
  await page.check("#asserted");
  const asserted = await counts();
  assert.ok(asserted[1] > 0 && asserted[1] < all[1]);
  assert.match(page.url(), /statuses=asserted/);
  assert.ok(await page.evaluate(() => {
    const { net, shown } = window.unravel.app;
    return net.edges.status.every((status, e) => !shown.edges[e] || net.outline.statuses[status] === "asserted");
  }));
  await page.click("text=Clear");
  assert.deepEqual(await counts(), all);
  for (const value of ["person", "acts_for", "proxy"]) {
    await page.click(`.chip[data-value="${value}"]`);
    const some = await counts();
    assert.ok(some[1] > 0 && some[1] < all[1], `${value}: ${some}`);
    await page.click(`.chip[data-value="${value}"]`);
  }
  await page.locator("#confidence").evaluate((slider) => {
    slider.value = "80";
    slider.dispatchEvent(new Event("change"));
  });
  assert.ok((await counts())[1] < all[1]);
  await page.click("text=Clear");
  const bars = await page.locator(".bars").boundingBox();
  await page.mouse.move(bars.x + bars.width * 0.75, bars.y + 20);
  await page.mouse.down();
  await page.mouse.move(bars.x + bars.width - 2, bars.y + 20, { steps: 4 });
  await page.mouse.up();
  const brushed = await counts();
  assert.ok(brushed[1] > 0 && brushed[1] < all[1], `${brushed}`);
  assert.match(page.url(), /from=\d{4}/);
  await page.click("text=All times");
  await page.click("#filters summary");
  await page.locator("#filters .checks input").first().check();
  assert.ok((await counts())[1] < all[1]);
});

await inFile("a path between two, and all ways a step longer", html, async (page) => {
  await page.fill("#details input", "sim hyon");
  await page.keyboard.press("Enter");
  await page.fill("#path-to", "united nations");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".way");
  const first = await page.locator(".way").first().innerText();
  assert.match(first, /Sim Hyon Sop[^]*United Nations/);
  await picture(page, "path");
  const status = () => page.locator(".paths [role=status]").innerText();
  const ways = Number.parseInt(await status(), 10);
  await page.selectOption("#path-length", "1");
  assert.ok(Number.parseInt(await status(), 10) > ways, await status());
  await page.locator(".step button").first().click();
  await page.waitForSelector(".quote");
});

await inFile("only around one, neighbours, top lists, go-betweens", html, async (page) => {
  await search(page, "glocom");
  await page.keyboard.press("Enter");
  await page.click("text=Only around it");
  const nodes = await page.evaluate(() => window.unravel.map().picture.nodes.length);
  const degree = await page.evaluate(() => window.unravel.app.net.degree[window.unravel.app.net.nodes.name.indexOf("Glocom")]);
  assert.ok(nodes > 1 && nodes <= degree + 1, `${nodes} of ${degree}`);
  await page.click("text=Whole network");
  await page.click("text=Overview");
  await page.click("summary:has-text('Go-betweens')");
  await page.click("button:text-is('Count')");
  await page.waitForSelector("text=share of shortest ways");
});

await inFile("a small first view grows on a click, and says what it leaves out", html, async (page) => {
  await page.selectOption("#limit", "50");
  const before = await page.innerText("#left-out");
  assert.match(before, /^\d+ of \d+ linked entities, the best connected; \d+ of \d+ relations/);
  const count = () => page.evaluate(() => window.unravel.map().picture.nodes.length);
  const few = await count();
  assert.ok(few <= 50);
  await clickNode(page, "North Korea");
  await page.click("text=Show neighbours");
  assert.ok((await count()) > few);
});

await inFile("a link restores the view", html, async (page) => {
  assert.equal(await heading(page), "Sim Hyon Sop");
  assert.equal(await page.getAttribute("body", "data-view"), "list");
  assert.ok(await page.isChecked("#asserted"));
}, "#view=list&panel=entity&p.id=person%3Asim-hyon-sop&statuses=asserted");

await inFile("documents without a text show their sentences, and jump", html, async (page) => {
  await search(page, "sim hyon");
  await page.keyboard.press("Enter");
  await page.locator("#details .fact .source button").first().click();
  await page.waitForSelector(".jump");
  assert.match(await page.innerText("#details"), /whole text is not known/);
  await page.click("[aria-label='next mention']");
  assert.equal(await page.locator("mark.now").count(), 1);
});

await inFile("exports: PNG, SVG, JSON, CSV", html, async (page) => {
  for (const [label, check] of [
    ["Picture (PNG)", (bytes) => assert.equal(bytes.subarray(1, 4).toString(), "PNG")],
    ["Picture (SVG)", (bytes) => assert.match(bytes.toString(), /^<svg [^]*North Korea[^]*<\/svg>$/)],
    ["Data (JSON)", (bytes) => assert.ok(JSON.parse(bytes).edges.length > 300)],
    ["Relations (CSV)", (bytes) => assert.match(bytes.toString(), /^id,source,/)],
  ]) {
    await page.click("summary:has-text('Export')");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click(`text=${label}`)]);
    check(readFileSync(await download.path()));
    await page.keyboard.press("Escape");
    await page.click("h1");
  }
});

for (const [name, options, hash] of [
  ["light", {}, ""],
  ["dark", { colorScheme: "dark" }, "#panel=entity&p.id=person%3Asim-hyon-sop"],
  ["relation", {}, "#panel=pair&p.a=person%3Asim-hyon-sop&p.b=location%3Anorth-korea"],
  ["list", { colorScheme: "dark" }, "#view=list&panel=path&p.a=person%3Asim-hyon-sop&p.b=location%3Anorth-korea"],
  ["phone", { viewport: { width: 390, height: 844 }, hasTouch: true }, "#panel=entity&p.id=person%3Asim-hyon-sop"],
]) {
  await inFile(`axe-core finds nothing serious: ${name}`, html, async (page) => {
    await page.waitForTimeout(300);
    await accessible(page);
    await picture(page, `axe-${name}`);
  }, hash, options);
}

await inFile("on a phone", html, async (page) => {
  await picture(page, "phone");
  await page.click("nav.sheets button:has-text('Filters')");
  assert.ok(await page.isVisible("#asserted"));
  await search(page, "sim hyon");
  await page.tap("#search-list li");
  assert.equal(await heading(page), "Sim Hyon Sop");
  assert.ok(await page.isVisible("#details h2"));
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide} wide`);
}, "", { viewport: { width: 390, height: 844 }, hasTouch: true });

// Articles are hostile input.
const bad = join(folder, "hostile.json");
writeFileSync(bad, JSON.stringify(hostile()));
const badPage = join(folder, "hostile.html");
execFileSync(program, ["export", bad, "-o", badPage]);
const attacked = (page) => page.evaluate(() => [window.pwned, document.querySelectorAll("#details img, #details script, table img, iframe, object").length]);
await inFile("names, titles and sentences run nothing", badPage, async (page) => {
  for (const id of await page.evaluate(() => window.unravel.app.net.nodes.id)) {
    await page.evaluate((id) => window.unravel.app.go({ kind: "entity", id }), id);
    await page.evaluate(() => document.querySelectorAll("#details details").forEach((section) => (section.open = true)));
  }
  await page.evaluate(() => window.unravel.app.pair(0, 1));
  await page.waitForSelector(".quote");
  assert.equal(await page.locator("#details mark.subject").first().innerText(), "<b>Ann</b>");
  await page.evaluate(() => window.unravel.app.document(0));
  await page.waitForSelector(".jump");
  await page.click("text=List");
  await page.fill("#search", "<img");
  await page.waitForSelector("#search-list li");
  assert.deepEqual(await attacked(page), [undefined, 0]);
  await page.click("text=Map");
  await page.click("summary:has-text('Export')");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("text=Picture (SVG)")]);
  const svg = readFileSync(await download.path(), "utf8");
  const broken = await page.evaluate((svg) => {
    const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
    return parsed.querySelector("parsererror, script, image, foreignObject")?.outerHTML ?? null;
  }, svg);
  assert.equal(broken, null);
});
await inFile("a hostile link restores nothing but itself", badPage, async (page) => {
  assert.deepEqual(await attacked(page), [undefined, 0]);
}, `#panel=${encodeURIComponent("<img src=x onerror=pwned=1>")}&p.id=__proto__&types=constructor&camera=NaN,1,0&ego=%E0%A4%A`);

// Served.
const graph = join(folder, "served.json");
cpSync(network, graph);
const live = await serve(graph);
const origin = new URL(live.url).origin;
const token = new URL(live.url).searchParams.get("token");

await test("only who has the token, the host and the page gets an answer", async () => {
  const status = async (path, headers = {}, method = "GET", body = undefined) => {
    // Node's fetch sets its own Host: the request is written by hand.
    const { request } = await import("node:http");
    return new Promise((done, fail) => {
      const asked = request(origin + path, { method, headers }, (answer) => {
        answer.resume();
        done([answer.statusCode, answer.headers]);
      });
      asked.on("error", fail);
      asked.end(body);
    });
  };
  const known = { "x-unravel-token": token };
  assert.equal((await status("/outline", known))[0], 200);
  assert.equal((await status("/outline"))[0], 401);
  assert.equal((await status(`/outline?token=${token}`))[0], 401);
  assert.equal((await status("/"))[0], 401);
  assert.equal((await status(`/?token=${token.slice(1)}0`))[0], 401);
  assert.equal((await status("/outline", { ...known, host: `evil.example:${new URL(origin).port}` }))[0], 421);
  assert.equal((await status("/outline", { ...known, origin: "http://evil.example" }))[0], 403);
  assert.equal((await status("/outline", { ...known, "sec-fetch-site": "cross-site" }))[0], 403);
  assert.equal((await status("/curate", known, "POST", "{}"))[0], 403, "a correction that says nothing of where it comes from");
  assert.equal((await status("/curate", { ...known, origin }, "POST", "{}"))[0], 400);
  assert.equal((await status("/outline", known, "PUT"))[0], 405);
  assert.equal((await status("/../../etc/passwd", known))[0], 404);
  const [code, headers] = await status(`/?token=${token}`);
  assert.equal(code, 200);
  assert.match(headers["content-security-policy"], /default-src 'none'; script-src 'sha256-[^ ]+'; style-src 'sha256-[^ ]+';.*frame-ancestors 'none'/);
  assert.equal(headers["referrer-policy"], "no-referrer");
});

await served("served: merge is in the ledger and on the page at once; undo takes it back", live.url, async (page) => {
  const before = readFileSync(graph);
  const count = () => page.evaluate(() => window.unravel.app.net.nodeCount);
  const all = await count();
  await search(page, "wu huihui");
  await page.keyboard.press("Enter");
  await page.click("summary:has-text('Correct')");
  await page.fill("#correct-merge", "cheng hung");
  await page.waitForSelector("#correct-merge-list li");
  await page.keyboard.press("Enter");
  await page.click("button:text-is('Merge')");
  await page.waitForSelector("#toast :text('merged')");
  assert.equal(await count(), all - 1);
  assert.match(await page.innerText("#details .aliases"), /Cheng Hung Man/);
  const ledger = join(folder, "served.ledger");
  assert.match(readFileSync(ledger, "utf8"), /"positive",null,"tester"/);
  execFileSync(program, ["verify", graph], { cwd: root });
  await picture(page, "merged");
  await page.click("#toast button:has-text('Undo')");
  await page.waitForSelector("#toast :text('took back')");
  assert.equal(await count(), all);
  assert.ok(readFileSync(graph).equals(before), "the same bytes as before");
});

await served("served: rename, retype, reject, split; refusals say why", live.url, async (page) => {
  await search(page, "glocom");
  await page.keyboard.press("Enter");
  const correct = () => page.click("summary:has-text('Correct')");
  await correct();
  await page.click("button:text-is('Rename')");
  await page.waitForSelector(".refused:has-text('is called so already')");
  await page.fill("#correct-name", "Glocom <b>Radio</b>");
  await page.click("button:text-is('Rename')");
  await page.waitForSelector("#toast :text('renamed')");
  assert.equal(await heading(page), "Glocom <b>Radio</b>");
  await correct();
  await page.selectOption("#correct-type", "group");
  await page.click("button:text-is('Retype')");
  await page.waitForSelector("#toast :text('is now of the type')");
  const edges = () => page.evaluate(() => window.unravel.app.net.edgeCount);
  const all = await edges();
  await page.locator("#details .rows button").first().click();
  await page.click("button:text-is('Reject this relation')");
  await page.waitForSelector("#toast :text('removed the relation')");
  assert.equal(await edges(), all - 1);
  await search(page, "north korea");
  await page.keyboard.press("Enter");
  await correct();
  await page.click("summary:text-is('Split')");
  await page.locator(".checks label", { hasText: /^Pyongyang$/ }).locator("input").check();
  await page.click("button:text-is('Split')");
  await page.waitForSelector("#toast :text('split')");
  await page.click("#details >> text=Overview");
  await page.click("text=Decisions and undo");
  await page.waitForSelector(".ledger li");
  assert.equal(await page.locator(".ledger li:not(.gone)").count() >= 4, true);
  for (let i = 0; i < 4; i++) {
    await page.click("text=Undo the last");
    await page.waitForSelector("#toast :text('took back')");
    await page.waitForFunction((n) => document.querySelectorAll(".ledger li").length >= n, 7 + i).catch(() => {});
  }
  await page.click("#read-only");
  assert.equal(await page.locator("text=Undo the last").count(), 0, "the switch takes corrections away");
  await accessible(page);
});

const shown = await serve(graph, "--read-only");
await served("served with --read-only: nothing can be corrected", shown.url, async (page, log) => {
  await search(page, "glocom");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#details .fact");
  assert.equal(await page.locator("summary:has-text('Correct')").count(), 0);
  const answer = await page.evaluate(async (token) => {
    const answer = await fetch("curate", { method: "POST", body: '{"do":"undo"}', headers: { "x-unravel-token": token } });
    return answer.status;
  }, new URL(shown.url).searchParams.get("token"));
  assert.equal(answer, 403);
  // The browser notes the refusal, as it should.
  assert.equal(log.errors.length, 1);
  log.errors.length = 0;
});

const kept = join(folder, "served.case");
cpSync(caseFile, kept);
const inCase = await serve(kept);
await served("served case: the whole text, its mentions, and corrections in the case", inCase.url, async (page) => {
  await search(page, "sim hyon");
  await page.keyboard.press("Enter");
  await page.waitForSelector("#details .fact .source button");
  await page.locator("#details .fact .source button").first().click();
  await page.waitForSelector(".text mark");
  assert.ok((await page.innerText("#details .text")).length > 500);
  const marks = await page.locator("mark.chosen").count();
  assert.ok(marks > 1);
  assert.match(await page.innerText("#details .text mark.chosen >> nth=0"), /Sim|he|He|banker/);
  await page.click("[aria-label='next mention']");
  assert.match(await page.innerText(".place"), /^2 of /);
  await picture(page, "document");
  await accessible(page);
  await search(page, "wu huihui");
  await page.keyboard.press("Enter");
  await page.click("summary:has-text('Correct')");
  await page.fill("#correct-name", "Wu H.");
  await page.click("button:text-is('Rename')");
  await page.waitForSelector("#toast :text('renamed')");
  assert.match(execFileSync(program, ["curate", kept, "log"], { encoding: "utf8" }), /tester {2}rename .* to "Wu H\."/);
  await page.click("#toast button:has-text('Undo')");
  await page.waitForSelector("#toast :text('took back')");
});
const caseHtml = join(folder, "case.html");
execFileSync(program, ["export", kept, "-o", caseHtml]);
await inFile("the file of a case has its texts", caseHtml, async (page) => {
  await page.evaluate(() => window.unravel.app.document(0));
  await page.waitForSelector(".text mark");
  assert.ok((await page.innerText("#details .text")).length > 300);
  assert.ok(!(await page.innerText("#details")).includes("not known here"));
});

await browser.close();
servers.forEach((server) => server.kill());
rmSync(folder, { recursive: true, force: true });
console.log(failed ? `${failed} failed` : "all passed");
process.exit(failed ? 1 : 0);
