// node tests/bench/search.mjs SITE_DIR
//
// How long a question to the search of a built site takes, and how much is loaded for it. `cargo bench -- search_index` leaves
// the index of 100, 1,000 and 10,000 documents in the temporary folder: smsdoc-bench-10000.search.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { open } from "../browser/lib/engine.mjs";

const TITLES = 400;

async function main() {
  if (process.argv.length !== 3) throw new Error("usage: node search.mjs SITE_DIR");
  const dir = process.argv[2];
  const search = open(dir);
  const { count } = await search.start();
  const step = Math.max(1, Math.floor(count / TITLES));
  const titles = [];
  for (let document = 0; document < count; document += step) titles.push(await search.about(document));
  const questions = titles.flatMap(({ id, title }, i) => {
    const words = title.split(/\s+/).filter((word) => word.length > 3);
    const word = words[i % words.length] ?? title;
    // A word, its beginning, a slip in it, several words, a number.
    return [word, word.slice(0, 3), word.slice(0, 2) + word.slice(3), title, id];
  });

  const pass = async () => {
    const times = [];
    for (const question of questions) {
      const start = performance.now();
      await search.search(question);
      times.push(performance.now() - start);
    }
    return times.sort((a, b) => a - b);
  };
  const tell = (name, times) => {
    const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
    console.log(`${name}: median ${at(0.5)} ms, p95 ${at(0.95)} ms, longest ${at(1)} ms, ${times.length} questions`);
  };
  tell("parts on disk", await pass());
  tell("parts in memory", await pass());

  let most = 0;
  for (const question of questions.slice(0, 200)) {
    const cold = open(dir);
    const { all } = await cold.search(question);
    if (all.length) await cold.about(all[0][0]);
    most = Math.max(most, [...cold.loaded.values()].reduce((sum, bytes) => sum + bytes, 0));
  }
  const parts = readdirSync(join(dir, "search")).filter((name) => name.endsWith(".js") && name.startsWith("index"));
  const total = parts.reduce((sum, name) => sum + gzipSync(readFileSync(join(dir, "search", name)), { level: 9 }).length, 0);
  console.log(`${count} documents: ${parts.length} parts, ${(total / 1000).toFixed(1)} kB gz, at most ${(most / 1000).toFixed(1)} kB gz before the first result`);
}

main().catch((error) => {
  console.error(`search: ${error.message}`);
  process.exitCode = 2;
});
