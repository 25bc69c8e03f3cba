// What was tried: counts what holds, and names what does not.

let passed = 0;
let failed = 0;

function fails(text) {
  failed += 1;
  console.log(`FAIL  ${text}`);
}

/** Whether something is as it should be. */
export function is(name, found, wanted) {
  if (JSON.stringify(found) === JSON.stringify(wanted)) passed += 1;
  else fails(`${name}: ${JSON.stringify(found)}, not ${JSON.stringify(wanted)}`);
}

/** Waits until the page agrees, or fails by its name. */
export async function becomes(name, page, test, argument) {
  try {
    await page.waitForFunction(test, argument, { timeout: 8000, polling: 50 });
    passed += 1;
  } catch {
    fails(name);
  }
}

/** Says how it went, and makes it the result of the program. */
export function tell() {
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}
