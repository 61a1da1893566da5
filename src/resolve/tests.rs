//! Documents written with [brackets] around mentions: `[PER Kim]`.

use super::*;
use crate::{Span, ingest};

/// Reads `[ORG Apple Inc.] said` into a document and its mentions.
pub(super) fn marked(text: &str) -> (Document, Vec<Mention>) {
    let mut plain = String::new();
    let mut mentions = Vec::new();
    let mut rest = text;
    while let Some((before, tail)) = rest.split_once('[') {
        plain.push_str(before);
        let (inside, after) = tail.split_once(']').unwrap_or((tail, ""));
        let (kind, name) = inside.split_once(' ').unwrap_or(("ORG", inside));
        let entity_type = match kind {
            "PER" => EntityType::Person,
            "LOC" => EntityType::Location,
            "NORP" => EntityType::Norp,
            "GROUP" => EntityType::Group,
            _ => EntityType::Organization,
        };
        let start = plain.len();
        plain.push_str(name);
        mentions.push(Mention::name(Span::new(start, plain.len()), entity_type, 1.0));
        rest = after;
    }
    plain.push_str(rest);
    (ingest::document("test", plain), mentions)
}

/// The names of each entity, in text order, joined by " = ".
fn check(text: &str, expected: &[&str]) {
    let (doc, mentions) = marked(text);
    let resolution = resolve(&doc, mentions);
    let found: Vec<String> = resolution
        .entities
        .iter()
        .map(|entity| {
            let names: Vec<&str> = entity
                .mentions
                .iter()
                .map(|&m| &resolution.mentions[m])
                .filter(|m| m.kind == MentionKind::Name)
                .map(|m| doc.slice(m.span))
                .collect();
            names.join(" = ")
        })
        .collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn surnames_go_to_their_bearer() {
    check(
        "[PER Kim Jong Un] met [PER Sim Hyon Sop]. [PER Kim] praised [PER Sim].",
        &["Kim Jong Un = Kim", "Sim Hyon Sop = Sim"],
    );
    check(
        "[PER Bill Clinton] and [PER Hillary Clinton]. [PER Clinton] said",
        &["Bill Clinton", "Hillary Clinton = Clinton"],
    );
    check("[PER Obama] Speaks\n[PER Barack Obama] spoke.", &["Obama = Barack Obama"]);
}

#[test]
fn organizations_have_short_forms_and_acronyms() {
    check(
        "The [ORG RGB] of the [ORG Reconnaissance General Bureau] and [ORG KOMID].",
        &["RGB = Reconnaissance General Bureau", "KOMID"],
    );
    check(
        "[ORG Korea Mining Development Trading Corporation] ([ORG KOMID]) and [ORG Chinpo Shipping Company]; [ORG Chinpo] paid [ORG KOMID].",
        &[
            "Korea Mining Development Trading Corporation = KOMID = KOMID",
            "Chinpo Shipping Company = Chinpo",
        ],
    );
    check(
        "The [ORG U.S. Department of Justice], or [ORG Justice Department] or [ORG DOJ], and [ORG Treasury].",
        &["U.S. Department of Justice = Justice Department = DOJ", "Treasury"],
    );
    check(
        "[ORG Melli Bank] and [ORG Melli Bank (Hong Kong)], [ORG Hapjanggang Trading] and [ORG Hapjanggang Shipping].",
        &["Melli Bank", "Melli Bank (Hong Kong)", "Hapjanggang Trading", "Hapjanggang Shipping"],
    );
}

#[test]
fn places_have_other_names_and_capitals_speak() {
    check(
        "[LOC United States] and [LOC U.S.], [LOC DPRK] and [LOC North Korea].",
        &["United States = U.S.", "DPRK = North Korea"],
    );
    check(
        "[LOC Iran] built it. In [LOC Tehran], crowds met. It is a charge [LOC Tehran] denies.",
        &["Iran = Tehran", "Tehran"],
    );
    check(
        "[NORP Iraqi] and [NORP Iraqis], [NORP British] and [NORP Briton].",
        &["Iraqi = Iraqis", "British = Briton"],
    );
}

#[test]
fn aliases_are_taken_from_the_text() {
    check(
        "[PER Viktor Lukovenko] (also known as [PER Viktor Vasilev]; [PER Виктор Васильев]) leads it.",
        &["Viktor Lukovenko = Viktor Vasilev = Виктор Васильев"],
    );
    check("[ORG Grantlo] (formerly [ORG Energo-Oil-Invest]).", &["Grantlo = Energo-Oil-Invest"]);
}
