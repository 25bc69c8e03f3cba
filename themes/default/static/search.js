/* Search without a server. A classic script; so are the parts of the index, which are
   loaded as they are needed and hand their content to smsdocPart. Site.js loads it where
   somebody searches. The words of the interface come from data attributes of the page. */
(function (global) {
  "use strict";

  /* ---- Words, as src/site/search/words.rs reads them ---- */

  var PLAIN = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ" };
  var SPELLED = { "ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe" };
  var MARKS = /\p{M}+/gu;
  var LETTER = /[\p{Alphabetic}\p{N}]/u;
  var UNSPACED = /[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u{20000}-\u{3ffff}]/u;
  var LONGEST = 40;

  function fold(char) {
    if (char < "\x80") return char.toLowerCase();
    var bare = char.normalize("NFKD").toLowerCase().normalize("NFKD").replace(MARKS, "").normalize("NFC");
    return Array.from(bare, function (letter) { return PLAIN[letter] || letter; }).join("");
  }

  /* Every word with its place: {forms, at, end}. Two forms where it has an umlaut. */
  function words(text) {
    var found = [], run = [], word = null, at = 0;
    var chars = Array.from(text);

    function flush() {
      if (word && !(word.length === 1 && /^[a-z]$/.test(word.plain))) {
        found.push({ forms: word.spelled ? [word.plain, word.spelled] : [word.plain], at: word.at, end: word.end });
      }
      word = null;
    }
    function pairs() {
      for (var i = 0; i < Math.max(run.length - 1, Math.min(run.length, 1)); i++) {
        var last = run[i + 1] || run[i];
        found.push({ forms: [run[i][0] + (run[i + 1] ? run[i + 1][0] : "")], at: run[i][1], end: last[2] });
      }
      run = [];
    }

    chars.forEach(function (char, index) {
      var end = at + char.length;
      var joins = char === "." && word && /\d$/.test(word.plain) && /^[0-9]$/.test(chars[index + 1] || "");
      var spelled = SPELLED[char.toLowerCase()];
      Array.from(joins ? char : fold(char)).forEach(function (letter) {
        if (UNSPACED.test(letter)) {
          flush();
          run.push([letter, at, end]);
        } else if (joins || LETTER.test(letter)) {
          pairs();
          word = word || { plain: "", spelled: "", length: 0, at: at };
          word.end = end;
          if (++word.length > LONGEST) return;
          if (spelled && !word.spelled) word.spelled = word.plain;
          if (spelled) word.spelled += spelled;
          else if (word.spelled) word.spelled += letter;
          word.plain += letter;
        } else {
          flush();
          pairs();
        }
      });
      at = end;
    });
    flush();
    pairs();
    return found;
  }

  /* Numbers of documents, which are words of their own, as src/site/search/index.rs finds them. */
  var NUMBER = /\b[a-z0-9]+(?:-[a-z0-9]+)*-[a-z]*\d[a-z0-9]*\b(?!-)/gi;

  function named(text) {
    return Array.from(text.matchAll(NUMBER), function (one) {
      return { forms: [one[0].toLowerCase()], at: one.index, end: one.index + one[0].length, exact: true };
    });
  }

  /* Numbers and other words, as they follow each other; what is taken apart stands behind the whole. */
  function spans(text) {
    return named(text).concat(words(text)).sort(function (a, b) { return a.at - b.at; });
  }

  /* Words of questions, which say nothing of what is looked for: English, German, French. */
  var EMPTY = new Set(("an and are as at be by can do does for from has have how if in is it its me my of on or our should the their them " +
    "there they this to us was we what when where which who whom whose why will with you your " +
    "aber auf aus bei das dem den der die ein eine einem einen einer er es fuer fur ich ihr im ist kann man mein mit nach oder sie sind " +
    "und von wann warum was welche wenn wer werden wie wir wird wo zu zum zur " +
    "au aux ce ces comment dans des du elle en est et il je la le les leur mon nous ou par pour quand que quel quelle qui quoi sur un une vous").split(" "));

  /* What other languages put behind a word. */
  var ENDS = { de: /(e[mnrs]?|ern|[ns])$/, fr: /(e?s|e|x)$/ };

  /* What English, or the language of the site, puts behind a word is taken off; what is left begins the other forms, too. */
  function stem(word, language) {
    if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
    var ends = ENDS[language];
    var base = ends ? word.replace(ends, "") : word.replace(/(ies|ied)$/, "y").replace(/(ing|ed|es)$|(?<=[^s])s$/, "").replace(/([^aeiouls])\1$/, "$1").replace(/[ey]$/, "");
    return base.length < 3 ? word : base;
  }

  /* Whether one letter more, less, other, or two that changed places make one word the other. */
  function near(a, b) {
    if (Math.abs(a.length - b.length) > 1) return false;
    var i = 0, x = a.length, y = b.length;
    while (i < x && i < y && a[i] === b[i]) i++;
    while (x > i && y > i && a[x - 1] === b[y - 1]) { x--; y--; }
    if (x - i <= 1 && y - i <= 1) return true;
    return x - i === 2 && y - i === 2 && a[i] === b[i + 1] && a[i + 1] === b[i];
  }

  /* ---- The index, as src/site/search/code.rs writes it ---- */

  var LOW = 44, HIGH = 16;
  var CODE = new Uint8Array(128);
  for (var c = 33, n = 0; c < 127; c++) if (c !== 34 && c !== 92) CODE[c] = n++;

  /* What is found of a term: documents, and how it stands in each. */
  function postings(text) {
    var documents = [], how = [], next = 0, high = 0, scale = LOW;
    for (var i = 0; i < text.length; i++) {
      var code = CODE[text.charCodeAt(i)];
      if (code < LOW) {
        next += high + code + 1;
        documents.push(next - 1);
        how.push(0);
        high = 0;
        scale = LOW;
      } else if (code < LOW + HIGH) {
        high += (code - LOW) * scale;
        scale *= HIGH;
      } else {
        how[how.length - 1] = code - LOW - HIGH + 1;
      }
    }
    return { documents: documents, how: how };
  }

  function sorted(text) {
    var list = [], before = "";
    text.replace(/([A-Z])([^A-Z]*)/g, function (whole, shared, rest) {
      before = Array.from(before).slice(0, shared.charCodeAt(0) - 65).join("") + rest;
      list.push(before);
    });
    return list;
  }

  function spread(runs, count) {
    var all = new Uint8Array(count), at = 0;
    for (var i = 0; i < runs.length; i += 2) {
      all.fill(runs[i], at, at + runs[i + 1]);
      at += runs[i + 1];
    }
    return all;
  }

  /* The last of the parts that begin at or before something. */
  function last(starts, isAfter) {
    var low = 0, high = starts.length;
    while (low + 1 < high) {
      var middle = (low + high) >> 1;
      if (isAfter(starts[middle])) high = middle;
      else low = middle;
    }
    return low;
  }

  /* ---- Ranking ---- */

  /* By place: text, summary, heading, clause, keyword, title, short title, id. */
  var PLACE = [1, 1.9, 2.6, 4.5, 5, 5.5, 7, 40];
  var TITLE = 5 << 2, CLAIMED = 3 << 2;
  var OFTEN = [0, 0.5, 0.9, 1.2];
  var WEIGHT = [1, 0.6, 0.5]; // what happened matters less than what is to be done, and pages of clauses and roles less still
  var FORMS = 24;      // other forms and endings of a word that are looked at
  var SLIPS = 6;       // words that a slip may have been meant for
  var NEEDED = 0.55;   // of what the best document has of the question
  var TITLED = 0.5;    // more for a title that has the whole question

  /* A search over an index whose parts load(name) promises. */
  function engine(load) {
    var ready, root, language, lists = [], blocks = [], memory = new Map();

    function start() {
      ready = ready || load("index").then(function (value) {
        root = value;
        language = (root.language || "").slice(0, 2);
        root.type = spread(root.type_runs, root.count);
        root.state = spread(root.state_runs, root.count);
        return root;
      });
      return ready;
    }

    /* Whether a page is of a kind: 0 document, 1 record, 2 other page. */
    function is(document, kind) {
      return root.types[root.type[document]][2] === kind;
    }

    function list(part) {
      lists[part] = lists[part] || load("index-t" + part).then(sorted);
      return lists[part];
    }

    function partOf(term) {
      return last(root.terms, function (first) { return first[0] > term; });
    }

    /* Parts of terms in which words that begin so can stand. */
    function partsOf(start) {
      var parts = [], end = partOf(start + "\uffff");
      for (var part = Math.min(partOf(start), end); part <= end; part++) parts.push(part);
      return parts;
    }

    function scan(parts, look) {
      return Promise.all(parts.map(list)).then(function (all) {
        all.forEach(function (terms, i) {
          terms.forEach(function (term, at) { look(term, root.terms[parts[i]][1] + at); });
        });
      });
    }

    /* Terms for a word: [number, worth, term], the best first. */
    function match(word) {
      var found = new Map();
      function add(number, worth, term) {
        if (!found.has(number) || found.get(number)[1] < worth) found.set(number, [number, worth, term]);
      }
      function best(most) {
        return Array.from(found.values()).sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; }).slice(0, most);
      }
      return Promise.all(word.forms.map(function (form) {
        var base = word.exact ? form : stem(form, language);
        var start = form.indexOf(base) === 0 ? base : form;
        return scan(partsOf(start), function (term, number) {
          if (term.indexOf(start)) return;
          if (term === form) add(number, 1, term);
          else if (word.exact) return;
          else if (stem(term, language) === base && /^[a-z]+$/.test(term)) add(number, 0.9, term);
          else if ((form.length > 1 || UNSPACED.test(form)) && term.indexOf(form) === 0) add(number, 0.45 + 0.35 * form.length / term.length, term);
          else if (start.length > 4 && term.length < start.length + 5) add(number, 0.6, term);
        });
      })).then(function () {
        if (found.size || word.exact) return best(FORMS);
        var slips = word.forms.filter(function (form) { return form.length > 3 && !/\d/.test(form); });
        function look(term, number) {
          slips.forEach(function (form) {
            if (near(form, term)) add(number, term[0] === form[0] ? 0.7 : 0.6, term);
            else if (form.length > 5 && term.length > form.length && /^\p{L}/u.test(form) &&
              (near(form, term.slice(0, form.length)) || near(form, term.slice(0, form.length + 1)))) add(number, 0.4, term);
          });
        }
        if (!slips.length) return [];
        return scan(partsOf(slips[0][0]), look).then(function () {
          if (found.size) return null;
          return scan(root.terms.map(function (first, part) { return part; }), look);
        }).then(function () {
          best(1).forEach(function (term) { word.instead = term[2]; });
          return best(SLIPS);
        });
      });
    }

    function held(number) {
      var part = last(root.postings, function (first) { return first > number; });
      blocks[part] = blocks[part] || load("index-p" + part).then(function (text) { return text.split(" "); });
      return blocks[part].then(function (block) {
        if (!memory.has(number)) memory.set(number, postings(block[number - root.postings[part]]));
        return memory.get(number);
      });
    }

    /* Documents for a word: how much it is worth in each, and how much it tells. */
    function weigh(word) {
      return match(word).then(function (terms) {
        return Promise.all(terms.map(function (term) { return held(term[0]); })).then(function (all) {
          var worth = new Float64Array(root.count), titled = new Uint8Array(root.count), documents = [], certain = 0;
          all.forEach(function (entry, i) {
            var factor = terms[i][1];
            entry.documents.forEach(function (document, at) {
              var how = entry.how[at];
              // Who types 9.2 is not asking for the page of 9.2.1 before documents on it.
              if (factor < 1 && is(document, 2)) how = Math.min(how, CLAIMED);
              var value = factor * (PLACE[how >> 2] + OFTEN[how & 3]);
              if (!worth[document]) {
                documents.push(document);
                if (factor > 0.5) certain++;
              }
              if (value > worth[document]) worth[document] = value;
              if (how >= TITLE && factor > 0.5) titled[document] = 1;
            });
          });
          return {
            worth: worth, titled: titled, documents: documents,
            tells: Math.log(1 + root.count / (0.5 + (certain || documents.length))),
            terms: terms.map(function (term) { return term[2]; }), word: word
          };
        });
      });
    }

    /* Ids in a question: words with hyphens, and the whole of it with hyphens between. */
    function ids(text) {
      var whole = text.toLowerCase().match(/[a-z0-9]+/g) || [];
      var all = text.toLowerCase().match(/[a-z0-9]+(-[a-z0-9]+)+/g) || [];
      if (whole.length > 1 && whole.length < 7) all.push(whole.join("-"));
      return Array.from(new Set(all)).slice(0, 4).map(function (id) { return { forms: [id] }; });
    }

    /* What there is for a question, the best first: {all: [[document, score, named]], terms, missing, instead}, of which
       named says that its number was asked for, and instead which words stand for others. */
    function search(text) {
      return start().then(function () {
        text = text.slice(0, 400);
        var read = words(text.replace(NUMBER, " "));
        var numbers = named(text).slice(0, 4);
        var wanted = read.filter(function (word) { return !EMPTY.has(word.forms[0]); });
        if (wanted.length > 1) wanted = wanted.filter(function (word) { return !/^(clauses?|cl|klausel)$/.test(word.forms[0]) || !/\d\.\d/.test(text); });
        if (!wanted.length) wanted = read;
        wanted = wanted.slice(0, 12);
        return Promise.all([
          Promise.all(numbers.concat(wanted).map(weigh)),
          Promise.all(ids(text).map(weigh))
        ]).then(function (parts) { return rank(parts[0], parts[1]); });
      });
    }

    function rank(found, named) {
      var score = new Float64Array(root.count), part = new Float64Array(root.count), titled = new Float64Array(root.count);
      var total = 0, best = 0, all = [];
      found.forEach(function (one) {
        if (one.documents.length) total += one.tells;
        one.documents.forEach(function (document) {
          score[document] += one.tells * one.worth[document];
          part[document] += one.tells;
          if (one.titled[document]) titled[document] += one.tells;
          if (part[document] > best) best = part[document];
        });
      });
      for (var document = 0; document < root.count; document++) {
        if (!part[document] || part[document] < NEEDED * best) continue;
        var weight = WEIGHT[root.types[root.type[document]][2]];
        var title = titled[document] / total;
        all.push([document, score[document] * weight * (1 + TITLED * title * title) * part[document] / total]);
      }
      var known = new Map(all.map(function (hit) { return [hit[0], hit]; }));
      named.forEach(function (one) {
        one.documents.forEach(function (document) {
          var worth = one.worth[document];
          // Of a page without a number only its whole name is one: "major incident" is not the role that begins so.
          if (worth < (is(document, 2) ? PLACE[7] : 20)) return;
          if (!known.has(document)) {
            known.set(document, [document, 0]);
            all.push(known.get(document));
          }
          known.get(document)[1] += 1000 * worth;
          known.get(document)[2] = known.get(document)[2] || worth >= PLACE[7];
        });
      });
      all.sort(function (a, b) { return b[1] - a[1] || a[0] - b[0]; });
      var terms = new Map();
      found.concat(named).forEach(function (one, i) { one.terms.forEach(function (term) { terms.set(term, i); }); });
      var missing = found.filter(function (one) { return !one.documents.length; });
      var instead = found.filter(function (one) { return one.word.instead; });
      return {
        all: all, terms: terms, missing: missing.map(function (one) { return one.word.forms[0]; }),
        instead: instead.map(function (one) { return [one.word.forms[0], one.word.instead]; })
      };
    }

    /* For words that the index does not have those of it that are nearest: [[word, instead]]. */
    function suggest(missing) {
      var wanted = missing.filter(function (form) { return form.length > 4 && /^\p{L}+$/u.test(form); });
      var nearest = wanted.map(function () { return [3, ""]; });
      if (!wanted.length) return Promise.resolve([]);
      return start().then(function () {
        return scan(root.terms.map(function (first, part) { return part; }), function (term) {
          wanted.forEach(function (form, i) {
            if (Math.abs(term.length - form.length) > 2) return;
            var far = distance(form, term);
            if (far < nearest[i][0]) nearest[i] = [far, term];
          });
        });
      }).then(function () {
        return wanted.map(function (form, i) { return [form, nearest[i][1]]; }).filter(function (pair) { return pair[1]; });
      });
    }

    function distance(a, b) {
      var last = [], row = [], i, j;
      for (j = 0; j <= b.length; j++) row[j] = j;
      for (i = 1; i <= a.length; i++) {
        last = row;
        row = [i];
        for (j = 1; j <= b.length; j++) row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
      }
      return row[b.length];
    }

    /* What is known of a page: {id, title, href, text, type, state}; the text of a document is in a part of its own. */
    function about(document) {
      return start().then(function () { return load("index-d" + Math.floor(document / root.chunk)); }).then(function (part) {
        var at = document % root.chunk;
        if (!part.lines) part.lines = part.map(function (lines) { return lines.split("\n"); });
        var told = part.lines.map(function (lines) { return lines[at] || ""; });
        return {
          id: told[0], title: told[1], href: told[2] || "docs/" + told[0] + "/index.html", text: told[3],
          type: root.types[root.type[document]], state: root.states[root.state[document]]
        };
      });
    }

    function quote(about, terms) {
      if (about.text) return Promise.resolve({ text: about.text });
      return load("text/" + about.id).then(function (text) { return excerpt(text[0], text[1], terms); });
    }

    /* Whether a hit is shown to who asks for nothing special: it counts, or it was named. */
    function shown(hit) {
      return hit[2] || root.states[root.state[hit[0]]][4];
    }

    /* Numbers of the documents of each service. */
    function services() {
      return new Map(root.services.map(function (one) { return [one[0], new Set(postings(one[2]).documents)]; }));
    }

    return { start: start, search: search, suggest: suggest, about: about, quote: quote, shown: shown, services: services };
  }

  /* ---- Quotations ---- */

  /* Text in pieces: [text, whether it is a hit]. */
  function marked(text, terms) {
    var pieces = [], at = 0;
    spans(text).forEach(function (word) {
      if (!word.forms.some(function (form) { return terms.has(form); })) return;
      if (word.at < at) word.at = at;
      if (word.at >= word.end) return;
      if (word.at > at) pieces.push([text.slice(at, word.at), false]);
      pieces.push([text.slice(word.at, word.end), true]);
      at = word.end;
    });
    if (at < text.length) pieces.push([text.slice(at), false]);
    return pieces;
  }

  var BEFORE = 60, AFTER = 150;

  /* The section that has most of the words, and what stands where most of them are together. */
  function excerpt(summary, sections, terms) {
    var best = { value: 0, anchor: "", heading: "", text: summary };

    function hits(text) {
      return spans(text).map(function (word) {
        var form = word.forms.filter(function (form) { return terms.has(form); })[0];
        return form === undefined ? null : { at: word.at, word: terms.get(form) };
      }).filter(Boolean);
    }
    function distinct(list) {
      return new Set(list.map(function (hit) { return hit.word; })).size;
    }

    sections.forEach(function (section) {
      var inText = hits(section[2]), inHeading = hits(section[1]);
      var value = distinct(inText.concat(inHeading)) + 0.6 * distinct(inHeading);
      if (value <= best.value) return;
      var place = 0, most = 0;
      inText.forEach(function (hit, i) {
        var together = distinct(inText.slice(i, i + 12).filter(function (other) { return other.at < hit.at + AFTER; }));
        if (together > most) {
          most = together;
          place = hit.at;
        }
      });
      best = { value: value, anchor: section[0], heading: section[1], text: around(section[2], place) };
    });
    return { anchor: best.anchor, heading: best.heading, text: best.text || summary };
  }

  function around(text, at) {
    var from = Math.max(0, at - BEFORE), to = Math.min(text.length, at + AFTER);
    if (from > 0) from = text.indexOf(" ", from) + 1 || from;
    if (from > at) from = at;
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), at + 1);
    return (from > 0 ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
  }

  if (typeof document === "undefined") {
    global.smsdocEngine = { engine: engine, words: words, near: near, stem: stem, marked: marked, excerpt: excerpt };
    return;
  }

  /* ---- In the page ---- */

  var script = document.currentScript;
  var site = script.src.replace(/assets\/[^\/]*$/, "");
  var stamp = script.src.split("?")[1] || "";
  var waiting = {}, made = "";

  /* Loads a part as a script, once. */
  function load(name) {
    if (waiting[name]) return waiting[name].promise;
    var wait = waiting[name] = {};
    wait.promise = new Promise(function (resolve, reject) {
      var part = document.createElement("script");
      function fail() {
        delete waiting[name];
        reject(new Error("search: " + name));
      }
      wait.take = resolve;
      wait.fail = fail;
      part.src = site + "search/" + name + ".js?" + (name === "index" ? stamp : made);
      part.onerror = fail;
      part.onload = function () {
        part.remove();
        fail(); // of no effect once it was handed over
        waiting[name] = wait;
      };
      document.head.appendChild(part);
    });
    return wait.promise;
  }

  /* Parts of two builds are never taken together; texts belong to no build. */
  global.smsdocPart = function (name, of, value) {
    if (name === "index") made = of;
    if (!waiting[name]) return;
    if (of && of !== made) waiting[name].fail();
    else waiting[name].take(value);
  };

  var search = engine(load);

  /* For measurements: the documents for a question, the best first. */
  global.smsdocSearch = function (text) {
    return search.search(text).then(function (found) { return found.all; });
  };

  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) node.className = name;
    if (text) node.textContent = text;
    return node;
  }

  function mark(node, text, terms) {
    marked(text, terms).forEach(function (piece) {
      node.appendChild(piece[1] ? make("mark", "", piece[0]) : document.createTextNode(piece[0]));
    });
    return node;
  }

  function say(text, count, asked, other) {
    // By a function: in a text, $& and the like would mean something.
    return text.replace(/{(q|other)?}/g, function (place, name) { return { q: asked, other: other }[name] || count; });
  }

  /* A question with other words in the place of some: [[word, other]]. */
  function replaced(asked, pairs) {
    var instead = new Map(pairs), at = 0, text = "";
    words(asked).forEach(function (word) {
      var other = instead.get(word.forms[0]);
      if (!other) return;
      text += asked.slice(at, word.at) + other;
      at = word.end;
    });
    return text + asked.slice(at);
  }

  function number(texts, count) {
    return say(count === 1 ? texts.one || "1 result" : texts.many || "{} results", count);
  }

  /* What stands above a title: number, or type where there is none, and that it does not count. */
  function line(about, more) {
    var state = about.state;
    var node = make("span", "id", [about.id, (more || !about.id) && about.type[1], more && state[4] && state[3]].filter(Boolean).join(" · "));
    if (!state[4]) {
      var badge = make("span", "st st--" + state[1]);
      badge.innerHTML = '<svg class="i" aria-hidden="true"><use href="#i-' + state[2] + '"/></svg>';
      badge.append(state[3]);
      node.append(" ", badge);
    }
    return node;
  }

  function link(about, terms) {
    var node = mark(make("a"), about.title, terms);
    node.href = site + about.href;
    return node;
  }

  /* Calls once typing pauses. */
  function later(act) {
    var timer;
    return function () {
      clearTimeout(timer);
      timer = setTimeout(act, 120);
    };
  }

  document.querySelectorAll("[data-search]").forEach(function (place) {
    if (place.dataset.results) results(place, document.getElementById(place.dataset.results));
    else suggestions(place);
  });

  /* The box of a page: the first few, below it. Enter leads to the page of the search. */
  function suggestions(form) {
    var texts = form.dataset;
    var field = form.querySelector("input");
    var list = make("ul", "linklist");
    var live = make("p", "vh");
    var turn = 0;
    list.hidden = true;
    live.setAttribute("role", "status");
    form.append(list, live);

    function close() {
      list.hidden = true;
      live.textContent = "";
    }

    function show() {
      var asked = field.value.trim(), mine = ++turn;
      if (asked.length < 2) return close();
      search.search(asked).then(function (found) {
        var hits = found.all.filter(search.shown);
        return Promise.all(hits.slice(0, 6).map(function (hit) { return search.about(hit[0]); })).then(function (all) {
          if (mine !== turn || !form.contains(document.activeElement)) return;
          list.replaceChildren.apply(list, all.map(function (about) {
            var item = make("li");
            item.append(line(about), link(about, found.terms));
            return item;
          }));
          list.hidden = !all.length;
          live.textContent = number(texts, hits.length);
        });
      }).catch(close); // the form still leads to the page of the search
    }

    field.addEventListener("input", later(show));
    form.addEventListener("focusout", function (event) {
      if (!form.contains(event.relatedTarget)) close();
    });
    form.addEventListener("keydown", function (event) {
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (event.key === "Escape" && !list.hidden) {
        field.focus();
        close();
        event.preventDefault();
      } else if (step && !list.hidden) {
        var stops = [field].concat(Array.from(list.querySelectorAll("a")));
        var next = stops[stops.indexOf(document.activeElement) + step];
        if (next) {
          next.focus();
          event.preventDefault();
        }
      }
    });
    if (field.value && document.activeElement === field) show();
  }

  /* The page of the search: all results, by type, service and state, in the address, too. */
  function results(form, view) {
    var texts = view.dataset;
    var field = form.querySelector("input");
    var list = view.querySelector("ol");
    var status = view.querySelector("[role=status]");
    var facets = view.querySelector("[data-facets]");
    var selects = ["type", "service", "state"].map(function (name) { return facets.querySelector("[name=" + name + "]"); });
    var more = view.querySelector("[data-more]");
    var near = view.querySelector("[data-near]");
    var index = document.getElementById("a-z");
    var address = new URLSearchParams(location.search);
    var turn = 0, step = 10, found, root, services, hits, shown;

    field.value = address.get("q") || "";
    facets.open = matchMedia("(min-width: 44rem)").matches;
    selects.forEach(function (select) {
      var value = address.get(select.name);
      if (!value) return;
      // It stands until the options are made.
      select.add(new Option(value, value));
      select.value = value;
      facets.open = true;
    });

    function remember() {
      var query = new URLSearchParams();
      [field].concat(selects).forEach(function (control) {
        var value = control.value.trim();
        if (value) query.set(control.name, value);
      });
      try {
        history.replaceState(null, "", "?" + query);
      } catch (e) { /* a page from disk may have no say in its address */ }
    }

    /* Hits with a type, of a service, in a state. */
    function those(wanted) {
      return found.all.filter(function (hit) {
        var state = root.states[root.state[hit[0]]][0];
        return (!wanted[0] || root.types[root.type[hit[0]]][0] === wanted[0]) &&
          (!wanted[1] || services.has(wanted[1]) && services.get(wanted[1]).has(hit[0])) &&
          (wanted[2] === "all" || (wanted[2] ? state === wanted[2] : search.shown(hit)));
      });
    }

    /* What is chosen, one of it otherwise. */
    function chosen(at, value) {
      return selects.map(function (select, i) { return i === at ? value : select.value; });
    }

    /* Options with how many there are of each; what there is none of is left out, unless it is chosen. */
    function options(at, first, all) {
      var select = selects[at], value = select.value, names = new Set();
      var made = first.concat(all).map(function (one, i) {
        var count = those(chosen(at, one[0])).length, is = one[0] === value;
        if (names.has(one[0]) || !(i < first.length || count || is)) return null;
        names.add(one[0]);
        return new Option(one[1] + " (" + count + ")", one[0], is, is);
      });
      select.replaceChildren.apply(select, made.filter(Boolean));
    }

    function draw() {
      var asked = field.value.trim(), text = replaced(asked, found.instead);
      remember();
      options(0, [["", texts.types]], root.types.slice().sort(function (a, b) { return a[1] < b[1] ? -1 : 1; }));
      options(1, [["", texts.services]], root.services);
      options(2, [["", texts.relied], ["all", texts.all]], root.states.filter(function (one) { return one[0]; }).map(function (one) {
        return [one[0], one[3]];
      }));
      selects[1].parentNode.hidden = !root.services.length;
      hits = those(chosen());
      var others = chosen().join("") ? 0 : found.all.length - hits.length;
      var none = found.all.length ? texts.elsewhere : texts.none;
      var count = text === asked ? say(hits.length > 1 ? texts.many : texts.one, hits.length, asked)
        : say(texts.instead, 0, text, asked) + " " + number(form.dataset, hits.length) + ".";
      status.textContent = (hits.length ? count : say(none, 0, asked)) +
        (others ? " " + say(others > 1 ? texts.others : texts.other, others) : "");
      facets.hidden = !found.all.length;
      index.hidden = hits.length > 0;
      near.hidden = true;
      list.replaceChildren();
      shown = 0;
      extend();
      if (found.missing.length) propose(asked, turn);
    }

    /* The same question with words that there are. */
    function propose(asked, mine) {
      search.suggest(found.missing).then(function (pairs) {
        if (mine !== turn || !pairs.length) return;
        var other = make("a", "", replaced(asked, pairs.concat(found.instead)));
        other.href = "?q=" + encodeURIComponent(other.textContent);
        near.replaceChildren(texts.near + " ", other, "?");
        near.hidden = false;
      }).catch(fail);
    }

    /* The next hits. What each of them says comes when it is there. */
    function extend() {
      var mine = turn, terms = found.terms;
      hits.slice(shown, shown + step).forEach(function (hit) {
        var item = list.appendChild(make("li"));
        search.about(hit[0]).then(function (about) {
          var text = make("p", "small");
          item.append(line(about, true), link(about, terms), text);
          return search.quote(about, terms).then(function (quote) {
            if (mine !== turn) return;
            if (quote.heading) {
              var section = mark(make("a"), quote.heading, terms);
              section.href = site + about.href + "#" + encodeURIComponent(quote.anchor);
              text.append(section, " ");
            }
            mark(text, quote.text, terms);
          });
        }).catch(function () { /* the title is enough to go by */ });
      });
      shown = Math.min(shown + step, hits.length);
      more.hidden = shown >= hits.length;
    }

    function fail() {
      status.textContent = texts.failed;
      index.hidden = false;
    }

    function ask() {
      var asked = field.value.trim(), mine = ++turn;
      if (!asked) {
        remember();
        found = null;
        status.textContent = "";
        list.replaceChildren();
        facets.hidden = more.hidden = near.hidden = true;
        index.hidden = false;
        return;
      }
      Promise.all([search.search(asked), search.start()]).then(function (both) {
        if (mine !== turn) return;
        found = both[0];
        root = both[1];
        services = services || search.services();
        draw();
      }).catch(fail);
    }

    field.addEventListener("input", later(ask));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      ask();
    });
    facets.addEventListener("change", function () { if (found) draw(); });
    more.addEventListener("click", function () {
      var first = shown;
      extend();
      search.about(hits[first][0]).then(function () {
        setTimeout(function () {
          var next = list.children[first].querySelector("a");
          if (next) next.focus();
        });
      });
    });
    ask();
  }
})(globalThis);
