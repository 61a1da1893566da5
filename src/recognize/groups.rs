//! Unnamed actors: "front companies", "two Chinese nationals", "a federal jury". Enters: a document
//! and its names. Leaves: noun phrases around the nouns of `data/groups.toml`, without determiner.
//! Knows no grammar beyond the words at their edges; "the company" is left to `resolve`.

use crate::{
    document::{Document, Sentence},
    mention::Mention,
    schema::EntityType,
    span::Span,
};
use serde::Deserialize;
use std::{collections::HashSet, sync::LazyLock};

/// Share of the phrases whose extent is right, where annotated news has a group: 0.86, rounded.
const SCORE: f32 = 0.85;
/// Words that may stand before the noun.
const LONGEST: usize = 6;

#[derive(Deserialize)]
struct Words {
    plural: HashSet<String>,
    institution: HashSet<String>,
    singular: HashSet<String>,
    new: HashSet<String>,
    describing: HashSet<String>,
    determiners: HashSet<String>,
    prepositions: HashSet<String>,
    modifiers: HashSet<String>,
    compound: HashSet<String>,
    stops: HashSet<String>,
    adjectives: HashSet<String>,
    things: HashSet<String>,
    numbers: HashSet<String>,
    counts: HashSet<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "constant data, parsed by the tests")]
    toml::from_str(include_str!("../../data/groups.toml")).expect("constant data")
});

/// A word, a hyphenated compound, a mark or a whole name.
struct Unit {
    span: Span,
    /// In lower case.
    text: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Name(EntityType),
    Capital,
    Lower,
    Number,
    Mark,
}

/// Unnamed actors of a document, in text order and disjoint.
pub(super) fn find(doc: &Document, names: &[Mention]) -> Vec<Mention> {
    let mut groups: Vec<Mention> = Vec::new();
    for sent in doc.sentences() {
        let units = units(doc, sent, names);
        let phrases = (0..units.len()).filter_map(|head| phrase(&units, head));
        groups.extend(phrases.map(|span| Mention::nominal(span, EntityType::Group, SCORE)));
    }
    groups
}

fn units(doc: &Document, sent: &Sentence, names: &[Mention]) -> Vec<Unit> {
    let mut units: Vec<Unit> = Vec::new();
    let mut open = false;
    for token in &doc.tokens()[sent.tokens.clone()] {
        let text = doc.slice(token.span);
        let next_name = names.partition_point(|m| m.span.end <= token.span.start);
        if let Some(name) = names.get(next_name).filter(|m| m.span.overlaps(token.span)) {
            if units.last().is_none_or(|u| u.span != name.span) {
                let kind = Kind::Name(name.entity_type);
                units.push(Unit { span: name.span, text: String::new(), kind });
            }
            open = false;
            continue;
        }
        let is_word = text.starts_with(char::is_alphanumeric);
        let touches = units.last().is_some_and(|u| u.span.end == token.span.start);
        let hyphen = touches && (text == "-" || text == "," && in_number(doc.text(), token.span));
        if let Some(last) = units.last_mut().filter(|_| touches && (open && is_word || hyphen))
            && !matches!(last.kind, Kind::Name(_) | Kind::Mark)
        {
            last.span.end = token.span.end;
            last.text.push_str(&text.to_lowercase());
            open = hyphen;
            continue;
        }
        open = hyphen;
        let kind = match text.chars().next() {
            Some(c) if c.is_numeric() => Kind::Number,
            Some(c) if c.is_uppercase() => Kind::Capital,
            Some(c) if c.is_alphabetic() => Kind::Lower,
            _ => Kind::Mark,
        };
        units.push(Unit { span: token.span, text: text.to_lowercase(), kind });
    }
    units
}

/// Whether digits touch a comma on both sides.
fn in_number(text: &str, span: Span) -> bool {
    text[..span.start].ends_with(|c: char| c.is_ascii_digit())
        && text[span.end..].starts_with(|c: char| c.is_ascii_digit())
}

/// How a noun phrase begins.
#[derive(Clone, Copy, PartialEq)]
enum Edge {
    /// After a determiner, at this unit.
    Determiner(usize),
    /// After a name of a people, place or body, or its possessive.
    Name,
    /// After another possessive.
    Possessive,
    Preposition,
    /// After anything else.
    Open,
}

/// The span of the noun phrase whose noun is `head`, if it speaks of an unnamed actor.
fn phrase(units: &[Unit], head: usize) -> Option<Span> {
    let unit = &units[head];
    let noun = noun(&unit.text);
    let is_plural = WORDS.plural.contains(noun);
    let is_institution = WORDS.institution.contains(noun);
    if matches!(unit.kind, Kind::Name(_))
        || !is_plural && !is_institution && !WORDS.singular.contains(noun)
    {
        return None;
    }
    if units.get(head + 1).is_some_and(|next| goes_on(unit, next, is_plural)) {
        return None;
    }
    let (first, edge) = left_edge(units, head);
    if !is_plural && !is_institution && !is_new(units, first, head, edge) {
        return None;
    }
    Some(units[first].span.cover(unit.span))
}

/// Whether the noun only modifies what follows: "court documents", "police officers", "the Iranian
/// official Reza".
fn goes_on(unit: &Unit, next: &Unit, is_plural: bool) -> bool {
    match next.kind {
        Kind::Name(EntityType::Person) => !is_plural,
        Kind::Lower | Kind::Capital => {
            let text = next.text.as_str();
            let is_plain = ![&WORDS.stops, &WORDS.prepositions, &WORDS.determiners]
                .iter()
                .any(|words| words.contains(text));
            is_noun(text)
                || text == "of" && WORDS.counts.contains(&unit.text)
                || WORDS.things.contains(text)
                || WORDS.adjectives.contains(&unit.text) && is_plain && !text.ends_with("ed")
        }
        _ => false,
    }
}

/// The noun of a compound: "gas-traders" → "traders"; "co-conspirators" is a noun itself.
fn noun(text: &str) -> &str {
    if is_noun(text) { text } else { text.rsplit('-').next().unwrap_or(text) }
}

fn is_noun(text: &str) -> bool {
    [&WORDS.plural, &WORDS.institution, &WORDS.singular].iter().any(|nouns| nouns.contains(text))
}

/// The first unit of the phrase, and what stands before it.
fn left_edge(units: &[Unit], head: usize) -> (usize, Edge) {
    // Up to here the words surely belong; beyond, only if the phrase has a clear beginning.
    let mut sure = head;
    let mut first = head;
    while first > 0 && head - first < LONGEST {
        let at = first - 1;
        let unit = &units[at];
        if let Some(edge) = edge(units, at, first == head) {
            let doubtful = &units[first..sure];
            let is_clear = match edge {
                Edge::Open => false,
                // "the divested businesses", but "the bank has sanctioned companies".
                Edge::Determiner(_) => !doubtful.iter().skip(1).any(|u| looks_verbal(&u.text)),
                Edge::Name | Edge::Possessive | Edge::Preposition => {
                    !doubtful.iter().any(|u| looks_verbal(&u.text))
                }
            };
            return match is_clear || sure == first {
                true => (first, edge),
                false => (sure, Edge::Open),
            };
        }
        if unit.kind == Kind::Number || WORDS.numbers.contains(&unit.text) {
            return (at, Edge::Open);
        }
        let modifies = modifies(&unit.text);
        let may_modify = unit.kind == Kind::Lower
            && !unit.text.ends_with("ly")
            && (!unit.text.ends_with('s') || unit.text.ends_with("ss"));
        if !modifies && !may_modify {
            break;
        }
        if modifies && sure == first {
            sure = at;
        }
        first = at;
    }
    (sure, Edge::Open)
}

fn modifies(text: &str) -> bool {
    let compound = |end| WORDS.compound.contains(end);
    [&WORDS.modifiers, &WORDS.singular, &WORDS.institution].iter().any(|words| words.contains(text))
        || text.rsplit_once('-').is_some_and(|(_, end)| compound(end))
}

/// What kind of beginning the unit is, if no phrase reaches over it.
fn edge(units: &[Unit], at: usize, is_adjacent: bool) -> Option<Edge> {
    let unit = &units[at];
    let text = unit.text.as_str();
    match unit.kind {
        // "the Bush administration", but "Bush met soldiers".
        Kind::Name(EntityType::Person) if !is_adjacent => Some(Edge::Open),
        Kind::Name(kind) if kind.is_value() => Some(Edge::Open),
        Kind::Name(_) => Some(Edge::Name),
        // "-based" after a name.
        Kind::Mark if text == "-" => None,
        Kind::Mark => Some(Edge::Open),
        _ if text == "s" && at > 0 && matches!(units[at - 1].text.as_str(), "'" | "’") => {
            let of_name =
                at > 1 && matches!(units[at - 2].kind, Kind::Name(t) if t != EntityType::Person);
            Some(if of_name { Edge::Name } else { Edge::Possessive })
        }
        _ if WORDS.determiners.contains(text) => Some(Edge::Determiner(at)),
        _ if WORDS.prepositions.contains(text) => Some(Edge::Preposition),
        _ if WORDS.stops.contains(text) => Some(Edge::Open),
        _ => None,
    }
}

fn looks_verbal(text: &str) -> bool {
    !modifies(text) && (text.ends_with("ed") || text.ends_with("ing"))
}

/// Whether one actor is new to the text and no description of a name beside it: "is a bank",
/// "Acme, a bank".
fn is_new(units: &[Unit], first: usize, head: usize, edge: Edge) -> bool {
    match edge {
        Edge::Name => true,
        Edge::Determiner(at) => {
            let before = at.checked_sub(1).map(|b| units[b].text.as_str());
            let describes = before.is_some_and(|b| WORDS.describing.contains(b));
            // "the valve company" says more than that it was named before.
            let is_described = units[at].text == "the" && first < head;
            (WORDS.new.contains(&units[at].text) || is_described) && !describes
        }
        Edge::Open | Edge::Preposition | Edge::Possessive => WORDS.new.contains(&units[first].text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest;

    /// Names are given in the text as `[ORG:words]`.
    #[track_caller]
    fn check(marked: &str, expected: &[&str]) {
        let (mut text, mut names) = (String::new(), Vec::new());
        for (at, piece) in marked.split(['[', ']']).enumerate() {
            let Some((kind, name)) = piece.split_once(':').filter(|_| at % 2 == 1) else {
                text.push_str(piece);
                continue;
            };
            let kind = match kind {
                "PER" => EntityType::Person,
                "NORP" => EntityType::Norp,
                "LOC" => EntityType::Location,
                _ => EntityType::Organization,
            };
            names.push(Mention::name(Span::new(text.len(), text.len() + name.len()), kind, 1.0));
            text.push_str(name);
        }
        let doc = ingest::document("d", text);
        let found: Vec<&str> = find(&doc, &names).iter().map(|m| doc.slice(m.span)).collect();
        assert_eq!(found, expected, "{marked}");
    }

    #[test]
    fn groups_are_phrases_without_determiner() {
        check("They used front companies in [LOC:Iran].", &["front companies"]);
        check(
            "Two [NORP:Chinese] nationals met overseas IT workers.",
            &["nationals", "overseas IT workers"],
        );
        check("The three men paid several hackers.", &["three men", "hackers"]);
        check(
            "[NORP:Russian] military officers, [LOC:Iran]-based cyber actors",
            &["military officers", "cyber actors"],
        );
        check("It is a group of military personnel.", &["military personnel"]);
        check("They paid 22,000 workers.", &["22,000 workers"]);
        check("[ORG:Acme] supplies state-owned plants.", &["state-owned plants"]);
        check(
            "[LOC:Iran]'s armed forces and its co-conspirators",
            &["armed forces", "co-conspirators"],
        );
        check("The court and a federal grand jury agreed.", &["court", "federal grand jury"]);
        check("the gunpowder plants", &["gunpowder plants"]);
    }

    #[test]
    fn one_actor_must_be_new() {
        check("A bank lent to another man.", &["bank", "man"]);
        check("The company sued. His office closed.", &[]);
        check("[ORG:Acme], a company in [LOC:Oman], is a bank.", &[]);
        check("The [NORP:Iranian] government", &["government"]);
    }

    #[test]
    fn verbs_and_things_are_left_out() {
        check("Police arrested militants.", &["Police", "militants"]);
        check("He filed court documents at the police station.", &[]);
        check("They were arrested by officers.", &["officers"]);
        check("company employees", &["company employees"]);
    }
}
