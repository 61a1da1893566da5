//! The case as a file: killed at any moment, damaged, of others, shared, opened by other tools, of every version.

use crate::{
    case_support::{articles, same, say, small},
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
use unravel::store::{self, Case};

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
    let mut partial = 0;
    for part in 1..=8_u32 {
        let mut child = run();
        std::thread::sleep(whole * part / 9);
        let _ = child.kill();
        let done = child.wait().unwrap().success();
        let path = folder.path("x.case");
        if !path.metadata().is_ok_and(|file| file.len() > 0) {
            continue;
        }
        let case = match Case::open(&path) {
            Ok(case) => case,
            // Killed before its tables were written.
            Err(error) => {
                assert!(error.to_string().contains("an empty file"), "{error}");
                continue;
            }
        };
        let stored = case.summary().unwrap();
        let there = stored.documents + stored.waiting;
        partial += usize::from(!done && there > 0);
        assert!(there <= 24, "doubled: {stored:?}");
    }
    assert!(partial > 0, "never was it cut off between");
    say(&folder, &["add", "-q", "x.case", "news", "--batch", "2"], 0);
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    same(&folder, "n.json", "from_case.json");
    say(&folder, &["verify", "-q", "x.case"], 0);
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

/// Whoever reads keeps what is read, also where the same process looks at the file again: the last writer to leave
/// would otherwise write its changes into the file under the reader.
#[cfg(unix)]
#[test]
fn a_reader_looks_again_and_keeps_its_state() {
    let folder = small();
    let path = folder.path("x.case");
    let reader = Case::open(&path).unwrap();
    let before = reader.summary().unwrap();
    assert!(store::is_case(&path));
    drop(Case::open(&path).unwrap());
    folder.write("late.txt", "The FBI arrested Maria Lopez.");
    say(&folder, &["add", "-q", "x.case", "late.txt"], 0);
    let log = fs::metadata(folder.path("x.case-wal"));
    assert!(log.is_ok_and(|log| log.len() > 0), "the changes went into the file");
    assert_eq!(reader.summary().unwrap(), before);
    drop(reader);
    assert_eq!(Case::open(&path).unwrap().summary().unwrap().documents, before.documents + 1);
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
    folder.write("network.json", "{\"directed\": true}");
    check("network.json", &["status"], "a JSON network, perhaps");
    check("network.json", &["add", "news"], "a JSON network, perhaps");
    check("news", &["query", "top"], "a folder, neither a JSON network nor a case");
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
    check("missing.case", &["curate", "undo"], "No such file");
    check("missing.case", &["curate", "rename", "a", "b"], "No such file");
    assert!(!folder.path("missing.case").exists());
    // What is left of a run that was killed as soon as it had begun.
    let begun = Connection::open(folder.path("begun.case")).unwrap();
    begun.pragma_update(None, "journal_mode", "wal").unwrap();
    drop(begun);
    assert!(folder.path("begun.case").metadata().unwrap().len() > 0);
    check("begun.case", &["status"], "an empty file");
    say(&folder, &["add", "-q", "begun.case", "news"], 0);
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
        "sentence.case",
        &sql("UPDATE sentence SET text = 'The mayor took a bribe.' WHERE id = 1"),
        "a sentence does not stand in its text: \"The mayor",
    );
    damaged("sure.case", &sql("UPDATE relation SET confidence = 0.1"), "says otherwise");
    damaged(
        "denied.case",
        &sql("UPDATE evidence SET status = 'denied'"),
        "says otherwise than its sentences",
    );
    damaged("letters.case", &sql("UPDATE reading SET text = 'abc' WHERE id = 1"), "no bytes");
    damaged(
        "half.case",
        &sql("INSERT INTO setting VALUES ('half read', '{')"),
        "DAMAGED what is half read",
    );
    damaged(
        "near.case",
        &sql("UPDATE document SET near = 'x', similarity = NULL WHERE id = 1"),
        "DAMAGED document 1",
    );
    damaged(
        "other.case",
        &sql("UPDATE reading SET text = (SELECT text FROM reading WHERE id = 2) WHERE id = 1"),
        "a text has changed",
    );
    damaged(
        "type.case",
        &sql("UPDATE node SET type = 'thing' WHERE number = 0"),
        "node 1/0 cannot be made out",
    );
    damaged(
        "list.case",
        &sql("UPDATE entity SET aliases = '[' WHERE id = 2"),
        "entity 2 cannot be made out",
    );
    damaged(
        "word.case",
        &sql("UPDATE evidence SET status = 'so'"),
        "evidence 1/0 cannot be made out",
    );
    damaged("row.case", &sql("DELETE FROM entity WHERE id = 1"), "missing");
    damaged(
        "quote.case",
        &sql("UPDATE evidence SET text = 'He said so.' WHERE reading = 1 AND place = 0"),
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

/// What is damaged in one document keeps nobody from taking that document out.
#[test]
fn a_damaged_document_can_be_removed() {
    let folder = small();
    let db = Connection::open(folder.path("x.case")).unwrap();
    let sql = "UPDATE node SET type = 'thing' WHERE reading =
               (SELECT reading FROM document WHERE name LIKE '%00.txt')";
    assert_ne!(db.execute(sql, []).unwrap(), 0);
    drop(db);
    say(&folder, &["verify", "x.case"], 2);
    say(&folder, &["remove", "-q", "x.case", "news/00.txt"], 0);
    say(&folder, &["verify", "-q", "x.case"], 0);
    fs::remove_file(folder.path("news/00.txt")).unwrap();
    say(&folder, &["build", "-q", "news", "-o", "n.json"], 0);
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    same(&folder, "n.json", "from_case.json");
}

/// The texts of the cases of every version, with their names.
const KEPT: [(&str, &str); 2] = [
    (
        "news/a.txt",
        "The Treasury sanctioned Aurora Bank on March 1, 2024. Maria Lopez leads Aurora Bank, but denied that Aurora \
         Bank paid Green Pine Corporation.\n",
    ),
    ("news/b.txt", "Aurora Bank owns the ship Star 7. The Treasury sanctioned Aurora Bank.\n"),
];

/// A case of every version of the tables opens, and goes on as one of today. Each was made by `build -o vN.case` of
/// [`KEPT`] and `curate vN.case --user ann rename "Aurora Bank" "A. Bank"`.
#[test]
fn cases_of_every_version_open() {
    let folder = Folder::new();
    let kept: Vec<PathBuf> =
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases"))
            .unwrap()
            .map(|file| file.unwrap().path())
            .collect();
    for (name, text) in KEPT {
        folder.write(name, text);
    }
    folder.write("late.txt", "The FBI arrested Maria Lopez.");
    let inputs = ["news/a.txt", "news/b.txt", "late.txt"];
    say(&folder, &[&["build", "-q", "-o", "new.case", "-o", "n.json"], &inputs[..]].concat(), 0);
    let newest = plan(&folder.path("new.case"));
    let mut versions = Vec::new();
    for path in kept {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        fs::copy(&path, folder.path(&name)).unwrap();
        versions.push(plan(&folder.path(&name)).0);
        say(&folder, &["verify", "-q", &name], 0);
        let shown = say(&folder, &["query", &name, "show", "Aurora Bank"], 0);
        assert!(shown.contains("sanctions") && shown.contains("A. Bank"), "{name}: {shown}");
        say(&folder, &["curate", &name, "undo"], 0);
        say(&folder, &["add", "-q", &name, "late.txt"], 0);
        assert_eq!(plan(&folder.path(&name)), newest, "{name}");
        assert!(say(&folder, &["query", &name, "show", "Maria Lopez"], 0).contains("FBI"));
        // What was read by a model of then is read again by that of today.
        say(&folder, &["add", "-q", &name, "--reread"], 0);
        say(&folder, &["export", &name, "-o", "from_case.json"], 0);
        same(&folder, "n.json", "from_case.json");
    }
    versions.sort_unstable();
    assert_eq!(versions, (1..=newest.0).collect::<Vec<_>>(), "a case of every version");
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
