//! A sentence as a row of elements: mentions, words and marks, each with one class. Enters: a
//! sentence, the mentions in it and the lexicon. Leaves: elements whose verb readings are settled
//! by their neighbours. Links nothing.

use super::{
    lexicon::{Class, Lexicon, singular},
    nation::{Nations, is_country},
    reading::{settle_adverbs, settle_verbs},
};
use crate::{
    document::{Document, Sentence},
    entity::Resolution,
    mention::MentionKind,
    schema::EntityType,
    span::Span,
};

/// A mention, a word or a mark.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Its words in lower case; a hyphenated word is one.
    pub lower: String,
    /// Lemma of a verb, singular of another word.
    pub lemma: String,
    /// What it is here.
    pub class: Class,
    /// Index of the mention, when it is one.
    pub mention: Option<usize>,
    /// Type of the mention.
    pub entity_type: Option<EntityType>,
    /// For "Iranian" the mention of Iran elsewhere in the text.
    pub nation: Option<usize>,
    /// Whether it is the name of a country.
    pub country: bool,
}

impl Element {
    /// Whether it is a mention of somebody or something that may take part in a relation.
    pub(super) fn is_actor(&self) -> bool {
        self.class == Class::Mention && self.entity_type != Some(EntityType::Norp)
    }

    /// The mention that it stands for: the country for "Iranian".
    pub(super) fn actor(&self) -> Option<usize> {
        self.nation.or(self.mention)
    }

    /// Whether it can stand inside a noun phrase.
    pub(super) fn is_nominal(&self) -> bool {
        matches!(self.class, Class::Mention | Class::Word | Class::Number | Class::Possessive)
    }
}

/// The elements of one sentence, and the sentence's span.
pub(super) struct Row {
    /// The sentence, in bytes.
    pub span: Span,
    /// Its elements in text order.
    pub elements: Vec<Element>,
}

/// Builds the row of one sentence. O(tokens).
pub(super) fn row(
    doc: &Document,
    resolution: &Resolution,
    sentence: &Sentence,
    lexicon: &Lexicon,
    nations: &Nations,
) -> Row {
    let mentions = chosen(resolution, sentence.span);
    let mut elements = build(doc, resolution, sentence, lexicon, &mentions);
    let plain: Vec<usize> = mentions
        .iter()
        .copied()
        .filter(|m| !describes_another(&elements, resolution, *m))
        .collect();
    if plain.len() < mentions.len() {
        elements = build(doc, resolution, sentence, lexicon, &plain);
    }
    elements.retain(|e| e.class != Class::Quote);
    part_possessives(&mut elements, resolution);
    drop_aliases(&mut elements);
    // "were both designated", "have all been charged"
    for at in 1..elements.len() {
        if matches!(elements[at - 1].class, Class::Be | Class::Have)
            && ["both", "all", "each"].contains(&elements[at].lower.as_str())
        {
            elements[at].class = Class::Adverb;
        }
    }
    settle_adverbs(&mut elements, lexicon);
    for element in &mut elements {
        let words = doc.slice(element.span);
        match element.entity_type {
            Some(EntityType::Norp) => element.nation = nations.find(words),
            Some(EntityType::Location) => element.country = is_country(words),
            _ => {}
        }
    }
    settle_verbs(&mut elements, lexicon);
    Row { span: sentence.span, elements }
}

/// Whether an unnamed group only says what another is: "Acme is a front company", "Acme, a bank,", "Kim, the
/// GRU's officer,".
fn describes_another(elements: &[Element], resolution: &Resolution, mention: usize) -> bool {
    let m = &resolution.mentions[mention];
    if m.entity_type != EntityType::Group || m.kind == MentionKind::Name {
        return false;
    }
    let Some(at) = elements.iter().position(|e| e.mention == Some(mention)) else { return false };
    let mut i = at;
    let (mut article, mut owned) = (false, false);
    while i > 0 && at - i < 5 {
        let before = &elements[i - 1];
        let opens = before.class == Class::Determiner;
        article |= opens;
        owned |= before.class == Class::Possessive;
        // Whose it is stands before it: "a GRU officer", "the GRU's officer".
        let owner = before.is_actor()
            && before.entity_type != Some(EntityType::Person)
            && (at - i < 2 || elements[i].class == Class::Possessive);
        if !(opens
            || owner
            || matches!(before.class, Class::Word | Class::Adverb | Class::Possessive)
            || before.entity_type == Some(EntityType::Norp))
        {
            break;
        }
        i -= 1;
    }
    let Some(before) = i.checked_sub(1) else { return false };
    match elements[before].class {
        Class::Be => true,
        Class::Preposition => elements[before].lower == "as",
        Class::Comma => {
            let described = before.checked_sub(1).map(|i| &elements[i]).filter(|e| e.is_actor());
            let person = described.is_some_and(|e| e.entity_type == Some(EntityType::Person));
            (article || owned && person || elements[at].lower.starts_with("a "))
                && described.is_some_and(|e| e.entity_type != Some(EntityType::Group))
        }
        _ => false,
    }
}

/// "its director" becomes "it 's director": whatever reads "Acme's director" reads it too.
fn part_possessives(elements: &mut Vec<Element>, resolution: &Resolution) {
    for at in (0..elements.len()).rev() {
        let pronoun = elements[at]
            .mention
            .is_some_and(|m| resolution.mentions[m].kind == MentionKind::Pronoun);
        let possessive = ["its", "his", "her", "their"].contains(&elements[at].lower.as_str());
        let owned = elements
            .get(at + 1)
            .is_some_and(|e| matches!(e.class, Class::Word | Class::Mention | Class::Number));
        if pronoun && possessive && owned {
            // "sanctioned Acme and its director": whose it is was named right before.
            let named = at.checked_sub(2).map(|i| &elements[i]).filter(|e| {
                let person = elements[at].lower != "its";
                elements[at - 1].lower == "and"
                    && e.is_actor()
                    && (e.entity_type == Some(EntityType::Person)) == person
            });
            if let Some(named) = named.cloned() {
                (elements[at].mention, elements[at].entity_type) =
                    (named.mention, named.entity_type);
            }
            let end = elements[at].span.end;
            let mut mark = blank(Span::new(end, end), "'s".into());
            mark.class = Class::Possessive;
            mark.lemma.clone_from(&mark.lower);
            elements.insert(at + 1, mark);
        }
    }
}

/// Words that open another name of the one just named.
const ALIAS: [&[&str]; 8] = [
    &["a.k.a."],
    &["aka"],
    &["a.k.a"],
    &["alias"],
    &["also", "known", "as"],
    &["also", "called"],
    &["also", "spelled"],
    &["known", "as"],
];

/// Takes out ", a.k.a. Abu Rim,": what is said behind it is said of the one named before.
fn drop_aliases(elements: &mut Vec<Element>) {
    let mut at = 1;
    while at + 2 < elements.len() {
        let opens = elements[at].class == Class::Comma && elements[at - 1].is_actor();
        let alias = ALIAS.iter().find(|words| {
            words
                .iter()
                .enumerate()
                .all(|(i, w)| elements.get(at + 1 + i).is_some_and(|e| e.lower == **w))
        });
        if let Some(alias) = alias.filter(|_| opens) {
            let from = at + 1 + alias.len();
            let close = (from..(from + 6).min(elements.len()))
                .take_while(|&i| elements[i].is_nominal() || elements[i].class == Class::Comma)
                .find(|&i| elements[i].class == Class::Comma);
            if let Some(close) = close {
                elements.drain(at..=close);
                continue;
            }
        }
        at += 1;
    }
}

/// Elements with their classes, verbs aside.
fn build(
    doc: &Document,
    resolution: &Resolution,
    sentence: &Sentence,
    lexicon: &Lexicon,
    mentions: &[usize],
) -> Vec<Element> {
    let mut elements: Vec<Element> = Vec::with_capacity(sentence.tokens.len());
    let mut next = mentions.iter().peekable();
    let mut token = sentence.tokens.start;
    while token < sentence.tokens.end {
        let span = doc.tokens()[token].span;
        while next.peek().is_some_and(|&&m| resolution.mentions[m].span.end <= span.start) {
            next.next();
        }
        if let Some(&&m) = next.peek() {
            let mention = &resolution.mentions[m];
            if mention.span.overlaps(span) {
                elements.push(mention_element(doc, resolution, m));
                while token < sentence.tokens.end
                    && doc.tokens()[token].span.start < mention.span.end
                {
                    token += 1;
                }
                next.next();
                continue;
            }
        }
        push_word(doc, span, token + 1 == sentence.tokens.end, &mut elements);
        token += 1;
    }
    for element in &mut elements {
        if element.mention.is_none() {
            element.class = lexicon.class(&element.lower);
            if element.lower.ends_with("n't") {
                element.class = Class::Negation;
            }
            element.lemma = singular(&element.lower);
        }
    }
    elements
}

/// Mentions inside `span` that do not overlap: names first, then the longest.
fn chosen(resolution: &Resolution, span: Span) -> Vec<usize> {
    let first = resolution.mentions.partition_point(|m| m.span.start < span.start);
    let mut inside: Vec<usize> = (first..resolution.mentions.len())
        .take_while(|&m| resolution.mentions[m].span.start < span.end)
        .collect();
    inside.sort_by_key(|&m| {
        let mention = &resolution.mentions[m];
        (mention.kind != MentionKind::Name, usize::MAX - mention.span.len(), m)
    });
    let mut kept: Vec<usize> = Vec::new();
    for m in inside {
        let here = resolution.mentions[m].span;
        if kept.iter().all(|&k| !resolution.mentions[k].span.overlaps(here)) {
            kept.push(m);
        }
    }
    kept.sort_by_key(|&m| resolution.mentions[m].span);
    kept
}

fn mention_element(doc: &Document, resolution: &Resolution, m: usize) -> Element {
    let mention = &resolution.mentions[m];
    let lower = doc.slice(mention.span).to_lowercase();
    let value = mention.entity_type.is_value();
    Element {
        span: mention.span,
        lemma: lower.clone(),
        lower,
        class: if value { Class::Number } else { Class::Mention },
        mention: Some(m),
        entity_type: Some(mention.entity_type),
        nation: None,
        country: false,
    }
}

/// Adds a token; joins it to the one before when both are one word: "u.s.", "co-founder", "'s".
fn push_word(doc: &Document, span: Span, last: bool, elements: &mut Vec<Element>) {
    let lower = doc.slice(span).to_lowercase();
    let count = elements.len();
    if let Some(before) = elements.last_mut() {
        let adjacent = before.span.end == span.start;
        let quote = |text: &str| text == "'" || text == "’";
        let word = |text: &str| text.chars().next_back().is_some_and(char::is_alphanumeric);
        if adjacent && before.mention.is_none() {
            let number = before.lower.starts_with(|c: char| c.is_ascii_digit() || c == '$');
            let joined = match lower.as_str() {
                "." => word(&before.lower) && !last,
                "-" | "‑" => word(&before.lower),
                "," => number && !last && follows_digit(doc, span),
                "s" => quote(&before.lower),
                _ => {
                    (before.lower.ends_with(['.', '-', '‑', ',']) && before.lower.len() > 1)
                        || before.lower == "$"
                }
            };
            if joined {
                let possessive = lower == "s" && quote(&before.lower);
                before.span = before.span.cover(span);
                before.lower =
                    if possessive { "'s".into() } else { format!("{}{lower}", before.lower) };
                return;
            }
            if lower == "t" && quote(&before.lower) && count > 1 {
                let at = before.span;
                elements.pop();
                if let Some(word) = elements.last_mut() {
                    word.span = word.span.cover(at).cover(span);
                    word.lower.push_str("'t");
                }
                return;
            }
        }
        if adjacent && quote(&lower) && before.lower.ends_with('s') && !last {
            let next = doc.text()[span.end..].chars().next();
            if next.is_some_and(char::is_whitespace) {
                elements.push(blank(span, "'s".into()));
                return;
            }
        }
    }
    elements.push(blank(span, lower));
}

fn follows_digit(doc: &Document, span: Span) -> bool {
    doc.text()[span.end..].starts_with(|c: char| c.is_ascii_digit())
}

fn blank(span: Span, lower: String) -> Element {
    Element {
        span,
        lemma: String::new(),
        lower,
        class: Class::Word,
        mention: None,
        entity_type: None,
        nation: None,
        country: false,
    }
}
