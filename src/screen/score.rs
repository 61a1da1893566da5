//! How much a likeness of names is worth. Enters: a name looked for, an entry, how alike their names
//! are. Leaves: a score and what speaks for and against. What many bear (one word, an acronym, two
//! short syllables, a weak alias) never reaches the threshold by itself.

use super::{Query, birth};
use crate::{
    fold,
    names::{Comparison, Name, NameKind, characters},
    schema::Role,
    watchlist::{Entry, EntryType, NameStanding, WatchlistMatch},
};

/// Score from which a node is annotated.
pub const THRESHOLD: f64 = 0.8;

/// Most that one word alone is worth: a surname, a trade name.
const ONE_WORD: f64 = 0.7;
/// Most that an acronym or another very short word is worth.
const SHORT_WORD: f64 = 0.6;
/// Most that two words of six letters together are worth: "Li Wei", "Kim Il".
const SHORT_WORDS: f64 = 0.75;
/// Most that a person's name of two words is worth without a date of birth: many bear it.
const TWO_WORDS: f64 = 0.92;
/// Most that anything is worth: only the list and the reader know.
const MOST: f64 = 0.99;
/// Letters below which a single word is as good as an acronym.
const FEW_LETTERS: usize = 5;
/// What is left when the list itself calls the alias weak.
const WEAK: f64 = 0.75;
/// What is left when the countries differ; companies have branches, so it is no proof.
const OTHER_COUNTRY: f64 = 0.85;
/// What is left when the dates of birth differ.
const OTHER_BIRTH: f64 = 0.5;

const SHORT: &str = "an acronym or short word";
const TWO: &str = "a name of two words";

/// A name looked for.
pub(super) struct Sought<'a> {
    /// Who is looked for.
    pub query: &'a Query,
    /// By which of its names.
    pub name: &'a str,
    /// As what the name was read.
    pub kind: NameKind,
    /// Whether the name alone says which well-known body it is.
    pub known: bool,
}

/// The match of a name with one name of an entry; `None` when the names contradict each other.
pub(super) fn judge(
    sought: &Sought<'_>,
    entry: &Entry,
    name: usize,
    comparison: &Comparison,
) -> Option<WatchlistMatch> {
    if comparison.contradiction.is_some() {
        return None;
    }
    let listed = entry.names.get(name)?;
    let mut reasons = comparison.reasons.clone();
    let mut score = f64::from(comparison.score);
    let born = sought.query.birth_date.as_deref().filter(|_| !entry.birth_dates.is_empty());
    let born = born.map(|date| birth::agrees(date, &entry.birth_dates));
    let (most, why) = worth(sought.name, sought.kind).min_by(worth(&listed.text, sought.kind));
    let common = most == TWO_WORDS;
    let (few, why) =
        if is_bare(&listed.text, sought.kind) { (SHORT_WORD, SHORT) } else { (MOST, why) };
    if score > most.min(few)
        && !(sought.known && few == MOST && entry.entry_type != EntryType::Person)
        && !(common && born == Some(true))
    {
        score = most.min(few);
        reasons.extend(Some(why).filter(|why| !why.is_empty()).map(str::to_owned));
    }
    match listed.standing {
        NameStanding::Primary => reasons.push("listed name".into()),
        NameStanding::Alias => reasons.push("alias".into()),
        NameStanding::Weak => {
            score *= WEAK;
            reasons.push("weak alias".into());
        }
    }
    match born {
        Some(true) => reasons.push("date of birth agrees".into()),
        Some(false) => {
            score *= OTHER_BIRTH;
            reasons.push("date of birth differs".into());
        }
        None => {}
    }
    if let Some(country) = sought.query.country.as_ref().filter(|_| !entry.countries.is_empty()) {
        if entry.countries.contains(country) {
            reasons.push(format!("same country {country}"));
        } else {
            score *= OTHER_COUNTRY;
            let listed: Vec<&str> = entry.countries.iter().map(String::as_str).collect();
            reasons.push(format!("country {country}, listed {}", listed.join(", ")));
        }
    }
    Some(WatchlistMatch {
        list: entry.list.clone(),
        id: entry.id.clone(),
        score: (score.min(MOST) * 1e4).round() / 1e4,
        name: listed.text.clone(),
        entry: (listed.text != entry.name()).then(|| entry.name().to_owned()),
        entry_type: entry.entry_type,
        programs: entry.programs.iter().cloned().collect(),
        reasons,
        supports: Vec::new(),
    })
}

/// Names less alike than this say nothing of what their bearers do.
const SPEAKS: f64 = 0.9;

/// For which of these roles a match speaks: sanctions for those of the adversary's side, offices for
/// a regime. That somebody is listed gives no role by itself: lists do not say which part is played.
pub(super) fn supports(found: &WatchlistMatch, roles: &[Role]) -> Vec<Role> {
    let any = |test: fn(&str) -> bool| found.programs.iter().any(|program| test(program));
    let (office, sanctioned) = (any(is_office), any(is_sanction));
    let speaks = |role: &Role| match role {
        Role::Regime => sanctioned || office,
        Role::Proxy | Role::FrontCompany => sanctioned,
        Role::Enforcement | Role::Victim => false,
    };
    roles.iter().copied().filter(|role| found.score >= SPEAKS && speaks(role)).collect()
}

/// Topics of FollowTheMoney that say that somebody holds an office of state.
fn is_office(program: &str) -> bool {
    matches!(program, "role.pep" | "gov") || program.starts_with("gov.")
}

/// Whether a programme is one of sanctions. Topics are in small letters with dots ("fin.bank"): of these
/// only some are; programmes of sanctions are in capitals ("DPRK3").
fn is_sanction(program: &str) -> bool {
    let topic =
        ["sanction", "export.control", "asset.frozen"].iter().any(|t| program.starts_with(t));
    topic || program.chars().any(char::is_uppercase)
}

/// The most that a name is worth, and why.
struct Worth(f64, &'static str);

impl Worth {
    fn min_by(self, other: Self) -> (f64, &'static str) {
        if other.0 < self.0 { (other.0, other.1) } else { (self.0, self.1) }
    }
}

fn worth(name: &str, kind: NameKind) -> Worth {
    let words = fold::words(name);
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    // Scripts without spaces: each character is a word or syllable.
    let dense = words.len() == 1 && letters < 5 && !fold::is_latin(name);
    let is_full = kind == NameKind::Person && characters(name).is_some_and(|n| (3..5).contains(&n));
    match words.len() {
        0 => Worth(0.0, "no letters"),
        1 if is_full => Worth(TWO_WORDS, TWO),
        1 if dense && letters > 1 => Worth(SHORT_WORDS, "a short name"),
        1 if letters < FEW_LETTERS || is_acronym(name) => Worth(SHORT_WORD, SHORT),
        1 => Worth(ONE_WORD, "one word only"),
        2 if letters <= 6 => Worth(SHORT_WORDS, "a short name"),
        2 if kind == NameKind::Person => Worth(TWO_WORDS, TWO),
        _ => Worth(MOST, ""),
    }
}

/// Whether nothing but two letters are left of a company beside its legal forms: "S.A.S. E.U."; even
/// for a body that everybody knows by two letters.
fn is_bare(listed: &str, kind: NameKind) -> bool {
    kind == NameKind::Organization && Name::read(listed, kind).letters() <= 2
}

/// Capitals and digits only, up to six: lists write whole names in capitals, longer ones say little.
fn is_acronym(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let capitals = letters.clone().all(|c| !c.is_lowercase());
    capitals && letters.count() <= 6
}
