//! Lists of the accused. Enters: the sentences of a document. Leaves: who stands in a list that says that it is one of
//! the accused: behind "The defendants are", "The company charged is", or one a line behind "Individuals charged include:".
//! What follows for them is not decided here.

use super::{
    Parsed,
    lexicon::{Class, singular},
    patterns::Patterns,
    phrase::Phrases,
    sentence::{Element, Row},
};
use crate::schema::EntityType;

/// Whom a list can name by what they are.
const NOUNS: [&str; 13] = [
    "defendant",
    "individual",
    "person",
    "people",
    "company",
    "corporation",
    "man",
    "men",
    "woman",
    "women",
    "executive",
    "official",
    "those",
];
/// Most lines of a list.
const LINES: usize = 12;
/// Longest heading behind the noun: "defendants who were charged today are".
const HEADING: usize = 8;

/// Somebody in such a list.
pub(super) struct Listed {
    /// The number of the sentence, and the element there.
    pub sentence: usize,
    pub element: usize,
    pub convicted: bool,
}

/// Everybody who stands in a list of the accused, in text order.
pub(super) fn listed(parsed: &[Parsed], patterns: &Patterns) -> Vec<Listed> {
    let mut found = Vec::new();
    for (number, sentence) in parsed.iter().enumerate() {
        let phrases = Phrases { row: &sentence.row, lexicon: &patterns.lexicon };
        let Some(heading) = heading(phrases, patterns) else { continue };
        let convicted = heading.convicted;
        let here = members(phrases, heading.end);
        if here.is_empty() {
            if !ends_with_colon(&sentence.row) {
                continue;
            }
            let lines = parsed.iter().enumerate().skip(number + 1).take(LINES);
            let lines = lines.map_while(|(line, item)| Some((line, item, first(item)?)));
            found.extend(lines.map(|(line, _, element)| Listed {
                sentence: line,
                element,
                convicted,
            }));
        } else {
            let listed = |element| Listed { sentence: number, element, convicted };
            found.extend(here.into_iter().map(listed));
        }
    }
    found
}

struct Heading {
    /// Behind its last word.
    end: usize,
    convicted: bool,
}

/// What announces a list of the accused: a noun, that they are accused unless the noun says so, and "are" or "include".
fn heading(phrases: Phrases<'_>, patterns: &Patterns) -> Option<Heading> {
    let case = &patterns.case;
    let elements = &phrases.row.elements;
    (0..elements.len()).find_map(|at| {
        // "Individuals" may be an unnamed group.
        let is_name = !matches!(elements[at].entity_type, None | Some(EntityType::Group));
        let noun = singular(elements[at].lower.split(' ').next_back().unwrap_or_default());
        if is_name || !NOUNS.contains(&noun.as_str()) || depends(phrases, at) {
            return None;
        }
        let last = elements.len().min(at + 1 + HEADING);
        let end = (at + 1..last).find(|&i| {
            let ends = phrases.class(i + 1) == Some(Class::Stop) && phrases.lower(i + 1) == ":";
            let opens = elements[i].class == Class::Be || elements[i].lemma == "include";
            opens && (ends || elements[i].lemma == "include" || behind(phrases, i + 1))
        })?;
        let between = &elements[at + 1..end];
        // "those indicted": what reads as a noun may be a participle.
        let lemma = |lower: &str| phrases.lexicon.verb(lower).map(|(lemma, _)| lemma.to_owned());
        let lemmas: Vec<String> = between.iter().filter_map(|e| lemma(&e.lower)).collect();
        let accused = |verbs: &[String]| lemmas.iter().any(|lemma| verbs.contains(lemma));
        let convicted = accused(&case.convicted);
        let is_list =
            convicted || accused(&case.charged) || noun == "defendant" && between.len() <= 2;
        // "the official who charged Kim is"
        let relative = between.iter().position(|e| e.class == Class::Relative);
        let passive = |e: &Element| matches!(e.class, Class::Be | Class::Have);
        let active = relative.is_some_and(|at| !between[at..].iter().any(passive));
        if active || between.iter().any(Element::is_actor) {
            return None;
        }
        let negated = between.iter().any(|e| matches!(e.class, Class::Negation | Class::Modal));
        (is_list && !negated).then_some(Heading { end: end + 1, convicted })
    })
}

/// Whether a noun only says more of another: "attorneys for the defendants", "victims of those charged".
fn depends(phrases: Phrases<'_>, at: usize) -> bool {
    let before = (0..at).rev().find(|&i| phrases.class(i) != Some(Class::Determiner));
    before.and_then(|i| phrases.class(i)).is_some_and(|class| {
        matches!(class, Class::Preposition | Class::Verb(_) | Class::Possessive)
    })
}

/// Whether a name stands here, behind an article.
fn behind(phrases: Phrases<'_>, at: usize) -> bool {
    let skip = usize::from(phrases.class(at) == Some(Class::Determiner));
    phrases.row.elements.get(at + skip).is_some_and(|e| e.is_actor())
}

/// Who is listed from here on: what heads each part between semicolons or, without these, between commas.
fn members(phrases: Phrases<'_>, from: usize) -> Vec<usize> {
    let elements = &phrases.row.elements;
    let by_semicolon = elements[from..].iter().any(|e| e.lower == ";");
    let joins = |i: usize| {
        matches!(elements[i].class, Class::Conjunction | Class::Determiner | Class::Stop)
            || matches!(elements[i].class, Class::Comma | Class::Number) && !by_semicolon
            || elements[i].lower == ";"
    };
    // "The defendant was Acme's chief executive"
    let whole = |i: usize| match phrases.class(i + 1) {
        None => true,
        Some(class) => matches!(
            class,
            Class::Comma
                | Class::Conjunction
                | Class::Open
                | Class::Stop
                | Class::Preposition
                | Class::Dash
        ),
    };
    let mut found = Vec::new();
    let mut at = from;
    while at < elements.len() {
        if joins(at) {
            at += 1;
        } else if is_accusable(phrases, at) && whole(at) {
            found.push(at);
            at += 1;
            if by_semicolon {
                at = (at..elements.len())
                    .find(|&i| elements[i].lower == ";")
                    .unwrap_or(elements.len());
            }
        } else {
            break;
        }
    }
    found
}

/// Who a line of a list names: it begins with a name and states nothing.
fn first(line: &Parsed) -> Option<usize> {
    let elements = &line.row.elements;
    let starts = |class| {
        matches!(class, Class::Stop | Class::Number | Class::Dash | Class::Open | Class::Close)
    };
    let at = elements.iter().position(|e| !starts(e.class))?;
    let named = !ends_with_colon(&line.row)
        && elements[at].is_actor()
        && matches!(elements[at].entity_type, Some(EntityType::Person | EntityType::Organization));
    (named && line.frames.is_empty()).then_some(at)
}

fn ends_with_colon(row: &Row) -> bool {
    row.elements.last().is_some_and(|e| e.lower == ":")
}

fn is_accusable(phrases: Phrases<'_>, at: usize) -> bool {
    let element = &phrases.row.elements[at];
    element.is_actor()
        && matches!(
            element.entity_type,
            Some(EntityType::Person | EntityType::Organization | EntityType::Group)
        )
}
