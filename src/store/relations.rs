//! Relations of a network that is brought up to date. Enters: those that a change touched, and how. Leaves: a row for
//! each that some sentence states; those without any go.

use super::{
    load::Stored,
    rows::{self, WORDS},
};
use crate::{
    graph::{Edge, EdgeEvidence, Outlines, Support, span, told_once},
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

/// Relations that a change touched, by number, and what touched those of which no sentence went or moved.
#[derive(Default)]
pub(super) struct Affected(BTreeMap<i64, Option<Growth>>);

/// What touched a relation of which every sentence stays.
#[derive(Default)]
pub(super) struct Growth {
    /// Readings that are new and state it.
    new: BTreeSet<i64>,
    /// Readings that state it and count as one with other documents than before.
    regrouped: BTreeSet<i64>,
}

impl Affected {
    /// A sentence of a relation came, went or moved.
    pub fn change(&mut self, relation: i64) {
        self.0.insert(relation, None);
    }

    /// A new document states a relation.
    pub fn grow(&mut self, relation: i64, reading: i64) {
        if let Some(growth) = self.growth(relation) {
            growth.new.insert(reading);
        }
    }

    /// A document that states a relation counts as one with others than before.
    pub fn regroup(&mut self, relation: i64, reading: i64) {
        if let Some(growth) = self.growth(relation) {
            growth.regrouped.insert(reading);
        }
    }

    fn growth(&mut self, relation: i64) -> Option<&mut Growth> {
        self.0.entry(relation).or_insert_with(|| Some(Growth::default())).as_mut()
    }
}

/// What documents that touched a relation say for it.
#[derive(Default)]
struct Told<'s> {
    /// The sources that speak for it by these documents, now and before.
    now: BTreeSet<&'s str>,
    before: BTreeSet<&'s str>,
    /// The dates that the new ones tell.
    dates: Vec<String>,
}

/// What relations are made of.
pub(super) struct Relations<'a> {
    tx: &'a Transaction<'a>,
    /// The id of the document of each reading, and the reading of each.
    labels: HashMap<i64, Arc<str>>,
    readings: HashMap<Arc<str>, i64>,
    /// With which document each that was there counted as one.
    sources: HashMap<i64, &'a str>,
    /// The key of each entity.
    keys: &'a HashMap<i64, String>,
    support: &'a Support,
}

impl<'a> Relations<'a> {
    /// Of a network in which these documents stand.
    pub fn new(
        tx: &'a Transaction<'a>,
        live: &'a [Stored],
        outlines: &Outlines<'_>,
        keys: &'a HashMap<i64, String>,
        support: &'a Support,
    ) -> Self {
        let mut relations = Self {
            tx,
            labels: HashMap::default(),
            readings: HashMap::default(),
            sources: HashMap::default(),
            keys,
            support,
        };
        for (at, stored) in live.iter().enumerate() {
            let label: Arc<str> = outlines.info(at).id.as_str().into();
            relations.readings.insert(Arc::clone(&label), stored.reading);
            relations.labels.insert(stored.reading, label);
            let before = stored.near.as_ref().or(stored.label.as_ref());
            relations.sources.extend(before.map(|source| (stored.reading, source.as_str())));
        }
        relations
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
                for (&id, growth) in affected.by_ref() {
                    if let Some(growth) = growth
                        && self.grown(id, growth)?
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
    fn grown(&self, id: i64, growth: &Growth) -> rusqlite::Result<bool> {
        let sql = "SELECT documents, first_date, last_date FROM relation
            WHERE id = ?1 AND status = ?2 AND confidence >= ?3";
        let mut found = self.tx.prepare_cached(sql)?;
        let known = found.query_row(params![id, Status::Asserted.name(), Support::MOST], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        });
        let (documents, mut first, mut last): (usize, Option<String>, Option<String>) =
            match known.optional()? {
                Some(known) => known,
                None => return Ok(false),
            };
        let Some(told) = self.told(id, growth)? else { return Ok(false) };
        // Of a source that speaks for it by other documents too the number of documents is the same; but it may be less
        // sure than before, when the network now reads a sentence that a pattern had read.
        let count = |sources: &BTreeSet<&str>| -> rusqlite::Result<usize> {
            let mut alone = 0;
            for source in sources {
                alone += usize::from(!self.is_told_by_others(id, source, growth)?);
            }
            Ok(alone)
        };
        let (more, fewer) = (count(&told.now)?, count(&told.before)?);
        let all_new = told.before.is_empty() && more == told.now.len();
        if !all_new
            && !self.is_sure_without(id, &told.now.union(&told.before).copied().collect())?
        {
            return Ok(false);
        }
        for (from, to) in told.dates.iter().map(|date| span(date)) {
            first = Some(first.map_or(from.to_owned(), |first| first.min(from.to_owned())));
            last = Some(last.map_or(to.to_owned(), |last| last.max(to.to_owned())));
        }
        let documents = (documents + more).saturating_sub(fewer);
        let sql =
            "UPDATE relation SET documents = ?2, first_date = ?3, last_date = ?4 WHERE id = ?1";
        self.tx.prepare_cached(sql)?.execute(params![id, documents, first, last])?;
        Ok(true)
    }

    /// What new and regrouped documents say for a relation; `None` where one of them is in no network.
    fn told(
        &self,
        id: i64,
        Growth { new, regrouped }: &Growth,
    ) -> rusqlite::Result<Option<Told<'_>>> {
        let mut told = Told::default();
        for &reading in new.iter().chain(regrouped) {
            let Some(doc) = self.labels.get(&reading) else { return Ok(None) };
            let said = self.said(id, reading, doc)?;
            if said.is_empty() {
                continue;
            }
            told.now.insert(self.support.source(doc));
            match self.sources.get(&reading).filter(|_| regrouped.contains(&reading)) {
                Some(source) => _ = told.before.insert(*source),
                None => told.dates.extend(said.into_iter().filter_map(|said| said.date)),
            }
        }
        Ok(Some(told))
    }

    /// Whether a source speaks for a relation by other documents than those that are new or regrouped.
    fn is_told_by_others(
        &self,
        id: i64,
        source: &str,
        Growth { new, regrouped }: &Growth,
    ) -> rusqlite::Result<bool> {
        for doc in self.support.of_source(source) {
            let Some((doc, &reading)) = self.readings.get_key_value(doc) else { continue };
            let is_other = !new.contains(&reading) && !regrouped.contains(&reading);
            if is_other && !self.said(id, reading, doc)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// What a reading says for a relation.
    fn said(&self, id: i64, reading: i64, doc: &Arc<str>) -> rusqlite::Result<Vec<EdgeEvidence>> {
        let columns = rows::evidence_columns("''");
        let sql =
            format!("SELECT {columns} FROM evidence e WHERE e.relation = ?1 AND e.reading = ?2");
        let mut found = self.tx.prepare_cached(&sql)?;
        let said = found.query_map([id, reading], |row| rows::evidence(row, 0, doc))?;
        let mut said = told_once(said.collect::<Result<_, _>>()?);
        said.retain(|said| said.status != Status::Denied);
        Ok(said)
    }

    /// Whether a relation is as sure as any can be by other sources than these: the best sentence of each is enough
    /// to see that, and most often a few sources are.
    fn is_sure_without(&self, id: i64, sources: &BTreeSet<&str>) -> rusqlite::Result<bool> {
        let sql = "SELECT DISTINCT reading FROM evidence WHERE relation = ?1 ORDER BY reading";
        let mut found = self.tx.prepare_cached(sql)?;
        let mut rows = found.query([id])?;
        let mut best: HashMap<&str, f64> = HashMap::default();
        while let Some(row) = rows.next()? {
            let reading = row.get(0)?;
            let Some(doc) = self.labels.get(&reading) else { continue };
            let source = self.support.source(doc);
            if sources.contains(source) {
                continue;
            }
            let said = self.said(id, reading, doc)?;
            let known = best.entry(source).or_default();
            *known = said.iter().map(|said| said.score).fold(*known, f64::max);
            // A little more, since the order of the factors is another.
            if 1.0 - best.values().map(|score| 1.0 - score).product::<f64>() > Support::MOST + 1e-9
            {
                return Ok(true);
            }
        }
        Ok(false)
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
