//! Names written otherwise in another document. Enters: clusters that equal keys have made. Leaves:
//! joins of clusters whose names are alike, with what both share taken into account.
//!
//! Names that share a key are compared, in blocks of bounded size, so the work grows with the number
//! of names. All pairs are judged before any is joined and the surest is joined first: the result
//! does not depend on the order of documents or on threads.

use super::{
    compared::{Compared, UNLIKE, hash},
    context::{self, Context},
    judge,
    links::{Links, Why},
};
use crate::names::{Name, NameKind, compare};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashMap};

/// Most names in a block of one key: beyond, the key says too little alone.
const MOST_OF_ONE: usize = 10;

/// Most names in a block of two keys.
const MOST_OF_TWO: usize = 20;

/// Most clusters of one name that are tried: namesakes beyond stay apart.
const MOST_NAMESAKES: usize = 4;

/// Two names, by number, and how alike they are.
type Pair = (u32, u32, f32);

/// Joins the clusters whose names are alike.
pub(crate) fn join(
    links: &mut Links<'_>,
    nodes: usize,
    context: &Context,
    compared: &mut Compared,
) {
    let bearers = bearers(links, nodes);
    let alike = alike(links, &bearers, compared);
    let mut judged: BTreeMap<(usize, usize), Pair> = BTreeMap::new();
    for (a, b, likeness) in alike {
        for &x in &bearers[&a] {
            for &y in &bearers[&b] {
                let pair = judged.entry((x.min(y), x.max(y))).or_insert((a, b, likeness));
                if x != y && likeness > pair.2 {
                    *pair = (a, b, likeness);
                }
            }
        }
    }
    let mut near: HashMap<usize, Vec<u32>> = HashMap::new();
    for root in judged.keys().flat_map(|&(x, y)| [x, y]) {
        near.entry(root).or_insert_with(|| context.of(root, links.documents_of(root)));
    }
    let mut sure: Vec<(f32, usize, (usize, usize), Pair)> = judged
        .into_iter()
        .filter(|((x, y), _)| x != y)
        .map(|((x, y), pair)| {
            let shared = context::shared(&near[&x], &near[&y]);
            (judge::score(pair.2, shared), shared, (x, y), pair)
        })
        .filter(|(score, ..)| *score >= judge::Judgement::THRESHOLD)
        .collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    // Names are read side by side; what is joined decides what may be joined next.
    sure.par_iter().flat_map_iter(|&(_, _, _, (a, b, _))| [a, b]).for_each(|name| {
        links.name(name);
    });
    for &(score, shared, (x, y), (a, b, _)) in &sure {
        if !links.may_join_alike(x, y) {
            continue;
        }
        let Some((a, b)) = links.name(a).zip(links.name(b)) else { continue };
        let (reason, a, b) = (in_words(a, b, shared), a.text().to_owned(), b.text().to_owned());
        let names = Some((a.as_str(), b.as_str()));
        links.unite(x, y, &Why { reason: &reason, score, source: None, names });
    }
}

/// "names alike (…); 2 shared neighbours".
fn in_words(a: &Name, b: &Name, shared: usize) -> String {
    let mut reasons = compare(a, b).reasons;
    match shared {
        0 => {}
        1 => reasons.push("1 shared neighbour".into()),
        _ => reasons.push(format!("{shared} shared neighbours")),
    }
    format!("names alike ({}):", reasons.join("; "))
}

/// The clusters that bear each comparable name, by its number.
fn bearers(links: &mut Links<'_>, nodes: usize) -> BTreeMap<u32, Vec<usize>> {
    let mut bearers: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for node in 0..nodes {
        if links.root(node) != node {
            continue;
        }
        for name in links.comparable(node) {
            let roots = bearers.entry(name).or_default();
            if roots.len() < MOST_NAMESAKES {
                roots.push(node);
            }
        }
    }
    bearers
}

/// The pairs of names that share a block and are alike enough for some context.
fn alike(
    links: &Links<'_>,
    bearers: &BTreeMap<u32, Vec<usize>>,
    compared: &mut Compared,
) -> Vec<Pair> {
    let named: Vec<u32> = bearers.keys().copied().collect();
    let names: Vec<(NameKind, &str)> =
        named.iter().filter_map(|&number| links.known(number)).collect();
    let known = compared.numbers(&names, |at| links.name(named[at]));
    let mut ones: Vec<(u64, usize)> = Vec::new();
    let mut twos: Vec<(u64, usize)> = Vec::new();
    for (name, &number) in known.iter().enumerate() {
        let keys = compared.keys(number);
        for (at, key) in keys.iter().enumerate() {
            ones.push((*key, name));
            twos.extend(
                keys[at + 1..]
                    .iter()
                    .map(|other| (hash([&key.to_le_bytes(), &other.to_le_bytes()]), name)),
            );
        }
    }
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (mut keyed, most) in [(ones, MOST_OF_ONE), (twos, MOST_OF_TWO)] {
        keyed.par_sort_unstable();
        for block in keyed.chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= most) {
            for (at, &(_, a)) in block.iter().enumerate() {
                pairs.extend(block[at + 1..].iter().map(|&(_, b)| (a, b)));
            }
        }
        pairs.par_sort_unstable();
        pairs.dedup();
    }
    pairs.retain(|&(a, b)| {
        let (x, y) = (&bearers[&named[a]], &bearers[&named[b]]);
        x != y || x.len() > 1
    });
    let numbers: Vec<(u32, u32)> = pairs.iter().map(|&(a, b)| (known[a], known[b])).collect();
    let scores = compared.scores(&numbers, |at| {
        let (a, b) = (links.name(named[pairs[at].0]), links.name(named[pairs[at].1]));
        let Some((a, b)) = a.zip(b) else { return UNLIKE };
        let found = compare(a, b);
        let worth = found.contradiction.is_none() && found.score >= judge::worth();
        if worth { found.score } else { UNLIKE }
    });
    let scored = pairs.into_iter().zip(scores).filter(|(_, score)| *score >= judge::worth());
    scored.map(|((a, b), score)| (named[a], named[b], score)).collect()
}
