//! Noun phrases around a place in a sentence. Enters: a row and an index. Leaves: the mentions that
//! head the phrase there, through titles, ages, appositions, parentheses and lists. A light grammar:
//! it never builds a tree.

use super::{
    lexicon::{Class, Lexicon},
    sentence::Row,
};

/// A mention in a grammatical slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Argument {
    /// Index of its element in the row.
    pub element: usize,
    /// Whether a noun stands between: "FBI agents" for the FBI.
    pub through_noun: bool,
}

/// A noun phrase or a list of them.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    /// The mentions that head it.
    pub arguments: Vec<Argument>,
    /// Singular of the head noun of its first part, in lower case.
    pub head: String,
    /// First element.
    pub start: usize,
    /// Last element of the first part.
    pub first_end: usize,
    /// Last element.
    pub end: usize,
}

/// Longest list or apposition that is looked through, in elements.
pub(super) const REACH: usize = 34;
/// Prepositions that hang a place or owner on the noun before.
pub(super) const OF: [&str; 5] = ["of", "from", "in", "at", "for"];

/// A row with the lexicon that explains its nouns.
#[derive(Clone, Copy)]
pub(super) struct Phrases<'a> {
    pub row: &'a Row,
    pub lexicon: &'a Lexicon,
}

impl Phrases<'_> {
    pub(super) fn class(&self, at: usize) -> Option<Class> {
        self.row.elements.get(at).map(|e| e.class)
    }

    pub(super) fn lower(&self, at: usize) -> &str {
        self.row.elements.get(at).map_or("", |e| &e.lower)
    }

    pub(super) fn nominal(&self, at: usize) -> bool {
        self.row.elements.get(at).is_some_and(super::sentence::Element::is_nominal)
    }

    /// A hyphen between two words without space: inside a noun phrase.
    pub(super) fn joint(&self, at: usize) -> bool {
        let elements = &self.row.elements;
        self.class(at) == Some(Class::Dash)
            && at > 0
            && at + 1 < elements.len()
            && elements[at - 1].span.end == elements[at].span.start
            && elements[at].span.end == elements[at + 1].span.start
    }

    /// First and last element of the simple phrase that starts at or just after `at`.
    pub(super) fn base_right(&self, at: usize) -> Option<(usize, usize)> {
        let mut start = at;
        while matches!(self.class(start), Some(Class::Quote | Class::Adverb)) {
            start += 1;
        }
        let mut i = start;
        let mut end: Option<usize> = None;
        loop {
            match self.class(i) {
                Some(Class::Determiner) if end.is_none() => {}
                Some(Class::Adverb | Class::Quote) if self.nominal(i + 1) && end.is_none() => {}
                _ if self.joint(i) => {}
                // "paid Acme $300", "found Kim guilty"
                Some(class)
                    if end.is_some_and(|e| e + 1 == i && self.row.elements[e].is_actor())
                        && (class == Class::Number
                            || class == Class::Word && self.lexicon.ends_name(self.lower(i))) =>
                {
                    break;
                }
                _ if self.nominal(i) => end = Some(i),
                _ => break,
            }
            i += 1;
        }
        let mut end = end?;
        while end > start && self.class(end) == Some(Class::Possessive) {
            end -= 1;
        }
        (self.class(end) != Some(Class::Possessive)).then_some((start, end))
    }

    /// First element of the simple phrase that ends at `end`.
    pub(super) fn base_left(&self, end: usize) -> usize {
        let mut start = end;
        while start > 0 {
            let before = start - 1;
            if self.nominal(before) || self.joint(before) {
                start = before;
            } else if self.class(before) == Some(Class::Determiner) {
                return before;
            } else {
                break;
            }
        }
        start
    }

    pub(super) fn arguments(&self, start: usize, end: usize) -> Vec<Argument> {
        let elements = &self.row.elements;
        if elements[end].is_actor() {
            return vec![Argument { element: end, through_noun: false }];
        }
        if end > start
            && elements[end - 1].is_actor()
            && elements[end].class == Class::Word
            && self.lexicon.is_kind(&elements[end].lower)
        {
            return vec![Argument { element: end - 1, through_noun: false }];
        }
        if elements[end].class == Class::Word && self.lexicon.is_agent(&elements[end].lemma) {
            // "the North Korean government" is the country.
            let state = self.lexicon.is_state(&elements[end].lemma);
            let owner = (start..end)
                .rev()
                .find(|&i| elements[i].is_actor() || (state && elements[i].nation.is_some()));
            if let Some(element) = owner {
                let through_noun = !self.lexicon.is_state(&elements[end].lemma);
                return vec![Argument { element, through_noun }];
            }
        }
        Vec::new()
    }

    /// After an agent noun without a name: "officials of the ministry".
    fn owner_after(&self, head: usize) -> Option<(Argument, usize)> {
        let elements = &self.row.elements;
        let agent =
            elements[head].class == Class::Word && self.lexicon.is_agent(&elements[head].lemma);
        if !agent || !OF.contains(&self.lower(head + 1)) {
            return None;
        }
        let (_, end) = self.base_right(head + 2)?;
        let through_noun = !self.lexicon.is_state(&elements[head].lemma);
        elements[end].is_actor().then_some((Argument { element: end, through_noun }, end))
    }

    pub(super) fn is_age(&self, start: usize, end: usize) -> bool {
        self.row.elements[start..=end].iter().all(|e| e.class == Class::Number)
    }

    fn after_parenthesis(&self, at: usize) -> usize {
        if self.class(at) != Some(Class::Open) {
            return at;
        }
        (at..(at + REACH).min(self.row.elements.len()))
            .find(|&i| self.class(i) == Some(Class::Close))
            .map_or(at, |close| close + 1)
    }

    /// The phrase or list that starts at `at`.
    pub(super) fn right(&self, at: usize) -> Option<Phrase> {
        let (start, end) = self.base_right(at)?;
        let elements = &self.row.elements;
        let mut arguments = self.arguments(start, end);
        let head = elements[end].lemma.clone();
        let (mut last, first_end) = (end, end);
        if arguments.is_empty()
            && let Some((argument, end)) = self.owner_after(end)
        {
            arguments.push(argument);
            last = end;
        }
        // "a doctor, Mohamed Haneef,": the insertion names the noun.
        let named = last + 2;
        let group = crate::schema::EntityType::Group;
        let common = arguments.iter().all(|a| elements[a.element].entity_type == Some(group));
        if common
            && self.class(last + 1) == Some(Class::Comma)
            && elements.get(named).is_some_and(|e| e.is_actor() && e.entity_type != Some(group))
            && matches!(
                self.class(named + 1),
                Some(Class::Comma | Class::Stop | Class::Conjunction | Class::Preposition) | None
            )
        {
            arguments = vec![Argument { element: named, through_noun: false }];
            last = named;
        }
        let last = self.list(last + 1, at + 3 * REACH, &mut arguments).unwrap_or(last);
        Some(Phrase { arguments, head, start, first_end, end: last })
    }

    /// Adds what is listed from `from` on to the arguments before it; the last element of the list, if there is one.
    fn list(&self, from: usize, limit: usize, arguments: &mut Vec<Argument>) -> Option<usize> {
        let elements = &self.row.elements;
        let (mut i, mut last) = (from, None);
        while i < limit {
            i = self.after_parenthesis(i);
            let comma = self.class(i) == Some(Class::Comma);
            let next = if comma { i + 1 } else { i };
            let conjunction =
                self.class(next) == Some(Class::Conjunction) && self.lower(next) != "but";
            let from = if conjunction { next + 1 } else { next };
            if !comma && !conjunction {
                // "X of Miami and Y": look through the place when the list goes on behind it.
                if OF.contains(&self.lower(i))
                    && let Some((_, e)) = self.base_right(i + 1)
                    && elements[e].entity_type == Some(crate::schema::EntityType::Location)
                    && self.goes_on(e + 1)
                {
                    i = e + 1;
                    continue;
                }
                break;
            }
            if comma
                && !conjunction
                && let Some(close) = self.apposition(from)
            {
                i = close;
                continue;
            }
            if comma && OF.contains(&self.lower(from)) {
                // ", of Miami, Florida,"
                match self.base_right(from + 1) {
                    Some((_, e)) if self.goes_on(e + 1) => {
                        i = e + 1;
                        continue;
                    }
                    _ => break,
                }
            }
            let Some((s, e)) = self.base_right(from) else { break };
            if self.is_age(s, e) {
                i = e + 1;
                continue;
            }
            let (mut more, mut e) = (self.arguments(s, e), e);
            // "Acme's executive, Ann Lee" is she, not Acme.
            let by_noun = more.iter().all(|argument| argument.through_noun);
            if let Some(named) = self.named_behind(e).filter(|_| conjunction && by_noun) {
                (more, e) = (vec![Argument { element: named, through_noun: false }], named);
            }
            let place = elements[e].entity_type == Some(crate::schema::EntityType::Location);
            if more.is_empty() || (comma && !conjunction && !self.goes_on(e + 1)) {
                if comma && !conjunction && self.goes_on(e + 1) && more.is_empty() {
                    i = e + 1;
                    continue;
                }
                break;
            }
            if self.opens_clause(e + 1) && conjunction {
                break;
            }
            let kinds = arguments
                .first()
                .is_some_and(|a| elements[a.element].entity_type != elements[e].entity_type);
            if !(place && kinds) {
                arguments.extend(more);
                last = Some(e);
            }
            i = e + 1;
        }
        last
    }

    /// The comma that closes an apposition with words of its own, before a list goes on: "Acme, a company based in
    /// Dubai, and Ann Lee".
    fn apposition(&self, from: usize) -> Option<usize> {
        if !["a", "an"].contains(&self.lower(from)) {
            return None;
        }
        let mut verb = false;
        for i in from + 1..(from + REACH).min(self.row.elements.len()) {
            match self.class(i) {
                Some(Class::Comma) => {
                    let on = self.class(i + 1) == Some(Class::Conjunction)
                        && self.lower(i + 1) == "and"
                        && self.base_right(i + 2).is_some();
                    return (verb && on).then_some(i);
                }
                Some(Class::Verb(form)) if form != super::lexicon::Form::Third => verb = true,
                Some(
                    Class::Verb(_)
                    | Class::Be
                    | Class::Have
                    | Class::Do
                    | Class::Modal
                    | Class::Relative
                    | Class::Conjunction
                    | Class::Stop,
                ) => return None,
                _ => {}
            }
        }
        None
    }

    /// The person whose name says who the noun at `noun` is: "and its director, Ann Lee,"; none where that one acts:
    /// "and its director, Ann Lee, denied it".
    fn named_behind(&self, noun: usize) -> Option<usize> {
        let person = Some(crate::schema::EntityType::Person);
        let named = noun + 2;
        let is_named = self.class(noun) == Some(Class::Word)
            && self.class(noun + 1) == Some(Class::Comma)
            && self
                .row
                .elements
                .get(named)
                .is_some_and(|e| e.is_actor() && e.entity_type == person);
        let next = self.after_parenthesis(named + 1);
        let ends = match self.class(next) {
            Some(Class::Comma) => !self.opens_clause(next + 1),
            Some(Class::Stop | Class::Conjunction | Class::Preposition) | None => true,
            _ => false,
        };
        (is_named && ends).then_some(named)
    }

    /// Whether a finite verb follows: then what stands before is its subject, not our object.
    fn opens_clause(&self, at: usize) -> bool {
        let mut at = at;
        while matches!(self.class(at), Some(Class::Adverb | Class::Negation)) {
            at += 1;
        }
        match self.class(at) {
            Some(Class::Be | Class::Have | Class::Do | Class::Modal) => true,
            Some(Class::Verb(super::lexicon::Form::Third | super::lexicon::Form::Past)) => true,
            // "denied it": what has an object of its own describes nobody.
            Some(Class::Verb(super::lexicon::Form::Participle)) => matches!(
                self.class(at + 1),
                Some(Class::Determiner | Class::Mention | Class::Pronoun | Class::Subordinator)
            ),
            _ => false,
        }
    }

    /// Whether a list goes on at `at`: a comma or conjunction, and a conjunction before the clause ends.
    fn goes_on(&self, at: usize) -> bool {
        let at = self.after_parenthesis(at);
        if !matches!(self.class(at), Some(Class::Comma | Class::Conjunction)) {
            return false;
        }
        for i in at..(at + REACH).min(self.row.elements.len()) {
            match self.class(i) {
                Some(Class::Conjunction) => return self.base_right(i + 1).is_some(),
                Some(Class::Preposition) if self.lower(i) == "among" => return true,
                Some(Class::Verb(_) | Class::Be | Class::Have | Class::Modal | Class::Relative) => {
                    return false;
                }
                _ => {}
            }
        }
        false
    }
}
