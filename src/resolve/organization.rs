//! Names of organizations: legal forms, departments turned round, acronyms, short forms. Enters:
//! forms of organizations. Leaves: joins. A unit or subsidiary with a name of its own stays apart.

use super::{
    acronym,
    facts::FACTS,
    fold::{fold, words},
    scene::{Clusters, Form, Reason, Scene},
    short_form,
};
use crate::{names::lexicon::LEXICON as FORMS, schema::EntityType};
use std::collections::{BTreeSet, HashMap};

const LEGAL: Reason = Reason::new("same name without the legal form", 0.96);
const BODY: Reason = Reason::new("other name of the same body", 0.97);
const COUNTRY: Reason = Reason::new("same name without the country", 0.92);
const ORDER: Reason = Reason::new("same words in another order", 0.93);

/// An organization's name, word by word.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct OrganizationName {
    /// Folded words without a leading article.
    pub words: Vec<String>,
    /// Words without the legal form at the end.
    pub core: Vec<String>,
    /// ISO codes of the countries named in it.
    pub countries: BTreeSet<String>,
    /// Words that count, sorted, without countries and legal forms.
    pub bag: Vec<String>,
    /// Letters, when the whole name is an acronym.
    pub acronym: Option<String>,
    /// Usual name of the well-known body that it is.
    pub body: Option<&'static str>,
    /// Whether the name ends in brackets, which tell a branch from its parent.
    branch: bool,
    /// Legal forms that tell companies apart: "ltd" and "srl", but not "company".
    legal: BTreeSet<String>,
    /// What stands in quotes inside the name, folded: "LEMT" in "Center ‘LEMT’".
    pub quoted: Option<String>,
}

impl OrganizationName {
    /// Reads a surface form; what stands in brackets is left out unless nothing else remains.
    pub fn read(text: &str) -> Self {
        let folded = fold(text);
        let mut words = usual_words(words(&without_acronym(text)));
        if words.len() > 1 && words[0] == "the" {
            words.remove(0);
        }
        let (core, legal) = split_legal(&words);
        let (countries, rest) = FACTS.countries_in(&core);
        let mut bag: Vec<String> = rest.into_iter().filter(|w| !FACTS.stop.contains(w)).collect();
        bag.sort_unstable();
        Self {
            countries: countries.into_iter().map(str::to_owned).collect(),
            acronym: acronym::letters(text),
            body: FACTS
                .body(&words.join(" "))
                .or_else(|| FACTS.body(&folded))
                .or_else(|| body_of_country(&words))
                .map(|(body, _)| body),
            branch: is_branch(&without_acronym(text)),
            quoted: quoted(text),
            legal,
            words,
            core,
            bag,
        }
    }

    /// Whether every word is one that many organizations share.
    pub fn is_generic(&self) -> bool {
        self.bag.iter().all(|w| {
            FACTS.descriptive.contains(w)
                || FACTS.unit.contains(w)
                || FACTS.heads.contains(w)
                || FACTS.legal.contains(w)
        })
    }

    /// Whether the name alone does not say whose body it is: "Foreign Ministry", "U.S. Attorney's
    /// Office".
    pub fn is_common(&self) -> bool {
        let bag: Vec<&str> = self.bag.iter().map(String::as_str).collect();
        let shared = |w: &&str| {
            FACTS.common.contains(*w) || FACTS.unit.contains(*w) || FACTS.heads.contains(*w)
        };
        match bag[..] {
            ["attorney"] | ["attorneys"] | ["court", "district"] => true,
            [word] if self.countries.is_empty() => {
                FACTS.descriptive.contains(word) || shared(&word)
            }
            _ => self.countries.is_empty() && bag.iter().all(shared),
        }
    }

    /// Whether a state has one such body: "Foreign Trade Bank", not "Homicide Unit".
    pub fn is_of_state(&self) -> bool {
        let shared = |w: &String| {
            FACTS.common.contains(w) || FACTS.unit.contains(w) || FACTS.heads.contains(w)
        };
        self.bag.len() > 1
            && self.bag.iter().all(shared)
            && self.bag.iter().any(|w| FACTS.of_state.contains(w))
            && !self.bag.iter().any(|w| FACTS.of_many.contains(w))
    }

    /// The name without the country that stands first: "U.S. X Network" is "X Network". `None` when
    /// too little is left to tell it from others.
    pub fn without_country(&self) -> Option<String> {
        let (_, rest) = leading_country(&self.core)?;
        (self.bag.len() > 2 && !self.is_common() && !self.is_generic()).then(|| rest.join(" "))
    }

    /// Where the words begin that tell the name from others: "Kumryong" in "Korea Kumryong Trading
    /// Corporation". None in the name of an office or unit, nor in one with "of".
    pub fn place_of(&self, part: &[String]) -> Option<usize> {
        let len = part.len();
        if !(1..=3).contains(&len) || len >= self.words.len() || !part.iter().all(is_distinctive) {
            return None;
        }
        if self.core.iter().any(|w| w == "of" || FACTS.unit.contains(w)) {
            return None;
        }
        let at = self.core.windows(len).position(|words| words == part)?;
        let before = &self.core[..at];
        let plain = |w: &String| !FACTS.heads.contains(w) && !FACTS.descriptive.contains(w);
        let named = at < 2 && before.iter().all(plain);
        (named || is_country(before)).then_some(at)
    }

    /// Whether one names a country and the other another.
    pub fn other_country(&self, other: &Self) -> bool {
        !self.countries.is_empty()
            && !other.countries.is_empty()
            && self.countries != other.countries
    }
}

/// Whether the words are countries and nothing else.
pub(crate) fn is_country(words: &[String]) -> bool {
    let (countries, rest) = FACTS.countries_in(words);
    rest.iter().all(|w| w == "korea") && (!countries.is_empty() || !rest.is_empty())
}

/// A word that few names share.
fn is_distinctive(word: &String) -> bool {
    let lists =
        [&FACTS.descriptive, &FACTS.unit, &FACTS.heads, &FACTS.common, &FACTS.legal, &FACTS.stop];
    word.chars().count() > 3
        && !lists.iter().any(|list| list.contains(word))
        && FACTS.country(word).or_else(|| FACTS.demonym(word)).is_none()
        && FACTS.capital(word).or_else(|| FACTS.region(word)).is_none()
        && !matches!(word.as_str(), "korea" | "korean")
}

/// The country at the front of a name and the words after it.
fn leading_country(words: &[String]) -> Option<(&'static str, &[String])> {
    (1..=4.min(words.len().saturating_sub(1))).rev().find_map(|len| {
        let code = FACTS.country(&words[..len].join(" "))?;
        Some((code, &words[len..]))
    })
}

/// "U.S. Financial Crimes Enforcement Network": a known body after the country it belongs to.
fn body_of_country(words: &[String]) -> Option<(&'static str, Option<&'static str>)> {
    let (code, rest) = leading_country(words)?;
    FACTS.body(&rest.join(" ")).filter(|(_, country)| *country == Some(code))
}

/// Legal forms and offices under one spelling: "Joint-Stock Company" is "JSC", "X Police Department"
/// is "X Police", "DA's Office" the District Attorney.
fn usual_words(words: Vec<String>) -> Vec<String> {
    let mut text = format!(" {} ", words.join(" "));
    for (from, to) in USUAL {
        if text.contains(from) {
            text = text.replace(from, to);
        }
    }
    text.split_whitespace().map(str::to_owned).collect()
}

/// Whole words: a space at either end.
const USUAL: [(&str, &str); 13] = [
    (" public joint stock company ", " pjsc "),
    (" joint stock company ", " jsc "),
    (" limited liability company ", " llc "),
    (" federal state enterprise ", " fse "),
    (" limited ", " ltd "),
    (" das office ", " district attorney "),
    (" attorneys office ", " attorney "),
    (" attorneys offices ", " attorney "),
    (" attorney office ", " attorney "),
    (" prosecutors office ", " prosecutor "),
    (" police department ", " police "),
    (" sheriffs department ", " sheriff "),
    (" sheriffs office ", " sheriff "),
];

/// The words without legal forms at either end, and those of them that tell companies apart.
fn split_legal(words: &[String]) -> (Vec<String>, BTreeSet<String>) {
    let mut core = words.to_vec();
    let mut legal = BTreeSet::new();
    while core.len() > 1 && core.last().is_some_and(|w| FACTS.legal.contains(w)) {
        legal.extend(core.pop());
    }
    let before = ["llc", "jsc", "ooo", "oao", "pjsc", "ao", "llp", "fse"];
    if core.len() > 1 && before.contains(&core[0].as_str()) {
        legal.insert(core.remove(0));
    }
    // "Company" in any language goes with every form; "Inc" is a form of its own.
    let tells = |w: &str| {
        let family = FORMS.form(&[w]).map(|(family, _)| family);
        matches!(w, "inc" | "incorporated") || family.is_some_and(|family| family != "any")
    };
    legal.retain(|w| tells(w));
    (core, legal)
}

/// What the last pair of quotes holds, when words stand around it.
fn quoted(text: &str) -> Option<String> {
    let open = text.rfind(['‘', '“', '„', '«'])?;
    let inside = text[open..].trim_start_matches(['‘', '“', '„', '«']);
    let close = inside.find(['’', '”', '“', '»'])?;
    let name = words(&inside[..close]).join(" ");
    (open > 0 && !name.is_empty()).then_some(name)
}

/// Whether a name ends in brackets, whatever legal form follows: "Meridian Bank (Cyprus) Ltd".
fn is_branch(text: &str) -> bool {
    let legal = |word: &&str| FACTS.legal.contains(fold(word).as_str());
    text.split_whitespace().rev().find(|word| !legal(word)).is_some_and(|word| word.ends_with(')'))
}

/// "Hanseatic Trade Trust (HTTS) GmbH" without its own acronym; "Leader (Hong Kong)" keeps the
/// place, which tells two companies apart.
fn without_acronym(text: &str) -> String {
    let Some((before, rest)) = text.split_once('(') else { return text.to_owned() };
    let Some((inside, after)) = rest.split_once(')') else { return text.to_owned() };
    let is_acronym = acronym::letters(inside).is_some_and(|l| acronym::is_of(&l, &words(before)));
    if is_acronym { format!("{before} {after}") } else { text.to_owned() }
}

/// Whether two names are two well-known bodies, or two companies of one core: "Naftiran Intertrade
/// Ltd" and "… SRL".
pub(crate) fn contradict(a: &OrganizationName, b: &OrganizationName) -> bool {
    if let (Some(a), Some(b)) = (a.body, b.body) {
        return a != b;
    }
    a.core == b.core && !a.legal.is_empty() && !b.legal.is_empty() && a.legal.is_disjoint(&b.legal)
}

/// Why two names that are alike are not one organization's: a branch in brackets or behind its
/// parent's name, another country, a unit.
pub(crate) fn apart(a: &OrganizationName, b: &OrganizationName) -> Option<&'static str> {
    let leads = |name: &OrganizationName| {
        let first = &name.core[..name.core.len().min(1)];
        leading_country(&name.core).is_some() || !FACTS.countries_in(first).0.is_empty()
    };
    let abroad = |x: &OrganizationName, y: &OrganizationName| {
        y.countries.is_empty() && !x.countries.is_empty() && !leads(x)
    };
    let unit = |x: &OrganizationName, y: &OrganizationName| {
        x.bag.iter().any(|w| FACTS.unit.contains(w) && !y.bag.contains(w))
    };
    if a.branch != b.branch || abroad(a, b) || abroad(b, a) {
        Some("one is a branch of the other")
    } else if a.other_country(b) {
        Some("they name different countries")
    } else if unit(a, b) || unit(b, a) {
        Some("one is a unit of the other")
    } else {
        None
    }
}

/// Joins in the order of certainty: known bodies, equal words, acronyms, short forms.
pub(crate) fn join(scene: &Scene<'_>, clusters: &mut Clusters) {
    same_body(scene, clusters);
    same_words(scene, clusters);
    acronym::join(scene, clusters, EntityType::Organization);
    short_form::join(scene, clusters);
    short_form::join_distinctive(scene, clusters);
}

/// The organizations named in Latin letters.
pub(crate) fn named<'a>(scene: &'a Scene<'_>) -> Vec<(usize, &'a Form, &'a OrganizationName)> {
    scene
        .forms_of(EntityType::Organization)
        .filter_map(|(index, form)| Some((index, form, form.organization.as_ref()?)))
        .collect()
}

/// Joins all names of a well-known body.
fn same_body(scene: &Scene<'_>, clusters: &mut Clusters) {
    let mut first: HashMap<&str, &Form> = HashMap::new();
    for (_, form, name) in named(scene) {
        let Some(body) = name.body else { continue };
        let earlier = first.entry(body).or_insert(form);
        clusters.join(scene, earlier.first(), form.first(), BODY);
    }
}

/// Joins names that differ by legal form, country or order: "Justice Department" and "U.S.
/// Department of Justice".
fn same_words(scene: &Scene<'_>, clusters: &mut Clusters) {
    let mut by_core: HashMap<&[String], Vec<&Form>> = HashMap::new();
    let mut by_bag: HashMap<&[String], Vec<(&Form, &OrganizationName)>> = HashMap::new();
    for (_, form, name) in named(scene) {
        let earlier = by_core.entry(&name.core).or_default();
        let same = |f: &&Form| f.organization.as_ref().is_none_or(|o| o.branch == name.branch);
        let mut fitting = earlier.iter().copied().filter(same);
        let joined = fitting.any(|f| clusters.join(scene, f.first(), form.first(), LEGAL));
        if !joined {
            earlier.push(form);
        }
        let single = name.bag.len() == 1 && FACTS.heads.contains(&name.bag[0]);
        if name.bag.len() > 1 || single {
            by_bag.entry(&name.bag).or_default().push((form, name));
        }
    }
    let mut bags: Vec<_> = by_bag.into_values().collect();
    bags.sort_by_key(|forms| forms[0].0.first());
    for forms in bags {
        for (at, (form, name)) in forms.iter().enumerate() {
            // The bare name goes to the last one with a country before it, or the first after it.
            let fits = |(_, other): &&(&Form, &OrganizationName)| {
                !name.other_country(other) && name.branch == other.branch
            };
            let near = forms[..at].iter().rev().find(fits);
            if let Some((other, earlier)) = near {
                let reason = if earlier.countries == name.countries { ORDER } else { COUNTRY };
                clusters.join(scene, other.first(), form.first(), reason);
            }
        }
    }
}
