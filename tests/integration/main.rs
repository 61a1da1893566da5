//! The integration tests: one binary, one module a subject.
#![allow(missing_docs, clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

mod articles;
mod case;
mod case_files;
mod commands;
mod curate;
mod engines;
mod export;
mod filter;
mod layers;
mod names;
mod query;
mod reading;
mod sample;
mod schema;
mod score;
mod support;
mod verify;
mod watchlist;
