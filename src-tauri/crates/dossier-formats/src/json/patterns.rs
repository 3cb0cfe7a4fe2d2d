use crate::read::JsonPattern;

/// The record patterns of a declaration, ready to compare.
pub(super) struct Patterns {
    patterns: Vec<(JsonPattern, Vec<Part>)>,
}

enum Part {
    Exact(String),
    /// A wildcard with its name; empty if it is not kept.
    Any(String),
}

impl Part {
    fn new(part: &str) -> Self {
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some("_") => Self::Any(String::new()),
            Some(name) => Self::Any(name.to_owned()),
            None => Self::Exact(part.replace("~1", "/").replace("~0", "~")),
        }
    }

    fn fits(&self, part: &str) -> bool {
        match self {
            Self::Exact(exact) => exact == part,
            Self::Any(_) => true,
        }
    }
}

impl Patterns {
    pub(super) fn new(patterns: &[JsonPattern]) -> Self {
        let ready =
            |pattern: &JsonPattern| (pattern.clone(), pattern.parts().map(Part::new).collect());
        Self { patterns: patterns.iter().map(ready).collect() }
    }

    /// The pattern that this place is a record of.
    pub(super) fn matching(&self, at: &[String]) -> Option<usize> {
        self.patterns.iter().position(|(_, parts)| parts.len() == at.len() && fits(parts, at))
    }

    /// Whether records stand further down here.
    pub(super) fn leads_on(&self, at: &[String]) -> bool {
        self.patterns.iter().any(|(_, parts)| parts.len() > at.len() && fits(parts, at))
    }

    pub(super) fn pairs(&self, index: usize) -> Option<(String, String)> {
        self.patterns.get(index)?.0.pairs.clone()
    }

    /// The table's name and the fields that wildcards give.
    pub(super) fn table_and_extras(
        &self,
        index: usize,
        at: &[String],
    ) -> (String, Vec<(String, String)>) {
        let Some((pattern, parts)) = self.patterns.get(index) else { return Default::default() };
        let mut name = pattern.table.clone().unwrap_or_else(|| default_name(parts));
        let mut extras = Vec::new();
        for (part, met) in parts.iter().zip(at) {
            if let Part::Any(wildcard) = part
                && !wildcard.is_empty()
            {
                name = name.replace(&format!("{{{wildcard}}}"), met);
                extras.push((wildcard.clone(), met.clone()));
            }
        }
        (name, extras)
    }
}

fn fits(parts: &[Part], at: &[String]) -> bool {
    parts.iter().zip(at).all(|(part, met)| part.fits(met))
}

fn default_name(parts: &[Part]) -> String {
    let names: Vec<&str> = parts
        .iter()
        .map(|part| match part {
            Part::Exact(name) => name,
            Part::Any(_) => "*",
        })
        .collect();
    names.join(".")
}
