//! Whether two texts are nearly the same. Enters: a text. Leaves: 128 numbers that stand for it when
//! it is gone (MinHash, Broder 1997), and which of many are near each other. Knows no document.
//!
//! Every hash has a fixed seed, so a text has the same sketch on every machine.

use crate::fold;
use rayon::prelude::*;

/// Numbers of a sketch: an estimate is off by 0.04 about (one standard deviation at [`NEAR`]).
const VALUES: usize = 128;

/// Words of a shingle. Three recur in texts on one subject ("the court said"), five seldom.
const WORDS: usize = 5;

/// A text of fewer shingles has no sketch: one changed word would move its likeness by a tenth, and
/// short notices of one office are alike because of their form.
const FEWEST: usize = 40;

/// Texts of this likeness (shared shingles of all shingles) are one text told twice. In the 28 sample
/// articles (340 to 518 words) a new headline leaves 0.97, the last paragraph cut too 0.82 to 0.94, one
/// word in fifty changed besides 0.67 to 0.77. Among these and 478 annotated articles, all different,
/// one pair is nearer than 0.46: two releases of an office, the later of which tells the earlier again.
const NEAR: f64 = 0.65;

/// Numbers that must be equal, in one band, before two sketches are compared. Two texts just at
/// [`NEAR`] have one of the 32 bands in common 998 times in 1,000.
const BAND: usize = 4;

/// Bands that are sorted side by side, and in memory together.
const SORTED: usize = 8;

/// In each band a text is compared with so many before it, so that thousands of forms with the same
/// words take linear time.
const COMPARED: usize = 64;

/// What stays of a text: 128 numbers, 512 bytes. The share of equal numbers of two sketches estimates
/// how many of their shingles, runs of five words, two texts share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch(Box<[u32]>);

impl Sketch {
    /// The sketch of a text; none for one of fewer than 40 different shingles. Case, accents and
    /// punctuation do not count. Time: linear in the text.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let words: Vec<u64> = fold::fold(text).split(' ').map(hash).collect();
        let shingle = |words: &[u64]| words.iter().fold(0, |sum, word| mix(sum ^ word));
        let mut shingles: Vec<u64> = words.windows(WORDS).map(shingle).collect();
        shingles.sort_unstable();
        shingles.dedup();
        if shingles.len() < FEWEST {
            return None;
        }
        let seeds: Vec<u64> = (1..=VALUES as u64).map(mix).collect();
        let mut values = vec![u32::MAX; VALUES];
        for shingle in shingles {
            for (value, seed) in values.iter_mut().zip(&seeds) {
                *value = (*value).min((mix(shingle ^ seed) >> 32) as u32);
            }
        }
        Some(Self(values.into()))
    }

    /// Its numbers, 4 bytes each, little-endian.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        self.0.iter().flat_map(|value| value.to_le_bytes()).collect()
    }

    /// A sketch from its bytes; none when they are not of one.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (values, rest) = bytes.as_chunks::<4>();
        let values: Box<[u32]> = values.iter().map(|&value| u32::from_le_bytes(value)).collect();
        (values.len() == VALUES && rest.is_empty()).then_some(Self(values))
    }

    /// Estimated share, 0..=1, of the two texts' shingles that both have.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f64 {
        let equal = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        equal as f64 / VALUES as f64
    }
}

/// For each sketch the first one of its group: whatever is near one of a group belongs to it. Time:
/// n log n. The result depends on the order of the sketches, so give them in one that means something.
pub(crate) fn groups(sketches: &[Option<&Sketch>]) -> Vec<usize> {
    let mut first: Vec<usize> = (0..sketches.len()).collect();
    let known: Vec<(usize, &Sketch)> =
        sketches.iter().enumerate().filter_map(|(n, sketch)| Some((n, (*sketch)?))).collect();
    let bands: Vec<usize> = (0..VALUES).step_by(BAND).collect();
    for bands in bands.chunks(SORTED) {
        let orders: Vec<Vec<(u128, usize)>> =
            bands.par_iter().map(|&band| by_band(&known, band)).collect();
        for alike in orders.iter().flat_map(|order| order.chunk_by(|a, b| a.0 == b.0)) {
            for (at, &(_, k)) in alike.iter().enumerate() {
                for &(_, l) in &alike[at.saturating_sub(COMPARED)..at] {
                    let ((n, sketch), (m, other)) = (known[k], known[l]);
                    let (a, b) = (root(&mut first, n), root(&mut first, m));
                    if a != b && sketch.similarity(other) >= NEAR {
                        first[a.max(b)] = a.min(b);
                    }
                }
            }
        }
    }
    (0..first.len()).map(|n| root(&mut first, n)).collect()
}

/// Sketches by the numbers of one band: equal numbers stand side by side, the sketches of each in their order.
fn by_band(known: &[(usize, &Sketch)], band: usize) -> Vec<(u128, usize)> {
    let numbers = |sketch: &Sketch| {
        let numbers = sketch.0[band..band + BAND].iter();
        numbers.fold(0, |all: u128, number| all << u32::BITS | u128::from(*number))
    };
    let mut order: Vec<(u128, usize)> =
        known.iter().enumerate().map(|(k, (_, sketch))| (numbers(sketch), k)).collect();
    order.sort_unstable();
    order
}

/// The first of the group that `n` is in; the way there is made shorter.
fn root(first: &mut [usize], mut n: usize) -> usize {
    while first[n] != n {
        first[n] = first[first[n]];
        n = first[n];
    }
    n
}

/// FNV-1a.
fn hash(word: &str) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325;
    word.bytes().fold(start, |sum, b| (sum ^ u64::from(b)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// Every bit of the result depends on every bit of the number (SplitMix64).
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// So many different words from `from` on.
    fn text(from: usize, words: usize) -> String {
        (from..from + words).map(|n| format!("w{n} ")).collect()
    }

    fn sketch(text: &str) -> Sketch {
        Sketch::of(text).unwrap()
    }

    #[test]
    fn edits_move_the_likeness_as_expected() {
        let story = text(0, 400);
        let check = |edited: &str, exact: f64| {
            let found = sketch(&story).similarity(&sketch(edited));
            assert!((found - exact).abs() < 0.12, "{found} {exact}");
        };
        assert_eq!(
            sketch(&story).similarity(&sketch(&story.to_uppercase().replace(' ', ", "))),
            1.0
        );
        check(&format!("Exclusive new headline of ours: {story}"), 396.0 / 401.0);
        check(&text(0, 350), 346.0 / 396.0);
        check(&text(0, 200), 196.0 / 396.0);
        check(&text(380, 400), 16.0 / 776.0);
        let changed: Vec<String> =
            (0..400).map(|n| if n % 50 == 25 { "x".into() } else { format!("w{n}") }).collect();
        check(&changed.join(" "), 356.0 / 436.0);
    }

    #[test]
    fn a_short_text_has_no_sketch() {
        assert_eq!(Sketch::of(""), None);
        assert_eq!(Sketch::of(&text(0, FEWEST + WORDS - 2)), None);
        assert!(Sketch::of(&text(0, FEWEST + WORDS - 1)).is_some());
        assert_eq!(Sketch::of(&text(0, 10).repeat(100)), None, "ten shingles, again and again");
    }

    /// The same on every machine and in every version; the numbers were worked out apart, in Python.
    #[test]
    fn a_sketch_never_changes() {
        assert_eq!(sketch(&text(0, 60)).0[..2], [125_491_620, 12_004_134]);
        let marked: String =
            (0..15).map(|n| format!("w{n} Ministère, Defence Co-operation ")).collect();
        assert_eq!(sketch(&marked).0[..2], [43_500_026, 27_651_548]);
    }

    #[test]
    fn what_is_near_one_of_a_group_belongs_to_it() {
        let sketches = [
            Some(sketch(&text(0, 400))),
            None,
            Some(sketch(&text(5_000, 400))),
            Some(sketch(&text(90, 400))),
            Some(sketch(&text(45, 400))),
            Some(sketch(&text(5_010, 400))),
        ];
        let check = |order: [usize; 6], expected: [usize; 6]| {
            let given: Vec<_> = order.iter().map(|&n| sketches[n].as_ref()).collect();
            assert_eq!(groups(&given), expected);
        };
        assert!(sketches[0].as_ref().unwrap().similarity(sketches[3].as_ref().unwrap()) < NEAR);
        check([0, 1, 2, 3, 4, 5], [0, 1, 2, 0, 0, 2]);
        check([5, 4, 3, 2, 1, 0], [0, 1, 1, 0, 4, 1]);
    }

    #[test]
    fn many_alike_are_one_group() {
        let form = sketch(&text(0, 100));
        let forms = vec![Some(&form); 1_000];
        assert!(groups(&forms).iter().all(|&first| first == 0));
    }
}
