//! What the schemas take for agreements, services, registers and reports, and what they refuse: value by value, as an
//! editor judges them. What is said of it stands in `tests/rules/field-value` and `tests/rules/field-required`.

use std::sync::OnceLock;

use jsonschema::Validator;
use serde_json::{Value, json};
use smsdoc::read::embedded;
use smsdoc::read::schema::SchemaSet;

/// The schema of a type in one piece.
fn schema(doc_type: &str) -> Value {
    static SCHEMAS: OnceLock<SchemaSet> = OnceLock::new();
    let set = SCHEMAS.get_or_init(|| SchemaSet::load(&embedded::schema_files()).expect("the schemas of the program"));
    set.bundle(doc_type).expect("a type")
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().offline().build(schema).expect("a schema that stands alone")
}

/// A definition in the schema of a type, standing alone.
fn definition(doc_type: &str, name: &str) -> Validator {
    let definitions = schema(doc_type)["$defs"].take();
    validator(&json!({ "$ref": format!("#/$defs/{name}"), "$defs": definitions }))
}

/// Whether a document of a type is sound.
fn is_sound(doc_type: &str, fields: &Value) -> bool {
    validator(&schema(doc_type)).is_valid(fields)
}

/// Fields with others added to them.
fn with(fields: &Value, more: Value) -> Value {
    let mut all = fields.clone();
    let Value::Object(more) = more else { panic!("{more} are no fields") };
    all.as_object_mut().expect("fields").extend(more);
    all
}

fn assert_takes(schema: &Validator, values: &[Value]) {
    for value in values {
        assert!(schema.is_valid(value), "{value} is refused");
    }
}

fn assert_refuses(schema: &Validator, values: &[Value]) {
    for value in values {
        assert!(!schema.is_valid(value), "{value} is taken");
    }
}

#[test]
fn a_duration_has_a_fixed_length() {
    let duration = definition("sla", "duration");
    let taken = [
        "PT30M",
        "PT4H",
        "PT60S",
        "PT0S",
        "PT1H30M",
        "PT1H30S",
        "PT1H1M1S",
        "PT5M10S",
        "P2D",
        "P14D",
        "P1W",
        "P1W2D",
        "P1DT4H",
        "P1WT1H",
        "P2W3DT4H5M6S",
        "PT50H",
    ];
    let refused = [
        "", "P", "PT", "P1Y", "P12M", "P1M", "P1Y2M3D", "P1M2D", "PT30", "30M", "pt30m", "P1DT", "P1WT", "P30M", "P4H",
        "PT1D", "PT1W", "P1D1W", "PT30M4H", "PT10S5M", "PT1H1H", "P1DP1D", "PT1.5H", "PT-1H", "-PT1H", " PT1H",
        "PT1H ", "PT1H\n", "P1D T4H", "4 hours",
    ];
    assert_takes(&duration, &taken.map(Value::from));
    assert_refuses(&duration, &refused.map(Value::from));
    assert_refuses(&duration, &[json!(4), json!(null)]);
}

#[test]
fn a_percentage_is_more_than_nothing_and_at_most_all() {
    let percent = definition("sla", "percent");
    let taken = ["99.9", "99.90", "9", "09.5", "0.1", "00.01", "10", "50.000", "100", "100.0", "100.00"];
    let refused =
        ["0", "00", "0.0", "00.000", "0.", "100.1", "100.", "101", "150", "-1", "99,9", "99.9 %", ".5", "1e1"];
    assert_takes(&percent, &taken.map(Value::from));
    assert_takes(&percent, &[json!(99.9), json!(100), json!(0.5)]);
    assert_refuses(&percent, &refused.map(Value::from));
    assert_refuses(&percent, &[json!(0), json!(-1), json!(100.1)]);
}

/// A document of a type, with the fields that all types share and its own.
fn document(doc_type: &str, id: &str, own: Value) -> Value {
    let shared = json!({
        "id": id, "title": "A title", "type": doc_type, "version": "1.0", "status": "draft", "owner": "sms-manager",
        "classification": "internal", "clauses": [],
    });
    with(&shared, own)
}

fn promise(more: Value) -> Value {
    with(&json!({"percent": "99.5", "period": "quarter", "basis": "service_hours"}), more)
}

#[test]
fn a_promise_of_all_the_time_needs_a_note() {
    let availability = definition("sla", "availability");
    for all in [json!(100), json!(100.0), json!("100"), json!("100.0"), json!("100.000")] {
        let noted = |note: &str| promise(json!({"percent": all, "waiver_note": note}));
        assert_refuses(&availability, &[promise(json!({"percent": all})), noted("")]);
        assert_takes(&availability, &[noted("Two halls carry the load.")]);
    }
    for part in [json!(99.99), json!("99.999"), json!("10.0"), json!("99.100")] {
        assert_takes(&availability, &[promise(json!({"percent": part}))]);
    }
}

#[test]
fn a_promise_is_for_services_and_may_be_said_in_another_way() {
    let availability = definition("contract", "availability");
    let conversion = json!({"percent": "99.7", "period": "calendar_month", "basis": "24x7", "reason": "Agreed."});
    let converted = |conversion: &Value| promise(json!({"conversion": conversion}));
    assert_takes(&availability, &[promise(json!({"services": ["SVC-002", "SVC-003"]})), converted(&conversion)]);
    for field in ["percent", "period", "basis", "reason"] {
        let mut lacking = conversion.clone();
        lacking.as_object_mut().expect("fields").remove(field);
        assert_refuses(&availability, &[converted(&lacking)]);
    }
    for (field, value) in [("period", "yearly"), ("basis", "support_hours"), ("percent", "0"), ("note", "None.")] {
        assert_refuses(&availability, &[converted(&with(&conversion, json!({ field: value })))]);
    }
    for services in [json!([]), json!(["SVC-002", "SVC-002"]), json!("SVC-002"), json!(["hosting"])] {
        assert_refuses(&availability, &[promise(json!({"services": services}))]);
    }
}

#[test]
fn the_time_of_a_hand_over_stands_in_agreements_with_those_who_provide() {
    let term = json!({"start": "2026-01-01", "end": "open"});
    let none = json!({"none_agreed": "No figures yet."});
    let sides = json!({"provider": ["Repairs"], "receiver": ["Reports"]});
    let ola = json!({
        "provider": "operations", "receiver": "hosting", "provider_kind": "internal", "services_supported": ["SVC-001"],
        "term": term, "targets": none, "commitments": [], "activities": ["Repairs"], "interfaces": [],
    });
    let contract = json!({
        "supplier": "carrier", "supplier_manager": "supplier-manager", "services_supported": ["SVC-001"],
        "scope": {"component": ["Circuits"]}, "requirements": ["Two routes"], "targets": none, "authorities": sides,
        "responsibilities": sides, "contract_ref": "Contract store", "term": term,
    });
    let sla = json!({
        "services": ["SVC-001"], "customer": "northgate-insurance", "provider": "kestrelmoor", "term": term,
        "targets": [{
            "metric": "Availability", "comparator": "at_least", "value": "99.9", "unit": "percent",
            "period": "calendar_month", "source": "Probe",
        }],
        "workload_limits": none, "exceptions": none,
        "reporting": {"frequency": "P1M", "audience": "Head of IT", "report": "REL-RPT-002"},
    });
    for (doc_type, id, own, known) in
        [("ola", "OLA-001", ola, true), ("contract", "CON-001", contract, true), ("sla", "SLA-001", sla, false)]
    {
        let agreement = document(doc_type, id, own);
        let taken_over = |time: &str| is_sound(doc_type, &with(&agreement, json!({"handover_time": time})));
        assert!(is_sound(doc_type, &agreement), "{doc_type}");
        assert_eq!(taken_over("PT15M"), known, "{doc_type}");
        assert!(!taken_over("P1M"), "{doc_type}");
    }
}

#[test]
fn a_live_service_for_customers_has_some() {
    let service = document(
        "service",
        "SVC-001",
        json!({
            "service_kind": "customer", "service_state": "live", "description": "Servers",
            "intended_outcomes": ["Work"], "depends_on": [], "views": ["customer"], "criticality": "low",
            "service_owner": "sms-manager",
        }),
    );
    let sound = |more: Value| is_sound("service", &with(&service, more));
    assert!(!sound(json!({})) && !sound(json!({"customers": []})));
    assert!(sound(json!({"customers": ["northgate-insurance"]})));
    assert!(sound(json!({"service_kind": "supporting"})) && sound(json!({"service_state": "design"})));
    let target = |value: &Value| sound(json!({"service_state": "design", "availability_target": value}));
    for value in [json!("99.90"), json!(99.9), json!("100.0"), json!("see_sla")] {
        assert!(target(&value), "{value} is refused");
    }
    for value in [json!("0"), json!("0.00"), json!(0), json!("101"), json!("see_sla 99"), json!("99.9see_sla")] {
        assert!(!target(&value), "{value} is taken");
    }
}

#[test]
fn registers_of_customers_and_holidays_say_who_and_when() {
    let register = |kind: &str, own: Value| {
        let kind = json!({"register_kind": kind, "columns": ["id", "name"]});
        is_sound("register", &document("register", "REL-REG-001", with(&kind, own)))
    };
    let holds = |kind: &str, entry: &Value| register(kind, json!({"entries": [entry]}));
    let customer = json!({
        "id": "northgate-insurance", "name": "Northgate Insurance", "account_role": "sms-manager",
        "contact": "Head of IT", "user_groups": ["claims-staff"], "since": "2024-04-01", "sector": "insurance",
    });
    assert!(holds("customers", &customer) && holds("customers", &json!({"id": "harrow", "name": "Harrow Valley"})));
    for (field, value) in [
        ("id", json!("Northgate Insurance")),
        ("name", json!("")),
        ("account_role", json!("SMS Manager")),
        ("contact", json!("")),
        ("user_groups", json!("claims-staff")),
        ("user_groups", json!(["claims staff"])),
        ("since", json!("2024")),
    ] {
        assert!(!holds("customers", &with(&customer, json!({ field: value }))), "{field}: {value} is taken");
    }
    assert!(!holds("customers", &json!({"id": "harrow"})) && !holds("customers", &json!({"name": "Harrow Valley"})));
    let holiday = json!({"date": "2026-12-25", "name": "Christmas Day"});
    assert!(holds("public_holidays", &holiday));
    assert!(!holds("public_holidays", &with(&holiday, json!({"date": "25.12.2026"}))));
    assert!(!holds("public_holidays", &json!({"date": "2026-12-25"})));
    assert!(!holds("public_holidays", &json!({"name": "Christmas Day"})));
    // These two are worked with, so that they have to be here; others may be in a file.
    for (kind, elsewhere) in [("customers", false), ("public_holidays", false), ("obligations", true)] {
        assert_eq!(register(kind, json!({"entries_file": "entries.csv"})), elsewhere, "{kind}");
        assert!(register(kind, json!({"entries": []})), "{kind}");
    }
}

fn report(own: Value) -> bool {
    let shared = json!({
        "status": "open", "occurred_on": "2026-04-02", "recorded_by": "rowan-hale", "retention": "P3Y",
        "report_kind": "service_level", "audience": ["Head of IT"], "data_source": "Ticket tool", "decisions": [],
    });
    is_sound("report", &document("report", "REL-RPT-001", with(&shared, own)))
}

#[test]
fn a_report_holds_its_figures_or_names_the_file_that_does() {
    assert!(!report(json!({})));
    assert!(report(json!({"metrics": []})) && report(json!({"metrics": [], "metrics_file": "figures.csv"})));
    for name in ["figures.csv", "f.csv", "figures of 2026-Q1.csv"] {
        assert!(report(json!({"metrics_file": name})), "{name} is refused");
    }
    for name in
        ["", ".csv", ".figures.csv", "figures.xlsx", "figures", "a/figures.csv", "../figures.csv", "/f.csv", "a\\f.csv"]
    {
        assert!(!report(json!({"metrics_file": name})), "{name} is taken");
    }
}

#[test]
fn a_figure_says_what_it_is_for_and_why_it_is_missing() {
    let metric = json!({"name": "Availability of ClaimsPath, percent", "target": "99.90", "actual": "99.98"});
    let sound = |more: Value| report(json!({"metrics": [with(&metric, more)]}));
    let named =
        json!({"agreement": "SLA-001", "metric": "Availability", "unit_measured": "ClaimsPath", "period": "2026-03"});
    assert!(sound(json!({})) && sound(named) && sound(json!({"agreement": "OLA-001"})));
    assert!(sound(json!({"actual": "not_measured", "reason": "The probe was moved."})));
    assert!(!sound(json!({"actual": "not_measured"})));
    assert!(!sound(json!({"metric": "Availability"})), "a metric of no agreement");
    assert!(!sound(json!({"agreement": "the SLA"})) && !sound(json!({"period": "March"})));
    assert!(!sound(json!({"unit": "percent"})));
}
