//! Relations of a network that is brought up to date. Enters: those that a change touched, and how. Leaves: a row for
//! each that some sentence states; those without any go.

use super::{
    load::Stored,
    rows::{self, WORDS, word},
};
use crate::{
    graph::{Edge, EdgeEvidence, Support, span},
    schema::Status,
};
use foldhash::HashMap;
use rusqlite::{OptionalExtension, Transaction, params};
use std::{
    collections::{BTreeMap, BTreeSet, hash_map::Entry},
    sync::{Arc, Mutex, PoisonError},
};

/// Sentences of relations that are in memory together.
const SENTENCES: usize = 1 << 15;

/// The keys of a relation's ends, and its type between them.
type Ends = (String, String, String);

/// Relations that a change touched, by number; of those that only new documents state besides, the readings of these.
#[derive(Default)]
pub(super) struct Affected(BTreeMap<i64, Option<BTreeSet<i64>>>);

impl Affected {
    /// A sentence of a relation came, went or moved.
    pub fn change(&mut self, relation: i64) {
        self.0.insert(relation, None);
    }

    /// A new document states a relation.
    pub fn grow(&mut self, relation: i64, reading: i64) {
        if let Some(readings) = self.0.entry(relation).or_insert_with(|| Some(BTreeSet::new())) {
            readings.insert(reading);
        }
    }
}

/// What relations are made of.
pub(super) struct Relations<'a> {
    tx: &'a Transaction<'a>,
    /// The id of the document of each reading.
    labels: HashMap<i64, Arc<str>>,
    /// The key of each entity.
    keys: &'a HashMap<i64, String>,
    support: &'a Support,
}

impl<'a> Relations<'a> {
    /// Of a network in which these documents stand.
    pub fn new(
        tx: &'a Transaction<'a>,
        live: &[(Stored, String)],
        keys: &'a HashMap<i64, String>,
        support: &'a Support,
    ) -> Self {
        let labels = live.iter();
        let labels =
            labels.map(|(stored, label)| (stored.reading, label.as_str().into())).collect();
        Self { tx, labels, keys, support }
    }

    /// Makes relations again from their sentences. Returns how many stay.
    pub fn make(&self, affected: &Affected) -> rusqlite::Result<usize> {
        let sql =
            "UPDATE relation SET confidence = ?2, status = ?3, first_date = ?4, last_date = ?5,
            documents = ?6 WHERE id = ?1";
        let mut update = self.tx.prepare_cached(sql)?;
        let mut delete = self.tx.prepare_cached("DELETE FROM relation WHERE id = ?1")?;
        let (mut affected, mut made) = (affected.0.iter().peekable(), 0);
        while affected.peek().is_some() {
            let edges: Mutex<Vec<(i64, Edge)>> = Mutex::default();
            // Relations are made out while the next are read.
            rayon::in_place_scope(|scope| -> rusqlite::Result<()> {
                let mut sentences = 0;
                for (&id, new) in affected.by_ref() {
                    if let Some(readings) = new
                        && self.grown(id, readings)?
                    {
                        made += 1;
                        continue;
                    }
                    let Some((ends, evidence)) = self.sentences(id)? else {
                        delete.execute([id])?;
                        continue;
                    };
                    sentences += evidence.len();
                    let (edges, support) = (&edges, self.support);
                    scope.spawn(move |_| {
                        let edge = Edge::combine(ends, evidence, support);
                        let edge = Edge { evidence: Vec::new(), ..edge };
                        edges.lock().unwrap_or_else(PoisonError::into_inner).push((id, edge));
                    });
                    if sentences >= SENTENCES {
                        break;
                    }
                }
                Ok(())
            })?;
            let mut edges = edges.into_inner().unwrap_or_else(PoisonError::into_inner);
            edges.sort_unstable_by_key(|(id, _)| *id);
            for (id, edge) in &edges {
                update.execute(params![
                    id,
                    edge.confidence,
                    edge.status.name(),
                    edge.first_date,
                    edge.last_date,
                    edge.documents
                ])?;
            }
            made += edges.len();
        }
        Ok(made)
    }

    /// Adds what new documents say to a relation that is asserted and as sure as any can be, where that makes it
    /// neither surer nor less sure: thousands of sentences need not be read again. `false` where it is not so.
    fn grown(&self, id: i64, readings: &BTreeSet<i64>) -> rusqlite::Result<bool> {
        let are_sources =
            |reading: &i64| self.labels.get(reading).is_some_and(|doc| self.support.is_source(doc));
        if !readings.iter().all(are_sources) {
            return Ok(false);
        }
        let sql = "SELECT documents, first_date, last_date FROM relation
            WHERE id = ?1 AND status = ?2 AND confidence >= ?3";
        let mut found = self.tx.prepare_cached(sql)?;
        let known = found.query_row(params![id, Status::Asserted.name(), Support::MOST], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        let (mut documents, mut first, mut last): (usize, Option<String>, Option<String>) =
            match known.optional()? {
                Some(known) => known,
                None => return Ok(false),
            };
        let sql = "SELECT status, date FROM evidence WHERE relation = ?1 AND reading = ?2";
        let mut found = self.tx.prepare_cached(sql)?;
        for reading in readings {
            let mut rows = found.query([id, *reading])?;
            let mut says_so = false;
            while let Some(row) = rows.next()? {
                if word::<Status>(row, 0)? == Status::Denied {
                    continue;
                }
                says_so = true;
                if let Some(date) = row.get::<_, Option<String>>(1)? {
                    let (from, to) = span(&date);
                    first = Some(first.map_or(from.to_owned(), |first| first.min(from.to_owned())));
                    last = Some(last.map_or(to.to_owned(), |last| last.max(to.to_owned())));
                }
            }
            documents += usize::from(says_so);
        }
        let sql =
            "UPDATE relation SET documents = ?2, first_date = ?3, last_date = ?4 WHERE id = ?1";
        self.tx.prepare_cached(sql)?.execute(params![id, documents, first, last])?;
        Ok(true)
    }

    /// The ends and the sentences of a relation, with their words where these count; nothing when it has none any
    /// more.
    fn sentences(&self, id: i64) -> rusqlite::Result<Option<(Ends, Vec<EdgeEvidence>)>> {
        let sql = "SELECT source, type, target FROM relation WHERE id = ?1";
        let ends = self
            .tx
            .prepare_cached(sql)?
            .query_row([id], |row| Ok((row.get::<_, i64>(0)?, row.get(1)?, row.get::<_, i64>(2)?)));
        let Some((source, predicate, target)) = ends.optional()? else { return Ok(None) };
        let (Some(source), Some(target)) = (self.keys.get(&source), self.keys.get(&target)) else {
            return Ok(None);
        };
        let columns = rows::evidence_columns("''");
        let sql = format!(
            "SELECT e.reading, e.place, {columns} FROM evidence e WHERE e.relation = ?1 ORDER BY e.reading, e.place"
        );
        let mut found = self.tx.prepare_cached(&sql)?;
        let (mut evidence, mut places) = (Vec::new(), Vec::new());
        let mut rows = found.query([id])?;
        while let Some(row) = rows.next()? {
            if let Some(doc) = self.labels.get(&row.get(0)?) {
                evidence.push(rows::evidence(row, 2, doc)?);
                places.push((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
            }
        }
        let sql = format!("SELECT {WORDS} FROM evidence e WHERE e.reading = ?1 AND e.place = ?2");
        let mut words = self.tx.prepare_cached(&sql)?;
        let needed = self.support.needs_words(&evidence).into_iter().zip(places);
        let mut known: HashMap<(i64, usize, usize), String> = HashMap::default();
        for (said, (_, place)) in evidence.iter_mut().zip(needed).filter(|(_, (needed, _))| *needed)
        {
            let words = match known.entry((place.0, said.start, said.end)) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => new.insert(words.query_row(place, |row| row.get(0))?),
            };
            said.text.clone_from(words);
        }
        let ends = (source.clone(), predicate, target.clone());
        Ok((!evidence.is_empty()).then_some((ends, evidence)))
    }
}
