//! The measures. Enters: gold documents and a graph. Leaves: counts of true and false positives
//! and false negatives, summed over documents, and the ratios made of them at the very end: never
//! means of means. A ratio without a denominator is `None`, never zero.
//!
//! Names are scored by exact span and type; clusters by B-cubed (Bagga and Baldwin 1998) over the
//! names that both sides hold, within each document; relations by both ends, type and direction.

use super::{Calibration, gold::Gold};
use crate::{
    graph::{KnowledgeGraph, NodeMention},
    mention::MentionKind,
    schema::{EntityType, Role, Status},
};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::Path,
};

/// True and false positives and false negatives of one measure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Found and right.
    pub tp: usize,
    /// Found and wrong.
    pub fp: usize,
    /// Missed.
    #[serde(rename = "fn")]
    pub missed: usize,
}

impl Counts {
    /// Share of what was found that is right; `None` when nothing was found.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        ratio(self.tp as f64, (self.tp + self.fp) as f64)
    }

    /// Share of the gold that was found; `None` when there is no gold.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        ratio(self.tp as f64, (self.tp + self.missed) as f64)
    }

    /// Harmonic mean of precision and recall; `None` when either is undefined.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        f1(self.precision()?, self.recall()?)
    }

    fn add<T: Ord>(&mut self, found: &BTreeSet<T>, gold: &BTreeSet<T>) {
        let tp = found.intersection(gold).count();
        self.tp += tp;
        self.fp += found.len() - tp;
        self.missed += gold.len() - tp;
    }
}

pub(super) fn ratio(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

pub(super) fn f1(p: f64, r: f64) -> Option<f64> {
    Some(if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
}

/// Sums of B-cubed: over `mentions`, the shares of each mention's found cluster that is right, and
/// of its gold cluster that was found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Clusters {
    /// Mentions that both sides hold.
    pub mentions: usize,
    right: f64,
    found: f64,
}

impl Clusters {
    /// B-cubed precision.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        ratio(self.right, self.mentions as f64)
    }

    /// B-cubed recall.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        ratio(self.found, self.mentions as f64)
    }

    /// B-cubed F1.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        f1(self.precision()?, self.recall()?)
    }
}

/// Everything that is measured, over all documents.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scores {
    /// Number of gold documents.
    pub documents: usize,
    /// Names: exact span and type.
    pub ner: Counts,
    /// Names: exact span, whatever the type.
    pub spans: Counts,
    /// Names by type.
    pub ner_by_type: BTreeMap<&'static str, Counts>,
    /// Whether the scores of names can be believed.
    pub calibration: Calibration,
    /// Who is who within a document.
    pub clusters: Clusters,
    /// (entity, role) pairs.
    pub roles: Counts,
    /// Relations: both ends, type and direction.
    pub relations: Counts,
    /// Relations that hold the other way round, of these and the right ones.
    pub turned: (usize, usize),
    /// Whether the confidence of relations can be believed.
    pub confidence: Calibration,
    /// Relations by type.
    pub relations_by_type: BTreeMap<String, Counts>,
    /// Pairs of entities that some relation links, whatever its type.
    pub pairs: Counts,
    /// Right relations whose status agrees with the gold, of all right relations.
    pub status: (usize, usize),
    /// Right relations with evidence in a gold sentence, of all right relations.
    pub evidence: (usize, usize),
    /// What was wrong, a line each, in the order of the documents.
    #[serde(skip)]
    pub errors: Vec<String>,
}

impl Scores {
    /// Share of right relations whose status agrees.
    #[must_use]
    pub fn status_agreement(&self) -> Option<f64> {
        ratio(self.status.0 as f64, self.status.1 as f64)
    }

    /// Share of relations between the right ends that point the wrong way.
    #[must_use]
    pub fn direction_error(&self) -> Option<f64> {
        ratio(self.turned.0 as f64, self.turned.1 as f64)
    }

    /// Share of right relations whose evidence overlaps a gold sentence.
    #[must_use]
    pub fn evidence_overlap(&self) -> Option<f64> {
        ratio(self.evidence.0 as f64, self.evidence.1 as f64)
    }
}

/// The name by which a document is matched to its gold: the file name without its extension.
fn stem(doc: &str) -> String {
    Path::new(doc).file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned())
}

/// A relation found in one document.
struct Found<'a> {
    source: &'a str,
    predicate: &'a str,
    target: &'a str,
    status: Status,
    confidence: f64,
    sentences: Vec<(usize, usize)>,
}

/// What a graph holds of one document.
#[derive(Default)]
struct Part<'a> {
    nodes: Vec<(&'a str, EntityType, &'a [Role], Vec<&'a NodeMention>)>,
    relations: Vec<Found<'a>>,
}

fn by_document(graph: &KnowledgeGraph) -> HashMap<String, Part<'_>> {
    let mut parts: HashMap<String, Part<'_>> = HashMap::new();
    for node in graph.nodes() {
        let mut mentions: BTreeMap<String, Vec<&NodeMention>> = BTreeMap::new();
        for mention in &node.mentions {
            mentions.entry(stem(&mention.doc)).or_default().push(mention);
        }
        for (doc, mentions) in mentions {
            let entry = (node.id.as_str(), node.entity_type, node.roles.as_slice(), mentions);
            parts.entry(doc).or_default().nodes.push(entry);
        }
    }
    for edge in graph.edges() {
        let mut evidence: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for e in &edge.evidence {
            evidence.entry(stem(&e.doc)).or_default().push(e);
        }
        for (doc, evidence) in evidence {
            let status = Status::combine(evidence.iter().map(|e| e.status));
            parts.entry(doc).or_default().relations.push(Found {
                source: &edge.source,
                predicate: &edge.predicate,
                target: &edge.target,
                status,
                confidence: edge.confidence,
                sentences: evidence.iter().map(|e| (e.start, e.end)).collect(),
            });
        }
    }
    parts
}

const fn is_name(entity_type: EntityType) -> bool {
    matches!(
        entity_type,
        EntityType::Person | EntityType::Organization | EntityType::Location | EntityType::Norp
    )
}

const fn short(entity_type: EntityType) -> &'static str {
    match entity_type {
        EntityType::Person => "PER",
        EntityType::Organization => "ORG",
        EntityType::Location => "LOC",
        EntityType::Norp => "NORP",
        _ => "GROUP",
    }
}

/// Scores `graph` against `gold`. `symmetric` says which relation types have no direction.
/// Documents are matched by the stem of their id.
#[must_use]
pub fn score(gold: &[Gold], graph: &KnowledgeGraph, symmetric: impl Fn(&str) -> bool) -> Scores {
    let parts = by_document(graph);
    let mut scores = Scores { documents: gold.len(), ..Scores::default() };
    let empty = Part::default();
    for gold in gold {
        let part = parts.get(&stem(&gold.doc)).unwrap_or(&empty);
        let reading = Reading::new(gold, part);
        score_names(gold, &reading, &mut scores);
        score_clusters(&reading, &mut scores.clusters);
        let entity_of = align(&reading, part);
        score_roles(gold, part, &entity_of, &mut scores.roles);
        score_relations(gold, part, &entity_of, &symmetric, &mut scores);
    }
    scores
}

type Place = (usize, usize);

/// One document as both sides see it.
struct Reading<'a> {
    /// Gold mentions in text order of the file, with the gold entity's id and type.
    gold: Vec<(Place, &'a str, EntityType)>,
    /// Found names with node and type.
    found: BTreeMap<Place, (&'a str, EntityType)>,
    /// How sure the reader was of each found name.
    score: BTreeMap<Place, f64>,
}

impl<'a> Reading<'a> {
    fn new(gold: &'a Gold, part: &Part<'a>) -> Self {
        let types: HashMap<&str, EntityType> =
            gold.entities.iter().map(|e| (e.id.as_str(), e.graph_type())).collect();
        let entity_type = |id: &str| types.get(id).copied().unwrap_or(EntityType::Group);
        let (mut found, mut score) = (BTreeMap::new(), BTreeMap::new());
        for (node, node_type, _, mentions) in &part.nodes {
            for m in mentions.iter().filter(|m| m.kind == MentionKind::Name) {
                found.insert((m.start, m.end), (*node, *node_type));
                score.insert((m.start, m.end), m.score);
            }
        }
        let gold = gold
            .mentions
            .iter()
            .map(|m| ((m.start, m.end), m.entity.as_str(), entity_type(&m.entity)))
            .collect();
        Self { gold, found, score }
    }
}

fn score_names(gold: &Gold, reading: &Reading<'_>, scores: &mut Scores) {
    let right: BTreeSet<(Place, &str)> =
        reading.gold.iter().filter(|g| is_name(g.2)).map(|g| (g.0, short(g.2))).collect();
    let found: BTreeSet<(Place, &str)> = reading
        .found
        .iter()
        .filter(|(_, (_, t))| is_name(*t))
        .map(|(place, (_, t))| (*place, short(*t)))
        .collect();
    scores.ner.add(&found, &right);
    for name in &found {
        if let Some(score) = reading.score.get(&name.0) {
            scores.calibration.add(*score, right.contains(name));
        }
    }
    for name in ["PER", "ORG", "LOC", "NORP"] {
        let of_type = |set: &BTreeSet<(Place, &'static str)>| -> BTreeSet<Place> {
            set.iter().filter(|x| x.1 == name).map(|x| x.0).collect()
        };
        let counts = scores.ner_by_type.entry(name).or_default();
        counts.add(&of_type(&found), &of_type(&right));
    }
    let places = |set: &BTreeSet<(Place, &str)>| set.iter().map(|x| x.0).collect::<BTreeSet<_>>();
    scores.spans.add(&places(&found), &places(&right));
    let text = |(start, end): Place| gold.text.chars().skip(start).take(end - start);
    for (kind, wrong) in
        [("ner fp", found.difference(&right)), ("ner fn", right.difference(&found))]
    {
        for (place, name) in wrong {
            let text: String = text(*place).collect();
            scores.errors.push(format!("{kind} | {} | {text} | {name}", gold.doc));
        }
    }
}

fn score_clusters(reading: &Reading<'_>, clusters: &mut Clusters) {
    let mut by_gold: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
    let mut by_node: BTreeMap<&str, BTreeSet<Place>> = BTreeMap::new();
    let mut both = BTreeMap::new();
    for (place, entity, entity_type) in &reading.gold {
        if let (true, Some((node, _))) = (is_name(*entity_type), reading.found.get(place)) {
            both.insert(*place, (*entity, *node));
        }
    }
    for (place, (entity, node)) in &both {
        by_gold.entry(entity).or_default().insert(*place);
        by_node.entry(node).or_default().insert(*place);
    }
    for (entity, node) in both.values() {
        let (gold, found) = (&by_gold[entity], &by_node[node]);
        let common = gold.intersection(found).count() as f64;
        clusters.mentions += 1;
        clusters.right += common / found.len() as f64;
        clusters.found += common / gold.len() as f64;
    }
}

/// Node -> the gold entity that its mentions overlap most, exact spans counting double; the first
/// one met wins a tie.
fn align<'a>(reading: &Reading<'a>, part: &Part<'a>) -> HashMap<&'a str, &'a str> {
    let mut entity_of = HashMap::new();
    for (node, _, _, mentions) in &part.nodes {
        let mut weight: Vec<(&str, usize)> = Vec::new();
        for m in mentions {
            for &((start, end), entity, _) in &reading.gold {
                if m.start < end && start < m.end {
                    let more = if (m.start, m.end) == (start, end) { 2 } else { 1 };
                    match weight.iter_mut().find(|(e, _)| *e == entity) {
                        Some((_, sum)) => *sum += more,
                        None => weight.push((entity, more)),
                    }
                }
            }
        }
        let best = weight.iter().map(|(_, sum)| *sum).max();
        if let Some((entity, _)) = weight.iter().find(|(_, sum)| Some(*sum) == best) {
            entity_of.insert(*node, *entity);
        }
    }
    entity_of
}

fn score_roles(gold: &Gold, part: &Part<'_>, entity_of: &HashMap<&str, &str>, counts: &mut Counts) {
    let right: BTreeSet<(&str, Role)> =
        gold.entities.iter().flat_map(|e| e.roles.iter().map(|&r| (e.id.as_str(), r))).collect();
    let found: BTreeSet<(&str, Role)> = part
        .nodes
        .iter()
        .filter_map(|(node, _, roles, _)| Some((*entity_of.get(node)?, roles)))
        .flat_map(|(entity, roles)| roles.iter().map(move |&r| (entity, r)))
        .collect();
    counts.add(&found, &right);
}

type Triple = (String, String, String);

fn score_relations(
    gold: &Gold,
    part: &Part<'_>,
    entity_of: &HashMap<&str, &str>,
    symmetric: &impl Fn(&str) -> bool,
    scores: &mut Scores,
) {
    let triple = |s: &str, p: &str, o: &str| -> Triple {
        let (s, o) = if symmetric(p) && s > o { (o, s) } else { (s, o) };
        (s.to_owned(), p.to_owned(), o.to_owned())
    };
    let end = |node: &str| {
        entity_of.get(node).map_or_else(|| format!("?{node}"), |entity| (*entity).to_owned())
    };
    let right: BTreeMap<Triple, _> =
        gold.relations.iter().map(|r| (triple(&r.subject, &r.predicate, &r.object), r)).collect();
    let mut found: BTreeMap<Triple, &Found<'_>> = BTreeMap::new();
    for relation in &part.relations {
        let key = triple(&end(relation.source), relation.predicate, &end(relation.target));
        if key.0 != key.2 {
            found.entry(key).or_insert(relation);
        }
    }
    let name = |id: &str| {
        gold.entities.iter().find(|e| e.id == id).map_or_else(|| id.to_owned(), |e| e.name.clone())
    };
    let line = |kind: &str, (s, p, o): &Triple| {
        format!("{kind} | {} | {} | {p} | {}", gold.doc, name(s), name(o))
    };
    for (key, relation) in &found {
        let counts = scores.relations_by_type.entry(key.1.clone()).or_default();
        scores.confidence.add(relation.confidence, right.contains_key(key));
        let Some(gold_relation) = right.get(key) else {
            let back = (key.2.clone(), key.1.clone(), key.0.clone());
            let turned = usize::from(right.contains_key(&back));
            scores.turned.0 += turned;
            scores.turned.1 += turned;
            scores.relations.fp += 1;
            counts.fp += 1;
            scores.errors.push(line("rel fp", key));
            continue;
        };
        scores.relations.tp += 1;
        scores.turned.1 += 1;
        counts.tp += 1;
        scores.status.1 += 1;
        scores.status.0 += usize::from(relation.status == gold_relation.status);
        let sentences =
            gold_relation.evidence.iter().filter_map(|n| gold.sentences.get(n.checked_sub(1)?));
        let overlap = sentences.into_iter().any(|&(start, end)| {
            relation.sentences.iter().any(|&(from, to)| from < end && start < to)
        });
        scores.evidence.1 += 1;
        scores.evidence.0 += usize::from(overlap);
    }
    for key in right.keys().filter(|key| !found.contains_key(*key)) {
        scores.relations.missed += 1;
        scores.relations_by_type.entry(key.1.clone()).or_default().missed += 1;
        scores.errors.push(line("rel fn", key));
    }
    let pair = |(s, _, o): &Triple| (s.min(o).clone(), s.max(o).clone());
    scores.pairs.add(&found.keys().map(pair).collect(), &right.keys().map(pair).collect());
}
