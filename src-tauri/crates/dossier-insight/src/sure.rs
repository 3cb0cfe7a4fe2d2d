//! How sure the kind of a field is, and by what.

use dossier_model::FieldSummary;

/// How sure a field's kind must be before a finding rests on it.
const SURE: f32 = 0.6;
/// The same where its name says it whole.
const NAMED: f32 = 0.5;

/// Reasons that fit too many kinds to accuse anybody of one.
const VAGUE: [&str; 11] = [
    "unsure",
    "nothing",
    "header_vague",
    "neighbors",
    "values_empty",
    "values_constant",
    "values_boolean",
    "values_integer",
    "values_two_decimals",
    "values_code",
    "values_free_text",
];

/// Whether the kind of a field is more than a guess: likely, and told by more than what
/// stands beside it.
pub(crate) fn is_sure(field: &FieldSummary) -> bool {
    let says = |key: &Option<String>| key.as_deref().is_none_or(|key| !VAGUE.contains(&key));
    let named = |key: &Option<String>| key.as_deref() == Some("header");
    match field.confidence {
        _ if is_likely(field) => field.why.is_empty() || reasons(field).iter().any(says),
        // A name that says it whole, as `Score` does, needs less beside it.
        named_at if named_at >= NAMED => reasons(field).iter().any(named),
        _ => false,
    }
}

pub(crate) fn is_likely(field: &FieldSummary) -> bool {
    field.confidence >= SURE
}

/// The keys of the reasons why a field is of its kind; what is declared or corrected has
/// another form and no key.
fn reasons(field: &FieldSummary) -> Vec<Option<String>> {
    let key = |why: &String| {
        let reason: Option<serde_json::Value> = serde_json::from_str(why).ok();
        reason.and_then(|reason| reason.get("key")?.as_str().map(str::to_owned))
    };
    field.why.iter().map(key).collect()
}

/// Whether a reason why a field is of its kind is a word of its name, its path or its
/// values, and not only what stands beside it. Without reasons it was told, not guessed.
pub(crate) fn rests_on_words(field: &FieldSummary) -> bool {
    const NAMES: [&str; 3] = ["header", "header_word", "place"];
    const VALUES: [&str; 7] = [
        "values_health",
        "values_religion",
        "values_politics",
        "values_ethnic",
        "values_sexual",
        "values_union",
        "values_diagnosis_code",
    ];
    let keys = reasons(field);
    // `type` may be the name of anything: where the reader guesses, a name alone is no word.
    let guess = keys.iter().flatten().any(|key| key == "unsure");
    let told = |key: &Option<String>| {
        key.as_deref().is_none_or(|key| VALUES.contains(&key) || !guess && NAMES.contains(&key))
    };
    keys.is_empty() || keys.iter().any(told)
}
