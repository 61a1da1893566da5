//! Values: dates, money and identifiers. Enters: a text. Leaves: their places, types and
//! normalised values, in text order and disjoint. A number that fails its checksum is none.

mod accounts;
mod date;
mod id_number;
mod link;
mod money;
mod phone;

use crate::{
    document::Document,
    mention::{Mention, MentionKind},
    pattern::{is_inside_word, pattern},
    schema::EntityType,
    span::Span,
};

/// A value that was found.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    /// Where it stands, in bytes.
    span: Span,
    /// What it is.
    entity_type: EntityType,
    /// What it says, where that is certain.
    value: Option<String>,
}

/// All values of a document. Where two overlap, the one with the stricter form wins: links,
/// accounts, telephone numbers, identity numbers, money, dates.
pub(super) fn find(doc: &Document) -> Vec<Mention> {
    let finders =
        [link::find, accounts::find, phone::find, id_number::find, money::find, date::find];
    let mut taken: Vec<Mention> = Vec::new();
    for finder in finders {
        let fresh = finder(doc.text()).into_iter().filter(|f| in_one_sentence(doc, f.span));
        let fresh: Vec<Mention> = fresh
            .map(|f| Mention {
                span: f.span,
                entity_type: f.entity_type,
                kind: MentionKind::Name,
                score: 1.0,
                value: f.value,
            })
            .collect();
        super::add_disjoint(&mut taken, fresh);
    }
    taken
}

fn in_one_sentence(doc: &Document, span: Span) -> bool {
    doc.sentence_at(span.start).is_some_and(|s| doc.sentences()[s].span.contains(span))
}

/// A data file of this program.
fn data<T: serde::de::DeserializeOwned>(text: &str) -> T {
    #[expect(clippy::expect_used, reason = "constant data, parsed by the tests")]
    toml::from_str(text).expect("constant data")
}

/// Words as alternatives of a pattern, the longest first.
fn any_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words: Vec<&str> = words.into_iter().collect();
    words.sort_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    words.dedup();
    words.into_iter().map(regex::escape).collect::<Vec<_>>().join("|")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks what one finder finds: text and value, in order.
    #[track_caller]
    pub(super) fn check(find: fn(&str) -> Vec<Found>, text: &str, expected: &[(&str, &str)]) {
        let found = find(text);
        let found: Vec<(&str, &str)> = found
            .iter()
            .map(|f| (&text[f.span.start..f.span.end], f.value.as_deref().unwrap_or("-")))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn overlapping_values_are_one() {
        let text = "On May 5, 2024 he paid $2 million to a@b.com and 127.0.0.1.";
        let doc = crate::ingest::document("d", text.to_owned());
        let found: Vec<_> = find(&doc).iter().map(|m| doc.slice(m.span).to_owned()).collect();
        assert_eq!(found, ["May 5, 2024", "$2 million", "a@b.com", "127.0.0.1"]);
    }

    #[test]
    fn letters_of_other_alphabets_are_part_of_words() {
        let text = "\u{e9}1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa \u{e9}in 2019, 5 Mar\u{e9}, 5 euros\u{e9} \u{e9}passport 563410170";
        let doc = crate::ingest::document("d", text.to_owned());
        let found: Vec<_> = find(&doc).iter().map(|m| doc.slice(m.span).to_owned()).collect();
        assert_eq!(found, [""; 0]);
    }
}
