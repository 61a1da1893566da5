//! Cases on the command line: what several commands do with them.

use super::{out, query::words::counted, reading::Reading};
use std::path::Path;
use unravel::{
    KnowledgeGraph, Pipeline, Schema, curate,
    relate::{Additions, Patterns},
    store::Case,
};

/// The setting that holds the user's relation types.
const SCHEMA: &str = "schema";

/// The relation types of a case: the built-in ones and the user's.
pub(crate) fn schema(case: &Case) -> anyhow::Result<Schema> {
    let mut schema = Schema::built_in();
    if let Some(text) = case.setting(SCHEMA)? {
        Additions::parse(&text, case.path(), &mut schema, &mut Patterns::built_in())?;
    }
    Ok(schema)
}

/// How the texts of a case are read: with the relation types that it was begun with. Others are taken
/// over when everything is read again with them.
pub(crate) fn pipeline(
    case: &mut Case,
    reading: &Reading,
    reread: bool,
) -> anyhow::Result<Pipeline> {
    let (given, kept) = (reading.additions()?, case.setting(SCHEMA)?);
    let is_empty = case.summary()?.documents == 0;
    let text = match (given, kept) {
        (Some(given), Some(kept)) if given == kept => Some(kept),
        (Some(given), _) if reread || is_empty => {
            // A file with mistakes leaves the case as it was.
            let (mut schema, mut patterns) = (Schema::built_in(), Patterns::built_in());
            Additions::parse(&given, Path::new("--schema"), &mut schema, &mut patterns)?;
            case.set(SCHEMA, &given)?;
            Some(given)
        }
        (Some(_), _) => anyhow::bail!(
            "{}: its documents were read with other relation types; with --reread all are read again \
             with these",
            case.path().display()
        ),
        (None, kept) => kept,
    };
    let path = case.path().to_owned();
    reading.pipeline_with(text.as_deref().map(|text| (text, path.as_path())))
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
        let waiting = counted(case.summary()?.waiting, "document");
        out::note(&format!(
            "{}: {waiting} came or went since its network was made; this is the network before. \
             `unravel add {}` brings it up to date",
            path.display(),
            path.display()
        ));
    }
    Ok(case)
}
