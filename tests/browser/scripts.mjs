// node scripts.mjs
//
// The theme's scripts do what they are there for: site.js on small pages, live.js against a
// stand-in for the preview server.

import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "./lib/chromium.mjs";
import { becomes, is, tell } from "./lib/tally.mjs";

const THEME = fileURLToPath(new URL("../../themes/default/static", import.meta.url));
const POLICY = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

/** Pages by path, the theme below /assets/, and the preview's own addresses. */
async function preview() {
  const state = { rev: "1", pages: new Map(), streams: new Set(), events: true, asked: [] };
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url.replace(/[?#].*/, ""));
    state.asked.push(path);
    const send = (status, type, body) => response.writeHead(status, { "content-type": type }).end(body);
    if (path === "/__smsdoc/rev") return send(200, "text/plain", `${state.rev}\n`);
    if (path === "/__smsdoc/events") {
      if (!state.events) return send(503, "text/plain", "");
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(": hello\n\n");
      state.streams.add(response);
      response.on("close", () => state.streams.delete(response));
      return undefined;
    }
    if (path.startsWith("/assets/") || path.startsWith("/__smsdoc/")) {
      const types = { ".js": "text/javascript", ".css": "text/css", ".woff2": "font/woff2" };
      try {
        return send(200, types[extname(path)], readFileSync(join(THEME, path.replace(/^\/(assets|__smsdoc)\//, ""))));
      } catch {
        return send(404, "text/plain", "");
      }
    }
    const page = state.pages.get(path);
    return send(page ? 200 : 404, "text/html; charset=utf-8", page ?? state.pages.get("/404.html") ?? "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  state.base = `http://127.0.0.1:${server.address().port}`;
  state.emit = (event, data) => state.streams.forEach((stream) => stream.write(`event: ${event}\ndata: ${data}\n\n`));
  state.close = () => {
    server.closeAllConnections();
    server.close();
  };
  return state;
}

function html(title, main, { live = null, head = "" } = {}) {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}"><title>${title}</title>
<script src="/assets/early.js"></script><link rel="stylesheet" href="/assets/tokens.css"><link rel="stylesheet" href="/assets/site.css">${head}
<script src="/assets/site.js" defer></script>${live ? `<script src="/__smsdoc/live.js" data-rev="${live}" defer></script>` : ""}</head>
<body><form class="search"><input type="search" aria-label="Search"></form><main id="main">${main}</main>
<select data-theme-set aria-label="Theme"><option value="auto">Device</option><option value="light">Light</option><option value="dark">Dark</option></select></body></html>`;
}

const rows = [["SMS-PRO-014", "10.2", "eff", "Incident"], ["SMS-POL-001", "9.1", "eff due", "Policy"], ["SMS-PLN-003", "", "draft", "Kapazität"]];
const REGISTER = `<div class="filters"><div class="chips"><label><input type="radio" name="f" id="f-all" checked>All</label><label><input type="radio" name="f" id="f-due">Due</label></div><input id="ff" type="search" aria-label="Narrow"></div>
<p id="live" role="status"></p><table data-sortable data-filter="ff" data-live="live" data-empty="none" data-many="{} documents match."><thead><tr>
<th data-sort aria-sort="ascending"><button type="button" class="sortbtn js-only">Document</button><span class="sortlbl">Document</span></th><th data-sort><button type="button" class="sortbtn js-only">Version</button></th></tr></thead>
<tbody>${rows.map(([id, version, state, title]) => `<tr data-s="${state}"><th scope="row" data-v="${id}">${title}</th><td data-v="${version}">${version}</td></tr>`).join("")}</tbody></table>
<p id="none" class="empty" hidden>No documents match. <button type="button" data-clear>Clear filter</button></p>`;
const NOT_FOUND = `<section data-near hidden><h2>Near</h2><ul></ul></section><ul data-a-z>${["SMS-PRO-014 Incident management", "SMS-PRO-015 Service requests", "SMS-POL-001 Service policy"]
  .map((text) => `<li id="x-${text.slice(0, 11)}"><a href="/docs/${text.slice(0, 11)}/index.html">${text}</a></li>`).join("")}</ul>`;
const TALL = `<h1>Page</h1><div class="prose">${Array.from({ length: 60 }, (_, i) => `<p>Line ${i}</p>`).join("")}<details id="d"><summary>More</summary><p>x</p></details></div>`;

async function site(browser, server) {
  server.pages.set("/register/index.html", html("Register", REGISTER));
  server.pages.set("/404.html", html("Not found", NOT_FOUND));
  const context = await browser.newContext({ viewport: { width: 1200, height: 700 } });
  const page = await context.newPage();
  const problems = [];
  page.on("console", (message) => message.type() === "error" && !/404/.test(message.text()) && problems.push(message.text()));
  page.on("pageerror", (error) => problems.push(error.message));
  await page.goto(`${server.base}/register/index.html`);
  const order = () => page.$$eval("tbody tr", (list) => list.filter((row) => row.getClientRects().length).map((row) => row.cells[0].dataset.v.slice(4)));
  const text = (selector) => page.$eval(selector, (node) => node.textContent);

  await page.click("thead th:nth-child(2) button");
  is("9.1 sorts before 10.2, no version last", await order(), ["POL-001", "PRO-014", "PLN-003"]);
  is("one column is marked as sorted", await page.$$eval("[aria-sort]", (list) => list.map((th) => [th.cellIndex, th.getAttribute("aria-sort")])), [[1, "ascending"]]);
  is("sorting is announced", await text("#live"), "Sorted by Version, ascending.");
  await page.click("thead th:nth-child(2) button");
  is("the other way round, no version still last", await order(), ["PRO-014", "POL-001", "PLN-003"]);
  await page.fill("#ff", "kapazitat");
  await becomes("filtering ignores accents and is announced", page, () => document.querySelector("#live").textContent === "1 row matches.");
  is("what does not match is hidden", await order(), ["PLN-003"]);
  await page.fill("#ff", "nowhere");
  await becomes("nothing left: says so", page, () => !document.querySelector("#none").hidden && document.querySelector("#live").textContent === "0 documents match.");
  await page.click("[data-clear]");
  is("clearing shows all", (await order()).length, 3);
  is("clearing goes to the field", await page.evaluate(() => document.activeElement.id), "ff");
  await page.check("#f-due");
  is("a radio filters without script", await order(), ["POL-001"]);
  is("and the script announces it", await text("#live"), "1 row matches.");

  await page.reload();
  await page.keyboard.press("/");
  is("/ goes to the search field", await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Search");
  await page.keyboard.press("/");
  is("/ in a field is a character", await page.inputValue("form input"), "/");

  await page.selectOption("[data-theme-set]", "dark");
  const canvas = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  is("dark by choice", await canvas(), "rgb(16, 21, 20)");
  await page.reload();
  is("the choice is kept", [await canvas(), await page.inputValue("[data-theme-set]")], ["rgb(16, 21, 20)", "dark"]);
  await page.selectOption("[data-theme-set]", "auto");
  is("back to the device", await canvas(), "rgb(243, 246, 245)");

  const near = async (path) => {
    await page.goto(server.base + path);
    return page.$$eval("[data-near]:not([hidden]) li", (list) => list.map((li) => li.textContent.slice(0, 11)));
  };
  is("near: a slip in the number", (await near("/docs/SMS-PRO-041/index.html"))[0], "SMS-PRO-014");
  is("near: the exact number alone", await near("/docs/sms-pol-001"), ["SMS-POL-001"]);
  is("near: words of the title", await near("/wiki/incident-management.html"), ["SMS-PRO-014"]);
  is("near: nothing", await near("/zzz"), []);
  server.pages.set("/404.html", html("Not found", NOT_FOUND.replace(/<section.*<\/section>/, "")));
  await page.goto(`${server.base}/docs/SMS-PRO-041/index.html`);
  is("near: makes its place where the page has none", await page.$$eval("section h2 + ul li:first-child", (list) => list.map((li) => li.textContent.slice(0, 11))), ["SMS-PRO-014"]);
  is("near: no id twice", await page.evaluate(() => document.querySelectorAll("section ul [id]").length), 0);
  is("no error in the console", problems, []);
  await context.close();
}

async function live(browser, server) {
  const path = "/docs/SMS-POL-001/index.html";
  const set = (rev, main = TALL, head = "") => {
    server.rev = rev;
    server.pages.set(path, html(`Rev ${rev}`, main.replace("<h1>Page", `<h1>Page ${rev}`), { live: rev, head }));
  };
  set("1");
  const context = await browser.newContext({ viewport: { width: 900, height: 600 } });
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => /Content Security Policy/i.test(message.text()) && problems.push(message.text()));
  await page.goto(server.base + path);
  await becomes("the page knows its revision", page, () => document.documentElement.dataset.rev === "1");
  while (!server.streams.size) await page.waitForTimeout(20);

  await page.evaluate(() => {
    window.scrollTo(0, 700);
    window.same = true;
    document.querySelector("#d").open = true;
  });
  set("2");
  server.emit("reload", "2");
  await becomes("a change is swapped in", page, () => document.documentElement.dataset.rev === "2" && document.querySelector("h1").textContent === "Page 2");
  is("in place, where the reader was", await page.evaluate(() => [window.same, window.scrollY, document.title, document.querySelector("#d").open]), [true, 700, "Rev 2", true]);

  const findings = [
    { severity: "error", rule: "review-overdue", message: "review <b>overdue</b>", path: "sms-docs/a.md", line: 9, column: 14, help: "review it" },
    { severity: "warning", rule: "owner-unknown", message: "owner is not known", path: "sms-docs/a.md", line: 3, column: 1, help: null },
  ];
  server.emit("findings", JSON.stringify(findings));
  await becomes("findings are listed", page, () => document.querySelectorAll(".live .finding").length === 2);
  is("with their place, as text", await page.$eval(".live .finding", (node) => node.textContent), "error review <b>overdue</b> review-overduesms-docs/a.md:9:14review it");
  is("counted for all", await page.$eval("[role=status][aria-live]", (node) => node.textContent), "1 error, 1 warning");
  await page.focus(".live__toggle");
  await page.keyboard.press("Enter");
  is("the panel folds by key", await page.$eval(".live__toggle", (node) => [node.getAttribute("aria-expanded"), document.querySelector("#live-list").hidden]), ["false", true]);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  is("Escape folds it, the focus stays", await page.evaluate(() => [document.querySelector("#live-list").hidden, document.activeElement.className]), [true, "live__toggle"]);
  server.emit("findings", "[]");
  await becomes("no findings, no panel", page, () => document.querySelector(".live").hidden);

  set("3", `<h1>Page</h1>${REGISTER}`);
  server.emit("reload", "3");
  await becomes("another kind of content comes too", page, () => document.documentElement.dataset.rev === "3" && document.querySelector("table"));
  await page.waitForTimeout(200);
  await page.click("thead th:nth-child(2) button");
  is("the scripts work on what was swapped in", await page.$eval("#live", (node) => node.textContent), "Sorted by Version, ascending.");

  set("4", TALL, '<link rel="stylesheet" href="/assets/live.css">');
  server.emit("reload", "4");
  await becomes("other styles need a full reload", page, () => window.same === undefined && document.documentElement.dataset.rev === "4");

  for (let wait = 0; !server.streams.size && wait < 100; wait += 1) await page.waitForTimeout(20);
  set("5", TALL, '<link rel="stylesheet" href="/assets/live.css">');
  server.streams.forEach((stream) => stream.end());
  await becomes("what was missed while the line was down is fetched", page, () => document.documentElement.dataset.rev === "5");

  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
  for (let wait = 0; server.streams.size && wait < 100; wait += 1) await page.waitForTimeout(20);
  is("a page that is put away lets go of the line", server.streams.size, 0);
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true })));
  for (let wait = 0; !server.streams.size && wait < 100; wait += 1) await page.waitForTimeout(20);
  is("and takes it up again", server.streams.size, 1);

  server.events = false;
  const blind = await context.newPage();
  await blind.goto(server.base + path);
  await blind.waitForTimeout(3000);
  set("6", TALL, '<link rel="stylesheet" href="/assets/live.css">');
  await becomes("without a stream it asks for the revision", blind, () => document.documentElement.dataset.rev === "6" && document.title === "Rev 6");
  is("no error in the console", problems, []);
  await context.close();
}

async function main() {
  const browser = await launch();
  const server = await preview();
  try {
    await site(browser, server);
    await live(browser, server);
  } finally {
    server.close();
    await browser.close();
  }
  tell();
}

main().catch((error) => {
  console.error(`scripts: ${error.message}`);
  process.exitCode = 2;
});
