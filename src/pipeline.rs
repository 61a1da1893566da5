//! The only file that knows the order of the steps. Enters: inputs and a configuration. Leaves:
//! the network. Every step is a pure function of its input, so documents run in parallel and the
//! result is the same for any number of threads and any order of inputs.

mod case;
mod longest_first;

pub use case::Added;

use crate::{
    curate::{self, Curated},
    document::{Document, DocumentInfo},
    entity::Resolution,
    error::{Error, Skipped},
    graph::{
        DocumentGraph, DocumentNames, Duplicate, GraphInfo, KnowledgeGraph, arrange,
        near_duplicates, rank, told_apart,
    },
    ingest,
    ledger::Ledger,
    mention::Mention,
    nn::{self, Model},
    recognize, relate, resolve,
    schema::Schema,
    screen,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::{collections::HashMap, path::PathBuf, sync::Mutex};

/// Everything that the steps need: made once, shared by all threads.
pub struct Pipeline {
    /// Relation types in force.
    pub schema: Schema,
    /// How sentences state relations.
    pub patterns: relate::Patterns,
    /// A name for the rules that read texts beside the model: a reading by others may say other things.
    pub rules: String,
    /// How records map to documents.
    pub ingest: ingest::Config,
    /// Finds names; without it only values and unnamed groups are found.
    pub model: Option<Model>,
    /// Lists of known entities that nodes are compared with.
    pub screening: Option<Screening>,
}

/// Lists of known entities, and from which score on a likeness is told.
pub struct Screening {
    /// The lists.
    pub screener: screen::Screener,
    /// Score 0..=1.
    pub threshold: f64,
    /// Rows of the lists that could not be used: listed with the inputs that were left out.
    pub skipped: Vec<Skipped>,
    /// Values of the lists that could not be read, which costs no entry.
    pub unread: Vec<screen::Unread>,
}

impl Screening {
    /// Reads lists.
    ///
    /// # Errors
    /// When a file is no list, or cannot be read.
    pub fn read(paths: &[PathBuf], threshold: f64) -> Result<Self, Error> {
        let mut lists = paths.iter().map(|p| screen::read(p)).collect::<Result<Vec<_>, _>>()?;
        let skipped = lists.iter_mut().flat_map(|list| std::mem::take(&mut list.skipped)).collect();
        let unread = lists.iter_mut().flat_map(|list| std::mem::take(&mut list.unread)).collect();
        Ok(Self { screener: screen::Screener::new(lists), threshold, skipped, unread })
    }
}

/// The smallest document met so far for each text, by its hash.
#[derive(Default)]
struct Seen(Mutex<HashMap<String, DocumentInfo>>);

impl Seen {
    /// Whether the same text was met in a document that is not larger. The smallest is thus always
    /// extracted, in whatever order documents come, and it is the one that stays.
    fn is_repeated(&self, info: &DocumentInfo) -> bool {
        let mut seen = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        match seen.get_mut(&info.sha256) {
            Some(first) if rank(first) <= rank(info) => return true,
            Some(first) => first.clone_from(info),
            None => {
                seen.insert(info.sha256.clone(), info.clone());
            }
        }
        false
    }
}

impl Pipeline {
    /// The model, schema and patterns that ship with the program.
    ///
    /// # Errors
    /// When the built-in model cannot be loaded.
    pub fn new() -> Result<Self, Error> {
        Ok(Self {
            schema: Schema::built_in(),
            patterns: relate::Patterns::built_in(),
            rules: rules(&[]),
            ingest: ingest::Config::default(),
            model: Some(Model::built_in()?),
            screening: None,
        })
    }

    /// What the graph calls the model.
    fn label(&self) -> String {
        self.model.as_ref().map_or_else(|| "none".into(), Model::label)
    }

    /// What one document says.
    ///
    /// # Errors
    /// When the model fails.
    pub fn extract(&self, doc: &Document) -> Result<DocumentGraph, Error> {
        let Some(model) = &self.model else { return Ok(self.extract_with(doc, Vec::new())) };
        let (names, begun) = recognize::begin(doc, model)?;
        let named = resolve::named(doc, recognize::complete(doc, names));
        let reading = begun.read_on(&resolve::speaking(doc, &named))?;
        let resolution = resolve::described(doc, named, reading.links.as_ref());
        Ok(self.finish(doc, resolution, reading.roles.as_ref(), reading.pairs.as_ref()))
    }

    /// The names of one document, nothing else.
    fn recognize(&self, doc: &Document) -> Result<Vec<Mention>, Error> {
        match &self.model {
            Some(model) => recognize::names(doc, model),
            None => Ok(Vec::new()),
        }
    }

    /// What one document says when its names are known already.
    #[must_use]
    pub fn extract_with(&self, doc: &Document, names: Vec<Mention>) -> DocumentGraph {
        let mentions = recognize::complete(doc, names);
        self.link(doc, resolve::resolve(doc, mentions))
    }

    /// What one document says when its entities are known already.
    #[must_use]
    pub fn link(&self, doc: &Document, resolution: Resolution) -> DocumentGraph {
        self.finish(doc, resolution, None, None)
    }

    /// Relations and roles; `roles` and `pairs` are what the model read of them.
    fn finish(
        &self,
        doc: &Document,
        mut resolution: Resolution,
        roles: Option<&nn::Roles>,
        pairs: Option<&nn::Pairs>,
    ) -> DocumentGraph {
        let relations = relate::relate(doc, &resolution, &self.schema, &self.patterns, pairs);
        relate::assign_roles(doc, &mut resolution, &relations, roles);
        DocumentGraph::ground(doc, &resolution, &relations).without_idle_groups()
    }

    /// Reads all inputs and merges what they say. `progress` is called after every document with
    /// the number of words read.
    ///
    /// # Errors
    /// When an input names nothing at all.
    pub fn build(
        &self,
        inputs: &[String],
        progress: impl Fn(usize) + Sync,
    ) -> Result<KnowledgeGraph, Error> {
        let units = ingest::units(inputs, &self.ingest)?;
        let seen = Seen::default();
        let read: Vec<Result<DocumentGraph, Skipped>> = units
            .par_bridge()
            .map(|unit| {
                let document = unit.and_then(|unit| unit.read(&self.ingest)).and_then(|doc| {
                    if seen.is_repeated(&doc.info) {
                        let (nodes, edges) = (Vec::new(), Vec::new());
                        let info = doc.info;
                        return Ok(DocumentGraph { info, words: 0, sketch: None, nodes, edges });
                    }
                    self.extract(&doc).map_err(|error| left_out(&doc.info, &error))
                });
                progress(document.as_ref().map_or(0, |d| d.words));
                document
            })
            .collect();
        let (documents, skipped) = separate(read);
        Ok(self.merge(documents, skipped))
    }

    /// Reads all inputs and returns the names of each document, by document id, and the inputs that
    /// could not be read. Unlike [`build`](Self::build) it also reads a text that another document
    /// has already, since each is asked for its own names; with `groups`, unnamed groups stand among
    /// them. Memory: the names. `progress` is called
    /// as by `build`.
    ///
    /// # Errors
    /// When an input names nothing at all.
    pub fn names(
        &self,
        inputs: &[String],
        groups: bool,
        progress: impl Fn(usize) + Sync,
    ) -> Result<(Vec<DocumentNames>, Vec<Skipped>), Error> {
        let read: Vec<Result<DocumentNames, Skipped>> = ingest::units(inputs, &self.ingest)?
            .par_bridge()
            .map(|unit| {
                let document = unit.and_then(|unit| unit.read(&self.ingest)).and_then(|doc| {
                    let mut names =
                        self.recognize(&doc).map_err(|error| left_out(&doc.info, &error))?;
                    if groups {
                        names = recognize::complete(&doc, names);
                        names.retain(|mention| !mention.entity_type.is_value());
                    }
                    Ok(DocumentNames::ground(&doc, &names))
                });
                progress(document.as_ref().map_or(0, |d| d.words));
                document
            })
            .collect();
        let (mut documents, mut skipped) = separate(read);
        documents.sort_by(|a, b| (&a.info.id, &a.info.sha256).cmp(&(&b.info.id, &b.info.sha256)));
        documents.dedup_by(|b, a| (&a.info.id, &a.info.sha256) == (&b.info.id, &b.info.sha256));
        skipped.sort();
        let mut previous = None;
        for document in &mut documents {
            if let Some(id) = told_apart(&mut previous, &document.info) {
                document.rename(&id);
            }
        }
        Ok((documents, skipped))
    }

    /// Merges documents into a network, whatever their order.
    #[must_use]
    pub fn merge(
        &self,
        documents: Vec<DocumentGraph>,
        mut skipped: Vec<Skipped>,
    ) -> KnowledgeGraph {
        skipped.sort();
        let infos: Vec<_> = documents.iter().map(|d| (&d.info, d.words)).collect();
        let arranged = arrange(&infos);
        let id = |at: usize| documents[at].info.id.clone();
        let duplicates = arranged.duplicates.iter();
        let duplicates =
            duplicates.map(|&(doc, of)| Duplicate { doc: id(doc), of: id(of) }).collect();
        let mut met: Vec<_> = documents.into_iter().map(Some).collect();
        let mut documents = Vec::with_capacity(arranged.live.len());
        for (at, id) in arranged.live {
            if let Some(mut document) = met[at].take() {
                if let Some(id) = id {
                    document.rename(&id);
                }
                documents.push(document);
            }
        }
        let infos = documents.iter().map(|d| d.info.clone()).collect();
        let info = GraphInfo {
            duplicates,
            near_duplicates: near_duplicates(
                documents.iter().map(|d| (&d.info, d.sketch.as_ref())),
            ),
            skipped,
            ..GraphInfo::by_this_version(self.label(), infos)
        };
        let clusters = resolve::across(&documents);
        let symmetric = |p: &str| self.schema.is_symmetric(p);
        self.screen(KnowledgeGraph::assemble(info, documents, clusters, symmetric))
    }

    /// Notes which entries of the lists the entities of a network are like, and which rows of the lists could
    /// not be used.
    #[must_use]
    pub fn screen(&self, mut graph: KnowledgeGraph) -> KnowledgeGraph {
        if let Some(lists) = &self.screening {
            graph.info.skipped.extend(lists.skipped.iter().cloned());
            graph.info.skipped.sort();
            lists.screener.annotate(&mut graph, lists.threshold);
        }
        graph
    }
}

impl Pipeline {
    /// Applies the user's decisions to a network.
    ///
    /// # Errors
    /// When what the graph says of an earlier curation does not fit it.
    pub fn curate(&self, graph: KnowledgeGraph, ledger: &Ledger) -> Result<Curated, Error> {
        curate::curate(graph, ledger, |p| self.schema.is_symmetric(p))
    }
}

/// A document that the model could not read.
fn left_out(info: &DocumentInfo, error: &Error) -> Skipped {
    not_read(info, error.to_string())
}

/// A document that could not be read: by its file, and by its id where the file has many.
fn not_read(info: &DocumentInfo, cause: String) -> Skipped {
    let DocumentInfo { id, source, .. } = info;
    match source {
        Some(source) => {
            Skipped { source: source.clone(), line: None, cause: format!("{id}: {cause}") }
        }
        None => Skipped { source: id.clone(), line: None, cause },
    }
}

/// The rules of this version, with those of the user's files: version and hash.
#[must_use]
pub fn rules(files: &[&str]) -> String {
    let built_in = [include_str!("../data/patterns.toml"), include_str!("../data/schema.toml")];
    let mut hash = Sha256::new();
    for text in built_in.iter().chain(files) {
        hash.update((text.len() as u64).to_le_bytes());
        hash.update(text);
    }
    let hash: String = hash.finalize().iter().take(6).map(|b| format!("{b:02x}")).collect();
    format!("{} {hash}", env!("CARGO_PKG_VERSION"))
}

/// What was read and what was not.
fn separate<T>(read: Vec<Result<T, Skipped>>) -> (Vec<T>, Vec<Skipped>) {
    let mut documents = Vec::new();
    let mut skipped = Vec::new();
    for result in read {
        match result {
            Ok(document) => documents.push(document),
            Err(skip) => skipped.push(skip),
        }
    }
    (documents, skipped)
}
