//! The case as a file: cut off at any moment, damaged, of others, shared, opened by other tools.

use crate::{
    consumers::{python, skip},
    reading::Case as Folder,
};
use rusqlite::{Connection, OpenFlags};
use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};
use unravel::store::Case;

/// Runs the program in the folder and compares the exit code; what it says on both streams.
fn say(folder: &Folder, arguments: &[&str], code: i32) -> String {
    let output = folder.unravel(arguments).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// A folder with short articles that speak of each other.
fn articles(count: usize) -> Folder {
    let folder = Folder::new();
    for n in 0..count {
        let (bank, ship) = (["Aurora Bank", "Borealis Bank", "Corvus Bank"][n % 3], n % 7);
        folder.write(
            &format!("news/{n:02}.txt"),
            format!(
                "The Treasury sanctioned {bank} on March {}, 2024. {bank} owns the ship Star {ship}. Maria \
                 Lopez leads {bank}, but denied that {bank} paid Green Pine Corporation.\n",
                1 + n % 28
            ),
        );
    }
    folder
}

/// A case of a few articles, made by the program.
fn small() -> Folder {
    let folder = articles(4);
    say(&folder, &["build", "-q", "news", "-o", "x.case", "-o", "n.json"], 0);
    folder
}

#[test]
fn a_build_into_a_case_is_a_build() {
    let folder = small();
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    assert_eq!(
        fs::read(folder.path("n.json")).unwrap(),
        fs::read(folder.path("from_case.json")).unwrap()
    );
    let again = say(&folder, &["add", "x.case", "news"], 0);
    assert!(again.contains("0 documents added, 4 known already"), "{again}");
    let refused = say(&folder, &["build", "news", "-o", "x.case"], 2);
    assert!(refused.contains("unravel add x.case"), "{refused}");
    let status = say(&folder, &["status", "x.case"], 0);
    assert!(status.contains("documents  4,"), "{status}");
    assert_eq!(say(&folder, &["status", "x.case", "--documents"], 0).lines().count(), 4);
    let said = say(&folder, &["verify", "x.case"], 0);
    assert!(said.contains("4 of 4 documents unchanged"), "{said}");
    // Nothing is left beside it.
    let left = fs::read_dir(folder.path("")).unwrap().map(|f| f.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with("x.case")).collect();
    assert_eq!(left, ["x.case"]);
}

/// Killed again and again while it adds, the run ends with the same bytes.
#[cfg(unix)]
#[test]
fn killed_at_any_moment_it_goes_on() {
    let folder = articles(24);
    say(&folder, &["build", "-q", "news", "-o", "n.json"], 0);
    let program = assert_cmd::cargo::cargo_bin("unravel");
    let run = || {
        let mut command = Command::new(&program);
        command.current_dir(folder.path("")).args(["add", "-q", "x.case", "news", "--batch", "2"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let begun = Instant::now();
    run().wait().unwrap();
    let whole = begun.elapsed();
    fs::remove_file(folder.path("x.case")).unwrap();
    for part in 1..=8_u32 {
        let mut child = run();
        std::thread::sleep(whole * part / 9);
        let _ = child.kill();
        child.wait().unwrap();
        if folder.path("x.case").metadata().is_ok_and(|file| file.len() > 0) {
            say(&folder, &["status", "x.case"], 0);
        }
    }
    say(&folder, &["add", "-q", "x.case", "news", "--batch", "2"], 0);
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    assert_eq!(
        fs::read(folder.path("n.json")).unwrap(),
        fs::read(folder.path("from_case.json")).unwrap()
    );
    say(&folder, &["verify", "-q", "x.case"], 0);
}

/// Documents that were stored, but not yet in the network when the run was cut off.
#[test]
fn a_network_that_is_behind_says_so_and_is_brought_up_to_date() {
    let folder = small();
    say(&folder, &["export", "x.case", "-o", "before.json"], 0);
    let doc = fs::canonicalize(folder.path("news")).unwrap();
    assert!(doc.exists());
    let mut case = Case::edit(&folder.path("x.case")).unwrap();
    assert_eq!(case.remove(&["news/00.txt".into()]).unwrap(), Ok(1));
    drop(case);
    let said = say(&folder, &["export", "x.case", "-o", "stale.json"], 0);
    assert!(said.contains("1 document came or went"), "{said}");
    assert_eq!(
        fs::read(folder.path("before.json")).unwrap(),
        fs::read(folder.path("stale.json")).unwrap()
    );
    say(&folder, &["add", "-q", "x.case"], 0);
    fs::remove_file(folder.path("news/00.txt")).unwrap();
    say(&folder, &["build", "-q", "news", "-o", "n.json"], 0);
    say(&folder, &["export", "x.case", "-o", "after.json"], 0);
    assert_eq!(
        fs::read(folder.path("n.json")).unwrap(),
        fs::read(folder.path("after.json")).unwrap()
    );
}

/// Records that stand twice, share an id, have none, or come from standard input.
#[test]
fn names_that_do_not_last_replace_nothing() {
    let folder = Folder::new();
    let same = |name: &str| {
        say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
        let (found, expected) = (folder.path("from_case.json"), folder.path(name));
        assert_eq!(fs::read_to_string(found).unwrap(), fs::read_to_string(expected).unwrap());
    };
    let record =
        |id: &str, bank: &str| format!("{{{id}\"text\": \"The Treasury sanctioned {bank}.\"}}\n");
    let a = "\"id\": \"a\", ";
    let one = record(a, "Aurora Bank");
    folder.write(
        "feed.jsonl",
        [&one, &record(a, "Corvus Bank"), &one, &record("", "Lyra Bank")]
            .map(String::as_str)
            .concat(),
    );
    say(&folder, &["add", "-q", "x.case", "feed.jsonl", "--batch", "1"], 0);
    say(&folder, &["build", "-q", "feed.jsonl", "-o", "n.json"], 0);
    same("n.json");
    let again = say(&folder, &["add", "x.case", "feed.jsonl", "--batch", "1"], 0);
    assert!(again.contains("0 documents added, 4 known already"), "{again}");
    // Another record without an id in the same line, and two texts from standard input.
    folder.write(
        "feed.jsonl",
        [&one, &record(a, "Corvus Bank"), &one, &record("", "Vega Bank")]
            .map(String::as_str)
            .concat(),
    );
    say(&folder, &["add", "-q", "x.case", "feed.jsonl"], 0);
    for text in ["The FBI arrested Maria Lopez.", "The FBI arrested Juan Lopez."] {
        let mut command = folder.unravel(&["add", "-q", "x.case", "-"]);
        assert!(command.write_stdin(text).output().unwrap().status.success());
    }
    let status = say(&folder, &["status", "x.case"], 0);
    assert!(status.contains("documents  6,"), "{status}");
    // One with an id of its own is replaced, and named.
    folder.write("feed.jsonl", record(a, "Mira Bank"));
    let said = say(&folder, &["add", "x.case", "feed.jsonl"], 0);
    assert!(said.contains("1 changed, the earlier version replaced (a)"), "{said}");
    assert!(say(&folder, &["status", "x.case"], 0).contains("documents  5,"));
}

/// Taking out again what a run that was cut off has taken out is no error, and takes out nothing else.
#[test]
fn taking_out_twice_is_taking_out_once() {
    let folder = Folder::new();
    folder.write("a.jsonl", "{\"id\": \"d\", \"text\": \"The Treasury sanctioned Aurora Bank.\"}");
    folder.write("b.jsonl", "{\"id\": \"d\", \"text\": \"The Treasury sanctioned Corvus Bank.\"}");
    say(&folder, &["add", "-q", "x.case", "a.jsonl", "b.jsonl"], 0);
    let mut case = Case::edit(&folder.path("x.case")).unwrap();
    assert_eq!(case.remove(&["d".into(), "d".into()]).unwrap(), Ok(1));
    drop(case);
    say(&folder, &["remove", "-q", "x.case", "d"], 0);
    // A file with all its records.
    folder.write(
        "c.jsonl",
        "{\"text\": \"Lyra Bank paid Vega Bank.\"}\n{\"text\": \"Vega Bank paid.\"}\n",
    );
    say(&folder, &["add", "-q", "x.case", "./c.jsonl"], 0);
    let said = say(&folder, &["remove", "x.case", "c.jsonl"], 0);
    assert!(said.contains("2 documents taken out"), "{said}");
    let left = say(&folder, &["status", "x.case", "--documents"], 0);
    assert_eq!(left.lines().count(), 1, "{left}");
}

#[test]
fn a_second_writer_is_refused_and_readers_are_not() {
    let folder = small();
    let writer = Case::edit(&folder.path("x.case")).unwrap();
    let said = say(&folder, &["add", "x.case", "news"], 2);
    assert!(said.contains("another command is changing it (process "), "{said}");
    let said = say(&folder, &["curate", "x.case", "rename", "Aurora Bank", "Aurora"], 2);
    assert!(said.contains("another command"), "{said}");
    say(&folder, &["query", "x.case", "show", "Aurora Bank"], 0);
    drop(writer);
    say(&folder, &["add", "-q", "x.case", "news"], 0);
}

#[test]
fn what_is_no_case_says_what_it_is() {
    let folder = small();
    let check = |name: &str, arguments: &[&str], expected: &str| {
        let said = say(&folder, &[&[arguments[0], name], &arguments[1..]].concat(), 2);
        assert!(said.contains(expected) && said.contains(name), "{name} {arguments:?}: {said}");
    };
    folder.write("text.case", "This is a text, longer than any header of a file could ever be.");
    check("text.case", &["add", "news"], "no SQLite file");
    check("text.case", &["status"], "no SQLite file");
    folder.write("empty.case", "");
    check("empty.case", &["status"], "an empty file");
    check("news", &["add", "x.case"], "a folder");
    check("text.case", &["query", "top"], "no SQLite file");
    let said = say(&folder, &["add", "nothing.case", "nowhere/"], 2);
    assert!(said.contains("nowhere: no such file"), "{said}");
    assert!(!folder.path("nothing.case").exists());
    check("missing.case", &["status"], "No such file");
    check("missing.case", &["add"], "no such case");
    check("missing.case", &["remove", "a"], "No such file");
    assert!(!folder.path("missing.case").exists());
    let other = Connection::open(folder.path("other.case")).unwrap();
    other.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)").unwrap();
    drop(other);
    check("other.case", &["add", "news"], "another program");
    check("other.case", &["query", "top"], "another program");
    fs::copy(folder.path("x.case"), folder.path("new.case")).unwrap();
    Connection::open(folder.path("new.case"))
        .unwrap()
        .pragma_update(None, "user_version", 99)
        .unwrap();
    check("new.case", &["status"], "newer version of unravel");
    check("new.case", &["add", "news"], "newer version of unravel");
    let said = say(&folder, &["remove", "x.case", "nowhere.txt", "news/00.txt"], 2);
    assert!(said.contains("nothing was taken out") && said.contains("nowhere.txt"), "{said}");
    assert!(say(&folder, &["status", "x.case"], 0).contains("documents  4,"));
}

/// A page of the file overwritten, a text exchanged, a row that points nowhere.
#[test]
fn damage_is_found() {
    let folder = small();
    let damaged = |name: &str, harm: &dyn Fn(&Path), expected: &str| {
        let path = folder.path(name);
        fs::copy(folder.path("x.case"), &path).unwrap();
        harm(&path);
        let said = say(&folder, &["verify", name], 2);
        assert!(said.contains(expected), "{name}: {said}");
    };
    let sql = |statement: &'static str| {
        move |path: &Path| {
            let db = Connection::open(path).unwrap();
            db.pragma_update(None, "foreign_keys", false).unwrap();
            db.execute_batch(statement).unwrap();
        }
    };
    damaged(
        "page.case",
        &|path| {
            let mut bytes = fs::read(path).unwrap();
            let middle = bytes.len() / 2 / 4096 * 4096;
            bytes[middle..middle + 2048].fill(0xa5);
            fs::write(path, bytes).unwrap();
        },
        "damaged",
    );
    damaged("text.case", &sql("UPDATE reading SET text = x'00' WHERE id = 1"), "damaged");
    damaged(
        "other.case",
        &sql("UPDATE reading SET text = (SELECT text FROM reading WHERE id = 2) WHERE id = 1"),
        "a text has changed",
    );
    damaged("row.case", &sql("DELETE FROM entity WHERE id = 1"), "missing");
    damaged(
        "quote.case",
        &sql("UPDATE sentence SET text = 'He said so.' WHERE id = 1"),
        "MISMATCH",
    );
    damaged(
        "mention.case",
        &sql(
            "UPDATE mention SET start = start + 1, \"end\" = \"end\" + 1 WHERE reading = 1 AND place = 0",
        ),
        "MISMATCH",
    );
    damaged(
        "cut.case",
        &|path| fs::write(path, &fs::read(path).unwrap()[..9000]).unwrap(),
        "damaged",
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_can_be_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = small();
    fs::create_dir(folder.path("shelf")).unwrap();
    fs::copy(folder.path("x.case"), folder.path("shelf/x.case")).unwrap();
    let mode = |path: &str, mode| {
        fs::set_permissions(folder.path(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("shelf/x.case", 0o444);
    mode("shelf", 0o555);
    let probe = fs::write(folder.path("shelf/probe"), "");
    if probe.is_ok() {
        eprintln!("SKIPPED: this user may write anywhere, so a read-only folder cannot be tried");
    } else {
        let said = say(&folder, &["add", "shelf/x.case", "news"], 2);
        assert!(said.contains("cannot be written"), "{said}");
    }
    say(&folder, &["query", "shelf/x.case", "show", "Aurora Bank"], 0);
    mode("shelf", 0o755);
}

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

/// With `--reread` a case has what the program of today reads in its texts, also after the texts' files
/// are gone.
#[test]
fn texts_are_read_again() {
    let folder = small();
    let expected = fs::read(folder.path("n.json")).unwrap();
    let db = Connection::open(folder.path("x.case")).unwrap();
    db.execute_batch("UPDATE reading SET model = 'an older one', rules = '0' WHERE id < 3")
        .unwrap();
    drop(db);
    let status = say(&folder, &["status", "x.case"], 0);
    assert!(status.contains("an older one (2)"), "{status}");
    let said = say(&folder, &["add", "x.case", "--reread"], 0);
    assert!(said.contains("2 texts read again"), "{said}");
    fs::remove_dir_all(folder.path("news")).unwrap();
    say(&folder, &["export", "x.case", "-o", "again.json"], 0);
    assert_eq!(fs::read(folder.path("again.json")).unwrap(), expected);
    assert!(say(&folder, &["add", "x.case", "--reread"], 0).contains("0 texts read again"));
}

#[test]
fn the_users_relation_types_stay_with_the_case() {
    let folder = articles(2);
    folder.write(
        "types.toml",
        "[relation.endorses]\nsubject = [\"person\"]\nobject = [\"organization\"]\n\n\
         [[verb]]\nname = \"endorse\"\ntype = \"endorses\"\nverbs = [\"endorse\"]\n",
    );
    folder.write("more/a.txt", "Maria Lopez endorsed Aurora Bank.");
    let said = say(&folder, &["add", "x.case", "news"], 0);
    assert!(said.contains("2 documents added"), "{said}");
    let refused = say(&folder, &["add", "x.case", "more", "--schema", "types.toml"], 2);
    assert!(refused.contains("--reread"), "{refused}");
    let said = say(&folder, &["add", "x.case", "more", "--reread", "--schema", "types.toml"], 0);
    assert!(said.contains("2 texts read again"), "{said}");
    // Kept, and used without being named again.
    folder.write("late/b.txt", "Maria Lopez endorsed Borealis Bank.");
    say(&folder, &["add", "-q", "x.case", "late"], 0);
    let shown = say(&folder, &["query", "x.case", "show", "Maria Lopez"], 0);
    assert_eq!(shown.matches("endorsed [").count(), 2, "{shown}");
}

/// A skipped input is listed until it can be read.
#[test]
fn what_could_not_be_read_is_listed_until_it_can() {
    let folder = articles(1);
    folder.write("news/bad.txt", [0, 1, 2, 3, 0, 255]);
    let said = say(&folder, &["add", "x.case", "news"], 1);
    assert!(said.contains("news/bad.txt"), "{said}");
    assert!(say(&folder, &["status", "x.case"], 0).contains("bad.txt"));
    folder.write("news/bad.txt", "The FBI arrested Maria Lopez.");
    say(&folder, &["add", "-q", "x.case", "news"], 0);
    assert!(!say(&folder, &["status", "x.case"], 0).contains("bad.txt"));
    say(&folder, &["build", "-q", "news", "-o", "n.json"], 0);
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    assert_eq!(
        fs::read(folder.path("n.json")).unwrap(),
        fs::read(folder.path("from_case.json")).unwrap()
    );
}

/// The queries of docs/CASE.md.
fn examples() -> Vec<String> {
    let text = include_str!("../../docs/CASE.md");
    let blocks = text.split("```sql\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

/// The small case, in which two authorities pursue one person.
fn pursued() -> Folder {
    let folder = small();
    folder
        .write("more/a.txt", "The FBI arrested Maria Lopez. The Treasury sanctioned Maria Lopez.");
    say(&folder, &["add", "-q", "x.case", "more"], 0);
    folder
}

#[test]
fn the_documented_queries_answer() {
    let folder = pursued();
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY;
    let db = Connection::open_with_flags(folder.path("x.case"), flags).unwrap();
    let examples = examples();
    assert!(examples.len() >= 3);
    for query in &examples {
        let mut statement = db.prepare(query).unwrap_or_else(|error| panic!("{query}: {error}"));
        let rows = statement.query_map([], |_| Ok(())).unwrap().count();
        assert!(rows > 0, "no answer: {query}");
    }
}

/// Python's own sqlite3 opens it and answers the same queries.
#[test]
fn python_reads_a_case() {
    let folder = pursued();
    let script = "import sqlite3, sys\n\
        db = sqlite3.connect(f'file:{sys.argv[1]}?mode=ro', uri=True)\n\
        for query in sys.stdin.read().split(';'):\n    \
            if query.strip():\n        assert db.execute(query).fetchall(), query\n";
    let there = Command::new(python()).args(["-c", "import sqlite3"]).output();
    if skip("Python with sqlite3", there.is_ok_and(|output| output.status.success())) {
        return;
    }
    let mut child = Command::new(python())
        .args(["-c", script])
        .arg(folder.path("x.case"))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), examples().join(";").as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The sqlite3 shell, a SQLite of the system's own, does the same.
#[test]
fn the_sqlite3_shell_reads_a_case() {
    let there = Command::new("sqlite3").arg("-version").output();
    if skip("the sqlite3 shell", there.is_ok_and(|output| output.status.success())) {
        return;
    }
    let folder = pursued();
    for query in examples() {
        let shell = Command::new("sqlite3")
            .args(["-readonly", "-bail"])
            .arg(folder.path("x.case"))
            .arg(&query)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&shell.stderr);
        assert!(shell.status.success() && said.is_empty(), "{query}: {said}");
        assert!(!shell.stdout.is_empty(), "no answer: {query}");
    }
}

/// A case of every version of the tables opens. `v1.case` was made by `build -o v1.case` of two texts of our own, of
/// two sentences each, and `curate v1.case --user ann rename "Aurora Bank" "A. Bank"`.
#[test]
fn cases_of_every_version_open() {
    let folder = Folder::new();
    let kept: Vec<PathBuf> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
    assert!(!kept.is_empty());
    for path in kept {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        fs::copy(&path, folder.path(&name)).unwrap();
        say(&folder, &["verify", "-q", &name], 0);
        let shown = say(&folder, &["query", &name, "show", "Aurora Bank"], 0);
        assert!(shown.contains("sanctions") && shown.contains("A. Bank"), "{name}: {shown}");
        say(&folder, &["curate", &name, "undo"], 0);
        folder.write("late.txt", "The FBI arrested Maria Lopez.");
        say(&folder, &["add", "-q", &name, "late.txt"], 0);
        assert!(say(&folder, &["query", &name, "show", "Maria Lopez"], 0).contains("FBI"));
        say(&folder, &["add", "-q", "new.case", "late.txt"], 0);
        assert_eq!(plan(&folder.path(&name)), plan(&folder.path("new.case")), "{name}");
    }
}

/// The tables and version of a case.
fn plan(path: &Path) -> (i64, Vec<String>) {
    let db = rusqlite::Connection::open(path).unwrap();
    let version = db.pragma_query_value(None, "user_version", |row| row.get(0)).unwrap();
    let sql = "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type, name";
    let mut found = db.prepare(sql).unwrap();
    let found = found.query_map([], |row| row.get(0)).unwrap();
    (version, found.collect::<Result<_, _>>().unwrap())
}
