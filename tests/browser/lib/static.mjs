// Gates that need no browser: links, policy, weights, checksums.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";

import { kind } from "./site.mjs";

const KB = 1000;
export const LIMITS = { html: 40 * KB, css: 12 * KB, js: 6 * KB, search: 10 * KB, fonts: 110 * KB, requests: 12, index: 250 * KB };

const LINKS = { a: ["href"], area: ["href"], form: ["action"], use: ["href"] };
const LOADS = {
  img: ["src"], script: ["src"], link: ["href"], source: ["src"], video: ["src", "poster"], audio: ["src"],
  iframe: ["src"], embed: ["src"], object: ["data"], input: ["src"], image: ["href", "xlink:href"],
};

/** Every internal link and fragment leads somewhere, by a relative path that names the file. */
export function links(report, pages, list, all) {
  const names = new Set(all);
  const ids = new Map();
  const anchors = (path) => {
    if (!ids.has(path)) {
      ids.set(path, new Set(pages.get(path).tags.map((tag) => tag.attributes.get("id")).filter(Boolean)));
    }
    return ids.get(path);
  };

  let checked = 0;
  for (const path of list) {
    if (kind(path) === "not-found") continue;
    for (const { name, attributes } of pages.get(path).tags) {
      const wanted = [...(LINKS[name] ?? []).map((key) => [key, false]), ...(LOADS[name] ?? []).map((key) => [key, true])];
      for (const [key, loads] of wanted) {
        const value = attributes.get(key);
        if (value === undefined) continue;
        const rel = attributes.get("rel") ?? "";
        if (loads && name === "link" && /\b(canonical|alternate)\b/.test(rel) && /^https?:/.test(value)) continue;
        checked += 1;
        const wrong = fault(path, value, loads, names, anchors);
        if (wrong) report.fail("links", path, `<${name} ${key}="${value}">: ${wrong}`);
      }
    }
  }
  for (const path of all.filter((name) => name.endsWith(".css"))) {
    const text = pages.get(path).html;
    for (const [, , value] of text.matchAll(/url\(\s*(["']?)([^"')]+)\1\s*\)/g)) {
      checked += 1;
      const wrong = fault(path, value, true, names, anchors);
      if (wrong) report.fail("links", path, `url(${value}): ${wrong}`);
    }
  }
  report.ran("links", list.length);
  report.note("links", `${checked} links`);
}

function fault(from, value, loads, names, anchors) {
  if (/^data:/i.test(value)) return loads ? null : "a data: address is not a link";
  if (/^(https?:)?\/\//i.test(value)) return loads ? "loads from another host" : null;
  if (/^[a-z][a-z0-9+.-]*:/i.test(value)) return loads || !/^(mailto|tel):/i.test(value) ? "address of this kind is not allowed" : null;
  if (value.startsWith("/")) return "absolute path: does not work from disk";

  const [, rawPath, fragment] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(value);
  let path = from;
  let anchor = "";
  try {
    if (rawPath) path = posix.normalize(posix.join(posix.dirname(from), decodeURIComponent(rawPath)));
    anchor = decodeURIComponent(fragment ?? "");
  } catch {
    return "address is not well formed";
  }
  if (path.startsWith("..")) return "leaves the site";
  if (!names.has(path)) return names.has(posix.join(path, "index.html")) ? "does not name the .html file" : "no such file";
  if (anchor && anchor !== "top" && path.endsWith(".html") && !anchors(path).has(anchor)) return `no #${anchor} in ${path}`;
  if (fragment === "") return "empty fragment";
  return null;
}

/** The policy is on every page, and no page needs more than it allows. */
export function policy(report, pages, list) {
  for (const path of list) {
    report.ran("policy");
    const page = pages.get(path);
    const meta = page.tags.find(
      (tag) => tag.name === "meta" && /^content-security-policy$/i.test(tag.attributes.get("http-equiv") ?? ""),
    );
    const text = meta?.attributes.get("content") ?? "";
    const rules = new Map(text.split(";").map((rule) => rule.trim().split(/\s+/)).map(([name, ...rest]) => [name, rest]));
    if (!meta) report.fail("policy", path, "no Content-Security-Policy");
    else if (rules.get("default-src")?.join() !== "'none'") report.fail("policy", path, "default-src is not 'none'");
    if (/unsafe-|https?:|\*/.test(text)) report.fail("policy", path, `too much is allowed: ${text}`);
    for (const { name, attributes, text: body } of page.tags) {
      for (const key of attributes.keys()) {
        if (key === "style") report.fail("policy", path, `inline style on <${name}>`);
        if (/^on[a-z]+$/.test(key)) report.fail("policy", path, `inline handler ${key} on <${name}>`);
      }
      if (name === "script" && !attributes.has("src") && body.trim() && !/json/.test(attributes.get("type") ?? "")) {
        report.fail("policy", path, "inline script");
      }
    }
  }
}

/** Sizes: pages, styles and scripts as sent with gzip, fonts as they are. */
export function weights(report, dir, pages, list, all) {
  const sizes = new Map();
  const gz = (path) => {
    if (!sizes.has(path)) sizes.set(path, existsSync(join(dir, path)) ? gzipSync(readFileSync(join(dir, path)), { level: 9 }).length : 0);
    return sizes.get(path);
  };
  const most = { html: 0, css: 0, js: 0, search: 0 };
  for (const path of list) {
    report.ran("weight");
    const local = (value) => (value.startsWith("/") ? value.slice(1) : posix.normalize(posix.join(posix.dirname(path), value))).replace(/[?#].*$/s, "");
    const sum = { html: gz(path), css: 0, js: 0, search: 0 };
    for (const { name, attributes } of pages.get(path).tags) {
      if (name === "link" && /\bstylesheet\b/.test(attributes.get("rel") ?? "")) sum.css += gz(local(attributes.get("href") ?? ""));
      const src = attributes.get("src");
      // Loaded where somebody searches.
      const late = attributes.get("data-search");
      if (late) sum.search = gz(local(late));
      if (name === "script" && src && !isIndex(local(src))) sum.js += gz(local(src));
    }
    for (const key of Object.keys(sum)) {
      most[key] = Math.max(most[key], sum[key]);
      if (sum[key] > LIMITS[key]) report.fail("weight", path, `${key} ${kb(sum[key])} gz, at most ${kb(LIMITS[key])}`);
    }
  }
  const fonts = all.filter((name) => /\.(woff2?|ttf|otf)$/.test(name)).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);
  if (fonts > LIMITS.fonts) report.fail("weight", "fonts", `${kb(fonts)}, at most ${kb(LIMITS.fonts)}`);
  report.note("weight", `largest: html ${kb(most.html)}, css ${kb(most.css)}, js ${kb(most.js)}, search ${kb(most.search)} gz, fonts ${kb(fonts)}`);

  const parts = all.filter(isIndex);
  const documents = list.filter((path) => kind(path) === "document").length;
  if (!parts.length) {
    report.skip("search-index", "the site has no search index (assets/search-index*.js)");
    return;
  }
  const limit = LIMITS.index * Math.max(1, documents / 500);
  const total = parts.reduce((sum, path) => sum + gz(path), 0);
  report.ran("search-index", parts.length);
  report.note("search-index", `${kb(total)} gz for ${documents} documents`);
  if (total > limit) report.fail("search-index", parts[0], `${kb(total)} gz, at most ${kb(limit)} for ${documents} documents`);
}

/** Parts of the search index are scripts that only assign data; they have a budget of their own. */
function isIndex(path) {
  return /(^|\/)search[-_]?(index|data)[^/]*\.js$/.test(path) || /(^|\/)search\/index[^/]*\.js$/.test(path);
}

/** `sha256sum -c` agrees, and the list names every file but itself. */
export function checksums(report, dir, all) {
  if (!all.includes("SHA256SUMS")) {
    report.fail("checksums", "SHA256SUMS", "no such file");
    return;
  }
  const run = spawnSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: dir, encoding: "utf8" });
  if (run.error) report.fail("checksums", "SHA256SUMS", `sha256sum: ${run.error.message}`);
  else if (run.status !== 0) report.fail("checksums", "SHA256SUMS", `${run.stdout}${run.stderr}`.trim());
  const listed = new Set(
    readFileSync(join(dir, "SHA256SUMS"), "utf8").split("\n").filter(Boolean).map((line) => line.replace(/^[0-9a-f]{64} [ *]/, "").replace(/^\.\//, "")),
  );
  for (const path of all) {
    if (path !== "SHA256SUMS" && !listed.has(path)) report.fail("checksums", path, "not in SHA256SUMS");
  }
  report.ran("checksums", listed.size);
}

function kb(bytes) {
  return `${(bytes / KB).toFixed(1)} kB`;
}
