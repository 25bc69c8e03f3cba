// html-validate on every page, in threads of their own: the browser works meanwhile.

import { join } from "node:path";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";

/** Starts at once; the promise ends when all pages are done. */
export async function html(report, dir, list, threads) {
  const share = Math.ceil(list.length / threads);
  const shares = Array.from({ length: threads }, (_, i) => list.slice(i * share, (i + 1) * share)).filter((part) => part.length);
  await Promise.all(
    shares.map(
      (part) =>
        new Promise((done, failed) => {
          const worker = new Worker(new URL(import.meta.url), { workerData: { dir, part } });
          worker.on("message", ({ path, line, column, rule, message }) => {
            if (rule) report.fail("html", `${path}:${line}:${column}`, `${message} [${rule}]`);
            else report.ran("html");
          });
          worker.on("error", failed);
          worker.on("exit", done);
        }),
    ),
  );
}

if (!isMainThread && workerData?.part) {
  const { HtmlValidate, StaticConfigLoader } = await import("html-validate");
  const { default: config } = await import("../htmlvalidate.config.mjs");
  const validator = new HtmlValidate(new StaticConfigLoader(config));
  for (const path of workerData.part) {
    const result = await validator.validateFile(join(workerData.dir, path));
    for (const { messages } of result.results) {
      for (const { line, column, ruleId, message } of messages) {
        parentPort.postMessage({ path, line, column, rule: ruleId, message });
      }
    }
    parentPort.postMessage({ path });
  }
}
