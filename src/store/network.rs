//! The network from its rows. Enters: an open case, and how much is wanted. Leaves: entities, relations and their
//! sentences, and what the network says of itself.

use super::{
    load::{self, Shelf, Stored},
    rows::{self, WORDS, parsed, word},
    versions::skipped,
};
use crate::{
    document::DocumentInfo,
    graph::{Edge, GraphInfo, KnowledgeGraph, NearDuplicate, Node, NodeLink, Support},
    schema::Status,
};
use rusqlite::Connection;
use std::{
    cmp::Reverse,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

/// How much of a network is loaded.
pub(super) enum Scope<'a> {
    All,
    /// Everything of some entities, what leads from them, and who is there.
    Around(&'a BTreeSet<i64>),
    /// Everything of some entities and what lies between them.
    Between(&'a BTreeSet<i64>),
    /// Entities without mentions, relations without sentences.
    Outline,
}

/// The documents of the network with their readings and ids, in its order.
pub(super) fn live(db: &Connection) -> rusqlite::Result<Vec<(i64, DocumentInfo)>> {
    let Shelf { live, infos, .. } = load::shelve(load::documents(db, true)?);
    Ok(live.into_iter().zip(infos).map(named).collect())
}

/// A document by its id in the network.
fn named((stored, info): (Stored, DocumentInfo)) -> (i64, DocumentInfo) {
    let id = stored.label.unwrap_or(info.id);
    (stored.reading, DocumentInfo { id, ..info })
}

/// What a part of the network needs of the header: which documents are near duplicates. And the id of the
/// document of each reading.
fn part_header(db: &Connection) -> rusqlite::Result<(GraphInfo, HashMap<i64, Arc<str>>)> {
    let mut found =
        db.prepare_cached("SELECT reading, label FROM document WHERE label IS NOT NULL")?;
    let labels = found.query_map([], |row| Ok((row.get(0)?, row.get::<_, String>(1)?.into())))?;
    let labels = labels.collect::<Result<_, _>>()?;
    Ok((GraphInfo { near_duplicates: near(db)?, ..GraphInfo::default() }, labels))
}

/// The documents of nearly the same text as another, by id.
fn near(db: &Connection) -> rusqlite::Result<Vec<NearDuplicate>> {
    let sql = "SELECT label, near, similarity FROM document WHERE near IS NOT NULL";
    let mut found = db.prepare_cached(sql)?;
    let near = found.query_map([], |row| {
        Ok(NearDuplicate { doc: row.get(0)?, of: row.get(1)?, similarity: row.get(2)? })
    })?;
    let mut near: Vec<NearDuplicate> = near.collect::<Result<_, _>>()?;
    near.sort_by(|a, b| a.doc.cmp(&b.doc));
    Ok(near)
}

/// The header of the network, and the id of the document of each reading.
pub(super) fn header(db: &Connection) -> rusqlite::Result<(GraphInfo, HashMap<i64, Arc<str>>)> {
    let Shelf { live, infos, duplicates } = load::shelve(load::documents(db, true)?);
    let mut found = db.prepare_cached(
        "SELECT DISTINCT model FROM reading WHERE +id IN (SELECT reading FROM document WHERE label IS NOT NULL) ORDER BY 1",
    )?;
    let models: Vec<String> = found.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let duplicates = duplicates.into_iter().map(|(_, duplicate, _)| duplicate).collect();
    let (mut labels, mut documents) = (HashMap::new(), Vec::new());
    for (reading, info) in live.into_iter().zip(infos).map(named) {
        labels.insert(reading, info.id.as_str().into());
        documents.push(info);
    }
    let skipped = skipped(db)?;
    let info = GraphInfo {
        duplicates,
        near_duplicates: near(db)?,
        skipped,
        ..GraphInfo::by_this_version(models.join(" and "), documents)
    };
    Ok((info, labels))
}

pub(super) fn load(db: &Connection, scope: &Scope<'_>) -> rusqlite::Result<KnowledgeGraph> {
    let (info, labels) = if matches!(scope, Scope::All) { header(db)? } else { part_header(db)? };
    let (which, chosen) = match scope {
        Scope::All | Scope::Outline => ("TRUE OR ?1", None),
        Scope::Around(ids) => (
            "r.id IN (SELECT id FROM relation WHERE source IN (SELECT value FROM json_each(?1))
             UNION SELECT id FROM relation WHERE target IN (SELECT value FROM json_each(?1)))",
            Some(*ids),
        ),
        Scope::Between(ids) => (
            "r.source IN (SELECT value FROM json_each(?1)) AND r.target IN (SELECT value FROM json_each(?1))",
            Some(*ids),
        ),
    };
    let sql = format!(
        "SELECT id, source, type, target, confidence, status, first_date, last_date, documents
         FROM relation r WHERE {which}"
    );
    let mut found = db.prepare(&sql)?;
    let relations = found.query_map([chosen.map(rows::json)], Relation::of)?;
    let relations: Vec<Relation> = relations.collect::<Result<_, _>>()?;
    let needed: Option<BTreeSet<i64>> = chosen.map(|ids| {
        let ends = relations.iter().flat_map(|r| [r.source, r.target]);
        ends.chain(ids.iter().copied()).collect()
    });
    let full = !matches!(scope, Scope::Outline);
    let mut nodes = entities(db, needed.as_ref(), full)?;
    if full {
        mentions(db, chosen, &labels, &mut nodes)?;
    }
    let mut edges = Vec::with_capacity(relations.len());
    let support = Support::of(&info);
    let columns = rows::evidence_columns(WORDS);
    let sql = format!(
        "SELECT e.reading, {columns} FROM evidence e WHERE e.relation = ?1 ORDER BY e.reading, e.place"
    );
    let mut found = db.prepare_cached(&sql)?;
    for relation in relations {
        let id = |number| nodes.get(&number).map(|node: &Node| node.id.clone());
        let (Some(source), Some(target)) = (id(relation.source), id(relation.target)) else {
            continue;
        };
        if !full {
            edges.push(relation.bare(source, target));
            continue;
        }
        let mut evidence = Vec::new();
        let mut rows = found.query([relation.id])?;
        while let Some(row) = rows.next()? {
            if let Some(doc) = labels.get(&row.get(0)?) {
                evidence.push(rows::evidence(row, 1, doc)?);
            }
        }
        edges.push(Edge::combine((source, relation.predicate, target), evidence, &support));
    }
    let nodes = nodes.into_values().collect();
    let link = NodeLink { directed: true, multigraph: true, graph: info, nodes, edges };
    Ok(KnowledgeGraph::from_node_link(link))
}

/// The entities with the most neighbours, and how many these are.
pub(super) fn most_linked(db: &Connection, number: usize) -> rusqlite::Result<Vec<(Node, usize)>> {
    let sql = "SELECT source, target FROM relation WHERE status <> ?1 AND source <> target";
    let mut found = db.prepare_cached(sql)?;
    let mut links: Vec<(i64, i64)> = Vec::new();
    let mut rows = found.query([Status::Denied.name()])?;
    while let Some(row) = rows.next()? {
        let (source, target) = (row.get(0)?, row.get(1)?);
        links.extend([(source, target), (target, source)]);
    }
    links.sort_unstable();
    links.dedup();
    let near = links.chunk_by(|a, b| a.0 == b.0).map(|near| (Reverse(near.len()), near[0].0));
    let mut ranked: Vec<(Reverse<usize>, i64)> = near.collect();
    ranked.sort_unstable();
    // Of those that are equal to the last one their ids decide.
    if let Some(&(least, _)) = ranked.get(number.saturating_sub(1)) {
        ranked.truncate(ranked.partition_point(|(near, _)| *near <= least));
    }
    let mut nodes = entities(db, Some(&ranked.iter().map(|(_, id)| *id).collect()), false)?;
    let named = ranked.into_iter().filter_map(|(near, id)| Some((nodes.remove(&id)?, near.0)));
    let mut named: Vec<(Node, usize)> = named.collect();
    named.sort_by(|(a, near), (b, other)| other.cmp(near).then_with(|| a.id.cmp(&b.id)));
    named.truncate(number);
    Ok(named)
}

/// Entities without mentions, by row; all or some; with attributes or without.
fn entities(
    db: &Connection,
    some: Option<&BTreeSet<i64>>,
    full: bool,
) -> rusqlite::Result<HashMap<i64, Node>> {
    let which =
        if some.is_some() { "id IN (SELECT value FROM json_each(?1))" } else { "TRUE OR ?1" };
    let attributes = if full { "attributes" } else { "NULL" };
    let sql = format!(
        "SELECT id, key, type, name, aliases, roles, {attributes} FROM entity WHERE {which}"
    );
    let mut found = db.prepare(&sql)?;
    let found = found.query_map([some.map(rows::json)], |row| {
        let node = Node {
            id: row.get(1)?,
            entity_type: word(row, 2)?,
            name: row.get(3)?,
            aliases: parsed(row, 4)?,
            roles: parsed(row, 5)?,
            mentions: Vec::new(),
            attributes: parsed(row, 6)?,
        };
        Ok((row.get(0)?, node))
    })?;
    found.collect()
}

/// Gives entities their mentions.
fn mentions(
    db: &Connection,
    some: Option<&BTreeSet<i64>>,
    labels: &HashMap<i64, Arc<str>>,
    nodes: &mut HashMap<i64, Node>,
) -> rusqlite::Result<()> {
    let which = match some {
        Some(_) => "n.entity IN (SELECT value FROM json_each(?1))",
        None => "n.entity IS NOT NULL OR ?1",
    };
    let sql = format!(
        "SELECT n.entity, n.reading, m.start, m.\"end\", m.text, m.kind, m.score
         FROM node n JOIN mention m ON m.reading = n.reading AND m.node = n.number WHERE {which}
         ORDER BY n.reading, n.number, m.place"
    );
    let mut found = db.prepare(&sql)?;
    let mut found = found.query([some.map(rows::json)])?;
    while let Some(row) = found.next()? {
        let entity: Option<i64> = row.get(0)?;
        let node = entity.and_then(|entity| nodes.get_mut(&entity));
        if let (Some(node), Some(doc)) = (node, labels.get(&row.get(1)?)) {
            node.mentions.push(rows::mention(row, 2, doc)?);
        }
    }
    for node in nodes.values_mut() {
        node.mentions.sort_by(|a, b| (&a.doc, a.start, a.end).cmp(&(&b.doc, b.start, b.end)));
        node.mentions.shrink_to_fit();
    }
    Ok(())
}

/// A row of `relation`.
struct Relation {
    id: i64,
    source: i64,
    predicate: String,
    target: i64,
    standing: Edge,
}

impl Relation {
    fn of(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        let predicate: String = row.get(2)?;
        let standing = Edge {
            id: String::new(),
            source: String::new(),
            target: String::new(),
            key: String::new(),
            predicate: String::new(),
            confidence: row.get(4)?,
            status: word(row, 5)?,
            first_date: row.get(6)?,
            last_date: row.get(7)?,
            documents: row.get(8)?,
            evidence: Vec::new(),
        };
        Ok(Self { id: row.get(0)?, source: row.get(1)?, predicate, target: row.get(3)?, standing })
    }

    /// The relation without its sentences.
    fn bare(self, source: String, target: String) -> Edge {
        let (key, predicate) = (self.predicate.clone(), self.predicate);
        let id = Edge::key_of(&source, &predicate, &target);
        Edge { id, source, target, key, predicate, ..self.standing }
    }
}
