/* A classic script: no module, no fetch, so it works from a disk as from a server.
   Every part is an enhancement; without it all pages can be read and navigated.
   Words come from data attributes of the page where it has them, so that a
   translated theme needs no other script. */
(function () {
  "use strict";

  function all(selector, within) {
    return Array.prototype.slice.call((within || document).querySelectorAll(selector));
  }

  /* Theme: as the device, light or dark. */
  all("[data-theme-set]").forEach(function (select) {
    var root = document.documentElement;
    select.value = root.dataset.theme || "auto";
    select.addEventListener("change", function () {
      var auto = select.value === "auto";
      if (auto) delete root.dataset.theme;
      else root.dataset.theme = select.value;
      try {
        if (auto) localStorage.removeItem("smsdoc-theme");
        else localStorage.setItem("smsdoc-theme", select.value);
      } catch (e) { /* storage is off: the choice lasts for this page */ }
    });
  });

  /* "/" goes to the search field. It is the only single-key shortcut. */
  document.addEventListener("keydown", function (event) {
    var at = event.target;
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) return;
    var field = all("input[type=search]").filter(function (input) { return input.offsetParent; })[0];
    if (field) {
      event.preventDefault();
      field.focus();
    }
  });

  /* What is chosen of a list stands in the address, so that it can be sent: #f-due&q=incident */
  var choices = all(".filters input");
  var isChoice = function (input) { return input.type === "radio"; };
  location.hash.slice(1).split("&").forEach(function (part) {
    choices.forEach(function (input) {
      if (isChoice(input)) input.checked = input.checked || input.id === part;
      else if (part.slice(0, 2) === "q=") try { input.value = decodeURIComponent(part.slice(2)); } catch (e) { /* no text */ }
    });
  });
  function keep() {
    var parts = choices.filter(function (input) {
      var first = choices.filter(function (other) { return other.name === input.name; })[0];
      return isChoice(input) ? input.checked && input !== first : input.value;
    }).map(function (input) { return isChoice(input) ? input.id : "q=" + encodeURIComponent(input.value); });
    history.replaceState(null, "", parts.length ? "#" + parts.join("&") : location.pathname + location.search);
  }
  choices.forEach(function (input) { input.addEventListener(isChoice(input) ? "change" : "input", keep); });

  /* Tables that sort and filter; what happened is announced, not the rows. */
  all("table[data-sortable]").forEach(function (table) {
    var body = table.tBodies[0];
    var live = document.getElementById(table.dataset.live);
    var words = table.dataset;
    var collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true });
    if (!body) return;

    function say(text) {
      if (live) live.textContent = text;
    }

    function value(row, column) {
      var cell = row.cells[column];
      if (!cell) return "";
      return cell.dataset.v !== undefined ? cell.dataset.v : cell.textContent.trim();
    }

    all("thead th[data-sort]", table).forEach(function (head) {
      var button = head.querySelector("button");
      if (!button) return;
      button.addEventListener("click", function () {
        var up = head.getAttribute("aria-sort") !== "ascending";
        var column = head.cellIndex;
        all("th[aria-sort]", table).forEach(function (other) { other.removeAttribute("aria-sort"); });
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        all("tr", body)
          .map(function (row) { return [value(row, column), row]; })
          .sort(function (a, b) {
            if (!a[0] !== !b[0]) return a[0] ? -1 : 1; // what has no value stays last
            return collator.compare(a[0], b[0]) * (up ? 1 : -1);
          })
          .forEach(function (pair) { body.appendChild(pair[1]); });
        say((up ? words.up || "Sorted by {}, ascending." : words.down || "Sorted by {}, descending.")
          .replace("{}", button.textContent.trim()));
      });
    });

    var field = document.getElementById(words.filter);
    var empty = document.getElementById(words.empty);
    var timer;

    function count() {
      var shown = all("tr", body).filter(function (row) { return row.getClientRects().length; }).length;
      if (empty) empty.hidden = shown > 0;
      say(shown === 1 ? words.one || "1 row matches." : (words.many || "{} rows match.").replace("{}", shown));
    }

    function filter() {
      var wanted = fold(field.value).split(/\s+/).filter(Boolean);
      all("tr", body).forEach(function (row) {
        var text = fold(row.textContent);
        row.toggleAttribute("data-hide", !wanted.every(function (word) { return text.indexOf(word) > -1; }));
      });
      count();
    }

    if (field) {
      field.addEventListener("input", function () {
        clearTimeout(timer);
        timer = setTimeout(filter, 150);
      });
      if (field.value) filter(); // the browser kept it on the way back
    }
    all(".filters input[type=radio]").forEach(function (radio) { radio.addEventListener("change", count); });
    all("[data-clear]", empty || undefined).forEach(function (button) {
      button.addEventListener("click", function () {
        var first = document.querySelector(".filters input[type=radio]");
        if (first) first.checked = true;
        if (field) {
          field.value = "";
          filter();
          field.focus();
        }
      });
    });
  });

  /* Search: its script comes once somebody searches, and at once where there are results to show. */
  var searched = false;
  all("[data-search]").forEach(function (form) {
    function load() {
      if (searched) return;
      searched = true;
      var script = document.createElement("script");
      script.src = form.dataset.search;
      document.head.appendChild(script);
    }
    if (form.dataset.results) load();
    else form.addEventListener("focusin", load);
  });

  /* Contents list: which section is on screen. */
  var links = all(".rail .toc a");
  if (links.length && "IntersectionObserver" in window) {
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        var link = entry.isIntersecting && links.filter(function (l) {
          return decodeURIComponent(l.hash) === "#" + entry.target.id;
        })[0];
        if (!link) return;
        links.forEach(function (l) { l.removeAttribute("aria-current"); });
        link.setAttribute("aria-current", "true");
      });
    }, { rootMargin: "-5% 0px -80% 0px" });
    all(".prose :is(h2, h3)[id]").forEach(function (heading) { watch.observe(heading); });
  }

  all("[data-print]").forEach(function (button) {
    button.addEventListener("click", function () { window.print(); });
  });

  /* Not found: what is near the address that was asked for, out of the lists of all
     documents on the page, those that are withdrawn among them. It goes into the hidden section [data-near] with its empty
     list, or into one made for it before the list. */
  var index = document.querySelector("[data-a-z]");
  if (index && /^http/.test(location.protocol)) {
    var asked = address(location.pathname).filter(function (part) {
      return !/^(docs|v|index|html|redline|check)$/.test(part);
    });
    var found = all("[data-a-z] a").map(function (link) {
      var item = link.closest("li") || link;
      var path = address(link.getAttribute("href"));
      var id = fold(item.dataset.id || path[path.indexOf("docs") + 1] || "");
      var title = fold(item.textContent);
      var best = 0;
      asked.forEach(function (part) {
        if (id) best = Math.max(best, 1 - distance(part, id) / Math.max(part.length, id.length));
        var words = part.split("-").filter(function (word) { return word.length > 3; });
        var hits = words.filter(function (word) { return title.indexOf(word) > -1; }).length;
        if (hits) best = Math.max(best, 0.5 + 0.4 * hits / words.length);
      });
      return [best, item];
    }).filter(function (pair) {
      return pair[0] >= 0.6;
    }).sort(function (a, b) { return b[0] - a[0]; });
    if (found.length && found[0][0] === 1) found = found.filter(function (pair) { return pair[0] === 1; });
    var near = document.querySelector("[data-near]") || (found.length ? section() : null);
    found.slice(0, 5).forEach(function (pair) {
      var copy = pair[1].cloneNode(true);
      all("[id]", copy).concat(copy).forEach(function (node) { node.removeAttribute("id"); });
      near.querySelector("ul, ol").appendChild(copy);
    });
    if (near) near.hidden = !found.length;
  }

  function section() {
    var made = document.createElement("section");
    var list = document.createElement("ul");
    made.className = "block";
    made.appendChild(document.createElement("h2")).textContent = index.dataset.near || "Close to this address";
    list.className = index.className;
    made.appendChild(list);
    var before = index.closest("section") || index;
    return before.parentNode.insertBefore(made, before);
  }

  /* Lower case, without accents. */
  function fold(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  }

  /* The parts of an address: "/docs/POL-001/index.html" is docs, pol-001, index, html. */
  function address(path) {
    try { path = decodeURIComponent(path); } catch (e) { /* as it stands */ }
    return fold(path).slice(0, 400).split(/[\/.#?\s]+/).filter(Boolean);
  }

  /* Edits between two words; two letters that changed places count once. */
  function distance(a, b) {
    var before, last = [], row = [], i, j;
    a = a.slice(0, 60);
    b = b.slice(0, 60);
    for (j = 0; j <= b.length; j++) row[j] = j;
    for (i = 1; i <= a.length; i++) {
      before = last;
      last = row;
      row = [i];
      for (j = 1; j <= b.length; j++) {
        var same = a[i - 1] === b[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
    }
    return row[b.length];
  }
})();
