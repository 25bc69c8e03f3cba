// A built site on disk: its pages, what kind each is, and which of them stand for their kind.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every file below `dir`, as paths with forward slashes relative to it, sorted. */
export function files(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, "/").length).split("\\").join("/"))
    .sort();
}

/** The kind of a page, by its path. Pages of one kind come from one template. */
export function kind(path) {
  const rules = [
    [/^index\.html$/, "home"],
    [/^404\.html$/, "not-found"],
    [/^docs\/[^/]+\/index\.html$/, "document"],
    [/^docs\/[^/]+\/v\/[^/]+\/index\.html$/, "version"],
    [/^docs\/[^/]+\/redline\/[^/]+\.html$/, "redline"],
    [/^clauses\/[^/]+\/index\.html$/, "coverage"],
    [/^clauses\/[^/]+\/[^/]+\/index\.html$/, "clause"],
  ];
  const rule = rules.find(([pattern]) => pattern.test(path));
  if (rule) return rule[1];
  const parts = path.split("/");
  return parts.length <= 2 ? parts[0].replace(/\.html$/, "") : `${parts[0]}/*`;
}

/** At most `most` pages of each kind: the smallest, the largest and those in between. */
export function sample(dir, pages, most) {
  const kinds = new Map();
  for (const path of pages) {
    const list = kinds.get(kind(path)) ?? [];
    list.push({ path, kind: kind(path), size: statSync(join(dir, path)).size });
    kinds.set(kind(path), list);
  }
  return [...kinds.values()].flatMap((list) => {
    list.sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
    if (list.length <= most) return list;
    if (most === 1) return list.slice(-1);
    return Array.from({ length: most }, (_, i) => list[Math.round((i * (list.length - 1)) / (most - 1))]);
  });
}

const TAG =
  /<!--[\s\S]*?-->|<(script|style)\b((?:"[^"]*"|'[^']*'|[^'">])*)>([\s\S]*?)<\/\1\s*>|<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^'">])*)>/gi;
const ATTRIBUTE = /([^\s=/"'<>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** The start tags of a page: `{name, attributes: Map, text}`; `text` is that of scripts and styles. */
export function tags(html) {
  const found = [];
  for (const [, raw, rawAttributes, text, name, attributes] of html.matchAll(TAG)) {
    if (!raw && !name) continue;
    const map = new Map();
    for (const [, key, double, single, bare] of (rawAttributes ?? attributes ?? "").matchAll(ATTRIBUTE)) {
      map.set(key.toLowerCase(), decode(double ?? single ?? bare ?? ""));
    }
    found.push({ name: (raw ?? name).toLowerCase(), attributes: map, text: text ?? "" });
  }
  return found;
}

function decode(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|([a-z]+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
}

/** Reads and parses pages once. */
export class Pages {
  #dir;
  #cache = new Map();

  constructor(dir) {
    this.#dir = dir;
  }

  get(path) {
    if (!this.#cache.has(path)) {
      const html = readFileSync(join(this.#dir, path), "utf8");
      this.#cache.set(path, { html, tags: tags(html) });
    }
    return this.#cache.get(path);
  }
}

/** What comes before the site's own paths in the absolute paths of 404.html: "/" or "/sms/". */
export function prefix(pages, all) {
  const names = new Set(all);
  for (const { name, attributes } of pages.get("404.html").tags) {
    const path = attributes.get(name === "link" ? "href" : "src");
    if (!path?.startsWith("/") || path.startsWith("//")) continue;
    const parts = path.slice(1).split("/");
    for (let i = 0; i < parts.length; i += 1) {
      if (names.has(parts.slice(i).join("/"))) return `/${parts.slice(0, i).map((part) => `${part}/`).join("")}`;
    }
  }
  return "/";
}
