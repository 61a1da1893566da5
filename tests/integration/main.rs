//! The integration tests: one binary, one module a subject.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod articles;
mod case;
mod case_answers;
mod case_documents;
mod case_files;
mod case_support;
mod commands;
mod consumers;
mod curate;
mod engines;
mod export;
mod exports_of_anything;
mod feed;
mod filter;
mod hostile;
mod layers;
mod names;
mod outputs;
mod page;
mod query;
mod reading;
mod sample;
mod schema;
mod score;
mod support;
mod verify;
mod watchlist;
