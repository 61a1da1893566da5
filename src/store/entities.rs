//! Entities of a network that is brought up to date. Enters: who is one now, and the outlines of all documents.
//! Leaves: a row for each entity that changed, the entity of every node.
//!
//! What an entity is made of is in memory but for its mentions. These are read where they are new; of those that it
//! had, its row knows the names.

use super::{
    load::{self, Stored},
    outline::{Lists, Owners, Shelved},
    rows::{self, from_json, json},
};
use crate::graph::{Cluster, Node, NodeMention, merge_nodes};
use foldhash::{HashMap, fast::RandomState};
use rayon::prelude::*;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex, PoisonError},
};

/// Members of entities that are made at a time: their mentions are in memory together.
const MEMBERS: usize = 1 << 15;

/// What became of the entities.
#[derive(Default)]
pub(super) struct Entities {
    /// The entity of every node of every document.
    pub owners: Vec<Owners>,
    /// The key of every entity.
    pub keys: HashMap<i64, String>,
    /// Entities that nothing is any more.
    pub gone: Vec<i64>,
    /// How many were made or made again.
    pub made: usize,
}

/// An entity that is to be made.
struct Draft {
    /// The row that it had.
    id: Option<i64>,
    cluster: Cluster,
    print: i64,
    /// Its nodes in the order of their documents' ids, and what they bring of their mentions.
    members: Vec<((usize, usize), Vec<NodeMention>)>,
    /// Where it only grew, the names in the mentions of those that it had.
    names: Option<Names>,
}

/// A draft, and the entity that it makes.
type Drafted = rusqlite::Result<(Draft, Node)>;

/// The names in the mentions of an entity, how many mentions there are, and in how many documents.
struct Names {
    name: String,
    aliases: Vec<String>,
    mentions: usize,
    documents: usize,
}

/// What entities are made of.
struct Maker<'a> {
    shelved: &'a Shelved,
    readings: Vec<i64>,
    labels: Vec<Arc<str>>,
    /// Hashes of the labels, and their order.
    called: Vec<[u8; 8]>,
    order: Vec<usize>,
    anew: bool,
}

impl Entities {
    /// Makes the entities of clusters that changed, or all `anew`.
    pub fn make(
        db: &Connection,
        live: &[Stored],
        shelved: &Shelved,
        (clusters, prints): (Vec<Cluster>, Prints),
        anew: bool,
    ) -> rusqlite::Result<Self> {
        let label = |at: usize| shelved.outlines.info(at).id.as_str();
        let readings = live.iter().map(|stored| stored.reading).collect();
        let labels = (0..live.len()).map(|at| Arc::from(label(at))).collect();
        let called = (0..live.len()).map(|at| digest(label(at).as_bytes())).collect();
        let mut by_label: Vec<usize> = (0..live.len()).collect();
        by_label.sort_unstable_by_key(|&at| label(at));
        let mut order = vec![0; live.len()];
        by_label.into_iter().enumerate().for_each(|(place, at)| order[at] = place);
        let maker = Maker { shelved, readings, labels, called, order, anew };
        let Prints(mut known) = prints;
        let mut made = Self {
            owners: shelved.owners.iter().map(|nodes| vec![None; nodes.len()]).collect(),
            keys: HashMap::with_capacity_and_hasher(clusters.len(), RandomState::default()),
            ..Self::default()
        };
        let prints: Vec<i64> = clusters.par_iter().map(|cluster| maker.print(cluster)).collect();
        let (mut drafts, mut members) = (Vec::new(), 0);
        for (cluster, print) in clusters.into_iter().zip(prints) {
            match known.remove(&cluster.key) {
                Some((id, old)) if old == print && !anew => made.take(id, cluster),
                other => {
                    members += cluster.members.len();
                    drafts.push((other.map(|(id, _)| id), cluster, print));
                }
            }
            if members >= MEMBERS {
                members = 0;
                maker.fill(db, &mut made, std::mem::take(&mut drafts))?;
            }
        }
        maker.fill(db, &mut made, drafts)?;
        made.gone = known.into_values().map(|(id, _)| id).collect();
        Ok(made)
    }

    fn take(&mut self, id: i64, cluster: Cluster) {
        cluster.members.iter().for_each(|&(d, n)| self.owners[d][n] = Some(id));
        self.keys.insert(id, cluster.key);
    }
}

/// The rows of the entities by key, and what they were made of.
pub(super) struct Prints(HashMap<String, (i64, i64)>);

impl Prints {
    /// Of the network as it is.
    pub fn read(db: &Connection) -> rusqlite::Result<Self> {
        let mut found = db.prepare("SELECT key, id, print FROM entity")?;
        let found = found.query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?;
        found.collect::<Result<_, _>>().map(Self)
    }
}

impl Maker<'_> {
    /// A number that changes with anything that an entity is made of.
    fn print(&self, cluster: &Cluster) -> i64 {
        let mut all = Vec::with_capacity(128 + 24 * cluster.members.len());
        for text in [&cluster.key, &cluster.name, &json(&cluster.merges)] {
            all.extend((text.len() as u64).to_le_bytes());
            all.extend(text.as_bytes());
        }
        for &(document, number) in &cluster.members {
            all.extend(self.readings[document].to_le_bytes());
            all.extend((number as u64).to_le_bytes());
            all.extend(self.called[document]);
        }
        i64::from_le_bytes(digest(&all))
    }

    /// Makes entities: reads their mentions, makes them out meanwhile, writes them.
    fn fill(
        &self,
        db: &Connection,
        made: &mut Entities,
        drafts: Vec<(Option<i64>, Cluster, i64)>,
    ) -> rusqlite::Result<()> {
        let nodes: Mutex<Vec<(usize, Drafted)>> = Mutex::default();
        rayon::in_place_scope(|scope| -> rusqlite::Result<()> {
            for (at, (id, cluster, print)) in drafts.into_iter().enumerate() {
                let draft = self.draft(db, id, cluster, print)?;
                let nodes = &nodes;
                scope.spawn(move |_| {
                    let node = self.node(draft);
                    nodes.lock().unwrap_or_else(PoisonError::into_inner).push((at, node));
                });
            }
            Ok(())
        })?;
        let mut nodes = nodes.into_inner().unwrap_or_else(PoisonError::into_inner);
        nodes.sort_unstable_by_key(|(at, _)| *at);
        for (_, node) in nodes {
            let (draft, node) = node?;
            let id = put(db, &draft, &node)?;
            made.made += 1;
            made.take(id, draft.cluster);
        }
        Ok(())
    }

    /// What an entity is made of.
    fn draft(
        &self,
        db: &Connection,
        id: Option<i64>,
        cluster: Cluster,
        print: i64,
    ) -> rusqlite::Result<Draft> {
        let stays = |&(d, n): &(usize, usize)| id.is_some() && self.shelved.owners[d][n] == id;
        let staying = cluster.members.iter().filter(|place| stays(place)).count();
        let names = match id.filter(|_| !self.anew) {
            Some(id) => names(db, id)?,
            None => None,
        };
        let names = names.filter(|n| n.documents == staying && n.name == cluster.name);
        let mut members = Vec::with_capacity(cluster.members.len());
        for &(d, n) in &cluster.members {
            let mentions = match names.is_some() && stays(&(d, n)) {
                true => Vec::new(),
                false => load::mentions(db, (self.readings[d], n), &self.labels[d])?,
            };
            members.push(((d, n), mentions));
        }
        members.sort_by_key(|&((d, _), _)| self.order[d]);
        Ok(Draft { id, cluster, print, members, names })
    }

    /// The entity itself.
    fn node(&self, mut draft: Draft) -> rusqlite::Result<(Draft, Node)> {
        let mut parts = Vec::with_capacity(draft.members.len());
        let mut before = None;
        for ((d, n), mentions) in std::mem::take(&mut draft.members) {
            let attributes = &self.shelved.outlines.node(d, n).attributes;
            // What the one before has told needs not be told again.
            let is_same =
                |known: &rows::Attributes| std::ptr::eq(known, attributes) || known == attributes;
            let is_new = !before.replace(attributes).is_some_and(is_same);
            if is_new || !mentions.is_empty() || self.shelved.lists[d][n].is_some() {
                parts.push(self.part((d, n), mentions, is_new)?);
            }
        }
        let node = merge_nodes(draft.cluster.clone(), parts);
        Ok((draft, node))
    }

    /// A node of a document as it was read; without its facts where these are not `new`.
    fn part(
        &self,
        (d, n): (usize, usize),
        mentions: Vec<NodeMention>,
        new: bool,
    ) -> rusqlite::Result<Node> {
        let node = self.shelved.outlines.node(d, n);
        let mut part = Node {
            id: String::new(),
            entity_type: node.entity_type,
            name: String::new(),
            aliases: Vec::new(),
            roles: Vec::new(),
            mentions,
            attributes: if new { node.attributes.clone() } else { rows::Attributes::new() },
        };
        let lists: &Lists = &self.shelved.lists[d][n];
        if let Some((roles, grounds)) = lists.as_deref() {
            part.roles = from_json(0, roles.as_deref())?;
            let mut grounds: rows::Attributes = from_json(0, grounds.as_deref())?;
            // They name their document by its id in the network.
            for list in grounds.values_mut().filter_map(serde_json::Value::as_array_mut) {
                for item in list.iter_mut().filter(|item| item["doc"] == "") {
                    item["doc"] = (*self.labels[d]).into();
                }
            }
            part.attributes.extend(grounds);
        }
        Ok(part)
    }
}

/// The first bytes of a SHA-256.
fn digest(bytes: &[u8]) -> [u8; 8] {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.as_chunks().0.first().copied().unwrap_or_default()
}

/// Writes an entity, in the row that it had, if it had one, and returns the row.
fn put(db: &Connection, draft: &Draft, node: &Node) -> rusqlite::Result<i64> {
    let mut mentions = node.mentions.len();
    let mut aliases: BTreeSet<&String> = node.aliases.iter().collect();
    if let Some(names) = &draft.names {
        mentions += names.mentions;
        aliases.extend(&names.aliases);
    }
    let sql = "INSERT INTO entity (id, key, type, name, aliases, roles, attributes, mentions, documents, print)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO UPDATE SET key = excluded.key, type = excluded.type, name = excluded.name,
        aliases = excluded.aliases, roles = excluded.roles, attributes = excluded.attributes,
        mentions = excluded.mentions, documents = excluded.documents, print = excluded.print RETURNING id";
    db.prepare_cached(sql)?.query_row(
        params![
            draft.id,
            node.id,
            node.entity_type.name(),
            node.name,
            json(&aliases),
            json(&node.roles),
            json(&node.attributes),
            mentions,
            draft.cluster.members.len(),
            draft.print
        ],
        |row| row.get(0),
    )
}

/// The names of an entity.
fn names(db: &Connection, id: i64) -> rusqlite::Result<Option<Names>> {
    let sql = "SELECT name, aliases, mentions, documents FROM entity WHERE id = ?1";
    let names = db.prepare_cached(sql)?.query_row([id], |row| {
        let aliases = rows::parsed(row, 1)?;
        Ok(Names { name: row.get(0)?, aliases, mentions: row.get(2)?, documents: row.get(3)? })
    });
    names.optional()
}
