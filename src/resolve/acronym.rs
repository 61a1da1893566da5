//! Acronyms. Enters: forms of one type. Leaves: joins of an acronym and the name it stands for,
//! whichever comes first.

use super::{
    facts::FACTS,
    scene::{Clusters, Form, Reason, Scene},
};
use crate::{schema::EntityType, span::Span};
use std::collections::{BTreeSet, HashMap};

const ACRONYM: Reason = Reason::new("acronym of", 0.93);

/// The letters of an acronym, lower case; `None` when the text is none: more than one word, small
/// letters (but a plural s, or a few inside as in "FinCEN"), fewer than two or more than ten letters.
pub(crate) fn letters(text: &str) -> Option<String> {
    let text = text.trim();
    let upper = text.chars().filter(|c| c.is_uppercase()).count();
    let lower = text.chars().filter(|c| c.is_lowercase()).count();
    let shape = text.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '&' | '-' | '/'));
    if !shape || upper < 2 || lower >= upper || !text.chars().next()?.is_alphanumeric() {
        return None;
    }
    let plain: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let stem = plain.strip_suffix('s').filter(|_| lower == 1).unwrap_or(&plain);
    (2..=10).contains(&stem.chars().count()).then(|| stem.to_lowercase())
}

/// Every set of initials a name may be called by.
pub(crate) fn initials(words: &[String]) -> BTreeSet<String> {
    let first =
        |words: &[&String]| words.iter().filter_map(|w| w.chars().next()).collect::<String>();
    let mut found = BTreeSet::new();
    let all: Vec<&String> = words.iter().collect();
    let content: Vec<&String> = words.iter().filter(|w| !FACTS.stop.contains(*w)).collect();
    for words in [all, content] {
        let legal = words.iter().rev().take_while(|w| FACTS.legal.contains(**w)).count();
        for end in words.len() - legal..=words.len() {
            for start in 0..=1.min(end) {
                found.insert(first(&words[start..end]));
            }
        }
    }
    // "U.S. Marshals Service" gives USMS: an acronym inside a name counts with all its letters.
    if words.first().is_some_and(|w| w == "us" || w == "un") {
        let rest = &words.iter().skip(1).filter(|w| !FACTS.stop.contains(*w)).collect::<Vec<_>>();
        found.insert(format!("{}{}", words[0], first(rest)));
    }
    found.retain(|initials| initials.chars().count() >= 2);
    found
}

/// Whether the letters, introduced right after the words, can be their acronym: they stand in the
/// words in order, the first at the beginning of a word.
pub(crate) fn is_of(letters: &str, words: &[String]) -> bool {
    if initials(words).contains(letters) {
        return true;
    }
    let Some(head) = letters.chars().next() else { return false };
    (0..words.len()).filter(|&at| words[at].starts_with(head)).any(|at| {
        let text = words[at..].concat();
        let mut rest = text.chars();
        letters.chars().all(|c| rest.any(|other| other == c))
    })
}

/// For each mention of an acronym that the text introduces behind two different names, "Central
/// Intelligence Agency (CIA)" and "Culinary Institute of America (CIA)": the mention it goes with, the last one
/// introduced before it. Empty for every other form.
pub(crate) fn shared(scene: &Scene<'_>, form: &Form) -> Vec<(usize, usize)> {
    let Some(letters) = letters(&form.text) else { return Vec::new() };
    let long = |mention: usize| {
        let before = mention.checked_sub(1)?;
        let gap = Span::new(scene.mentions[before].span.end, scene.mentions[mention].span.start);
        let words: Vec<String> = scene.form(before).folded.split(' ').map(str::to_owned).collect();
        let opens = gap.start < gap.end && matches!(scene.doc.slice(gap).trim(), "(" | "[");
        (opens && words.len() > 1 && is_of(&letters, &words)).then(|| scene.form_of[before])
    };
    let introduced: Vec<(usize, usize)> =
        form.mentions.iter().filter_map(|&m| Some((m, long(m)?))).collect();
    if introduced.iter().map(|(_, long)| long).collect::<BTreeSet<_>>().len() < 2 {
        return Vec::new();
    }
    let before = |mention: usize| introduced.iter().rev().find(|(m, _)| *m <= mention);
    let first = introduced[0].0;
    form.mentions.iter().map(|&m| (before(m).map_or(first, |(m, _)| *m), m)).collect()
}

/// Joins acronyms to the names whose initials they are. Two names with the same initials: the one
/// that stands nearest before the acronym, or first after it.
pub(crate) fn join(scene: &Scene<'_>, clusters: &mut Clusters, entity_type: EntityType) {
    let mut by_initials: HashMap<String, Vec<&Form>> = HashMap::new();
    for (_, form) in scene.forms_of(entity_type) {
        let words: Vec<String> = form.folded.split(' ').map(str::to_owned).collect();
        if words.len() > 1 {
            let known = form.organization.as_ref().map(|o| initials(&o.words)).unwrap_or_default();
            for initials in initials(&words).into_iter().chain(known).collect::<BTreeSet<_>>() {
                by_initials.entry(initials).or_default().push(form);
            }
        }
    }
    for (_, form) in scene.forms_of(entity_type) {
        let Some(letters) = letters(&form.text).filter(|_| !form.folded.contains(' ')) else {
            continue;
        };
        // "CA" is California and "NY" New York, whatever else has these initials.
        if entity_type == EntityType::Location
            && (FACTS.region(&form.folded).is_some() || FACTS.country(&form.folded).is_some())
        {
            continue;
        }
        let spelled = |&f: &usize| scene.forms[f].folded.contains(' ');
        if clusters.forms(form.first()).iter().any(spelled) {
            continue; // the text has introduced it already
        }
        let Some(long) = by_initials.get(&letters) else { continue };
        let before = long.iter().filter(|f| f.first() < form.first()).max_by_key(|f| f.first());
        if let Some(long) = before.or_else(|| long.iter().min_by_key(|f| f.first())) {
            clusters.join(scene, long.first(), form.first(), ACRONYM);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::words;

    #[test]
    fn acronyms_are_recognized() {
        for (text, expected) in [
            ("RGB", Some("rgb")),
            ("U.S.", Some("us")),
            ("FinCEN", Some("fincen")),
            ("TSVHs", Some("tsvh")),
            ("Kim", None),
            ("Green Pine", None),
            ("APT10", Some("apt10")),
        ] {
            assert_eq!(letters(text).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn initials_ignore_small_words() {
        for (acronym, name, expected) in [
            ("rgb", "Reconnaissance General Bureau", true),
            ("doj", "Department of Justice", true),
            ("sec", "Securities and Exchange Commission", true),
            ("hhs", "U.S. Department of Health and Human Services", false),
            ("usms", "U.S. Marshals Service", true),
            ("ndc", "North Drilling Company", true),
        ] {
            assert_eq!(initials(&words(name)).contains(acronym), expected, "{acronym} {name}");
        }
        assert!(is_of("komid", &words("Korea Mining Development Trading Corporation")));
        assert!(!is_of("komid", &words("Green Pine Associated Corporation")));
    }
}
