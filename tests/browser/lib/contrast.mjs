// Contrast of every pair of colour tokens, recomputed from the style sheet of the site.

import { readFileSync } from "node:fs";
import { join } from "node:path";

const FAMILIES = ["ok", "info", "draft", "due", "bad", "mute"];

/** [foreground, background, least contrast] */
const PAIRS = [
  ...["canvas", "sheet", "sunk", "accent-soft"].map((bg) => ["ink", bg, 7]),
  ...["canvas", "sheet", "sunk"].map((bg) => ["ink2", bg, 7]),
  ...["canvas", "sheet", "sunk"].map((bg) => ["ink3", bg, 4.5]),
  ...["canvas", "sheet"].flatMap((bg) => [["accent", bg, 7], ["accent-hover", bg, 7]]),
  ...["sunk", "accent-soft", "ok-bg", "due-bg", "info-bg", "draft-bg"].map((bg) => ["accent", bg, 4.5]),
  ["on-accent", "accent", 7],
  ["on-accent", "accent-hover", 7],
  ...FAMILIES.flatMap((name) => [
    [`${name}-ink`, `${name}-bg`, 7],
    [`${name}-ink`, "sheet", 7],
    ["ink", `${name}-bg`, 7],
    [name, `${name}-bg`, 3],
    [name, "sheet", 3],
  ]),
  ...["canvas", "sheet"].flatMap((bg) => [["edge", bg, 3], ["focus", bg, 3]]),
];

export function contrast(report, dir, all) {
  const path = all.find((name) => name.endsWith(".css") && /--on-accent:/.test(readFileSync(join(dir, name), "utf8")));
  if (!path) {
    report.fail("contrast", "style sheets", "none defines the colour tokens");
    return;
  }
  const themes = read(readFileSync(join(dir, path), "utf8"));
  for (const [theme, wanted] of [["light", true], ["dark", true], ["dark by choice", true]]) {
    const tokens = themes[theme];
    if (!tokens && wanted) {
      report.fail("contrast", path, `no block of ${theme} tokens`);
      continue;
    }
    for (const [front, back, least] of PAIRS) {
      report.ran("contrast");
      if (!tokens.has(front) || !tokens.has(back)) {
        report.fail("contrast", path, `${theme}: no --${tokens.has(front) ? back : front}`);
        continue;
      }
      const found = ratio(tokens.get(front), tokens.get(back));
      if (!(found >= least)) report.fail("contrast", path, `${theme}: --${front} on --${back} is ${found.toFixed(2)}:1, at least ${least}:1`);
    }
  }
  const text = (tokens) => JSON.stringify([...(tokens ?? [])].sort());
  if (text(themes.dark) !== text(themes["dark by choice"])) report.fail("contrast", path, "the two blocks of dark tokens differ");
}

function read(css) {
  const themes = {};
  const blocks = css.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/:root(\[data-theme="?dark"?\]|:not\(\[data-theme="?light"?\]\))?\s*\{([^{}]*)\}/g);
  for (const [, selector = "", body] of blocks) {
    if (!/--canvas\s*:/.test(body)) continue;
    const theme = selector === "" ? "light" : selector.startsWith("[") ? "dark by choice" : "dark";
    themes[theme] ??= new Map([...body.matchAll(/--([\w-]+)\s*:\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name, value]) => [name, value]));
  }
  return themes;
}

function ratio(a, b) {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex) {
  const digits = hex.length === 4 ? hex.slice(1).replace(/./g, "$&$&") : hex.slice(1);
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(digits.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
