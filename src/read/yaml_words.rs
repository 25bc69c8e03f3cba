//! What the parser of YAML objects to, in words for people who have never heard of it.

/// What is wrong, and how to mend it. `None` for what people hardly ever write.
pub(super) fn plain(detail: &str) -> Option<(String, String)> {
    let quotes = "put the whole value in quotes, as in `title: \"Policy: general\"`";
    let told = |what: &str, help: &str| Some((what.to_owned(), help.to_owned()));
    let has = |part: &str| detail.contains(part);
    if has("mapping values are not allowed") {
        let help = format!("{quotes}; where a field begins here, begin it in the same column as the one above");
        return Some(("a colon followed by a space stands within a value".to_owned(), help));
    }
    if has("unexpected character: `") {
        let sign = detail.split('`').nth(1).and_then(|rest| rest.chars().next()).unwrap_or('`');
        let sign = if sign == '\'' { '`' } else { sign };
        return Some((format!("a value cannot begin with the character {sign}"), quotes.to_owned()));
    }
    if has("found unknown anchor") || has("anchor or alias") {
        return told("a value cannot begin with the characters * or &", quotes);
    }
    if has("block sequence entries are not allowed") {
        return told("a value cannot begin with a hyphen and a space", quotes);
    }
    if has("invalid trailing content after") {
        return told(
            "text stands after the quote that ends the value",
            "put the whole value in double quotes, without double quotes in it",
        );
    }
    if has("multiline quoted scalar") || (has("quoted scalar") && (has("end of") || has("document indicator"))) {
        return told("a quote that was opened above is not closed", "close it at the end of its value");
    }
    if has("unknown escape character") {
        return told(
            "a backslash between double quotes does not stand for itself",
            "put the value in single quotes, or write the backslash twice",
        );
    }
    if has("found a tab") || has("tab") && has("indentation") {
        return told("a tab stands where spaces must", "replace it by spaces");
    }
    if has("unclosed bracket") {
        return told("the bracket that opens here is not closed", "close it at the end of its value");
    }
    if has("illegal placement of ':'") {
        return told("a bracket that was opened above is not closed", "close it at the end of its value");
    }
    if has("simple key expected ':'") || has("could not find expected ':'") {
        return told(
            "this line is no field: it has no colon followed by a space",
            "write `name: value`; where the line goes on with the value above, indent it by two spaces",
        );
    }
    if has("did not find expected key") || has("did not find expected '-'") {
        return told(
            "this line begins in another column than the lines that it belongs to",
            "begin it in the same column as they do",
        );
    }
    if has("block scalar") {
        return told("text stands after | or > in the line of its field", "begin the text on the next line, indented");
    }
    None
}
