//! Which words of two names are the same. Enters: names. Leaves: pairs with how alike they are and
//! why, and the words without a counterpart.

use super::{
    abjad, eastern,
    lexicon::LEXICON,
    name::{Joined, Name, NameKind, Role, Word},
    spelling::similarity,
};
use std::ops::Range;

/// Why two words count as one; the numbers are how much of their weight they then keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum How {
    Same,
    Joined,
    Sound,
    Variant,
    Nickname,
    Initial,
    Spelling,
    /// Too far apart for one word, near enough to stand in the same place.
    Near,
}

const JOINED: f32 = 0.98;
const SOUND: f32 = 0.95;
const VARIANT: f32 = 0.93;
const NICKNAME: f32 = 0.9;
const INITIAL: f32 = 0.9;
const EASTERN: f32 = 0.9;
const ABJAD: f32 = 0.88;
const CUT_SHORT: f32 = 0.85;
/// Least similarity of words in the same place, and of words run together.
const NEAR: f32 = 0.5;
const SPELLING_JOINED: f32 = 0.86;

/// Words that belong together.
#[derive(Clone, Debug)]
pub(super) struct Pair {
    pub a: Range<usize>,
    pub b: Range<usize>,
    pub similarity: f32,
    pub how: How,
}

/// Two names with their words paired.
pub(super) struct Alignment {
    pub pairs: Vec<Pair>,
    /// Words of the first, of the second name without a counterpart.
    pub left: [Vec<usize>; 2],
}

/// Pairs the words of two names, the most alike first.
pub(super) fn align(a: &Name, b: &Name) -> Alignment {
    let scripts = Scripts::of(a, b);
    let mut found = Vec::new();
    for i in 0..a.words.len() {
        for j in 0..b.words.len() {
            if let Some((similarity, how)) = alike(a, b, &a.words[i], &b.words[j], scripts) {
                found.push(Pair { a: i..i + 1, b: j..j + 1, similarity, how });
            }
        }
    }
    for (long, short, swapped) in [(a, b, false), (b, a, true)] {
        for pair in joins(long, short, scripts) {
            let (a, b) = if swapped { (pair.b, pair.a) } else { (pair.a, pair.b) };
            found.push(Pair { a, b, ..pair });
        }
    }
    found.sort_by(|x, y| {
        let len = |p: &Pair| p.a.len() + p.b.len();
        let apart = |p: &Pair| p.a.start.abs_diff(p.b.start);
        (y.similarity.total_cmp(&x.similarity))
            .then(len(y).cmp(&len(x)))
            .then(apart(x).cmp(&apart(y)))
            .then((x.a.start, x.b.start).cmp(&(y.a.start, y.b.start)))
    });
    let mut taken = [vec![false; a.words.len()], vec![false; b.words.len()]];
    let mut pairs = Vec::new();
    for pair in found {
        if taken[0][pair.a.clone()].contains(&true) || taken[1][pair.b.clone()].contains(&true) {
            continue;
        }
        taken[0][pair.a.clone()].fill(true);
        taken[1][pair.b.clone()].fill(true);
        pairs.push(pair);
    }
    pairs.sort_by_key(|pair| pair.a.start);
    let left = taken.map(|taken| (0..taken.len()).filter(|&at| !taken[at]).collect());
    Alignment { pairs, left }
}

/// What the scripts of two names leave open.
#[derive(Clone, Copy)]
struct Scripts {
    /// Both can be Korean or Chinese.
    eastern: bool,
    /// One does not tell n from ng.
    open: bool,
    /// One leaves vowels out.
    abjad: bool,
    hebrew: bool,
}

impl Scripts {
    fn of(a: &Name, b: &Name) -> Self {
        let abjad = a.abjad || b.abjad;
        Self {
            eastern: eastern::can_be(a)
                && eastern::can_be(b)
                && (eastern::has_family(a) || eastern::has_family(b)),
            open: a.open || b.open,
            abjad,
            hebrew: abjad && [a, b].iter().any(|name| abjad::is_hebrew_text(name.text())),
        }
    }

    /// Whether two words or runs of words have the same Korean or Chinese syllables.
    fn same_syllables(self, x: Option<&String>, y: Option<&String>) -> bool {
        let (Some(x), Some(y)) = (x, y) else { return false };
        self.eastern && (x == y || self.open && eastern::open(x) == eastern::open(y))
    }
}

/// How alike two words are and why; `None` when they are two words.
fn alike(a: &Name, b: &Name, x: &Word, y: &Word, scripts: Scripts) -> Option<(f32, How)> {
    let person = a.kind() == NameKind::Person;
    match (&x.role, &y.role) {
        (Role::Number(m), Role::Number(n)) => return (m == n).then_some((1.0, How::Same)),
        (Role::Place(m), Role::Place(n)) => {
            return (m == n).then_some((if x.text == y.text { 1.0 } else { 0.98 }, How::Variant));
        }
        _ if x.text == y.text => return Some((1.0, How::Same)),
        (Role::Number(_), _) | (_, Role::Number(_)) => return None,
        (Role::Initial, _) | (_, Role::Initial) => {
            let fits = person && (x.text.starts_with(&y.text) || y.text.starts_with(&x.text));
            return fits.then_some((INITIAL, How::Initial));
        }
        (Role::Particle, Role::Particle) => return Some((0.9, How::Variant)),
        (Role::Particle, _) | (_, Role::Particle) => return None,
        (Role::Class, Role::Class) if x.sound != y.sound => {
            let plural = |one: &str, many: &str| many.strip_suffix('s') == Some(one);
            if plural(&x.text, &y.text) || plural(&y.text, &x.text) {
                return Some((SOUND, How::Spelling));
            }
            let near = similarity(&x.text, &y.text);
            return (near >= 0.85 && x.text.len() > 5).then_some((near, How::Spelling));
        }
        _ => {}
    }
    let short = x.text.len().min(y.text.len()) <= 2 && !scripts.eastern;
    if x.sound == y.sound && !short && (person || x.text.len() > 4) {
        return Some((SOUND, How::Sound));
    }
    if person && LEXICON.is_variant(&x.text, &y.text) {
        return Some((VARIANT, How::Variant));
    }
    let is_family = scripts.eastern && LEXICON.is_family(&x.text, &y.text);
    if is_family || scripts.same_syllables(x.eastern.as_ref(), y.eastern.as_ref()) {
        return Some((EASTERN, How::Sound));
    }
    if person && LEXICON.is_nickname(&x.text, &y.text) {
        return Some((NICKNAME, How::Nickname));
    }
    let syllables = scripts.eastern && x.eastern.is_some() && y.eastern.is_some();
    if a.syllabic && b.syllabic || syllables {
        return None; // what is one syllable off is another name, in Latin letters too
    }
    if scripts.abjad
        && let Some(near) = abjad::alike(&x.text, &y.text, scripts.hebrew)
    {
        return Some((near * ABJAD, How::Sound));
    }
    // The last word of a field that was too short for the name.
    let cut = |name: &Name, x: &Word, y: &Word| {
        name.words.len() > 3
            && (2..4).contains(&x.text.len())
            && y.text.len() > 4
            && y.text.starts_with(&x.text)
    };
    if person && (cut(a, x, y) || cut(b, y, x)) {
        return Some((CUT_SHORT, How::Initial));
    }
    spelling(x, y, person)
}

/// A slip of the pen or another transliteration; never between two known given names.
fn spelling(x: &Word, y: &Word, person: bool) -> Option<(f32, How)> {
    let text = similarity(&x.text, &y.text);
    let sound = if x.sound.len().min(y.sound.len()) > 3 {
        similarity(&x.sound, &y.sound) * 0.97
    } else {
        0.0
    };
    let best = text.max(sound);
    let both_known = person && LEXICON.is_given(&x.text) && LEXICON.is_given(&y.text);
    let long = x.text.len().max(y.text.len());
    let short = x.text.len().min(y.text.len());
    let is_slip = short > 3 && best >= least(long) && !both_known;
    if is_slip {
        Some((best, How::Spelling))
    } else {
        (best >= NEAR && short > 3 && !both_known).then_some((best, How::Near))
    }
}

/// Least similarity of a word this long with a misspelling of it: one edit in four or five letters,
/// hardly two in up to eight, two in more.
fn least(letters: usize) -> f32 {
    let edits = match letters {
        0..=5 => 1.0,
        6..=8 => 1.7,
        _ => 2.3,
    };
    1.0 - edits / letters as f32 - 0.001
}

/// Neighbouring words of one name that the other writes as one.
fn joins(long: &Name, short: &Name, scripts: Scripts) -> Vec<Pair> {
    let mut found = Vec::new();
    for joined in &long.joined {
        for (at, word) in short.words.iter().enumerate() {
            if !matches!(word.role, Role::Proper | Role::Class) {
                continue;
            }
            let parts = &long.words[joined.words.clone()];
            if let Some((similarity, how)) = joined_alike(parts, joined, word, scripts) {
                let a = joined.words.clone();
                found.push(Pair { a, b: at..at + 1, similarity, how });
            }
        }
    }
    found
}

fn joined_alike(
    words: &[Word],
    joined: &Joined,
    word: &Word,
    scripts: Scripts,
) -> Option<(f32, How)> {
    if joined.text == word.text {
        return Some((JOINED, How::Joined));
    }
    let (a, b) = (joined.text.len(), word.text.len());
    // "J C" or "Jean-Claude" as "JC".
    if b == words.len() && b <= 3 && !scripts.eastern && word.role == Role::Proper {
        let fits = words.iter().zip(word.text.chars()).all(|(w, c)| w.text.starts_with(c));
        let vowels = word.text.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        return (fits && !vowels).then_some((0.85, How::Initial));
    }
    if scripts.abjad
        && let Some(near) = abjad::alike(&joined.text, &word.text, scripts.hebrew)
    {
        return Some((near * ABJAD * JOINED, How::Joined));
    }
    if a.abs_diff(b) > 4 || a < 4 || b < 4 {
        return None;
    }
    if joined.sound == word.sound {
        return Some((SOUND, How::Joined));
    }
    if scripts.same_syllables(joined.eastern.as_ref(), word.eastern.as_ref()) {
        return Some((EASTERN, How::Joined));
    }
    let near = if b >= 6 {
        similarity(&joined.text, &word.text).max(similarity(&joined.sound, &word.sound) * 0.96)
    } else {
        0.0
    };
    (near >= SPELLING_JOINED).then_some((near * 0.98, How::Joined))
}
