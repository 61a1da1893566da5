//! Known-entity lists from the command line: `build --watchlist`, `query show`, `screen`. People and
//! companies of our own lists are invented.

use assert_cmd::Command;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

const LIST: &str = "\
id,name,aliases,type,country,programs
7,\"VARGO, Anton Ilyich\",Anton Wargo Petrov,person,BY,TEST1
8,Quillon Marine Trading Company,,organization,AE,
9,,nameless,person,,
";

/// Exit code, standard output, standard error.
fn unravel(arguments: &[&str], stdin: &str) -> (i32, String, String) {
    let mut program = Command::cargo_bin("unravel").unwrap();
    let output = program.args(arguments).write_stdin(stdin).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_build_notes_who_stands_on_a_list_and_joins_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let list = write(folder.path(), "own.csv", LIST);
    let text = "Police in Minsk arrested Anton Ilyich Vargo on Monday. Vargo worked for Quillon Marine \
                Trading Company, prosecutors said. His lawyer, Berenike Solvay, denied the charges.\n";
    let article = write(folder.path(), "article.txt", text);
    let graph = folder.path().join("network.json");
    let graph = graph.to_str().unwrap();
    let (code, plain, _) = unravel(&["build", &article], "");
    assert_eq!(code, 0);
    let (code, _, errors) = unravel(&["build", &article, "--watchlist", &list, "-o", graph], "");
    assert_eq!(code, 1, "a row without a name was skipped");
    assert!(errors.contains("own.csv:4: no name"), "{errors}");
    let mut noted: Value = serde_json::from_str(&fs::read_to_string(graph).unwrap()).unwrap();
    let mut known = BTreeMap::new();
    for node in noted["nodes"].as_array_mut().unwrap() {
        let name = node["name"].as_str().unwrap().to_owned();
        if let Some(found) = node["attributes"].as_object_mut().unwrap().remove("watchlist") {
            known.insert(name, found);
        }
    }
    assert_eq!(
        Vec::from_iter(known.keys()),
        ["Anton Ilyich Vargo", "Quillon Marine Trading Company"]
    );
    let person = &known["Anton Ilyich Vargo"][0];
    assert_eq!((&person["list"], &person["id"]), (&"own".into(), &"7".into()));
    assert_eq!(person["programs"], serde_json::json!(["TEST1"]));
    let plain: Value = serde_json::from_str(&plain).unwrap();
    assert_eq!((&noted["nodes"], &noted["edges"]), (&plain["nodes"], &plain["edges"]));
    let (_, shown, _) = unravel(&["query", graph, "show", "Anton Ilyich Vargo"], "");
    let line = shown.lines().find(|line| line.starts_with("watchlist ")).unwrap();
    assert!(line.starts_with("watchlist own 7: VARGO, Anton Ilyich (0.9"), "{line}");
    assert!(line.ends_with("listed for TEST1)"), "{line}");
    let strict = ["build", &article, "--watchlist", &list, "--watchlist-threshold", "1"];
    assert!(!unravel(&strict, "").1.contains("\"watchlist\""));
}

#[test]
fn names_are_screened_without_documents() {
    let folder = tempfile::tempdir().unwrap();
    let list = write(folder.path(), "own.csv", LIST);
    let (code, answer, errors) = unravel(&["screen", &list, "Anton Wargo Petrov", "Nobody"], "");
    assert_eq!(code, 1);
    assert!(errors.contains("own.csv:4: no name"), "{errors}");
    let lines: Vec<&str> = answer.lines().collect();
    assert_eq!(lines.len(), 4, "{answer}");
    assert_eq!(
        (lines[0], lines[2], lines[3]),
        ("Anton Wargo Petrov", "Nobody", "  nothing on the list")
    );
    let match_line = "  0.99  own 7: Anton Wargo Petrov = VARGO, Anton Ilyich  person  [TEST1]  ";
    assert!(lines[1].starts_with(match_line), "{answer}");
    let stdin = "Anton Ilyich Vargo\n\n  Quillon Marine Trading Company \n";
    let (_, answer, _) = unravel(&["screen", &list, "-", "--json", "-q"], stdin);
    let found: Vec<Value> = answer.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0]["name"], "Anton Ilyich Vargo");
    assert_eq!(found[0]["matches"][0]["id"], "7");
    assert_eq!(found[1]["matches"][0]["id"], "8");
    for (arguments, expected) in [
        (vec!["screen", &list, "X", "--country", "Vardonia"], "\"Vardonia\" is no country"),
        (vec!["screen", &list, "X", "--born", "soon"], "\"soon\" is no date"),
        (vec!["screen", "no.csv", "X"], "no.csv: cannot be read"),
        (
            vec!["screen", &list, "X", "--country", "Vardonia"],
            "ISO code (BY or BLR), its name (Belarus)",
        ),
        (
            vec!["screen", &list, "X", "--born", "1962-02-30"],
            "\"1962-02-30\" is no date: give 1962, ",
        ),
        (vec!["screen", &list, "X", "--threshold", "7"], "not from 0 to 1"),
        (vec!["screen", &list, "X", "--threshold", "high"], "no number; give one from 0 to 1"),
        (vec!["screen", &list, "X", ""], "a name is empty"),
        (vec!["screen", &list, "— ?"], "\"— ?\" is no name: there are no letters in it"),
        (vec!["screen", &list, "X", "-"], "- stands for the names on standard input"),
    ] {
        let (code, answer, errors) = unravel(&arguments, "");
        assert_eq!((code, answer.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains(expected), "{errors}");
    }
}

#[test]
fn a_line_without_letters_is_told_and_the_others_are_answered() {
    let folder = tempfile::tempdir().unwrap();
    let list = write(folder.path(), "own.csv", "name\nAnton Vargo\n");
    let (code, answer, errors) =
        unravel(&["screen", &list, "-", "--json"], "Anton Vargo\n\n \n***\nHarun Besim\n");
    assert_eq!((code, answer.lines().count()), (1, 2), "{answer}");
    assert_eq!(
        errors,
        "skipped 1:\n  standard input:4: \"***\" is no name: there are no letters in it\n"
    );
}

#[test]
fn values_that_cannot_be_read_are_told_and_cost_no_entry() {
    let folder = tempfile::tempdir().unwrap();
    let rows = "name,birth_date,country\nAnton Vargo,soon,BY\nHarun Besim,n/a,Narnia\n\
                Ono Ri,1962;never,unknown\n";
    let list = write(folder.path(), "own.csv", rows);
    let article = write(folder.path(), "a.txt", "Police in Minsk arrested Anton Vargo on Monday.");
    let told = format!(
        "{list}: 2 dates of birth cannot be read, the first in line 2: \"soon\"\n\
         {list}: 1 country cannot be read, in line 3: \"Narnia\"\n"
    );
    let (code, answer, errors) = unravel(&["screen", &list, "Harun Besim"], "");
    assert_eq!((code, errors.as_str()), (0, told.as_str()));
    assert!(answer.contains("own line 3: Harun Besim"), "{answer}");
    assert_eq!(unravel(&["screen", &list, "Harun Besim", "-q"], "").2, "");
    let (code, graph, errors) = unravel(&["build", &article, "--watchlist", &list], "");
    assert_eq!(code, 0, "{errors}");
    assert!(errors.ends_with(&told) && graph.contains("\"watchlist\""), "{errors}");
}

/// OFAC's list where it lies beside the project.
fn ofac() -> Option<PathBuf> {
    let root = std::env::var_os("UNRAVEL_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    let path = root.join("lists/ofac_2022/sdn.csv");
    if !path.is_file() {
        eprintln!("SKIPPED: {} is not there", path.display());
        return None;
    }
    Some(path)
}

#[test]
fn the_sample_articles_meet_the_sanctions_list() {
    let Some(list) = ofac() else { return };
    let articles = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let (code, graph, errors) =
        unravel(&["build", articles.to_str().unwrap(), "--watchlist", list.to_str().unwrap()], "");
    assert_eq!(code, 0, "{errors}");
    let graph: Value = serde_json::from_str(&graph).unwrap();
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for node in graph["nodes"].as_array().unwrap() {
        let matches = node["attributes"]["watchlist"].as_array();
        let ids = matches.into_iter().flatten().filter_map(|found| found["id"].as_str());
        known.entry(node["name"].as_str().unwrap()).or_default().extend(ids);
    }
    for (name, id) in SANCTIONED {
        let ids = known.iter().filter(|(n, _)| n.contains(name)).flat_map(|(_, ids)| ids);
        assert!(ids.clone().any(|found| *found == id), "{name}: {:?}", Vec::from_iter(ids));
    }
    for name in FREE {
        assert_eq!(known.get(name).map_or(0, Vec::len), 0, "{name}");
    }
}

/// Of the sample articles' names, some that the list of 2022 has, with their numbers there.
const SANCTIONED: [(&str, &str); 12] = [
    ("Korea Kwangson Banking", "11581"),
    ("Korea Mining Development Trading", "9345"),
    ("Reconnaissance General Bureau", "12210"),
    ("Lazarus Group", "27307"),
    ("Tanchon Commercial Bank", "9346"),
    ("Namchongang Trading", "11532"),
    ("Munitions Industry Department", "12214"),
    ("Volasys Silver Star", "24978"),
    ("Korea National Insurance", "20573"),
    ("Kim Jong Un", "20157"),
    ("Kang Chol Su", "21733"),
    ("Choe Chun", "19498"),
];

/// And some of officials and authorities that it does not have.
const FREE: [&str; 7] = [
    "Condoleezza Rice",
    "Taro Aso",
    "Christopher Hill",
    "Brian E. Nelson",
    "U.S. Department of Justice",
    "Federal Bureau of Investigation",
    "United Nations",
];
