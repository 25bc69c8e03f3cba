// Gates that look at one page in the browser. A page is loaded once for each width and
// serves all gates that this state allows; themes are switched in place.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { LIMITS } from "./static.mjs";

/** The source of axe, to be run in a page before `axe`. */
export const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SHIFT = 0.05;
const RING = 2;

/** What the gates of this module are called. */
export const VISITS = ["axe", "keyboard", "reflow", "no-js", "console", "network", "requests", "shift"];

/**
 * Runs the wanted gates on one page.
 * `address(path)` is where it is opened; `allowed(url)` says which requests stay inside the site.
 */
export async function visit(browser, report, { path }, { address, allowed, wants, thorough }) {
  const narrow = ["axe", "console", "network", "shift", "reflow"].some(wants) || (wants("keyboard") && thorough);
  const wide = ["axe", "console", "network", "shift", "keyboard", "requests"].some(wants);
  for (const width of [...(wide ? [1360] : []), ...(narrow ? [390] : [])]) {
    await withPage(browser, { width }, async (page) => {
      const seen = watch(page, allowed);
      await page.goto(address(path), { waitUntil: "load" });
      await settle(page);
      if (wants("shift")) await shift(report, page, path, width);
      if (wants("requests") && width === 1360) {
        report.ran("requests");
        if (seen.requests > LIMITS.requests) report.fail("requests", path, `${seen.requests} requests, at most ${LIMITS.requests}`);
      }
      if (wants("keyboard") && (width === 1360 || thorough)) await keyboard(report, page, path, width);
      if (wants("axe")) {
        await page.evaluate(AXE);
        await axe(report, page, path, `light, ${width} px`);
        await page.emulateMedia({ colorScheme: "dark" });
        await openAll(page);
        await axe(report, page, path, `dark, ${width} px, all details open`);
      }
      if (wants("reflow") && width === 390) {
        await page.setViewportSize({ width: 320, height: 844 });
        await openAll(page);
        await reflow(report, page, path);
      }
      if (wants("console")) {
        report.ran("console");
        for (const message of new Set([...seen.console, ...(await page.evaluate(() => window.__policy))])) report.fail("console", path, message);
      }
      if (wants("network")) {
        report.ran("network");
        for (const url of new Set(seen.outside)) report.fail("network", path, `request to ${url}`);
      }
    });
  }
  if (wants("no-js")) {
    await withPage(browser, { width: 1360, javaScriptEnabled: false }, async (page) => {
      await page.goto(address(path), { waitUntil: "load" });
      await withoutScript(report, page, path);
    });
  }
}

async function withPage(browser, { width, ...options }, act) {
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 900 },
    colorScheme: "light",
    serviceWorkers: "block",
    ...options,
  });
  try {
    if (options.javaScriptEnabled !== false) await context.addInitScript(observe);
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    await act(page);
  } finally {
    await context.close();
  }
}

function openAll(page) {
  return page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
}

/** Runs in the page before its own scripts. */
function observe() {
  window.__shift = 0;
  window.__policy = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    window.__policy.push(`policy: ${event.effectiveDirective} blocked ${event.blockedURI || "inline"}`);
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.__shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

function watch(page, allowed) {
  const seen = { console: [], outside: [], requests: 0 };
  page.on("console", (message) => {
    if (message.location().url.endsWith("/favicon.ico")) return; // asked for by the browser, not by the page
    if (message.type() === "error" || /Content Security Policy/i.test(message.text())) seen.console.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => seen.console.push(`script: ${error.message}`));
  page.on("request", (request) => {
    if (/^(data|blob|about):/.test(request.url())) return;
    seen.requests += 1;
    if (!allowed(request.url())) seen.outside.push(request.url());
  });
  page.on("requestfailed", (request) => {
    if (allowed(request.url())) seen.console.push(`not loaded: ${request.url()} (${request.failure()?.errorText})`);
  });
  return seen;
}

async function settle(page) {
  await page.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}

async function shift(report, page, path, width) {
  await page.waitForTimeout(150);
  const found = await page.evaluate(() => window.__shift);
  report.ran("shift");
  if (found > SHIFT) report.fail("shift", path, `layout shift ${found.toFixed(3)} at ${width} px, at most ${SHIFT}`);
}

export async function axe(report, page, path, state) {
  const violations = await page.evaluate(
    (tags) => window.axe.run(document, { runOnly: tags, resultTypes: ["violations"], preload: false }).then((result) =>
      result.violations.map(({ id, help, nodes }) => ({
        id, help, count: nodes.length,
        target: nodes[0].target.join(" "),
        why: nodes[0].failureSummary.split("\n").slice(1, 3).map((line) => line.trim()).join("; "),
      })),
    ),
    TAGS,
  );
  report.ran("axe");
  for (const { id, help, count, target, why } of violations) {
    report.fail("axe", `${path} (${state})`, `${id}: ${help}; ${count} at e.g. ${target}: ${why}`);
  }
}

/** Tab from the start to the end: skip link first, a ring on each stop, nothing hidden, nothing missed. */
async function keyboard(report, page, path, width) {
  const say = (detail) => report.fail("keyboard", path, `${detail} (${width} px)`);
  const expected = await page.evaluate(prepareWalk, RING);
  const cdp = await page.context().newCDPSession(page);
  const key = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  let walk = { log: [], missed: [], ended: false };
  for (let pressed = 0; !walk.ended && pressed < expected * 2 + 20;) {
    const batch = Math.max(5, expected + 2 - pressed);
    const sent = [];
    for (let i = 0; i < batch; i += 1, pressed += 1) {
      sent.push(cdp.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...key }));
      sent.push(cdp.send("Input.dispatchKeyEvent", { type: "keyUp", ...key }));
    }
    await Promise.all(sent);
    walk = await page.evaluate(() => window.__walk.result());
  }
  await cdp.detach();
  walk.log.forEach((at, i) => {
    if (i === 0 && !at.skip) say(`first stop is ${at.name}, not a link to the main part`);
    if (!at.ring) say(`no outline of ${RING} px on ${at.name}`);
    if (at.why) say(`${at.name} has the focus but is ${at.why}`);
  });
  if (walk.back) say(`focus comes back to ${walk.back} before the end`);
  else if (!walk.ended) say(`no end after ${walk.log.length} stops`);
  for (const name of walk.missed.slice(0, 3)) say(`never reached: ${name}`);
  report.ran("keyboard", walk.log.length);
}

/**
 * Runs in the page. Each Tab first looks at what has the focus by then (scrolled into
 * view, ring drawn), then moves on; so one answer at the end tells of the whole walk.
 */
function prepareWalk(ring) {
  const reached = new Map();
  for (const node of document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")) {
    if (node.tabIndex < 0 || node.disabled || !node.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true })) continue;
    const stop = node.type === "radio" ? node.name : node; // a group of radios is one stop
    if (!reached.has(stop)) reached.set(stop, false);
  }
  const expected = reached.size;
  const log = [];
  let ended = false;
  let back = null;

  const name = (node) => `<${node.tagName.toLowerCase()}> ${(node.textContent.trim() || node.getAttribute("aria-label") || node.id || "").slice(0, 40)}`;
  const outlined = (node) => {
    const style = node && getComputedStyle(node);
    return Boolean(style) && style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= ring && !/, 0\)$/.test(style.outlineColor);
  };
  const hidden = (node, label) => {
    const box = (label ?? node).getBoundingClientRect();
    const view = { left: Math.max(box.left, 0), right: Math.min(box.right, innerWidth), top: Math.max(box.top, 0), bottom: Math.min(box.bottom, innerHeight) };
    if (view.right - view.left < 2 || view.bottom - view.top < 2) return "out of view";
    const points = [[0.5, 0.5], [0.1, 0.1], [0.9, 0.1], [0.1, 0.9], [0.9, 0.9]];
    const open = [view, ...node.getClientRects()].some((rect) => points.some(([x, y]) => {
      const hit = document.elementFromPoint(rect.left + x * (rect.right - rect.left), rect.top + y * (rect.bottom - rect.top));
      return hit && (node.contains(hit) || label?.contains(hit));
    }));
    return open ? "" : "covered";
  };
  const look = () => {
    const node = document.activeElement;
    if (ended || !node || node === document.documentElement) return;
    if (node === document.body) {
      ended = log.length > 0;
      return;
    }
    const stop = node.type === "radio" ? node.name : node;
    if (reached.get(stop)) {
      ended = true;
      if (log.length && stop !== reached.keys().next().value) back = name(node);
      return;
    }
    reached.set(stop, true);
    const label = node.closest("label");
    const href = node.getAttribute("href") ?? "";
    const target = href.length > 1 && href.startsWith("#") ? document.getElementById(href.slice(1)) : null;
    log.push({ name: name(node), skip: Boolean(target?.closest("main")), ring: outlined(node) || outlined(label), why: hidden(node, label) });
  };

  document.activeElement?.blur();
  window.scrollTo(0, 0);
  window.addEventListener("keydown", (event) => { if (event.key === "Tab") look(); }, true);
  window.__walk = {
    result() {
      look();
      const missed = [...reached].filter(([, seen]) => !seen).map(([stop]) => (typeof stop === "string" ? `radio ${stop}` : stop.outerHTML.slice(0, 90)));
      return { log, ended, back, missed };
    },
  };
  return expected;
}

/** 320 px wide with the text spacing of WCAG 1.4.12: nothing scrolls sideways, nothing is cut. */
async function reflow(report, page, path) {
  const found = await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
      p { margin-block-end: 2em !important; }`);
    document.adoptedStyleSheets = [sheet];
    const clips = (value) => value === "hidden" || value === "clip";
    const name = (node) => `<${node.tagName.toLowerCase()}${node.className?.baseVal === undefined && node.className ? `.${node.className.split(" ").join(".")}` : ""}>`;
    const width = document.documentElement.clientWidth;
    const wide = document.scrollingElement.scrollWidth;
    const faults = [];
    const nodes = [...document.body.querySelectorAll("*")].filter((node) => node.checkVisibility() && !node.closest("svg, .vh"));
    if (wide > width) {
      const out = nodes.filter((node) => node.getBoundingClientRect().right > width + 1);
      const inner = out.filter((node) => !out.includes(node.parentElement) || node.scrollWidth > node.clientWidth).slice(0, 3).map(name);
      faults.push(`scrolls sideways: ${wide} px wide; ${inner.join(", ")}`);
    }
    for (const node of nodes) {
      const style = getComputedStyle(node);
      if (!node.textContent.trim() || node.clientWidth <= 1) continue;
      if (clips(style.overflowX) && node.scrollWidth > node.clientWidth + 1 || clips(style.overflowY) && node.scrollHeight > node.clientHeight + 1) {
        faults.push(`text is cut in ${name(node)}`);
      }
    }
    return faults;
  });
  report.ran("reflow");
  for (const detail of new Set(found)) report.fail("reflow", path, detail);
}

async function withoutScript(report, page, path) {
  const found = await page.evaluate(() => {
    const faults = [];
    const shown = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0;
    const heading = document.querySelector("h1");
    if (!heading || !heading.textContent.trim()) faults.push("no h1");
    const needy = ".js-only, button[type=button], [data-print], [data-theme-set], [data-sort] button";
    for (const node of document.querySelectorAll(needy)) {
      if (shown(node)) faults.push(`needs a script but is shown: ${node.outerHTML.slice(0, 80)}`);
    }
    const main = document.querySelector("main");
    if (!main || !shown(main)) faults.push("no main part");
    return faults;
  });
  report.ran("no-js");
  for (const detail of found) report.fail("no-js", path, detail);
}
