//! Cases on the command line: what several commands do with them.

use super::{ledger::Counts, out, query::words::counted, reading::Reading};
use std::path::Path;
use unravel::{
    KnowledgeGraph, Ledger, Pipeline, Schema,
    curate::{self, Curated},
    relate::{Additions, Patterns},
    store::{self, Case},
};

/// How the names of cases end.
pub(crate) const ENDING: &str = "case";

/// The settings that hold the model that reads, the user's relation types, and the patterns that stand for the
/// built-in ones.
const MODEL: &str = "model";
const SCHEMA: &str = "relation types";
const PATTERNS: &str = "patterns";
/// The setting that says whether everything is being read again.
const REREADING: &str = "rereading";
const YES: &str = "yes";
const NO: &str = "no";

/// Whether a path is that of a case, by what it holds or by its ending: an error then speaks of a case.
pub(crate) fn is_meant(path: &Path) -> bool {
    store::is_case(path) || path.extension().is_some_and(|ending| ending == ENDING)
}

/// The relation types of the network in `path`: those of its case, or the built-in ones; and those
/// of the user's file.
pub(crate) fn relation_types(path: &Path, added: Option<&Path>) -> anyhow::Result<Schema> {
    let types = match is_meant(path) {
        true => schema(&Case::open(path)?)?,
        false => Schema::built_in(),
    };
    with_added(types, added)
}

/// Relation types and those of the user's file.
pub(crate) fn with_added(mut types: Schema, added: Option<&Path>) -> anyhow::Result<Schema> {
    if let Some(added) = added {
        Additions::read(added, &mut types, &mut Patterns::built_in())?;
    }
    Ok(types)
}

/// The relation types of a case: the built-in ones and the user's.
pub(crate) fn schema(case: &Case) -> anyhow::Result<Schema> {
    let mut schema = Schema::built_in();
    if let Some(text) = case.setting(SCHEMA)? {
        Additions::parse(&text, case.path(), &mut schema, &mut Patterns::built_in())?;
    }
    Ok(schema)
}

/// Opens a case to fill it, and makes it where there is none. One without any document is no case: it goes again, so
/// that the command can be given anew.
pub(crate) fn fill<T>(
    path: &Path,
    fill: impl FnOnce(&mut Case) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let is_new = !path.exists();
    out::folder(path)?;
    let mut case = Case::edit(path)?;
    let done = fill(&mut case);
    if is_new && case.is_empty().unwrap_or(false) && case.discard().is_ok() && done.is_ok() {
        out::note(&format!("{}: not made, since no document could be read", path.display()));
    }
    done
}

/// How the texts of a case are read: with the model, relation types and patterns that it was begun with. Others
/// are taken over when everything is read again with them.
pub(crate) fn pipeline(
    case: &mut Case,
    reading: &Reading,
    reread: bool,
) -> anyhow::Result<Pipeline> {
    let may = reread || case.is_empty()?;
    // One that was cut off has left its model, which no text may have met yet.
    let began = is_rereading(case)? && reading.model().is_none();
    let refuse = |kept: &str, new: &str| {
        let path = case.path().display();
        anyhow::anyhow!(
            "{path}: its documents were read with {kept}; with --reread all are read again with {new}"
        )
    };
    let mut texts = Vec::new();
    for (setting, given) in [(SCHEMA, reading.additions()?), (PATTERNS, reading.other_patterns()?)]
    {
        let kept = case.setting(setting)?;
        if !may && given.is_some() && given != kept {
            return Err(refuse(&format!("other {setting}"), "these"));
        }
        texts.push((setting, given.or(kept)));
    }
    let (kept, given) = (case.setting(MODEL)?, reading.model().map(in_full));
    let model = given.or(kept).unwrap_or_else(|| super::reading::DEFAULT.into());
    let path = case.path().to_owned();
    let text = |at: usize| texts[at].1.as_deref().map(|text: &str| (text, path.as_path()));
    // A file with mistakes leaves the case as it was.
    let pipeline = reading.pipeline_with(&model, text(0), text(1))?;
    // By what it is, not by what it is called here: a folder has many names. A later version of it may go on.
    let name = pipeline.model.as_ref().map(|model| model.config().name.as_str());
    let readers = case.readers()?;
    let is_known = |name: &str| readers.iter().any(|label| label.split(' ').next() == Some(name));
    if let Some(name) = name.filter(|name| !may && !began && !is_known(name)) {
        let kept = format!("the model {} (--model names one)", readers.join(" and "));
        return Err(refuse(&kept, name));
    }
    let known = texts.into_iter().filter_map(|(setting, text)| Some((setting, text?)));
    let begins = reread.then(|| (REREADING, YES.to_owned()));
    case.set(&known.chain([(MODEL, model)]).chain(begins).collect::<Vec<_>>())?;
    Ok(pipeline)
}

/// Notes that everything has been read again.
pub(crate) fn note_reread(case: &mut Case) -> anyhow::Result<()> {
    Ok(case.set(&[(REREADING, NO.to_owned())])?)
}

fn is_rereading(case: &Case) -> anyhow::Result<bool> {
    Ok(case.setting(REREADING)?.is_some_and(|setting| setting == YES))
}

/// A model as it is called from any folder.
fn in_full(model: &str) -> String {
    let is_folder = Path::new(model).join("config.json").exists();
    let full = Path::new(model).canonicalize().ok().filter(|_| is_folder);
    full.and_then(|full| full.to_str().map(str::to_owned)).unwrap_or_else(|| model.to_owned())
}

/// The network of a case as the user decided it.
pub(crate) fn graph(case: &Case) -> anyhow::Result<KnowledgeGraph> {
    let (graph, ledger) = (case.graph()?, case.decisions()?);
    Ok(if ledger.rows().is_empty() { graph } else { curated(case, graph, &ledger)?.graph })
}

/// What became of the decisions in the network as it is now.
pub(crate) fn decisions(case: &Case) -> anyhow::Result<Counts> {
    let ledger = case.decisions()?;
    if ledger.rows().is_empty() {
        return Ok(Counts::default());
    }
    Ok(Counts::of(&ledger, &curated(case, case.graph()?, &ledger)?.states))
}

fn curated(case: &Case, graph: KnowledgeGraph, ledger: &Ledger) -> anyhow::Result<Curated> {
    let schema = schema(case)?;
    Ok(curate::curate(graph, ledger, |p| schema.is_symmetric(p))?)
}

/// Says how many decisions wait.
pub(crate) fn tell_waiting(case: &Case) -> anyhow::Result<()> {
    let Counts { waiting, .. } = decisions(case)?;
    if waiting > 0 {
        let path = case.path().display().to_string();
        out::note(&format!(
            "{path}: {} waiting, since what was decided on is not in the network as it is now; `unravel curate {} log` says \
             which",
            counted(waiting, "decision"),
            out::typed(&path)
        ));
    }
    Ok(())
}

/// Inputs of a run that was cut off that are named.
const NAMED: usize = 5;

/// Says which files were not read to their end.
pub(crate) fn warn(case: &Case) -> anyhow::Result<()> {
    let path = case.path().display().to_string();
    let begun = case.begun()?;
    if !begun.is_empty() {
        let mut inputs: Vec<String> =
            begun.iter().take(NAMED).map(|input| out::typed(input)).collect();
        inputs.extend((begun.len() > NAMED).then(|| "…".to_owned()));
        out::note(&format!(
            "{path}: `unravel add {} {}` is at work or was cut off: what it has not stored yet is missing until it has \
             gone through",
            out::typed(&path),
            inputs.join(" ")
        ));
    }
    if is_rereading(case)? {
        out::note(&format!(
            "{path}: `unravel add {} --reread` is at work or was cut off: what it has not read again yet stands as it was read \
             before",
            out::typed(&path)
        ));
    }
    for source in case.half_read()? {
        out::note(&format!(
            "{path}: {source} was not read to its end: earlier versions of its records stand beside the new ones \
             until `unravel add {} {}` has gone through it",
            out::typed(&path),
            out::typed(&source)
        ));
    }
    Ok(())
}

/// Opens a case to read it, and says what is not as it should be.
pub(crate) fn open(path: &Path) -> anyhow::Result<Case> {
    let case = Case::open(path)?;
    tell(&case)?;
    Ok(case)
}

/// Says when the network of a case is behind its documents, or holds two versions of one.
pub(crate) fn tell(case: &Case) -> anyhow::Result<()> {
    if case.is_stale()? {
        let path = case.path().display();
        let waiting = case.waiting()?;
        let cause = match waiting {
            _ if case.is_outdated()? => {
                "another version of the program made its network".to_owned()
            }
            0 => "a command on it was cut off".to_owned(),
            1 => "1 document was stored or taken out and is not yet in its network".to_owned(),
            n => format!("{n} documents were stored or taken out and are not yet in its network"),
        };
        out::note(&format!(
            "{path}: {cause}; this is the network before. Where no other command is at work on it, `unravel add {}` \
             brings it up to date",
            out::typed(&path.to_string())
        ));
    }
    warn(case)
}
