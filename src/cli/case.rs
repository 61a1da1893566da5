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

/// The settings that hold the user's relation types, and the patterns that stand for the built-in ones.
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

/// How the texts of a case are read: with the relation types and patterns that it was begun with. Others
/// are taken over when everything is read again with them.
pub(crate) fn pipeline(
    case: &mut Case,
    reading: &Reading,
    reread: bool,
) -> anyhow::Result<Pipeline> {
    let may = reread || case.is_empty()?;
    let mut texts = Vec::new();
    let given = [(SCHEMA, reading.additions()?), (PATTERNS, reading.other_patterns()?)];
    for (setting, given) in given {
        let kept = case.setting(setting)?;
        let new = given.is_some() && given != kept;
        anyhow::ensure!(
            may || !new,
            "{}: its documents were read with other {setting}; with --reread all are read again with these",
            case.path().display()
        );
        texts.push((setting, new, given.or(kept)));
    }
    let path = case.path().to_owned();
    let text = |at: usize| texts[at].2.as_deref().map(|text: &str| (text, path.as_path()));
    // A file with mistakes leaves the case as it was.
    let pipeline = reading.pipeline_with(text(0), text(1))?;
    for (setting, _, text) in texts.iter().filter(|(_, new, _)| *new) {
        case.set(setting, text.as_deref().unwrap_or_default())?;
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

/// Opens a case to read it, and says when its network is behind its documents.
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
    Ok(case)
}
