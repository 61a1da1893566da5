//! The integration tests: one binary, one module a subject.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

mod layers;
mod reading;
mod score;
mod verify;
