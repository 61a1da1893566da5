//! Cases on the command line: what several commands do with them.

use super::{out, query::words::counted, reading::Reading};
use std::path::Path;
use unravel::{
    KnowledgeGraph, Pipeline, Schema, curate,
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

/// Whether a path is that of a case, by what it holds or by its ending: an error then speaks of a case.
pub(crate) fn is_meant(path: &Path) -> bool {
    store::is_case(path) || path.extension().is_some_and(|ending| ending == ENDING)
}

/// The relation types of the network in `path`: those of its case, or the built-in ones; and those
/// of the user's file.
pub(crate) fn relation_types(path: &Path, added: Option<&Path>) -> anyhow::Result<Schema> {
    let mut types = match is_meant(path) {
        true => schema(&Case::open(path)?)?,
        false => Schema::built_in(),
    };
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

/// Opens a case to fill it, and makes it where there is none. One for inputs that are not there is no case: it goes
/// again, so that the command can be given anew.
pub(crate) fn fill<T>(
    path: &Path,
    fill: impl FnOnce(&mut Case) -> anyhow::Result<T>,
) -> anyhow::Result<T> {
    let is_new = !path.exists();
    out::folder(path)?;
    let mut case = Case::edit(path)?;
    let done = fill(&mut case);
    // While nobody else can have begun to fill it.
    if done.is_err() && is_new && case.is_empty().unwrap_or(false) {
        let _ = std::fs::remove_file(path);
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
    let mut settings = Vec::new();
    let model = reading.model().map(str::to_owned);
    let given =
        [(MODEL, model), (SCHEMA, reading.additions()?), (PATTERNS, reading.other_patterns()?)];
    for (setting, given) in given {
        // Of a case of an earlier version of the program it is not known which model read it.
        let kept = case.setting(setting)?;
        let begins = setting == MODEL && kept.is_none();
        let new = begins || given.is_some() && given != kept;
        if new && !begins && !may {
            let path = case.path().display();
            let (kept, given) = (kept.unwrap_or_default(), given.unwrap_or_default());
            match setting {
                MODEL => anyhow::bail!(
                    "{path}: its documents were read with the model {kept}; with --reread all are read again with {given}"
                ),
                _ => anyhow::bail!(
                    "{path}: its documents were read with other {setting}; with --reread all are read again with these"
                ),
            }
        }
        settings.push((setting, new, given.or(kept)));
    }
    let path = case.path().to_owned();
    let value = |at: usize| settings[at].2.as_deref();
    let text = |at: usize| value(at).map(|text| (text, path.as_path()));
    // A file with mistakes leaves the case as it was.
    let model = value(0).unwrap_or(super::reading::DEFAULT).to_owned();
    let pipeline = reading.pipeline_with(&model, text(1), text(2))?;
    for (setting, _, text) in settings.iter().filter(|(_, new, _)| *new) {
        let none = if *setting == MODEL { &model } else { "" };
        case.set(setting, text.as_deref().unwrap_or(none))?;
    }
    Ok(pipeline)
}

/// The network of a case as the user decided it.
pub(crate) fn graph(case: &Case) -> anyhow::Result<KnowledgeGraph> {
    let (graph, ledger) = (case.graph()?, case.decisions()?);
    if ledger.rows().is_empty() {
        return Ok(graph);
    }
    let schema = schema(case)?;
    Ok(curate::curate(graph, &ledger, |p| schema.is_symmetric(p))?.graph)
}

/// Says which files a run that was cut off has left half read.
pub(crate) fn warn(case: &Case) -> anyhow::Result<()> {
    let path = case.path().display();
    for source in case.half_read()? {
        out::note(&format!(
            "{path}: a run was cut off in {source}: earlier versions of its records stand beside the new ones \
             until `unravel add {path} {source}` has gone through it"
        ));
    }
    Ok(())
}

/// Opens a case to read it, and says when its network is behind its documents, or holds two versions of one.
pub(crate) fn open(path: &Path) -> anyhow::Result<Case> {
    let case = Case::open(path)?;
    if case.is_stale()? {
        let path = path.display();
        let waiting = case.waiting()?;
        let cause = match waiting {
            0 => "another version of the program made its network".to_owned(),
            n => format!("{} came or went since its network was made", counted(n, "document")),
        };
        out::note(&format!(
            "{path}: {cause}; this is the network before. `unravel add {path}` brings it up to date"
        ));
    }
    warn(&case)?;
    Ok(case)
}
