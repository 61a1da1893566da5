//! Wording that all answers share.

use crate::cli::terminal::{Paint, is_safe, safe};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use unravel::{Edge, EdgeEvidence, EntityType, KnowledgeGraph, Node, Status};

/// How an answer is given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Words {
    pub json: bool,
    pub paint: Paint,
}

/// An entity in a JSON answer.
#[derive(Debug, Serialize)]
pub(super) struct Brief<'a> {
    pub id: &'a str,
    pub name: &'a str,
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    pub roles: Vec<&'static str>,
}

impl<'a> From<&'a Node> for Brief<'a> {
    fn from(node: &'a Node) -> Self {
        let roles = node.roles.iter().map(|role| role.name()).collect();
        Self { id: &node.id, name: &node.name, entity_type: node.entity_type, roles }
    }
}

pub(super) fn json(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}

/// `front_for` reads "front for".
pub(super) fn readable(name: &str) -> String {
    safe(&name.replace('_', " "))
}

/// "organization, front company, proxy".
pub(super) fn kind(node: &Node) -> String {
    let roles = node.roles.iter().map(|role| readable(role.name()));
    let kinds: Vec<String> =
        std::iter::once(readable(node.entity_type.name())).chain(roles).collect();
    kinds.join(", ")
}

/// "1 document", "2 documents".
pub(crate) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {one}s") }
}

/// "2 documents"; "3 documents, 2 independent" where some have nearly the same text.
pub(super) fn documents(all: usize, independent: usize) -> String {
    let all = all.max(independent);
    let differs =
        if all > independent { format!(", {independent} independent") } else { String::new() };
    counted(all, "document") + &differs
}

/// The name at an end of an edge.
pub(super) fn name(graph: &KnowledgeGraph, id: &str) -> String {
    safe(graph.node(id).map_or(id, |node| &node.name))
}

impl Words {
    /// A status, set off where it is no fact.
    pub(super) fn status(self, status: Status) -> String {
        match status {
            Status::Asserted => self.paint.faint(status.name()),
            _ => self.paint.doubt(status.name()),
        }
    }

    /// The status of an edge; where its sentences differ, how many state it so and otherwise:
    /// "asserted in 2 sentences, alleged in 1".
    fn statuses(self, edge: &Edge) -> String {
        let mut said: BTreeMap<Status, BTreeSet<(&str, usize)>> = BTreeMap::new();
        for e in &edge.evidence {
            said.entry(e.status).or_default().insert((&e.doc, e.start));
        }
        let Some(first) = said.remove(&edge.status).filter(|_| !said.is_empty()) else {
            return self.status(edge.status);
        };
        let first = format!(" in {}", counted(first.len(), "sentence"));
        let mut text = self.status(edge.status) + &self.paint.faint(first);
        for (status, places) in said {
            text += &self.paint.faint(", ");
            text += &(self.status(status) + &self.paint.faint(format!(" in {}", places.len())));
        }
        text
    }

    /// "alleged, 0.75, 2 documents, 2020 to 2021".
    pub(super) fn standing(self, edge: &Edge) -> String {
        let status = self.statuses(edge);
        let dates = match (&edge.first_date, &edge.last_date) {
            (Some(first), Some(last)) if first != last => {
                format!(", {} to {}", safe(first), safe(last))
            }
            (Some(date), _) | (_, Some(date)) => format!(", {}", safe(date)),
            _ => String::new(),
        };
        let all: BTreeSet<&str> = edge.evidence.iter().map(|e| &*e.doc).collect();
        let documents = documents(all.len(), edge.documents);
        status + &self.paint.faint(format!(", {:.2}, {documents}{dates}", edge.confidence))
    }

    /// The sentence in quotation marks with both mentions marked, and its document.
    pub(super) fn quotation(self, evidence: &EdgeEvidence) -> String {
        let mut text = String::new();
        let mut marked: Option<String> = None;
        let inside = |at: usize| {
            [evidence.subject, evidence.object].iter().any(|m| m.start <= at && at < m.end)
        };
        for (c, at) in evidence.text.chars().zip(evidence.start..) {
            // Two mentions that touch are marked apart.
            let starts = [evidence.subject, evidence.object].iter().any(|m| m.start == at);
            if let Some(mention) = marked.take_if(|_| starts || !inside(at)) {
                text += &self.paint.mark(mention);
            }
            if inside(at) && marked.is_none() {
                marked = Some(String::new());
            }
            let c = if c.is_whitespace() { ' ' } else { c };
            if is_safe(c) {
                marked.as_mut().unwrap_or(&mut text).push(c);
            }
        }
        if let Some(mention) = marked {
            text += &self.paint.mark(mention);
        }
        format!("“{text}” {}", self.paint.faint(safe(&evidence.doc)))
    }
}
