//! `unravel verify`: proves quotations against sources, and says what does not stand.

use crate::reading::Case;
use serde_json::{Value, json};
use std::fs;

const TEXT: &str = "Ño pays Ri. Ri left.";

/// A graph of one document in which Ño pays Ri.
fn graph(id: &str, source: Option<&str>) -> Value {
    let sha256 = unravel::ingest::document("", TEXT.into()).info.sha256;
    let mention = |start: usize, text: &str| json!({"doc": id, "start": start, "end": start + 2, "text": text, "kind": "name", "score": 1.0});
    let node = |name: &str, mentions: Vec<Value>| json!({"id": name, "type": "person", "name": name, "aliases": [], "roles": [], "mentions": mentions, "attributes": {}});
    json!({
        "directed": true, "multigraph": true,
        "graph": {"generator": "unravel 0.1.0", "schema_version": 1, "offset_unit": "code_point", "model": "none",
                  "documents": [{"id": id, "title": null, "published": null, "sha256": sha256, "source": source}],
                  "duplicates": [], "skipped": []},
        "nodes": [node("Ri", vec![mention(8, "Ri"), mention(12, "Ri")]), node("Ño", vec![mention(0, "Ño")])],
        "edges": [{"id": "Ño|finances|Ri", "source": "Ño", "target": "Ri", "key": "finances", "type": "finances",
                   "confidence": 0.9, "status": "asserted", "first_date": null, "last_date": null, "documents": 1,
                   "evidence": [{"doc": id, "start": 0, "end": 11, "text": "Ño pays Ri.",
                                 "subject": {"start": 0, "end": 2}, "object": {"start": 8, "end": 10},
                                 "extractor": "pattern:test", "score": 0.9, "status": "asserted", "date": null}]}],
    })
}

fn check(case: &Case, arguments: &[&str], input: &str, code: i32, expected: &[&str]) {
    let arguments = [&["verify"], arguments].concat();
    let result = case.unravel(&arguments).write_stdin(input).output().unwrap();
    let said = String::from_utf8(result.stdout).unwrap();
    assert_eq!(
        result.status.code(),
        Some(code),
        "{said}{}",
        String::from_utf8_lossy(&result.stderr)
    );
    for line in expected {
        assert!(said.contains(line), "{line:?} is missing in:\n{said}");
    }
}

#[test]
fn a_changed_source_is_an_error_that_names_what_changed() {
    let case = Case::new();
    case.write("a.txt", TEXT).write("g.json", graph("a.txt", None).to_string());
    check(
        &case,
        &["g.json"],
        "",
        0,
        &["1 of 1 documents unchanged; 3 mentions and 1 quotations proven"],
    );
    fs::write(case.path("a.txt"), TEXT.replace("pays", "paid")).unwrap();
    check(
        &case,
        &["g.json"],
        "",
        2,
        &[
            "MISMATCH a.txt: the text has changed",
            "MISMATCH a.txt: quotation of Ño|finances|Ri at 0..11: the graph has \"Ño pays Ri.\", the \
             text has \"Ño paid Ri.\"",
            "0 of 1 documents unchanged; 3 mentions and 0 quotations proven, 2 mismatches",
        ],
    );
    check(&case, &["g.json", "--limit", "1"], "", 2, &["MISMATCH … and 1 more"]);
}

#[test]
fn a_false_quotation_over_an_unchanged_source_is_found() {
    let case = Case::new();
    let mut graph = graph("a.txt", None);
    graph["edges"][0]["evidence"][0]["subject"] = json!({"start": 12, "end": 14});
    case.write("a.txt", TEXT).write("g.json", graph.to_string());
    check(&case, &["g.json"], "", 2, &["its subject at 12..14 is no mention of Ño"]);
}

#[test]
fn a_source_that_is_gone_or_moved() {
    let case = Case::new();
    case.write("new/b.txt", TEXT).write("g.json", graph("a.txt", None).to_string());
    check(&case, &["g.json"], "", 1, &["NOT FOUND a.txt: no input holds this document"]);
    check(&case, &["g.json", "new"], "", 0, &["1 of 1 documents unchanged"]);
    check(&case, &["g.json", "nowhere"], "", 2, &[]);
}

#[test]
fn standard_input_must_be_given_again() {
    let case = Case::new();
    case.write("g.json", graph("stdin", Some("-")).to_string());
    check(
        &case,
        &["g.json"],
        "",
        1,
        &["NOT FOUND stdin: came from standard input; give it as INPUT"],
    );
    check(&case, &["g.json", "-"], TEXT, 0, &["1 of 1 documents unchanged"]);
}

#[test]
fn records_are_found_in_their_file() {
    let case = Case::new();
    let line = json!({"key": "x1", "story": TEXT}).to_string();
    case.write("a.jsonl", format!("{{}}\n{line}\n"));
    case.write("g.json", graph("x1", Some("a.jsonl")).to_string());
    let fields = ["--text-field", "story", "--id-field", "key"];
    check(&case, &[&["g.json"], &fields[..]].concat(), "", 0, &["1 quotations proven"]);
    check(&case, &["g.json"], "", 1, &["NOT FOUND x1"]);
}

#[test]
fn what_build_writes_verify_proves() {
    let case = Case::new();
    case.write("in/a.txt", "\u{feff}Ri Chol, 46, led Ono Corp. in Zürich.\r\nHe paid Kim Un $5 million.")
        .write("in/b.html", "<article><p>The FBI charged Ri Chol of Pyongyang on May 1, 2024, and the bank&#8217;s owner, Kim&nbsp;Un.</p></article>")
        .write("in/c.md", "---\ntitle: x\n---\n# Ri Chol\n\nThe *Treasury* sanctioned **Ono Corp.**");
    case.unravel(&["build", "-q", "in", "-o", "g.json"]).assert().success();
    check(
        &case,
        &["g.json"],
        "",
        0,
        &["3 of 3 documents unchanged", "0 mismatches, 0 documents not found"],
    );
}
