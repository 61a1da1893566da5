//! The noun phrase before a place in a sentence: a verb looks back for its subject. Enters: a row and
//! an index. Leaves: the mentions that head the phrase that ends there, through prepositions, ages,
//! appositions, parentheses and lists.

use super::{
    lexicon::{Class, Form},
    phrase::{Argument, OF, Phrase, Phrases, REACH},
};
use crate::schema::EntityType;

/// Prepositions that may open a clause with a subject of its own.
const CLAUSE: [&str; 7] = ["since", "after", "before", "until", "as", "because", "than"];

impl Phrases<'_> {
    /// The phrase or list that ends at `at`, looking through what stands between commas.
    pub(super) fn left(&self, at: usize) -> Option<Phrase> {
        self.left_from(at, false, 0)
    }

    fn left_from(&self, at: usize, in_list: bool, depth: usize) -> Option<Phrase> {
        if depth > 12 {
            return None;
        }
        let mut i = at;
        loop {
            match self.class(i)? {
                Class::Close => {
                    let open = (i.saturating_sub(REACH)..i)
                        .rev()
                        .find(|&o| self.class(o) == Some(Class::Open))?;
                    i = open.checked_sub(1)?;
                }
                Class::Quote | Class::Adverb => i = i.checked_sub(1)?,
                // "the corporation itself was designated"
                Class::Pronoun if self.lower(i).ends_with("self") => i = i.checked_sub(1)?,
                Class::Comma | Class::Dash if !self.joint(i) => {
                    let outer = self.before_parenthetical(i)?;
                    // "Three men, X, Y and Z, were charged": the insertion names them.
                    let named = self
                        .left_from(outer, in_list, depth + 1)
                        .is_some_and(|p| !p.arguments.is_empty());
                    if !named
                        && let Some(inner) = self.left_from(i - 1, true, depth + 1)
                        && inner.arguments.len() > 1
                    {
                        return Some(inner);
                    }
                    i = outer;
                }
                Class::Mention | Class::Word | Class::Number => break,
                _ => return None,
            }
        }
        let (start, end) = (self.base_left(i), i);
        let arguments = self.arguments(start, end);
        let head = self.row.elements[end].lemma.clone();
        let mut phrase = Phrase { arguments, head, start, first_end: end, end };
        let Some(before) = start.checked_sub(1) else { return Some(phrase) };
        match self.class(before)? {
            // "since the court indicted him": a clause, not a place or time.
            Class::Preposition if CLAUSE.contains(&self.lower(before)) => Some(phrase),
            // "X is a company owned by Y": what is said of the company is said of X.
            Class::Be if self.is_common(&phrase) => {
                let mut i = before;
                while i > 0
                    && matches!(
                        self.class(i - 1),
                        Some(Class::Adverb | Class::Have | Class::Be | Class::Conjunction)
                    )
                {
                    i -= 1;
                }
                let mut outer = i.checked_sub(1)?;
                if self.class(outer) == Some(Class::Relative) {
                    outer = outer.checked_sub(1)?;
                }
                self.left_from(outer, false, depth + 1).or(Some(phrase))
            }
            Class::Preposition => {
                let mut outer = before.checked_sub(1)?;
                if self.class(outer) == Some(Class::Comma) && OF.contains(&self.lower(before)) {
                    outer = outer.checked_sub(1)?;
                }
                let mut inner = self.left_from(outer, in_list, depth + 1)?;
                if inner.arguments.is_empty()
                    && self.lexicon.is_agent(&inner.head)
                    && OF.contains(&self.lower(before))
                {
                    inner.arguments = phrase
                        .arguments
                        .iter()
                        .map(|a| Argument {
                            through_noun: !self.lexicon.is_state(&inner.head),
                            ..*a
                        })
                        .collect();
                }
                Some(inner)
            }
            Class::Conjunction if self.lower(before) != "but" => {
                let mut q = before.checked_sub(1);
                if q.is_some_and(|q| self.class(q) == Some(Class::Comma)) {
                    q = q.and_then(|q| q.checked_sub(1));
                }
                if let Some(q) = q
                    && let Some(more) = self.left_from(q, true, depth + 1)
                    && !self.is_object(more.start)
                {
                    phrase.arguments.splice(0..0, more.arguments);
                    phrase.start = more.start;
                }
                Some(phrase)
            }
            Class::Comma if self.is_age(start, end) => {
                self.left_from(before.checked_sub(1)?, in_list, depth + 1)
            }
            Class::Comma if in_list => {
                if let Some(more) = self.left_from(before.checked_sub(1)?, true, depth + 1)
                    && !more.arguments.is_empty()
                    && !self.is_object(more.start)
                {
                    phrase.arguments.splice(0..0, more.arguments);
                    phrase.start = more.start;
                }
                Some(phrase)
            }
            Class::Comma if self.is_common(&phrase) => {
                let outer = self.left_from(before.checked_sub(1)?, false, depth + 1);
                match outer {
                    Some(outer) if !outer.arguments.is_empty() && !self.is_common(&outer) => {
                        Some(outer)
                    }
                    Some(outer) if phrase.arguments.is_empty() => Some(outer),
                    _ => Some(phrase),
                }
            }
            _ => Some(phrase),
        }
    }

    /// Whether the phrase names nobody: no mention, or one unnamed group.
    fn is_common(&self, phrase: &Phrase) -> bool {
        match phrase.arguments.as_slice() {
            [] => true,
            [one] => self.row.elements[one.element].entity_type == Some(EntityType::Group),
            _ => false,
        }
    }

    /// Whether a transitive verb stands just before: then the phrase is its object.
    fn is_object(&self, start: usize) -> bool {
        let Some(before) = start.checked_sub(1) else { return false };
        matches!(self.class(before), Some(Class::Verb(_)))
            && !self.lexicon.is_intransitive(&self.row.elements[before].lemma)
    }

    /// The element before the comma that opens the insertion closed by the comma at `close`.
    fn before_parenthetical(&self, close: usize) -> Option<usize> {
        let elements = &self.row.elements;
        let lowest = close.saturating_sub(REACH);
        let mut i = close.checked_sub(1)?;
        while i > lowest {
            if matches!(self.class(i), Some(Class::Comma | Class::Dash)) && !self.joint(i) {
                let place = |at: usize| {
                    elements.get(at).is_some_and(|e| e.entity_type == Some(EntityType::Location))
                };
                let opens = match self.class(i + 1)? {
                    Class::Determiner | Class::Relative | Class::Number | Class::Word => true,
                    Class::Verb(form) => {
                        matches!(form, Form::Participle | Form::Ing)
                    }
                    Class::Preposition | Class::Adverb => true,
                    // ", one of its officers,"
                    Class::Pronoun => self.lower(i + 1) == "one",
                    Class::Mention => (place(i + 1) && place(i - 1)) || i + 2 < close,
                    _ => false,
                };
                if opens && (self.nominal(i - 1) || self.class(i - 1) == Some(Class::Close)) {
                    return Some(i - 1);
                }
            }
            i -= 1;
        }
        None
    }
}
