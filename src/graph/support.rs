//! How much documents support an edge. Enters: which documents are near the same text. Leaves: counts
//! and confidence in which a text that many print counts once. Compares no texts (that is `sketch`).

use super::{EdgeEvidence, GraphInfo, round};
use crate::{
    document::DocumentInfo,
    fold,
    sketch::{self, Sketch},
};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

/// Two documents with nearly the same text, as when many papers print one report. Both were read and
/// are quoted; they count as one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NearDuplicate {
    /// The later document.
    pub doc: String,
    /// The first document of its group: the earliest published; without a date, the smallest id.
    pub of: String,
    /// Estimated share of their runs of five words that both have, 0..=1. It may be small where a
    /// text was changed step by step and each step is a document.
    pub similarity: f64,
}

/// The documents that are near the same text as an earlier one, by id, from what stays of their texts. The order
/// of `documents` does not matter; their ids must differ.
pub(crate) fn near_duplicates<'d>(
    documents: impl Iterator<Item = (&'d DocumentInfo, Option<&'d Sketch>)>,
) -> Vec<NearDuplicate> {
    let mut order: Vec<(&DocumentInfo, Option<&Sketch>)> = documents.collect();
    order.sort_by_key(|(info, _)| (info.published.is_none(), &info.published, &info.id));
    let sketches: Vec<_> = order.iter().map(|(_, sketch)| *sketch).collect();
    let groups = sketch::groups(&sketches);
    let later = groups.into_iter().enumerate().filter(|(n, first)| n != first);
    let mut found: Vec<NearDuplicate> = later
        .filter_map(|(n, first)| {
            let similarity = round(sketches[n]?.similarity(sketches[first]?));
            let [doc, of] = [n, first].map(|n| order[n].0.id.clone());
            Some(NearDuplicate { doc, of, similarity })
        })
        .collect();
    found.sort_by(|a, b| a.doc.cmp(&b.doc));
    found
}

/// Which documents are of one source.
pub(crate) struct Support {
    /// A document that is near the same text as another -> the first of them.
    first: HashMap<String, String>,
    /// The first of nearly the same text -> the others.
    others: HashMap<String, Vec<String>>,
}

impl Support {
    /// The most that sentences together can make sure, since extractors err together.
    pub const MOST: f64 = 0.99;

    /// What a graph says of its documents.
    pub fn of(info: &GraphInfo) -> Self {
        let pairs = info.near_duplicates.iter();
        let first = pairs.clone().map(|near| (near.doc.clone(), near.of.clone())).collect();
        let mut others: HashMap<String, Vec<String>> = HashMap::new();
        pairs.for_each(|near| others.entry(near.of.clone()).or_default().push(near.doc.clone()));
        Self { first, others }
    }

    /// All documents of a source, itself among them.
    pub fn of_source<'a>(&'a self, source: &'a str) -> impl Iterator<Item = &'a str> {
        let others = self.others.get(source).into_iter().flatten();
        others.map(String::as_str).chain([source])
    }

    /// The document with which another counts as one.
    pub fn source<'a>(&'a self, doc: &'a str) -> &'a str {
        self.first.get(doc).map_or(doc, String::as_str)
    }

    /// How many of these documents are independent of each other.
    pub fn documents<'a>(&'a self, docs: impl IntoIterator<Item = &'a str>) -> usize {
        docs.into_iter().map(|doc| self.source(doc)).collect::<BTreeSet<_>>().len()
    }

    /// Of which sentences of one relation [`confidence`](Self::confidence) needs the words: those whose source has
    /// others.
    pub fn needs_words(&self, evidence: &[EdgeEvidence]) -> Vec<bool> {
        let place = |e: &EdgeEvidence| (Arc::clone(&e.doc), e.start, e.end);
        let mut sources: HashMap<&str, (_, bool)> = HashMap::new();
        for e in evidence {
            let (first, several) =
                sources.entry(self.source(&e.doc)).or_insert_with(|| (place(e), false));
            *several |= *first != place(e);
        }
        evidence.iter().map(|e| sources[self.source(&e.doc)].1).collect()
    }

    /// Noisy-or over sentences: each sentence gives its best score once, also where its words stand in
    /// several documents of one source or are repeated in one, as in a caption. What the network alone
    /// reads in several sentences of one source counts once, with its best score: it is one opinion of
    /// the same two names, and taken for several it was believed 0.68 where 0.55 was right
    /// (`training/confidence.py` on the development set). The whole is capped.
    pub fn confidence(&self, evidence: &[&EdgeEvidence]) -> f64 {
        let mut best: Vec<(&str, &EdgeEvidence)> = Vec::with_capacity(evidence.len());
        let mut sources: BTreeMap<&str, Vec<&EdgeEvidence>> = BTreeMap::new();
        evidence.iter().for_each(|e| sources.entry(self.source(&e.doc)).or_default().push(e));
        for (source, said) in sources {
            if let [alone] = said[..] {
                best.push((source, alone));
                continue;
            }
            // Most are letter by letter the same, or the only ones.
            let mut folded: HashMap<&str, String> = HashMap::new();
            let mut by_words: BTreeMap<String, &EdgeEvidence> = BTreeMap::new();
            for e in said {
                let words = folded.entry(&e.text).or_insert_with(|| fold::fold(&e.text));
                let known = by_words.entry(words.clone()).or_insert(e);
                if e.score > known.score {
                    *known = e;
                }
            }
            best.extend(by_words.into_values().map(|e| (source, e)));
        }
        let mut miss = 1.0;
        let mut opinions: BTreeMap<&str, f64> = BTreeMap::new();
        for (source, e) in best {
            if e.extractor.starts_with("neural:") {
                let opinion = opinions.entry(source).or_insert(0.0);
                *opinion = opinion.max(e.score);
            } else {
                miss *= 1.0 - e.score;
            }
        }
        miss *= opinions.values().map(|score| 1.0 - score).product::<f64>();
        (1.0 - miss).min(Self::MOST)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{graph::Offsets, schema::Status};

    fn said(doc: &str, text: &str, extractor: &str, score: f64) -> EdgeEvidence {
        let here = Offsets { start: 0, end: 1 };
        EdgeEvidence {
            doc: doc.into(),
            start: 0,
            end: 9,
            text: text.into(),
            subject: here,
            object: here,
            extractor: extractor.into(),
            score,
            status: Status::Asserted,
            date: None,
        }
    }

    fn check(evidence: &[EdgeEvidence], expected: f64) {
        let support = Support::of(&GraphInfo::default());
        let found = support.confidence(&evidence.iter().collect::<Vec<_>>());
        assert!((found - expected).abs() < 1e-9, "{found} {expected}");
    }

    #[test]
    fn patterns_add_up_sentence_by_sentence_and_the_network_document_by_document() {
        let (a, b) = ("a.txt", "b.txt");
        let [first, second] = ["He owns it.", "It is his."];
        let (owns, net) = ("pattern:own", "neural:x");
        check(&[], 0.0);
        check(&[said(a, first, owns, 0.5), said(a, second, owns, 0.5)], 0.75);
        check(&[said(a, first, owns, 0.5), said(a, first, owns, 0.4)], 0.5);
        check(&[said(a, first, net, 0.5), said(a, second, net, 0.4)], 0.5);
        check(&[said(a, first, net, 0.5), said(b, first, net, 0.4)], 0.7);
        // A sentence speaks once, for whom it is surer.
        check(&[said(a, first, net, 0.5), said(a, first, owns, 0.6)], 0.6);
        check(&[said(a, first, net, 0.5), said(a, second, owns, 0.6)], 0.8);
        check(&[said(a, first, owns, 0.95), said(a, second, owns, 0.95)], 0.99);
    }
}
