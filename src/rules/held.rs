//! Rules of the guide to the domain that need no finding of their own: how else they are held.

/// What holds a rule that has no check, or the part of it that has none.
pub struct Held {
    /// Code: `R-11`.
    pub code: &'static str,
    /// What it asks for, in one line.
    pub summary: &'static str,
    /// Why it cannot be broken here.
    pub how: &'static str,
}

/// Sorted by code.
pub static HELD: &[Held] = &[
    Held {
        code: "R-08",
        summary: "an approved document is in force from its effective day, neither earlier nor later",
        how: "\
A version that is approved for a later day is scheduled; on that day it comes into force without another change. Nobody
types either state, so that no document can be effective too early or be left approved when its day has come.",
    },
    Held {
        code: "R-11",
        summary: "of each document one version is in force, and no more",
        how: "\
The version in force is worked out from the controlled line: the newest approved version whose first day has come. All
others are past or to come, whatever their files say. Two files with one id are reported by `id-duplicate`.",
    },
    Held {
        code: "R-15",
        summary: "nothing that is withdrawn stands in a menu, in the search or in the site map",
        how: "\
Menus, search and site map are made from what is in force on the day of the build. The page of a withdrawn or superseded
document stays at its address, says so at its top and asks search engines to leave it out.",
    },
    Held {
        code: "R-16",
        summary: "nothing of a restricted document is in a build for a wider audience",
        how: "\
A build is made for one audience. Documents above its class are taken out before any page is planned, with their titles,
their history, links to them and the names of their files. Without a class that is known, a document is left out.",
    },
];

/// What is held under a code, whatever its case.
#[must_use]
pub fn held(code: &str) -> Option<&'static Held> {
    HELD.iter().find(|held| held.code.eq_ignore_ascii_case(code))
}
