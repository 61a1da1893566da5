//! A case fed. Enters: a case and inputs. Leaves: the case with what is new in them, and its network up to
//! date. Only what the case does not know is read, in batches, each stored before the next is read.

use super::{Pipeline, left_out, longest_first::longest_first, not_read, separate};
use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
    graph::Outlines,
    ingest,
    resolve::{self, Keep},
    schema::Schema,
    store::{self, Case, Changes, Known, Removed},
};
use rayon::prelude::*;
use std::{
    collections::{HashMap, HashSet},
    sync::atomic::{AtomicBool, Ordering},
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
    /// Of how many of these the later version is among the new ones; of others an earlier run had stored it.
    pub changed: usize,
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
        let inputs: Vec<String> = inputs.iter().map(|input| ingest::plain(input)).collect();
        let (mut added, mut run) = (Added::default(), store::Run::through(&inputs));
        loop {
            let units: Vec<_> = units.by_ref().take(batch.max(1)).collect();
            if units.is_empty() {
                break;
            }
            self.add_batch(case, &mut run, units, &mut added, &progress)?;
        }
        let covered = |source: &str| {
            ingest::covers(&inputs, &ingest::plain(source))
                || ingest::is_gone_beside(&inputs, source)
        };
        let replaced = case.settle(run, covered)?;
        (added.replaced, added.changed) = (replaced.names, replaced.fresh);
        added.skipped.sort();
        Self::refresh(case, &self.schema)?;
        Ok(added)
    }

    /// Reads what is new in a batch, and stores it.
    fn add_batch(
        &self,
        case: &mut Case,
        run: &mut store::Run,
        units: Vec<Result<ingest::Unit, Skipped>>,
        added: &mut Added,
        progress: &(impl Fn(usize) + Sync),
    ) -> Result<(), Error> {
        let documents: Vec<Result<Document, Skipped>> =
            units.into_par_iter().map(|unit| unit?.read(&self.ingest)).collect();
        let (documents, mut skipped) = separate(documents);
        let broken = skipped.iter().filter(|skip| ingest::broke_off(skip));
        broken.for_each(|skip| run.breaks_off(&skip.source));
        let batch = to_read(case, documents, &mut added.known)?;
        let is_full = AtomicBool::new(false);
        let read = |(document, is_new): (Document, bool)| {
            let graph = match is_new && !is_full.load(Ordering::Relaxed) {
                true => self.extract(&document).map(Some),
                false => Ok(None),
            };
            let words = graph.as_ref().ok().and_then(|graph| Some(graph.as_ref()?.words));
            progress(words.unwrap_or_default());
            (document, graph)
        };
        let (model, rules) = (self.label(), self.rules.as_str());
        added.new += case.put(run, store::Reader { model: &model, rules }, |store| {
            let mut infos: Vec<Option<DocumentInfo>> = vec![None; batch.len()];
            let mut failed: HashMap<Text, String> = HashMap::new();
            let length = |(document, _): &(Document, bool)| document.text().len();
            longest_first(batch, length, read, |place, (document, graph)| {
                match graph {
                    Ok(Some(graph)) => {
                        added.read += 1;
                        added.words += graph.words;
                        is_full.fetch_or(!store(&document, graph), Ordering::Relaxed);
                    }
                    Ok(None) => {}
                    Err(error) => {
                        failed.insert(text(&document.info), error.to_string());
                    }
                }
                infos[place] = Some(document.info);
            });
            // A text that stands twice in a batch was read once, and where that failed, for both.
            let infos = infos.into_iter().flatten().map(|info| match failed.get(&text(&info)) {
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
        Ok(())
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
            let across = |outlines: &Outlines<'_>| {
                compared = kept.join().unwrap_or_default();
                resolve::across_with(outlines, &mut compared)
            };
            case.refresh(across, |predicate| schema.is_symmetric(predicate))
        })?;
        match compared.to_keep() {
            Keep::Nothing => {}
            Keep::More(part) => case.keep(rules, &part, false)?,
            Keep::Instead(all) => case.keep(rules, &all, true)?,
        }
        // Nobody waits for so many small texts to go.
        rayon::spawn(move || drop(compared));
        Ok(changes)
    }
}

/// Documents, and whether their texts are to be read: a text that stands twice in a batch is read once, as one that the
/// case has. Counts those that the case has themselves.
fn to_read(
    case: &Case,
    documents: Vec<Document>,
    known: &mut usize,
) -> Result<Vec<(Document, bool)>, Error> {
    let mut met: HashSet<Text> = HashSet::new();
    let mut batch = Vec::with_capacity(documents.len());
    for document in documents {
        let has = case.knows(&document.info)?;
        *known += usize::from(has == Known::Document);
        let is_new = has == Known::Nothing && met.insert(text(&document.info));
        batch.push((document, is_new));
    }
    Ok(batch)
}

/// What makes a text another reading: its letters and the date to which its relative dates refer.
type Text = (String, Option<String>);

fn text(info: &DocumentInfo) -> Text {
    (info.sha256.clone(), info.published.clone())
}
