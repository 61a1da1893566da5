//! Many names, searched for one. Enters: names with what they belong to. Leaves: the best, with
//! their comparisons.

use super::{
    compare::{Comparison, compare},
    name::Name,
};
use std::collections::{BTreeMap, HashMap};

/// Names with an entry each, ready to be searched.
#[derive(Clone, Debug)]
pub struct Index<T> {
    names: Vec<(Name, T)>,
    by_key: HashMap<String, Vec<u32>>,
}

/// How many names that share the rarest keys with the name sought are compared with it.
const CANDIDATES: usize = 200;

impl<T> Index<T> {
    /// Reads all names in.
    pub fn new(names: impl IntoIterator<Item = (Name, T)>) -> Self {
        let names: Vec<(Name, T)> = names.into_iter().collect();
        let mut by_key: HashMap<String, Vec<u32>> = HashMap::new();
        for (at, (name, _)) in names.iter().enumerate() {
            for key in name.keys() {
                by_key.entry(key).or_default().push(at as u32);
            }
        }
        Self { names, by_key }
    }

    /// The names most like this one, best first; equal scores in the order they were read in.
    pub fn rank(&self, name: &Name, limit: usize) -> Vec<(&T, Comparison)> {
        let all = self.names.len() as f64;
        let mut weights: BTreeMap<u32, f64> = BTreeMap::new();
        for key in name.keys() {
            if let Some(found) = self.by_key.get(&key) {
                let weight = (1.0 + all / found.len() as f64).ln();
                for &at in found {
                    *weights.entry(at).or_default() += weight;
                }
            }
        }
        let mut candidates: Vec<(u32, f64)> = weights.into_iter().collect();
        candidates.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut ranked: Vec<(u32, Comparison)> = candidates
            .into_iter()
            .take(CANDIDATES)
            .map(|(at, _)| (at, compare(name, &self.names[at as usize].0)))
            .collect();
        ranked.sort_by(|a, b| b.1.score.total_cmp(&a.1.score).then(a.0.cmp(&b.0)));
        ranked.truncate(limit);
        ranked
            .into_iter()
            .map(|(at, comparison)| (&self.names[at as usize].1, comparison))
            .collect()
    }

    /// How many names it holds.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}
