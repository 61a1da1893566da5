//! Names written otherwise in another document. Enters: clusters that equal keys have made. Leaves:
//! joins of clusters whose names are alike, with what both share taken into account.
//!
//! Names that share a key are compared, in blocks of bounded size, so the work grows with the number
//! of names. All pairs are judged before any is joined and the surest is joined first: the result
//! does not depend on the order of documents or on threads.

use super::{
    compared::{Compared, hash},
    context::{self, Context},
    judge,
    links::{Links, Why},
};
use crate::names::{Name, NameKind, compare};
use foldhash::{HashMap, HashSet};
use rayon::prelude::*;
use smallvec::SmallVec;

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
    let (alike, numbers) = alike(links, &bearers, compared);
    // Of two clusters the names that are most alike decide.
    let mut judged: Vec<((usize, usize), Pair)> = Vec::new();
    for (a, b, likeness) in alike {
        for &x in &bearers[a as usize] {
            for &y in bearers[b as usize].iter().filter(|y| **y != x) {
                judged.push(((x.min(y), x.max(y)), (a, b, likeness)));
            }
        }
    }
    judged.sort_by(|a, b| a.0.cmp(&b.0).then(b.1.2.total_cmp(&a.1.2)));
    judged.dedup_by_key(|(clusters, _)| *clusters);
    let mut roots: Vec<usize> = judged.iter().flat_map(|&((x, y), _)| [x, y]).collect();
    roots.par_sort_unstable();
    roots.dedup();
    let known = &*links;
    let near = roots.into_par_iter().map(|root| (root, context.of(root, known.documents_of(root))));
    let near: HashMap<usize, Vec<u32>> = near.collect();
    let mut sure: Vec<(f32, usize, (usize, usize), Pair)> = judged
        .into_par_iter()
        .map(|((x, y), pair)| {
            let shared = context::shared(&near[&x], &near[&y]);
            (judge::score(pair.2, shared), shared, (x, y), pair)
        })
        .filter(|(score, ..)| *score >= judge::Judgement::THRESHOLD)
        .collect();
    sure.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.2.cmp(&b.2)));
    // Whether names fit is asked side by side; what is joined decides what may be joined next.
    let others: Vec<Option<Vec<(u32, u32)>>> =
        sure.par_iter().map(|&(_, _, (x, y), (a, b, _))| known.to_compare(x, y, (a, b))).collect();
    let mut pairs: Vec<(u32, u32)> = others.iter().flatten().flatten().copied().collect();
    pairs.sort_unstable();
    pairs.dedup();
    let asked: Vec<(u32, u32)> =
        pairs.iter().map(|&(a, b)| (numbers[a as usize], numbers[b as usize])).collect();
    let scores = compared.scores(&asked, |at| known.likeness(pairs[at].0, pairs[at].1));
    let fits =
        |pair: &(u32, u32)| pairs.binary_search(pair).is_ok_and(|at| scores[at] >= judge::LEAST);
    let fit: Vec<bool> = (others.par_iter())
        .map(|others| others.as_ref().is_some_and(|others| others.iter().all(fits)))
        .collect();
    let mut grown: HashSet<usize> = HashSet::default();
    let mut fit = fit.into_iter();
    sure.retain(|&(_, _, (x, y), (a, b, _))| {
        // Names that do not fit stay in whatever their clusters become.
        if fit.next() != Some(true) {
            return false;
        }
        let (p, q) = (links.root(x), links.root(y));
        let as_asked = (p, q) == (x, y) && !grown.contains(&x) && !grown.contains(&y);
        let may = p != q && links.may_join(p, q) && (as_asked || links.names_fit(p, q, (a, b)));
        if may {
            links.unite(x, y);
            grown.extend([p, q]);
        }
        may
    });
    let known = &*links;
    let told = sure.into_par_iter().filter_map(|(score, shared, pair, (a, b, _))| {
        let (a, b) = known.name(a).zip(known.name(b))?;
        let reason = in_words(a, b, shared);
        Some((score, pair, reason, a.text().to_owned(), b.text().to_owned()))
    });
    for (score, (x, y), reason, a, b) in told.collect::<Vec<_>>() {
        let names = Some((a.as_str(), b.as_str()));
        links.remember(x, y, &Why { reason: &reason, score, source: None, names });
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

/// The clusters that bear a name.
type Bearers = SmallVec<[usize; MOST_NAMESAKES]>;

/// The clusters that bear each comparable name, by its number.
fn bearers(links: &mut Links<'_>, nodes: usize) -> Vec<Bearers> {
    let mut bearers = vec![Bearers::new(); links.names()];
    for node in 0..nodes {
        if links.root(node) != node {
            continue;
        }
        for name in links.comparable(node) {
            let roots = &mut bearers[name as usize];
            if roots.len() < MOST_NAMESAKES {
                roots.push(node);
            }
        }
    }
    bearers
}

/// The pairs of names that share a block and are alike enough for some context, and of each name by its number the
/// one that it has among those compared.
fn alike(links: &Links<'_>, bearers: &[Bearers], compared: &mut Compared) -> (Vec<Pair>, Vec<u32>) {
    let named: Vec<u32> =
        (0..).zip(bearers).filter(|(_, bearers)| !bearers.is_empty()).map(|(n, _)| n).collect();
    let names: Vec<(NameKind, &str)> =
        named.iter().filter_map(|&number| links.known(number)).collect();
    let known = compared.numbers(&names, |at| links.name(named[at]));
    let names = known.par_iter().enumerate().map(|(name, &number)| (name, compared.keys(number)));
    let ones = names.clone().flat_map_iter(|(name, keys)| keys.iter().map(move |key| (*key, name)));
    let twos = names.flat_map_iter(|(name, keys)| {
        let both = |a: &u64, b: &u64| hash([&a.to_le_bytes(), &b.to_le_bytes()]);
        let pairs =
            keys.iter().enumerate().flat_map(|(at, a)| keys[at + 1..].iter().map(move |b| (a, b)));
        pairs.map(move |(a, b)| (both(a, b), name))
    });
    let mut pairs = meet(ones.collect(), MOST_OF_ONE);
    pairs.extend(meet(twos.collect(), MOST_OF_TWO));
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs.retain(|&(a, b)| {
        let (x, y) = (&bearers[named[a] as usize], &bearers[named[b] as usize]);
        x != y || x.len() > 1
    });
    let numbers: Vec<(u32, u32)> = pairs.iter().map(|&(a, b)| (known[a], known[b])).collect();
    let scores =
        compared.scores(&numbers, |at| links.likeness(named[pairs[at].0], named[pairs[at].1]));
    let scored = pairs.into_iter().zip(scores).filter(|(_, score)| *score >= judge::worth());
    let scored = scored.map(|((a, b), score)| (named[a], named[b], score)).collect();
    let mut by_name = vec![u32::MAX; links.names()];
    named.iter().zip(&known).for_each(|(&name, &number)| by_name[name as usize] = number);
    (scored, by_name)
}

/// The pairs of names that share a key, of which not too many have it.
fn meet(mut keyed: Vec<(u64, usize)>, most: usize) -> Vec<(usize, usize)> {
    keyed.par_sort_unstable();
    let blocks = keyed.par_chunk_by(|a, b| a.0 == b.0).filter(|block| block.len() <= most);
    let pairs = blocks.flat_map_iter(|block| {
        let rest = |at: usize| block[at + 1..].iter();
        block.iter().enumerate().flat_map(move |(at, a)| rest(at).map(|b| (a.1, b.1)))
    });
    pairs.collect()
}
