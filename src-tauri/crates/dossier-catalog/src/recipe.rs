use serde_json::{Value, json};

/// What a person found out about a table that nobody declared: enough to read it
/// the next time, and nothing of what stands in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Recipe {
    /// What the person calls it.
    pub name: String,
    /// The kind of file, as [`dossier_model::MemberKind`] is written.
    pub kind: String,
    /// The encoding, by its web label; empty to find out.
    pub encoding: String,
    /// The separator.
    pub separator: Option<char>,
    /// The line of the header, counted from 1; 0 for no header.
    pub header_line: u32,
    /// The line of names as it stands in the file, by which the file is known.
    pub header: String,
    /// Headers with the ids of their categories, and whether they are dates.
    pub columns: Vec<RecipeColumn>,
    /// `dmy`, `mdy` or `ymd`; empty to find out.
    pub date_order: String,
}

/// One column of a recipe.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecipeColumn {
    /// The header.
    pub header: String,
    /// The id of its category.
    pub category: String,
    /// Whether its values are dates.
    pub date: bool,
}

impl Recipe {
    /// The key of the declaration: nothing of the name, which may say who shops where.
    pub fn slug(&self) -> String {
        let words = self.columns.iter().flat_map(|column| column.header.bytes().chain([0]));
        let hash = words.chain(self.kind.bytes()).fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        format!("own-{hash:016x}")
    }

    /// The declaration as a file of the catalog.
    pub fn declaration(&self) -> Value {
        let both = |text: &str| json!({ "de": text, "en": text });
        let formats = match self.date_order.as_str() {
            "dmy" => vec!["%d.%m.%Y"],
            "mdy" => vec!["%m/%d/%Y"],
            "ymd" => vec!["%Y-%m-%d"],
            _ => Vec::new(),
        };
        let column = |column: &RecipeColumn| {
            let mut out = json!({ "names": [column.header], "category": column.category });
            if column.date && !formats.is_empty() {
                out["date"] = json!({ "formats": formats });
            }
            out
        };
        let named = |column: &&RecipeColumn| !column.header.is_empty();
        let columns: Vec<Value> = self.columns.iter().filter(named).map(column).collect();
        let requires: Vec<&str> =
            self.columns.iter().filter(named).map(|column| column.header.as_str()).collect();
        let mut csv = json!({});
        if let Some(separator) = self.separator {
            csv["delimiter"] = json!(separator);
        }
        if !self.encoding.is_empty() {
            csv["encoding"] = json!(self.encoding);
        }
        if self.header_line > 1 {
            csv["skip_before_header"] = json!(self.header_line - 1);
        }
        let mut member = json!({ "id": "file", "kinds": [self.kind], "tables": ["table"] });
        if self.kind == "csv" {
            member["csv"] = csv;
            if !self.header.trim().is_empty() {
                member["contains"] = json!([self.header.trim()]);
            }
        }
        json!({
            "slug": self.slug(),
            "name": self.name,
            "software": true,
            "quality": "described",
            "sources": [{ "title": "a person\u{2019}s own answer" }],
            "exports": [{
                "id": "export", "label": both(&self.name), "languages": ["en"],
                "members": [member],
            }],
            "tables": [{
                "id": "table", "label": both(&self.name),
                "row": { "de": "Zeile", "en": "row" },
                "requires": requires, "mark": "own", "columns": columns,
            }],
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::{Catalog, Files};

    #[test]
    fn a_recipe_is_a_declaration() {
        let recipe = Recipe {
            name: "My shop".into(),
            kind: "csv".into(),
            separator: Some(';'),
            header_line: 3,
            header: "nr;wann".into(),
            date_order: "mdy".into(),
            columns: [("nr", "ext:OrderNumber", false), ("wann", "ext:TransactionTime", true)]
                .map(|(header, category, date)| RecipeColumn {
                    header: header.into(),
                    category: category.into(),
                    date,
                })
                .to_vec(),
            encoding: "utf-8".into(),
        };
        let mut files = Files::embedded();
        let text = recipe.declaration().to_string();
        files.insert(format!("companies/{}.json", recipe.slug()), text.into_bytes());
        let catalog = Catalog::new(files);
        let path = dossier_model::MemberPath::new("x.csv");
        let kind = dossier_model::MemberKind::Csv;
        assert_eq!(catalog.problems(), []);
        let found = catalog.member_for(&path, kind, "# a\n# b\nnr;wann\n1;2\n").unwrap();
        assert!(found.marked);
        assert_eq!(found.member.csv.skip_before_header, 2);
        let table = &found.company.tables[0];
        assert_eq!(table.column_for("wann").unwrap().date.as_ref().unwrap().formats, ["%m/%d/%Y"]);
        assert!(catalog.member_for(&path, kind, "id;v\n").is_none());
    }
}
