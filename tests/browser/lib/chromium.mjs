// The browser, and a small server for pages that cannot be opened from disk.

import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";

import { chromium } from "playwright-core";

export function launch() {
  const executablePath = process.env.SMSDOC_CHROMIUM || "/usr/bin/chromium";
  if (!existsSync(executablePath)) {
    throw new Error(`no Chromium at ${executablePath}: install the package chromium, or set SMSDOC_CHROMIUM to its path`);
  }
  return chromium.launch({
    executablePath,
    args: ["--disable-dev-shm-usage", "--font-render-hinting=none"],
  });
}

const TYPES = {
  ".html": "text/html; charset=utf-8", ".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2",
  ".svg": "image/svg+xml", ".png": "image/png", ".json": "application/json", ".xml": "application/xml",
};

/** Serves `dir` below `prefix` on a free loopback port: `{base, close}`. */
export async function serve(dir, prefix = "/") {
  const root = realpathSync(dir);
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    let file = path.startsWith(prefix) ? join(root, path.slice(prefix.length)) : "";
    if (file && existsSync(join(file, "index.html"))) file = join(file, "index.html");
    const found = file.startsWith(root) && existsSync(file) && extname(file) !== "";
    const send = found ? file : join(root, "404.html");
    response.writeHead(found ? 200 : 404, { "content-type": TYPES[extname(send)] ?? "application/octet-stream" });
    response.end(existsSync(send) ? readFileSync(send) : "");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    base: `http://127.0.0.1:${server.address().port}${prefix}`,
    close: () => new Promise((done) => { server.closeAllConnections(); server.close(done); }),
  };
}
