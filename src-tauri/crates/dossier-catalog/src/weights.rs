//! The weights of the classifier's model, as they lie in memory: one text, and where
//! each feature begins in it. A map of a hundred thousand small texts would take five
//! times as much, and a field looks up some hundred of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Two characters a weight: the group, and the weight in steps of an eighth.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STEP: f32 = 0.125;
/// The place of each byte in the alphabet; 64 for what is not in it.
const PLACES: [u8; 256] = {
    let mut places = [64; 256];
    let mut at = 0;
    while at < ALPHABET.len() {
        places[ALPHABET[at] as usize] = at as u8;
        at += 1;
    }
    places
};
const ZERO: i32 = 32;

/// Packs the weights of a feature; what is too small to count is left out.
fn pack(weights: impl IntoIterator<Item = (usize, f32)>) -> String {
    let mut out = String::new();
    for (group, weight) in weights {
        let steps = ((weight / STEP).round() as i32 + ZERO).clamp(0, 63);
        let at = |index: usize| ALPHABET.get(index).map(|byte| char::from(*byte));
        if let Some(group) = at(group).filter(|_| steps != ZERO) {
            out.push(group);
            out.extend(usize::try_from(steps).ok().and_then(at));
        }
    }
    out
}

/// The weights of a feature; characters that are none are passed over.
fn unpack(packed: &str) -> impl Iterator<Item = (usize, f32)> + '_ {
    let at = |byte: u8| Some(usize::from(PLACES[usize::from(byte)])).filter(|at| *at < 64);
    packed.as_bytes().chunks_exact(2).filter_map(move |pair| {
        let steps = i32::try_from(at(pair[1])?).ok()? - ZERO;
        Some((at(pair[0])?, steps as f32 * STEP))
    })
}

/// Features in their order, each with its weights: two characters for a group and its
/// weight, in steps of an eighth. In the file it is an object of texts.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Weights {
    text: String,
    /// Where each feature and its weights begin; the last is the end.
    starts: Vec<(u32, u32)>,
}

impl Weights {
    /// Packs the weights of each feature; what is too small to count is left out.
    pub fn new<W: IntoIterator<Item = (usize, f32)>>(
        features: impl IntoIterator<Item = (String, W)>,
    ) -> Self {
        let packed = features.into_iter().map(|(name, weights)| (name, pack(weights)));
        let sorted: BTreeMap<String, String> =
            packed.filter(|(_, packed)| !packed.is_empty()).collect();
        let mut out = Self::default();
        sorted.iter().for_each(|(name, packed)| out.push(name, packed));
        out
    }

    /// How many features there are.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The weights of a feature: group and weight.
    pub fn of(&self, feature: &str) -> impl Iterator<Item = (usize, f32)> + '_ {
        let found =
            self.starts.binary_search_by(|(start, middle)| self.part(*start, *middle).cmp(feature));
        unpack(found.map_or("", |at| self.entry(at).1))
    }

    /// The features in their order.
    pub fn features(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|at| self.entry(at).0)
    }

    /// The weights of the feature with this number, if it is the one that is meant.
    pub fn at(&self, at: usize, feature: &str) -> impl Iterator<Item = (usize, f32)> + '_ {
        let (name, packed) = self.entry(at);
        unpack(if name == feature { packed } else { "" })
    }

    fn entry(&self, at: usize) -> (&str, &str) {
        let Some(&(start, middle)) = self.starts.get(at) else { return ("", "") };
        let end = self.starts.get(at + 1).map_or(self.text.len() as u32, |next| next.0);
        (self.part(start, middle), self.part(middle, end))
    }

    fn part(&self, start: u32, end: u32) -> &str {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    fn push(&mut self, name: &str, packed: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(name);
        self.starts.push((start, self.text.len() as u32));
        self.text.push_str(packed);
    }
}

impl fmt::Debug for Weights {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Weights({} features)", self.len())
    }
}

impl Serialize for Weights {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map((0..self.len()).map(|at| self.entry(at)))
    }
}

impl<'de> Deserialize<'de> for Weights {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Weights;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of texts in the order of their names")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Weights, A::Error> {
        let mut out = Weights::default();
        let mut last = String::new();
        while let Some((name, packed)) = map.next_entry::<Cow<'de, str>, Cow<'de, str>>()? {
            if !last.is_empty() && *name <= *last {
                return Err(serde::de::Error::custom("the features are not in their order"));
            }
            out.push(&name, &packed);
            last.clear();
            last.push_str(&name);
        }
        out.text.shrink_to_fit();
        out.starts.shrink_to_fit();
        Ok(out)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn weights_come_back_as_they_were() {
        let weights = Weights::new([
            ("t:mail".to_owned(), vec![(3, 1.5), (47, -2.0)]),
            ("bias".to_owned(), vec![(0, 0.25), (1, 0.01)]),
            ("t:nothing".to_owned(), vec![(5, 0.0)]),
        ]);
        assert_eq!(weights.len(), 2);
        assert_eq!(weights.of("t:mail").collect::<Vec<_>>(), [(3, 1.5), (47, -2.0)]);
        assert_eq!(weights.of("bias").collect::<Vec<_>>(), [(0, 0.25)]);
        assert_eq!(weights.of("t:mai").count(), 0);
        let text = serde_json::to_string(&weights).unwrap();
        assert_eq!(serde_json::from_str::<Weights>(&text).unwrap(), weights);
    }

    #[test]
    fn what_is_out_of_order_is_refused() {
        assert!(serde_json::from_str::<Weights>(r#"{"b":"AA","a":"AA"}"#).is_err());
    }
}
