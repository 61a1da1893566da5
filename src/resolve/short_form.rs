//! Short forms of organizations: "Chinpo" for "Chinpo Shipping Company", "Security Council" for
//! "U.N. Security Council". Enters: forms of organizations. Leaves: joins.

use super::{
    facts::FACTS,
    organization::{OrganizationName, named},
    scene::{Clusters, Form, Reason, Scene},
};
use crate::schema::EntityType;
use std::collections::{BTreeMap, HashMap, HashSet};

const SHORT: Reason = Reason::new("short form of", 0.88);
const PART: Reason = Reason::new("distinctive word of", 0.85);
const HEAD: Reason = Reason::new("last words of the name", 0.85);

/// Joins "Chinpo" to "Chinpo Shipping Company" and "Security Council" to "U.N. Security Council".
pub(crate) fn join(scene: &Scene<'_>, clusters: &mut Clusters) {
    let names = named(scene);
    let mut starts: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut ends: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, (_, _, name)) in names.iter().enumerate() {
        if let (Some(first), Some(last)) = (name.words.first(), name.core.last()) {
            starts.entry(first).or_default().push(at);
            ends.entry(last).or_default().push(at);
        }
    }
    let mut inside: HashMap<&str, &Form> = HashMap::new();
    for (_, form, name) in &names {
        if let Some(quoted) = &name.quoted {
            inside.entry(quoted).or_insert(form);
        }
    }
    for (_, form, short) in &names {
        if let Some(long) = inside.get(short.core.join(" ").as_str()) {
            clusters.join(scene, long.first(), form.first(), SHORT);
        }
        let (Some(first), Some(last)) = (short.core.first(), short.core.last()) else { continue };
        let pick = |index: &HashMap<&str, Vec<usize>>,
                    word: &str,
                    fits: &dyn Fn(&OrganizationName) -> bool| {
            let long: Vec<&Form> = index
                .get(word)
                .into_iter()
                .flatten()
                .map(|&at| names[at])
                .filter(|(_, _, long)| fits(long))
                .map(|(_, f, _)| f)
                .collect();
            long
        };
        let only = starts.get(first.as_str()).is_some_and(|same| same.len() <= 2);
        let begun = pick(&starts, first, &|long| is_beginning(short, long, only));
        // A short form is used after the full one; only a heading may come before it.
        let after: Vec<&Form> = begun
            .into_iter()
            .filter(|long| long.first() < form.first() || is_heading(scene, form.first()))
            .collect();
        if let Some(long) = nearest(&after, form) {
            clusters.join(scene, long.first(), form.first(), SHORT);
            continue;
        }
        let ended = pick(&ends, last, &|long| is_ending(short, long));
        if let Some(long) = nearest(&ended, form) {
            clusters.join(scene, long.first(), form.first(), HEAD);
        }
    }
}

/// Joins "Kumryong" to the one organization of the document that has the word for its own.
pub(crate) fn join_distinctive(scene: &Scene<'_>, clusters: &mut Clusters) {
    let names = named(scene);
    let elsewhere = |kind: EntityType| -> HashSet<&str> {
        scene.forms_of(kind).flat_map(|(_, form)| form.folded.split(' ')).collect()
    };
    let (persons, places) = (elsewhere(EntityType::Person), elsewhere(EntityType::Location));
    for (_, form, short) in &names {
        let taken = |w: &String| persons.contains(w.as_str()) || places.contains(w.as_str());
        if short.acronym.is_some()
            || short.core.iter().any(taken)
            || !short.core.iter().any(|w| w.chars().count() > 3)
        {
            continue;
        }
        // "Celanese Corp" is a company beside "Hoechst Celanese Corp".
        let names_of = |f: &usize| scene.forms[*f].organization.as_ref();
        let cluster = clusters.forms(form.first()).iter().filter_map(names_of);
        if cluster.into_iter().any(|name| name.words != name.core) {
            continue;
        }
        let own = clusters.root(form.first());
        let bearers: BTreeMap<usize, &Form> = names
            .iter()
            .filter(|(_, _, long)| {
                let at = long.place_of(&short.core);
                at.is_some_and(|at| at > 0 && at + short.core.len() < long.words.len())
            })
            .map(|(_, long, _)| (clusters.root(long.first()), *long))
            .collect();
        let only =
            bearers.first_key_value().filter(|(root, _)| bearers.len() == 1 && **root != own);
        if let Some((_, long)) = only {
            clusters.join(scene, long.first(), form.first(), PART);
        }
    }
}

/// The last of the forms that stands before `form`, or the first one after it.
fn nearest<'a>(forms: &[&'a Form], form: &Form) -> Option<&'a Form> {
    let before = forms.iter().filter(|f| f.first() < form.first()).max_by_key(|f| f.first());
    before.or_else(|| forms.iter().min_by_key(|f| f.first())).copied()
}

fn is_heading(scene: &Scene<'_>, mention: usize) -> bool {
    scene.doc.sentence_at(scene.mentions[mention].span.start) == Some(0)
}

/// Whether `short` is what `long` begins with, the rest saying only what kind of body it is.
/// `only`: no third name in the document begins with the same word.
fn is_beginning(short: &OrganizationName, long: &OrganizationName, only: bool) -> bool {
    let len = short.core.len();
    if len >= long.words.len() || long.words[..len] != short.core[..] {
        return false;
    }
    let (next, extra) = (&long.words[len], &long.words[len..]);
    if len > 2 && next == "for" && !short.is_common() {
        return true;
    }
    if len == 1 && FACTS.heads.contains(&short.core[0]) {
        return next == "of" || next == "on" || next == "for";
    }
    if short.is_generic() || FACTS.unit.contains(next) {
        return false;
    }
    let (_, rest) = FACTS.countries_in(extra);
    let in_place = |words: &[String]| words.len() == 1 && FACTS.capital(&words[0]).is_some();
    if len == 1 {
        // "Hamas Finance Ministry" is not Hamas, nor "EDBI Exchange Company" EDBI.
        let plain = extra.iter().all(|w| FACTS.legal.contains(w) || w == "group");
        return !short.bag.is_empty()
            && (short.acronym.is_none() || plain)
            && !extra.iter().any(|w| FACTS.unit.contains(w))
            && (only && !FACTS.stop.contains(next)
                || FACTS.descriptive.contains(next)
                || FACTS.legal.contains(next)
                || in_place(&rest));
    }
    if in_place(&rest) && short.countries.is_empty() {
        return true;
    }
    let ends_in_kind = short.core.last().is_some_and(|w| {
        FACTS.descriptive.contains(w) || FACTS.heads.contains(w) || FACTS.unit.contains(w)
    });
    let says_kind = |w: &String| {
        FACTS.descriptive.contains(w) || FACTS.legal.contains(w) || FACTS.stop.contains(w)
    };
    !ends_in_kind && extra.iter().all(says_kind)
}

/// Whether `long` ends with `short`, which is a phrase or a word that can stand alone.
fn is_ending(short: &OrganizationName, long: &OrganizationName) -> bool {
    let len = short.core.len();
    let Some(extra) = long.core.len().checked_sub(len).filter(|&extra| extra > 0) else {
        return false;
    };
    // "Department of Justice" is the federal one: "California Department of Justice" is another.
    let known = FACTS.body(&short.words.join(" ")).is_some_and(|(_, country)| country.is_some());
    long.core[extra..] == short.core[..]
        && !known
        && !short.other_country(long)
        && (len > 1 || FACTS.heads.contains(&short.core[0]))
        && !matches!(long.core[extra - 1].as_str(), "of" | "for" | "and" | "the" | "on")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(
        relation: impl Fn(&OrganizationName, &OrganizationName) -> bool,
        cases: &[(&str, &str, bool)],
    ) {
        for (short, long, expected) in cases {
            let (short_name, long_name) =
                (OrganizationName::read(short), OrganizationName::read(long));
            assert_eq!(relation(&short_name, &long_name), *expected, "{short} / {long}");
        }
    }

    #[test]
    fn a_short_form_begins_the_name() {
        check(
            |short, long| is_beginning(short, long, false),
            &[
                ("Chinpo", "Chinpo Shipping Company", true),
                ("Apple", "Apple Inc.", true),
                ("Green Pine", "Green Pine Associated Corporation", true),
                ("Panel", "Panel of Experts", true),
                ("Bank Melli", "Bank Melli Iran Investment Company", false),
                ("Hamas", "Hamas Finance Ministry", false),
                ("Melli Bank", "Melli Bank (Hong Kong)", false),
                ("Bank", "Bank of China", true),
                ("Justice", "Justice Department", false),
            ],
        );
    }

    #[test]
    fn a_short_form_ends_the_name() {
        check(
            is_ending,
            &[
                ("Security Council", "U.N. Security Council", true),
                ("Foreign Ministry", "Iraqi Foreign Ministry", true),
                ("Iranian Foreign Ministry", "Iraqi Foreign Ministry", false),
                ("Treasury", "Department of the Treasury", false),
                ("Council", "Peace and Security Council", true),
            ],
        );
    }
}
