// Documents on paper: identity on every page, and no dark theme, whatever the screen shows.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MARGIN = 68; // points: the upper margin of 24 mm
const UNCONTROLLED = "Uncontrolled when printed";

/** Prints a page as a person would: the sheet's own size, dark theme on. */
export async function pdf(browser, url) {
  const context = await browser.newContext({ colorScheme: "dark", viewport: { width: 1360, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(url, { waitUntil: "load" });
    await page.evaluate(() => document.fonts.ready);
    const version = await page.evaluate(() => {
      const stated = document.querySelector("main [data-version]")?.dataset.version;
      const term = [...document.querySelectorAll("main .tb dt")].find((dt) => /^version$/i.test(dt.textContent.trim()));
      return stated ?? term?.nextElementSibling?.firstChild?.textContent.trim() ?? null;
    });
    return { bytes: await page.pdf({ preferCSSPageSize: true, printBackground: true }), version };
  } finally {
    await context.close();
  }
}

export async function print(browser, report, { path, kind }, { address }) {
  const [, id, inPath] = /^docs\/([^/]+)\/(?:v\/([^/]+)\/)?index\.html$/.exec(path);
  const { bytes, version: onPage } = await pdf(browser, address(path));
  const version = inPath ? decodeURIComponent(inPath) : onPage;
  const fail = (detail) => report.fail("print", path, detail);
  const folder = mkdtempSync(join(tmpdir(), "smsdoc-print-"));
  try {
    const file = join(folder, "page.pdf");
    writeFileSync(file, bytes);
    const text = (...part) => run("pdftotext", ["-layout", ...part, file, "-"]).toString("utf8").split("\f").slice(0, -1);
    const sheets = text();
    const headers = text("-r", "72", "-x", "0", "-y", "0", "-W", "2000", "-H", String(MARGIN));
    report.ran("print", sheets.length);
    if (!version && kind === "document") report.note("print", `${path} states no version`);
    sheets.forEach((sheet, i) => {
      const flat = sheet.replace(/\s+/g, " ");
      const header = headers[i].replace(/\s+/g, " ");
      const missing = [];
      if (!has(header, id)) missing.push(`id ${id} in its header`);
      if (version && !has(header, version)) missing.push(`version ${version} in its header`);
      if (!flat.includes(UNCONTROLLED)) missing.push(`"${UNCONTROLLED}"`);
      if (!flat.includes(`Page ${i + 1} of ${sheets.length}`)) missing.push(`"Page ${i + 1} of ${sheets.length}"`);
      if (missing.length) fail(`page ${i + 1} of ${sheets.length} lacks ${missing.join(", ")}`);
    });
    const grey = pgm(run("pdftoppm", ["-r", "20", "-gray", "-f", "1", "-singlefile", file]));
    const mean = grey.reduce((sum, value) => sum + value, 0) / grey.length;
    if (grey[0] < 250 || mean < 200) fail(`the dark theme reaches the paper (mean brightness ${mean.toFixed(0)} of 255)`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The words as a whole: 3.1 is not found in 3.10. */
function has(text, word) {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![\\w.])${escaped}(?![\\w]|\\.\\w)`, "i").test(text);
}

function run(command, args) {
  const result = spawnSync(command, args, { maxBuffer: 1 << 28 });
  if (result.error?.code === "ENOENT") throw new Error(`no ${command}: install the package poppler-utils`);
  if (result.status !== 0) throw new Error(`${command}: ${result.stderr}`);
  return result.stdout;
}

/** The pixels of a binary PGM. */
function pgm(bytes) {
  let at = 0;
  for (let lines = 0; lines < 3; at += 1) if (bytes[at] === 10) lines += 1;
  return bytes.subarray(at);
}
