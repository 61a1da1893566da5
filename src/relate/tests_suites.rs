//! Two suites of sentences, written without a look at the code: how a relation is stated
//! (`tests/suites/stance.toml`) and which way it points (`tests/suites/direction.toml`). Marks as in
//! `tests`; what falls short is printed, the shares are asserted.

use super::{
    parse, relate,
    phrase::Phrases,
    stance::{self, Said},
    tests::{PATTERNS, SCHEMA, marked},
};
use crate::{entity::Resolution, ingest, schema::Status};
use serde::Deserialize;

#[derive(Deserialize)]
struct Stances {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    text: String,
    says: Vec<String>,
}

#[derive(Deserialize)]
struct Directions {
    pair: Vec<Pair>,
}

#[derive(Deserialize)]
struct Pair {
    same: Vec<String>,
    says: String,
}

/// "PER#0 owns! ORG#1": mention, type, status, mention.
fn statement(says: &str) -> (usize, &str, Status, usize) {
    let mut parts = says.split(' ');
    let mut part = || parts.next().expect("a statement has three parts");
    let number = |end: &str| end.split_once('#').expect("#").1.parse().expect("a number");
    let (subject, predicate, object) = (part(), part(), part());
    let status = match predicate.chars().last() {
        Some('?') => Status::Alleged,
        Some('!') => Status::Denied,
        _ => Status::Asserted,
    };
    (number(subject), predicate.trim_end_matches(['?', '!']), status, number(object))
}

/// The status of a statement by the words around both mentions.
fn judged(doc: &crate::Document, resolution: &Resolution, (s, predicate, o): (usize, &str, usize)) -> Status {
    let nations = super::nation::Nations::of(doc, resolution);
    let parsed = parse(doc, resolution, &PATTERNS, &nations);
    let place = |row: &super::Row, m: usize| row.elements.iter().position(|e| e.mention == Some(m));
    let (sentence, first, last) = parsed
        .iter()
        .find_map(|p| Some((p, place(&p.row, s)?, place(&p.row, o)?)))
        .expect("both stand in one sentence");
    let phrases = Phrases { row: &sentence.row, lexicon: &PATTERNS.lexicon };
    let said = Said { phrases, frames: &sentence.frames, cues: &PATTERNS.cues };
    stance::of_pair(said, &PATTERNS, (first, last), predicate)
}

#[test]
fn stances() {
    let suite: Stances =
        toml::from_str(include_str!("../../tests/suites/stance.toml")).expect("the suite parses");
    let (mut all, mut right, mut found, mut agree) = (0, 0, 0, 0);
    let (mut denials, mut denied) = (0, 0);
    for case in &suite.case {
        let (text, resolution) = marked(&case.text);
        let doc = ingest::document("test", text);
        let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
        for says in &case.says {
            let (s, predicate, status, o) = statement(says);
            let said = judged(&doc, &resolution, (s, predicate, o));
            all += 1;
            right += usize::from(said == status);
            denials += usize::from(status == Status::Denied);
            denied += usize::from(status == Status::Denied && said == status);
            if said != status {
                println!("{says}: {}\n  {}", said.name(), case.text);
            }
            let is = |r: &&crate::Relation| {
                r.predicate == predicate && (r.subject, r.object) == (s, o)
                    || SCHEMA.is_symmetric(predicate) && r.predicate == predicate && (r.object, r.subject) == (s, o)
            };
            if let Some(relation) = relations.iter().find(is) {
                found += 1;
                agree += usize::from(relation.evidence[0].status == status);
                if relation.evidence[0].status != status {
                    println!("{says}: found as {}\n  {}", relation.evidence[0].status.name(), case.text);
                }
            }
        }
    }
    println!("{} sentences: {right} of {all} statements right, {denied} of {denials} denials; patterns find {found}, {agree} of them right", suite.case.len());
    assert!(suite.case.len() >= 100 && denials >= 20);
    assert!(right * 100 >= all * 92, "{right} of {all}");
    assert!(denied * 100 >= denials * 92, "{denied} of {denials} denials");
    assert!(agree * 100 >= found * 92, "{agree} of {found}");
}

#[test]
fn directions() {
    let suite: Directions =
        toml::from_str(include_str!("../../tests/suites/direction.toml")).expect("the suite parses");
    let (mut all, mut found, mut turned, mut complete) = (0, 0, 0, 0);
    for pair in &suite.pair {
        let (says, ends) = marked(&pair.says);
        let name = |m: usize| &says[ends.mentions[m].span.start..ends.mentions[m].span.end];
        let predicate = says[ends.mentions[0].span.end..ends.mentions[1].span.start].trim();
        let mut whole = true;
        for sentence in &pair.same {
            let (text, resolution) = marked(sentence);
            let of = |wanted: &str| resolution.entities.iter().position(|e| e.name == wanted).expect("both ends are marked");
            let (s, o) = (of(name(0)), of(name(1)));
            let doc = ingest::document("test", text);
            let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
            let states = |s: usize, o: usize| relations.iter().any(|r| r.predicate == predicate && (r.subject, r.object) == (s, o));
            all += 1;
            found += usize::from(states(s, o));
            whole &= states(s, o);
            if states(o, s) {
                turned += 1;
                println!("turned round: {sentence}");
            } else if !states(s, o) {
                println!("not found: {predicate}: {sentence}");
            }
        }
        complete += usize::from(whole);
    }
    println!("{} facts, {all} sentences: {found} found, {turned} turned round; {complete} facts in all wordings", suite.pair.len());
    assert!(suite.pair.len() >= 60);
    assert_eq!(turned, 0);
}
