// How long a search takes, in the page itself.

const P95 = 30; // milliseconds

/** Uses `window.smsdocSearch(text)` of the search page: it answers with an array, or a promise of one. */
export async function searchTime(browser, report, { path }, { address }) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 900 } });
  try {
    const page = await context.newPage();
    await page.goto(address(path), { waitUntil: "load" });
    const times = await page.evaluate(async () => {
      if (typeof window.smsdocSearch !== "function") return null;
      const words = [...new Set(document.querySelector("main").textContent.toLowerCase().match(/[\p{L}\p{N}-]{3,}/gu) ?? [])].slice(0, 100);
      const queries = words.flatMap((word, i) => [word, word.slice(0, 3), `${word} ${words[(i * 7 + 3) % words.length]}`]);
      for (const query of queries.slice(0, 5)) await window.smsdocSearch(query);
      const taken = [];
      for (const query of queries) {
        const start = performance.now();
        await window.smsdocSearch(query);
        taken.push(performance.now() - start);
      }
      return taken.sort((a, b) => a - b);
    });
    if (!times) {
      report.skip("search-time", "the search page has no window.smsdocSearch(text)");
      return;
    }
    const p95 = times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0;
    report.ran("search-time", times.length);
    report.note("search-time", `p95 ${p95.toFixed(1)} ms`);
    if (p95 > P95) report.fail("search-time", path, `p95 of ${times.length} queries is ${p95.toFixed(1)} ms, at most ${P95} ms`);
  } finally {
    await context.close();
  }
}
