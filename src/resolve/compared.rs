//! Names that were compared before. Enters: what an earlier resolution found out. Leaves: the same, so that the
//! next one compares only names that are new. How two names compare depends on nothing but the two, so an answer
//! from memory is the answer: it saves time and decides nothing.

use crate::names::{Name, NameKind};
use foldhash::HashMap;
use rayon::prelude::*;

/// Most kept parts before they are written anew as one.
const MOST_PARTS: usize = 24;

/// The score of two names that are too unlike, or contradict each other.
pub(super) const UNLIKE: f32 = -1.0;

/// Keys of names, and how pairs of them compare.
#[derive(Debug, Default)]
pub struct Compared {
    numbers: HashMap<(bool, Box<str>), u32>,
    /// By number: hashes of the keys under which others meet the name.
    keys: Vec<Box<[u64]>>,
    scores: HashMap<(u32, u32), f32>,
    /// Of these names and pairs nothing is new.
    parts: usize,
    known: usize,
    /// Names and pairs that the last resolution asked for, and which pairs were new.
    named: Vec<u32>,
    asked: Vec<(u32, u32, f32)>,
    fresh: Vec<(u32, u32, f32)>,
}

/// What should be kept after a resolution.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Nothing was new.
    Nothing,
    /// One more part.
    More(Vec<u8>),
    /// This in the place of all parts.
    Instead(Vec<u8>),
}

impl Compared {
    /// The rules by which names are compared here; what others have found is not to be believed.
    #[must_use]
    pub const fn rules() -> &'static str {
        env!("UNRAVEL_NAME_RULES")
    }

    /// What was kept, part by part. What cannot be read is as if it had never been found.
    #[must_use]
    pub fn from_parts<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> Self {
        let mut compared = Self::default();
        for part in parts {
            if compared.take(part).is_none() {
                return Self { parts: MOST_PARTS, ..Self::default() };
            }
            compared.parts += 1;
        }
        compared.known = compared.keys.len();
        compared
    }

    /// What the last resolution found that is not kept yet.
    #[must_use]
    pub fn to_keep(&self) -> Keep {
        let new = self.keys.len() - self.known;
        let forgotten = self.scores.len() > 2 * self.asked.len();
        if self.parts >= MOST_PARTS || self.parts > 0 && forgotten {
            return Keep::Instead(self.all());
        }
        if new == 0 && self.fresh.is_empty() {
            return Keep::Nothing;
        }
        let mut names: Vec<(&(bool, Box<str>), u32)> =
            self.numbers.iter().map(|(name, &number)| (name, number)).collect();
        names.retain(|&(_, number)| number as usize >= self.known);
        names.sort_unstable_by_key(|&(_, number)| number);
        Keep::More(self.bytes(&names, &self.fresh))
    }

    /// Everything that was asked for, with numbers that count from 0.
    fn all(&self) -> Vec<u8> {
        let mut numbers = self.named.clone();
        numbers.sort_unstable();
        numbers.dedup();
        let of: HashMap<u32, u32> = (0..).zip(&numbers).map(|(new, &old)| (old, new)).collect();
        let mut names: Vec<(&(bool, Box<str>), u32)> = self
            .numbers
            .iter()
            .filter(|(_, number)| of.contains_key(number))
            .map(|(name, &number)| (name, number))
            .collect();
        names.sort_unstable_by_key(|&(_, number)| number);
        let mut pairs: Vec<(u32, u32, f32)> = self
            .asked
            .iter()
            .filter_map(|(a, b, score)| Some((*of.get(a)?, *of.get(b)?, *score)))
            .collect();
        pairs.sort_unstable_by_key(|&(a, b, _)| (a, b));
        pairs.dedup_by_key(|&mut (a, b, _)| (a, b));
        self.bytes(&names, &pairs)
    }

    fn bytes(&self, names: &[(&(bool, Box<str>), u32)], pairs: &[(u32, u32, f32)]) -> Vec<u8> {
        let mut out = Vec::new();
        put(&mut out, names.len());
        for ((person, text), number) in names {
            let keys = &self.keys[*number as usize];
            out.push(u8::from(*person));
            put(&mut out, text.len());
            out.extend(text.as_bytes());
            put(&mut out, keys.len());
            keys.iter().for_each(|key| out.extend(key.to_le_bytes()));
        }
        put(&mut out, pairs.len());
        for (a, b, score) in pairs {
            out.extend(a.to_le_bytes());
            out.extend(b.to_le_bytes());
            out.extend(score.to_le_bytes());
        }
        out
    }

    fn take(&mut self, part: &[u8]) -> Option<()> {
        let mut rest = Rest(part);
        for _ in 0..rest.number()? {
            let person = rest.bytes::<1>()?[0] == 1;
            let length = rest.number()?;
            let text = std::str::from_utf8(rest.take(length)?).ok()?;
            let count = rest.number()?;
            let keys = rest.take(count.checked_mul(8)?)?.as_chunks().0;
            let keys = keys.iter().map(|key| u64::from_le_bytes(*key)).collect();
            self.add(person, text, keys)?;
        }
        let names = self.keys.len();
        for _ in 0..rest.number()? {
            let (a, b) = (u32::from_le_bytes(rest.bytes()?), u32::from_le_bytes(rest.bytes()?));
            let score = f32::from_le_bytes(rest.bytes()?);
            if a as usize >= names || b as usize >= names {
                return None;
            }
            self.scores.insert((a, b), score);
        }
        rest.0.is_empty().then_some(())
    }

    /// `None` when the name has a number already, or there are too many.
    fn add(&mut self, person: bool, text: &str, keys: Box<[u64]>) -> Option<u32> {
        let number = u32::try_from(self.keys.len()).ok()?;
        self.keys.push(keys);
        self.numbers.insert((person, text.into()), number).is_none().then_some(number)
    }

    /// The numbers of names, in their order; `read` gives the name at a place where it is new.
    pub(super) fn numbers<'n>(
        &mut self,
        names: &[(NameKind, &str)],
        read: impl Fn(usize) -> Option<&'n Name> + Sync,
    ) -> Vec<u32> {
        let person = |kind: NameKind| kind == NameKind::Person;
        let mut numbers: Vec<Option<u32>> = (names.iter())
            .map(|&(kind, text)| self.numbers.get(&(person(kind), text.into())).copied())
            .collect();
        let new: Vec<usize> = (0..names.len()).filter(|&at| numbers[at].is_none()).collect();
        let keys: Vec<Box<[u64]>> =
            new.par_iter().map(|&at| hashes(names[at].0, read(at))).collect();
        for (at, keys) in new.into_iter().zip(keys) {
            numbers[at] = self.add(person(names[at].0), names[at].1, keys);
        }
        let numbers: Vec<u32> = numbers.into_iter().map(|n| n.unwrap_or(u32::MAX)).collect();
        (self.asked, self.fresh) = (Vec::new(), Vec::new());
        self.named.clone_from(&numbers);
        numbers
    }

    /// Hashes of the keys under which others meet the name of this number.
    pub(super) fn keys(&self, number: u32) -> &[u64] {
        self.keys.get(number as usize).map_or(&[], |keys| keys)
    }

    /// The scores of pairs of names of one resolution, in their order, [`UNLIKE`] among them; `compare` says the
    /// score of the pair at a place where it is new.
    pub(super) fn scores(
        &mut self,
        pairs: &[(u32, u32)],
        compare: impl Fn(usize) -> f32 + Sync,
    ) -> Vec<f32> {
        let asked: Vec<((u32, u32, f32), bool)> = (pairs.par_iter().enumerate())
            .map(|(at, &(a, b))| {
                let pair = (a.min(b), a.max(b));
                let known = self.scores.get(&pair).copied();
                ((pair.0, pair.1, known.unwrap_or_else(|| compare(at))), known.is_none())
            })
            .collect();
        // What is asked again is known then.
        for &((a, b, score), _) in asked.iter().filter(|(_, new)| *new) {
            if self.scores.insert((a, b), score).is_none() {
                self.fresh.push((a, b, score));
            }
        }
        self.asked.extend(asked.iter().map(|(pair, _)| *pair));
        asked.into_iter().map(|((.., score), _)| score).collect()
    }
}

/// Names of persons meet names of persons only.
fn hashes(kind: NameKind, name: Option<&Name>) -> Box<[u64]> {
    let kind = if kind == NameKind::Person { "p" } else { "o" };
    let keys = name.map(Name::keys).unwrap_or_default();
    keys.iter().map(|key| hash([kind.as_bytes(), key.as_bytes()])).collect()
}

/// [FNV-1a](http://www.isthe.com/chongo/tech/comp/fnv/) of parts with their ends: kept in cases, so the same on
/// every machine and for every version of Rust.
pub(super) fn hash<const N: usize>(parts: [&[u8]; N]) -> u64 {
    let bytes = parts.into_iter().flat_map(|part| part.iter().chain(&[0xff]));
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn put(out: &mut Vec<u8>, number: usize) {
    out.extend(u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes());
}

/// Bytes that are still to be read.
struct Rest<'b>(&'b [u8]);

impl<'b> Rest<'b> {
    fn take(&mut self, count: usize) -> Option<&'b [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<usize> {
        Some(u32::from_le_bytes(self.bytes()?) as usize)
    }
}
