#![doc = include_str!("../README.md")]

pub mod analyze;
pub mod curate;
mod document;
mod entity;
mod error;
pub mod eval;
pub mod export;
pub mod feed;
mod fold;
mod gazetteer;
mod graph;
pub mod ingest;
pub mod layout;
mod ledger;
mod mention;
pub mod names;
pub mod nn;
mod pattern;
mod pipeline;
pub mod recognize;
pub mod relate;
mod relation;
pub mod resolve;
mod schema;
pub mod screen;
mod sketch;
mod span;
pub mod store;
pub mod verify;
pub mod view;
mod watchlist;

pub use document::{Document, DocumentInfo, Sentence, Token};
pub use entity::{Entity, Ground, Merge, Resolution};
pub use error::{Error, Mistake, Skipped};
pub use graph::{
    Cluster, Curation, DocumentEdge, DocumentGraph, DocumentNames, Duplicate, Edge, EdgeEvidence,
    GraphInfo, KnowledgeGraph, NameMention, NearDuplicate, Node, NodeLink, NodeMention, Offsets,
    RoleEvidence,
};
pub use ledger::{Claim, Conflict, Decision, Judgement, Ledger, Standing};
pub use mention::{Mention, MentionKind};
pub use pipeline::{Added, Pipeline, Screening, rules};
pub use relation::{Evidence, Relation};
pub use schema::{EntityType, RelationType, Role, Schema, Status};
pub use sketch::Sketch;
pub use span::Span;
pub use watchlist::{Entry, EntryName, EntryType, NameStanding, WatchlistMatch};
