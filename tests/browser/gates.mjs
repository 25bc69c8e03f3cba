// node gates.mjs SITE_DIR [--base-url URL] [--sample N] [--only GATE,GATE...]
//
// Checks a built site. Static gates look at every page; gates in the browser look at
// SAMPLE pages of each kind (3). Pages are opened from disk, or below --base-url; 404.html
// has absolute paths and is always opened over http. Exit 1 when a gate fails, 2 when it
// could not run. Chromium: $SMSDOC_CHROMIUM, else /usr/bin/chromium.

import { existsSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

import { GATES, gates, UNITS } from "./lib/gates.mjs";

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { "base-url": { type: "string" }, sample: { type: "string", default: "3" }, only: { type: "string" } },
  });
  if (positionals.length !== 1) throw new Error("usage: node gates.mjs SITE_DIR [--base-url URL] [--sample N] [--only GATE,...]");
  const dir = resolve(positionals[0]);
  if (!existsSync(dir) || !statSync(dir).isDirectory()) throw new Error(`no folder ${dir}`);
  const most = Number(values.sample);
  if (!Number.isInteger(most) || most < 1) throw new Error("--sample takes a number from 1");
  const names = values.only ? values.only.split(",") : GATES;
  const unknown = names.filter((name) => !GATES.includes(name));
  if (unknown.length) throw new Error(`no gate ${unknown.join(", ")}; there are ${GATES.join(", ")}`);

  const started = Date.now();
  const { report, pages, chosen } = await gates(dir, { names, most, baseUrl: values["base-url"] });
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  const ok = report.print(names, UNITS, { about: `${pages} pages, ${chosen} of them in the browser, ${seconds} s` });
  process.exitCode = ok ? 0 : 1;
}

main().catch((error) => {
  console.error(`gates: ${error.message}`);
  process.exitCode = 2;
});
