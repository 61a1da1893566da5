//! `unravel query GRAPH show NAME --explain OTHER`

use super::{
    show,
    words::{self, Brief, Words, counted},
};
use crate::cli::terminal::safe;
use serde::Serialize;
use std::collections::BTreeSet;
use unravel::{
    KnowledgeGraph, Merge, Node,
    resolve::{self, Explanation, Judgement},
};

/// Shared neighbours that are named.
const SHOWN: usize = 8;

#[derive(Serialize)]
struct Answer<'a> {
    nodes: Vec<Brief<'a>>,
    one: bool,
    /// Why the names of the one node belong together.
    merges: Vec<Merge>,
    apart: Option<String>,
    names: Option<(&'a str, &'a str)>,
    likeness: Option<f32>,
    reasons: &'a [String],
    contradiction: Option<&'a str>,
    shared: Vec<Brief<'a>>,
    score: Option<f32>,
    threshold: f32,
}

/// Why two names are one node, or two. Each node comes with the text that it was asked for by.
pub(super) fn explain(
    graph: &KnowledgeGraph,
    (node, name): (&Node, &str),
    (second, other): (&Node, &str),
    words: Words,
) -> anyhow::Result<String> {
    let one = node.id == second.id;
    let explained = resolve::explain(graph, node, second);
    let merges = if one { behind(node, name, other) } else { Vec::new() };
    if words.json {
        let judgement = explained.judgement.as_ref().filter(|_| !one);
        let nodes = if one { vec![node.into()] } else { vec![node.into(), second.into()] };
        return words::json(&Answer {
            nodes,
            one,
            merges,
            apart: explained.apart.clone().filter(|_| !one),
            names: judgement.map(|j| (j.names.0.as_str(), j.names.1.as_str())),
            likeness: judgement.map(|j| j.likeness),
            reasons: judgement.map_or(&[], |j| &j.reasons),
            contradiction: judgement.and_then(|j| j.contradiction.as_deref()),
            shared: explained.shared.iter().filter(|_| !one).map(|&n| n.into()).collect(),
            score: judgement.map(|j| j.score),
            threshold: Judgement::THRESHOLD,
        });
    }
    if one {
        let mut text = format!("{} is one node\n", words.paint.strong(safe(&node.name)));
        for merge in &merges {
            text += &format!("merged    {}", show::line(merge, words));
        }
        if merges.is_empty() {
            text += "reason    the same name, but for case, accents, order, title or legal form\n";
        }
        return Ok(text);
    }
    Ok(two(node, second, &explained, words))
}

/// The merges that lead from one name to the other: those that tell of either name and, when there
/// are none, all.
fn behind(node: &Node, name: &str, other: &str) -> Vec<Merge> {
    let all = show::merges(node);
    let asked: BTreeSet<String> = [name, other].iter().map(|n| n.to_lowercase()).collect();
    let tells = |merge: &&Merge| {
        asked.contains(&merge.name.to_lowercase()) || asked.contains(&merge.into.to_lowercase())
    };
    let some: Vec<Merge> = all.iter().filter(tells).cloned().collect();
    if some.is_empty() { all } else { some }
}

fn two(node: &Node, second: &Node, explained: &Explanation<'_>, words: Words) -> String {
    let strong = |node: &Node| words.paint.strong(safe(&node.name));
    let mut text = format!("{} and {} are two nodes\n", strong(node), strong(second));
    text += &format!("ids       {}; {}\n", safe(&node.id), safe(&second.id));
    if let Some(apart) = &explained.apart {
        text += &format!("apart     {}\n", safe(apart));
    }
    match &explained.judgement {
        None => {
            text +=
                "names     one of them has no full name that could be compared across documents\n";
        }
        Some(judgement) => {
            let (a, b) = (safe(&judgement.names.0), safe(&judgement.names.1));
            text += &format!("names     {a} / {b}: {:.2} alike\n", judgement.likeness);
            for reason in &judgement.reasons {
                text += &format!("          {}\n", safe(reason));
            }
            if let Some(contradiction) = &judgement.contradiction {
                text += &format!("against   {}\n", safe(contradiction));
            }
            let compared = if judgement.score < Judgement::THRESHOLD { "below" } else { "reaches" };
            text += &format!(
                "score     {:.2} with the neighbours, {compared} the threshold of {:.2}\n",
                judgement.score,
                Judgement::THRESHOLD
            );
        }
    }
    let named: Vec<String> = explained.shared.iter().take(SHOWN).map(|n| safe(&n.name)).collect();
    let more = explained.shared.len().saturating_sub(SHOWN);
    text += &match explained.shared.len() {
        0 => "shared    no neighbour that stands in few documents\n".to_owned(),
        n if more > 0 => {
            format!(
                "shared    {}: {}, … and {more} more\n",
                counted(n, "neighbor"),
                named.join(", ")
            )
        }
        n => format!("shared    {}: {}\n", counted(n, "neighbor"), named.join(", ")),
    };
    text
}
