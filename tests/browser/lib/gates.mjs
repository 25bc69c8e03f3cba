// All gates on one site.

import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { launch, serve } from "./chromium.mjs";
import { contrast } from "./contrast.mjs";
import { html } from "./html.mjs";
import { print } from "./print.mjs";
import { Report } from "./report.mjs";
import { searchTime } from "./search.mjs";
import { files, Pages, prefix, sample } from "./site.mjs";
import { checksums, links, policy, weights } from "./static.mjs";
import { visit, VISITS } from "./visit.mjs";

export const GATES = ["html", "links", "policy", "weight", "checksums", "contrast", ...VISITS, "print", "search-index", "search-time"];

/** What each gate counts, where it is not pages. */
export const UNITS = {
  checksums: "file", contrast: "pair", axe: "run", keyboard: "stop", console: "load", network: "load", shift: "load",
  print: "sheet", "search-index": "part", "search-time": "query",
};

/**
 * Runs the gates `names` on the site in `dir`, those in the browser on at most `most` pages of
 * each kind and for which `pick(path)` holds. Pages are opened from disk, or below `baseUrl`.
 * A `browser` that is given stays open.
 */
export async function gates(dir, { names = GATES, most = 3, pick = () => true, baseUrl = null, browser = null } = {}) {
  const wants = (name) => names.includes(name);
  const all = files(dir);
  const list = all.filter((path) => path.endsWith(".html"));
  if (!list.length) throw new Error(`no page in ${dir}`);
  const pages = new Pages(dir);
  const report = new Report();
  const threads = Math.max(1, Math.min(4, availableParallelism()));

  const validated = wants("html") ? html(report, dir, list, Math.ceil(threads / 2)) : null;
  validated?.catch(() => {}); // awaited below
  if (wants("links")) links(report, pages, list, all);
  if (wants("policy")) policy(report, pages, list);
  if (wants("weight") || wants("search-index")) weights(report, dir, pages, list, all);
  if (wants("checksums")) checksums(report, dir, all);
  if (wants("contrast")) contrast(report, dir, all);

  const chosen = sample(dir, list.filter(pick), most);
  if ([...VISITS, "print", "search-time"].some(wants)) {
    const own = browser ?? (await launch());
    try {
      await inBrowser(own, { dir, report, pages, chosen, wants, threads, all, baseUrl });
    } finally {
      if (!browser) await own.close();
    }
  }
  await validated;
  return { report, pages: list.length, chosen: chosen.length };
}

async function inBrowser(browser, { dir, report, pages, chosen, wants, threads, all, baseUrl }) {
  const server = chosen.some((page) => page.kind === "not-found") && !baseUrl ? await serve(dir, prefix(pages, all)) : null;
  const disk = (path) => pathToFileURL(join(dir, path)).href;
  const http = (base) => (path) => new URL(path.split("/").map(encodeURIComponent).join("/"), base.endsWith("/") ? base : `${base}/`).href;
  try {
    const kinds = new Set();
    const work = chosen.map((page) => {
      const thorough = !kinds.has(page.kind);
      kinds.add(page.kind);
      const base = baseUrl ?? (page.kind === "not-found" ? server.base : null);
      const address = base ? http(base) : disk;
      const allowed = base ? (url) => url.startsWith(new URL(base).origin) : (url) => url.startsWith("file:");
      return { page, thorough, address, allowed };
    });
    await Promise.all(
      Array.from({ length: threads }, async () => {
        for (let next = work.shift(); next; next = work.shift()) {
          const { page, ...where } = next;
          try {
            await visit(browser, report, page, { ...where, wants });
            // Over http the gates of the console and the network also look at the copy on disk.
            if (baseUrl && page.kind !== "not-found" && (wants("console") || wants("network"))) {
              await visit(browser, report, page, {
                address: disk, allowed: (url) => url.startsWith("file:"), wants: (name) => wants(name) && /^(console|network)$/.test(name),
              });
            }
            if (wants("print") && /^(document|version)$/.test(page.kind)) await print(browser, report, page, where);
            if (wants("search-time") && page.kind === "search") await searchTime(browser, report, page, where);
          } catch (error) {
            const gate = VISITS.find(wants) ?? "print";
            report.fail(gate, page.path, `could not be looked at: ${error.message}`);
          }
        }
      }),
    );
    if (wants("print") && !chosen.some((page) => /^(document|version)$/.test(page.kind))) report.skip("print", "the site has no document");
    if (wants("search-time") && !report.gate("search-time").runs) {
      report.gate("search-time").skipped ??= "the site has no search page";
    }
  } finally {
    await server?.close();
  }
}
