//! A case fed. Enters: a case and inputs. Leaves: the case with what is new in them, and its network up to
//! date. Only what the case does not know is read, in batches, each stored before the next is read.

use super::{Pipeline, left_out, separate};
use crate::{
    document::{Document, DocumentInfo},
    error::{Error, Skipped},
    graph::DocumentGraph,
    ingest, resolve,
    schema::Schema,
    store::{self, Case, Changes, Known, Read},
};
use rayon::prelude::*;
use std::collections::HashSet;

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
    /// Earlier versions that changed documents replaced.
    pub replaced: usize,
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
        let mut units = ingest::units(inputs, &self.ingest)?;
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
            let read: Vec<Result<Read, Skipped>> = batch
                .into_par_iter()
                .map(|(document, read)| {
                    let graph = match read {
                        true => Some(self.extract(&document).map_err(|e| left_out(&document, &e))?),
                        false => None,
                    };
                    progress(graph.as_ref().map_or(0, |graph| graph.words));
                    Ok(Read { document, graph })
                })
                .collect();
            let (read, failed) = separate(read);
            skipped.extend(failed);
            let graphs = read.iter().filter_map(|read| read.graph.as_ref());
            added.read += graphs.clone().count();
            added.words += graphs.map(|graph| graph.words).sum::<usize>();
            let (new, replaced) = case.put(&mut run, &read, &skipped, reader)?;
            added.new += new;
            added.replaced += replaced;
            added.skipped.extend(skipped);
        }
        case.settle(&run)?;
        added.skipped.sort();
        Self::refresh(case, &self.schema)?;
        Ok(added)
    }

    /// Reads again, from the texts in the case, what another model or other rules have read. Returns how
    /// many texts were read. `progress` as for [`add`](Self::add).
    ///
    /// # Errors
    /// When the model fails, or the case cannot be read or written.
    pub fn reread(&self, case: &mut Case, progress: impl Fn(usize) + Sync) -> Result<usize, Error> {
        let (model, rules) = (self.label(), self.rules.as_str());
        let reader = store::Reader { model: &model, rules };
        let old = case.read_otherwise(reader)?;
        for readings in old.chunks(Self::BATCH) {
            let mut documents: Vec<(i64, DocumentInfo, String)> = Vec::new();
            for &reading in readings {
                let info = case.document(reading)?;
                documents.push((reading, info, case.text(reading)?));
            }
            let batch: Vec<(i64, Document, DocumentGraph)> = documents
                .into_par_iter()
                .map(|(reading, info, text)| {
                    let document = ingest::again(info, text);
                    let graph = self.extract(&document)?;
                    progress(graph.words);
                    Ok((reading, document, graph))
                })
                .collect::<Result<_, Error>>()?;
            case.replace(&batch, reader)?;
        }
        Self::refresh(case, &self.schema)?;
        Ok(old.len())
    }

    /// Brings the network of a case up to date with its documents; needs no model.
    ///
    /// # Errors
    /// When the case cannot be read or written.
    pub fn refresh(case: &mut Case, schema: &Schema) -> Result<Changes, Error> {
        case.refresh(resolve::across, |predicate| schema.is_symmetric(predicate))
    }
}
