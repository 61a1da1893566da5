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
    store::{self, Case, Changes, Known, Removed},
};
use rayon::prelude::*;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    sync::mpsc,
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
                let known = case.knows(&document.info)?;
                let read = known == Known::Nothing && met.insert(text(&document.info));
                added.known += usize::from(known == Known::Document);
                batch.push((document, read));
            }
            let read = |(document, read): (Document, bool)| {
                let graph = if read { self.extract(&document).map(Some) } else { Ok(None) };
                let words = graph.as_ref().ok().and_then(|graph| Some(graph.as_ref()?.words));
                progress(words.unwrap_or_default());
                (document, graph)
            };
            added.new += case.put(&mut run, reader, |store| {
                let mut infos: Vec<Option<DocumentInfo>> = vec![None; batch.len()];
                let mut failed: HashMap<(String, Option<String>), String> = HashMap::new();
                let length = |(document, _): &(Document, bool)| document.text().len();
                longest_first(batch, length, read, |place, (document, graph)| {
                    match graph {
                        Ok(Some(graph)) => {
                            added.read += 1;
                            added.words += graph.words;
                            store(&document, graph);
                        }
                        Ok(None) => {}
                        Err(error) => {
                            failed.insert(text(&document.info), error.to_string());
                        }
                    }
                    infos[place] = Some(document.info);
                });
                // A text that stands twice in a batch was read once, and where that failed, for both.
                let infos =
                    infos.into_iter().flatten().map(|info| match failed.get(&text(&info)) {
                        Some(cause) => Err(not_read(&info, cause.clone())),
                        None => Ok(info),
                    });
                let (documents, failed) = separate(infos.collect());
                skipped.extend(failed);
                // An input that names nothing is a slip of the hand, and nothing that the case lacks.
                let stored = skipped.iter().filter(|skip| !ingest::names_nothing(skip));
                (documents, stored.cloned().collect())
            })?;
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
            let mut batch = Vec::with_capacity(documents.len());
            longest_first(
                documents,
                |(.., text)| text.len(),
                |(reading, info, text)| {
                    let document = ingest::again(info, text);
                    let graph =
                        self.extract(&document).map_err(|e| left_out(&document.info, &e))?;
                    progress(graph.words);
                    Ok((reading, document, graph))
                },
                |_, read| batch.push(read),
            );
            let (batch, skipped) = separate(batch);
            case.replace(batch, reader)?;
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
        let mut compared = resolve::Compared::default();
        // It is made out while the case is read.
        let changes = std::thread::scope(|scope| {
            let kept =
                scope.spawn(move || resolve::Compared::from_parts(parts.iter().map(Vec::as_slice)));
            let across = |documents: &[DocumentGraph]| {
                compared = kept.join().unwrap_or_default();
                resolve::across_with(documents, &mut compared)
            };
            case.refresh(across, |predicate| schema.is_symmetric(predicate))
        })?;
        match compared.to_keep() {
            Keep::Nothing => {}
            Keep::More(part) => case.keep(rules, &part, false)?,
            Keep::Instead(all) => case.keep(rules, &all, true)?,
        }
        Ok(changes)
    }
}

/// Works on items side by side, and takes what becomes of each, with its place among them, one by one on this thread.
/// The largest are begun and taken first: nobody waits at the end for one that was begun last.
fn longest_first<T: Send, R: Send>(
    items: Vec<T>,
    length: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Send + Sync,
    mut take: impl FnMut(usize, R),
) {
    let mut items: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    items.sort_by_key(|(_, item)| Reverse(length(item)));
    let (done, finished) = mpsc::channel();
    let work = move || {
        // A bridge hands out one by one.
        items.into_iter().enumerate().par_bridge().for_each_with(done, |done, (turn, item)| {
            // Whoever takes is gone only when this is.
            let _ = done.send((turn, item.0, work(item.1)));
        });
    };
    let take_all = || {
        let (mut early, mut next) = (BTreeMap::new(), 0);
        for (turn, place, result) in finished {
            early.insert(turn, (place, result));
            while let Some((place, result)) = early.remove(&next) {
                take(place, result);
                next += 1;
            }
        }
    };
    // A thread of the pool that waited for the others might wait for itself.
    if rayon::current_thread_index().is_some() {
        work();
        take_all();
    } else {
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| work());
            take_all();
        });
    }
}

/// What makes a text another reading: its letters and the date to which its relative dates refer.
fn text(info: &DocumentInfo) -> (String, Option<String>) {
    (info.sha256.clone(), info.published.clone())
}
