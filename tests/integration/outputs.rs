//! `-o`, `--format` and `--links`, of `export` and `build` alike.

use crate::{reading::Case, sample};
use std::fs;
use unravel::export::{self, Format};

fn case() -> Case {
    let case = Case::new();
    let mut json = Vec::new();
    export::json::write(&sample::graph(), &mut json).unwrap();
    case.write("net.json", String::from_utf8(json).unwrap());
    case
}

fn said(case: &Case, args: &[&str]) -> (Option<i32>, String, String) {
    let output = case.unravel(args).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn one_read_serves_many_outputs() {
    let case = case();
    let args = [
        "export",
        "net.json",
        "-o",
        "a/x.cyjs",
        "-o",
        "x.ftm.json",
        "-o",
        "x.statements.csv",
        "-o",
        "x.parquet",
    ];
    assert_eq!(said(&case, &args).0, Some(0));
    for file in
        ["a/x.cyjs", "x.ftm.json", "x.statements.csv", "x.nodes.parquet", "x.evidence.parquet"]
    {
        assert!(fs::metadata(case.path(file)).unwrap().len() > 0, "{file}");
    }
}

#[test]
fn a_format_by_name_overrides_endings() {
    let case = case();
    let (code, _, error) =
        said(&case, &["export", "net.json", "--format", "neo4j", "-o", "folder.json"]);
    assert_eq!(code, Some(0), "{error}");
    for file in export::files(Format::Neo4j, &case.path("folder.json")) {
        assert!(file.is_file(), "{}", file.display());
    }
}

#[test]
fn the_network_itself_is_not_written_over() {
    let case = case();
    let before = fs::read(case.path("net.json")).unwrap();
    let (code, _, error) = said(&case, &["export", "net.json", "--top", "1", "-o", "./net.json"]);
    assert_eq!(code, Some(2), "{error}");
    assert!(error.contains("that is the network itself"), "{error}");
    assert_eq!(fs::read(case.path("net.json")).unwrap(), before);
}

#[test]
fn a_dash_is_standard_output() {
    let case = case();
    let (code, out, error) = said(&case, &["export", "net.json", "--format", "gexf", "-o", "-"]);
    assert_eq!((code, error.as_str()), (Some(0), ""));
    assert!(out.ends_with("</gexf>\n"));
    let check = |args: &[&str], reason: &str| {
        let (code, out, error) = said(&case, args);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{args:?}");
        assert!(error.contains(reason), "{error}");
    };
    check(&["export", "net.json", "-o", "-"], "name the format with --format");
    check(&["export", "net.json", "--format", "csv", "-o", "-"], "csv is several files");
    check(&["export", "net.json", "--format", "neo4j", "-o", "-"], "neo4j is several files");
    check(&["export", "net.json", "--format", "ftm", "-o", "-", "-o", "-"], "one stream");
    check(&["export", "net.json", "--format", "docx", "-o", "x"], "invalid value 'docx'");
    check(&["export", "net.json", "-o", "x.case"], "makes a case");
    check(&["export", "net.json"], "--output");
}

#[test]
fn links_are_written_and_read() {
    let case = case();
    assert_eq!(said(&case, &["export", "net.json", "--links", "-o", "old.json"]).0, Some(0));
    let old = fs::read_to_string(case.path("old.json")).unwrap();
    assert!(old.contains("\"links\": [") && !old.contains("\"edges\": ["));
    assert_eq!(said(&case, &["export", "old.json", "-o", "new.json"]).0, Some(0));
    assert_eq!(fs::read(case.path("new.json")).unwrap(), fs::read(case.path("net.json")).unwrap());
}

#[test]
fn build_takes_the_same_options() {
    let case = Case::new();
    case.write("a.txt", "Nothing of note.");
    let (code, out, error) = said(&case, &["build", "-q", "a.txt", "--format", "ftm"]);
    assert_eq!(code, Some(0), "{error}");
    assert!(out.starts_with("{\"id\":\"doc-") && out.contains("\"schema\":\"Article\""), "{out}");
    let (code, out, _) = said(&case, &["build", "-q", "a.txt", "--links"]);
    assert_eq!(code, Some(0));
    assert!(out.contains("\"links\": []"), "{out}");
    let (code, _, error) = said(&case, &["build", "-q", "a.txt", "--format", "neo4j"]);
    assert_eq!(code, Some(2));
    assert!(error.contains("needs -o with a name"), "{error}");
    let (code, ..) =
        said(&case, &["build", "-q", "a.txt", "--format", "gexf", "-o", "-", "-o", "x"]);
    assert_eq!(code, Some(0));
    assert!(fs::read_to_string(case.path("x")).unwrap().ends_with("</gexf>\n"));
}
