//! `unravel names`: names with their places, the same for any threads and order of inputs.

use crate::reading::Case;
use serde_json::Value;
use std::{fs, path::Path};

const ARTICLE: &str = "lazarus-traders-sanctioned.txt";

/// Runs `unravel names` and returns what it wrote and its exit code.
fn names(case: &Case, arguments: &[&str], input: &[u8]) -> (String, Option<i32>, String) {
    let mut command = case.unravel(&["names"]);
    let result = command.args(arguments).write_stdin(input).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&result.stdout), result.status.code(), text(&result.stderr))
}

fn rows(lines: &str) -> Vec<Value> {
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// A case with an article that has a non-ASCII first line, and another text.
fn case() -> (Case, String) {
    let article = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles").join(ARTICLE);
    let article = format!("Zoë Müller – reported.\n\n{}", fs::read_to_string(article).unwrap());
    let case = Case::new();
    case.write("b.txt", &article).write("a.txt", "Angela Merkel met Barack Obama in Berlin.");
    (case, article)
}

#[test]
fn texts_are_what_stands_at_their_offsets() {
    let (case, article) = case();
    let (lines, code, said) = names(&case, &["b.txt", "a.txt"], b"");
    assert_eq!(code, Some(0), "{said}");
    let rows = rows(&lines);
    assert!(rows.len() > 20, "{lines}");
    let texts = [("a.txt", case.path("a.txt")), ("b.txt", case.path("b.txt"))];
    let mut previous = (String::new(), 0);
    for row in &rows {
        let doc = row["doc"].as_str().unwrap();
        let place = |name: &str| usize::try_from(row[name].as_u64().unwrap()).unwrap();
        let (start, end) = (place("start"), place("end"));
        let path = &texts.iter().find(|(id, _)| *id == doc).unwrap().1;
        let text = fs::read_to_string(path).unwrap();
        let slice: String = text.chars().skip(start).take(end - start).collect();
        assert_eq!(row["text"], slice, "{row}");
        assert!(
            ["person", "organization", "location", "norp"].contains(&row["type"].as_str().unwrap())
        );
        assert!((0.0..=1.0).contains(&row["score"].as_f64().unwrap()), "{row}");
        assert!((doc, start) >= (previous.0.as_str(), previous.1), "{row} after {previous:?}");
        previous = (doc.to_owned(), end);
    }
    let found =
        |text: &str, kind: &str| rows.iter().any(|r| r["text"] == text && r["type"] == kind);
    assert!(found("Angela Merkel", "person") && found("Berlin", "location"), "{lines}");
    assert!(article.chars().count() < article.len(), "offsets in bytes would pass as well");
}

#[test]
fn threads_and_order_change_nothing() {
    let (case, _) = case();
    let (one, ..) = names(&case, &["a.txt", "b.txt", "--threads", "1"], b"");
    let (two, ..) = names(&case, &["b.txt", "a.txt", "--threads", "2"], b"");
    assert!(!one.is_empty());
    assert_eq!(one, two);
    let (out, code, _) = names(&case, &["a.txt", "b.txt", "-o", "out/names.jsonl"], b"");
    assert_eq!((out.as_str(), code), ("", Some(0)));
    assert_eq!(fs::read_to_string(case.path("out/names.jsonl")).unwrap(), one);
}

#[test]
fn what_cannot_be_read_is_listed() {
    let (case, _) = case();
    case.write("empty.txt", "");
    let (lines, code, said) = names(&case, &["a.txt", "empty.txt"], b"");
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("skipped 1:\n  empty.txt"), "{said}");
    assert!(rows(&lines).iter().all(|row| row["doc"] == "a.txt"));
    let (_, code, _) = names(&case, &["missing.txt"], b"");
    assert_eq!(code, Some(2));
}

/// A second name of the earlier file sees whether it was overwritten or replaced.
#[test]
fn an_earlier_file_is_replaced_as_a_whole() {
    let case = Case::new();
    case.write("a.txt", "Angela Merkel met Barack Obama in Berlin.")
        .write("out/names.jsonl", "earlier")
        .write("empty.txt", "");
    fs::hard_link(case.path("out/names.jsonl"), case.path("kept")).unwrap();
    let read = |name: &str| fs::read_to_string(case.path(name)).unwrap();
    let (_, code, said) = names(&case, &["empty.txt", "-o", "out/names.jsonl"], b"");
    assert_eq!((code, read("out/names.jsonl").as_str()), (Some(2), "earlier"), "{said}");
    assert!(said.contains("no document was read: out/names.jsonl stays as it was"), "{said}");
    let (_, code, said) = names(&case, &["a.txt", "-o", "out/names.jsonl"], b"");
    assert_eq!((code, read("kept").as_str()), (Some(0), "earlier"), "{said}");
    assert!(read("out/names.jsonl").contains("Barack Obama"));
    assert_eq!(fs::read_dir(case.path("out")).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn equal_texts_are_read_each_and_equal_ids_are_told_apart() {
    let (case, _) = case();
    let text = "Angela Merkel met Barack Obama.";
    let record = |id: &str, text: &str| format!("{{\"id\": \"{id}\", \"text\": \"{text}\"}}\n");
    let other = "Barack Obama met Angela Merkel.";
    case.write("r.jsonl", record("x", text) + &record("y", text) + &record("x", other));
    let (lines, code, said) = names(&case, &["r.jsonl"], b"");
    assert_eq!(code, Some(0), "{said}");
    let mut docs: Vec<String> =
        rows(&lines).iter().map(|row| row["doc"].as_str().unwrap().to_owned()).collect();
    docs.dedup();
    assert_eq!(docs.len(), 3, "{lines}");
    assert!(docs[0] == "x" && docs[1].starts_with("x~") && docs[2] == "y", "{docs:?}");
}

#[test]
fn standard_input_is_read() {
    let (case, _) = case();
    let (lines, code, said) = names(&case, &["-"], b"Angela Merkel met Barack Obama in Berlin.");
    assert_eq!(code, Some(0), "{said}");
    assert!(rows(&lines).iter().any(|row| row["text"] == "Barack Obama"), "{lines}");
}
