//! `unravel curate`: decisions that are kept, applied again by `build`, and undone to the byte.

use crate::{
    consumers::{python, skip},
    reading::Case,
    sample,
};
use std::{fs, path::Path, process::Command};
use unravel::export::json;

/// Runs the program in the folder and compares the exit code; what it says on both streams.
fn say(case: &Case, arguments: &[&str], code: i32) -> String {
    let output = case.unravel(arguments).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

fn curate(case: &Case, arguments: &[&str]) -> String {
    say(case, &[&["curate", "n.json"], arguments].concat(), 0)
}

fn bytes(case: &Case, name: &str) -> Vec<u8> {
    fs::read(case.path(name)).unwrap()
}

/// Nodes and edges of `n.json`; its header holds the times of decisions.
fn network(case: &Case) -> (Vec<unravel::Node>, Vec<unravel::Edge>) {
    let link = json::read(&case.path("n.json")).unwrap().to_node_link();
    (link.nodes, link.edges)
}

/// The small sample as `n.json`.
fn sample() -> Case {
    let case = Case::new();
    let mut out = Vec::new();
    json::write(&sample::graph(), &mut out).unwrap();
    case.write("n.json", out);
    case
}

/// Each command on the sample articles: the quotations stay proven, the exports work, `undo` gives
/// the bytes of before, and `build` gives the bytes that `curate` gave.
#[test]
fn decisions_on_the_sample_articles() {
    let case = Case::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let articles = root.join("data/articles").display().to_string();
    say(&case, &["build", "-q", &articles, "-o", "n.json"], 0);
    let built = bytes(&case, "n.json");
    let graph = json::read(&case.path("n.json")).unwrap();
    let wu = graph.nodes().find(|node| node.name == "Wu Huihui").unwrap();
    let edge = graph.edges().find(|e| e.target == wu.id && e.predicate == "sanctions").unwrap();
    let edge = edge.id.clone();
    let decisions: [&[&str]; 8] = [
        &["merge", "Kim Sook", "Kim Kye Kwan", "Kim Chun-sop"],
        &["merge", "Sim Hyon Sop", "Lazarus Group", "--as-type", "organization"],
        &["split", "Sim Hyon Sop", "--doc", "traders-cash-for-stolen-coins.txt"],
        &["split", "Korea Kwangson Banking Corp", "--name", "kkbc", "Kwangson"],
        &["reject", "Pan Systems Pyongyang"],
        &["reject", &edge],
        &["rename", "Wu Huihui", "Wu  Hui-hui"],
        &["retype", "Kim Il Sung University", "location"],
    ];
    for decision in decisions {
        let before = bytes(&case, "n.json");
        let said = curate(&case, decision);
        assert!(said.contains("to take it back: unravel curate n.json undo"), "{said}");
        let after = network(&case);
        assert_ne!(before, bytes(&case, "n.json"), "{decision:?}");
        say(&case, &["verify", "-q", "n.json"], 0);
        say(&case, &["export", "n.json", "-o", "n.graphml", "-o", "n.csv"], 0);
        curate(&case, &["undo"]);
        assert!(bytes(&case, "n.json") == before, "{decision:?} leaves a trace");
        curate(&case, decision);
        assert!(network(&case) == after, "{decision:?} is another the second time");
    }
    let curated = bytes(&case, "n.json");
    assert!(say(&case, &["query", "n.json", "show", "Wu Hui-hui"], 0).contains("Wu Huihui"));
    say(&case, &["eval", &root.join("tests/gold").display().to_string(), "--graph", "n.json"], 0);
    // The ledger beside the output, or named; any number of threads.
    let said = say(&case, &["build", "--threads", "1", &articles, "-o", "n.json"], 0);
    assert!(said.contains("n.ledger: 8 decisions applied, 8 taken back"), "{said}");
    assert!(bytes(&case, "n.json") == curated, "build is not as curate after build");
    let named =
        ["build", "-q", "--threads", "3", &articles, "-o", "m.json", "--ledger", "n.ledger"];
    say(&case, &named, 0);
    assert!(bytes(&case, "m.json") == curated);
    // Other articles: what is not in them waits.
    let few = root.join("data/articles/treasury-kwangson-banker.txt").display().to_string();
    let said = say(&case, &["build", &few, "-o", "few.json", "--ledger", "n.ledger"], 0);
    assert!(
        said.contains(" waiting") && said.contains("waits: no entity person:kim-kye-kwan now"),
        "{said}"
    );
    let without: String = fs::read_to_string(case.path("few.json")).unwrap();
    assert!(without.contains("#part:name=KKBC&name=Kwangson"), "the split holds for them too");
    for _ in decisions {
        curate(&case, &["undo", "-q"]);
    }
    assert!(bytes(&case, "n.json") == built);
}

#[test]
fn the_log_tells_what_became_of_each() {
    let case = sample();
    let built = bytes(&case, "n.json");
    let day = |day: u32| format!("--at=2026-01-0{day}T00:00:00Z");
    let decide = |at: u32, decision: &[&str]| {
        curate(&case, &[decision, &["--user", "Ann", &day(at)]].concat())
    };
    assert_eq!(curate(&case, &["log"]), "n.ledger: no decisions\n");
    assert!(!case.path("n.ledger").exists(), "asking writes nothing");
    decide(1, &["merge", "ofac", "acme"]);
    decide(2, &["rename", "ofac", "Office of\nForeign Assets Control"]);
    decide(3, &["reject", "two men"]);
    decide(4, &["undo", "2"]);
    decide(5, &["retype", "ofac", "group"]);
    decide(6, &["retype", "ofac", "location"]);
    insta::assert_snapshot!("curate log", curate(&case, &["log"]));
    let lines = fs::read_to_string(case.path("n.ledger")).unwrap();
    insta::assert_snapshot!("curate ledger", lines);
    for at in 1..=4 {
        let taken = curate(&case, &["undo", &format!("--at=2026-02-0{at}T00:00:00Z")]);
        assert!(taken.starts_with("took back decision "), "{taken}");
    }
    assert_eq!(bytes(&case, "n.json"), built);
    let ledger = fs::read_to_string(case.path("n.ledger")).unwrap();
    assert!(ledger.starts_with(&lines), "rows are only added");
}

#[test]
fn a_bad_line_is_named_and_survives() {
    let case = sample();
    let hostile = b"{}\n[\"a\",\"b\",\"maybe\",null,null,null]\n\xff\xfe\n\
        [\"person:li-wei\",\"person:li-wei#name=%1B%5B31mLi\\u001b\",\"positive\",null,null,null]\n\
        [\"person:gone\",\"person:li-wei\",\"positive\",null,\"x\",\"2026\"]\n[\"cut off";
    case.write("n.ledger", hostile);
    let said = say(&case, &["curate", "n.json", "log"], 1);
    for part in [
        "SKIPPED n.ledger:1: ",
        "n.ledger:2: \"maybe\" is not a judgement",
        "n.ledger:3: not UTF-8",
        "n.ledger:6: ",
        "1  -  -  rename person:li-wei",
        "[waits: no entity person:gone now]",
    ] {
        assert!(said.contains(part), "{part:?} is missing in {said}");
    }
    assert!(!said.contains('\u{1b}'), "{said:?}");
    say(&case, &["curate", "n.json", "reject", "two men"], 1);
    let ledger = bytes(&case, "n.ledger");
    assert!(
        ledger.starts_with(&[&hostile[..], b"\n[\"group:two-men\""].concat()),
        "nothing is lost"
    );
    let graph = json::read(&case.path("n.json")).unwrap();
    assert!(graph.node("group:two-men").is_none() && graph.edges().len() == 4);
    // A build tells of the same lines, and is done but for them.
    case.write("a.txt", "Nothing.");
    let said = say(&case, &["build", "a.txt", "--ledger", "n.ledger", "-o", "o.json"], 1);
    assert!(said.contains("skipped 4:") && said.contains("n.ledger:2: "), "{said}");
}

#[test]
fn refusals_name_the_cause_and_write_nothing() {
    let case = sample();
    let before = bytes(&case, "n.json");
    let check = |arguments: &[&str], cause: &str| {
        let said = say(&case, &[&["curate", "n.json"], arguments].concat(), 2);
        assert!(said.contains(cause), "{arguments:?}: {said}");
        assert_eq!(bytes(&case, "n.json"), before);
        assert!(!case.path("n.ledger").exists(), "{arguments:?}");
    };
    check(&["merge", "acme", "李伟"], "say what both are with --as-type TYPE");
    check(&["merge", "acme", "ACME"], "which is named already");
    check(&["merge", "acme", "zzz"], "no entity has the name or alias \"zzz\"");
    check(&["reject", "o"], "may mean any of");
    check(&["split", "acme", "--name", "Nobody"], "it is called: Acme \"Trading\" <&> Co");
    check(&["split", "acme", "--doc", "b.txt"], "no document \"b.txt\" mentions organization:acme");
    check(&["split", "acme", "--doc", "a.txt"], "nothing of organization:acme would remain");
    check(&["rename", "acme", " "], "the new name is empty");
    check(&["retype", "acme", "robot"], "types: person, organization");
    check(&["undo"], "there is no decision left to undo");
    check(&["undo", "3"], "there is no decision to undo");
    check(&["--at", "noon", "reject", "acme"], "noon: not a time");
    let said = say(&case, &["build", "n.json", "--ledger", "none.ledger", "-o", "o.json"], 2);
    assert!(said.contains("none.ledger: no such file"), "{said}");
}

#[test]
fn a_name_that_another_bears_is_warned_of() {
    let case = sample();
    let said = curate(&case, &["rename", "Back\\slash", "=Two  Men"]);
    let warning = "warning: 2 entities bear the name =Two Men now: group:two-men, person:back\\slash; \
                   if they are one, merge them:\n  unravel curate n.json merge \"group:two-men\" \
                   \"person:back\\slash\" --as-type group\n";
    assert!(said.contains(warning), "{said}");
    curate(&case, &["merge", "group:two-men", "person:back\\slash", "--as-type", "person"]);
    assert!(!curate(&case, &["rename", "李伟", "Li Wei"]).contains("warning"));
    assert!(!curate(&case, &["undo"]).contains("warning"));
}

#[test]
fn a_network_and_its_ledger_belong_together() {
    let case = sample();
    curate(&case, &["--ledger", "shared/team.ledger", "rename", "acme", "Acme"]);
    let curated = bytes(&case, "n.json");
    let said = say(&case, &["curate", "n.json", "reject", "two men"], 2);
    assert!(said.contains("n.ledger, which does not exist; name the file"), "{said}");
    assert_eq!(bytes(&case, "n.json"), curated);
    // Another network follows the shared decisions with the next one about it.
    let mut out = Vec::new();
    json::write(&sample::graph(), &mut out).unwrap();
    case.write("m.json", out);
    say(&case, &["curate", "m.json", "--ledger", "shared/team.ledger", "reject", "two men"], 0);
    let graph = json::read(&case.path("m.json")).unwrap();
    assert_eq!(graph.node("organization:acme").unwrap().name, "Acme");
    // Two outputs with a ledger each: nobody guesses which counts.
    case.write("a.txt", "Nothing.").write("x.ledger", "").write("y.ledger", "");
    let said = say(&case, &["build", "a.txt", "-o", "x.json", "-o", "y.svg"], 2);
    assert!(said.contains("say which counts with --ledger"), "{said}");
    // A name that leads into another folder is followed, not replaced; nothing is left beside it.
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(case.path("m.json"), case.path("shared/link.json")).unwrap();
        let ledger = ["--ledger", "shared/team.ledger"];
        say(&case, &[&["curate", "shared/link.json"], &ledger[..], &["undo"]].concat(), 0);
        assert!(case.path("shared/link.json").is_symlink());
        assert!(json::read(&case.path("m.json")).unwrap().node("group:two-men").is_some());
    }
    let left = fs::read_dir(case.path(".")).unwrap();
    let left = left.filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp"));
    assert_eq!(left.count(), 0);
}

const RESOLVER: &str = "
import sys
from nomenklatura.db import make_session
from nomenklatura.judgement import Judgement
from nomenklatura.resolver import Identifier, Resolver
resolver = Resolver(make_session('sqlite:///:memory:'), create=True)
resolver.load(sys.argv[1])
acme, ofac, li = 'organization:acme', 'organization:ofac', 'person:li-wei'
assert resolver.get_judgement(acme, ofac) == Judgement.POSITIVE
assert resolver.get_judgement(li, acme) == Judgement.NO_JUDGEMENT, 'a merge taken back'
assert resolver.get_judgement(li, li + '#entity') == Judgement.NEGATIVE
assert {str(i) for i in resolver.connected(Identifier.get(acme))} == {acme, ofac}
men, slash = 'group:two-men', 'person:back\\\\slash'
assert resolver.get_judgement(men, slash) == Judgement.NO_JUDGEMENT, 'joined by a name'
resolver.dump(sys.argv[2])
";

/// nomenklatura loads the ledger, joins what was merged and nothing else, and what it writes down
/// is read back.
#[test]
fn nomenklatura_loads_the_ledger() {
    let probe = "from nomenklatura.db import make_session";
    let there = Command::new(python()).args(["-c", probe]).output();
    if skip("python with nomenklatura", there.is_ok_and(|o| o.status.success())) {
        return;
    }
    let case = sample();
    curate(&case, &["merge", "ofac", "acme"]);
    curate(&case, &["merge", "ofac", "李伟", "--as-type", "organization"]);
    curate(&case, &["undo"]);
    curate(&case, &["rename", "two men", "Smith"]);
    curate(&case, &["rename", "Back\\slash", "Smith"]);
    curate(&case, &["reject", "李伟"]);
    let (ledger, dump) = (case.path("n.ledger"), case.path("dump.ledger"));
    let read =
        Command::new(python()).args(["-c", RESOLVER]).args([&ledger, &dump]).output().unwrap();
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    let said = curate(&case, &["--ledger", "dump.ledger", "log"]);
    assert_eq!(said.matches("[applied]").count(), 4, "{said}");
    assert!(said.contains("rename group:two-men to \"Smith\""), "{said}");
}
