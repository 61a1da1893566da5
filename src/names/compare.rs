//! Two names side by side. Enters: names. Leaves: a score with its reasons.
//!
//! The score is the weight of the words that both names share, each times how alike its spellings
//! are, over the weight of all words. The weights:
//!
//! | what | weight |
//! |---|---|
//! | word that both have | its own (`name::Word::weight`) |
//! | different words in the same place of both | [`CONFLICT`] times the lighter |
//! | words that one has besides | [`EXTRA_PERSON`] or [`EXTRA`] times |
//! | legal forms that contradict | whole score times [`FORM`] |
//! | words in another order | whole score times [`ORDER`] |
//!
//! A contradiction keeps the score below [`MATCH`], whatever else agrees.

use super::{
    align::{Alignment, How, Pair, align},
    eastern,
    name::{Name, NameKind, Role, Word},
    organization, person,
};

/// Score from which two names count as one.
pub const MATCH: f32 = 0.8;
/// Highest score in the face of a contradiction.
const CONTRADICTED: f32 = 0.78;
const CONFLICT: f32 = 1.2;
const EXTRA_PERSON: f32 = 0.2;
const EXTRA: f32 = 0.6;
const EXTRA_CLASS: f32 = 0.7;
const EXTRA_NUMBER: f32 = 1.0;
const FORM: f32 = 0.78;
const ORDER: f32 = 0.97;
/// A name with "Jr." and one without.
const GENERATION: f32 = 0.93;
const KIND: f32 = 0.8;
/// A name of one word beside a longer one.
const ALONE: f32 = 0.75;
const ACRONYM: f32 = 0.88;
const ALTERNATIVE: f32 = 0.95;

/// How alike two names are, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// 0 nothing in common, 1 the same name.
    pub score: f32,
    /// What speaks for and against, in words.
    pub reasons: Vec<String>,
    /// What shows that two bearers are meant, if anything does.
    pub contradiction: Option<String>,
}

/// Compares two names; the order does not matter.
pub fn compare(a: &Name, b: &Name) -> Comparison {
    let key = |name: &Name| (name.words.len(), name.kind());
    let (a, b) = if (key(a), a.text()) <= (key(b), b.text()) { (a, b) } else { (b, a) };
    if a.text() == b.text() && !a.words.is_empty() {
        return Comparison {
            score: 1.0,
            reasons: vec!["the same name".into()],
            contradiction: None,
        };
    }
    if a.words.is_empty() {
        return Comparison { score: 0.0, reasons: Vec::new(), contradiction: None };
    }
    if let Some(best) = alternatives(a, b) {
        return best;
    }
    let alignment = align(a, b);
    let mut found = Found { a, b, score: 0.0, reasons: Vec::new(), contradiction: None };
    found.weigh(&alignment);
    if a.kind() == NameKind::Person {
        found.person(&alignment);
    } else {
        found.organization(&alignment);
    }
    if found.contradiction.is_some() {
        found.score = found.score.min(CONTRADICTED);
    }
    Comparison {
        score: found.score.clamp(0.0, 1.0),
        reasons: found.reasons,
        contradiction: found.contradiction,
    }
}

/// The best comparison with one of the names that a text gives side by side.
fn alternatives(a: &Name, b: &Name) -> Option<Comparison> {
    let (many, one) = match (a.alternatives.is_empty(), b.alternatives.is_empty()) {
        (false, true) => (a, b),
        (true, false) => (b, a),
        _ => return None,
    };
    let compared = many.alternatives.iter().map(|part| compare(part, one));
    let mut best = compared.max_by(|x, y| x.score.total_cmp(&y.score))?;
    best.score *= ALTERNATIVE;
    best.reasons.push(format!("“{}” gives two names", many.text()));
    Some(best)
}

/// A comparison in the making.
struct Found<'a> {
    a: &'a Name,
    b: &'a Name,
    score: f32,
    reasons: Vec<String>,
    contradiction: Option<String>,
}

impl Found<'_> {
    /// The score of the words alone, and the reasons that they give.
    fn weigh(&mut self, alignment: &Alignment) {
        let (mut shared, mut all) = (0.0, 0.0);
        for pair in &alignment.pairs {
            let weight = self.weight(pair);
            shared += weight * pair.similarity;
            all += weight;
            self.reasons.extend(self.reason(pair));
            if pair.how == How::Near {
                let (x, y) = (&self.a.words[pair.a.start], &self.b.words[pair.b.start]);
                self.contradict(format!("“{}” against “{}”", shown(x), shown(y)));
            }
        }
        let left = [left(self.a, &alignment.left[0]), left(self.b, &alignment.left[1])];
        let sum = |words: &[&Word]| words.iter().map(|w| w.weight).sum::<f32>();
        let (one, other) = (sum(&left[0]), sum(&left[1]));
        all += CONFLICT * one.min(other);
        let (more, scale) = if one > other { (&left[0], one) } else { (&left[1], other) };
        if scale > 0.0 {
            let extra: f32 = more.iter().map(|w| w.weight * self.extra(w)).sum();
            all += extra * (one - other).abs() / scale;
        }
        self.score = if all > 0.0 { shared / all } else { 0.0 };
        let is_person = |name: &Name| name.kind() == NameKind::Person;
        let is_body = |name: &Name| name.kind() == NameKind::Organization;
        if is_person(self.a) && is_body(self.b) || is_body(self.a) && is_person(self.b) {
            self.score *= KIND;
            self.reasons.push("a person and an organization".into());
        }
        if let (Some(x), Some(y)) = (left[0].first(), left[1].first()) {
            self.contradict(format!("“{}” against “{}”", shown(x), shown(y)));
        }
        for word in left.iter().flatten() {
            self.reasons.push(format!("“{}” on one side only", shown(word)));
        }
    }

    fn extra(&self, word: &Word) -> f32 {
        match word.role {
            _ if self.a.kind() == NameKind::Person => EXTRA_PERSON,
            Role::Class => EXTRA_CLASS,
            Role::Number(_) => EXTRA_NUMBER,
            _ => EXTRA,
        }
    }

    fn weight(&self, pair: &Pair) -> f32 {
        let sum = |words: &[Word]| words.iter().map(|w| w.weight).sum::<f32>();
        let (a, b) = (sum(&self.a.words[pair.a.clone()]), sum(&self.b.words[pair.b.clone()]));
        if pair.how == How::Initial { a.min(b) } else { a.max(b) }
    }

    fn contradict(&mut self, why: String) {
        self.contradiction.get_or_insert(why);
    }

    fn reason(&self, pair: &Pair) -> Option<String> {
        let side = |words: &[Word]| words.iter().map(shown).collect::<Vec<_>>().join(" ");
        let (a, b) = (side(&self.a.words[pair.a.clone()]), side(&self.b.words[pair.b.clone()]));
        Some(match pair.how {
            How::Same | How::Near => return None,
            // The same letters, whatever made them a pair.
            _ if a == b => return None,
            How::Variant if self.a.words[pair.a.start].role == Role::Particle => return None,
            How::Joined => format!("“{a}” is “{b}” written apart or together"),
            How::Sound => format!("“{a}” and “{b}” are transliterations"),
            How::Variant => format!("“{a}” and “{b}” are forms of one name"),
            How::Nickname => format!("{a} = {b} (nickname)"),
            How::Initial => format!("“{a}” and “{b}” by their initials"),
            How::Spelling => format!("“{a}” and “{b}” are spelled alike"),
        })
    }

    fn person(&mut self, alignment: &Alignment) {
        let (a, b) = (self.a, self.b);
        if let (Some(x), Some(y)) = (&a.generation, &b.generation)
            && x != y
        {
            self.contradict(format!("generations differ: {x} / {y}"));
        }
        if let (Some(one), None) | (None, Some(one)) = (&a.generation, &b.generation) {
            self.score *= GENERATION;
            self.reasons.push(format!("“{one}” on one side only"));
        }
        let full = |name: &Name| name.words.iter().filter(|w| w.weight > 0.5).count();
        if full(a).min(full(b)) <= 1
            && full(a).max(full(b)) > 1
            && alignment
                .pairs
                .iter()
                .filter(|p| self.weight(p) > 0.5)
                .all(|p| p.a.len() == 1 && p.b.len() == 1)
            && !shares_initial(alignment)
        {
            self.score = self.score.min(ALONE);
            self.reasons.push("a single word of a longer name".into());
        }
        if let Some(surname) = person::borrowed_surname(a, b, alignment) {
            self.contradict(format!("“{}” is no surname of the other", shown(surname)));
        }
        if let Some(why) = eastern::contradiction(a, b, alignment) {
            self.contradict(why);
        } else if self.is_reversed(alignment) {
            if is_son(a) && is_son(b) {
                self.contradict("father and son change places".into());
            } else if self.are_given(alignment) && !a.ordered && !b.ordered {
                self.contradict("given name and surname change places".into());
            } else {
                self.reasons.push("words in another order".into());
                self.score *= if a.ordered || b.ordered { 1.0 } else { ORDER };
            }
        }
    }

    /// Whether the names hold the same two words the other way round.
    fn is_reversed(&self, alignment: &Alignment) -> bool {
        let mut order = alignment
            .pairs
            .iter()
            .filter(|p| self.a.words[p.a.start].role != Role::Particle)
            .map(|p| p.b.start);
        let mut last = order.next().unwrap_or_default();
        order.any(|next| {
            let back = next < last;
            last = next;
            back
        })
    }

    /// Whether every word is a given name, so that the order alone tells two people apart.
    fn are_given(&self, alignment: &Alignment) -> bool {
        alignment.pairs.len() == 2
            && alignment.left.iter().all(Vec::is_empty)
            && self.a.words.iter().all(|w| super::lexicon::LEXICON.is_given(&w.text))
    }

    fn organization(&mut self, alignment: &Alignment) {
        let (a, b) = (self.a, self.b);
        let family =
            |name: &Name| name.forms.iter().filter(|f| *f != "any").cloned().collect::<Vec<_>>();
        let (x, y) = (family(a), family(b));
        if !x.is_empty() && !y.is_empty() && !x.iter().any(|f| y.contains(f)) {
            self.reasons.push(format!("legal form differs: {} / {}", x.join(", "), y.join(", ")));
            self.score *= FORM;
        }
        let branches = [(a, &alignment.left[0]), (b, &alignment.left[1])];
        if let Some(place) =
            branches.iter().find_map(|(name, left)| organization::branch(name, left))
        {
            self.contradict(format!("only one is the body in “{}”", shown(place)));
            return; // an acronym may be the parent's
        }
        for (short, long) in [(a, b), (b, a)] {
            let Some(letters) = organization::acronym(short) else { continue };
            if organization::initials(long).contains(letters) && self.score < ACRONYM {
                self.reasons = vec![format!(
                    "“{}” is the acronym of “{}”",
                    letters.to_uppercase(),
                    long.text()
                )];
                self.contradiction = None;
                self.score = ACRONYM;
            }
        }
    }
}

/// Words without a counterpart that say something.
fn left<'a>(name: &'a Name, at: &[usize]) -> Vec<&'a Word> {
    at.iter().map(|&at| &name.words[at]).filter(|w| w.role != Role::Particle).collect()
}

/// Whether an initial stands for a name of the other side: "V. Putin".
fn shares_initial(alignment: &Alignment) -> bool {
    alignment.pairs.iter().any(|pair| pair.how == How::Initial)
}

fn is_son(name: &Name) -> bool {
    name.words.iter().any(|w| person::SON.contains(&w.text.as_str()) && w.text.len() > 1)
}

pub(super) fn shown(word: &Word) -> String {
    let mut letters = word.text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}
