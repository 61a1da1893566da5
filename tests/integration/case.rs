//! The case: whatever the way to it, the network is that of a fresh build of the same documents.

use proptest::prelude::*;
use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind, resume_unwind},
    path::{Path, PathBuf},
    sync::{
        LazyLock,
        atomic::{AtomicUsize, Ordering},
    },
};
use unravel::{KnowledgeGraph, Pipeline, Schema, export, store::Case};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().unwrap());

/// Texts that meet each other in many ways: names that are one across documents, namesakes, names that
/// only another document explains, the same text twice, nearly the same text, relations that two
/// documents state, one that is denied, relative dates.
const TEXTS: [&str; 11] = [
    "Sim Hyon Sop, a representative of Korea Kwangson Banking Corp, lives in Dandong.",
    "The Treasury sanctioned Sim Hyon-sop last week. Sim works for Korea Kwangson Banking Corp (KKBC).",
    "KKBC paid Green Pine Associated Corporation. Green Pine Associated Corporation supplied Iran.",
    "The Treasury sanctioned Green Pine and KKBC in 2019.",
    "Maria Lopez leads Aurora Shipping. Aurora Shipping owns the Pacific Star.",
    "Maria Lopez, a nurse from Lima, was not charged. Aurora Shipping denied that it owns Lopez Holdings.",
    "Lopez Holdings acted for Aurora Shipping, prosecutors allege. The FBI arrested Juan Lopez in Lima.",
    "The FBI arrested Juan Lopez in Lima in March 2020.",
    "Nothing is said here of anybody.",
    LONG,
    REPRINT,
];

const LONG: &str = "Sim Hyon Sop, a representative of Korea Kwangson Banking Corp, told the traders where to send \
    the money. Investigators followed nine transfers through three exchanges and two shell firms before the trail \
    ended at a counter in a shopping centre. Each transfer was small enough to pass without a question, and each \
    was followed within hours by a cash withdrawal.";
const REPRINT: &str = "How stolen coins became cash. Sim Hyon Sop, a representative of Korea Kwangson Banking Corp, \
    told the traders where to send the money. Investigators followed nine transfers through three exchanges and \
    two shell firms before the trail ended at a counter in a shopping centre. Each transfer was small enough to \
    pass without a question, and each was followed within hours by a cash withdrawal.";

/// Dates of publication: relative dates rest on them.
const DATES: [&str; 3] = ["2024-05-01", "2019-11-30", ""];

/// Something done to a case: files by number with the text and date that they hold from now on.
#[derive(Clone, Debug)]
enum Step {
    Add(Vec<(usize, usize, usize)>),
    /// Added, but cut off when so many documents were read; with or without a refresh, as other commands make it,
    /// before the same is added again.
    CutOff(Vec<(usize, usize, usize)>, usize, bool),
    Remove(usize),
    Reopen,
}

fn steps() -> impl Strategy<Value = (Vec<Step>, usize)> {
    let files = || prop::collection::vec((0..6_usize, 0..TEXTS.len(), 0..DATES.len()), 1..5);
    let step = prop_oneof![
        3 => files().prop_map(Step::Add),
        2 => (files(), 0..4_usize, any::<bool>()).prop_map(|(f, n, refresh)| Step::CutOff(f, n, refresh)),
        1 => (0..6_usize).prop_map(Step::Remove),
        1 => Just(Step::Reopen),
    ];
    (prop::collection::vec(step, 1..7), 1..4_usize)
}

/// A file of records. Number 0 is a text, not a record; 5 has two records, the first with the id of that in 4.
fn write(folder: &Path, (number, text, date): (usize, usize, usize)) -> PathBuf {
    if number == 0 {
        let path = folder.join("0.txt");
        fs::write(&path, TEXTS[text]).unwrap();
        return path;
    }
    let path = folder.join(format!("{number}.jsonl"));
    let record = |id: usize, text: usize| {
        serde_json::json!({
            "id": format!("d{id}"),
            "title": format!("Report {}", text % 2),
            "text": TEXTS[text],
            "date": DATES[date],
        })
    };
    let mut records = vec![record(number.min(4), text)];
    if number == 5 {
        records.push(record(5, (text + 3) % TEXTS.len()));
    }
    fs::write(&path, records.iter().map(|record| format!("{record}\n")).collect::<String>())
        .unwrap();
    path
}

/// Adds inputs, and is cut off when it has read so many documents, if there are so many.
fn cut_off(case: &mut Case, inputs: &[String], batch: usize, after: usize) {
    let read = AtomicUsize::new(0);
    let progress = |_| {
        if read.fetch_add(1, Ordering::Relaxed) >= after {
            // As a panic, but without a word.
            resume_unwind(Box::new("cut off"));
        }
    };
    let _ =
        catch_unwind(AssertUnwindSafe(|| PIPELINE.add(case, inputs, batch, progress).map(drop)));
}

fn json(graph: &KnowledgeGraph) -> String {
    let mut out = Vec::new();
    export::json::write(graph, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn names(paths: impl IntoIterator<Item = PathBuf>) -> Vec<String> {
    paths.into_iter().map(|path| path.display().to_string()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, max_shrink_iters: 40, ..ProptestConfig::default() })]

    /// Adds, changes and removals in any order and batch end where a fresh build of what is left ends.
    #[test]
    fn any_way_ends_as_a_fresh_build((steps, batch) in steps()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.case");
        let mut case = Case::edit(&path).unwrap();
        let mut there: Vec<Option<PathBuf>> = vec![None; 6];
        for step in &steps {
            match step {
                Step::Reopen => {
                    drop(case);
                    case = Case::edit(&path).unwrap();
                }
                Step::Add(files) | Step::CutOff(files, ..) => {
                    let paths: Vec<PathBuf> = files.iter().map(|&file| write(folder.path(), file)).collect();
                    for (&(number, ..), path) in files.iter().zip(&paths) {
                        there[number] = Some(path.clone());
                    }
                    let paths = names(paths);
                    if let Step::CutOff(_, after, refresh) = step {
                        cut_off(&mut case, &paths, batch, *after);
                        if *refresh {
                            Pipeline::refresh(&mut case, &Schema::built_in()).unwrap();
                            prop_assert_eq!(case.check().unwrap(), Vec::new());
                        }
                    }
                    PIPELINE.add(&mut case, &paths, batch, |_| ()).unwrap();
                    prop_assert_eq!(case.half_read().unwrap(), Vec::<String>::new());
                }
                Step::Remove(number) => {
                    let Some(path) = there[*number].clone() else {
                        let unknown = [format!("d{number}!")];
                        prop_assert_eq!(Pipeline::remove(&mut case, &unknown).unwrap(), Err(unknown.to_vec()));
                        continue;
                    };
                    if *number == 5 {
                        let removed = Pipeline::remove(&mut case, &[path.display().to_string()]).unwrap().unwrap();
                        prop_assert_eq!(removed.documents, 2);
                        there[*number] = None;
                        Pipeline::refresh(&mut case, &Schema::built_in()).unwrap();
                        continue;
                    }
                    let before = PIPELINE.build(&names(there.iter().flatten().cloned()), |_| ()).unwrap();
                    let source = path.display().to_string();
                    let mut documents = before.info.documents.iter();
                    let label = documents.find(|d| *d.source.as_ref().unwrap_or(&d.id) == source);
                    // A text that another has too has no id of its own: its name must do.
                    let id = match label {
                        Some(info) => info.id.clone(),
                        None if *number == 0 => source,
                        None if *number < 4 => format!("d{number}"),
                        None => continue,
                    };
                    prop_assert_eq!(Pipeline::remove(&mut case, &[id]).unwrap().map(|removed| removed.documents), Ok(1));
                    there[*number] = None;
                    Pipeline::refresh(&mut case, &Schema::built_in()).unwrap();
                }
            }
            let inputs = names(there.iter().flatten().cloned());
            let (found, expected) = (json(&case.graph().unwrap()), match inputs.is_empty() {
                true => json(&PIPELINE.merge(Vec::new(), Vec::new())),
                false => json(&PIPELINE.build(&inputs, |_| ()).unwrap()),
            });
            if inputs.is_empty() {
                // Without a document no model is named.
                prop_assert_eq!(case.graph().unwrap().nodes().len(), 0);
            } else {
                prop_assert!(found == expected, "{}", similar(&found, &expected));
            }
            prop_assert_eq!(case.check().unwrap(), Vec::new());
            prop_assert_eq!(rows(&case.outline().unwrap()), rows(&case.graph().unwrap()));
            let linked = linked(&case.graph().unwrap());
            for number in [1, 2, 5, linked.len()] {
                let found = case.most_linked(number).unwrap().into_iter();
                let found: Vec<_> = found.map(|(node, near)| (node.id, near as f64)).collect();
                prop_assert_eq!(&found[..], &linked[..number.min(linked.len())]);
            }
        }
    }
}

/// Entities that have neighbours, the most first, and how many.
fn linked(graph: &KnowledgeGraph) -> Vec<(String, f64)> {
    let ranked = unravel::analyze::rank(graph, unravel::analyze::Measure::Degree).into_iter();
    let ranked = ranked.take_while(|(_, near)| *near > 0.0);
    ranked.map(|(node, near)| (node.id.clone(), near)).collect()
}

/// What the rows of relations hold.
fn rows(graph: &KnowledgeGraph) -> Vec<String> {
    let row = |e: &unravel::Edge| {
        let dates = (&e.first_date, &e.last_date);
        format!("{} {} {} {} {dates:?}", e.id, e.confidence, e.status.name(), e.documents)
    };
    let mut rows: Vec<String> = graph.edges().map(row).collect();
    rows.sort();
    rows
}

#[test]
fn what_is_as_sure_as_can_be_takes_in_new_documents() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::edit(&folder.path().join("x.case")).unwrap();
    let said = [
        "The Treasury sanctioned Korea Kwangson Banking Corp in 2016.",
        "Nobody was surprised when the Treasury sanctioned Korea Kwangson Banking Corp in March 2015.",
        "The Treasury sanctioned Korea Kwangson Banking Corp in 2017. It was a Monday.",
        "The Treasury sanctioned Korea Kwangson Banking Corp in 2014, two years before the ships were stopped.",
        "Lawyers denied that the Treasury sanctioned Korea Kwangson Banking Corp.",
        "A week later, on 3 May 2019, the Treasury sanctioned Korea Kwangson Banking Corp again.",
    ];
    let mut sure = 0;
    let mut paths = Vec::new();
    for (number, text) in said.iter().enumerate() {
        let path = folder.path().join(format!("{number}.txt"));
        fs::write(&path, text).unwrap();
        paths.push(path);
        PIPELINE.add(&mut case, &names(paths.clone()), 100, |_| ()).unwrap();
        let stored = rows(&case.outline().unwrap());
        assert_eq!(stored, rows(&case.graph().unwrap()), "{text}");
        assert_eq!(stored, rows(&PIPELINE.build(&names(paths.clone()), |_| ()).unwrap()), "{text}");
        sure += usize::from(
            stored.iter().any(|row| row.contains("sanctions") && row.contains(" 0.99 ")),
        );
    }
    assert!(sure > 2, "{sure}");
}

/// The first lines that differ.
fn similar(found: &str, expected: &str) -> String {
    let lines = found.lines().zip(expected.lines());
    let differ = lines.enumerate().filter(|(_, (a, b))| a != b);
    let shown: Vec<String> =
        differ.take(8).map(|(n, (a, b))| format!("{n}: {a}  <>  {b}")).collect();
    shown.join("\n")
}
