//! What a service depends on, as a drawing and as nested text that says the same. Both are made when the site is built: no
//! script, no font of its own.

mod layout;
mod svg;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::services::words;
use super::shared;
use crate::evaluate::Sms;
use crate::evaluate::services::stated::DependencyKind;
use crate::say;
use crate::site::render::escape::{self, html};
use layout::Edge;

/// Most boxes of a drawing; the text tells how many there are besides.
const DRAWN: usize = 80;

/// Deepest level of the nested text.
const DEEP: usize = 12;

/// Most lines of the nested text.
const LISTED: usize = 200;

/// A drawing with its text.
#[derive(Debug, Serialize)]
pub struct Drawing {
    /// The drawing.
    pub svg_html: String,
    /// The styles of its lines: a sample and what it means.
    pub legend: Vec<(String, String)>,
    /// The same as nested lists.
    pub tree_html: String,
    /// How many things there are that are not drawn.
    pub more: usize,
}

/// A box.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Node {
    id: String,
    name: String,
    note: String,
    own: bool,
}

/// What a line means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Serial,
    Redundant,
    NonCritical,
    Circle,
}

impl Kind {
    const ALL: [Self; 4] = [Self::Serial, Self::Redundant, Self::NonCritical, Self::Circle];

    fn of(kind: DependencyKind) -> Self {
        match kind {
            DependencyKind::Serial => Self::Serial,
            DependencyKind::Redundant => Self::Redundant,
            DependencyKind::NonCritical => Self::NonCritical,
        }
    }

    fn style(self) -> u8 {
        self as u8
    }

    fn of_style(style: u8) -> Self {
        Self::ALL.into_iter().find(|kind| kind.style() == style).unwrap_or(Self::Serial)
    }

    fn meaning(self) -> String {
        match self {
            Self::Serial => say!("serial: fails with it"),
            Self::Redundant => say!("redundant: another takes over"),
            Self::NonCritical => say!("not critical: goes on without it"),
            Self::Circle => say!("closes a circle"),
        }
    }
}

/// What is drawn: a service, or a component by its name in small letters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Service(usize),
    Component(String),
}

/// What a service depends on. `None` where that is nothing. `root` leads from the page to the root of the site.
#[must_use]
pub(super) fn drawing(sms: &Sms, service: usize, root: &str) -> Option<Drawing> {
    let services = &sms.services;
    let mut keys = vec![Key::Service(service)];
    let mut known: BTreeMap<Key, usize> = BTreeMap::from([(keys[0].clone(), 0)]);
    let mut nodes = vec![Node { own: true, ..node(sms, service) }];
    let mut edges: Vec<Edge> = Vec::new();
    let mut left_out = BTreeSet::new();
    let mut at = 0;
    while at < keys.len() {
        if let Key::Service(from) = keys[at] {
            for (number, link) in services.paths.links[from].iter().enumerate() {
                let key = key(sms, from, number);
                let to = match known.get(&key) {
                    Some(to) => *to,
                    None if nodes.len() >= DRAWN => {
                        left_out.insert(key);
                        continue;
                    }
                    None => {
                        nodes.push(target(sms, from, number));
                        known.insert(key.clone(), keys.len());
                        keys.push(key);
                        keys.len() - 1
                    }
                };
                let style = Kind::of(link.kind).style();
                // Of two lines between the same boxes that which says more stands for both.
                match edges.iter_mut().find(|edge| (edge.from, edge.to) == (at, to)) {
                    Some(edge) => edge.style = edge.style.min(style),
                    None => edges.push(Edge { from: at, to, style }),
                }
            }
        }
        at += 1;
    }
    if nodes.len() == 1 && edges.is_empty() {
        return None;
    }
    let drawn = layout::layout(nodes.len(), &edges);
    let own = &nodes[0].id;
    let description = say!(
        "Boxes for {id} and {count} things behind it. The list below says the same.",
        id = own,
        count = nodes.len() - 1
    );
    let back = drawn.lines.iter().zip(&edges).map(
        |(line, edge)| {
            if line.back { Kind::Circle } else { Kind::of_style(edge.style) }
        },
    );
    let kinds: BTreeSet<Kind> = back.collect();
    let mut tree = Tree { sms, root, shown: BTreeSet::new(), way: Vec::new(), lines: 0, out: String::new() };
    tree.below(service);
    Some(Drawing {
        svg_html: svg::svg("drawing", &say!("What {id} depends on", id = own), &description, &nodes, &edges, &drawn),
        legend: kinds.into_iter().map(|kind| (svg::sample(kind), kind.meaning())).collect(),
        tree_html: tree.out,
        more: left_out.len(),
    })
}

fn key(sms: &Sms, from: usize, number: usize) -> Key {
    match sms.services.paths.links[from][number].service {
        Some(service) => Key::Service(service),
        None => Key::Component(sms.services.services[from].dependencies[number].target.value.to_lowercase()),
    }
}

fn node(sms: &Sms, service: usize) -> Node {
    let service = &sms.services.services[service];
    let note = service.target.as_ref().map(|target| words::stated_percent(&target.value)).unwrap_or_default();
    Node { id: service.id.clone(), name: words::name(&service.title), note, own: false }
}

fn target(sms: &Sms, from: usize, number: usize) -> Node {
    let link = sms.services.paths.links[from][number];
    let mut node = match link.service {
        Some(service) => node(sms, service),
        None => {
            let id = sms.services.services[from].dependencies[number].target.value.clone();
            Node { id, ..Node::default() }
        }
    };
    if let Some(agreement) = link.agreement.map(|agreement| &sms.services.agreements[agreement]) {
        let promised = agreement.availability.as_ref();
        let promised = promised.map(|promised| format!(" · {}", words::stated_percent(&promised.percent.value)));
        let promised = promised.unwrap_or_default();
        node.note = format!("{}{promised}", agreement.id);
    }
    node
}

/// The nested text.
struct Tree<'a> {
    sms: &'a Sms,
    root: &'a str,
    /// Services whose dependencies were told.
    shown: BTreeSet<usize>,
    /// Services from the first to the one that is told.
    way: Vec<usize>,
    lines: usize,
    out: String,
}

impl Tree<'_> {
    fn below(&mut self, service: usize) {
        let links = &self.sms.services.paths.links[service];
        if links.is_empty() {
            return;
        }
        self.shown.insert(service);
        self.way.push(service);
        self.out.push_str("<ul>");
        for (number, link) in links.iter().enumerate() {
            self.lines += 1;
            if self.lines > LISTED {
                let rest = say!("The rest is not listed: the pages of these services tell it.");
                self.out.push_str(&format!("<li>{}</li>", html(&rest)));
                break;
            }
            self.out.push_str("<li>");
            self.item(service, number);
            if let Some(to) = link.service {
                let has_more = !self.sms.services.paths.links[to].is_empty();
                if self.way.contains(&to) {
                    self.out.push_str(&format!(" <strong>{}</strong>", html(&say!("This closes a circle."))));
                } else if self.shown.contains(&to) && has_more {
                    self.muted(&say!("What it depends on is listed above."));
                } else if (self.way.len() >= DEEP || self.lines >= LISTED) && has_more {
                    self.muted(&say!("Its page tells what it depends on."));
                } else {
                    self.below(to);
                }
            }
            self.out.push_str("</li>");
        }
        self.out.push_str("</ul>");
        self.way.pop();
    }

    fn muted(&mut self, text: &str) {
        self.out.push_str(&format!(" <span class=\"muted\">{}</span>", html(text)));
    }

    fn item(&mut self, service: usize, number: usize) {
        let services = &self.sms.services;
        let link = services.paths.links[service][number];
        let dependency = &services.services[service].dependencies[number];
        match link.service {
            Some(to) => {
                let to = &services.services[to];
                self.link(to.entry, &to.id);
                self.out.push_str(&format!(" {}", html(&words::name(&to.title))));
            }
            None => self.out.push_str(&html(&dependency.target.value)),
        }
        let mut facts = vec![Kind::of(link.kind).meaning()];
        if link.kind == DependencyKind::Redundant {
            facts.extend(dependency.group.as_ref().map(|name| say!("group {name}", name)));
            facts.push(if dependency.independent { say!("independent") } else { say!("not said to be independent") });
        }
        self.out.push_str(&format!(" <span class=\"muted\">{}", html(&facts.join(", "))));
        if let Some(agreement) = link.agreement.map(|agreement| &services.agreements[agreement]) {
            self.out.push_str(", ");
            self.link(agreement.entry, &words::versioned(self.sms, agreement.entry));
            if let Some(promised) = &agreement.availability {
                self.out.push_str(&format!(" {}", html(&words::stated_percent(&promised.percent.value))));
            }
        }
        self.out.push_str("</span>");
    }

    fn link(&mut self, entry: usize, text: &str) {
        let href = shared::doc_href(&self.sms.corpus.entries[entry]);
        self.out.push_str(&format!(
            "<a class=\"num\" href=\"{}{}\">{}</a>",
            self.root,
            escape::address(&href),
            html(text)
        ));
    }
}
