//! Sentences and what they state. `[PER Kim]` marks a mention; `PER#0` is the mention numbered by
//! place; `?` after a relation marks it alleged, `!` denied.

use super::{Patterns, relate};
use crate::{
    entity::{Entity, Resolution},
    ingest,
    mention::{Mention, MentionKind},
    schema::{EntityType, Schema, Status},
    span::Span,
};
use std::sync::LazyLock;

static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::built_in);
static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::built_in);

/// Reads the marks out of a sentence; the same words are the same entity.
fn marked(marked: &str) -> (String, Resolution) {
    let mut text = String::new();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let close = open + rest[open..].find(']').expect("mark is closed");
        let (kind, name) = rest[open + 1..close].split_once(' ').expect("mark has a type");
        let entity_type = match kind {
            "PER" => EntityType::Person,
            "ORG" => EntityType::Organization,
            "LOC" => EntityType::Location,
            "NORP" => EntityType::Norp,
            "GROUP" => EntityType::Group,
            "DATE" => EntityType::Date,
            other => panic!("unknown mark {other}"),
        };
        let start = text.len();
        text.push_str(name);
        let mut mention = Mention::name(Span::new(start, text.len()), entity_type, 1.0);
        if entity_type == EntityType::Group {
            mention.kind = MentionKind::Nominal;
        }
        if entity_type == EntityType::Date {
            mention.value = Some(name.to_owned());
        }
        mentions.push(mention);
        rest = &rest[close + 1..];
    }
    text.push_str(rest);
    let mut entities: Vec<Entity> = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let name = &text[mention.span.start..mention.span.end];
        match entities.iter_mut().find(|e| e.name == name) {
            Some(entity) => entity.mentions.push(index),
            None => entities.push(Entity {
                name: name.to_owned(),
                entity_type: mention.entity_type,
                mentions: vec![index],
                roles: Default::default(),
                merges: Vec::new(),
                attributes: Default::default(),
            }),
        }
    }
    (text, Resolution { mentions, entities })
}

fn stated(sentence: &str) -> Vec<String> {
    let (text, resolution) = marked(sentence);
    let doc = ingest::document("test", text);
    let name = |e: usize| {
        let kind = match resolution.entities[e].entity_type {
            EntityType::Person => "PER",
            EntityType::Organization => "ORG",
            EntityType::Location => "LOC",
            EntityType::Group => "GROUP",
            _ => "OTHER",
        };
        format!("{kind}#{}", resolution.entities[e].mentions[0])
    };
    let mut found: Vec<String> = relate(&doc, &resolution, &SCHEMA, &PATTERNS)
        .iter()
        .map(|r| {
            let mark = match r.evidence[0].status {
                Status::Asserted => "",
                Status::Alleged => "?",
                Status::Denied => "!",
            };
            format!("{} {}{mark} {}", name(r.subject), r.predicate, name(r.object))
        })
        .collect();
    found.sort();
    found
}

fn check(cases: &[(&str, &[&str])]) {
    let mut wrong = Vec::new();
    for (sentence, expected) in cases {
        let found = stated(sentence);
        let mut expected: Vec<String> = expected.iter().map(|e| (*e).to_owned()).collect();
        expected.sort();
        if found != expected {
            wrong.push(format!("{sentence}\n  expected {expected:?}\n  found    {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn built_in_patterns_compile_and_name_known_types() {
    for pattern in &PATTERNS.verbs {
        assert!(SCHEMA.relation.contains_key(&pattern.predicate), "{}", pattern.name);
    }
    for pattern in &PATTERNS.sequences {
        assert!(SCHEMA.relation.contains_key(&pattern.predicate), "{}", pattern.name);
    }
}

#[test]
fn errors_name_line_and_cause() {
    let wrong = include_str!("../../data/patterns.toml")
        .replace("rows = [\"S 's ~3 arrest|", "rows = [\"S @nobody ~3 O arrest|");
    let line = wrong.lines().position(|l| l.contains("@nobody")).expect("replaced") + 1;
    let Err(error) = Patterns::parse(&wrong, std::path::Path::new("mine.toml")) else {
        panic!("an unknown list compiles");
    };
    assert_eq!(error.to_string(), format!("mine.toml:{line}: no list named nobody"));
}

#[test]
fn pursuit() {
    check(&[
        ("[PER Kim] was indicted by [GROUP a grand jury].", &["GROUP#1 charges PER#0"]),
        ("[GROUP Prosecutors] charged [PER Kim] with fraud.", &["GROUP#0 charges PER#1"]),
        (
            "[ORG The Justice Department] filed a lawsuit against [ORG Acme].",
            &["ORG#0 charges ORG#1"],
        ),
        (
            "[PER Kim], 34, and [PER Lee], 41, were charged by [ORG the SEC].",
            &["ORG#2 charges PER#0", "ORG#2 charges PER#1"],
        ),
        ("[ORG FBI] agents arrested [PER Kim] on Monday.", &["ORG#0 arrests PER#1"]),
        ("[PER Kim] was arrested by [GROUP police].", &["GROUP#1 arrests PER#0"]),
        ("[LOC Malaysia] extradited [PER Mun] to the west.", &["LOC#0 arrests PER#1"]),
        ("[GROUP Officers] took [PER Kim] into custody.", &["GROUP#0 arrests PER#1"]),
        ("[ORG The court] sentenced [PER Kim] to nine years.", &["ORG#0 convicts PER#1"]),
        ("[PER Kim] was sentenced to nine years by [PER Judge Doe].", &["PER#1 convicts PER#0"]),
        ("[PER Kim] pleaded guilty before [PER Jane Doe].", &["PER#1 convicts PER#0"]),
        ("[ORG OFAC] designated [ORG Acme].", &["ORG#0 sanctions ORG#1"]),
        ("[ORG Acme] was designated by [ORG OFAC].", &["ORG#1 sanctions ORG#0"]),
        ("[ORG The council] imposed sanctions on [LOC Iran].", &["ORG#0 sanctions LOC#1"]),
        ("[ORG The Treasury] froze the assets of [ORG Acme].", &["ORG#0 sanctions ORG#1"]),
        ("[GROUP Agents] seized property from [PER Kim].", &["GROUP#0 seizes_from PER#1"]),
        ("[ORG The FBI] is investigating [ORG Acme].", &["ORG#0 investigates ORG#1"]),
        ("[ORG The commission] opened an inquiry into [ORG Acme].", &["ORG#0 investigates ORG#1"]),
        ("[ORG Acme] has been investigated by [ORG the SEC].", &["ORG#1 investigates ORG#0"]),
        ("[ORG The SEC]'s investigation of [ORG Acme] goes on.", &["ORG#0 investigates ORG#1"]),
    ]);
}

#[test]
fn debug_me() {
    for s in std::fs::read_to_string("/tmp/dbg.txt").unwrap().lines() {
        let (text, resolution) = marked(s);
        let doc = ingest::document("test", text);
        let nations = super::nation::Nations::of(&doc, &resolution);
        for p in super::parse(&doc, &resolution, &PATTERNS, &nations) {
            for e in &p.row.elements {
                eprint!("{}/{:?} ", e.lower, e.class);
            }
            eprintln!();
            for f in &p.frames {
                let n = |a: &Vec<super::Argument>| {
                    a.iter().map(|a| p.row.elements[a.element].lower.clone()).collect::<Vec<_>>()
                };
                eprintln!(
                    "   {} pass={} subj={:?} obj={:?}/{:?} pp={:?} gov={:?} neg={} hyp={}",
                    f.lemma,
                    f.passive,
                    n(&f.subject),
                    f.object.as_ref().map(|o| o.head.clone()),
                    f.object.as_ref().map(|o| n(&o.arguments)),
                    f.prepositions
                        .iter()
                        .map(|(p, o)| (p.clone(), o.head.clone(), n(&o.arguments)))
                        .collect::<Vec<_>>(),
                    f.governor,
                    f.negated,
                    f.hypothetical
                );
            }
        }
        eprintln!("=> {:?}", stated(s));
    }
}
