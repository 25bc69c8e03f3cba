//! Ids: an area where the type has one, the code of the type, and a number that was never used.

use std::collections::BTreeSet;

use crate::model::doc_type::DocType;

/// Digits of a number, unless those before it have more.
const DIGITS: usize = 3;

/// The next free id of a type in an area: above every number that was ever used, whatever the case.
#[must_use]
pub fn next(used: &BTreeSet<String>, doc_type: &DocType, area: Option<&str>) -> String {
    let code = doc_type.id_code();
    let prefix = match area {
        Some(area) => format!("{area}-{code}-"),
        None => format!("{code}-"),
    };
    let numbers = used.iter().filter_map(|id| {
        let id = id.to_ascii_uppercase();
        let digits: String = id.strip_prefix(&prefix)?.chars().take_while(char::is_ascii_digit).collect();
        let rest = &id[prefix.len() + digits.len()..];
        // `REL-RPT-002-2026-01` belongs to the row REL-RPT-002.
        let whole = !digits.is_empty() && (rest.is_empty() || rest.starts_with('-'));
        whole.then(|| Some((digits.parse::<u64>().ok()?, digits.len())))?
    });
    let (highest, width) = numbers.fold((0, DIGITS), |(highest, width), (number, digits)| {
        (highest.max(number), width.max(digits.min(2 * DIGITS)))
    });
    format!("{prefix}{:0width$}", highest.saturating_add(1))
}

/// The area of an id, where ids of the type have one: what stands before the code.
#[must_use]
pub fn area_of<'a>(id: &'a str, doc_type: &DocType) -> Option<&'a str> {
    let codes = || doc_type.id_codes.iter().cloned().chain(doc_type.id_codes.is_empty().then(|| doc_type.id_code()));
    let (area, rest) = id.split_once('-')?;
    let code = rest.split('-').next()?;
    (doc_type.id_area && codes().any(|known| known == code)).then_some(area)
}

/// An area as it stands in ids, or `None` where it cannot stand there.
#[must_use]
pub fn area(typed: &str) -> Option<String> {
    let area = typed.trim().to_ascii_uppercase();
    let sound = area.starts_with(|first: char| first.is_ascii_uppercase())
        && area.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && area.len() <= 16;
    sound.then_some(area)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc_type(code: &str, id_area: bool) -> DocType {
        let codes = if code.is_empty() { Vec::new() } else { vec![code] };
        let annotation = serde_json::json!({
            "type": "policy", "title": "Policy", "plural": "Policies", "kind": "document", "group": "",
            "id_codes": codes, "id_area": id_area,
        });
        serde_json::from_value(annotation).expect("a type")
    }

    fn used(ids: &[&str]) -> BTreeSet<String> {
        ids.iter().map(|id| (*id).to_owned()).collect()
    }

    #[test]
    fn the_next_number_is_above_all_that_were_used() {
        let policy = doc_type("POL", true);
        assert_eq!(next(&used(&[]), &policy, Some("SMS")), "SMS-POL-001");
        let ids = used(&["SMS-POL-001", "sms-pol-007", "RES-POL-009", "SMS-PRC-044", "SMS-POL-X1", "SMS-POLX-090"]);
        assert_eq!(next(&ids, &policy, Some("SMS")), "SMS-POL-008");
        assert_eq!(next(&used(&["SMS-POL-0012"]), &policy, Some("SMS")), "SMS-POL-0013");
        assert_eq!(next(&used(&["SMS-POL-999"]), &policy, Some("SMS")), "SMS-POL-1000");
        let report = doc_type("RPT", true);
        assert_eq!(next(&used(&["REL-RPT-002-2026-01"]), &report, Some("REL")), "REL-RPT-003");
        let service = doc_type("SVC", false);
        assert_eq!(next(&used(&["SVC-004", "SVC-101"]), &service, None), "SVC-102");
        assert_eq!(next(&used(&["SMS-POL-99999999999999999999999"]), &policy, Some("SMS")), "SMS-POL-001");
        assert_eq!(next(&used(&[]), &doc_type("", true), Some("SMS")), "SMS-POL-001");
    }

    #[test]
    fn areas_stand_before_the_code() {
        assert_eq!(area_of("SMS-POL-001", &doc_type("POL", true)), Some("SMS"));
        assert_eq!(area_of("SVC-001", &doc_type("SVC", false)), None);
        assert_eq!(area_of("SMS-PRC-001", &doc_type("POL", true)), None);
        assert_eq!(area(" res "), Some("RES".to_owned()));
        assert_eq!((area("1A"), area("A-B"), area("é"), area("")), (None, None, None, None));
    }
}
