//! When it happened. Enters: a sentence with its dates and frames, the day of publication. Leaves:
//! the date of what a verb or a stretch of the sentence states (`YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or
//! `FROM/TO` of these). "Last Tuesday" is counted from the day of publication, which is never
//! itself taken for the day of what is told: without words of time there is no date.

use super::{clause::Frame, lexicon::Class, phrase::Phrases, relative};
use crate::{
    document::Document,
    entity::{BIRTH_DATE, Resolution},
    schema::EntityType,
    span::Span,
};

/// Words of time and what they mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// Where they stand, in bytes.
    pub span: Span,
    /// An ISO 8601 date, or two with a stroke between.
    pub value: String,
    /// Whether it was counted from the day of publication, backwards.
    pub counted: bool,
}

/// Verbs whose date is theirs alone: who says or charges something today says when he says it, not
/// when it was done.
const TELLING: [&str; 34] = [
    "say",
    "tell",
    "announce",
    "report",
    "state",
    "add",
    "note",
    "claim",
    "allege",
    "accuse",
    "charge",
    "indict",
    "convict",
    "sentence",
    "plead",
    "arrest",
    "arraign",
    "designate",
    "sanction",
    "deny",
    "admit",
    "confirm",
    "believe",
    "suspect",
    "describe",
    "testify",
    "sue",
    "acquit",
    "fine",
    "reveal",
    "know",
    "call",
    "warn",
    "list",
];

/// What holds for years: only a date right at it is its own.
const LASTING: [&str; 10] = [
    "part_of",
    "located_in",
    "lives_in",
    "citizen_of",
    "family_of",
    "leads",
    "works_for",
    "member_of",
    "owns",
    "associate_of",
];
/// How far behind a lasting tie its date may stand, in bytes: ", from 2004".
const BESIDE: usize = 12;

/// The words of time of one sentence, in text order.
pub(super) fn moments(doc: &Document, resolution: &Resolution, sentence: Span) -> Vec<Moment> {
    let first = resolution.mentions.partition_point(|m| m.span.start < sentence.start);
    // When somebody was born is no date of what he did.
    let born = |value: &String| {
        let mut births = resolution.entities.iter().filter_map(|e| e.attributes.get(BIRTH_DATE));
        births.any(|date| date == value)
    };
    let mut found: Vec<Moment> = resolution.mentions[first..]
        .iter()
        .take_while(|m| m.span.start < sentence.end)
        .filter(|m| m.entity_type == EntityType::Date)
        .filter_map(|m| Some(Moment { span: m.span, value: m.value.clone()?, counted: false }))
        .collect();
    let text = doc.slice(sentence);
    let published = doc.info.published.as_deref().and_then(|day| day.parse().ok());
    // "Russia Today" and "Theresa May" are no dates.
    let names: Vec<Span> = resolution.mentions[first..]
        .iter()
        .take_while(|m| m.span.start < sentence.end)
        .filter(|m| m.entity_type != EntityType::Date)
        .map(|m| m.span)
        .collect();
    for mut moment in relative::find(text, published) {
        moment.span =
            Span::new(moment.span.start + sentence.start, moment.span.end + sentence.start);
        if names.iter().any(|name| name.overlaps(moment.span)) {
            continue;
        }
        // "In April last year" is less than "last year" and "April" together, and more.
        match found.iter().position(|m| m.span.overlaps(moment.span)) {
            Some(at) if found[at].span.len() < moment.span.len() => found[at] = moment,
            Some(_) => {}
            None => found.push(moment),
        }
    }
    found.sort_by_key(|m| m.span);
    found.dedup_by(|b, a| a.span.overlaps(b.span));
    let mut found = ranges(doc, found);
    found.retain(|m| !born(&m.value));
    found
}

/// Joins "between May 2018 and June 2019", "from 2015 to 2017", "2015–2017".
fn ranges(doc: &Document, found: Vec<Moment>) -> Vec<Moment> {
    let mut joined: Vec<Moment> = Vec::new();
    for moment in found {
        if let Some(last) = joined.last_mut() {
            let between =
                doc.slice(Span::new(last.span.end, moment.span.start)).trim().to_lowercase();
            let before: String =
                doc.text()[..last.span.start].trim_end().chars().rev().take(8).collect();
            let opens = |word: &str| {
                before.to_lowercase().starts_with(&word.chars().rev().collect::<String>())
            };
            let range = match between.as_str() {
                "to" | "through" | "until" | "till" => true,
                "and" => opens("between"),
                "-" | "–" | "—" => true,
                _ => false,
            };
            if range
                && !last.value.contains('/')
                && !moment.value.contains('/')
                && last.value <= moment.value
            {
                last.value = format!("{}/{}", last.value, moment.value);
                last.span = Span::new(last.span.start, moment.span.end);
                continue;
            }
        }
        joined.push(moment);
    }
    joined
}

/// The date of what the verb at `frames[index]` states.
pub(super) fn of_frame(
    phrases: Phrases<'_>,
    frames: &[Frame],
    index: usize,
    predicate: &str,
    moments: &[Moment],
) -> Option<String> {
    let mut at = Some(index);
    let mut own = true;
    let lasting = LASTING.contains(&predicate);
    for _ in 0..4 {
        let number = at?;
        let frame = &frames[number];
        if !own && (lasting || TELLING.contains(&frame.lemma.as_str())) {
            return None;
        }
        if let Some(moment) = in_clause(phrases, frames, number, moments) {
            // "will be tried on June 5": not the last fifth of June.
            let future = (frame.start..frame.at).any(|i| phrases.class(i) == Some(Class::Modal));
            return (!(future && moment.counted)).then(|| moment.value.clone());
        }
        own = false;
        at = frame.governor.filter(|g| *g < number);
    }
    None
}

/// The moment nearest to the verb among those of its clause.
fn in_clause<'a>(
    phrases: Phrases<'_>,
    frames: &[Frame],
    index: usize,
    moments: &'a [Moment],
) -> Option<&'a Moment> {
    let verb = phrases.row.elements.get(frames[index].at)?.span.start;
    let near = |m: &&Moment| (verb.max(m.span.start) - verb.min(m.span.start), m.span.start);
    moments.iter().filter(|m| owner(phrases, frames, m) == Some(index)).min_by_key(near)
}

/// The frame to whose clause a moment belongs: that of the verb before it, or of the verb behind it
/// when a comma or "and" parts it from the one before and none from the one behind: "he fled, and in
/// 2019 paid".
fn owner(phrases: Phrases<'_>, frames: &[Frame], moment: &Moment) -> Option<usize> {
    let elements = &phrases.row.elements;
    let place = elements.iter().position(|e| e.span.start >= moment.span.start)?;
    let after = frames.iter().position(|f| f.at >= place);
    let before = after.map_or(frames.len(), |a| a).checked_sub(1);
    let (Some(a), Some(b)) = (before, after) else { return before.or(after) };
    let parted = |from: usize, to: usize| {
        (from..to).any(|i| {
            matches!(phrases.class(i), Some(Class::Comma | Class::Conjunction | Class::Stop))
        })
    };
    let end = elements.iter().position(|e| e.span.start >= moment.span.end).unwrap_or(place);
    let opens = parted(frames[a].at, place) && !parted(end, frames[b].start.max(end));
    Some(if opens { b } else { a })
}

/// The date of what the elements `first..=last` state: for lasting ties only words of time inside or
/// right behind, for others those of the verb between the ends.
pub(super) fn of_stretch(
    phrases: Phrases<'_>,
    frames: &[Frame],
    (first, last): (usize, usize),
    predicate: &str,
    moments: &[Moment],
) -> Option<String> {
    let elements = &phrases.row.elements;
    let (start, end) = (elements.get(first)?.span.start, elements.get(last)?.span.end);
    let lasting = LASTING.contains(&predicate);
    // "Kim, who was arrested in 2015, is president": the year is another verb's.
    let mut verbs = frames.iter().filter(|f| f.at > first && f.at < last);
    let clear = !lasting || verbs.next().is_none();
    let beside = |m: &&Moment| {
        let inside = m.span.start >= start && m.span.end <= end;
        let behind = m.span.start >= end && m.span.start <= end + BESIDE;
        inside && clear || behind
    };
    if let Some(moment) = moments.iter().find(beside) {
        return Some(moment.value.clone());
    }
    if lasting {
        return None;
    }
    let verb = frames.iter().rposition(|f| f.at >= first && f.at <= last)?;
    of_frame(phrases, frames, verb, predicate, moments)
}
