//! Addresses for search engines: what readers should find, not what was replaced.

use super::super::plan::Page;
use super::super::render::escape;
use crate::site::Site;

/// `sitemap.xml` of a site that is published below an address.
#[must_use]
pub fn xml(site: &Site, base: &str) -> Vec<u8> {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for (path, page) in &site.plan.pages {
        let listed = match page {
            Page::Document(index) => site.sms.corpus.entries[*index].is_in_force(),
            Page::NotFound | Page::Check(..) | Page::Version(..) => false,
            _ => path.file_name() == Some("index.html"),
        };
        if listed {
            let address = path.as_str().strip_suffix("index.html").unwrap_or(path.as_str());
            out.push_str(&format!("<url><loc>{}/{}</loc></url>\n", escape::html(base), escape::address(address)));
        }
    }
    out.push_str("</urlset>\n");
    out.into_bytes()
}
