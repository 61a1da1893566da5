//! What goes into a case and out of it: versions of documents, runs that are cut off, settings.

use crate::{
    case_support::{articles, same, say, small},
    consumers::skip,
    reading::Case as Folder,
};
use rusqlite::Connection;
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
};
use unravel::{Pipeline, store::Case};

#[test]
fn a_build_into_a_case_is_a_build() {
    let folder = small();
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    same(&folder, "n.json", "from_case.json");
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

/// Documents that were stored, but not yet in the network when the run was cut off.
#[test]
fn a_network_that_is_behind_says_so_and_is_brought_up_to_date() {
    let folder = small();
    say(&folder, &["export", "x.case", "-o", "before.json"], 0);
    let mut case = Case::edit(&folder.path("x.case")).unwrap();
    assert_eq!(
        Pipeline::remove(&mut case, &["news/00.txt".into()])
            .unwrap()
            .map(|removed| removed.documents),
        Ok(1)
    );
    drop(case);
    let said = say(&folder, &["export", "x.case", "-o", "stale.json"], 0);
    assert!(said.contains("1 document was stored or taken out"), "{said}");
    same(&folder, "before.json", "stale.json");
    say(&folder, &["add", "-q", "x.case"], 0);
    fs::remove_file(folder.path("news/00.txt")).unwrap();
    say(&folder, &["build", "-q", "news", "-o", "n.json"], 0);
    say(&folder, &["export", "x.case", "-o", "after.json"], 0);
    same(&folder, "n.json", "after.json");
}

/// Records that stand twice, share an id, have none, or come from standard input.
#[test]
fn names_that_do_not_last_replace_nothing() {
    let folder = Folder::new();
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
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    same(&folder, "n.json", "from_case.json");
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
    assert_eq!(
        Pipeline::remove(&mut case, &["d".into(), "d".into()])
            .unwrap()
            .map(|removed| removed.documents),
        Ok(1)
    );
    drop(case);
    say(&folder, &["remove", "-q", "x.case", "d"], 0);
    // A file with all its records.
    folder.write(
        "c.jsonl",
        "{\"text\": \"Lyra Bank paid Vega Bank.\"}\n{\"text\": \"Vega Bank paid.\"}\n",
    );
    say(&folder, &["add", "-q", "x.case", "./c.jsonl"], 0);
    // Also where the run before was cut off when they were marked.
    let mut case = Case::edit(&folder.path("x.case")).unwrap();
    assert!(Pipeline::remove(&mut case, &["c.jsonl".into()]).unwrap().is_ok());
    drop(case);
    let said = say(&folder, &["remove", "x.case", "c.jsonl"], 0);
    assert!(said.contains("2 documents taken out"), "{said}");
    let left = say(&folder, &["status", "x.case", "--documents"], 0);
    assert_eq!(left.lines().count(), 1, "{left}");
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
         [[verb]]\nname = \"endorse\"\ntype = \"endorses\"\nverbs = [\"endorse\"]\n\n\
         [relation.rivals]\nsubject = [\"person\"]\nobject = [\"person\"]\nsymmetric = true\n\n\
         [[verb]]\nname = \"rival\"\ntype = \"rivals\"\nverbs = [\"outbid\"]\n",
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
    let endorses = shown.split("\nendorses\n").nth(1).and_then(|told| told.split("\n\n").next());
    assert_eq!(endorses.unwrap().matches("endorsed [").count(), 2, "{shown}");
    folder.write("late/c.txt", "Maria Lopez outbid Anna Schmidt.");
    say(&folder, &["add", "-q", "x.case", "late"], 0);
    for (question, expected) in [
        (&["show", "Maria Lopez"][..], "  – Anna Schmidt"),
        (&["show", "Maria Lopez", "Anna Schmidt"], " – rivals – "),
        (&["path", "Maria Lopez", "Anna Schmidt"], "– rivals –"),
        (&["neighbors", "Maria Lopez"], "– rivals"),
    ] {
        let said = say(&folder, &[&["query", "x.case"], question].concat(), 0);
        assert!(said.contains(expected), "{said}");
    }
}

/// Reading anew is told as long as it is not at its end, and goes on with what it began with.
#[test]
fn reading_anew_that_was_cut_off_is_named() {
    let folder = small();
    let told =
        |command: &[&str]| say(&folder, command, 0).contains("add x.case --reread` is at work");
    assert!(!told(&["query", "x.case", "top"]));
    let db = Connection::open(folder.path("x.case")).unwrap();
    db.execute_batch(
        "INSERT INTO setting VALUES ('rereading', 'yes'); UPDATE reading SET model = 'an older one'",
    )
    .unwrap();
    drop(db);
    assert!(told(&["query", "x.case", "top"]));
    folder.write("more.txt", "The FBI arrested Maria Lopez.");
    assert!(told(&["add", "x.case", "more.txt"]));
    assert!(!told(&["add", "x.case", "--reread"]));
    assert!(!told(&["status", "x.case"]));
}

/// The inputs of a run that was cut off are named until one has gone through them, however they are written, or they are
/// gone.
#[test]
fn inputs_that_were_not_gone_through_are_named() {
    let folder = small();
    let begin = |inputs: &str| {
        let db = Connection::open(folder.path("x.case")).unwrap();
        db.execute("INSERT OR REPLACE INTO setting VALUES ('begun', ?1)", [inputs]).unwrap();
    };
    let told = |command: &[&str]| say(&folder, command, 0).contains("cut off");
    begin("[\"./news\"]");
    assert!(told(&["status", "x.case"]));
    assert!(!told(&["add", "x.case", "news"]));
    begin("[\"news/gone.txt\", \"elsewhere/gone.txt\"]");
    assert!(told(&["add", "x.case", "news/00.txt"]));
    assert!(!say(&folder, &["status", "x.case"], 0).contains("news/gone.txt"));
    assert!(!told(&["remove", "x.case", "./elsewhere/gone.txt"]));
    say(&folder, &["remove", "x.case", "elsewhere/gone.txt"], 2);
}

/// What changed is counted as such, by file.
#[test]
fn changed_records_are_no_new_ones() {
    let folder = Folder::new();
    let write = |bank: &str| {
        for file in ["a.jsonl", "b.jsonl"] {
            let text = format!(
                "{{\"id\": \"d\", \"text\": \"The Treasury sanctioned {bank} ({file}).\"}}"
            );
            folder.write(file, text);
        }
    };
    write("Aurora Bank");
    say(&folder, &["add", "-q", "x.case", "a.jsonl", "b.jsonl"], 0);
    write("Corvus Bank");
    let said = say(&folder, &["add", "x.case", "a.jsonl", "b.jsonl"], 0);
    assert!(said.contains("0 documents added, 2 changed"), "{said}");
    // The same text twice.
    folder.write("c.txt", "The Treasury sanctioned Lyra Bank.");
    folder.write("d.txt", "The Treasury sanctioned Lyra Bank.");
    say(&folder, &["add", "-q", "x.case", "c.txt", "d.txt"], 0);
    let listed = say(&folder, &["status", "x.case", "--documents", "--json"], 0);
    let listed: serde_json::Value = serde_json::from_str(&listed).unwrap();
    let last = listed.as_array().unwrap().last().unwrap();
    assert_eq!(*last, serde_json::json!({ "id": "d.txt", "same_text_as": "c.txt" }));
}

/// An address with two slashes names no machine.
#[test]
fn a_graph_under_two_slashes_is_no_case() {
    let folder = small();
    let path = format!("/{}", folder.path("n.json").display());
    let said = say(&folder, &["query", &path, "top"], 0);
    assert!(said.contains("Maria Lopez"), "{said}");
    let path = format!("/{}", folder.path("x.case").display());
    assert_eq!(say(&folder, &["query", &path, "top"], 0), said);
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
    same(&folder, "n.json", "from_case.json");
}

/// Adds an input, and is cut off when it has stored `after` documents.
fn cut_off(folder: &Folder, input: &str, after: usize) {
    let read = AtomicUsize::new(0);
    let progress = |_| {
        if read.fetch_add(1, Ordering::Relaxed) == after {
            // As a panic, but without a word.
            resume_unwind(Box::new("cut off"));
        }
    };
    let mut case = Case::edit(&folder.path("x.case")).unwrap();
    let pipeline = Pipeline::new().unwrap();
    let add = AssertUnwindSafe(|| pipeline.add(&mut case, &[input.into()], 1, progress));
    assert!(catch_unwind(add).is_err(), "it was to be cut off");
}

/// A changed article takes the place of the earlier one, also when the run is cut off after it: whatever comes next
/// sees one of the two.
#[test]
fn a_changed_article_never_stands_beside_itself() {
    for next in [&["add", "x.case"][..], &["curate", "x.case", "rename", "Aurora Bank", "A."]] {
        let folder = articles(3);
        let news = folder.path("news").display().to_string();
        say(&folder, &["add", "-q", "x.case", &news], 0);
        folder.write(
            "news/00.txt",
            "The Treasury sanctioned Aurora Bank. Lyra Bank paid Aurora Bank.",
        );
        folder.write("news/01.txt", "The FBI arrested Maria Lopez.");
        cut_off(&folder, &news, 1);
        assert!(say(&folder, &["status", "x.case"], 0).contains("not yet in its network"));
        say(&folder, next, 0);
        let left = say(&folder, &["status", "x.case"], 0);
        assert!(left.contains("documents  3,"), "{next:?}");
        // What the run has not met may be missing: it is named until it is gone through, or taken out.
        assert!(left.contains("was cut off") && left.contains(&news), "{left}");
        assert!(say(&folder, &["query", "x.case", "find", "Lyra"], 0).contains("Lyra Bank"));
        let said = say(&folder, &["add", "x.case", &news], 0);
        assert!(!said.contains("was cut off"), "{said}");
        say(&folder, &["build", "-q", &news, "-o", "n.json"], 0);
        if next[0] == "curate" {
            say(&folder, &["curate", "x.case", "undo"], 0);
        }
        say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
        same(&folder, "n.json", "from_case.json");
    }
}

/// What is taken out then is the article, in both versions.
#[test]
fn a_changed_article_is_taken_out_whole() {
    let folder = articles(2);
    let news = folder.path("news").display().to_string();
    say(&folder, &["add", "-q", "x.case", &news], 0);
    folder.write("news/00.txt", "The FBI arrested Juan Lopez.");
    folder.write("news/01.txt", "The FBI arrested Maria Lopez.");
    cut_off(&folder, &news, 1);
    let said = say(&folder, &["remove", "x.case", &format!("{news}/00.txt")], 0);
    assert!(said.contains("1 document taken out"), "{said}");
    let left = say(&folder, &["status", "x.case", "--documents"], 0);
    let listed: Vec<&str> = left.lines().filter(|line| line.contains('\t')).collect();
    assert!(listed.len() == 1 && listed[0].contains("01.txt"), "{left}");
}

/// Of records the earlier version stands until the file was gone through, and that is said.
#[test]
fn a_file_of_records_that_is_half_read_is_named_until_it_is_read() {
    let folder = Folder::new();
    let records = |bank: &str| -> String {
        let record =
            |n: usize| format!("{{\"id\": \"r{n}\", \"text\": \"{bank} {n} paid Lyra Bank.\"}}\n");
        (0..3).map(record).collect()
    };
    folder.write("feed.jsonl", records("Aurora Bank"));
    let feed = folder.path("feed.jsonl").display().to_string();
    say(&folder, &["add", "-q", "x.case", &feed], 0);
    folder.write("feed.jsonl", records("Corvus Bank"));
    cut_off(&folder, &feed, 1);
    let said = say(&folder, &["add", "x.case"], 0);
    assert!(said.contains("was not read to its end") && said.contains("4 documents"), "{said}");
    // Another run does not end this one.
    folder.write("other.txt", "The FBI arrested Maria Lopez.");
    let said = say(&folder, &["add", "x.case", "other.txt"], 0);
    assert!(said.contains("was not read to its end"), "{said}");
    say(&folder, &["remove", "-q", "x.case", "other.txt"], 0);
    // Nor one that breaks off in the middle of it.
    let mut half = records("Corvus Bank").into_bytes();
    half.extend(b"{\"id\": \"r3\", \"text\": \"");
    let whole = {
        let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        std::io::Write::write_all(&mut gz, &half).unwrap();
        gz.finish().unwrap()
    };
    folder.write("feed.jsonl.gz", &whole[..whole.len() - 9]);
    let said = say(&folder, &["add", "x.case", &format!("{feed}.gz")], 1);
    assert!(said.contains("the rest is not read") && said.contains("feed.jsonl was not"), "{said}");
    say(&folder, &["remove", "-q", "x.case", &format!("{feed}.gz")], 0);
    // A record that the file has lost since keeps its last version, as one that was never changed.
    let said = say(&folder, &["add", "x.case", &feed], 0);
    assert!(!said.contains("to its end"), "{said}");
    say(&folder, &["build", "-q", &feed, "-o", "n.json"], 0);
    say(&folder, &["export", "x.case", "-o", "from_case.json"], 0);
    same(&folder, "n.json", "from_case.json");
}

/// A record that left the file after the run that was cut off stands there once, in its last version; and what is
/// taken out is not asked for again.
#[test]
fn a_record_that_left_its_file_stands_once() {
    let folder = Folder::new();
    let record = |n: usize, bank: &str| {
        format!("{{\"id\": \"r{n}\", \"text\": \"{bank} {n} paid Lyra Bank.\"}}\n")
    };
    let both = |bank: &str| record(0, bank) + &record(1, bank);
    let feed = folder.path("feed.jsonl").display().to_string();
    folder.write("feed.jsonl", both("Aurora Bank"));
    say(&folder, &["add", "-q", "x.case", &feed], 0);
    folder.write("feed.jsonl", both("Corvus Bank"));
    cut_off(&folder, &feed, 1);
    folder.write("feed.jsonl", record(1, "Corvus Bank"));
    let said = say(&folder, &["add", "x.case", &feed], 0);
    assert!(said.contains("2 documents,") && !said.contains("to its end"), "{said}");
    assert!(say(&folder, &["query", "x.case", "find", "Corvus Bank 0"], 0).contains("1 mention"));
    folder.write("feed.jsonl", both("Mira Bank"));
    cut_off(&folder, &feed, 1);
    assert!(say(&folder, &["status", "x.case"], 0).contains("to its end"));
    let said = say(&folder, &["remove", "x.case", &feed], 0);
    assert!(said.contains("0 documents,") && !said.contains("to its end"), "{said}");
    assert!(!said.contains("was cut off"), "{said}");
}

#[test]
fn only_what_is_named_is_taken_out() {
    let folder = articles(2);
    let news = folder.path("news").display().to_string();
    say(&folder, &["add", "-q", "x.case", &news, "news/00.txt"], 0);
    for nothing in ["", "./", "new", "news/0"] {
        let said = say(&folder, &["remove", "x.case", nothing], 2);
        assert!(said.contains("nothing was taken out") && !said.contains("did you mean"), "{said}");
    }
    let said = say(&folder, &["remove", "x.case", "01.txt"], 2);
    assert!(said.contains("did you mean") && said.contains("news/01.txt?"), "{said}");
    // As `add` takes it.
    let folder = articles(2);
    say(&folder, &["add", "-q", "x.case", "./news//00.txt", "news/01.txt"], 0);
    let said = say(&folder, &["remove", "x.case", "././news/00.txt"], 0);
    assert!(said.contains("1 document taken out"), "{said}");
}

/// A slip of the hand is told, and nothing that the case lacks; what could not be read is taken out by its name.
#[test]
fn what_is_not_there_is_not_kept() {
    let folder = articles(1);
    let said = say(&folder, &["add", "x.case", "news", "nwes"], 1);
    assert!(said.contains("nwes: no such file"), "{said}");
    assert!(!say(&folder, &["status", "x.case"], 0).contains("skipped"));
    let said = say(&folder, &["build", "news", "nwes", "-o", "y.case"], 1);
    assert!(said.contains("nwes: no such file"), "{said}");
    let both = ["build", "news", "nwes", "-q", "-o", "z.case", "-o", "z.json"];
    say(&folder, &both, 1);
    say(&folder, &["build", "news", "nwes", "-q", "-o", "n.json"], 1);
    same(&folder, "z.json", "n.json");
    folder.write("more/bad.txt", [0, 1, 2, 3, 0, 255]);
    say(&folder, &["add", "-q", "x.case", "more"], 1);
    assert!(say(&folder, &["status", "x.case"], 0).contains("bad.txt"));
    let said = say(&folder, &["remove", "x.case", "more"], 0);
    assert!(said.contains("1 input that could not be read"), "{said}");
    assert!(!say(&folder, &["status", "x.case"], 0).contains("skipped"));
}

/// The case and its decisions may lie among the articles.
#[test]
fn a_case_is_no_article() {
    let folder = articles(1);
    say(&folder, &["add", "news/x.case", "news"], 0);
    say(&folder, &["add", "news/x.case", "news"], 0);
    say(&folder, &["curate", "news/x.case", "reject", "Aurora Bank"], 0);
    say(&folder, &["curate", "news/x.case", "export", "news/mine.ledger"], 0);
    say(&folder, &["build", "-q", "news", "-o", "n.json"], 0);
    // Nor where a pattern names it, the program's or the shell's.
    let named = ["news/00.txt", "news/x.case", "news/x.case-lock", "news/mine.ledger"];
    for inputs in [&["news/*"][..], &named, &["news"]] {
        // It goes with every command that wrote.
        folder.write("news/x.case-lock", "1");
        let said = say(&folder, &[&["add", "news/x.case"], inputs].concat(), 0);
        assert!(said.contains("0 documents added, 1 known"), "{said}");
        folder.write("news/x.case-lock", "1");
        say(&folder, &[&["build", "-q"], inputs, &["-o", "m.json"]].concat(), 0);
        say(&folder, &[&["verify", "-q", "news/x.case"], inputs].concat(), 0);
    }
    // Alone it is a slip of the hand.
    for input in ["news/x.case", "news/mine.ledger"] {
        let said = say(&folder, &["add", "news/x.case", input], 1);
        assert!(said.contains("no article"), "{said}");
    }
    // What only ends so is somebody's.
    folder.write("news/books.ledger", "2024-03-01 Aurora Bank 100");
    folder.write("news/smith.case", "The State v. Smith");
    let said = say(&folder, &["build", "news", "-o", "n.json"], 1);
    assert!(said.contains("1 .case, 1 .ledger"), "{said}");
    for name in ["books.ledger", "smith.case"] {
        fs::remove_file(folder.path("news").join(name)).unwrap();
    }
    // One that nothing came into does not stay, and is not in the way of the next try.
    say(&folder, &["build", "nwes", "-o", "y.case"], 2);
    say(&folder, &["build", "news", "--model", "no/such", "-o", "y.case"], 2);
    let left = fs::read_dir(folder.path("")).unwrap().map(|file| file.unwrap().file_name());
    let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with("y.case")).collect();
    assert!(left.is_empty(), "{left:?}");
    say(&folder, &["build", "news", "-o", "y.case"], 0);
    // Nor is it taken for an output of another form.
    for command in ["export y.case", "build news"] {
        let arguments = format!("{command} --format json -o y.case");
        let refused = say(&folder, &arguments.split(' ').collect::<Vec<_>>(), 2);
        assert!(refused.contains("not replaced: it is a case"), "{refused}");
    }
    say(&folder, &["verify", "-q", "y.case"], 0);
}

/// A case is read by the model that it was begun with, unless all is read again.
#[test]
fn the_model_stays_with_the_case() {
    let folder = articles(1);
    let model = Path::new(env!("CARGO_MANIFEST_DIR")).join("models/fast").display().to_string();
    if skip("the model `fast`", Path::new(&model).join("model.onnx").exists()) {
        return;
    }
    say(&folder, &["add", "-q", "x.case", "news", "--model", &model], 0);
    folder.write("more.txt", "The FBI arrested Maria Lopez.");
    say(&folder, &["add", "-q", "x.case", "more.txt"], 0);
    let status = say(&folder, &["status", "x.case"], 0);
    assert!(status.contains("fast") && status.contains("(2)"), "{status}");
    let said = say(&folder, &["add", "x.case", "more.txt", "--model", "default"], 2);
    assert!(said.contains("--reread"), "{said}");
    // By another name it is the same.
    let other = format!("{model}/../fast");
    say(&folder, &["add", "-q", "x.case", "more.txt", "--model", &other], 0);
    // A case of which it is not known is asked of its texts.
    let db = Connection::open(folder.path("x.case")).unwrap();
    db.execute("DELETE FROM setting WHERE name = 'model'", []).unwrap();
    drop(db);
    let said = say(&folder, &["add", "x.case", "more.txt"], 2);
    assert!(said.contains("fast") && said.contains("--model"), "{said}");
    say(&folder, &["add", "-q", "x.case", "more.txt", "--model", &model], 0);
    let said = say(&folder, &["add", "x.case", "--model", "default"], 2);
    assert!(said.contains("no INPUT"), "{said}");
    say(&folder, &["add", "-q", "x.case", "--reread", "--model", "default"], 0);
    let status = say(&folder, &["status", "x.case"], 0);
    assert!(status.contains("default") && status.contains("(2)"), "{status}");
}
