//! Other names that the text itself introduces: "X (Y)", "X, also known as Y". Enters: mentions and
//! the words between them. Leaves: joins that names need not confirm.

use super::{
    acronym,
    fold::{is_latin, words},
    scene::{Clusters, Reason, Scene},
};
use crate::{mention::MentionKind, schema::EntityType, span::Span};
use regex::Regex;
use std::sync::LazyLock;

const SAID: Reason = Reason::said("also known as", 0.97);
const BRACKET: Reason = Reason::said("in brackets after the name", 0.92);
const ACRONYM: Reason = Reason::said("acronym introduced after the name", 0.97);

#[expect(clippy::expect_used, reason = "constant patterns, compiled by the tests")]
fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("constant pattern")
}

/// Words that introduce another name.
static KNOWN_AS: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r#"(?i)^[\s,;("“‘'’”)\]\[–-]*(?:[a-z]+\s+\()?(?:(?:is|was|are|who is|who was|which is|which was)\s+)?"#,
        r#"(?:(?:also|formerly|previously|commonly|better|otherwise|variously|collectively|hereinafter|now)\s+)*"#,
        r#"(?:known(?:\s+(?:publicly|online|commonly))?\s+(?:as|by)|a\.?[\s/]?k\.?[\s/]?a\.?|an alias (?:of|for)|f\.?/?k\.?/?a\.?|d\.?/?b\.?/?a\.?|alias(?:es)?"#,
        r"|(?:also|sometimes|often|elsewhere)\s+(?:written|spelled|spelt|transliterated|romani[sz]ed|rendered)(?:\s+as)?",
        r#"|doing business as|trading as|operating as|called|renamed|formerly|previously|née|nee|nom de guerre|"#,
        r#"abbreviated(?: as)?|(?:hereinafter )?referred to as|aliases include)"#,
        r#"\s*:?[\s"“‘'’(]*(?:the\s+)?(?-i:[A-Z][a-z]+\.?\s+){0,2}["“‘']?$"#
    ))
});
/// Between the names of one list of aliases.
static LIST: LazyLock<Regex> = LazyLock::new(|| {
    regex(r#"(?i)^["”’')]*\s*(?:[,;/]|\bor\b|\band\b|,\s*(?:or|and)\b)\s*(?:also\s+)?["“‘']?$"#)
});
/// The same inside an open bracket, where a title or the name of a script may come before.
static OPEN_LIST: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r#"^["”’')]*\s*(?:[,;/(]|\bor\b|\band\b)\s*(?:[\w -]{1,25}:\s*)?(?:[A-Z][a-z]+\.?\s+){0,2}["“‘']?$"#,
    )
});
/// Opens a bracket right after a name.
static OPENS: LazyLock<Regex> = LazyLock::new(|| {
    regex(r#"(?i)^["”’']?\s*[(\[]\s*(?:the\s+|or\s+|formerly\s+|[\w -]{1,25}:\s*)?["“‘']?$"#)
});

/// Joins the names that brackets and phrases introduce.
pub(crate) fn join(scene: &Scene<'_>, clusters: &mut Clusters) {
    let mut at = 0;
    while at < scene.mentions.len() {
        at = introduce(scene, clusters, at).unwrap_or(at + 1);
    }
}

/// Joins what follows mention `base` and gives another name for it; returns the last one.
fn introduce(scene: &Scene<'_>, clusters: &mut Clusters, base: usize) -> Option<usize> {
    let next = base + 1;
    if !is_pair(scene, base, next) {
        return None;
    }
    let between = gap(scene, base, next)?;
    let reason = if KNOWN_AS.is_match(between) && !is_only_a_verb(scene, base, between) {
        SAID
    } else if OPENS.is_match(between) && closes(scene, next) {
        bracket(scene, base, next)?
    } else {
        return None;
    };
    link(scene, clusters, base, next, reason);
    let mut last = next;
    while reason.text == SAID.text && is_pair(scene, base, last + 1) && continues(scene, base, last)
    {
        last += 1;
        link(scene, clusters, base, last, SAID);
    }
    Some(last)
}

/// "Cave called Michelle": she is someone else. "Tennessee, formerly of New York" are two places.
fn is_only_a_verb(scene: &Scene<'_>, base: usize, between: &str) -> bool {
    let place = scene.mentions[base].entity_type == EntityType::Location;
    let says = |word: &str| between.contains(word);
    between.trim() == "called"
        || place && (says("formerly") || says("previously")) && !says("known") && !says("called")
}

fn link(scene: &Scene<'_>, clusters: &mut Clusters, base: usize, other: usize, reason: Reason) {
    if reason.text != ACRONYM.text && scene.form_of[base] != scene.form_of[other] {
        clusters.aliases.insert(scene.form_of[other]);
    }
    clusters.join(scene, base, other, reason);
}

fn is_pair(scene: &Scene<'_>, a: usize, b: usize) -> bool {
    let Some(other) = scene.mentions.get(b) else { return false };
    let mention = &scene.mentions[a];
    mention.entity_type == other.entity_type
        && mention.kind == MentionKind::Name
        && other.kind == MentionKind::Name
        && matches!(
            mention.entity_type,
            EntityType::Person | EntityType::Organization | EntityType::Location
        )
}

/// The text between two mentions of one line.
fn gap<'a>(scene: &'a Scene<'_>, a: usize, b: usize) -> Option<&'a str> {
    let span = Span::new(scene.mentions[a].span.end, scene.mentions[b].span.start);
    let between = scene.doc.slice(span);
    (span.start <= span.end && between.len() <= 80 && !between.contains('\n')).then_some(between)
}

/// Whether a bracket closes soon after the mention.
fn closes(scene: &Scene<'_>, mention: usize) -> bool {
    let end = scene.mentions[mention].span.end;
    let rest = scene.doc.text().get(end..).unwrap_or_default();
    let rest = rest.trim_start_matches(['"', '”', '’', '\'', ' ', '“', '‘']);
    rest.starts_with([')', ']', ',', ';', '/']) || rest.starts_with("or ")
}

/// Whether the mention after `last` goes on with the list of names for `base`: always inside an
/// open bracket; without one only for organizations, since persons in a row are mostly several.
fn continues(scene: &Scene<'_>, base: usize, last: usize) -> bool {
    let Some(between) = gap(scene, last, last + 1) else { return false };
    let span = Span::new(scene.mentions[base].span.end, scene.mentions[last + 1].span.start);
    let text = scene.doc.slice(span);
    let (opens, closes) = (['(', '['], [')', ']']);
    let open = text.matches(opens).count() > text.matches(closes).count()
        || text.rfind(opens) > text.rfind(closes);
    if open {
        return OPEN_LIST.is_match(between) || KNOWN_AS.is_match(between);
    }
    let brackets = text.contains(['(', '[']);
    scene.mentions[base].entity_type == EntityType::Organization
        && !brackets
        && LIST.is_match(between)
        || KNOWN_AS.is_match(between)
}

/// Why a name in brackets is another name; `None` for "Paris (France)".
fn bracket(scene: &Scene<'_>, base: usize, next: usize) -> Option<Reason> {
    let (long, short) = (&scene.form(base).text, &scene.form(next).text);
    let is_acronym =
        |a: &str, b: &str| acronym::letters(a).is_some_and(|l| acronym::is_of(&l, &words(b)));
    if is_acronym(short, long) || is_acronym(long, short) {
        return Some(ACRONYM);
    }
    // "Front Company (Lazarus Group)" says whose it is: all names of a well-known body are listed.
    let body = |mention: usize| scene.form(mention).organization.as_ref().and_then(|o| o.body);
    if body(base).is_some() != body(next).is_some() {
        return None;
    }
    match scene.mentions[base].entity_type {
        EntityType::Location => (is_latin(long) != is_latin(short)).then_some(BRACKET),
        _ => Some(BRACKET),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_that_introduce_a_name() {
        for (text, expected) in [
            (", also known as ", true),
            (" (a.k.a. \"", true),
            (", alias ", true),
            (" (formerly ", true),
            (" doing business as ", true),
            (", also written ", true),
            (" (sometimes spelled \"", true),
            (", written ", false),
            (" and ", false),
            (", a company owned by ", false),
        ] {
            assert_eq!(KNOWN_AS.is_match(text), expected, "{text}");
        }
    }
}
