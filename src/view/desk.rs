//! What is asked and what is answered. Enters: a question that may be asked. Leaves: the page, a part
//! of the network, or what a correction did. Knows no sockets.

use super::{Answer, Asked, Book, Wish};
use crate::{
    export::html::{self, Placed, Shelf},
    graph::KnowledgeGraph,
    schema::Schema,
};
use hyper::body::Bytes;
use percent_encoding::percent_decode_str;
use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

/// A network that is being looked at.
pub struct Desk {
    book: Box<dyn Book>,
    /// Whether corrections are taken.
    editable: bool,
    graph: KnowledgeGraph,
    placed: Placed,
    shelf: Shelf,
    outline: Bytes,
    /// [`Book::stamp`] of what is shown.
    stamp: String,
    /// Counts up whenever another network is shown; a page says which it shows.
    version: u64,
}

/// A correction, and the version of the network that its reader looks at.
#[derive(Deserialize)]
struct Posted {
    version: u64,
    #[serde(flatten)]
    wish: Wish,
}

impl fmt::Debug for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Desk").field("editable", &self.editable).finish_non_exhaustive()
    }
}

impl Desk {
    /// Lays the network out.
    ///
    /// # Errors
    /// When it cannot be read, in words.
    pub fn new(book: Box<dyn Book>, editable: bool) -> Result<Self, String> {
        let stamp = book.stamp();
        let graph = book.graph()?;
        let placed = html::place(&graph, None);
        let version = 1;
        let (shelf, outline) = laid_out(&graph, &placed, &book.schema()?, version)?;
        Ok(Self { book, editable, graph, placed, shelf, outline, stamp, version })
    }

    /// Answers a question.
    pub fn answer(&mut self, asked: &Asked<'_>) -> Answer {
        let id = asked.query.split('&').find_map(|pair| pair.strip_prefix("id=")).unwrap_or("");
        let id: Cow<'_, str> = percent_decode_str(id).decode_utf8_lossy();
        match (asked.post, asked.path) {
            (false, "/") => Answer::page(html::served()),
            (false, "/settings") => json(&serde_json::json!({ "editable": self.editable })),
            // Whoever loads the page gets what another command has made of the network meanwhile.
            (false, "/outline") if self.book.stamp() != self.stamp => match self.reload() {
                Ok(()) => Answer::json(self.outline.clone()),
                Err(cause) => Answer::words(500, cause),
            },
            (false, "/outline") => Answer::json(self.outline.clone()),
            (false, "/entity") => found(html::about(&self.graph, &self.shelf, &id).as_ref()),
            (false, "/relation") => found(html::sentences(&self.graph, &self.shelf, &id).as_ref()),
            (false, "/document") => match self.book.text(&id) {
                Ok(text) => json(&html::in_document(&self.graph, &id, text)),
                Err(cause) => Answer::words(500, cause),
            },
            (false, "/log") => match self.book.log() {
                Ok(lines) => json(&lines),
                Err(cause) => Answer::words(500, cause),
            },
            (true, "/curate") if !self.editable => {
                Answer::words(403, "this page only shows: it was started with --read-only")
            }
            (true, "/curate") => match serde_json::from_slice::<Posted>(asked.body) {
                // "Undo" must not take back what this page has never shown.
                Ok(posted) if posted.version != self.version || self.book.stamp() != self.stamp => {
                    json(&serde_json::json!({
                        "refused": "the network was changed elsewhere: load the page again"
                    }))
                }
                Ok(posted) => self.correct(posted.wish),
                Err(error) => Answer::words(400, format!("no correction: {error}")),
            },
            _ => Answer::words(404, "nothing is here"),
        }
    }

    /// Has a correction written down, and takes the network that it made.
    fn correct(&mut self, wish: Wish) -> Answer {
        let said = match self.book.correct(wish) {
            Ok(said) => said,
            // An answer like any other: a browser would call a status of 400 an error of the page.
            Err(cause) => return json(&serde_json::json!({ "refused": cause })),
        };
        match self.reload() {
            Ok(()) => json(&serde_json::json!({ "said": said })),
            Err(cause) => Answer::words(500, format!("{said}, but {cause}")),
        }
    }

    /// Reads the network again; what stood somewhere stays there.
    fn reload(&mut self) -> Result<(), String> {
        // All or nothing: half of a new network would answer wrongly.
        let (stamp, graph, schema) = (self.book.stamp(), self.book.graph()?, self.book.schema()?);
        let placed = html::place(&graph, Some(&self.placed));
        let version = self.version + 1;
        let (shelf, outline) = laid_out(&graph, &placed, &schema, version)?;
        (self.stamp, self.graph, self.placed) = (stamp, graph, placed);
        (self.shelf, self.outline, self.version) = (shelf, outline, version);
        Ok(())
    }
}

fn laid_out(
    graph: &KnowledgeGraph,
    placed: &Placed,
    schema: &Schema,
    version: u64,
) -> Result<(Shelf, Bytes), String> {
    let outline = html::outline(graph, placed, schema).of_version(version);
    let outline = serde_json::to_vec(&outline);
    Ok((html::shelf(graph), outline.map_err(|error| error.to_string())?.into()))
}

fn json(value: &impl Serialize) -> Answer {
    match serde_json::to_vec(value) {
        Ok(body) => Answer::json(body),
        Err(error) => Answer::words(500, error.to_string()),
    }
}

fn found(value: Option<&impl Serialize>) -> Answer {
    value.map_or_else(|| Answer::words(404, "that is not in the network now"), json)
}
