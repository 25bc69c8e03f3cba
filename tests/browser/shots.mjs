// node shots.mjs SITE_DIR OUT_DIR [PAGE...]
//
// Pictures of pages, for people to look at: 1360 and 390 px wide, light and dark, and every
// sheet of the print. Without PAGE: the largest page of each kind. Exit 2 when it cannot run.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { launch, serve } from "./lib/chromium.mjs";
import { pdf } from "./lib/print.mjs";
import { files, kind, Pages, prefix, sample } from "./lib/site.mjs";

async function main() {
  const [site, out, ...wanted] = process.argv.slice(2);
  if (!site || !out) throw new Error("usage: node shots.mjs SITE_DIR OUT_DIR [PAGE...]");
  const dir = resolve(site);
  const all = files(dir);
  const list = wanted.length ? wanted : sample(dir, all.filter((path) => path.endsWith(".html")), 1).map(({ path }) => path);
  for (const path of list) if (!existsSync(join(dir, path))) throw new Error(`no page ${path} in ${dir}`);
  mkdirSync(out, { recursive: true });

  const server = list.some((path) => kind(path) === "not-found") ? await serve(dir, prefix(new Pages(dir), all)) : null;
  const browser = await launch();
  try {
    for (const path of list) {
      const url = kind(path) === "not-found" ? new URL(path, server.base).href : pathToFileURL(join(dir, path)).href;
      const name = path.replace(/(\/index)?\.html$/, "").replaceAll("/", "-");
      for (const width of [1360, 390]) {
        for (const colorScheme of ["light", "dark"]) {
          const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme, deviceScaleFactor: width < 500 ? 2 : 1 });
          const page = await context.newPage();
          await page.goto(url, { waitUntil: "load" });
          await page.evaluate(() => document.fonts.ready);
          await page.screenshot({ path: join(out, `${name}-${width}-${colorScheme}.png`), fullPage: true });
          await context.close();
        }
      }
      const sheets = join(out, `${name}-print.pdf`);
      writeFileSync(sheets, (await pdf(browser, url)).bytes);
      const drawn = spawnSync("pdftoppm", ["-r", "70", "-png", sheets, join(out, `${name}-print`)]);
      if (drawn.status !== 0) throw new Error("pdftoppm failed: is the package poppler-utils installed?");
      rmSync(sheets);
      console.log(name);
    }
  } finally {
    await browser.close();
    await server?.close();
  }
}

main().catch((error) => {
  console.error(`shots: ${error.message}`);
  process.exitCode = 2;
});
