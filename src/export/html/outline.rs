//! What the page draws, searches and filters: everything but sentences, mentions and texts. Enters:
//! a graph and where its entities stand. Leaves: columns, one value an entity or relation, because
//! columns are a third of the size of records and a browser reads them at once. `viewer/src/contract.ts`
//! is the same in TypeScript; a change here is a change there.

use super::{
    super::{picture, style::Theme},
    Placed,
};
use crate::{
    graph::{KnowledgeGraph, Node},
    schema::{EntityType, Role, Schema, Status},
};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The network in columns.
#[derive(Clone, Debug, Serialize)]
pub struct Outline {
    /// Program and version.
    generator: String,
    /// The model that read the documents.
    model: String,
    /// What was chosen of a larger network.
    selection: Option<String>,
    /// Names of entity types; columns hold places among them, and so for the next four.
    types: Vec<&'static str>,
    roles: Vec<&'static str>,
    statuses: Vec<&'static str>,
    relations: Vec<Relation>,
    documents: Vec<Document>,
    nodes: Nodes,
    edges: Edges,
    /// Decisions of the user that shaped the network.
    decisions: usize,
    /// Inputs that could not be read.
    skipped: usize,
    /// Which network a server shows; 0 in a file.
    version: u64,
}

impl Outline {
    /// The same, of a network that may become another.
    #[must_use]
    pub const fn of_version(mut self, version: u64) -> Self {
        self.version = version;
        self
    }
}

/// A relation type.
#[derive(Clone, Debug, Serialize)]
struct Relation {
    name: String,
    theme: &'static str,
    symmetric: bool,
}

/// A document.
#[derive(Clone, Debug, Serialize)]
struct Document {
    id: String,
    title: Option<String>,
    published: Option<String>,
    /// The place of the document that has nearly the same text, and counts for both.
    near: Option<usize>,
}

/// Entities, the most important first.
#[derive(Clone, Debug, Default, Serialize)]
struct Nodes {
    id: Vec<String>,
    name: Vec<String>,
    r#type: Vec<usize>,
    /// A bit for each role.
    roles: Vec<u32>,
    aliases: Vec<Vec<String>>,
    x: Vec<i32>,
    y: Vec<i32>,
    community: Vec<usize>,
    mentions: Vec<usize>,
    documents: Vec<Vec<usize>>,
    /// 1 when a watchlist holds somebody like it.
    listed: Vec<u8>,
}

/// Relations, those of most documents first.
#[derive(Clone, Debug, Default, Serialize)]
struct Edges {
    /// Where it is not `source|type|target`.
    id: BTreeMap<usize, String>,
    source: Vec<usize>,
    target: Vec<usize>,
    r#type: Vec<usize>,
    status: Vec<usize>,
    /// Hundredths.
    confidence: Vec<u8>,
    first: Vec<Option<String>>,
    last: Vec<Option<String>>,
    /// Documents that count, see [`crate::Edge::documents`].
    support: Vec<usize>,
    documents: Vec<Vec<usize>>,
}

/// The order of entities on the page: most neighbours, then most mentions, then by id; those that
/// nothing links come last. Places are in the order of ids.
pub(super) fn order(graph: &KnowledgeGraph) -> Vec<usize> {
    let degrees = picture::neighbours(graph);
    let nodes: Vec<&Node> = graph.nodes().collect();
    let mut order: Vec<usize> = (0..nodes.len()).collect();
    order.sort_by_key(|&at| std::cmp::Reverse((degrees[at], nodes[at].mentions.len())));
    order
}

/// The order of relations on the page, places in the order of ids.
pub(super) fn edge_order(graph: &KnowledgeGraph) -> Vec<usize> {
    let edges: Vec<_> = graph.edges().collect();
    let mut order: Vec<usize> = (0..edges.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (edges[a], edges[b]);
        b.documents.cmp(&a.documents).then(b.confidence.total_cmp(&a.confidence))
    });
    order
}

/// The places of documents on the page, by id.
pub type Shelf = HashMap<String, usize>;

/// The places of the documents of a graph; those that no header lists follow, by id.
#[must_use]
pub fn shelf(graph: &KnowledgeGraph) -> Shelf {
    let listed = graph.info.documents.iter().map(|doc| doc.id.clone());
    let mut places: Shelf = listed.enumerate().map(|(at, id)| (id, at)).collect();
    let quoted = graph.edges().flat_map(|edge| edge.evidence.iter().map(|quote| &*quote.doc));
    let mentioned = graph.nodes().flat_map(|node| node.mentions.iter().map(|m| &*m.doc));
    let others: BTreeSet<&str> =
        quoted.chain(mentioned).filter(|id| !places.contains_key(*id)).collect();
    for id in others {
        places.insert(id.to_owned(), places.len());
    }
    places
}

/// The columns of a network. O(V + E log E + mentions).
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 100")]
pub fn outline(graph: &KnowledgeGraph, placed: &Placed, schema: &Schema) -> Outline {
    let docs = shelf(graph);
    let all: Vec<&Node> = graph.nodes().collect();
    let (mut nodes, mut place) = (Nodes::default(), vec![0; all.len()]);
    for (at, &was) in order(graph).iter().enumerate() {
        let node = all[was];
        place[was] = at;
        nodes.id.push(node.id.clone());
        nodes.name.push(node.name.clone());
        nodes.r#type.push(EntityType::ALL.iter().position(|t| *t == node.entity_type).unwrap_or(0));
        nodes.roles.push(node.roles.iter().map(|role| 1 << index(&Role::ALL, role)).sum());
        nodes.aliases.push(node.aliases.clone());
        nodes.x.push(placed.points[was][0]);
        nodes.y.push(placed.points[was][1]);
        nodes.community.push(placed.communities[was]);
        nodes.mentions.push(node.mentions.len());
        let named: BTreeSet<usize> = node.mentions.iter().map(|m| docs[&*m.doc]).collect();
        nodes.documents.push(named.into_iter().collect());
        nodes.listed.push(node.attributes.contains_key("watchlist").into());
    }
    let names: BTreeSet<&str> = graph.edges().map(|edge| edge.predicate.as_str()).collect();
    let kinds: BTreeMap<&str, usize> = names.iter().enumerate().map(|(at, n)| (*n, at)).collect();
    let relations = names.iter().map(|&name| Relation {
        name: name.to_owned(),
        theme: Theme::of(name).name(),
        symmetric: schema.is_symmetric(name),
    });
    let raw = graph.petgraph().raw_edges();
    let mut edges = Edges::default();
    for (at, was) in edge_order(graph).into_iter().enumerate() {
        let edge = &raw[was].weight;
        if edge.id != format!("{}|{}|{}", edge.source, edge.predicate, edge.target) {
            edges.id.insert(at, edge.id.clone());
        }
        edges.source.push(place[raw[was].source().index()]);
        edges.target.push(place[raw[was].target().index()]);
        edges.r#type.push(kinds[edge.predicate.as_str()]);
        edges.status.push(index(&Status::ALL, &edge.status));
        edges.confidence.push((edge.confidence * 100.0).round() as u8);
        edges.first.push(edge.first_date.clone());
        edges.last.push(edge.last_date.clone().filter(|_| edge.last_date != edge.first_date));
        edges.support.push(edge.documents);
        let quoted: BTreeSet<usize> = edge.evidence.iter().map(|q| docs[&*q.doc]).collect();
        edges.documents.push(quoted.into_iter().collect());
    }
    Outline {
        generator: graph.info.generator.clone(),
        model: graph.info.model.clone(),
        selection: graph.info.selection.clone(),
        types: EntityType::ALL.iter().map(|kind| kind.name()).collect(),
        roles: Role::ALL.iter().map(|role| role.name()).collect(),
        statuses: Status::ALL.iter().map(|status| status.name()).collect(),
        relations: relations.collect(),
        documents: documents(graph, &docs),
        nodes,
        edges,
        decisions: graph.info.curation.as_ref().map_or(0, |curation| curation.decisions.len()),
        skipped: graph.info.skipped.len(),
        version: 0,
    }
}

/// The documents in the order of their places.
fn documents(graph: &KnowledgeGraph, places: &Shelf) -> Vec<Document> {
    let near: HashMap<&str, &str> =
        graph.info.near_duplicates.iter().map(|near| (&*near.doc, &*near.of)).collect();
    let mut shelf: Vec<(usize, Document)> = places
        .iter()
        .map(|(id, &at)| {
            let info = graph.info.documents.get(at);
            let document = Document {
                id: id.clone(),
                title: info.and_then(|info| info.title.clone()),
                published: info.and_then(|info| info.published.clone()),
                near: near.get(id.as_str()).and_then(|of| places.get(*of).copied()),
            };
            (at, document)
        })
        .collect();
    shelf.sort_by_key(|(at, _)| *at);
    shelf.into_iter().map(|(_, document)| document).collect()
}

fn index<T: PartialEq>(all: &[T], one: &T) -> usize {
    all.iter().position(|known| known == one).unwrap_or_default()
}
