//! What is asked of a case, and what the user decides in it.

use crate::case_support::{articles, say, small};
use rusqlite::Connection;
use std::fs;

/// Answers come from a part of the case, and are those of the whole network.
#[test]
fn a_case_answers_as_its_network_does() {
    let folder = articles(9);
    say(&folder, &["build", "-q", "news", "-o", "x.case", "-o", "n.json"], 0);
    let questions: [&[&str]; 12] = [
        &["find", "bank"],
        &["find", "nothing of the kind"],
        &["show", "Aurora Bank"],
        &["show", "aurora bank", "--sentences", "1"],
        &["--json", "show", "Maria Lopez"],
        &["show", "Treasury", "Corvus Bank"],
        &["neighbors", "Maria Lopez"],
        &["--json", "neighbors", "Treasury"],
        &["path", "Aurora Bank", "Corvus Bank"],
        &["path", "Aurora Bank", "Corvus Bank", "--via", "leads", "--max-paths", "1"],
        &["top", "-n", "5"],
        &["--json", "--min-confidence", "0.5", "top", "--by", "pagerank"],
    ];
    for question in questions {
        let ask = |graph| say(&folder, &[&["query", graph], question].concat(), 0);
        assert_eq!(ask("x.case"), ask("n.json"), "{question:?}");
    }
    for question in [["show", "bank"], ["show", "Nobody"]] {
        let ask = |graph| say(&folder, &[&["query", graph], &question[..]].concat(), 2);
        assert_eq!(ask("x.case"), ask("n.json"), "{question:?}");
    }
}

/// What the user decided counts in every answer, though only a part is loaded.
#[test]
fn a_curated_case_answers_as_its_network_does() {
    let folder = articles(9);
    say(&folder, &["build", "-q", "news", "-o", "x.case"], 0);
    for decision in [
        &["merge", "Aurora Bank", "Borealis Bank"][..],
        &["rename", "Maria Lopez", "M. Lopez"],
        &["split", "Corvus Bank", "--doc", "news/02.txt"],
        &["reject", "Green Pine Corporation"],
    ] {
        say(&folder, &[&["curate", "x.case"], decision].concat(), 0);
    }
    say(&folder, &["export", "x.case", "-o", "n.json"], 0);
    let questions: [&[&str]; 9] = [
        &["find", "bank"],
        &["find", "lopez"],
        &["find", "pine"],
        &["show", "M. Lopez"],
        &["show", "Maria Lopez"],
        &["--json", "show", "Borealis Bank"],
        &["neighbors", "Treasury"],
        &["path", "Aurora Bank", "Treasury"],
        &["top", "-n", "5"],
    ];
    for question in questions {
        let ask = |graph| say(&folder, &[&["query", graph], question].concat(), 0);
        assert_eq!(ask("x.case"), ask("n.json"), "{question:?}");
    }
    let ask = |graph| say(&folder, &["query", graph, "show", "Corvus Bank"], 2);
    assert_eq!(ask("x.case"), ask("n.json"), "two bear the name");
}

#[test]
fn sentences_are_found_by_their_words() {
    let folder = small();
    let found = say(&folder, &["query", "x.case", "search", "treasury \"aurora bank\" sanct*"], 0);
    assert_eq!(found.lines().count(), 2, "{found}");
    assert!(found.contains("(news/00.txt)") && found.contains("(news/03.txt)"), "{found}");
    let none = say(&folder, &["query", "x.case", "search", "\") OR NEAR("], 0);
    assert!(none.contains("no sentence"), "{none}");
    let narrowed = ["query", "x.case", "search", "bank", "--status", "alleged"];
    let refused = say(&folder, &narrowed, 2);
    assert!(refused.contains("search looks at sentences, not at relations"), "{refused}");
    let refused = say(&folder, &["query", "n.json", "search", "bank"], 2);
    assert!(refused.contains("unravel add"), "{refused}");
}

/// Decisions live in the case, survive what is added later, and are undone to the byte.
#[test]
fn decisions_live_in_the_case() {
    let folder = small();
    let json = |name: &str| {
        say(&folder, &["export", "x.case", "-o", name], 0);
        let text = fs::read_to_string(folder.path(name)).unwrap();
        serde_json::from_str::<serde_json::Value>(&text).unwrap()
    };
    let curate = |arguments: &[&str]| say(&folder, &[&["curate", "x.case"], arguments].concat(), 0);
    let before = json("before.json");
    curate(&["merge", "Aurora Bank", "Borealis Bank"]);
    curate(&["rename", "Maria Lopez", "M. Lopez"]);
    assert!(say(&folder, &["query", "x.case", "show", "M. Lopez"], 0).contains("Maria Lopez"));
    folder.write("more/late.txt", "The FBI arrested Maria Lopez. Borealis Bank paid Aurora Bank.");
    say(&folder, &["add", "-q", "x.case", "more"], 0);
    let log = curate(&["log"]);
    assert_eq!(log.matches("[applied]").count(), 2, "{log}");
    let shown = say(&folder, &["query", "x.case", "show", "M. Lopez"], 0);
    assert!(shown.contains("FBI"), "{shown}");
    curate(&["undo"]);
    curate(&["undo"]);
    say(&folder, &["remove", "-q", "x.case", "more/late.txt"], 0);
    assert_eq!(json("after.json"), before);
    let refused =
        Connection::open(folder.path("x.case")).unwrap().execute("DELETE FROM decision", []);
    assert!(refused.unwrap_err().to_string().contains("never removed"));
}

/// What was decided on may go with its document: then it is said that the decision waits.
#[test]
fn decisions_that_wait_are_counted() {
    let folder = small();
    let status = |part: &str| {
        let said = say(&folder, &["status", "x.case"], 0);
        assert!(said.contains(part), "{said}");
    };
    say(&folder, &["curate", "x.case", "rename", "Corvus Bank", "Bank of Crows"], 0);
    status("1 decision applied; `unravel curate");
    folder.write("more/late.txt", "The FBI arrested Maria Lopez.");
    let said = say(&folder, &["add", "x.case", "more"], 0);
    assert!(!said.contains("waiting"), "{said}");
    folder.write("news/02.txt", "Maria Lopez was in Vienna.");
    let said = say(&folder, &["add", "x.case", "news"], 0);
    assert!(said.contains("1 decision waiting") && said.contains("curate x.case log"), "{said}");
    status("0 decisions applied, 1 waiting");
    let said = say(&folder, &["remove", "x.case", "more/late.txt"], 0);
    assert!(said.contains("1 decision waiting"), "{said}");
}

/// "add network.json news" is a slip: no case is called so.
#[test]
fn a_case_is_made_under_no_name_of_another_format() {
    let folder = articles(1);
    let said = say(&folder, &["add", "new.json", "news"], 2);
    assert!(said.contains("node-link JSON") && said.contains("new.case"), "{said}");
    assert!(!folder.path("new.json").exists());
}

#[test]
fn decisions_are_exchanged_and_conflicts_are_shown() {
    let folder = small();
    fs::copy(folder.path("x.case"), folder.path("y.case")).unwrap();
    let ours: [&str; 6] = ["curate", "x.case", "--user", "ann", "merge", "Aurora Bank"];
    say(&folder, &[&ours[..], &["Borealis Bank"]].concat(), 0);
    say(&folder, &["curate", "x.case", "--user", "ann", "rename", "Maria Lopez", "M. Lopez"], 0);
    say(&folder, &["curate", "y.case", "--user", "bob", "rename", "Maria Lopez", "Maria L."], 0);
    say(&folder, &["curate", "y.case", "--user", "bob", "reject", "Corvus Bank"], 0);
    say(&folder, &["curate", "x.case", "export", "ann.ledger"], 0);
    assert_eq!(fs::read_to_string(folder.path("ann.ledger")).unwrap().lines().count(), 2);
    let refused = say(&folder, &["curate", "y.case", "import", "ann.ledger"], 2);
    for part in ["1 conflict", "(ann)", "(bob)", "--keep mine"] {
        assert!(refused.contains(part), "{refused}");
    }
    let taken = say(&folder, &["curate", "y.case", "import", "ann.ledger", "--keep", "mine"], 0);
    assert!(taken.contains("took over 1 decision"), "{taken}");
    let shown = say(&folder, &["query", "y.case", "find", "Lopez"], 0);
    assert!(shown.contains("Maria L."), "{shown}");
    let taken = say(&folder, &["curate", "y.case", "import", "ann.ledger", "--keep", "theirs"], 0);
    assert!(taken.contains("1 known already"), "{taken}");
    let shown = say(&folder, &["query", "y.case", "find", "Lopez"], 0);
    assert!(shown.contains("M. Lopez"), "{shown}");
    // What one side has decided twice counts once, by the last; and no network is overwritten.
    say(&folder, &["curate", "x.case", "rename", "M. Lopez", "Lopez, M."], 0);
    say(&folder, &["curate", "x.case", "export", "ann.ledger"], 0);
    say(&folder, &["curate", "x.case", "import", "ann.ledger"], 0);
    let log = say(&folder, &["curate", "x.case", "log"], 0);
    assert_eq!(log.matches("[applied]").count(), 2, "{log}");
    let refused = say(&folder, &["curate", "x.case", "export", "y.case"], 2);
    assert!(refused.contains("not replaced"), "{refused}");
    folder.write("bad.ledger", "[1]\n");
    let refused = say(&folder, &["curate", "y.case", "import", "bad.ledger"], 2);
    assert!(refused.contains("bad.ledger:1"), "{refused}");
}

/// Whoever takes the other's word has it: what stood here against it is taken back, and the log says so.
#[test]
fn what_is_taken_over_counts() {
    let folder = small();
    fs::copy(folder.path("x.case"), folder.path("y.case")).unwrap();
    say(&folder, &["curate", "x.case", "rename", "Aurora Bank", "A. Bank"], 0);
    say(&folder, &["curate", "x.case", "export", "theirs.ledger"], 0);
    say(&folder, &["curate", "y.case", "reject", "Aurora Bank"], 0);
    let said = ["curate", "y.case", "import", "theirs.ledger", "--keep", "theirs"];
    let said = say(&folder, &said, 0);
    assert!(
        said.contains("took over 1 decision") && said.contains("1 of yours taken back"),
        "{said}"
    );
    assert!(say(&folder, &["query", "y.case", "show", "A. Bank"], 0).contains("Treasury"));
    let log = say(&folder, &["curate", "y.case", "log"], 0);
    assert!(log.contains("undone by 2"), "{log}");
}

/// What was decided here and taken back does not come back unasked from a colleague who had it from here.
#[test]
fn what_was_taken_back_is_a_conflict() {
    let folder = small();
    say(&folder, &["curate", "x.case", "--user", "ann", "reject", "Corvus Bank"], 0);
    say(&folder, &["curate", "x.case", "export", "ann.ledger"], 0);
    say(&folder, &["curate", "x.case", "--user", "bob", "undo"], 0);
    let refused = say(&folder, &["curate", "x.case", "import", "ann.ledger"], 2);
    for part in ["1 conflict", "taken back: reject", "(bob)", "(ann)"] {
        assert!(refused.contains(part), "{refused}");
    }
    let kept = say(&folder, &["curate", "x.case", "import", "ann.ledger", "--keep", "mine"], 0);
    assert!(kept.contains("took over 0 decisions"), "{kept}");
    assert!(say(&folder, &["query", "x.case", "find", "Corvus"], 0).contains("Corvus Bank"));
    let taken = say(&folder, &["curate", "x.case", "import", "ann.ledger", "--keep", "theirs"], 0);
    assert!(taken.contains("took over 1 decision"), "{taken}");
    assert!(!say(&folder, &["query", "x.case", "find", "Corvus"], 0).contains("mention"));
    // What stands here again stands there too.
    let again = say(&folder, &["curate", "x.case", "import", "ann.ledger"], 0);
    assert!(again.contains("1 known already"), "{again}");
}

#[test]
fn who_merges_what_a_colleague_keeps_apart_is_told() {
    let folder = small();
    fs::copy(folder.path("x.case"), folder.path("y.case")).unwrap();
    let merge = ["merge", "Aurora Bank", "Borealis Bank"];
    say(&folder, &[&["curate", "x.case", "--user", "ann"], &merge[..]].concat(), 0);
    say(&folder, &["curate", "x.case", "export", "ann.ledger"], 0);
    let apart = fs::read_to_string(folder.path("ann.ledger")).unwrap();
    folder.write("ann.ledger", apart.replace("positive", "negative"));
    say(&folder, &["curate", "y.case", "import", "ann.ledger"], 0);
    let said = say(&folder, &[&["curate", "y.case"], &merge[..]].concat(), 0);
    assert!(said.contains("warning") && said.contains("of ann: keep apart"), "{said}");
}
