//! Which entity a name means.

use super::words::counted;
use crate::cli::terminal::safe;
use anyhow::bail;
use unravel::{KnowledgeGraph, Node};

/// Candidates shown when a name means several.
const SHOWN: usize = 15;

/// The entity whose id, name, alias, or part of a name is `text`; the first of these that any
/// entity has decides.
pub(crate) fn one<'a>(graph: &'a KnowledgeGraph, text: &str) -> anyhow::Result<&'a Node> {
    if let Some(node) = graph.node(text) {
        return Ok(node);
    }
    // What the terminal shows is what a person types back.
    let text = safe(text);
    let lower = text.to_lowercase();
    let tests: [&dyn Fn(&Node) -> bool; 4] = [
        &|n| safe(&n.name) == text,
        &|n| n.aliases.iter().any(|alias| safe(alias) == text),
        &|n| names(n).any(|name| name.to_lowercase() == lower),
        &|n| contains(n, &lower),
    ];
    for test in tests {
        let found: Vec<&Node> = graph.nodes().filter(|n| test(n)).collect();
        match found[..] {
            [] => {}
            [node] => return Ok(node),
            _ => bail!(ambiguous(&text, &found)),
        }
    }
    bail!("no entity has the name or alias {text:?}, or one that contains it")
}

/// Whether a name or alias contains the lower-case text.
pub(super) fn contains(node: &Node, lower: &str) -> bool {
    names(node).any(|name| name.to_lowercase().contains(lower))
}

fn names(node: &Node) -> impl Iterator<Item = String> {
    std::iter::once(&node.name).chain(&node.aliases).map(|name| safe(name))
}

fn ambiguous(text: &str, found: &[&Node]) -> String {
    let mut found = found.to_vec();
    found.sort_by_key(|node| std::cmp::Reverse(node.mentions.len()));
    let mut message = format!("{text:?} may mean any of {}; give the id:", found.len());
    for node in found.iter().take(SHOWN) {
        message += &format!("\n  {}  {}  ({})", safe(&node.id), safe(&node.name), known(node));
    }
    if found.len() > SHOWN {
        message += &format!("\n  … and {} more", found.len() - SHOWN);
    }
    message + "\n`query GRAPH find NAME` lists all whose names contain it"
}

/// What tells namesakes apart: "born 1962, in a.txt and 2 more documents".
fn known(node: &Node) -> String {
    let born = node.attributes.get("birth_date").and_then(|date| date.as_str());
    let mut documents: Vec<&str> = node.mentions.iter().map(|m| &*m.doc).collect();
    documents.dedup();
    let first = documents.first().map(|doc| format!("in {}", safe(doc)));
    let more = match documents.len() {
        0 | 1 => String::new(),
        many => format!(" and {} more", counted(many - 1, "document")),
    };
    let born = born.map(|date| format!("born {}", safe(date)));
    let parts: Vec<String> = born.into_iter().chain(first).collect();
    parts.join(", ") + &more
}
