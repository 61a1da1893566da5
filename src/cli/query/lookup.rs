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
    if text.trim().is_empty() {
        bail!("an empty name means nobody");
    }
    let all = || graph.nodes().map(|n| (n.id.as_str(), n.name.as_str(), &n.aliases[..]));
    let found: Vec<&Node> = meant(all, text).into_iter().filter_map(|id| graph.node(id)).collect();
    match found[..] {
        [] => bail!("no entity has the name or alias {:?}, or one that contains it", safe(text)),
        [node] => Ok(node),
        _ => bail!(ambiguous(&safe(text), &found)),
    }
}

/// The ids of the entities, given as id, name and aliases, that a text may mean.
pub(super) fn meant<'e, E: Iterator<Item = (&'e str, &'e str, &'e [String])>>(
    entities: impl Fn() -> E,
    text: &str,
) -> Vec<&'e str> {
    if let Some((id, ..)) = entities().find(|(id, ..)| *id == text) {
        return vec![id];
    }
    let shown = safe(text);
    let lower = shown.to_lowercase();
    type Test<'t> = &'t dyn Fn(&str, &[String]) -> bool;
    let tests: [Test<'_>; 4] = [
        &|name, _| is_name(name, text),
        &|_, aliases| aliases.iter().any(|alias| safe(alias) == shown),
        &|name, aliases| names(name, aliases).any(|name| name.to_lowercase() == lower),
        &|name, aliases| contain(name, aliases, &lower),
    ];
    let found = tests.iter().map(|test| {
        let found = entities().filter(|(_, name, aliases)| test(name, aliases));
        found.map(|(id, ..)| id).collect::<Vec<_>>()
    });
    found.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
}

/// Whether a text is this name. What the terminal shows is what a person types back.
pub(super) fn is_name(name: &str, text: &str) -> bool {
    safe(name) == safe(text)
}

/// Whether a name or alias contains the lower-case text.
pub(super) fn contains(node: &Node, lower: &str) -> bool {
    contain(&node.name, &node.aliases, lower)
}

/// Whether a name or one of the aliases contains the lower-case text.
pub(super) fn contain(name: &str, aliases: &[String], lower: &str) -> bool {
    names(name, aliases).any(|name| name.to_lowercase().contains(lower))
}

fn names<'n>(name: &'n str, aliases: &'n [String]) -> impl Iterator<Item = String> + 'n {
    std::iter::once(name).chain(aliases.iter().map(String::as_str)).map(safe)
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
