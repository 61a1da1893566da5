//! Brings the network of a case up to date with its documents. Enters: documents that were added or
//! removed, a way to tell who is one. Leaves: entities and relations as a fresh reading of the same
//! documents gives them. In one transaction: readers see the network before or after, nothing between.
//!
//! Who is one is asked anew of all documents, since one document may join what stood apart. What follows
//! from it is made again only where something changed: entities whose members changed, relations
//! between these and those of documents that came, went, or got another name or source.

use super::{
    Case,
    change::set,
    entities::{Entities, Prints},
    load::{self, Shelf, Stored},
    outline::{self, Readings, Shelved},
    relations::{Affected, Relations},
};
use crate::{
    document::DocumentInfo,
    error::Error,
    graph::{Cluster, Duplicate, GraphInfo, NearDuplicate, Outlines, Support, near_duplicates},
};
use foldhash::{HashMap, HashSet};
use rusqlite::{OptionalExtension, Transaction, params};
use std::collections::hash_map::Entry;

/// What makes networks of readings: what other code made is made again as a whole.
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " ", env!("UNRAVEL_NETWORK_RULES"));

const ONLY_GREW: &str =
    "SELECT NOT EXISTS (SELECT 1 FROM document WHERE gone = 1 OR renewed IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM reading WHERE id NOT IN (SELECT reading FROM document))";

/// What a refresh did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Entities that were made or made again.
    pub entities: usize,
    /// Relations that were made or made again.
    pub relations: usize,
}

/// A row of `evidence`: place, subject, type, object, relation.
type Statement = (i64, usize, String, usize, Option<i64>);

impl Case {
    /// Whether documents came or went since the network was made, or another version made it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_stale(&self) -> Result<bool, Error> {
        Ok(self.is_outdated()? || self.setting("stale")?.is_some_and(|value| value == "1"))
    }

    /// Whether another version made the network.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn is_outdated(&self) -> Result<bool, Error> {
        Ok(self.setting("network")?.is_some_and(|version| version != VERSION))
    }

    /// Brings the network up to date. `across` says who is one; `symmetric` which relation types have no
    /// direction. Nothing happens where nothing changed. Memory: names, no texts.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub(crate) fn refresh(
        &mut self,
        across: impl FnOnce(&Outlines<'_>) -> Vec<Cluster> + Send,
        symmetric: impl Fn(&str) -> bool,
    ) -> Result<Changes, Error> {
        if !self.is_stale()? {
            return Ok(Changes::default());
        }
        let path = self.path.clone();
        // Where nothing went, whatever a row is made to point at is there; to ask for it costs as much as to write it.
        let told = self.told();
        let only_grew: bool = self.within(|db| db.query_row(ONLY_GREW, [], |row| row.get(0)))?;
        self.db.pragma_update(None, "foreign_keys", !only_grew).map_err(&told)?;
        let changed = self.change(|tx| {
            // Rows point at each other while they are moved.
            tx.pragma_update(None, "defer_foreign_keys", true)?;
            let wanted = outline::wanted(tx)?;
            // What will stand in the network is read while documents come and go.
            let mut read = None;
            let (refresh, infos) = rayon::in_place_scope(|scope| {
                scope.spawn(|_| read = Some(Readings::read(&path, &wanted)));
                Refresh::begin(tx)
            })?;
            let read = read.ok_or(rusqlite::Error::QueryReturnedNoRows)??;
            let shelved = read.shelve(&refresh.live, infos)?;
            let changes = refresh.run(shelved, across, &symmetric)?;
            set(tx, "stale", "0")?;
            set(tx, "network", VERSION)?;
            Ok(changes)
        });
        self.db.pragma_update(None, "foreign_keys", true).map_err(told)?;
        changed
    }
}

/// Readings of documents that are called otherwise than before, or for the first time, and of those that count as one
/// with others than before.
#[derive(Default)]
struct Called {
    otherwise: HashSet<i64>,
    regrouped: HashSet<i64>,
}

/// Which sentences of a document are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// All.
    All,
    /// All, for their document counts as one with others; they stay where they are but for those whose ends moved.
    Regrouped,
    /// Those whose ends moved.
    Moved,
}

struct Refresh<'t> {
    tx: &'t Transaction<'t>,
    /// The documents that stand in the network, and those whose text another has.
    live: Vec<Stored>,
    duplicates: Vec<(Stored, Duplicate, i64)>,
    /// The numbers of relations that were asked for, by their ends.
    relations: HashMap<(i64, String, i64), i64>,
    /// Relations that must be made again.
    affected: Affected,
    /// Whether everything is made again.
    anew: bool,
}

impl<'t> Refresh<'t> {
    /// Takes out what has gone; also says what is known of each document that stands in the network. Others read
    /// meanwhile: it touches no node of a document that stands there afterwards.
    fn begin(tx: &'t Transaction<'t>) -> rusqlite::Result<(Self, Vec<DocumentInfo>)> {
        tx.execute(
            "UPDATE document SET reading = renewed, renewed = NULL WHERE renewed IS NOT NULL",
            [],
        )?;
        tx.execute("DELETE FROM document WHERE gone = 1", [])?;
        let Shelf { live, infos, duplicates } = load::shelve(load::documents(tx, false)?);
        let sql = "SELECT value <> ?1 FROM setting WHERE name = 'network'";
        let anew = tx.query_row(sql, [VERSION], |row| row.get(0)).optional()?.unwrap_or(false);
        let (relations, affected) = (HashMap::default(), Affected::default());
        let mut refresh = Self { tx, live, duplicates, relations, affected, anew };
        let unused = "SELECT id FROM reading WHERE id NOT IN (SELECT reading FROM document)";
        for reading in refresh.numbers(unused, 0)? {
            refresh.withdraw(reading)?;
            tx.execute("DELETE FROM reading WHERE id = ?1", [reading])?;
        }
        let live: HashSet<i64> = refresh.live.iter().map(|stored| stored.reading).collect();
        let standing = "SELECT reading FROM node WHERE reading = ?1 AND entity IS NOT NULL LIMIT 1";
        for reading in refresh.numbers("SELECT id FROM reading", 0)? {
            if !live.contains(&reading) && !refresh.numbers(standing, reading)?.is_empty() {
                refresh.withdraw(reading)?;
                tx.execute("UPDATE node SET entity = NULL WHERE reading = ?1", [reading])?;
                tx.execute("UPDATE evidence SET relation = NULL WHERE reading = ?1", [reading])?;
            }
        }
        Ok((refresh, infos))
    }

    /// The relations that a reading speaks for must do without it.
    fn withdraw(&mut self, reading: i64) -> rusqlite::Result<()> {
        let sql =
            "SELECT DISTINCT relation FROM evidence WHERE reading = ?1 AND relation IS NOT NULL";
        self.numbers(sql, reading)?.into_iter().for_each(|relation| self.affected.change(relation));
        Ok(())
    }

    fn numbers(&self, sql: &str, of: i64) -> rusqlite::Result<Vec<i64>> {
        let mut found = self.tx.prepare_cached(sql)?;
        let with = found.parameter_count() > 0;
        let given: &[&dyn rusqlite::ToSql] = if with { &[&of] } else { &[] };
        let found = found.query_map(given, |row| row.get(0))?;
        found.collect()
    }

    fn run(
        mut self,
        shelved: Shelved,
        across: impl FnOnce(&Outlines<'_>) -> Vec<Cluster> + Send,
        symmetric: &dyn Fn(&str) -> bool,
    ) -> rusqlite::Result<Changes> {
        let outlines = &shelved.outlines;
        let mut clusters = Vec::new();
        let (called, near, prints) = rayon::in_place_scope(|scope| -> rusqlite::Result<_> {
            scope.spawn(|_| clusters = across(outlines));
            let sketches = shelved.sketches.iter().enumerate();
            let near =
                near_duplicates(sketches.map(|(d, sketch)| (outlines.info(d), sketch.as_ref())));
            Ok((self.label(outlines, &near)?, near, Prints::read(self.tx)?))
        })?;
        let Entities { owners: entities, keys, gone, made } =
            Entities::make(self.tx, &self.live, &shelved, (clusters, prints), self.anew)?;
        let mut moved = Vec::with_capacity(entities.len());
        for (at, now) in entities.iter().enumerate() {
            moved.push(self.moved(at, &shelved.owners[at], now)?);
        }
        let info = GraphInfo { near_duplicates: near, ..GraphInfo::default() };
        for (at, moved) in moved.iter().enumerate() {
            let reading = self.live[at].reading;
            let which = match () {
                () if self.anew || called.otherwise.contains(&reading) => Which::All,
                () if called.regrouped.contains(&reading) => Which::Regrouped,
                () => Which::Moved,
            };
            if which != Which::Moved || moved.contains(&true) {
                self.assign(at, (&entities[at], moved, which), &keys, symmetric)?;
            }
        }
        let support = Support::of(&info);
        let relations = Relations::new(self.tx, &self.live, outlines, &keys, &support);
        let relations = relations.make(&self.affected)?;
        for entity in &gone {
            self.tx.prepare_cached("DELETE FROM entity WHERE id = ?1")?.execute([entity])?;
        }
        let changes = Changes { entities: made, relations };
        // Millions of small texts: nobody waits for them to go.
        let Self { live, .. } = self;
        rayon::spawn(move || drop((shelved, entities, keys, live)));
        Ok(changes)
    }

    /// Writes down what documents are called in the network, and with which others they count as one.
    fn label(&self, outlines: &Outlines<'_>, near: &[NearDuplicate]) -> rusqlite::Result<Called> {
        let near: HashMap<&str, &NearDuplicate> =
            near.iter().map(|n| (n.doc.as_str(), n)).collect();
        let mut called = Called::default();
        let sql = "UPDATE document SET label = ?2, same_as = ?3, near = ?4, similarity = ?5 WHERE id = ?1";
        let mut update = self.tx.prepare_cached(sql)?;
        for (at, stored) in self.live.iter().enumerate() {
            let label = &outlines.info(at).id;
            let near = near.get(label.as_str());
            let (of, similarity) = (near.map(|near| &near.of), near.map(|near| near.similarity));
            if stored.label.as_ref() != Some(label) {
                called.otherwise.insert(stored.reading);
            } else if stored.near.as_ref() != of {
                called.regrouped.insert(stored.reading);
            } else if stored.similarity == similarity && stored.same_as.is_none() {
                continue;
            }
            update.execute(params![stored.id, label, None::<i64>, of, similarity])?;
        }
        for (stored, _, of) in &self.duplicates {
            if stored.same_as != Some(*of) || stored.label.is_some() {
                let none = (None::<String>, None::<String>, None::<f64>);
                update.execute(params![stored.id, none.0, of, none.1, none.2])?;
            }
        }
        Ok(called)
    }

    /// Writes down the entity of each node of a document that has another one now; says which, nothing if none has.
    fn moved(
        &self,
        at: usize,
        before: &[Option<i64>],
        now: &[Option<i64>],
    ) -> rusqlite::Result<Vec<bool>> {
        // Of most documents nothing has moved.
        if before == now {
            return Ok(Vec::new());
        }
        let reading = self.live[at].reading;
        let sql = "UPDATE node SET entity = ?3 WHERE reading = ?1 AND number = ?2";
        let mut update = self.tx.prepare_cached(sql)?;
        let moved: Vec<bool> = before.iter().zip(now).map(|(old, new)| old != new).collect();
        for (number, _) in moved.iter().enumerate().filter(|(_, moved)| **moved) {
            update.execute(params![reading, number, now[number]])?;
        }
        Ok(moved)
    }

    /// Says which relation each sentence of a document speaks for, where one of its ends moved, or for all.
    fn assign(
        &mut self,
        at: usize,
        (entities, moved, which): (&[Option<i64>], &[bool], Which),
        keys: &HashMap<i64, String>,
        symmetric: &dyn Fn(&str) -> bool,
    ) -> rusqlite::Result<()> {
        let Stored { reading, ref label, .. } = self.live[at];
        let is_new = label.is_none() && !self.anew;
        let sql = "SELECT place, subject, type, object, relation FROM evidence WHERE reading = ?1";
        let mut found = self.tx.prepare_cached(sql)?;
        let found = found.query_map([reading], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })?;
        let found: Vec<Statement> = found.collect::<Result<_, _>>()?;
        let sql =
            "UPDATE evidence SET relation = ?3, turned = ?4 WHERE reading = ?1 AND place = ?2";
        let mut update = self.tx.prepare_cached(sql)?;
        for (place, s, predicate, o, old) in found {
            let has_moved = |n: usize| moved.get(n).copied().unwrap_or_default();
            if !(which == Which::All || has_moved(s) || has_moved(o)) {
                if let Some(old) = old.filter(|_| which == Which::Regrouped) {
                    self.affected.regroup(old, reading);
                }
                continue;
            }
            let end = |n: usize| entities.get(n).copied().flatten();
            let (new, turned) = match (end(s), end(o)) {
                (Some(s), Some(o)) if s != o => {
                    let turned = symmetric(&predicate) && keys.get(&s) > keys.get(&o);
                    let (source, target) = if turned { (o, s) } else { (s, o) };
                    (Some(self.relation(source, predicate, target)?), turned)
                }
                _ => (None, false),
            };
            update.execute(params![reading, place, new, turned])?;
            match (old, new) {
                (None, Some(new)) if is_new => self.affected.grow(new, reading),
                _ => old.into_iter().chain(new).for_each(|id| self.affected.change(id)),
            }
        }
        Ok(())
    }

    /// The number of a relation; one that is not there is made, to be filled.
    fn relation(&mut self, source: i64, predicate: String, target: i64) -> rusqlite::Result<i64> {
        let ends = match self.relations.entry((source, predicate, target)) {
            Entry::Occupied(known) => return Ok(*known.get()),
            Entry::Vacant(ends) => ends,
        };
        let by_ends = params![source, ends.key().1, target];
        let sql = "SELECT id FROM relation WHERE source = ?1 AND type = ?2 AND target = ?3";
        let known = self.tx.prepare_cached(sql)?.query_row(by_ends, |row| row.get(0)).optional()?;
        let id = match known {
            Some(id) => id,
            None => {
                let sql =
                    "INSERT INTO relation (source, type, target, confidence, status, documents)
                    VALUES (?1, ?2, ?3, 0, '', 0)";
                self.tx.prepare_cached(sql)?.execute(by_ends)?;
                self.tx.last_insert_rowid()
            }
        };
        Ok(*ends.insert(id))
    }
}
