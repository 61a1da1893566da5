//! A sentence as a row of elements: mentions, words and marks, each with one class. Enters: a
//! sentence, the mentions in it and the lexicon. Leaves: elements whose verb readings are settled
//! by their neighbours. Links nothing.

use super::{
    lexicon::{Class, Form, Lexicon, singular},
    nation::{Nations, is_country},
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

/// Whether an unnamed group only says what another is: "Acme is a front company", "Acme, a bank,".
fn describes_another(elements: &[Element], resolution: &Resolution, mention: usize) -> bool {
    let m = &resolution.mentions[mention];
    if m.entity_type != EntityType::Group || m.kind == MentionKind::Name {
        return false;
    }
    let Some(at) = elements.iter().position(|e| e.mention == Some(mention)) else { return false };
    let mut i = at;
    let mut article = false;
    while i > 0 && at - i < 5 {
        let before = &elements[i - 1];
        let opens = before.class == Class::Determiner;
        article |= opens;
        if !(opens
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
            (article || elements[at].lower.starts_with("a "))
                && before > 0
                && elements[before - 1].is_actor()
                && elements[before - 1].entity_type != Some(EntityType::Group)
        }
        _ => false,
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

/// "on Monday" and "in turn" tell when and how; nothing hangs on their preposition.
fn settle_adverbs(elements: &mut [Element], lexicon: &Lexicon) {
    for at in 1..elements.len() {
        if elements[at - 1].class != Class::Preposition {
            continue;
        }
        let pair = lexicon.is_adverb_pair(&elements[at - 1].lower, &elements[at].lower);
        if pair || lexicon.is_weekday(&elements[at].lower) {
            elements[at - 1].class = Class::Adverb;
            elements[at].class = Class::Adverb;
        }
    }
}

/// Decides which words that may be verbs are verbs here.
fn settle_verbs(elements: &mut [Element], lexicon: &Lexicon) {
    for at in 0..elements.len() {
        if elements[at].class == Class::Have && has_object(elements, at, lexicon) {
            elements[at].class = Class::Verb(Form::Third);
            elements[at].lemma = "have".into();
            continue;
        }
        if elements[at].mention.is_some() || elements[at].class != Class::Word {
            continue;
        }
        // "Iran-backed", "Miami-based": what follows a hyphen describes.
        if at > 0
            && elements[at - 1].class == Class::Dash
            && elements[at - 1].span.end == elements[at].span.start
        {
            continue;
        }
        let (before, after) = (previous(elements, at), elements.get(at + 1));
        let after_be = before.is_some_and(|i| elements[i].class == Class::Be);
        if after_be && let Some(lemma) = lexicon.compound(&elements[at].lower) {
            elements[at].lemma = lemma.to_owned();
            elements[at].class = Class::Verb(Form::Participle);
            continue;
        }
        // "money laundering" is a noun, "by laundering money" is none.
        let governs = before.is_some_and(|i| elements[i].class == Class::Preposition)
            && after.is_some_and(|e| {
                matches!(
                    e.class,
                    Class::Mention
                        | Class::Determiner
                        | Class::Word
                        | Class::Number
                        | Class::Pronoun
                )
            });
        if lexicon.describes(&elements[at].lower) && !after_be && !governs {
            continue;
        }
        let Some((lemma, form)) = lexicon.verb(&elements[at].lower) else { continue };
        let lemma = lemma.to_owned();
        let joined = after.is_some_and(|e| e.class == Class::Conjunction)
            && form == Form::Third
            && before.is_some_and(|i| elements[i].is_actor())
            && elements.get(at + 2).is_some_and(|e| {
                matches!(e.class, Class::Be | Class::Have | Class::Adverb)
                    || lexicon.verb(&e.lower).is_some_and(|(_, f)| f == Form::Third)
            });
        // "is owned by X and provides services": a second verb of the same subject.
        let coordinated = form == Form::Third
            && before.is_some_and(|i| elements[i].class == Class::Conjunction)
            && after.is_some_and(|e| e.class == Class::Word)
            && elements[..at]
                .iter()
                .any(|e| matches!(e.class, Class::Be | Class::Have | Class::Verb(Form::Third)));
        if joined || coordinated || reads_as_verb(elements, before, after, form) {
            elements[at].class = Class::Verb(form);
            elements[at].lemma = lemma;
        }
    }
}

/// Whether "have" is the verb itself: a noun phrase follows and no participle.
fn has_object(elements: &[Element], at: usize, lexicon: &Lexicon) -> bool {
    elements.get(at + 1).is_some_and(|next| match next.class {
        Class::Determiner | Class::Number => true,
        Class::Word => lexicon.verb(&next.lower).is_none_or(|(_, f)| f == Form::Third),
        _ => false,
    })
}

/// Index of the nearest element before `at` that is no adverb or negation.
pub(super) fn previous(elements: &[Element], at: usize) -> Option<usize> {
    (0..at).rev().find(|&i| !matches!(elements[i].class, Class::Adverb | Class::Negation))
}

fn reads_as_verb(
    elements: &[Element],
    before: Option<usize>,
    after: Option<&Element>,
    form: Form,
) -> bool {
    let Some(before) = before.map(|i| &elements[i]) else {
        // A headline or an imperative: only clear verb forms.
        return matches!(form, Form::Ing | Form::Past | Form::Participle)
            && !after.is_some_and(|e| e.class == Class::Word && form == Form::Participle);
    };
    let opens_object = |e: &Element| {
        matches!(
            e.class,
            Class::Determiner
                | Class::Mention
                | Class::Pronoun
                | Class::Number
                | Class::Preposition
                | Class::Relative
                | Class::Adverb
                | Class::Negation
                | Class::Be
                | Class::Subordinator
                | Class::Quote
        ) || e.lower.ends_with("ing")
    };
    let clause = after.is_none_or(opens_object);
    match form {
        Form::Base => match before.class {
            Class::Modal | Class::Do => true,
            Class::Preposition => before.lower == "to",
            Class::Pronoun => clause || after.is_some_and(|e| e.class == Class::Word),
            Class::Relative => true,
            Class::Negation => true,
            Class::Mention => {
                (before.entity_type == Some(EntityType::Group) || clause)
                    && after.is_some_and(|e| e.class != Class::Preposition)
                    && !is_title(before)
            }
            Class::Word => {
                before.lower.ends_with('s')
                    && clause
                    && after.is_some_and(|e| e.class != Class::Preposition)
            }
            Class::Conjunction => {
                // "to plan and carry out": the verb before the conjunction has the same form.
                clause && after.is_some_and(|e| e.class != Class::Preposition)
            }
            _ => false,
        },
        Form::Third => match before.class {
            Class::Relative | Class::Pronoun => true,
            Class::Mention => clause || after.is_some_and(|e| e.class == Class::Word),
            Class::Word | Class::Close => {
                clause && after.is_some_and(|e| e.class != Class::Preposition)
            }
            Class::Comma | Class::Conjunction => {
                clause && after.is_some_and(|e| e.class != Class::Preposition)
            }
            _ => false,
        },
        Form::Ing => {
            !matches!(before.class, Class::Determiner | Class::Possessive)
                && !(before.class == Class::Mention && before.entity_type == Some(EntityType::Norp))
                && !(before.class == Class::Word
                    && after.is_none_or(|e| {
                        !matches!(
                            e.class,
                            Class::Determiner | Class::Mention | Class::Preposition | Class::Word
                        )
                    }))
        }
        Form::Past | Form::Participle => match before.class {
            Class::Determiner | Class::Possessive => false,
            Class::Preposition => before.lower == "as",
            Class::Number => after.is_none_or(|e| e.class != Class::Word),
            Class::Conjunction | Class::Comma => true,
            _ => true,
        },
    }
}

fn is_title(element: &Element) -> bool {
    element.entity_type == Some(EntityType::Norp)
}
