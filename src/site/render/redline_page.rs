//! A redline as a page of its own, to send to somebody who has no access to the site: one file without scripts, which
//! asks for nothing else.

use super::escape::push_html;
use super::redline::{Versions, added, body, removed};
use crate::evaluate::redline::Redline;

/// What the page shows.
#[derive(Clone, Copy, Debug)]
pub struct Page<'a> {
    /// Language of the document.
    pub language: &'a str,
    /// What is compared: the first line is the title, the others stand below it.
    pub heading: &'a [String],
    /// Name of the old text.
    pub from: &'a str,
    /// Name of the new text.
    pub to: &'a str,
    /// What changed.
    pub redline: &'a Redline,
}

const STYLE: &str = "\
:root{color-scheme:light dark}
body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
h1{font-size:1.4rem;margin-bottom:.3rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}h3{font-size:.9rem}
.no{margin-inline-end:.5em}.about{margin:0;font-size:.9rem}
ins{background:#d9f2dd;color:#0b4a1a;text-decoration:underline}
del{background:#fbdfdc;color:#7a1610;text-decoration:line-through}
.chg{border-inline-start:3px solid;padding-inline-start:.8rem;margin:1rem 0}
.mark,.fold,.small,.none{font-size:.85rem;opacity:.8;margin:.2rem 0}
.sbs{display:none;grid-template-columns:1fr 1fr;gap:0 1rem}.sbs>.mark{grid-column:1/-1}
body:has(#side:checked) .sbs{display:grid}body:has(#side:checked) .inline{display:none}
pre{white-space:pre-wrap;border:1px solid;padding:.5rem}
.tablewrap{overflow-x:auto}table{border-collapse:collapse}th,td{border:1px solid;padding:.25rem .5rem;text-align:start;vertical-align:top}
.vh{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
@media print{fieldset{display:none}.chg,tr{break-inside:avoid}}
";

/// The page.
#[must_use]
pub fn page(page: &Page<'_>) -> String {
    let Page { redline, from, to, .. } = *page;
    let mut out = String::from("<!doctype html>\n<html lang=\"");
    push_html(&mut out, page.language);
    out.push_str("\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n");
    // Should anything of a document ever pass for markup, the browser still runs and fetches nothing.
    out.push_str(
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
    );
    out.push_str("<meta name=\"robots\" content=\"noindex\">\n<title>");
    let title = page.heading.first().map(String::as_str).unwrap_or_default();
    push_html(&mut out, &format!("{title}: what changed from {from} to {to}"));
    out.push_str("</title>\n<style>\n");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n<h1>");
    push_html(&mut out, title);
    out.push_str("</h1>\n");
    for line in page.heading.iter().skip(1) {
        out.push_str("<p class=\"about\">");
        push_html(&mut out, line);
        out.push_str("</p>\n");
    }
    out.push_str("<p>");
    push_html(&mut out, &redline.summary());
    out.push_str("</p>\n");
    if redline.counts.changes > 0 {
        out.push_str("<fieldset><legend>Layout</legend><label><input type=\"radio\" name=\"v\" id=\"in\" checked>Inline</label> <label><input type=\"radio\" name=\"v\" id=\"side\">Side by side</label></fieldset>\n");
        out.push_str(&body(redline, Versions { from, to, may_name: &|_| true }));
    }
    fields(&mut out, page);
    out.push_str("</body>\n</html>\n");
    out
}

/// The table of the front matter.
fn fields(out: &mut String, page: &Page<'_>) {
    if page.redline.fields.is_empty() {
        return;
    }
    out.push_str("<h2 id=\"metadata\">Metadata</h2>\n<section class=\"tablewrap\" tabindex=\"0\" aria-labelledby=\"metadata\"><table><thead><tr><th scope=\"col\">Field</th>");
    for name in [page.from, page.to] {
        out.push_str("<th scope=\"col\">");
        push_html(out, name);
        out.push_str("</th>");
    }
    out.push_str("</tr></thead><tbody>\n");
    for change in &page.redline.fields {
        out.push_str("<tr><th scope=\"row\">");
        push_html(out, &change.field);
        out.push_str("</th>");
        let none = || "none".to_owned();
        for value in [change.before.as_deref().map(removed), change.after.as_deref().map(added)] {
            out.push_str("<td>");
            out.push_str(&value.unwrap_or_else(none));
            out.push_str("</td>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody></table></section>\n");
}
