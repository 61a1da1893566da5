//! One entity that is two. The names that the user gives leave to an entity of their own; a
//! description or pronoun goes where the name before it in the document goes, a sentence that states a
//! relation goes with the mention that it quotes, and a role with the sentences that it rests on. What
//! nobody knows the owner of stays.

use super::draft::Draft;
use crate::{
    graph::{EdgeEvidence, Node, NodeMention, Offsets, RoleEvidence, aliases},
    mention::MentionKind,
    schema::Role,
};
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

/// What leaves: names, and documents; an empty set is all.
pub(super) struct Part {
    pub names: BTreeSet<String>,
    pub docs: BTreeSet<String>,
}

impl Part {
    fn takes(&self, mention: &NodeMention) -> bool {
        (self.docs.is_empty() || self.docs.contains(&*mention.doc))
            && (self.names.is_empty() || self.names.contains(&one_line(&mention.text)))
    }
}

/// Where a mention stands.
type Place = (Arc<str>, usize, usize);

/// Lets a part of `node` leave as the entity `id`.
pub(super) fn split(
    draft: &mut Draft<'_>,
    node: &str,
    id: &str,
    part: &Part,
) -> Result<(), String> {
    if draft.has(id) {
        return Err(format!("{id} is an entity of its own already"));
    }
    let mentions = draft.node(node).map_or(&[][..], |whole| &whole.mentions);
    let leaves = leaving(mentions, part);
    if !leaves.contains(&true) {
        return Err(format!("{node} has no such names now"));
    }
    if !leaves.contains(&false) {
        return Err(format!("nothing of {node} would remain now"));
    }
    let mut moved = Vec::new();
    let mut entity_type = None;
    let (mut roles, mut grounds) = (Vec::new(), Vec::new());
    draft.change(node, |whole| {
        let all = std::mem::take(&mut whole.mentions);
        for (mention, leaves) in all.into_iter().zip(&leaves) {
            if *leaves { moved.push(mention) } else { whole.mentions.push(mention) }
        }
        entity_type = Some(whole.entity_type);
        forget(whole, &moved);
        (roles, grounds) = take_roles(whole, &moved);
    });
    let Some(entity_type) = entity_type else { return Ok(()) };
    let places: HashSet<Place> =
        moved.iter().map(|m| (Arc::clone(&m.doc), m.start, m.end)).collect();
    let name = usual_name(&moved);
    let mut attributes = BTreeMap::new();
    if !grounds.is_empty() {
        attributes.insert("roles".into(), grounds.into());
    }
    draft.put_node(Node {
        id: id.to_owned(),
        entity_type,
        aliases: aliases(&name, &moved),
        name,
        roles,
        mentions: moved,
        attributes,
    });
    for edge in draft.edges_of(node) {
        divide(draft, &edge, (node, id), &places);
    }
    Ok(())
}

/// For each mention whether it leaves. `mentions` are in the order of documents and places.
fn leaving(mentions: &[NodeMention], part: &Part) -> Vec<bool> {
    let mut leaves = Vec::with_capacity(mentions.len());
    for in_doc in mentions.chunk_by(|a, b| a.doc == b.doc) {
        let named = |m: &&NodeMention| m.kind == MentionKind::Name;
        // Before the first name, the first name decides; where no name stands, the document.
        let mut last = match in_doc.iter().find(named) {
            Some(first) => part.takes(first),
            None => part.names.is_empty() && part.takes(&in_doc[0]),
        };
        for mention in in_doc {
            if named(&mention) {
                last = part.takes(mention);
            }
            leaves.push(last);
        }
    }
    leaves
}

/// Takes the names that left away from the entity that they left.
fn forget(whole: &mut Node, moved: &[NodeMention]) {
    let names = |mentions: &[NodeMention]| -> BTreeSet<String> {
        let named = mentions.iter().filter(|m| m.kind == MentionKind::Name);
        named.map(|m| one_line(&m.text)).collect()
    };
    let left: BTreeSet<String> = &names(moved) - &names(&whole.mentions);
    whole.aliases.retain(|alias| !left.contains(alias));
    if left.contains(&whole.name) {
        whole.name = usual_name(&whole.mentions);
        whole.aliases.retain(|alias| *alias != whole.name);
    }
    // Why a name belongs here is no longer true of a name that does not.
    let kept = |merge: &serde_json::Value| {
        merge["name"].as_str().is_none_or(|name| !left.contains(&one_line(name)))
    };
    let merges = whole.attributes.get_mut("merges").and_then(serde_json::Value::as_array_mut);
    if let Some(merges) = merges {
        merges.retain(kept);
        if merges.is_empty() {
            whole.attributes.remove("merges");
        }
    }
}

/// Takes away the roles that rest on sentences about the part that left, and these sentences.
fn take_roles(whole: &mut Node, moved: &[NodeMention]) -> (Vec<Role>, Vec<serde_json::Value>) {
    let evidence = whole.role_evidence();
    let all = whole.attributes.get("roles").and_then(serde_json::Value::as_array);
    let Some(all) = all.filter(|all| all.len() == evidence.len()) else {
        return Default::default();
    };
    let speaks = |mentions: &[NodeMention], e: &RoleEvidence| {
        mentions.iter().any(|m| m.doc == e.doc && e.start <= m.start && m.end <= e.end)
    };
    let leaves = |e: &RoleEvidence| speaks(moved, e) && !speaks(&whole.mentions, e);
    let (mut left, mut kept) = (BTreeSet::new(), BTreeSet::new());
    let (mut grounds, mut remaining) = (Vec::new(), Vec::new());
    for (ground, evidence) in all.iter().zip(&evidence) {
        if leaves(evidence) {
            left.insert(evidence.role);
            grounds.push(ground.clone());
        } else {
            kept.insert(evidence.role);
            remaining.push(ground.clone());
        }
    }
    whole.roles.retain(|role| kept.contains(role) || !left.contains(role));
    if remaining.is_empty() {
        whole.attributes.remove("roles");
    } else {
        whole.attributes.insert("roles".into(), remaining.into());
    }
    (left.into_iter().collect(), grounds)
}

/// The commonest name, the longest of equally common ones.
fn usual_name(mentions: &[NodeMention]) -> String {
    let any_named = mentions.iter().any(|m| m.kind == MentionKind::Name);
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for mention in mentions.iter().filter(|m| !any_named || m.kind == MentionKind::Name) {
        *counts.entry(one_line(&mention.text)).or_default() += 1;
    }
    let best = counts
        .into_iter()
        .max_by_key(|(name, count)| (*count, name.chars().count(), Reverse(name.clone())));
    best.map_or_else(String::new, |(name, _)| name)
}

/// Gives each sentence of an edge to the ends that it mentions.
fn divide(draft: &mut Draft<'_>, edge: &str, (whole, part): (&str, &str), places: &HashSet<Place>) {
    let Some(edge) = draft.edge(edge) else { return };
    let end = |id: &str, doc: &Arc<str>, at: Offsets| {
        let moved = id == whole && places.contains(&(Arc::clone(doc), at.start, at.end));
        if moved { part.to_owned() } else { id.to_owned() }
    };
    let mut parts: BTreeMap<(String, String), Vec<EdgeEvidence>> = BTreeMap::new();
    for evidence in &edge.evidence {
        let source = end(&edge.source, &evidence.doc, evidence.subject);
        let target = end(&edge.target, &evidence.doc, evidence.object);
        parts.entry((source, target)).or_default().push(evidence.clone());
    }
    let (id, predicate) = (edge.id.clone(), edge.predicate.clone());
    let here = (edge.source.clone(), edge.target.clone());
    if parts.len() == 1 && parts.contains_key(&here) {
        return;
    }
    draft.take_edge(&id);
    for ((source, target), evidence) in parts {
        draft.put_evidence((source, predicate.clone(), target), evidence);
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
