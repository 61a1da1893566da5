//! `unravel eval --meantime FOLDER`: who is who across documents, on annotated Wikinews articles.

use super::{Outcome, out};
use rayon::prelude::*;
use std::{collections::BTreeMap, path::Path};
use unravel::{
    Error, KnowledgeGraph, Mention, MentionKind, Pipeline,
    eval::{
        ChainScores, Chains, Shares,
        meantime::{self, Article},
        score_chains,
        table::percent,
    },
    ingest,
};

/// Article and code points of a mention.
type Place = (usize, usize, usize);

/// Which mentions are scored.
#[derive(Clone, Copy)]
struct Setting {
    title: &'static str,
    gold_names: bool,
    all: bool,
}

const SETTINGS: [Setting; 3] = [
    Setting { title: "names given", gold_names: true, all: false },
    Setting { title: "names found", gold_names: false, all: false },
    Setting { title: "all mentions, found", gold_names: false, all: true },
];

/// Prints the scores of each setting beside grouping equal strings.
pub(super) fn run(pipeline: &Pipeline, folder: &Path) -> anyhow::Result<Outcome> {
    if !folder.is_dir() {
        out::note(&format!("SKIPPED {}: no such folder", folder.display()));
        return Ok(Outcome::Skipped);
    }
    let articles = meantime::read(folder)?;
    out::say(&format!("{}: {} articles", folder.display(), articles.len()))?;
    let graphs = [read(pipeline, &articles, true)?, read(pipeline, &articles, false)?];
    for setting in SETTINGS {
        let graph = &graphs[usize::from(!setting.gold_names)];
        report(setting, &articles, graph)?;
    }
    Ok(Outcome::Done)
}

fn read(pipeline: &Pipeline, articles: &[Article], given: bool) -> Result<KnowledgeGraph, Error> {
    let documents: Result<_, Error> = articles
        .par_iter()
        .map(|article| {
            let doc = ingest::document(article.id.clone(), article.text.clone());
            if !given {
                return pipeline.extract(&doc);
            }
            let named = article.mentions.iter().filter(|m| m.named);
            let names = named.map(|m| Mention::name(m.span, m.entity_type, 1.0)).collect();
            Ok(pipeline.extract_with(&doc, names))
        })
        .collect();
    Ok(pipeline.merge(documents?, Vec::new()))
}

fn report(setting: Setting, articles: &[Article], graph: &KnowledgeGraph) -> anyhow::Result<()> {
    let mut key: Chains<Place> = BTreeMap::new();
    let mut texts: BTreeMap<Place, String> = BTreeMap::new();
    let mut index: BTreeMap<&str, usize> = BTreeMap::new();
    for (at, article) in articles.iter().enumerate() {
        index.insert(&article.id, at);
        let point = |byte: usize| article.text[..byte].chars().count();
        for mention in article.mentions.iter().filter(|m| m.named || setting.all) {
            let place = (at, point(mention.span.start), point(mention.span.end));
            key.insert(place, mention.chain);
            texts.insert(place, article.text[mention.span.start..mention.span.end].to_owned());
        }
    }
    // A name that the corpus does not mark belongs to no annotated entity: it is left out.
    let mut found: Chains<Place> = BTreeMap::new();
    for (chain, node) in graph.nodes().enumerate() {
        for mention in &node.mentions {
            let Some(&at) = index.get(&*mention.doc) else { continue };
            let place = (at, mention.start, mention.end);
            let counts = setting.all || mention.kind == MentionKind::Name;
            if counts && key.contains_key(&place) {
                found.insert(place, chain);
            }
        }
    }
    let chains = key.values().collect::<std::collections::BTreeSet<_>>().len();
    out::say(&format!(
        "\n{}: {} mentions of {chains} entities, {} found",
        setting.title,
        key.len(),
        found.len()
    ))?;
    out::say(&line("unravel", &score_chains(&key, &found)))?;
    for (name, fold) in [("equal strings", false), ("the same, case folded", true)] {
        let equal = by_string(&found, &texts, fold);
        out::say(&line(name, &score_chains(&key, &equal)))?;
    }
    Ok(())
}

/// The same mentions grouped by their text.
fn by_string(found: &Chains<Place>, texts: &BTreeMap<Place, String>, fold: bool) -> Chains<Place> {
    let mut group: BTreeMap<String, usize> = BTreeMap::new();
    let mut chains = Chains::new();
    for place in found.keys() {
        let text = texts.get(place).map_or("", String::as_str);
        let text = if fold { text.to_lowercase() } else { text.to_owned() };
        let fresh = group.len();
        chains.insert(*place, *group.entry(text).or_insert(fresh));
    }
    chains
}

fn line(name: &str, scores: &ChainScores) -> String {
    let shares = |name: &str, s: Shares| {
        let [p, r, f1] = [s.precision(), s.recall(), s.f1()].map(percent);
        format!("  {name} {p} / {r} / {f1}")
    };
    format!(
        "{name:<22}{}{}{}  CoNLL {}",
        shares("MUC", scores.muc),
        shares("B3", scores.b_cubed),
        shares("CEAF-e", scores.ceaf_e),
        percent(scores.conll())
    )
}
