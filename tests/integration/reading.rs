//! Reading inputs: what is read, what is skipped and why, and the exit codes.

use assert_cmd::Command;
use flate2::{Compression, write::GzEncoder};
use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use tempfile::TempDir;

/// A folder that is gone at the end of the test.
pub(crate) struct Case(TempDir);

impl Case {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Self {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    /// The program, run in the folder.
    pub(crate) fn unravel(&self, arguments: &[&str]) -> Command {
        let mut command = Command::cargo_bin("unravel").unwrap();
        command.current_dir(self.0.path()).args(arguments);
        command
    }

    /// Builds a network and compares exit code, documents and skipped inputs.
    fn check(&self, arguments: &[&str], code: i32, documents: &[&str], skipped: &[&str]) -> Value {
        self.check_with_input(arguments, b"", code, documents, skipped)
    }

    fn check_with_input(
        &self,
        arguments: &[&str],
        input: &[u8],
        code: i32,
        documents: &[&str],
        skipped: &[&str],
    ) -> Value {
        let out = self.path("out/graph.json");
        let mut command = self.unravel(&["build", "-q", "-o", "out/graph.json"]);
        let result = command.args(arguments).write_stdin(input).output().unwrap();
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        assert_eq!(result.status.code(), Some(code), "{said}");
        let graph: Value = serde_json::from_str(&fs::read_to_string(out).unwrap()).unwrap();
        let list = |name: &str| graph["graph"][name].as_array().cloned().unwrap_or_default();
        let ids: Vec<String> =
            list("documents").iter().map(|d| d["id"].as_str().unwrap().to_owned()).collect();
        assert_eq!(ids, documents);
        let causes: Vec<String> = list("skipped")
            .iter()
            .map(|s| {
                let line = s["line"].as_u64().map_or(String::new(), |line| format!(":{line}"));
                format!("{}{line}: {}", s["source"].as_str().unwrap(), s["cause"].as_str().unwrap())
            })
            .collect();
        assert_eq!(causes, skipped);
        graph
    }
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn sha256(text: &str) -> String {
    unravel::ingest::document("", text.into()).info.sha256
}

#[test]
fn one_bad_article_never_stops_the_others() {
    let case = Case::new();
    case.write("in/good.txt", "Kim left.")
        .write("in/empty.txt", "")
        .write("in/blank.md", "---\ntitle: x\n---\n\n")
        .write("in/binary.txt", b"\x00\x01\x02\x03binary\x00\x00\x00")
        .write("in/broken.txt", b"Z\xc3\xbcrich and \xc3\xa4\nthen \xff\n")
        .write("in/report.pdf", "%PDF-1.7")
        .write("in/photo.png", b"\x89PNG")
        .write("in/photo2.png", b"\x89PNG")
        .write("in/README", "read me");
    case.check(
        &["in"],
        1,
        &["in/good.txt"],
        &[
            "in: files that are not read: 1 without ending, 2 .png; read are .txt, .md, .html, \
             .jsonl, .csv, each also with .gz",
            "in/binary.txt: not text (binary content)",
            "in/blank.md: there is no text in it",
            "in/broken.txt:2: broken encoding: not valid UTF-8 on this line",
            "in/empty.txt: the file is empty",
            "in/report.pdf: PDF (.pdf) is not read; convert it to text first",
        ],
    );
}

#[test]
fn all_read_is_code_0_and_nothing_to_read_is_code_2() {
    let case = Case::new();
    case.write("a.txt", "Kim left.");
    case.check(&["a.txt"], 0, &["a.txt"], &[]);
    let cause = "no such file or folder, and no file matches it as a pattern";
    case.check(&["a.txt", "b.txt"], 1, &["a.txt"], &[&format!("b.txt: {cause}")]);
    let nothing = case.unravel(&["build", "b.txt", "c*.txt", "-o", "x.json"]).output().unwrap();
    assert_eq!(nothing.status.code(), Some(2));
    let said = String::from_utf8_lossy(&nothing.stderr).into_owned();
    assert!(said.contains(&format!("b.txt, c*.txt: {cause}")), "{said}");
}

#[test]
fn where_nothing_was_read_an_earlier_file_stays() {
    let case = Case::new();
    case.write("a.txt", "Kim left.").write("in/empty.txt", "");
    fs::create_dir(case.path("none")).unwrap();
    let outputs = ["-o", "n.json", "-o", "n.csv"];
    let build = |input: &str, outputs: &[&str]| {
        let output = case.unravel(&[&["build", input], outputs].concat()).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    // Where there is no file yet, it says what was left out.
    assert_eq!(build("in", &["-o", "fresh.json"]).0, Some(1));
    assert!(fs::read_to_string(case.path("fresh.json")).unwrap().contains("in/empty.txt"));
    assert_eq!(build("a.txt", &outputs).0, Some(0));
    let files = ["n.json", "n.nodes.csv", "n.mentions.csv"].map(|name| case.path(name));
    let before = files.each_ref().map(|file| fs::read(file).unwrap());
    for (input, cause) in [("in", "in/empty.txt: the file is empty"), ("none", "")] {
        let (code, said) = build(input, &outputs);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("unravel: no document was read: n.json, n.nodes.csv, "), "{said}");
        assert!(said.contains("stay as they were") && said.contains(cause), "{said}");
        assert!(files.each_ref().map(|file| fs::read(file).unwrap()) == before, "{input}");
    }
    let (code, said) = build("in", &["-o", "new.json", "-o", "n.csv"]);
    assert!(code == Some(2) && !case.path("new.json").exists(), "{said}");
}

#[test]
fn a_named_file_is_read_by_its_content() {
    let case = Case::new();
    case.write("notes", "Kim left.")
        .write("page", "<!DOCTYPE html><p>Ri <b>left</b>.</p>")
        .write("scan.pdf", "%PDF-1.7")
        .write("a.log", "Pak left.");
    let cause = "scan.pdf: PDF (.pdf) is not read; convert it to text first";
    let graph = case.check(
        &["notes", "page", "scan.pdf", "*.log"],
        1,
        &["a.log", "notes", "page"],
        &[cause],
    );
    assert_eq!(graph["graph"]["documents"][2]["sha256"], sha256("Ri left."));
}

#[test]
fn a_file_reached_twice_is_read_once() {
    let case = Case::new();
    case.write("in/a.txt", "Kim left.").write("in/sub/b.txt", "Ri left.");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(case.path("in/a.txt"), case.path("in/link.txt")).unwrap();
        std::os::unix::fs::symlink(case.path("in"), case.path("in/sub/loop")).unwrap();
    }
    let inputs = ["in", "in/a.txt", "./in/a.txt", "in/*.txt", "in/**/*.txt", "in/"];
    let both = ["in/a.txt", "in/sub/b.txt"];
    let graph = case.check(&inputs, 0, &both, &[]);
    assert_eq!(graph["graph"]["duplicates"].as_array().unwrap().len(), 0);
    let mut reversed = inputs;
    reversed.reverse();
    assert_eq!(case.check(&reversed, 0, &both, &[]), graph);
}

#[test]
fn the_same_text_is_kept_once_under_its_first_id() {
    let case = Case::new();
    case.write("b.txt", "Kim left.").write("a.txt", "Kim left.").write("c.txt", "Kim left.");
    let graph = case.check(&["c.txt", "b.txt", "a.txt"], 0, &["a.txt"], &[]);
    let expected = serde_json::json!([
        {"doc": "b.txt", "of": "a.txt"}, {"doc": "c.txt", "of": "a.txt"}
    ]);
    assert_eq!(graph["graph"]["duplicates"], expected);
}

#[test]
fn hidden_and_git_ignored_files_are_left_out() {
    let case = Case::new();
    case.write("in/.git/HEAD", "")
        .write("in/.gitignore", "drafts/\n*.tmp.txt\n")
        .write("in/.hidden.txt", "x")
        .write("in/drafts/a.txt", "x")
        .write("in/a.tmp.txt", "x")
        .write("in/a.txt", "Kim left.");
    case.check(&["in"], 0, &["in/a.txt"], &[]);
    case.check(&["in/.hidden.txt"], 0, &["in/.hidden.txt"], &[]);
}

#[test]
fn encodings_are_found() {
    let case = Case::new();
    let text = "Ri Chol’s bank in Zürich — closed.";
    let wide = |unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(unit).collect()
    };
    case.write("utf8.txt", text)
        .write("bom.txt", format!("\u{feff}{text}"))
        .write("le.txt", wide(u16::to_le_bytes))
        .write("be.txt", wide(u16::to_be_bytes))
        .write("1252.txt", b"Ri Chol\x92s bank in Z\xfcrich \x97 closed.")
        .write(
            "page.html",
            [
                &b"<meta charset=windows-1252><p>"[..],
                b"Ri Chol\x92s bank in Z\xfcrich \x97 closed.",
            ]
            .concat(),
        );
    let graph = case.check(
        &["1252.txt", "utf8.txt", "bom.txt", "le.txt", "be.txt", "page.html"],
        0,
        &["1252.txt"],
        &[],
    );
    assert_eq!(graph["graph"]["documents"][0]["sha256"], sha256(text));
    assert_eq!(graph["graph"]["duplicates"].as_array().unwrap().len(), 5);
}

#[test]
fn a_broken_record_is_skipped_with_its_line() {
    let case = Case::new();
    let mut lines: Vec<String> = (1..=20)
        .map(|n| format!(r#"{{"id": "r{n:02}", "title": "T{n}", "date": "May {n}, 2024", "text": "Kim {n} left."}}"#))
        .collect();
    lines[16] = r#"{"id": "r17", "text": "Kim"#.into();
    lines[17] = r#"{"id": "r18", "summary": "Kim"}"#.into();
    lines[18] = r#"{"text": "Ri left."}"#.into();
    let file = lines.join("\n");
    let packed = gz(file.as_bytes());
    let expected = |name: &str| {
        let mut ids = vec![format!("{name}#L19")];
        ids.extend((1..=16).chain([20]).map(|n| format!("r{n:02}")));
        let skipped = [
            format!("{name}:17: not valid JSON: EOF while parsing a string (column 26)"),
            format!(
                "{name}:18: no text: a field text, body, content, article is needed; there are: id, \
                 summary"
            ),
        ];
        (ids, skipped)
    };
    for (name, bytes) in
        [("a.jsonl", file.as_bytes()), ("a.ndjson", file.as_bytes()), ("a.jsonl.gz", &packed)]
    {
        case.write(name, bytes);
        let (ids, skipped) = expected(name);
        let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
        let graph = case.check(&[name], 1, &ids, &[&skipped[0], &skipped[1]]);
        let first = &graph["graph"]["documents"][1];
        assert_eq!((&first["source"], &first["title"]), (&name.into(), &"T1".into()));
        assert_eq!(first["published"], "2024-05-01");
    }
    case.write("cut.jsonl.gz", &packed[..packed.len() - 12]);
    let result = case.unravel(&["build", "-q", "cut.jsonl.gz", "-o", "cut.json"]).output().unwrap();
    assert_eq!(result.status.code(), Some(1));
    assert!(fs::read_to_string(case.path("cut.json")).unwrap().contains("the rest is not read"));
}

#[test]
fn rows_of_csv_are_documents() {
    let case = Case::new();
    case.write(
        "a.csv",
        "ID,Title,Date,Text\n1,\"A, b\",2024-05-01,\"Kim\nleft.\"\n2,c\n,d,,Ri left.\n",
    )
    .write("b.csv", "nr;corps\r\n7;Pak left.\r\n")
    .write("c.csv", "id,summary\n1,x\n")
    .write("d.csv.gz", gz(b"id,text\n8,Ho left.\n"));
    let graph = case.check(
        &["a.csv"],
        1,
        &["1", "a.csv#L5"],
        &["a.csv:4: 2 fields where the header names 4"],
    );
    let first = &graph["graph"]["documents"][0];
    assert_eq!(first["sha256"], sha256("Kim\nleft."));
    assert_eq!((&first["title"], &first["published"]), (&"A, b".into(), &"2024-05-01".into()));
    case.check(&["b.csv", "--text-field", "corps", "--id-field", "nr"], 0, &["7"], &[]);
    let cause = "c.csv:1: no column text, body, content, article; there are: id, summary";
    case.check(&["c.csv", "d.csv.gz"], 1, &["8"], &[cause]);
}

#[test]
fn standard_input_is_text_or_records() {
    let case = Case::new();
    let lines = b"{\"id\": \"x\", \"text\": \"Kim left.\"}\n\n{\"text\": \"Ri left.\"}\n{\n";
    let skipped = "-:4: not valid JSON: EOF while parsing an object (column 1)";
    case.check_with_input(&["-"], b"Kim left.", 0, &["stdin"], &[]);
    case.check_with_input(&["-"], lines, 1, &["-#L3", "x"], &[skipped]);
    case.check_with_input(&["-"], &gz(b"{\"id\": \"y\", \"text\": \"x\"}"), 0, &["y"], &[]);
    Case::new().check_with_input(&["-"], b"", 1, &[], &["-: the file is empty"]);
}

#[test]
fn front_matter_headings_and_pages_give_title_and_date() {
    let case = Case::new();
    case.write("a.txt", "---\r\ntitle: \"A: b\"\r\ndate: 2024-05-01\r\n---\r\n\r\nKim left.\r\n")
        .write("b.md", "# The front\n\nRi *left*.\n")
        .write("c.html", "<title>Radios for sale</title><meta property=article:published_time content=2024-05-02T10:00:00Z><h1>Radios for sale</h1><p>Pak left.</p>");
    let graph = case.check(&["a.txt", "b.md", "c.html"], 0, &["a.txt", "b.md", "c.html"], &[]);
    let check = |at: usize, title: &str, published: Option<&str>, text: &str| {
        let doc = &graph["graph"]["documents"][at];
        assert_eq!(doc["title"], title);
        assert_eq!(doc["published"].as_str(), published);
        assert_eq!(doc["sha256"], sha256(text));
    };
    check(0, "A: b", Some("2024-05-01"), "Kim left.\r\n");
    check(1, "The front", None, "The front\n\nRi left.");
    check(2, "Radios for sale", Some("2024-05-02"), "Radios for sale\n\nPak left.");
}

#[cfg(unix)]
#[test]
#[expect(clippy::print_stderr, reason = "a test that cannot run says so")]
fn a_file_without_permission_is_skipped() {
    use std::os::unix::fs::PermissionsExt;
    let case = Case::new();
    case.write("in/a.txt", "Kim left.").write("in/secret.txt", "x").write("in/closed/b.txt", "x");
    let close = |name: &str, mode| {
        fs::set_permissions(case.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    close("in/secret.txt", 0o000);
    close("in/closed", 0o000);
    if fs::read(case.path("in/secret.txt")).is_ok() {
        eprintln!("SKIPPED: this user reads every file, so permissions cannot be tested");
    } else {
        let causes =
            ["in/closed: no permission to read it", "in/secret.txt: no permission to read it"];
        case.check(&["in"], 1, &["in/a.txt"], &causes);
    }
    close("in/closed", 0o755);
}

#[test]
fn threads_do_not_change_a_byte() {
    let case = Case::new();
    for n in 0..40 {
        case.write(&format!("in/{n}.txt"), format!("Kim {} left Ono Corp. in May.", n % 30));
    }
    let line = "{\"id\": \"x\", \"text\": \"Ri Chol paid Ono Corp. in May.\"}\n";
    case.write("in/a.jsonl", line.repeat(9)).write("in/b.jsonl", line.repeat(9));
    let build = |threads: &str, out: &str| {
        case.unravel(&["build", "-q", "in", "--threads", threads, "-o", out]).assert().success();
        fs::read(Path::new(&case.path(out))).unwrap()
    };
    let one = build("1", "one.json");
    assert!((0..5).all(|_| build("7", "seven.json") == one));
}

#[test]
fn what_is_read_cannot_command_the_terminal() {
    let case = Case::new();
    case.write("a.jsonl", "{\"id\": \"\\u001b[31mred\\u0007\", \"text\": \"\"}\n{\"id\": \"b\", \"text\": \"Kim left.\"}\n");
    let output = case.unravel(&["build", "a.jsonl", "-o", "g.json"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("skipped 1"), "{said}");
    assert!(!said.contains(['\u{1b}', '\u{7}']), "{said:?}");
}

#[test]
fn one_output_that_fails_loses_no_other() {
    let case = Case::new();
    case.write("a.txt", "Kim left.").write("taken.json/x", "a folder");
    let output =
        case.unravel(&["build", "a.txt", "-o", "taken.json", "-o", "good.json"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(fs::exists(case.path("good.json")).unwrap());
    assert_eq!(said.matches("os error").count(), 1, "the cause stands once: {said}");
    assert!(said.contains("1 document"), "{said}");
}

#[test]
fn saving_again_gives_the_same_bytes() {
    let case = Case::new();
    case.write(
        "a.txt",
        "Kim Jong Un leads North Korea. Ri Chol of Ono Corp. paid $5 million to him.",
    );
    case.unravel(&["build", "-q", "a.txt", "-o", "one.json"]).assert().success();
    case.unravel(&["export", "one.json", "-o", "two.json"]).assert().success();
    assert_eq!(fs::read(case.path("one.json")).unwrap(), fs::read(case.path("two.json")).unwrap());
}

#[test]
fn a_record_without_end_is_skipped() {
    let case = Case::new();
    let row = format!("id,text\n1,\"Kim left.\"\n2,\"{}", "x".repeat(40 << 20));
    case.write("a.csv.gz", gz(row.as_bytes()));
    case.check(
        &["a.csv.gz"],
        1,
        &["1"],
        &["a.csv.gz:3: a record of more than 32 MiB (is a quote left open?); the rest is not read"],
    );
}
