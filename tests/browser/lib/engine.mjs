// The search of a built site without a browser: the theme's script over the parts on disk.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runInThisContext } from "node:vm";
import { gzipSync } from "node:zlib";

const SCRIPT = fileURLToPath(new URL("../../../themes/default/static/search.js", import.meta.url));

runInThisContext(readFileSync(SCRIPT, "utf8"), { filename: SCRIPT });

/** What the script hands out where there is no page. */
export const parts = globalThis.smsdocEngine;

/** `{search, about, ...}` of the site in `dir`; `loaded` tells the bytes of each part that was asked for, with gzip. */
export function open(dir) {
  const loaded = new Map();
  const known = new Map();
  const load = async (name) => {
    if (!known.has(name)) {
      const text = readFileSync(join(dir, "search", `${name}.js`), "utf8");
      loaded.set(name, gzipSync(text, { level: 9 }).length);
      globalThis.smsdocPart = (own, stamp, value) => known.set(own, value);
      runInThisContext(text, { filename: `${name}.js` });
    }
    return known.get(name);
  };
  return { ...parts.engine(load), loaded };
}

/** The first `most` hits that are in force or named: `[{id, title, score}]`. */
export async function answers(search, question, most = 3) {
  const { all, terms } = await search.search(question);
  const hits = all.filter(search.shown).slice(0, most);
  return Promise.all(hits.map(async ([document, score]) => ({ ...(await search.about(document)), score, terms })));
}
