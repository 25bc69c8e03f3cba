// node selftest.mjs
//
// Shows that each gate can fail: a small site made from the theme passes, and with one fault
// seeded at a time the gate that is there for it says so.

import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./lib/chromium.mjs";
import { GATES, gates } from "./lib/gates.mjs";
import { files } from "./lib/site.mjs";

const THEME = fileURLToPath(new URL("../../themes/default/static", import.meta.url));
const ID = "SMS-POL-001";
const DOCUMENT = `docs/${ID}/index.html`;
const SEARCH = "search/index.html";
const sha = (text, encoding) => createHash("sha256").update(text).digest(encoding);

function page(path, title, main) {
  const root = path === "404.html" ? "/" : `${relative(dirname(path), ".") || "."}/`;
  const box = (at, content) => `@${at}{content:${content}}`;
  const style = `@page{${box("top-left", `"${ID} ${title}"`)}${box("top-right", '"Version 1.0"')}${box("bottom-center", '"Uncontrolled when printed"')}${box("bottom-right", '"Page " counter(page) " of " counter(pages)')}}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self' 'sha256-${sha(style, "base64")}'; script-src 'self'; img-src 'self' data:; font-src 'self'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<script src="${root}assets/early.js"></script>
<link rel="stylesheet" href="${root}assets/tokens.css">
<link rel="stylesheet" href="${root}assets/site.css">
<style>${style}</style>
<script src="${root}assets/site.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="masthead"><div class="wrap"><a class="brand" href="${root}index.html">Sample</a></div></header>
<main id="main" tabindex="-1"><div class="wrap"><article class="sheet">
<h1>${title}</h1>
<p>Some words about <a href="${root}index.html">the start</a>, and <span class="muted">a label</span>.</p>
<dl class="tb"><div><dt>Version</dt><dd>1.0</dd></div></dl>
<button class="btn js-only" type="button" data-print>Print</button>
${main}
</article></div></main>
<footer class="foot"><div class="wrap"><p><a href="${root}${DOCUMENT}#part">Policy</a></p></div></footer>
</body>
</html>
`;
}

function build(dir) {
  cpSync(THEME, join(dir, "assets"), { recursive: true });
  // As the program publishes it: without comments and indentation.
  edit(dir, "assets/site.css", (text) => text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\n\s+/g, "\n"));
  const pages = {
    "index.html": page("index.html", "Start", ""),
    "404.html": page("404.html", "Nothing here", ""),
    [SEARCH]: page(SEARCH, "Search", ""),
    [DOCUMENT]: page(DOCUMENT, "Policy", '<h2 id="part">A part</h2><p>Text.</p>'),
  };
  for (const [path, html] of Object.entries(pages)) write(dir, path, html);
  write(dir, "assets/search-index.js", 'window.smsdocIndex = ["policy"];');
  edit(dir, "assets/site.js", (text) => `${text}\nwindow.smsdocSearch = function (text) { return [text]; };\n`);
  seal(dir);
}

function write(dir, path, text) {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
}

function edit(dir, path, change) {
  const before = readFileSync(join(dir, path), "utf8");
  const after = change(before);
  if (after === before) throw new Error(`the fault changes nothing in ${path}`);
  writeFileSync(join(dir, path), after);
}

function seal(dir) {
  const lines = files(dir).filter((path) => path !== "SHA256SUMS").map((path) => `${sha(readFileSync(join(dir, path)), "hex")}  ${path}\n`);
  writeFileSync(join(dir, "SHA256SUMS"), lines.join(""));
}

/** Text that gzip cannot shorten by much. */
function noise(bytes) {
  let text = "";
  for (let i = 0; text.length < bytes; i += 1) text += sha(String(i), "base64");
  return text.slice(0, bytes);
}

const inMain = (html) => (dir) => edit(dir, DOCUMENT, (text) => text.replace("</article>", `${html}\n</article>`));
const inStyle = (css) => (dir) => edit(dir, "assets/site.css", (text) => `${text}\n${css}\n`);
const inScript = (js) => (dir) => edit(dir, "assets/site.js", (text) => `${text}\n${js}\n`);
const change = (from, to, path = DOCUMENT) => (dir) => edit(dir, path, (text) => text.replace(from, to));

/** [gate, fault, what makes it, what the gate has to say] */
const FAULTS = [
  ["html", "an id that is there twice", inMain('<p id="part">Again</p>'), /Duplicate ID/],
  ["html", "an element that is not closed", inMain("<div><p>Open</p>"), /\[close-order\]/],
  ["links", "a link to no file", inMain('<a href="../nowhere.html">x</a>'), /no such file/],
  ["links", "a fragment that is not there", change("#part", "#elsewhere", "index.html"), /no #elsewhere/],
  ["links", "an absolute path", inMain('<a href="/index.html">x</a>'), /absolute path/],
  ["links", "a folder in place of a file", inMain(`<a href="../${ID}">x</a>`), /does not name the \.html file/],
  ["links", "a picture from another host", inMain('<img src="https://example.org/a.png" alt="">'), /another host/],
  ["links", "a style sheet that asks for a missing font", inStyle('@font-face { font-family: x; src: url("fonts/none.woff2"); }'), /no such file/],
  ["policy", "an inline style", inMain('<p style="color: red">x</p>'), /inline style/],
  ["policy", "an inline handler", inMain('<p onclick="x()">x</p>'), /inline handler/],
  ["policy", "no policy", change(/<meta http-equiv="Content-Security-Policy"[^>]*>/, ""), /no Content-Security-Policy/],
  ["weight", "a heavy page", inMain(`<p>${noise(80_000)}</p>`), /html .* at most 40/],
  ["weight", "heavy styles", inStyle(`/* ${noise(8_000)} */`), /css .* at most 12/],
  ["weight", "a heavy script", inScript(`// ${noise(16_000)}`), /js .* at most 6/],
  ["weight", "heavy fonts", (dir) => write(dir, "assets/fonts/more.woff2", noise(20_000)), /at most 110/],
  ["checksums", "a changed byte", (dir) => writeFileSync(join(dir, "index.html"), "x"), /index\.html: FAILED/, { unsealed: true }],
  ["checksums", "a file that is not listed", (dir) => write(dir, "more.txt", "x"), /not in SHA256SUMS/, { unsealed: true }],
  ["contrast", "a label that is too light", change("--ink3: #566662", "--ink3: #8a9a96", "assets/tokens.css"), /--ink3 on --canvas/],
  ["contrast", "dark tokens that differ", change(/(data-theme="dark"[\s\S]*)--ink: #e8eeec/, "$1--ink: #e8eeed", "assets/tokens.css"), /blocks of dark tokens differ/],
  ["axe", "a picture without a text", inMain('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAAC" width="9" height="9">'), /image-alt/],
  ["axe", "light text, in the dark theme only", inStyle("@media (prefers-color-scheme: dark) { .muted { color: #444; } }"), /dark, 1360 px.*color-contrast/],
  ["axe", "a field without a label", inMain('<input type="text">'), /label: /],
  ["keyboard", "no ring", inStyle("a:focus-visible { outline: none; }"), /no outline/],
  ["keyboard", "no skip link", change('href="#main"', 'href="../../index.html"'), /first stop is/],
  ["keyboard", "a link that is out of view", inStyle(".sheet p a { position: absolute; left: -9999px; }"), /out of view/],
  ["keyboard", "a link under something else", inStyle(".sheet::after { content: ''; position: fixed; inset: 0; background: #fff; }"), /covered/],
  ["keyboard", "a trap", inScript('document.querySelector(".brand").addEventListener("keydown", function (e) { if (e.key === "Tab") e.preventDefault(); });'), /comes back to|never reached/],
  ["reflow", "something wide", inStyle(".sheet h1 { min-width: 40rem; }"), /scrolls sideways/],
  ["reflow", "text that is cut", inStyle(".sheet p { height: 1.2em; overflow: hidden; }"), /text is cut/],
  ["no-js", "a button for scripts only", change("btn js-only", "btn"), /needs a script/],
  ["no-js", "no heading", change(/<h1>.*<\/h1>/, ""), /no h1/],
  ["console", "a script that fails", inScript('throw new Error("seeded");'), /seeded/],
  ["console", "a style that the policy blocks", inMain('<p style="color: red">x</p>'), /policy|Content Security Policy/],
  ["console", "a script that is missing", change("site.js", "sight.js"), /not loaded/],
  ["network", "a request to another host", (dir) => {
    change(/<meta http-equiv="Content-Security-Policy"[^>]*>/, "")(dir);
    inMain('<img src="http://127.0.0.1:9/a.png" alt="">')(dir);
  }, /request to http:\/\/127/],
  ["requests", "many requests", change("<style>", `${Array.from({ length: 12 }, (_, i) => `<link rel="stylesheet" href="../../assets/tokens.css?${i}">`).join("")}<style>`), /requests, at most 12/],
  ["shift", "a box that comes late", inScript('setTimeout(function () { var p = document.createElement("div"); p.className = "late"; document.body.prepend(p); }, 60);\n'), /layout shift/, { also: inStyle(".late { height: 20rem; }") }],
  ["print", "no running footer", change(/<style>.*<\/style>/, ""), /lacks .*Page 1 of 1/],
  ["print", "another version in the header", change(/Version 1\.0/, "Version 1.01"), /lacks version 1\.0/, { also: rehash }],
  ["print", "dark paper", inStyle("@media print { html, body, .sheet { background: #111 !important; } }"), /dark theme reaches the paper/],
  ["search-index", "a large index", (dir) => write(dir, "assets/search-index.js", noise(400_000)), /at most 250/],
  ["search-time", "a slow search", inScript("window.smsdocSearch = function () { var end = performance.now() + 40; while (performance.now() < end); return []; };"), /p95 .* at most 30/],
];

/** The policy allows the style that the page has now; the title block still says 1.0. */
function rehash(dir) {
  edit(dir, DOCUMENT, (text) => text.replace(/'sha256-[^']*'/, `'sha256-${sha(/<style>(.*)<\/style>/.exec(text)[1], "base64")}'`));
}

async function main() {
  const started = Date.now();
  const work = mkdtempSync(join(tmpdir(), "smsdoc-selftest-"));
  const sound = join(work, "sound site");
  let passed = 0;
  let failed = 0;
  const tell = (ok, text) => {
    if (ok) passed += 1;
    else failed += 1;
    if (!ok) console.log(`FAIL  ${text}`);
  };
  build(sound);
  const browser = await launch();
  try {
    const { report } = await gates(sound, { browser });
    for (const gate of GATES) {
      const found = report.failures(gate);
      tell(!found.length, `${gate}: finds a fault in a sound site: ${found[0]?.where}: ${found[0]?.detail}`);
    }
    for (const [gate, fault, seed, wanted, { unsealed = false, also = null } = {}] of FAULTS) {
      const dir = join(work, "faulty");
      rmSync(dir, { recursive: true, force: true });
      cpSync(sound, dir, { recursive: true });
      seed(dir);
      also?.(dir);
      if (!unsealed) seal(dir);
      const { report: found } = await gates(dir, { names: [gate], browser, pick: (path) => path === (gate === "search-time" ? SEARCH : DOCUMENT) });
      const text = found.failures(gate).map(({ where, detail }) => `${where}: ${detail}`);
      tell(text.some((line) => wanted.test(line)), `${gate}: does not find ${fault}${text.length ? `, only: ${text[0]}` : ""}`);
    }
  } finally {
    await browser.close();
    rmSync(work, { recursive: true });
  }
  console.log(`${FAULTS.length} seeded faults, ${((Date.now() - started) / 1000).toFixed(0)} s`);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

main().catch((error) => {
  console.error(`selftest: ${error.message}`);
  process.exitCode = 2;
});
