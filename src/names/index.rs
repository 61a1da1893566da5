//! Many names, searched for one. Enters: names with what they belong to. Leaves: the best, with
//! their comparisons.
//!
//! Names are found by what they share, the rare weighing more (inverse document frequency): the keys
//! of their words, and groups of three letters for names whose every word is spelled otherwise. The
//! Korean and Chinese given names are also found by their syllables, however these are joined, and
//! names in a script without vowels by their consonants. The nearest are compared; the order is that of
//! the scores, to which what is shared adds a little, so that of two names with one score the one that
//! shares the rarer words comes first.

use super::{
    compare::{Comparison, compare},
    eastern,
    name::Name,
};
use std::{
    borrow::Borrow,
    collections::{BTreeSet, HashMap},
};

/// How many names that share most with the name sought are compared with it.
const CANDIDATES: usize = 150;
/// How much three letters weigh against a whole word.
const LETTERS: f32 = 0.25;
/// How much what is shared adds to the score when names are ordered.
const SHARED: f32 = 0.25;

/// Names with an entry each, ready to be searched.
#[derive(Clone, Debug)]
pub struct Index<T> {
    names: Vec<(Name, T)>,
    /// Feature -> how much it says, and the names that have it.
    features: HashMap<String, (f32, Vec<u32>)>,
    /// What the features of each name weigh together.
    totals: Vec<f32>,
    /// Consonants -> the names that have them: for names in a script without vowels only, so that
    /// others are found and ordered as if there were none.
    consonants: HashMap<String, Vec<u32>>,
}

/// Before the consonants of a name that itself is in such a script.
const ABJAD: &str = "^";

fn consonants(names: impl Iterator<Item = impl Borrow<Name>>) -> HashMap<String, Vec<u32>> {
    let mut found: HashMap<String, Vec<u32>> = HashMap::new();
    for (at, name) in names.enumerate() {
        let name = name.borrow();
        for key in name.consonants() {
            if name.abjad {
                found.entry(format!("{ABJAD}{key}")).or_default().push(at as u32);
            }
            found.entry(key).or_default().push(at as u32);
        }
    }
    found
}

/// Keys of a name, and with a mark before them the groups of three letters of its words.
fn features(name: &Name) -> BTreeSet<String> {
    let mut features: BTreeSet<String> = name.keys().into_iter().collect();
    let mut letters = vec![' '];
    for word in &name.words {
        letters.extend(word.sound.chars());
    }
    letters.push(' ');
    features.extend(eastern::given_keys(name).into_iter().map(|key| format!("+{key}")));
    features
        .extend(letters.windows(3).map(|three| format!("~{}", three.iter().collect::<String>())));
    features
}

impl<T> Index<T> {
    /// Reads all names in.
    pub fn new(names: impl IntoIterator<Item = (Name, T)>) -> Self {
        let names: Vec<(Name, T)> = names.into_iter().collect();
        let mut found: HashMap<String, (f32, Vec<u32>)> = HashMap::new();
        for (at, (name, _)) in names.iter().enumerate() {
            for feature in features(name) {
                found.entry(feature).or_default().1.push(at as u32);
            }
        }
        let mut totals = vec![0.0; names.len()];
        let mut ordered: Vec<(&String, &mut (f32, Vec<u32>))> = found.iter_mut().collect();
        ordered.sort_by(|a, b| a.0.cmp(b.0)); // sums of floats depend on their order
        for (feature, (weight, having)) in ordered {
            *weight = rarity(feature, having.len(), names.len());
            for &at in having.iter() {
                totals[at as usize] += *weight;
            }
        }
        let consonants = consonants(names.iter().map(|(name, _)| name));
        Self { names, features: found, totals, consonants }
    }

    /// The names most like this one, best first; equal ones in the order in which they were read.
    pub fn rank(&self, name: &Name, limit: usize) -> Vec<(&T, Comparison)> {
        let mut shared = vec![0f32; self.names.len()];
        let mut total = 0.0;
        for feature in features(name) {
            match self.features.get(&feature) {
                Some((weight, having)) => {
                    total += weight;
                    for &at in having {
                        shared[at as usize] += weight;
                    }
                }
                None => total += rarity(&feature, 1, self.names.len()),
            }
        }
        let part =
            |at: usize| shared[at] / (total + self.totals[at] - shared[at]).max(f32::EPSILON);
        let spoken = self.spoken(name);
        let mut near: Vec<(usize, f32)> = (0..shared.len())
            .map(|at| (at, part(at) + spoken.get(&(at as u32)).unwrap_or(&0.0)))
            .filter(|(_, part)| *part > 0.0)
            .collect();
        let best_first =
            |a: &(usize, f32), b: &(usize, f32)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if near.len() > CANDIDATES {
            near.select_nth_unstable_by(CANDIDATES, best_first);
            near.truncate(CANDIDATES);
        }
        let mut ranked: Vec<(usize, f32, Comparison)> = near
            .into_iter()
            .map(|(at, part)| {
                let comparison = compare(name, &self.names[at].0);
                (at, comparison.score + SHARED * part, comparison)
            })
            .collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        ranked.truncate(limit);
        ranked.into_iter().map(|(at, _, comparison)| (&self.names[at].1, comparison)).collect()
    }

    /// The part of its consonants that each name shares, where one of both is written without vowels.
    fn spoken(&self, name: &Name) -> HashMap<u32, f32> {
        let mark = if name.abjad { "" } else { ABJAD };
        let keys = name.consonants();
        let mut total = 0.0;
        let mut found: HashMap<u32, f32> = HashMap::new();
        for key in &keys {
            let having = self.consonants.get(&format!("{mark}{key}"));
            let weight = rarity(key, having.map_or(1, Vec::len), self.names.len());
            total += weight;
            for &at in having.into_iter().flatten() {
                *found.entry(at).or_default() += weight;
            }
        }
        found.values_mut().for_each(|part| *part /= total);
        found
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

/// What a feature says that so many of all names have.
fn rarity(feature: &str, having: usize, all: usize) -> f32 {
    let weight = (1.0 + all as f32 / having as f32).ln();
    if feature.starts_with('~') { weight * LETTERS } else { weight }
}
