//! What the fuzz target and the plain test do with a column of amounts.

use std::sync::OnceLock;

use dossier_catalog::Catalog;
use dossier_ingest::classify::{Classifier, FieldSample, TableContext};

/// The readers that have a target.
#[allow(dead_code)]
pub const TARGETS: [&str; 1] = ["money"];

fn catalog() -> &'static (Catalog, Classifier) {
    static CATALOG: OnceLock<(Catalog, Classifier)> = OnceLock::new();
    CATALOG.get_or_init(|| {
        let catalog = Catalog::embedded();
        let classifier = Classifier::new(catalog.categories(), catalog.statements());
        (catalog, classifier)
    })
}

/// Reads each line as an amount, an account or a card, under the header of the
/// first line.
pub fn run(_: &str, data: &[u8]) {
    let (catalog, classifier) = catalog();
    let text = String::from_utf8_lossy(data);
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    let values: Vec<&str> = lines.take(200).collect();
    let siblings = [header, "Currency"];
    let context = TableContext { siblings: &siblings, name: "", file: "orders.csv", language: "" };
    let field = FieldSample { header, values: &values };
    let found = classifier.classify(&field, &context, catalog.categories());
    assert!((0.0..=1.0).contains(&found.confidence), "a share of certainty");
    let again = classifier.classify(&field, &context, catalog.categories());
    assert_eq!(found.category, again.category, "the same column gives the same outcome");
}
