//! What a whole answer states, whatever its shape.
#![allow(clippy::unwrap_used)]

use dossier_catalog::Catalog;
use dossier_model::{Passage, RowBuf, Statement};

use super::*;
use crate::store::StoreTable;

/// Keeps what is stated and what went wrong.
#[derive(Default)]
struct Kept {
    statements: Vec<String>,
    problems: Vec<String>,
    /// How often each field is filled.
    filled: Vec<u64>,
}

impl Store for Kept {
    fn begin_member(&mut self, _: &MemberPath) -> Result<StoreMember, StoreFailed> {
        Ok(1)
    }

    fn open_table(&mut self, _: &str, _: bool) -> Result<StoreTable, StoreFailed> {
        Ok(1)
    }

    fn record(&mut self, _: StoreTable, _: &At, _: &RowBuf, _: u16) -> Result<(), StoreFailed> {
        Ok(())
    }

    fn end_table(&mut self, _: StoreTable, table: &TableSummary) -> Result<(), StoreFailed> {
        self.filled.extend(table.fields.iter().map(|field| field.filled));
        Ok(())
    }

    fn end_member(&mut self, _: StoreMember, _: &MemberSummary) -> Result<(), StoreFailed> {
        Ok(())
    }

    fn forget(&mut self, _: StoreMember) -> Result<(), StoreFailed> {
        Ok(())
    }

    fn problem(&mut self, _: Option<StoreMember>, problem: &Problem) -> Result<(), StoreFailed> {
        self.problems.push(problem.code.clone());
        Ok(())
    }

    fn statement(&mut self, said: &Statement) -> Result<(), StoreFailed> {
        let kind = serde_json::to_value(said.kind).unwrap();
        let (value, of) = (said.value.expose(), said.applies_to.expose());
        self.statements.push(format!("{}={value}<{of}>", kind.as_str().unwrap()));
        Ok(())
    }

    fn passage(&mut self, _: &Passage) -> Result<(), StoreFailed> {
        Ok(())
    }
}

fn imported(name: &str, text: &str) -> (Kept, String) {
    let catalog = Catalog::embedded();
    let (ingest, mut kept) = (Ingest::new(&catalog), Kept::default());
    let source = Source::memory(name, text);
    let options = Options::default();
    let found = ingest.import(&source, &options, &mut kept, &mut |_| {}, &Cancel::new()).unwrap();
    (kept, found.controller.name.expose().clone())
}

fn stated(name: &str, text: &str) -> Vec<String> {
    imported(name, text).0.statements
}

const MAIL: &str = "From: Jo at Rabe <jo@rabe.example.org>\nTo: mira@example.org\n\
                    Subject: Re: my data\nMIME-Version: 1.0\n\
                    Content-Type: text/html; charset=utf-8\n\n";

#[test]
fn a_file_name_gives_a_name() {
    let catalog = Catalog::embedded();
    let ingest = Ingest::new(&catalog);
    let people = ["mira", "beispiel"].map(str::to_owned).into();
    for (file, name) in [
        ("cafe_bestellungen.csv", "cafe bestellungen"),
        ("2024-05-17.csv", "2024-05-17"),
        ("a1.txt", "a1"),
        ("rabe-export-3f2a9c1e.zip", "rabe"),
        ("rabe mira@example.org.zip", "rabe"),
        ("DSGVO Auskunft Rabe Sport GmbH.zip", "Rabe Sport GmbH"),
        ("rabe-sport.de", "rabe sport"),
        ("Auskunft von Rabe & Co (1).pdf", "Rabe & Co"),
        ("gdpr_request_8f3a9c.zip", "gdpr request"),
        ("meine-daten (1).zip", "meine daten"),
        ("Datenauskunft_Mira_Beispiel_4711.zip", "Datenauskunft"),
        ("Rabe Beispiel.zip", "Rabe"),
        ("mira_beispiel.zip", "N. N."),
        ("mira@example.org.zip", "N. N."),
        ("Rabe_Export_Frau_Ohm.zip", "Rabe"),
        ("Export_Frau_Ohm.zip", "Export"),
    ] {
        assert_eq!(plain_name(file, &ingest, &people), name, "{file}");
    }
}

#[test]
fn a_title_with_a_legal_form_names_the_company() {
    let table = "Order;Date;Amount\n1;01.02.2020;5,00\n2;02.02.2020;6,00\n";
    let name = |title: &str| imported("x.csv", &format!("{title}\n\n{table}")).1;
    assert_eq!(name("Rabe Sport GmbH;;\nAuskunft nach Art. 15 DSGVO;;"), "Rabe Sport GmbH");
    assert_eq!(name("Rabe Sport Ltd - answer under Art. 15 GDPR"), "Rabe Sport Ltd");
    assert_eq!(name("Customer: Elster Ltd"), "x");
    assert_eq!(name("Orders"), "x");
}

#[test]
fn the_dot_of_a_legal_form_ends_no_sentence() {
    let letter = "Dear Walt,\n\nPlease find enclosed the personal information that Rabe Outfitters, \
                  Inc. has collected about you.\nWe keep order data for seven years.\n\n\
                  Privacy Team\nRabe Outfitters, Inc.\n1 Grain Rd, Springfield, IL\n";
    assert_eq!(imported("us.txt", letter).1, "Rabe Outfitters, Inc");
    assert!(!stated("us.txt", letter).iter().any(|said| said.starts_with("recipient")));
}

#[test]
fn a_table_in_a_mail_is_read_as_in_a_page() {
    let page = "<html><body><p>Dear Mira,</p><table><tr><th>Category</th><th>Purpose</th>\
                <th>Recipients</th><th>Retention</th></tr><tr><td>Invoices</td><td>Accounting</td>\
                <td>Elster Tax Ltd</td><td>10 years</td></tr></table><p>Thank you</p></body></html>";
    let wanted = stated("answer.html", page);
    assert!(wanted.contains(&"recipient=Elster Tax Ltd<Invoices>".to_owned()), "{wanted:?}");
    assert_eq!(stated("answer.eml", &format!("{MAIL}{page}")), wanted);
}

#[test]
fn terms_and_topics_are_headings() {
    let page = |table: &str| {
        format!(
            "<html><body><p>Rabe Ltd</p><p>Dear Mira,</p>{table}<p>Yours sincerely,<br>Rabe Ltd</p></body></html>"
        )
    };
    let terms = "<dl><dt>Categories</dt><dd>Account details</dd><dd>Health data</dd>\
                 <dt>Purposes</dt><dd>Recommendations</dd><dd>Newsletter</dd>\
                 <dt>Retention</dt><dd>10 years</dd></dl>";
    let terms = stated("terms.html", &page(terms));
    assert!(terms.contains(&"purpose=dpv:DirectMarketing<>".to_owned()), "{terms:?}");
    assert!(terms.contains(&"category=Health data<Health data>".to_owned()), "{terms:?}");
    let topics = "<table><tr><td>Purpose</td><td>delivery</td></tr>\
                  <tr><td>Recipients</td><td>Elster Couriers Ltd</td></tr>\
                  <tr><td>Retention</td><td>3 years</td></tr>\
                  <tr><td>Source</td><td>Krähe Credit Ltd</td></tr></table>";
    let wanted = [
        "purpose=dpv:DeliveryOfGoods<>",
        "recipient=Elster Couriers Ltd<>",
        "retention=P3Y<>",
        "source=Krähe Credit Ltd<>",
    ];
    assert_eq!(stated("topics.html", &page(topics)), wanted);
    let lines = "Purpose,delivery\nRecipients,Elster Couriers Ltd\nRetention,3 years\nSource,Krähe Credit Ltd\n";
    assert_eq!(stated("topics.csv", lines), wanted);
    let matrix = "<table><tr><th></th><th>Kundenkonto</th><th>Newsletter</th></tr>\
                  <tr><td>Zweck</td><td>Kundenservice</td><td>Werbung</td></tr>\
                  <tr><td>Speicherdauer</td><td>3 Jahre</td><td>2 Jahre</td></tr>\
                  <tr><td>Empfänger</td><td>Elster GmbH</td><td>Krähe AG</td></tr></table>";
    let matrix = stated("matrix.html", &page(matrix));
    for wanted in ["retention=P3Y<Kundenkonto>", "recipient=Krähe AG<Newsletter>"] {
        assert!(matrix.contains(&wanted.to_owned()), "{wanted}: {matrix:?}");
    }
}

#[test]
fn lines_of_labels_are_a_letter() {
    let lines = "Verantwortlicher: Möbelrabe Handels GmbH\nEmpfänger: Elster Home GmbH\n\
                 Speicherdauer: 3 Jahre\nZweck: Lieferung\n";
    let (kept, controller) = imported("blatt.txt", lines);
    let wanted =
        ["recipient=Elster Home GmbH<>", "retention=P3Y<>", "purpose=dpv:DeliveryOfGoods<>"];
    assert_eq!(kept.statements, wanted);
    assert_eq!(controller, "Möbelrabe Handels GmbH");
}

#[test]
fn tables_of_statements_keep_their_rows() {
    let csv = "Datenart;Zweck;Rechtsgrundlage;Speicherdauer\n\
               Adressdaten;Lieferung;Art. 6 Abs. 1 lit. b DSGVO;3 Jahre\n\
               Rechnungen;Buchhaltung;Art. 6 Abs. 1 lit. c DSGVO;10 Jahre\n";
    let csv = stated("zwecke.csv", csv);
    assert!(csv.contains(&"retention=P3Y<Adressdaten>".to_owned()), "{csv:?}");
    assert!(csv.contains(&"retention=P10Y<Rechnungen>".to_owned()), "{csv:?}");
}

#[test]
fn all_rows_are_heard() {
    let row = |n: u32| format!("Rabe {n} Kurier GmbH;Lieferung\n");
    let rows: String = (0..300).map(row).collect();
    let (kept, _) = imported("liste.csv", &format!("Empfänger;Notiz\n{rows}"));
    let named = kept.statements.iter().filter(|one| one.starts_with("recipient="));
    assert_eq!(named.count(), 300);
    assert!(!kept.problems.contains(&"limit_statement_rows".to_owned()));
    let rows: String = (0..6_000).map(|n| format!("x{n};y\n")).collect();
    let (kept, _) = imported("liste.csv", &format!("Empfänger;Notiz\n{rows}"));
    assert!(kept.problems.contains(&"limit_statement_rows".to_owned()), "{:?}", kept.problems);
}

#[test]
fn text_without_search_is_told() {
    let long = "Lorem ipsum dolor sit amet. ".repeat(40);
    let (kept, _) = imported("brief.txt", &format!("{long}\n\n").repeat(500));
    assert!(kept.problems.contains(&"limit_statement_text".to_owned()), "{:?}", kept.problems);
}

#[test]
fn the_controller_is_told_by_keys_and_senders() {
    let json = r#"{"controller": {"name": "Fernrabe Reisen GmbH"}, "purposes": ["Invoicing"]}"#;
    assert_eq!(imported("export.json", json).1, "Fernrabe Reisen GmbH");
    let mail = format!("{MAIL}<p>Hi Mira,</p><p>We keep invoices for 6 years.</p><p>Jo</p>");
    assert_eq!(imported("a1.eml", &mail).1, "Jo at Rabe");
}

#[test]
fn what_programs_write_for_nothing_is_no_value() {
    let text = "customer_id,email,rp_token\n1187,a@example.org,NULL\n1188,b@example.org,\\N\n";
    assert_eq!(imported("x.csv", text).0.filled, [2, 2, 0]);
}
