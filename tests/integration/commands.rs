use crate::sample;
use assert_cmd::Command;
use std::{
    io::Read,
    process::{Command as Process, Stdio},
};

fn unravel(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("unravel").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn schema_prints_what_a_user_may_start_from() {
    let (code, text, _) = unravel(&["schema"]);
    assert_eq!(code, 0);
    assert_eq!(toml::from_str::<unravel::Schema>(&text).unwrap(), unravel::Schema::built_in());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("mine.toml");
    let mine = "[relation.smuggles_for]\nsubject = [\"person\"]\nobject = [\"organization\"]\n";
    std::fs::write(&path, mine).unwrap();
    let (code, text, _) = unravel(&["schema", "--schema", path.to_str().unwrap()]);
    assert_eq!(code, 0);
    let schema: unravel::Schema = toml::from_str(&text).unwrap();
    assert_eq!(schema.relation.len(), unravel::Schema::built_in().relation.len() + 1);
    std::fs::write(&path, mine.replace("person", "robot")).unwrap();
    let (code, _, errors) = unravel(&["schema", "--schema", path.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(errors.contains("mine.toml:2:12: unknown entity type \"robot\"; "), "{errors}");
}

#[test]
fn what_is_no_name_is_compared_with_none() {
    for (arguments, cause) in [
        (&["", "Kim"][..], "a name is empty"),
        (&["Kim Un", " "], "a name is empty"),
        (&["Kim Un", "***", "--type", "person"], "\"***\" is no name: there are no letters in it"),
        (&["Kim Un", "Kim U", "--threshold", "1.5"], "not from 0 to 1"),
        (&["Kim Un", "Kim U", "--threshold", "nan"], "not from 0 to 1"),
        (
            &["Kim Un", "Kim U", "--threshold", "low"],
            "no number; give one from 0 to 1, such as 0.8",
        ),
    ] {
        let (code, answer, errors) = unravel(&[&["compare"], arguments].concat());
        assert_eq!((code, answer.as_str()), (2, ""), "{arguments:?}");
        assert!(errors.contains(cause), "{errors}");
    }
    assert_eq!(unravel(&["compare", "4", "李", "--threshold", "0"]).0, 0);
    let folder = tempfile::tempdir().unwrap();
    let pairs = folder.path().join("pairs.csv");
    std::fs::write(&pairs, "schema,name1,name2\nPerson,A,A\nPerson,,A\nPerson,A,-\n").unwrap();
    let (code, answer, errors) = unravel(&["compare", "--pairs", pairs.to_str().unwrap()]);
    assert_eq!((code, answer.lines().count()), (0, 3));
    assert!(
        errors
            .ends_with("pairs.csv: 2 rows without a name in name1 or name2, the first in line 3\n")
    );
}

#[test]
fn completions_and_manual_pages_are_made() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (code, text, _) = unravel(&["completions", shell]);
        assert!(code == 0 && text.contains("neighbors"), "{shell}");
    }
    let (code, text, _) = unravel(&["man"]);
    assert!(code == 0 && text.contains(".TH unravel 1"));
    let folder = tempfile::tempdir().unwrap();
    let (code, ..) = unravel(&["man", "-o", folder.path().join("new").to_str().unwrap()]);
    assert_eq!(code, 0);
    let page = folder.path().join("new/unravel-query-path.1");
    assert!(std::fs::read_to_string(page).unwrap().contains("max\\-length"));
}

#[test]
fn export_writes_every_file_or_says_why_not() {
    let (folder, graph) = sample::file();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let graph = graph.to_str().unwrap();
    let (code, _, errors) = unravel(&[
        "export",
        graph,
        "-o",
        &out("a.graphml"),
        "-o",
        &out("a.csv"),
        "-o",
        &out("b.json"),
    ]);
    assert_eq!((code, errors.as_str()), (0, ""));
    for name in ["a.graphml", "a.nodes.csv", "a.edges.csv", "a.mentions.csv", "a.evidence.csv"] {
        assert!(folder.path().join(name).exists(), "{name}");
    }
    assert_eq!(std::fs::read(graph).unwrap(), std::fs::read(out("b.json")).unwrap());
    let (code, _, errors) = unravel(&["export", graph, "-o", &out("c.dot"), "-o", &out("c.xls")]);
    assert!(code == 2 && errors.contains("c.xls: no format known for this ending"), "{errors}");
    assert!(!folder.path().join("c.dot").exists(), "nothing is written before all is known");
    let (code, _, errors) = unravel(&["export", &out("a.graphml"), "-o", &out("d.dot")]);
    assert!(code == 2 && errors.contains("not an unravel graph"), "{errors}");
}

#[test]
fn a_picture_without_graphviz_says_what_to_install() {
    let (folder, graph) = sample::file();
    let picture = folder.path().join("a.png");
    let output = Command::cargo_bin("unravel")
        .unwrap()
        .env("PATH", folder.path())
        .args(["export", graph.to_str().unwrap(), "-o", picture.to_str().unwrap()])
        .args(["--engine", "graphviz"])
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.contains("apt install graphviz"), "{errors}");
    assert!(!picture.exists());
}

/// What the program draws itself needs no other program.
#[test]
fn a_picture_needs_no_program_and_does_not_change() {
    let (folder, graph) = sample::file();
    let draw = |name: &str, threads: &str| {
        let picture = folder.path().join(name);
        let output = Command::cargo_bin("unravel")
            .unwrap()
            .env("PATH", folder.path())
            .args(["--threads", threads, "export", graph.to_str().unwrap()])
            .args(["-o", picture.to_str().unwrap(), "--top", "4", "--by", "pagerank"])
            .output()
            .unwrap();
        assert_eq!((output.status.code(), &output.stderr[..]), (Some(0), &b""[..]));
        std::fs::read_to_string(picture).unwrap()
    };
    assert_eq!(draw("a.svg", "1"), draw("b.svg", "3"));
}

/// `unravel schema | head -1` must not complain.
#[test]
fn a_reader_that_leaves_is_no_failure() {
    let (_folder, graph) = sample::file();
    for arguments in
        [["completions", "zsh"].as_slice(), &["query", graph.to_str().unwrap(), "show", "acme"]]
    {
        let mut program = Process::new(assert_cmd::cargo::cargo_bin!("unravel"))
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(program.stdout.take());
        let mut errors = String::new();
        program.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert_eq!((program.wait().unwrap().code(), errors.as_str()), (Some(0), ""));
    }
}
