//! A case fed. Enters: a case and inputs. Leaves: the case with what is new in them, and its network up to
//! date. Only what the case does not know is read, in batches, each stored before the next is read.

use super::{Pipeline, left_out, not_read, separate};
use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
    graph::DocumentGraph,
    ingest,
    resolve::{self, Keep},
    schema::Schema,
    store::{self, Case, Changes, Known, Read, Removed},
};
use rayon::prelude::*;
use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

/// What adding did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Documents that the case did not have.
    pub new: usize,
    /// Documents that it had already.
    pub known: usize,
    /// Documents that were read.
    pub read: usize,
    /// Words of these.
    pub words: usize,
    /// Names of changed documents, of which the earlier version went.
    pub replaced: Vec<String>,
    /// Inputs that could not be read.
    pub skipped: Vec<Skipped>,
}

impl Pipeline {
    /// Documents that are stored at once, usually: what a crash can cost is reading these again.
    pub const BATCH: usize = 100;

    /// Adds what is new in the inputs to a case: a document of a name and text that it has is passed over,
    /// one of a name that it has with another text takes the place of the earlier one. The network is
    /// brought up to date at the end; a run that was cut off is taken up by the next. `batch` documents are
    /// read and stored at once. `progress` is called after every document with the number of words read.
    ///
    /// # Errors
    /// When an input names nothing at all, or the case cannot be written.
    pub fn add(
        &self,
        case: &mut Case,
        inputs: &[String],
        batch: usize,
        progress: impl Fn(usize) + Sync,
    ) -> Result<Added, Error> {
        let config = ingest::Config { case: Some(case.path().to_owned()), ..self.ingest.clone() };
        let mut units = ingest::units(inputs, &config)?;
        let (mut added, mut run) = (Added::default(), store::Run::default());
        let (model, rules) = (self.label(), self.rules.as_str());
        let reader = store::Reader { model: &model, rules };
        loop {
            let units: Vec<_> = units.by_ref().take(batch.max(1)).collect();
            if units.is_empty() {
                break;
            }
            let documents: Vec<Result<Document, Skipped>> =
                units.into_par_iter().map(|unit| unit?.read(&self.ingest)).collect();
            let (documents, mut skipped) = separate(documents);
            let broken = skipped.iter().filter(|skip| ingest::broke_off(skip));
            broken.for_each(|skip| run.breaks_off(&skip.source));
            let mut batch = Vec::with_capacity(documents.len());
            let mut met: HashSet<(String, Option<String>)> = HashSet::new();
            for document in documents {
                // A text that stands twice in one batch is read once, as one that the case has.
                let text = (document.info.sha256.clone(), document.info.published.clone());
                let known = case.knows(&document.info)?;
                let read = known == Known::Nothing && met.insert(text);
                added.known += usize::from(known == Known::Document);
                batch.push((document, read));
            }
            let read = longest_first(
                batch,
                |(document, _)| document.text().len(),
                |(document, read)| {
                    let graph = if read { self.extract(&document).map(Some) } else { Ok(None) };
                    let words = graph.as_ref().ok().and_then(|graph| Some(graph.as_ref()?.words));
                    progress(words.unwrap_or_default());
                    (document, graph)
                },
            );
            let (read, failed) = sort_out(read);
            skipped.extend(failed);
            let graphs = read.iter().filter_map(|read| read.graph.as_ref());
            added.read += graphs.clone().count();
            added.words += graphs.map(|graph| graph.words).sum::<usize>();
            // An input that names nothing is a slip of the hand, and nothing that the case lacks.
            let stored: Vec<Skipped> =
                skipped.iter().filter(|skip| !ingest::names_nothing(skip)).cloned().collect();
            added.new += case.put(&mut run, &read, &stored, reader)?;
            added.skipped.extend(skipped);
        }
        added.replaced = case.settle(run, |source| ingest::covers(inputs, source))?;
        added.skipped.sort();
        Self::refresh(case, &self.schema)?;
        Ok(added)
    }

    /// Reads again, from the texts in the case, what another model or other rules have read. A text on which
    /// the model fails keeps its earlier reading. Returns how many texts were read, and those on which it
    /// failed. `batch` and `progress` as for [`add`](Self::add).
    ///
    /// # Errors
    /// When the case cannot be read or written.
    pub fn reread(
        &self,
        case: &mut Case,
        batch: usize,
        progress: impl Fn(usize) + Sync,
    ) -> Result<(usize, Vec<Skipped>), Error> {
        // What an earlier run has read again takes its place first.
        Self::refresh(case, &self.schema)?;
        let (model, rules) = (self.label(), self.rules.as_str());
        let reader = store::Reader { model: &model, rules };
        let old = case.read_otherwise(reader)?;
        let mut failed = Vec::new();
        for readings in old.chunks(batch.max(1)) {
            let mut documents: Vec<(i64, DocumentInfo, String)> = Vec::new();
            for &reading in readings {
                let info = case.document(reading)?;
                documents.push((reading, info, case.text(reading)?));
            }
            let batch = longest_first(
                documents,
                |(.., text)| text.len(),
                |(reading, info, text)| {
                    let document = ingest::again(info, text);
                    let graph = self.extract(&document).map_err(|e| left_out(&document, &e))?;
                    progress(graph.words);
                    Ok((reading, document, graph))
                },
            );
            let (batch, skipped) = separate(batch);
            case.replace(&batch, reader)?;
            failed.extend(skipped);
        }
        Self::refresh(case, &self.schema)?;
        Ok((old.len() - failed.len(), failed))
    }

    /// How many texts of a case were read otherwise than this would: those that [`reread`](Self::reread) reads.
    ///
    /// # Errors
    /// When the case cannot be read.
    pub fn read_otherwise(&self, case: &Case) -> Result<usize, Error> {
        let (model, rules) = (self.label(), self.rules.as_str());
        Ok(case.read_otherwise(store::Reader { model: &model, rules })?.len())
    }

    /// Takes documents out of a case, by their id in the network, by the name under which they were added, or all of
    /// a file or folder, and what could not be read there. All or none: `Err` holds those that are not there. The
    /// network stays as it is until it is refreshed.
    ///
    /// # Errors
    /// When the case cannot be written.
    pub fn remove(
        case: &mut Case,
        documents: &[String],
    ) -> Result<Result<Removed, Vec<String>>, Error> {
        case.remove(documents, ingest::plain)
    }

    /// Brings the network of a case up to date with its documents; needs no model.
    ///
    /// # Errors
    /// When the case cannot be read or written.
    pub fn refresh(case: &mut Case, schema: &Schema) -> Result<Changes, Error> {
        if !case.is_stale()? {
            return Ok(Changes::default());
        }
        let rules = resolve::Compared::rules();
        let parts = case.kept(rules)?;
        let mut compared = resolve::Compared::from_parts(parts.iter().map(Vec::as_slice));
        drop(parts);
        let across = |documents: &[DocumentGraph]| resolve::across_with(documents, &mut compared);
        let changes = case.refresh(across, |predicate| schema.is_symmetric(predicate))?;
        match compared.to_keep() {
            Keep::Nothing => {}
            Keep::More(part) => case.keep(rules, &part, false)?,
            Keep::Instead(all) => case.keep(rules, &all, true)?,
        }
        Ok(changes)
    }
}

/// Does something with each item, side by side, and leaves the order as it is. The largest are begun first: nobody
/// waits at the end for one that was begun last.
fn longest_first<T: Send, R: Send>(
    items: Vec<T>,
    length: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Sync,
) -> Vec<R> {
    let mut items: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    items.sort_by_key(|(_, item)| Reverse(length(item)));
    // A bridge hands out one by one.
    let done = items.into_iter().par_bridge().map(|(place, item)| (place, work(item)));
    let mut done: Vec<(usize, R)> = done.collect();
    done.sort_unstable_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What can be stored, and what could not be read: a text that stands twice in a batch was read once, and
/// where that failed, for both.
fn sort_out(
    read: Vec<(Document, Result<Option<DocumentGraph>, Error>)>,
) -> (Vec<Read>, Vec<Skipped>) {
    let text = |info: &DocumentInfo| (info.sha256.clone(), info.published.clone());
    let mut failed: HashMap<(String, Option<String>), String> = HashMap::new();
    for (document, graph) in &read {
        if let Err(error) = graph {
            failed.insert(text(&document.info), error.to_string());
        }
    }
    separate(
        read.into_iter()
            .map(|(document, graph)| match failed.get(&text(&document.info)) {
                Some(cause) => Err(not_read(&document, cause.clone())),
                None => Ok(Read { document, graph: graph.ok().flatten() }),
            })
            .collect(),
    )
}
