//! The single integration binary.
#![allow(clippy::unwrap_used, missing_docs, reason = "a test may fail loudly")]

mod commands;
mod export;
mod query;
mod sample;
