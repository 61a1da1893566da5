use super::*;
use crate::schema::EntityType;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn read(text: &[u8]) -> (Ledger, Vec<String>) {
    let (ledger, skipped) = Ledger::read("l", text).unwrap();
    (ledger, skipped.iter().map(ToString::to_string).collect())
}

/// Rows of `target source judgement`, one second apart.
fn ledger(rows: &[&str]) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.extend(rows.iter().enumerate().map(|(at, row)| {
        let parts: Vec<&str> = row.split(' ').collect();
        let judgement = serde_json::from_value(parts[2].into()).unwrap();
        let mut decision = Decision::same(parts[0], parts[1]);
        (decision.judgement, decision.created_at) = (judgement, Some(format!("t{at}")));
        decision
    }));
    ledger
}

#[test]
fn a_row_is_nomenklaturas() {
    let line = "[\"a\",\"b\",\"no_judgement\",0.5,\"Ann\",\"2026-01-02T03:04:05Z\"]\n";
    let (ledger, skipped) = read(line.as_bytes());
    assert_eq!(skipped, [""; 0]);
    let mut out = Vec::new();
    ledger.rows()[0].write(&mut out).unwrap();
    assert_eq!(String::from_utf8(out).unwrap(), line);
}

#[test]
fn a_bad_line_is_named_and_the_rest_is_read() {
    let text = b"\xef\xbb\xbf[\"a\", \"b\", \"positive\", null, null, null]\r\n\
        \n\
        {}\n\
        [\"a\", \"b\"]\n\
        [\"a\", \"b\", \"maybe\", null, null, null]\n\
        [\"a\", \"a\", \"positive\", null, null, null]\n\
        [\"a\", 5, \"positive\", null, null, null]\n\
        [\"\", \"b\", \"positive\", null, null, null]\n\
        [\"a\", \"b\", \"positive\", \"x\", null, null]\n\
        [\"a\", \"b\", \"positive\", 1e999, null, null]\n\
        [\"a\", \"\xff\", \"positive\", null, null, null]\n\
        [\"a\", \"gone\", \"positive\", null, null, null, \"2026\"]\n\
        [\"c\", \"d\", \"negative\", null, null, null, null]\n\
        [\"a\", \"b\", \"posi";
    let (ledger, skipped) = read(text);
    let pairs: Vec<(&str, &str)> =
        ledger.rows().iter().map(|row| (row.target.as_str(), row.source.as_str())).collect();
    assert_eq!(pairs, [("a", "b"), ("c", "d")]);
    let starts = [
        "l:3: not a JSON array of six columns",
        "l:4: 2 columns;",
        "l:5: \"maybe\" is not a judgement",
        "l:6: target and source are the same",
        "l:7: 5 is not an id",
        "l:8: an id is empty",
        "l:9: \"x\" is not a score",
        "l:10: not a JSON array",
        "l:11: not UTF-8 text",
        "l:14: not a JSON array",
    ];
    assert_eq!(skipped.len(), starts.len(), "{skipped:#?}");
    for (said, start) in skipped.iter().zip(starts) {
        assert!(said.starts_with(start), "{said:?} should start with {start:?}");
    }
}

#[test]
fn the_last_row_on_a_pair_counts_until_it_is_taken_back() {
    use Standing::{Nothing, Stands, Superseded, Undoes, Undone};
    let check = |rows: &[&str], expected: &[Standing]| {
        assert_eq!(ledger(rows).standing(), expected, "{rows:?}");
    };
    check(&["a b positive", "a c positive"], &[Stands, Stands]);
    check(&["a b positive", "b a negative"], &[Superseded(1), Stands]);
    check(&["a b positive", "a b no_judgement"], &[Undone(1), Undoes(0)]);
    check(&["a b no_judgement"], &[Nothing]);
    check(&["a b positive", "a b unsure", "b a no_judgement"], &[Stands, Undone(2), Undoes(1)]);
}

#[test]
fn undo_takes_back_the_last_that_stands() {
    let mut ledger = ledger(&["a b positive", "a c positive", "a d positive"]);
    let undo = |ledger: &mut Ledger, number: Option<usize>, at: &str| {
        let (undone, rows) = ledger.undo(number)?;
        let at = Some(at.to_owned());
        ledger.extend(rows.into_iter().map(|row| Decision { created_at: at.clone(), ..row }));
        Ok::<usize, String>(undone)
    };
    assert_eq!(undo(&mut ledger, Some(2), "u1"), Ok(2));
    assert_eq!(undo(&mut ledger, Some(2), "u2"), Err("decision 2 is undone already, by 4".into()));
    let none = "4 is no decision that could be undone";
    assert_eq!(undo(&mut ledger, Some(4), "u2"), Err(none.into()));
    assert_eq!(undo(&mut ledger, None, "u3"), Ok(3));
    assert_eq!(undo(&mut ledger, None, "u4"), Ok(1));
    assert_eq!(undo(&mut ledger, None, "u5"), Err("there is no decision left to undo".into()));
    assert!(undo(&mut ledger, Some(0), "u5").is_err() && undo(&mut ledger, Some(9), "").is_err());
}

#[test]
fn rows_of_one_command_are_one_step() {
    let mut ledger = ledger(&["a b positive", "a c positive", "x y positive"]);
    for row in &mut ledger.rows {
        row.created_at = Some("t".into());
    }
    assert_eq!(ledger.steps(), [0..2, 2..3]);
    let (number, rows) = ledger.undo(Some(1)).unwrap();
    let sources: Vec<&str> = rows.iter().map(|row| row.source.as_str()).collect();
    assert_eq!((number, sources), (1, vec!["c", "b"]));
    for row in &mut ledger.rows {
        row.created_at = None;
    }
    assert_eq!(ledger.steps().len(), 3, "rows without a time are decisions of their own");
}

#[test]
fn every_claim_is_read_as_it_was_written_in_either_order() {
    let set = |texts: &[&str]| texts.iter().map(|&t| t.to_owned()).collect::<BTreeSet<_>>();
    let check = |mut decision: Decision, expected: Claim<'_>| {
        assert_eq!(decision.claim(), expected);
        std::mem::swap(&mut decision.target, &mut decision.source);
        assert_eq!(decision.claim(), expected, "swapped");
    };
    let name = "Ri & Söhne #1 + 50% = 李|\u{202e}";
    check(Decision::name("p:a", name), Claim::Name { node: "p:a", name: name.into() });
    let entity_type = EntityType::IpAddress;
    check(Decision::entity_type("p:a", entity_type), Claim::Type { node: "p:a", entity_type });
    check(Decision::no_entity("p:a"), Claim::NoEntity { node: "p:a" });
    check(Decision::no_relation("a|b|c"), Claim::NoRelation { edge: "a|b|c" });
    let (names, docs) = (set(&["A B", "C&D"]), set(&["x/y z.txt", "q#2\n"]));
    let part = "p:a#part:name=A+B&name=C%26D&doc=q%232%0A&doc=x/y+z.txt";
    check(
        Decision::part("p:a", &names, &docs),
        Claim::Part { node: "p:a", part, names: names.clone(), docs: docs.clone() },
    );
    let back = Decision::same("p:a", part);
    assert_eq!(back.claim(), Claim::Same { target: "p:a", source: part });
    let mut wrong = Decision::name("p:a", "B");
    wrong.judgement = Judgement::Negative;
    assert_eq!(wrong.claim(), Claim::Unknown);
    for source in ["a#type=robot", "a#name=%F", "a#name=%FF", "a#name=++", "a#entity"] {
        assert_eq!(Decision::same("a", source).claim(), Claim::Unknown, "{source}");
    }
}

proptest! {
    #[test]
    fn any_name_survives(id in "\\PC{1,9}", name in "\\PC{0,30}") {
        let line = name.split_whitespace().collect::<Vec<_>>().join(" ");
        prop_assume!(!line.is_empty());
        let mut out = Vec::new();
        Decision::name(&id, &name).write(&mut out).unwrap();
        let (ledger, skipped) = read(&out);
        prop_assert!(skipped.is_empty());
        prop_assert_eq!(ledger.rows()[0].claim(), Claim::Name { node: &id, name: line });
    }

    #[test]
    fn no_bytes_make_it_stumble(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let (ledger, _) = read(&bytes);
        let _ = (ledger.standing(), ledger.steps(), ledger.undo(None));
    }
}
