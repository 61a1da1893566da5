use crate::sample;
use assert_cmd::Command;

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
        &["--json", "neighbors", "acme"],
        &["--json", "path", "ofac", "DPRK"],
        &["--json", "top", "--by", "pagerank"],
        &["--json", "find", "zzz"],
    ] {
        let (code, answer, _) = ask(arguments);
        assert_eq!(code, 0);
        serde_json::from_str::<serde_json::Value>(&answer).unwrap();
    }
    check("path json", &["--json", "path", "person:li-wei", "ofac"]);
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
        &["path", "ofac", "DPRK", "--via", "loves"],
        "no relation of the type \"loves\" in this network; types: associate_of finances",
    );
}
