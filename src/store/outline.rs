//! What decides who is who, of all documents of a case. Enters: where a case lies, its readings.
//! Leaves: these in outline, and what an entity takes of each node besides. Documents are read side by side; what
//! thousands of them write alike is made out once.

use super::{
    load::Stored,
    open::PATIENCE,
    rows::{self, from_json, word},
};
use crate::{
    document::DocumentInfo,
    graph::{Node, NodeOutline, Outlines, small},
    sketch::Sketch,
};
use foldhash::HashMap;
use rayon::prelude::*;
use rusqlite::{Connection, OpenFlags, Row};
use std::path::Path;

/// Mentions of one entity in one document that are counted, whatever a damaged file says.
const MOST_MENTIONS: u32 = 100_000;

/// Documents that one reads while others read others; in tests so few that some have several parts.
const PART: usize = if cfg!(test) { 2 } else { 1024 };

/// The entity of each node of a document.
pub(super) type Owners = Vec<Option<i64>>;

/// The roles of a node and its lists, as they stand in the table: of most nodes nothing, and nobody makes them out
/// but for an entity that changed.
pub(super) type Lists = Option<Box<(Option<String>, Option<String>)>>;

/// What a case has read.
pub(super) struct Readings {
    /// By reading, ascending.
    documents: Vec<(i64, Read)>,
    writings: Vec<Node>,
}

/// The documents of a network, in its order.
pub(super) struct Shelved {
    pub outlines: Outlines<'static>,
    /// What stays of their texts.
    pub sketches: Vec<Option<Sketch>>,
    /// By the last refresh.
    pub owners: Vec<Owners>,
    /// Of every node of every document.
    pub lists: Vec<Vec<Lists>>,
}

/// What was read of a document: its nodes, their owners and lists.
#[derive(Default)]
struct Read {
    nodes: Vec<NodeOutline>,
    owners: Owners,
    lists: Vec<Lists>,
    sketch: Option<Sketch>,
}

/// What one reads: documents by reading, ascending, and how their nodes are written.
type Part = (Vec<(i64, Read)>, Writings);

impl Read {
    /// Takes the nodes of another, whose room stays for more.
    fn take(&mut self, open: &mut Self) {
        self.nodes = open.nodes.drain(..).collect();
        self.owners = open.owners.drain(..).collect();
        self.lists = open.lists.drain(..).collect();
    }
}

/// Ways in which nodes are written, and the columns that say so, by which each is known.
#[derive(Default)]
struct Writings {
    known: HashMap<Box<str>, u32>,
    nodes: Vec<Node>,
}

impl Writings {
    /// The number of a way of writing that these columns say.
    fn number(
        &mut self,
        columns: &str,
        node: impl FnOnce() -> rusqlite::Result<Node>,
    ) -> rusqlite::Result<u32> {
        if let Some(&known) = self.known.get(columns) {
            return Ok(known);
        }
        let number = small(self.nodes.len());
        self.nodes.push(node()?);
        self.known.insert(columns.into(), number);
        Ok(number)
    }

    /// Takes in others, and says which numbers they have here.
    fn take(&mut self, others: Self) -> Vec<u32> {
        let Self { known, nodes } = others;
        let mut columns: Vec<(u32, Box<str>)> = known.into_iter().map(|(c, n)| (n, c)).collect();
        columns.sort_unstable_by_key(|(number, _)| *number);
        let mut numbers = Vec::with_capacity(nodes.len());
        for ((_, columns), node) in columns.into_iter().zip(nodes) {
            let next = small(self.nodes.len());
            let number = *self.known.entry(columns).or_insert(next);
            if number == next {
                self.nodes.push(node);
            }
            numbers.push(number);
        }
        numbers
    }
}

/// The readings, ascending, that the documents have which will not have gone: what is damaged in others keeps nobody
/// from taking them out.
pub(super) fn wanted(db: &Connection) -> rusqlite::Result<Vec<i64>> {
    let mut found = db.prepare("SELECT coalesce(renewed, reading) FROM document WHERE gone = 0")?;
    let found = found.query_map([], |row| row.get(0))?;
    let mut wanted = found.collect::<rusqlite::Result<Vec<i64>>>()?;
    wanted.sort_unstable();
    wanted.dedup();
    Ok(wanted)
}

impl Readings {
    /// Reads what these readings, ascending, of the case at `path` hold. They are read by several at once, who see what
    /// was last made durable: a change that is going on may touch any but these.
    pub fn read(path: &Path, wanted: &[i64]) -> rusqlite::Result<Self> {
        let parts: Vec<rusqlite::Result<Part>> =
            wanted.par_chunks(PART).map(|wanted| part(path, wanted)).collect();
        let mut documents = Vec::with_capacity(wanted.len());
        let mut writings = Writings::default();
        for part in parts {
            let (mut read, others) = part?;
            let numbers = writings.take(others);
            for node in read.iter_mut().flat_map(|(_, document)| &mut document.nodes) {
                node.writing = numbers[node.writing as usize];
            }
            documents.append(&mut read);
        }
        Ok(Self { documents, writings: writings.nodes })
    }

    /// Those of the documents of a network, in its order; an error if one of them was not read.
    pub fn shelve(
        mut self,
        live: &[Stored],
        infos: Vec<DocumentInfo>,
    ) -> rusqlite::Result<Shelved> {
        let (mut nodes, mut owners) = (Vec::new(), Vec::new());
        let (mut lists, mut sketches) = (Vec::new(), Vec::new());
        for stored in live {
            let at = self.documents.binary_search_by_key(&stored.reading, |(reading, _)| *reading);
            let at = at.map_err(|_| rusqlite::Error::QueryReturnedNoRows)?;
            let read = std::mem::take(&mut self.documents[at].1);
            nodes.push(read.nodes);
            owners.push(read.owners);
            lists.push(read.lists);
            sketches.push(read.sketch);
        }
        let outlines = Outlines::new(infos, nodes, self.writings);
        Ok(Shelved { outlines, sketches, owners, lists })
    }
}

/// What some readings hold, and how their nodes are written.
fn part(path: &Path, wanted: &[i64]) -> rusqlite::Result<Part> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(path, flags)?;
    db.busy_timeout(PATIENCE)?;
    let ends = (wanted.first(), wanted.last());
    let mut part: Vec<(i64, Read)> = Vec::with_capacity(wanted.len());
    let sql = "SELECT id, sketch FROM reading WHERE id BETWEEN ?1 AND ?2 ORDER BY id";
    let mut found = db.prepare(sql)?;
    let mut rows = found.query(ends)?;
    while let Some(row) = rows.next()? {
        let reading = row.get(0)?;
        if wanted.binary_search(&reading).is_ok() {
            let bytes = row.get_ref(1)?.as_blob_or_null().ok().flatten();
            let sketch = bytes.and_then(Sketch::from_bytes);
            part.push((reading, Read { sketch, ..Read::default() }));
        }
    }
    // One walk through the table costs less than a look for each document.
    let sql =
        "SELECT reading, type, name, aliases, facts, mentions, entity, roles, grounds FROM node
        WHERE reading BETWEEN ?1 AND ?2 ORDER BY reading, number";
    let mut found = db.prepare(sql)?;
    let mut rows = found.query(ends)?;
    let (mut place, mut writings, mut columns) = (0, Writings::default(), String::new());
    // Of one document; there are too many to let each grow by itself.
    let mut open = Read::default();
    while let Some(row) = rows.next()? {
        let reading: i64 = row.get(0)?;
        while let Some((_, document)) = part.get_mut(place).filter(|(known, _)| *known < reading) {
            document.take(&mut open);
            place += 1;
        }
        if part.get(place).is_none_or(|(known, _)| *known != reading) {
            continue;
        }
        open.nodes.push(node(row, &mut writings, &mut columns)?);
        open.owners.push(row.get(6)?);
        let lists: (Option<String>, Option<String>) = (row.get(7)?, row.get(8)?);
        let is_some = lists.0.is_some() || lists.1.is_some();
        open.lists.push(is_some.then(|| Box::new(lists)));
    }
    if let Some((_, document)) = part.get_mut(place) {
        document.take(&mut open);
    }
    Ok((part, writings))
}

fn node(
    row: &Row<'_>,
    writings: &mut Writings,
    columns: &mut String,
) -> rusqlite::Result<NodeOutline> {
    let mut texts = [None; 4];
    columns.clear();
    for (at, text) in (1..).zip(&mut texts) {
        *text = row.get_ref(at)?.as_str_or_null().map_err(|e| rows::wrong(at, e))?;
        // What stands nowhere in a text parts the columns.
        columns.push_str(text.unwrap_or_default());
        columns.push('\0');
    }
    let [.., aliases, facts] = texts;
    let writing = writings.number(columns, || {
        Ok(Node {
            id: String::new(),
            entity_type: word(row, 1)?,
            name: row.get(2)?,
            aliases: from_json(3, aliases)?,
            roles: Vec::new(),
            mentions: Vec::new(),
            attributes: from_json(4, facts)?,
        })
    })?;
    let mentions: u32 = row.get::<_, i64>(5)?.clamp(0, MOST_MENTIONS.into()) as u32;
    Ok(NodeOutline { writing, mentions })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use crate::schema::EntityType;

    /// Ways of writing as one part of a case has them, and the number of each.
    fn read(names: &[&str]) -> (Writings, Vec<u32>) {
        let mut writings = Writings::default();
        let mut number = |name: &&str| {
            let node = || {
                Ok(Node {
                    id: String::new(),
                    entity_type: EntityType::Person,
                    name: (*name).to_owned(),
                    aliases: Vec::new(),
                    roles: Vec::new(),
                    mentions: Vec::new(),
                    attributes: rows::Attributes::new(),
                })
            };
            writings.number(name, node).unwrap()
        };
        let numbers = names.iter().map(&mut number).collect();
        (writings, numbers)
    }

    #[test]
    fn what_two_parts_write_alike_is_one() {
        let (mut all, first) = read(&["Ri", "No", "Ri"]);
        assert_eq!(first, [0, 1, 0]);
        let (others, second) = read(&["Pak", "No", "Kim", "Pak"]);
        assert_eq!(second, [0, 1, 2, 0]);
        assert_eq!(all.take(others), [2, 1, 3], "the numbers that Pak, No and Kim have here");
        let names: Vec<&str> = all.nodes.iter().map(|node| node.name.as_str()).collect();
        assert_eq!(names, ["Ri", "No", "Pak", "Kim"]);
    }
}
