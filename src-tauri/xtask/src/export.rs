//! An invented answer of a shop, of any size and always the same, to measure with.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::shell::{self, Failed};

/// Orders of the medium size: about 107 MB unzipped.
pub const MEDIUM: u64 = 157_000;
/// Orders of the large size: about 1.2 GB unzipped, nine million records.
pub const LARGE: u64 = 1_770_000;

const FIRST: &[&str] = &["Mira", "Jürgen", "Zoë", "Łukasz", "François", "Ayşe", "Inês", "Søren"];
const LAST: &[&str] = &["Beispiel", "Muster", "Weiß", "Núñez", "Dvořák", "Example", "Tester"];
const GOODS: &[&str] = &[
    "Kaffeemaschine",
    "Running socks",
    "Fahrradhelm",
    "Cafetière",
    "Desk lamp",
    "Wanderrucksack",
    "Wasserkocher",
    "Garden hose",
    "Kinderstuhl",
    "Botella térmica",
    "Plecak",
    "Notebook",
];
const KIND: &[&str] =
    &["schwarz", "blue", "kompakt", "500 ml", "léger", "2er-Pack", "organic", "XL"];
const PLACE: &[&str] = &["10115 Berlin", "80331 München", "75001 Paris", "1012 AB Amsterdam"];
const TOPIC: &[&str] = &["Running", "New parents", "Recently moved", "Coffee", "Vegan food"];

/// Writes the members of an export and packs them.
pub fn write(folder: &Path, orders: u64) -> Result<PathBuf, Failed> {
    let members = folder.join("members");
    let failed = |error: std::io::Error| Failed(format!("the export cannot be written: {error}"));
    std::fs::create_dir_all(&members).map_err(failed)?;
    members_of(&members, orders).map_err(failed)?;
    let zip = folder.join("export.zip");
    let mut pack = shell::command("bsdtar");
    pack.args(["--format", "zip", "-cf"]).arg(&zip).arg("-C").arg(&members).arg(".");
    shell::run(&mut pack)?;
    Ok(zip)
}

fn members_of(folder: &Path, orders: u64) -> std::io::Result<()> {
    let create = |name: &str| File::create(folder.join(name)).map(BufWriter::new);
    orders_of(create("orders.csv")?, orders)?;
    clicks_of(create("page_views.csv")?, orders * 3)?;
    messages_of(create("messages.jsonl")?, orders / 8)?;
    searches_of(create("searches.json")?, orders)
}

fn orders_of(mut out: impl Write, count: u64) -> std::io::Result<()> {
    writeln!(
        out,
        "Order ID,Order date,Product,Quantity,Unit price,Currency,Recipient,Delivery address,Payment,Carrier,Tracking number"
    )?;
    let mut dice = Dice(1);
    for n in 0..count {
        let (first, last) = (dice.of(FIRST), dice.of(LAST));
        writeln!(
            out,
            "302-{:07}-{:07},{},\"{}, {} {}\",{},{}.{:02},EUR,{first} {last},\"Lindenweg {}, {}\",SEPA {:04},Parcel {},00340{:015}",
            n / 3,
            dice.below(9_999_999),
            dice.time(),
            dice.of(GOODS),
            dice.of(KIND),
            dice.below(100_000),
            1 + dice.below(4),
            dice.below(300),
            dice.below(100),
            1 + dice.below(190),
            dice.of(PLACE),
            dice.below(9999),
            dice.below(6),
            dice.below(999_999_999_999),
        )?;
    }
    out.flush()
}

fn clicks_of(mut out: impl Write, count: u64) -> std::io::Result<()> {
    writeln!(out, "Time,Page,Referrer,IP address,Device,Session,Audience")?;
    let mut dice = Dice(2);
    for _ in 0..count {
        writeln!(
            out,
            "{},/p/{}/{},/search?q={},203.0.113.{},Firefox 1{} on Linux,{:016x},{}",
            dice.time(),
            dice.below(90_000),
            dice.of(KIND).replace(' ', "-"),
            dice.of(GOODS).to_lowercase(),
            dice.below(256),
            dice.below(40),
            dice.next(),
            dice.of(TOPIC),
        )?;
    }
    out.flush()
}

fn messages_of(mut out: impl Write, count: u64) -> std::io::Result<()> {
    let mut dice = Dice(3);
    for n in 0..count {
        writeln!(
            out,
            r#"{{"ticket":{n},"at":"{}","from":"{}.{}@example.org","text":"Guten Tag, wo bleibt meine Bestellung 302-{:07}? {} {} kam beschädigt an."}}"#,
            dice.time(),
            dice.of(FIRST).to_lowercase(),
            dice.of(LAST).to_lowercase(),
            dice.below(99_999),
            dice.of(GOODS),
            dice.of(KIND),
        )?;
    }
    out.flush()
}

fn searches_of(mut out: impl Write, count: u64) -> std::io::Result<()> {
    let mut dice = Dice(4);
    out.write_all(b"[")?;
    for n in 0..count {
        let comma = if n == 0 { "" } else { "," };
        write!(
            out,
            "{comma}\n{{\"searched\":\"{}\",\"words\":\"{} {}\",\"hits\":{},\"device\":{{\"kind\":\"phone\",\"id\":\"{:016x}\"}}}}",
            dice.time(),
            dice.of(GOODS),
            dice.of(KIND),
            dice.below(5000),
            dice.next(),
        )?;
    }
    out.write_all(b"\n]\n")?;
    out.flush()
}

/// Always the same numbers for the same start.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = usize::try_from(self.next() % words.len() as u64).unwrap_or(0);
        words[at]
    }

    fn time(&mut self) -> String {
        format!(
            "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
            15 + self.below(11),
            1 + self.below(12),
            1 + self.below(28),
            self.below(24),
            self.below(60),
            self.below(60)
        )
    }
}

#[cfg(test)]
mod check {
    use super::*;

    fn orders(count: u64) -> String {
        let mut out = Vec::new();
        orders_of(&mut out, count).expect("memory takes it");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn the_same_size_gives_the_same_export() {
        assert_eq!(orders(50), orders(50));
        assert!(orders(60).starts_with(&orders(50)));
    }

    #[test]
    fn every_row_has_all_columns() {
        for line in orders(200).lines() {
            let quoted = line.matches(", ").count();
            assert_eq!(line.matches(',').count() - quoted, 10, "{line}");
        }
    }
}
