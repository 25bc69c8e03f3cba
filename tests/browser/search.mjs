// node search.mjs SITE_DIR
//
// The search of a built site of sms-docs: whether it finds what staff ask for, without a browser, and how it is used, in
// Chromium, from disk and over http. Exit 1 when something is not as it should be, 2 when it could not run.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { launch, serve } from "./lib/chromium.mjs";
import { answers, open, parts } from "./lib/engine.mjs";
import { Report } from "./lib/report.mjs";
import { becomes, is, tell } from "./lib/tally.mjs";
import { axe, AXE } from "./lib/visit.mjs";

const ENOUGH = 29; // of 30 questions
const FIRST = 3; // results that are looked at
const BEFORE = 60_000; // bytes with gzip before the first result

const read = (name) => JSON.parse(readFileSync(fileURLToPath(new URL(`search/${name}.json`, import.meta.url)), "utf8"));

/** Words, slips and marks, without a site. */
function words() {
  for (const [text, wanted] of read("words")) {
    is(`words of "${text}"`, parts.words(text).flatMap((word) => word.forms), wanted);
  }
  const near = (a, b) => [parts.near(a, b), parts.near(b, a)];
  for (const [a, b, wanted] of [
    ["incident", "incidnt", true], ["incident", "inicdent", true], ["incident", "incjdent", true], ["incident", "xincident", true],
    ["incident", "incident", true], ["incident", "incidents", true], ["incident", "indicent", false], ["incident", "incid", false], ["abcd", "badc", false],
  ]) is(`${a} and ${b}`, near(a, b), [wanted, wanted]);
  is("a slip at the end of a word that grows", parts.near("restoree", "restored"), true);
  for (const [word, other] of [["policies", "policy"], ["approves", "approved"], ["changing", "changes"], ["stopped", "stop"], ["incidents", "incident"]]) {
    is(`${word} and ${other} have one stem`, parts.stem(word), parts.stem(other));
  }
  for (const [language, word, other] of [["de", "storungen", "storung"], ["de", "dienstes", "dienst"], ["de", "anderungen", "anderung"], ["fr", "procedures", "procedure"], ["fr", "incidents", "incident"]]) {
    is(`${word} and ${other} have one stem (${language})`, parts.stem(word, language), parts.stem(other, language));
  }
  is("no stem of a number or of another alphabet", ["8.6.1", "störungs", "p1", "access"].map(parts.stem), ["8.6.1", "störungs", "p1", "access"]);
  const terms = new Map([["storung", 0], ["障害", 1], ["害管", 1]]);
  const marks = (text) => parts.marked(text, terms).map(([piece, hit]) => (hit ? `[${piece}]` : piece)).join("");
  is("marks keep the text", marks("Eine Störung, die Störungen"), "Eine [Störung], die Störungen");
  is("pairs that overlap are one mark after the other", marks("IT障害管理"), "IT[障害][管]理");
  const quote = parts.excerpt("Summary", [["", "", "Nothing here"], ["a", "One", "a storung there"], ["b", "Storung", `${"x ".repeat(200)}storung ${"y ".repeat(200)}`]], terms);
  is("the section with the word in its heading is quoted, around the word", [quote.anchor, quote.heading, /^… (x )+storung (y )+…$/.test(quote.text)], ["b", "Storung", true]);
  is("without a hit the summary", parts.excerpt("Summary", [["", "", "Nothing"]], terms), { anchor: "", heading: "", text: "Summary" });
}

/** An index of four documents, made here. */
async function ranking() {
  const alphabet = Array.from({ length: 94 }, (_, i) => String.fromCharCode(33 + i)).filter((char) => char !== '"' && char !== "\\");
  const how = (place, often) => (place * 4 + often ? alphabet[59 + place * 4 + often] : "");
  const at = (document, place, often = 0) => [document, how(place, often)];
  const held = {
    "8.6.1": [at(0, 0), at(1, 3, 3)], "障害": [at(3, 0)], "a-1": [at(0, 7, 3)], "a-2": [at(1, 7, 3)], "a-3": [at(2, 7, 3)], "b-1": [at(3, 7, 3)],
    gadget: [at(0, 0), at(1, 2), at(2, 6), at(3, 4)], stoerung: [at(2, 0)], storung: [at(2, 0)], widget: [at(0, 0)], widgets: [at(1, 0)],
  };
  const terms = Object.keys(held).sort();
  const written = terms.map((term) => {
    let next = 0;
    return held[term].map(([document, mark]) => {
      const distance = alphabet[document - next];
      next = document + 1;
      return distance + mark;
    }).join("");
  });
  const index = {
    index: {
      language: "en", services: [], count: 4, chunk: 2, types: [["policy", "Policy", 0]], type_runs: [0, 4], states: [["in_force", "ok", "ok", "In force", 1], ["withdrawn", "mute", "na", "Withdrawn", 0]],
      state_runs: [0, 3, 1, 1], terms: [[terms[0], 0], [terms[6], 6]], postings: [0, 4],
    },
    "index-d0": ["A-1\nA-2", "One\nTwo", "\n", "\n"], "index-d1": ["A-3\nB-1", "Three\nFour", "\n", "\n"],
    "index-t0": terms.slice(0, 6).map((term) => `A${term}`).join(""), "index-t1": terms.slice(6).map((term) => `A${term}`).join(""),
    "index-p0": written.slice(0, 4).join(" "), "index-p1": written.slice(4).join(" "),
  };
  const search = parts.engine(async (name) => {
    if (!(name in index)) throw new Error(name);
    return index[name];
  });
  const ids = async (question) => Promise.all((await search.search(question)).all.map(async ([document]) => (await search.about(document)).id));
  is("title, keyword, heading, text", await ids("gadget"), ["A-3", "B-1", "A-2", "A-1"]);
  is("an exact id comes first", (await ids("A-1 gadget"))[0], "A-1");
  is("an id with a space", await ids("b 1"), ["B-1"]);
  is("the beginning of ids", await ids("a-"), []);
  is("a clause before a number in a text", await ids("8.6.1"), ["A-2", "A-1"]);
  is("a clause by its word", await ids("clause 8.6.1"), ["A-2", "A-1"]);
  is("the word as typed before its plural", await ids("widget"), ["A-1", "A-2"]);
  is("and the other way round", await ids("widgets"), ["A-2", "A-1"]);
  is("the beginning of a word", await ids("gad"), ["A-3", "B-1", "A-2", "A-1"]);
  is("a slip in the first letter", await ids("hadget"), ["A-3", "B-1", "A-2", "A-1"]);
  is("no slips in short words", await ids("gdg"), []);
  for (const spelling of ["Störung", "stoerung", "storung", "STORUNG"]) is(`umlaut: ${spelling}`, await ids(spelling), ["A-3"]);
  is("two characters without spaces", await ids("障害"), ["B-1"]);
  is("one of them", await ids("障"), ["B-1"]);
  is("nothing but words of questions", await ids("who is it"), []);
  is("nothing at all", await ids(" … "), []);
  is("a number that there is not is not taken apart", await ids("A-9"), []);
  const named = await search.search("B-1");
  is("what was named is shown whatever its state", named.all.filter(search.shown).map(([document]) => document), [3]);
  is("and else what is in force", (await search.search("gadget")).all.filter(search.shown).map(([document]) => document), [2, 1, 0]);
  is("a slip is told", (await search.search("hadget")).instead, [["hadget", "gadget"]]);
  is("what is spelled right is not", (await search.search("gadget")).instead, []);
  is("what no document has is told", (await search.search("gadget xyzzyq")).missing, ["xyzzyq"]);
  is("and what it may have been", await search.suggest(["gazzet"]), [["gazzet", "gadget"]]);
}

/** Thirty questions of staff, each on a search that has loaded nothing yet. */
async function questions(dir) {
  const list = read("questions");
  is("questions", list.length, 30);
  let found = 0;
  let most = 0;
  for (const [question, wanted] of list) {
    const search = open(dir);
    const ids = (await answers(search, question, FIRST)).map((hit) => hit.id);
    if (ids.includes(wanted)) found += 1;
    else console.log(`      "${question}" is answered by ${ids.join(", ") || "nothing"}, not by ${wanted}`);
    most = Math.max(most, [...search.loaded.values()].reduce((sum, bytes) => sum + bytes, 0));
  }
  console.log(`${found} of ${list.length} questions have their answer in the first ${FIRST}; at most ${(most / 1000).toFixed(1)} kB gz before the first result`);
  is(`at least ${ENOUGH} of the questions are answered`, found >= ENOUGH, true);
  is("little is loaded before the first result", most <= BEFORE, true);
}

/** The page and the boxes as a reader uses them, by the keyboard only. */
async function inBrowser(browser, report, base, { width, scheme }) {
  const context = await browser.newContext({ viewport: { width, height: 844 }, colorScheme: scheme });
  const page = await context.newPage();
  const where = `${base.slice(0, 4)}, ${width} px`;
  const problems = [];
  page.on("console", (message) => {
    if (message.location().url.endsWith("/favicon.ico")) return; // asked for by the browser, not by the page
    if (message.type() === "error" || /Content Security/.test(message.text())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  const shows = (name, test, argument) => becomes(`${name} (${where})`, page, test, argument);
  const focused = () => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.name);
  const type = (text) => page.keyboard.type(text);
  const asked = () => page.evaluate(() => Object.fromEntries(new URLSearchParams(location.search)));

  // The box of a page.
  await page.goto(`${base}index.html`);
  is(`no script of the search before it is used (${where})`, await page.$$eval("script[src*='/search']", (list) => list.length), 0);
  await page.keyboard.press("/");
  await type("res-pro-001");
  await shows("the box shows the document that was asked for", () => document.querySelector("form.search ul:not([hidden]) li a")?.getAttribute("href").endsWith("docs/RES-PRO-001/index.html"));
  await shows("and says how many there are", () => /^\d+ results?$/.test(document.querySelector("form.search [role=status]").textContent));
  await page.evaluate(AXE);
  await axe(report, page, "index.html", `box in use, ${scheme}, ${width} px`);
  await page.keyboard.press("ArrowDown");
  is(`the arrow leads into the list (${where})`, await page.evaluate(() => document.activeElement.matches("form.search li:first-child a")), true);
  await page.keyboard.press("Escape");
  is(`Escape closes it and goes back (${where})`, await page.evaluate(() => [document.activeElement.name, document.querySelector("form.search ul").hidden]), ["q", true]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/search\/index\.html\?q=res-pro-001$/);

  // The page of the search.
  await shows("the question arrives, the document is first", () => document.querySelector("#results li:first-child .id")?.textContent.startsWith("RES-PRO-001"));
  is(`the list from A to Z gives way (${where})`, await page.isVisible("#a-z"), false);
  await page.keyboard.press("/");
  is(`/ goes to the box (${where})`, await focused(), "q");
  await page.keyboard.press("ControlOrMeta+A");
  await type("emergency changes");
  await shows("results come while typing", () => /^\d+ results for “emergency changes”/.test(document.querySelector("#results [role=status]").textContent));
  await shows("with what was found marked, in title and text", () => ["li:first-child > a mark", "li:first-child p mark"].every((at) => document.querySelector(`#results ${at}`)));
  is(`results are not announced one by one (${where})`, await page.$$eval("[role=status] li, [aria-live] li", (list) => list.length), 0);
  is(`the address holds the question (${where})`, await asked(), { q: "emergency changes" });
  await shows("the quotation leads to its section", () => /docs\/[^/]+\/index\.html#./.test(document.querySelector("#results li p a")?.getAttribute("href") ?? ""));
  await settled(page);
  await page.evaluate(AXE);
  await axe(report, page, "search/index.html", `results, ${scheme}, ${width} px`);
  const all = await page.$eval("#results [role=status]", (node) => parseInt(node.textContent, 10));
  await page.keyboard.press("Tab"); // the button
  await page.keyboard.press("Tab");
  is(`the facets come next (${where})`, await page.evaluate(() => document.activeElement.tagName), "SUMMARY");
  is(`they are open where there is room (${where})`, await page.$eval("[data-facets]", (node) => node.open), width > 700);
  if (width <= 700) await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  is(`the types come next (${where})`, await page.evaluate(() => document.activeElement.name), "type");
  await page.selectOption("[name=type]", "policy");
  await shows("a type narrows the list", (before) => parseInt(document.querySelector("#results [role=status]").textContent, 10) < before, all);
  is(`all that is left is of the type (${where})`, await page.$$eval("#results li .id", (list) => list.every((node) => / · Policy · /.test(node.textContent))), true);
  is(`the type stands in the address (${where})`, await asked(), { q: "emergency changes", type: "policy" });
  await page.reload();
  await shows("and is chosen again after loading", () => document.querySelector("[name=type]").value === "policy" && document.querySelector("#results li"));
  await page.selectOption("[name=type]", "");
  await page.selectOption("[name=state]", "all");
  is(`the state stands in the address (${where})`, await asked(), { q: "emergency changes", state: "all" });
  await shows("ten at first", () => document.querySelectorAll("#results li a").length && document.querySelectorAll("#results li").length === 10);
  await page.focus("[data-more]");
  await page.keyboard.press("Enter");
  await shows("then more, and the focus on the first of them", () => document.querySelectorAll("#results li").length > 10 && document.activeElement === document.querySelectorAll("#results li")[10].querySelector("a"));

  // What is not in force is found by its number; other pages are found, too; a service narrows the list.
  for (const [question, wanted] of [["IMP-REG-002", "docs/IMP-REG-002/index.html"], ["8.6.1", "clauses/iso20000-1-2018/8.6.1/index.html"], ["Rowan Hale", "roles/sms-manager/index.html"], ["northgate insurance", "services/customers/northgate-insurance/index.html"]]) {
    await page.goto(`${base}search/index.html?q=${encodeURIComponent(question)}`);
    await shows(`${question} comes first`, (href) => document.querySelector("#results li:first-child a")?.getAttribute("href").endsWith(href), wanted);
  }
  await page.goto(`${base}search/index.html?q=agreement&service=SVC-001`);
  await shows("a service narrows the list", () => [...document.querySelectorAll("#results li .id")].some((node) => node.textContent.startsWith("SLA-001")) && ![...document.querySelectorAll("#results li .id")].some((node) => node.textContent.startsWith("SLA-002")));

  // Nothing found, and a word that is nearly there.
  await page.goto(`${base}search/index.html?q=incidnet`);
  await shows("a slip is told", () => /^Showing results for “incident”, because nothing has “incidnet”\. \d+ results\./.test(document.querySelector("#results [role=status]").textContent));
  await page.goto(`${base}search/index.html?q=xyzzyq`);
  await shows("nothing: says so, and shows the list from A to Z", () => /^No results for “xyzzyq”/.test(document.querySelector("#results [role=status]").textContent) && document.querySelector("#a-z").checkVisibility());
  await page.fill("#q2", "policy on inncidennts");
  await shows("a word that is nearly there is offered", () => /^Did you mean policy on incidents\?$/.test(document.querySelector("[data-near]:not([hidden]):not(section)")?.textContent ?? ""));
  await page.fill("#q2", "");
  await shows("no question: the list from A to Z", () => !document.querySelector("#results li") && document.querySelector("#a-z").checkVisibility() && !location.search);
  is(`no error in the console (${where})`, problems, []);
  await context.close();
}

/** Texts come after the titles; axe looks at all of it. */
async function settled(page) {
  await page.waitForFunction(() => [...document.querySelectorAll("#results li p")].every((node) => node.textContent), null, { timeout: 8000 });
}

/** Without a script the box leads to the list from A to Z. */
async function withoutScript(browser, base) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${base}index.html`);
  await page.fill("main form.search input", "incident");
  await page.click("main form.search button");
  await page.waitForURL(/search\/index\.html\?q=incident$/);
  is("without a script there is the list, and no box", [await page.isVisible("#a-z table"), await page.isVisible("main form.search")], [true, false]);
  await context.close();
}

/** Parts of two builds are not taken together: the reader is told to load again. */
async function mixed(browser, base) {
  const page = await browser.newPage();
  await page.route(/index-t\d+\.js/, async (route) => {
    const text = await (await route.fetch()).text();
    await route.fulfill({ body: text.replace(/,"[0-9a-f]{8}",/, ',"00000000",'), contentType: "text/javascript" });
  });
  await page.goto(`${base}search/index.html?q=incident`);
  await page.waitForFunction(() => document.querySelector("#results [role=status]").textContent);
  is("parts of two builds", await page.$eval("#results [role=status]", (node) => node.textContent.slice(0, 31)), "The search could not be loaded.");
  is("the list from A to Z is still there", await page.isVisible("#a-z"), true);
  await page.close();
}

async function main() {
  if (process.argv.length !== 3) throw new Error("usage: node search.mjs SITE_DIR");
  const dir = resolve(process.argv[2]);
  words();
  await ranking();
  await questions(dir);
  const report = new Report();
  const browser = await launch();
  const server = await serve(dir);
  try {
    const disk = `${pathToFileURL(dir).href}/`;
    await inBrowser(browser, report, disk, { width: 1360, scheme: "light" });
    await inBrowser(browser, report, disk, { width: 390, scheme: "dark" });
    await inBrowser(browser, report, server.base, { width: 1360, scheme: "dark" });
    await withoutScript(browser, disk);
    await mixed(browser, server.base);
  } finally {
    await browser.close();
    await server.close();
  }
  for (const { where, detail } of report.failures("axe")) is(`${where}: ${detail}`, true, false);
  tell();
}

main().catch((error) => {
  console.error(`search: ${error.message}`);
  process.exitCode = 2;
});
