//! Measures of who is who over whole partitions. Enters: for each mention its chain, once as
//! annotated (key) and once as found (response); a side may lack mentions of the other. Leaves: MUC
//! (Vilain et al. 1995), B-cubed (Bagga and Baldwin 1998), CEAF-e (Luo 2005) and their mean, the
//! CoNLL score (Pradhan et al. 2012). Chains of one mention count as every other.

use super::assignment;
use std::collections::{BTreeMap, BTreeSet};

/// For each mention the chain that it belongs to.
pub type Chains<M> = BTreeMap<M, usize>;

/// A precision and a recall as what is right of how much.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shares {
    right_found: f64,
    found: f64,
    right_gold: f64,
    gold: f64,
}

impl Shares {
    /// Precision; `None` when nothing was found.
    #[must_use]
    pub fn precision(self) -> Option<f64> {
        super::score::ratio(self.right_found, self.found)
    }

    /// Recall; `None` when there is no gold.
    #[must_use]
    pub fn recall(self) -> Option<f64> {
        super::score::ratio(self.right_gold, self.gold)
    }

    /// Harmonic mean of both; `None` when either is undefined.
    #[must_use]
    pub fn f1(self) -> Option<f64> {
        super::score::f1(self.precision()?, self.recall()?)
    }
}

/// The three measures.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ChainScores {
    /// Links: chains as spanning trees.
    pub muc: Shares,
    /// Mentions: the share of a mention's chain that is right.
    pub b_cubed: Shares,
    /// Chains: the best assignment of found to annotated ones.
    pub ceaf_e: Shares,
}

impl ChainScores {
    /// The mean of the three F1.
    #[must_use]
    pub fn conll(&self) -> Option<f64> {
        Some((self.muc.f1()? + self.b_cubed.f1()? + self.ceaf_e.f1()?) / 3.0)
    }
}

/// Scores `response` against `key`. Near-linear in the mentions, but for the assignment, which is
/// cubic in the chains that hang together by shared mentions.
#[must_use]
pub fn score_chains<M: Ord + Copy>(key: &Chains<M>, response: &Chains<M>) -> ChainScores {
    let (gold, found) = (members(key), members(response));
    let (right_gold, links_gold) = muc(&gold, response);
    let (right_found, links_found) = muc(&found, key);
    let muc = Shares { right_found, found: links_found, right_gold, gold: links_gold };
    let overlap = overlaps(key, response);
    let similar: BTreeMap<(usize, usize), f64> = overlap
        .iter()
        .map(|(&(k, r), &common)| {
            ((k, r), 2.0 * common / (real(gold[&k].len()) + real(found[&r].len())))
        })
        .collect();
    let best = assignment::best(&similar);
    let ceaf_e = Shares {
        right_found: best,
        found: real(found.len()),
        right_gold: best,
        gold: real(gold.len()),
    };
    ChainScores { muc, b_cubed: b_cubed(key, response), ceaf_e }
}

/// B-cubed alone: linear in the mentions, for partitions of any size.
#[must_use]
pub fn b_cubed<M: Ord + Copy>(key: &Chains<M>, response: &Chains<M>) -> Shares {
    let (gold, found) = (sizes(key), sizes(response));
    let mut shares =
        Shares { found: real(response.len()), gold: real(key.len()), ..Shares::default() };
    for (&(k, r), &common) in &overlaps(key, response) {
        shares.right_gold += common * common / real(gold[&k]);
        shares.right_found += common * common / real(found[&r]);
    }
    shares
}

fn sizes<M: Ord>(chains: &Chains<M>) -> BTreeMap<usize, usize> {
    let mut sizes = BTreeMap::new();
    for &chain in chains.values() {
        *sizes.entry(chain).or_default() += 1;
    }
    sizes
}

#[expect(clippy::cast_precision_loss, reason = "counts of mentions are far below 2^52")]
const fn real(count: usize) -> f64 {
    count as f64
}

fn members<M: Ord + Copy>(chains: &Chains<M>) -> BTreeMap<usize, BTreeSet<M>> {
    let mut members: BTreeMap<usize, BTreeSet<M>> = BTreeMap::new();
    for (&mention, &chain) in chains {
        members.entry(chain).or_default().insert(mention);
    }
    members
}

/// The links of `chains` that the other side has, and all of them: a chain of n mentions that the
/// other side breaks into p parts has n - p of its n - 1.
fn muc<M: Ord + Copy>(chains: &BTreeMap<usize, BTreeSet<M>>, other: &Chains<M>) -> (f64, f64) {
    let (mut right, mut all) = (0.0, 0.0);
    for mentions in chains.values() {
        let parts: BTreeSet<usize> =
            mentions.iter().filter_map(|m| other.get(m)).copied().collect();
        let missing = mentions.iter().filter(|m| !other.contains_key(m)).count();
        right += real(mentions.len() - parts.len() - missing);
        all += real(mentions.len()) - 1.0;
    }
    (right, all)
}

/// How many mentions a chain of the key and a chain of the response share, where they share any.
fn overlaps<M: Ord + Copy>(key: &Chains<M>, response: &Chains<M>) -> BTreeMap<(usize, usize), f64> {
    let mut shared: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for (mention, &k) in key {
        if let Some(&r) = response.get(mention) {
            *shared.entry((k, r)).or_default() += 1.0;
        }
    }
    shared
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn chains(groups: &[&str]) -> Chains<char> {
        groups.iter().zip(0..).flat_map(|(g, at)| g.chars().map(move |c| (c, at))).collect()
    }

    /// Key, response; precision and recall of MUC, B-cubed and CEAF-e, worked out by hand.
    #[test]
    fn hand_computed_examples() {
        for (key, response, muc, b_cubed, ceaf_e) in [
            // Luo 2005, figure 1: truth, and the responses (a) to (d).
            (
                vec!["12345", "67", "89ABC"],
                vec!["12345", "6789ABC"],
                (9.0 / 10.0, 9.0 / 9.0),
                ((5.0 + 2.0 * 2.0 / 7.0 + 5.0 * 5.0 / 7.0) / 12.0, 1.0),
                ((1.0 + 10.0 / 12.0) / 2.0, (1.0 + 10.0 / 12.0) / 3.0),
            ),
            (
                vec!["12345", "67", "89ABC"],
                vec!["1234589ABC", "67"],
                (9.0 / 10.0, 1.0),
                ((2.0 * 25.0 / 10.0 + 2.0) / 12.0, 1.0),
                ((10.0 / 15.0 + 1.0) / 2.0, (10.0 / 15.0 + 1.0) / 3.0),
            ),
            (
                vec!["12345", "67", "89ABC"],
                vec!["123456789ABC"],
                (9.0 / 11.0, 1.0),
                ((25.0 + 4.0 + 25.0) / 12.0 / 12.0, 1.0),
                (10.0 / 17.0, 10.0 / 17.0 / 3.0),
            ),
            // A mention that only one side has counts against that side.
            (
                vec!["ab", "c"],
                vec!["abd"],
                (1.0 / 2.0, 1.0),
                ((2.0 / 3.0 + 2.0 / 3.0) / 3.0, 2.0 / 3.0),
                (4.0 / 5.0, 4.0 / 5.0 / 2.0),
            ),
            // Equal partitions under other names.
            (vec!["ab", "cd"], vec!["dc", "ba"], (1.0, 1.0), (1.0, 1.0), (1.0, 1.0)),
        ] {
            let scores = score_chains(&chains(&key), &chains(&response));
            for (name, shares, (p, r)) in [
                ("MUC", scores.muc, muc),
                ("B3", scores.b_cubed, b_cubed),
                ("CEAFe", scores.ceaf_e, ceaf_e),
            ] {
                let found = (shares.precision().unwrap(), shares.recall().unwrap());
                let near = (found.0 - p).abs() < 1e-9 && (found.1 - r).abs() < 1e-9;
                assert!(near, "{name} {key:?} {response:?}: {found:?} for {:?}", (p, r));
            }
        }
    }

    #[test]
    fn singletons_alone_have_no_links() {
        let scores = score_chains(&chains(&["a", "b"]), &chains(&["a", "b"]));
        assert_eq!(scores.muc.f1(), None);
        assert_eq!(scores.b_cubed.f1(), Some(1.0));
        assert_eq!(scores.conll(), None, "a mean without one of the three is none");
    }

    #[test]
    fn conll_is_the_mean() {
        let scores =
            score_chains(&chains(&["12345", "67", "89ABC"]), &chains(&["12345", "6789ABC"]));
        let (muc, ceaf) = (18.0 / 19.0, 2.0 * (11.0 / 6.0) / 5.0);
        let p = (5.0 + 29.0 / 7.0) / 12.0;
        let b3 = 2.0 * p / (p + 1.0);
        assert!((scores.conll().unwrap() - (muc + b3 + ceaf) / 3.0).abs() < 1e-9);
    }
}
