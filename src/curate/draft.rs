//! A network while decisions are applied to it. Keeps what was built of everything that is touched,
//! so that the way back is known at the end, and which ids became one.
//!
//! What merges add to a node or an edge waits in order and is sorted in when somebody looks: so
//! thousands of merges into one entity cost what they bring, not what it has already.

use crate::{
    graph::{
        Curation, Edge, EdgeEvidence, GraphInfo, KnowledgeGraph, Node, NodeLink, Support, turn,
    },
    ledger::Decision,
};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    slice,
};

pub(super) struct Draft<'a> {
    info: GraphInfo,
    support: Support,
    nodes: BTreeMap<String, Node>,
    edges: BTreeMap<String, Edge>,
    /// Nodes whose lists are not in order yet.
    untidy: HashSet<String>,
    /// Sentences that are not added to their edge yet, the latest last.
    waiting: HashMap<String, Vec<Vec<EdgeEvidence>>>,
    /// Ids of the edges at each node.
    at: HashMap<String, BTreeSet<String>>,
    symmetric: &'a dyn Fn(&str) -> bool,
    /// What was built of each node and edge touched; none when there was nothing of that id.
    built_nodes: BTreeMap<String, Option<Node>>,
    built_edges: BTreeMap<String, Option<Edge>>,
    /// Ids that went into others.
    into: HashMap<String, String>,
    /// Ids that went into this one, itself among them.
    members: HashMap<String, Vec<String>>,
}

impl<'a> Draft<'a> {
    pub fn new(base: KnowledgeGraph, symmetric: &'a dyn Fn(&str) -> bool) -> Self {
        let NodeLink { graph: info, nodes, edges, .. } = base.into_node_link();
        let mut at: HashMap<String, BTreeSet<String>> = HashMap::new();
        for edge in &edges {
            for end in [&edge.source, &edge.target] {
                at.entry(end.clone()).or_default().insert(edge.id.clone());
            }
        }
        Self {
            support: Support::of(&info),
            info,
            nodes: nodes.into_iter().map(|node| (node.id.clone(), node)).collect(),
            edges: edges.into_iter().map(|edge| (edge.id.clone(), edge)).collect(),
            untidy: HashSet::new(),
            waiting: HashMap::new(),
            at,
            symmetric,
            built_nodes: BTreeMap::new(),
            built_edges: BTreeMap::new(),
            into: HashMap::new(),
            members: HashMap::new(),
        }
    }

    /// The id that this one has become.
    pub fn root(&self, id: &str) -> String {
        let mut root = id;
        while let Some(next) = self.into.get(root) {
            root = next;
        }
        root.to_owned()
    }

    /// The node that this id means now.
    pub fn find(&self, id: &str) -> Result<String, String> {
        let root = self.root(id);
        if self.has(&root) { Ok(root) } else { Err(format!("no entity {id} now")) }
    }

    pub fn has(&self, id: &str) -> bool {
        self.nodes.contains_key(id)
    }

    /// From now on `id` means `root`; both are roots.
    pub fn join(&mut self, id: &str, root: &str) {
        let more = self.members.remove(id).unwrap_or_else(|| vec![id.to_owned()]);
        self.members.entry(root.to_owned()).or_insert_with(|| vec![root.to_owned()]).extend(more);
        self.into.insert(id.to_owned(), root.to_owned());
    }

    /// The ids that went into a root, itself among them.
    pub fn members<'b>(&'b self, root: &'b String) -> &'b [String] {
        self.members.get(root).map_or(slice::from_ref(root), Vec::as_slice)
    }

    pub fn edges_of(&self, node: &str) -> Vec<String> {
        self.at.get(node).into_iter().flatten().cloned().collect()
    }

    pub fn edge(&mut self, id: &str) -> Option<&Edge> {
        self.add_waiting(id);
        self.edges.get(id)
    }

    pub fn node(&mut self, id: &str) -> Option<&Node> {
        self.tidy(id);
        self.nodes.get(id)
    }

    /// Puts the lists of a node in order.
    fn tidy(&mut self, id: &str) {
        if !self.untidy.remove(id) {
            return;
        }
        if let Some(node) = self.nodes.get_mut(id) {
            node.aliases.retain(|alias| *alias != node.name);
            node.aliases.sort();
            node.aliases.dedup();
            node.roles.sort();
            node.roles.dedup();
            node.mentions.sort_by(|a, b| (&a.doc, a.start, a.end).cmp(&(&b.doc, b.start, b.end)));
        }
    }

    /// Adds to an edge the sentences that wait for it; of two that are alike the later counts.
    fn add_waiting(&mut self, id: &str) {
        let Some(more) = self.waiting.remove(id) else { return };
        if let Some(edge) = self.edges.remove(id) {
            let evidence = more.into_iter().rev().flatten().chain(edge.evidence).collect();
            let ends = (edge.source, edge.predicate, edge.target);
            let edge = Edge::combine(ends, evidence, &self.support);
            self.edges.insert(id.to_owned(), edge);
        }
    }

    fn remember_node(&mut self, id: &str) {
        if !self.built_nodes.contains_key(id) {
            self.built_nodes.insert(id.to_owned(), self.nodes.get(id).cloned());
        }
    }

    fn remember_edge(&mut self, id: &str) {
        if !self.built_edges.contains_key(id) {
            self.built_edges.insert(id.to_owned(), self.edges.get(id).cloned());
        }
    }

    pub fn change(&mut self, id: &str, change: impl FnOnce(&mut Node)) {
        self.tidy(id);
        self.remember_node(id);
        if let Some(node) = self.nodes.get_mut(id) {
            change(node);
        }
    }

    /// Adds to the lists of a node, at their ends; the order is made when somebody looks.
    pub fn add(&mut self, id: &str, add: impl FnOnce(&mut Node)) {
        self.remember_node(id);
        if let Some(node) = self.nodes.get_mut(id) {
            add(node);
            self.untidy.insert(id.to_owned());
        }
    }

    pub fn take_node(&mut self, id: &str) -> Option<Node> {
        self.tidy(id);
        self.remember_node(id);
        self.nodes.remove(id)
    }

    pub fn put_node(&mut self, node: Node) {
        self.remember_node(&node.id);
        self.nodes.insert(node.id.clone(), node);
    }

    pub fn take_edge(&mut self, id: &str) -> Option<Edge> {
        self.remember_edge(id);
        self.add_waiting(id);
        let edge = self.edges.remove(id)?;
        for end in [&edge.source, &edge.target] {
            if let Some(ids) = self.at.get_mut(end) {
                ids.remove(id);
            }
        }
        Some(edge)
    }

    /// Adds sentences to the edge between these ends, as assembly does: nothing is an edge to
    /// itself, and relations without direction go from the smaller id.
    pub fn put_evidence(
        &mut self,
        (mut source, predicate, mut target): (String, String, String),
        mut evidence: Vec<EdgeEvidence>,
    ) {
        if source == target || evidence.is_empty() {
            return;
        }
        if (self.symmetric)(&predicate) && source > target {
            turn(&mut source, &mut target, &mut evidence);
        }
        let id = Edge::key_of(&source, &predicate, &target);
        self.remember_edge(&id);
        if self.edges.contains_key(&id) {
            self.waiting.entry(id).or_default().push(evidence);
            return;
        }
        let edge = Edge::combine((source, predicate, target), evidence, &self.support);
        for end in [&edge.source, &edge.target] {
            self.at.entry(end.clone()).or_default().insert(id.clone());
        }
        self.edges.insert(id, edge);
    }

    /// The network, with the way back to what was built.
    pub fn finish(mut self, decisions: Vec<Decision>) -> KnowledgeGraph {
        for id in self.untidy.iter().cloned().collect::<Vec<_>>() {
            self.tidy(&id);
        }
        for id in self.waiting.keys().cloned().collect::<Vec<_>>() {
            self.add_waiting(&id);
        }
        let mut curation = Curation { decisions, ..Curation::default() };
        for (id, built) in self.built_nodes {
            match (built, self.nodes.get(&id)) {
                (None, Some(_)) => curation.added_nodes.push(id),
                (Some(built), now) if now != Some(&built) => curation.nodes.push(built),
                _ => {}
            }
        }
        for (id, built) in self.built_edges {
            match (built, self.edges.get(&id)) {
                (None, Some(_)) => curation.added_edges.push(id),
                (Some(built), now) if now != Some(&built) => curation.edges.push(built),
                _ => {}
            }
        }
        let curation = (!curation.is_empty()).then_some(curation);
        KnowledgeGraph::from_node_link(NodeLink {
            directed: true,
            multigraph: true,
            graph: GraphInfo { curation, ..self.info },
            nodes: self.nodes.into_values().collect(),
            edges: self.edges.into_values().collect(),
        })
    }
}
