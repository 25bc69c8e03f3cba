// One line for each gate; what failed is listed below it with page and detail.

const SHOWN = 25;

export class Report {
  #gates = new Map();

  /** Declares a gate, so that it appears even when nothing is found wrong. */
  gate(name) {
    if (!this.#gates.has(name)) this.#gates.set(name, { runs: 0, failures: [], notes: [], skipped: null });
    return this.#gates.get(name);
  }

  /** Counts what was looked at. */
  ran(name, count = 1) {
    this.gate(name).runs += count;
  }

  fail(name, where, detail) {
    this.gate(name).failures.push({ where, detail });
  }

  /** A word for the line of a gate that passed. */
  note(name, text) {
    this.gate(name).notes.push(text);
  }

  skip(name, reason) {
    this.gate(name).skipped = reason;
  }

  /** What was found wrong by one gate: `[{where, detail}]`. */
  failures(name) {
    return this.gate(name).failures;
  }

  /** Prints all gates in the order of `names`; true when none failed. */
  print(names, unit, { about }) {
    const width = Math.max(...names.map((name) => name.length));
    let passed = 0;
    let failed = 0;
    let skipped = 0;
    for (const name of names) {
      const gate = this.gate(name);
      const label = name.padEnd(width);
      if (gate.failures.length) {
        failed += 1;
        console.log(`FAIL  ${label}  ${count(gate.failures.length, "failure")}`);
        const seen = new Map();
        for (const { where, detail } of gate.failures) {
          const pages = seen.get(detail) ?? [];
          pages.push(where);
          seen.set(detail, pages);
        }
        let lines = 0;
        for (const [detail, pages] of seen) {
          if (lines++ === SHOWN) {
            console.log(`      ... and ${seen.size - SHOWN} more`);
            break;
          }
          const more = pages.length > 1 ? ` (and ${pages.length - 1} more)` : "";
          console.log(`      ${pages[0]}${more}: ${detail.replaceAll("\n", "\n        ")}`);
        }
      } else if (gate.skipped !== null) {
        skipped += 1;
        console.log(`skip  ${label}  ${gate.skipped}`);
      } else if (gate.runs === 0) {
        failed += 1;
        console.log(`FAIL  ${label}  looked at nothing`);
      } else {
        passed += 1;
        const notes = [count(gate.runs, unit[name] ?? "page"), ...gate.notes].join(", ");
        console.log(`pass  ${label}  ${notes}`);
      }
    }
    console.log(about);
    console.log(`${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`);
    return failed === 0;
  }
}

function count(n, word) {
  return `${n} ${word}${n === 1 ? "" : "s"}`;
}
