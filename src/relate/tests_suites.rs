//! Two suites of sentences, written without a look at the code: how a relation is stated
//! (`tests/suites/stance.toml`) and which way it points (`tests/suites/direction.toml`). Marks as in
//! `tests`; what falls short is printed, the shares are asserted.

#![expect(clippy::print_stdout, reason = "what a suite misses is told")]

use super::{
    parse,
    phrase::Phrases,
    relate,
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
    #[serde(default)]
    hard: Vec<String>,
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
fn judged(
    doc: &crate::Document,
    resolution: &Resolution,
    (s, predicate, o): (usize, &str, usize),
) -> Status {
    let nations = super::nation::Nations::of(doc, resolution);
    let parsed = parse(doc, resolution, &PATTERNS, &nations);
    let place = |row: &super::Row, m: usize| row.elements.iter().position(|e| e.mention == Some(m));
    let (sentence, first, last) = parsed
        .iter()
        .find_map(|p| Some((p, place(&p.row, s)?, place(&p.row, o)?)))
        .expect("both stand in one sentence");
    let phrases = Phrases { row: &sentence.row, lexicon: &PATTERNS.lexicon };
    let said = Said { phrases, frames: &sentence.frames, cues: &PATTERNS.cues };
    let (first, last) = (first.min(last), first.max(last));
    match said.stating(&PATTERNS, first, last, predicate) {
        Some(verb) => stance::of_frame(said, verb, last, predicate),
        None => stance::of_stretch(said, (first, last), predicate),
    }
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
                    || SCHEMA.is_symmetric(predicate)
                        && r.predicate == predicate
                        && (r.object, r.subject) == (s, o)
            };
            if let Some(relation) = relations.iter().find(is) {
                found += 1;
                agree += usize::from(relation.evidence[0].status == status);
                if relation.evidence[0].status != status {
                    println!(
                        "{says}: found as {}\n  {}",
                        relation.evidence[0].status.name(),
                        case.text
                    );
                }
            }
        }
    }
    println!(
        "{} sentences: {right} of {all} statements right, {denied} of {denials} denials; patterns find {found}, {agree} of them right",
        suite.case.len()
    );
    assert!(suite.case.len() >= 100 && denials >= 20);
    assert!(right * 100 >= all * 92, "{right} of {all}");
    assert!(denied * 100 >= denials * 92, "{denied} of {denials} denials");
    assert!(found * 100 >= all * 65, "patterns find {found} of {all}");
    assert!(agree * 100 >= found * 92, "{agree} of {found}");
}

#[test]
fn directions() {
    let suite: Directions = toml::from_str(include_str!("../../tests/suites/direction.toml"))
        .expect("the suite parses");
    let (mut pairs, mut sentences, mut hard, mut hard_found) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for pair in &suite.pair {
        for sentence in pair.same.iter().chain(&pair.hard) {
            let (stated, turned) = states(sentence, &pair.says);
            let is_hard = pair.hard.contains(sentence);
            sentences += usize::from(!is_hard);
            hard += usize::from(is_hard);
            hard_found += usize::from(is_hard && stated);
            if turned || !stated && !is_hard {
                wrong.push(format!(
                    "{}{sentence}",
                    if turned { "turned round: " } else { "not found: " }
                ));
            }
        }
        pairs += usize::from(pair.same.len() >= 2);
    }
    println!(
        "{pairs} facts in several wordings, {sentences} sentences; of {hard} hard ones {hard_found} are found"
    );
    assert!(pairs >= 60);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rows that are not tried find nothing.
#[test]
fn no_row_is_passed_over() {
    let suite: Directions = toml::from_str(include_str!("../../tests/suites/direction.toml"))
        .expect("the suite parses");
    let (mut tried, mut all, mut found) = (0, 0, 0);
    for sentence in suite.pair.iter().flat_map(|pair| pair.same.iter().chain(&pair.hard)) {
        let (text, resolution) = marked(sentence);
        let doc = ingest::document("test", text);
        let nations = super::nation::Nations::of(&doc, &resolution);
        for sentence in parse(&doc, &resolution, &PATTERNS, &nations) {
            let phrases = Phrases { row: &sentence.row, lexicon: &PATTERNS.lexicon };
            let may = PATTERNS.anchors.rows(&sentence.row);
            tried += may.len();
            for (pattern, rows) in PATTERNS.sequences.iter().enumerate() {
                for (row, sequence) in rows.sequences.iter().enumerate() {
                    all += 1;
                    let finds = !sequence.find(phrases).is_empty();
                    found += usize::from(finds);
                    assert!(!finds || may.contains(&(pattern, row)), "{} {row}", rows.name);
                }
            }
        }
    }
    println!("of {all} rows {tried} are tried and {found} found");
    assert!(found > 0 && tried * 2 < all);
}

/// Whether a marked sentence states a marked fact, and whether it states it the wrong way round.
fn states(sentence: &str, fact: &str) -> (bool, bool) {
    let (says, ends) = marked(fact);
    let [subject, object] = [0, 1].map(|m| ends.mentions[m].span);
    let predicate = says[subject.end..object.start].trim();
    let (text, resolution) = marked(sentence);
    let entity = |span: crate::Span| {
        let wanted = &says[span.start..span.end];
        resolution.entities.iter().position(|e| e.name == wanted).expect("both ends are marked")
    };
    let (s, o) = (entity(subject), entity(object));
    let doc = ingest::document("test", text);
    let relations = relate(&doc, &resolution, &SCHEMA, &PATTERNS, None);
    let any = |s: usize, o: usize| {
        relations.iter().any(|r| r.predicate == predicate && (r.subject, r.object) == (s, o))
    };
    (any(s, o), any(o, s))
}
