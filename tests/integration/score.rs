//! The measures, against numbers that the reference scorer gave on the same small case.

use crate::reading::Case;
use std::{path::Path, process::Command};
use unravel::{Schema, eval, export};

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/score")
}

fn score() -> eval::Scores {
    let gold = eval::gold::read(&folder()).unwrap();
    let graph = export::json::read(&folder().join("graph.json")).unwrap();
    let schema = Schema::built_in();
    eval::score(&gold, &graph, |p| schema.is_symmetric(p))
}

/// Worked out by hand, see the comments in the files' `name` fields: what is right, wrong, missed.
#[test]
fn counts_are_right_on_a_case_worked_out_by_hand() {
    let s = score();
    let counts = |c: eval::Counts| (c.tp, c.fp, c.missed);
    assert_eq!(counts(s.ner), (6, 2, 1), "{:#?}", s.errors);
    assert_eq!(counts(s.spans), (7, 1, 0));
    assert_eq!(counts(s.roles), (1, 1, 1));
    assert_eq!(counts(s.relations), (2, 1, 1));
    assert_eq!(counts(s.pairs), (2, 1, 1));
    assert_eq!(s.status, (1, 2));
    assert_eq!(s.evidence, (1, 2));
}

#[test]
fn what_eval_writes_replaces_an_earlier_file_as_a_whole() {
    let case = Case::new();
    let gold = folder().display().to_string();
    let graph = folder().join("graph.json").display().to_string();
    let read = |name: &str| std::fs::read_to_string(case.path(name)).unwrap();
    let written = ["--table", "table.md", "-o", "graph.json"];
    for name in ["table.md", "graph.json"] {
        case.write(name, "earlier");
        std::fs::hard_link(case.path(name), case.path(&format!("kept.{name}"))).unwrap();
    }
    let arguments = [&["eval", &gold, "--graph", &graph], &written[..]].concat();
    case.unravel(&arguments).assert().success();
    assert!(read("table.md").contains("golden/score") && read("graph.json").contains("\"nodes\""));
    assert_eq!(
        (read("kept.table.md"), read("kept.graph.json")),
        ("earlier".into(), "earlier".into())
    );
    // A table that cannot be read is not taken for an empty one.
    case.write("table.md", b"\xff");
    case.unravel(&arguments).assert().code(2);
    assert_eq!(std::fs::read(case.path("table.md")).unwrap(), b"\xff");
}

/// The same graph through the reference scorer, where the evaluation folder lies beside the project.
#[test]
fn the_reference_scorer_gives_the_same_numbers() {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/eval/score.py");
    if !script.is_file() {
        eprintln!("SKIPPED: {} is not there", script.display());
        return;
    }
    let output = Command::new("python3")
        .arg(script)
        .args([folder(), folder().join("graph.json")])
        .arg("--json")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let theirs: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let s = score();
    for (name, c) in [
        ("ner", s.ner),
        ("ner spans", s.spans),
        ("roles", s.roles),
        ("relations", s.relations),
        ("relation pairs", s.pairs),
    ] {
        let of = |key: &str| theirs[name][key].as_u64().unwrap() as usize;
        assert_eq!((of("tp"), of("fp"), of("fn")), (c.tp, c.fp, c.missed), "{name}");
    }
    let close = |a: Option<f64>, b: &serde_json::Value| {
        assert!((a.unwrap() - b.as_f64().unwrap()).abs() < 1e-9, "{a:?} {b}");
    };
    close(s.clusters.precision(), &theirs["clusters B3"]["p"]);
    close(s.clusters.recall(), &theirs["clusters B3"]["r"]);
    close(s.status_agreement(), &theirs["status agreement"]);
    close(s.evidence_overlap(), &theirs["evidence overlap"]);
}
