/* For the live preview only; the published site does not have it. One deferred script tag
   is enough; it may say in data-rev which revision the page shows. The style sheet live.css
   is taken from beside the script unless the page links one.

   /__smsdoc/events   server-sent events: `reload` (data: the new revision) and
                      `findings` (data: a JSON array of {severity, rule, message,
                      path, line, column, help})
   /__smsdoc/rev      the revision as plain text: asked after a lost connection, and
                      every 2 seconds where the event stream does not work

   <html data-rev> is the revision of what is on screen. */
(function () {
  "use strict";

  var root = document.documentElement;
  var script = document.currentScript;
  var source = null;
  var failures = 0;
  var worked = false;
  var polling = 0;
  var busy = false;
  var again = null;

  if (script.dataset.rev) root.dataset.rev = script.dataset.rev;

  var styles = null;
  if (!document.querySelector('link[rel=stylesheet][href*="live"]')) {
    styles = document.createElement("link");
    styles.rel = "stylesheet";
    styles.href = new URL("live.css", script.src).href;
    document.head.appendChild(styles);
  }

  /* ---- connection ---- */

  function open() {
    if (source || polling) return;
    if (!window.EventSource || failures >= 3) return poll();
    source = new EventSource("/__smsdoc/events");
    source.addEventListener("open", function () {
      failures = 0;
      worked = true;
      ask(); // what was missed while there was no connection
    });
    source.addEventListener("reload", function (event) { refresh(event.data); });
    source.addEventListener("findings", function (event) {
      try { show(JSON.parse(event.data)); } catch (e) { console.warn("findings:", e); }
    });
    source.addEventListener("error", function () {
      failures += 1;
      if (failures < 3 && source.readyState !== EventSource.CLOSED) return; // it retries by itself
      close();
      if (failures >= 3) poll();
      else setTimeout(open, 1000);
    });
  }

  function close() {
    if (source) source.close();
    source = null;
    clearInterval(polling);
    polling = 0;
  }

  function poll() {
    if (!polling) polling = setInterval(ask, 2000);
    ask();
  }

  function ask() {
    fetch("/__smsdoc/rev", { cache: "no-store" })
      .then(function (answer) { return answer.ok ? answer.text() : ""; })
      .then(function (text) {
        var rev = text.trim();
        if (rev && polling && worked) { // the server is back: so is its event stream
          failures = 0;
          close();
          open();
        }
        if (!rev || rev === root.dataset.rev) return;
        if (root.dataset.rev) refresh(rev);
        else root.dataset.rev = rev;
      })
      .catch(function () { /* the server is away: the next answer tells */ });
  }

  window.addEventListener("pagehide", close);
  window.addEventListener("pageshow", open);

  /* ---- the page ---- */

  function refresh(rev) {
    if (busy) {
      again = rev || "";
      return;
    }
    busy = true;
    fetch(location.href.split("#")[0], { cache: "no-store" })
      .then(function (answer) { return answer.text(); })
      .then(function (text) {
        if (!swap(new DOMParser().parseFromString(text, "text/html"))) return location.reload();
        if (rev) root.dataset.rev = rev;
      })
      .catch(function () { /* the last good page stays */ })
      .then(function () {
        busy = false;
        var next = again;
        again = null;
        if (next !== null) refresh(next);
      });
  }

  /* Puts the new <main> and <title> in place. False where that is not enough: another
     head (styles, print header), or a script that holds on to the old nodes. */
  function swap(fresh) {
    var old = document.querySelector("main");
    var main = fresh.querySelector("main");
    var reusable = Array.prototype.every.call(document.scripts, function (s) {
      return !s.src || /\/(early|site|live)\b[^\/]*$/.test(s.src);
    });
    if (!old || !main || !reusable || head(document) !== head(fresh)) return false;

    var x = window.scrollX, y = window.scrollY;
    var focus = old.contains(document.activeElement) && document.activeElement.id;
    main = document.adoptNode(main);
    each(old, "details", function (details, i) {
      var twin = main.querySelectorAll("details")[i];
      if (twin && details.open) twin.open = true;
    });
    each(old, "input[id]", function (input) {
      var twin = main.querySelector("#" + CSS.escape(input.id));
      if (!twin) return;
      if (/radio|checkbox/.test(input.type)) twin.checked = input.checked;
      else twin.value = input.value;
    });
    old.replaceWith(main);
    document.title = fresh.title;
    each(document, "script[src]", function (s) {
      if (!/\/site\b[^\/]*$/.test(s.src)) return;
      var copy = document.createElement("script"); // its parts attach to the new nodes
      copy.setAttribute("src", s.getAttribute("src"));
      s.replaceWith(copy);
    });
    window.scrollTo(x, y);
    focus = focus && document.getElementById(focus);
    if (focus) focus.focus({ preventScroll: true });
    return true;
  }

  function head(page) {
    var parts = "";
    each(page, "head link[rel=stylesheet], head style, head script[src]", function (node) {
      if (node !== styles) parts += (node.getAttribute("href") || node.getAttribute("src") || node.textContent) + "\n";
    });
    return parts;
  }

  function each(within, selector, act) {
    Array.prototype.forEach.call(within.querySelectorAll(selector), act);
  }

  /* ---- the panel of findings ---- */

  var panel = null, status, toggle, list;

  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }

  function build() {
    panel = make("aside", "live");
    panel.setAttribute("aria-label", "Findings of the preview");
    toggle = make("button", "live__toggle");
    toggle.type = "button";
    toggle.setAttribute("aria-controls", "live-list");
    toggle.addEventListener("click", function () {
      fold(!list.hidden);
      store(list.hidden);
    });
    list = make("ol", "diagnostics");
    list.id = "live-list";
    list.tabIndex = 0;
    list.setAttribute("aria-label", "Findings");
    status = make("p", "vh");
    status.setAttribute("role", "status");
    status.setAttribute("aria-live", "polite");
    panel.append(toggle, list);
    document.body.append(panel, status);
    panel.addEventListener("keydown", function (event) {
      if (event.key !== "Escape" || list.hidden) return;
      fold(true);
      store(true);
      toggle.focus();
    });
    fold(store());
  }

  function fold(closed) {
    list.hidden = closed;
    toggle.setAttribute("aria-expanded", String(!closed));
  }

  function store(closed) {
    try {
      if (closed === undefined) return sessionStorage.getItem("smsdoc-live") === "closed";
      sessionStorage.setItem("smsdoc-live", closed ? "closed" : "open");
    } catch (e) { /* storage is off */ }
    return false;
  }

  function show(findings) {
    if (!Array.isArray(findings)) return;
    if (!panel) build();
    var counts = ["error", "warning", "info"].map(function (severity) {
      var n = findings.filter(function (f) { return f.severity === severity; }).length;
      return n && n + " " + severity + (n > 1 && severity !== "info" ? "s" : "");
    }).filter(Boolean).join(", ");
    panel.hidden = !findings.length;
    root.classList.toggle("has-live", findings.length > 0);
    toggle.textContent = counts;
    status.textContent = counts || "No findings.";
    list.replaceChildren.apply(list, findings.map(function (f) {
      var severity = /^(error|warning|info)$/.test(f.severity) ? f.severity : "info";
      var item = make("li", "finding finding--" + severity);
      item.append(make("span", "finding__severity", severity), " ", make("span", "", f.message));
      if (f.rule) item.append(" ", make("span", "finding__rule", f.rule));
      if (f.path) {
        item.append(make("span", "finding__at",
          [f.path, f.line, f.line && f.column].filter(Boolean).join(":")));
      }
      if (f.help) item.append(make("p", "finding__help", f.help));
      return item;
    }));
  }

  if (document.readyState === "complete") open();
})();
