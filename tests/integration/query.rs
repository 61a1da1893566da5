use crate::sample;
use assert_cmd::Command;
use unravel::{EdgeEvidence, NearDuplicate, Offsets, Status};

/// What `unravel query GRAPH …` answers about the sample.
fn ask(arguments: &[&str]) -> (i32, String, String) {
    let (_folder, path) = sample::file();
    let mut program = Command::cargo_bin("unravel").unwrap();
    let output = program.arg("query").arg(&path).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn check(name: &str, arguments: &[&str]) {
    let (code, answer, errors) = ask(arguments);
    assert_eq!((code, errors.as_str()), (0, ""), "{arguments:?}");
    assert!(!answer.contains('\u{1b}'), "no escape sequence passes: {answer:?}");
    insta::assert_snapshot!(format!("query {name}"), answer);
}

#[test]
fn answers_for_people() {
    check("find", &["find", "S"]);
    check("find nothing", &["find", "zzz"]);
    check("show", &["show", "acme", "--sentences", "1"]);
    check("show value", &["show", "2024"]);
    check("show pair", &["show", "acme", "DPRK"]);
    check("show pair turned", &["show", "acme", "ofac", "--sentences", "0"]);
    check("show no pair", &["show", "ofac", "two men"]);
    check("neighbors", &["neighbors", "DPRK"]);
    check("path", &["path", "ofac", "north korea", "--max-length", "3"]);
    check("path via", &["path", "ofac", "DPRK", "--via", "sanctions,front_for"]);
    check("no path", &["path", "ofac", "two men"]);
    check("top", &["top", "-n", "3"]);
    check("top betweenness", &["top", "--by", "betweenness", "-n", "2"]);
}

#[test]
fn answers_for_programs() {
    for arguments in [
        ["--json", "find", "acme"].as_slice(),
        &["show", "acme", "--json"],
        &["--json", "show", "ofac", "two men"],
        &["--json", "neighbors", "acme"],
        &["--json", "path", "ofac", "DPRK"],
        &["--json", "top", "--by", "pagerank"],
        &["--json", "find", "zzz"],
    ] {
        let (code, answer, _) = ask(arguments);
        assert_eq!(code, 0);
        serde_json::from_str::<serde_json::Value>(&answer).unwrap();
    }
    check("show pair json", &["--json", "show", "acme", "李伟"]);
    check("path json", &["--json", "path", "person:li-wei", "ofac"]);
}

/// An edge that is asserted twice, alleged and denied, and a network in which two documents are one
/// report.
#[test]
fn mixed_evidence_is_shown_as_such() {
    let mut link = sample::graph().to_node_link();
    let edge = link.edges.iter_mut().find(|edge| edge.predicate == "sanctions").unwrap();
    for (doc, start, status) in [
        ("b.txt", 10, Status::Denied),
        ("c.txt", 10, Status::Asserted),
        ("c.txt", 90, Status::Alleged),
    ] {
        let first = &edge.evidence[0];
        let ends = [first.subject, first.object]
            .map(|m| Offsets { start: m.start + start - 10, end: m.end + start - 10 });
        let end = first.end + start - 10;
        let more = EdgeEvidence { doc: doc.into(), start, end, status, ..first.clone() };
        edge.evidence.push(EdgeEvidence { subject: ends[0], object: ends[1], ..more });
    }
    edge.documents = 2;
    let near = NearDuplicate { doc: "c.txt".into(), of: "a.txt".into(), similarity: 0.9 };
    link.graph.near_duplicates.push(near);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("graph.json");
    std::fs::write(&path, serde_json::to_string(&link).unwrap()).unwrap();
    let ask = |arguments: &[&str]| {
        let mut program = Command::cargo_bin("unravel").unwrap();
        let output = program.arg("query").arg(&path).args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let standing = "asserted in 2 sentences, alleged in 1, denied in 1, 0.75, 3 documents, 2 independent, \
                    2024-05-01\n";
    for arguments in [&["show", "ofac"][..], &["path", "ofac", "acme"]] {
        let answer = ask(arguments);
        assert!(answer.contains(standing), "{answer}");
    }
    insta::assert_snapshot!("query show pair mixed", ask(&["show", "ofac", "acme"]));
}

fn check_name(name: &str, id: &str) {
    let (code, answer, errors) = ask(&["--json", "show", name]);
    assert_eq!((code, errors.as_str()), (0, ""), "{name}");
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["node"]["id"], id, "{name}");
}

#[test]
fn names_resolve_by_id_name_alias_then_part() {
    check_name("organization:acme", "organization:acme");
    check_name("=two men", "group:two-men");
    check_name("DPRK", "location:north-korea");
    check_name("dprk", "location:north-korea");
    check_name("trading", "organization:acme");
    check_name("李伟", "person:li-wei");
}

#[test]
fn two_names_are_explained() {
    for (arguments, expected) in [
        // An alias: one node, by the merge that took it in.
        (
            ["show", "ACME", "--explain", "organization:acme"],
            "is one node\nmerged    ACME: acronym of",
        ),
        (["show", "ACME", "--explain", "ofac"], "apart     a.txt tells them apart: it has both"),
        (["show", "ACME", "--explain", "DPRK"], "one is of type organization, the other location"),
        (["show", "DPRK", "--explain", "date:2024"], "no full name that could be compared"),
    ] {
        let (code, answer, errors) = ask(&arguments);
        assert_eq!((code, errors.as_str()), (0, ""));
        assert!(answer.contains(expected), "{arguments:?}: {answer}");
    }
    let (_, answer, _) = ask(&["--json", "show", "ACME", "--explain", "DPRK"]);
    let answer: serde_json::Value = serde_json::from_str(&answer).unwrap();
    assert_eq!(answer["one"], false);
}

#[test]
fn refusals_name_the_cause() {
    let check = |arguments: &[&str], expected: &str| {
        let (code, answer, errors) = ask(arguments);
        assert_eq!((code, answer.as_str()), (2, ""));
        assert!(errors.starts_with(&format!("unravel: {expected}")), "{errors}");
    };
    check(
        &["show", "o"],
        "\"o\" may mean any of 4; give the id:\n  group:two-men  =two men  (in a.txt)\n",
    );
    check(&["show", "zz\u{1b}z"], "no entity has the name or alias \"zzz\"");
    check(
        &["show", "ACME", "a;b"],
        "both names mean Acme \"Trading\" <&> Co (organization:acme); ",
    );
    check(
        &["path", "ofac", "DPRK", "--via", "loves"],
        "no relation type \"loves\"\nknown: associate_of finances",
    );
}
