//! The page. Enters: a graph, and the texts of its documents where they are known. Leaves: one HTML
//! file with everything in it, which a browser shows without a network, or the parts of it that
//! `view` serves one by one. The page itself is written in TypeScript, in `viewer/`; what stands
//! here is the contract with it (`outline`, `details`) and the file around it (`shell`).
//!
//! Text of articles is data here and never markup: it stands in one JSON block, escaped by one
//! function, and the page puts it into the document as text.

mod details;
mod fit;
mod outline;
mod place;
mod shell;

pub use details::{About, InDocument, Sentence, about, in_document, sentences};
pub use fit::TextRoom;
pub use outline::{Outline, Shelf, outline, shelf};
pub use place::{Placed, place};
pub use shell::{Csp, served};

use super::Config;
use crate::{error::Error, graph::KnowledgeGraph};
use std::io::Write;

/// Writes the page with the network in it.
///
/// What does not fit is left out, the weakest relations' sentences first, and the page says so.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, config: &Config, out: &mut impl Write) -> Result<(), Error> {
    let placed = place(graph, None);
    let outline = outline(graph, &placed, &config.schema);
    let embedded = fit::embedded(graph, outline, &config.texts);
    shell::file(&embedded, out)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
