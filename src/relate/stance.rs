//! How sure the writer is. Enters: a sentence, its frames, the cue words and what is stated where.
//! Leaves: asserted, alleged or denied, by the words in whose scope the statement stands: those of its
//! own clause, of the clauses above it, or of the whole sentence. Judges no truth, only wording.

use super::{
    clause::Frame,
    lexicon::Class,
    patterns::{Cues, Patterns},
    phrase::Phrases,
    scope,
};
use crate::schema::Status;

/// A sentence that states something.
#[derive(Clone, Copy)]
pub(super) struct Said<'a> {
    pub phrases: Phrases<'a>,
    pub frames: &'a [Frame],
    pub cues: &'a Cues,
}

/// How many clauses above a statement are looked at.
const STEPS: usize = 4;
/// How far before a statement without a verb a word that doubts it may stand, in elements.
const NEAR: usize = 3;

/// Status of what the verb at `frames[index]` states; `end` is the last element of the statement.
pub(super) fn of_frame(said: Said<'_>, index: usize, end: usize, predicate: &str) -> Status {
    let frame = &said.frames[index];
    if frame.negated
        || said.is_empty_handed(frame, end)
        || said.is_wrong(frame)
        || said.is_cleared(frame)
    {
        return Status::Denied;
    }
    let chain = said.above(index);
    if chain == Some(Status::Denied) {
        return Status::Denied;
    }
    if said.is_procedure(predicate) {
        return if said.is_ahead(index) { Status::Alleged } else { Status::Asserted };
    }
    let alleged = chain == Some(Status::Alleged)
        || frame.hypothetical
        || said.is_future(frame)
        || said.is_hedged(index)
        || scope::whole_sentence(said, frame.at);
    if alleged { Status::Alleged } else { Status::Asserted }
}

/// Status of what the elements `first..=last` state without a verb of their own: "X, the owner of Y".
pub(super) fn of_stretch(said: Said<'_>, (first, last): (usize, usize), predicate: &str) -> Status {
    let start = said.left_of(first);
    if said.is_negated(start, last) || scope::is_instead(said, start) {
        return Status::Denied;
    }
    let inside = said.inside(first, last);
    let clause = (start..last).any(|i| said.phrases.class(i) == Some(Class::Be));
    // A tie told in passing ("denied that the owner of X …") is not what is denied.
    let opened = || {
        scope::opened(said, start).or_else(|| {
            let above = said.frames.iter().rposition(|f| f.at < start && start - f.at <= NEAR)?;
            said.judged(above, start).or_else(|| said.above(above))
        })
    };
    let stated = clause || !said.is_background(predicate);
    let chain = inside.or_else(|| if stated { opened() } else { None });
    if chain == Some(Status::Denied) {
        return Status::Denied;
    }
    if said.is_procedure(predicate) {
        return Status::Asserted;
    }
    let modal = (first..last).any(|i| {
        said.phrases.class(i) == Some(Class::Modal)
            && said.phrases.lexicon.is_hypothetical(said.phrases.lower(i))
    });
    let apart = stated && scope::whole_sentence(said, last);
    let alleged = chain == Some(Status::Alleged) || modal || apart || said.is_doubted(start, last);
    if alleged { Status::Alleged } else { Status::Asserted }
}

impl Said<'_> {
    fn is_background(self, predicate: &str) -> bool {
        self.cues.background.iter().any(|p| p == predicate)
    }

    fn is_procedure(self, predicate: &str) -> bool {
        self.cues.procedure.iter().any(|p| p == predicate)
    }

    /// Where the noun phrase begins in which an element stands: "the alleged owner of X".
    fn left_of(self, element: usize) -> usize {
        let mut start = self.phrases.base_left(element);
        while start >= 2
            && self.phrases.class(start - 1) == Some(Class::Preposition)
            && self.phrases.class(start - 2) == Some(Class::Word)
        {
            start = self.phrases.base_left(start - 2);
        }
        start
    }

    /// The frame that states a relation of this type between two elements, whoever found it: one whose verb means it,
    /// or for what is done, one that holds both.
    pub(super) fn stating(
        self,
        patterns: &Patterns,
        first: usize,
        last: usize,
        predicate: &str,
    ) -> Option<usize> {
        let means = |f: &Frame| {
            let mut verbs = patterns.verbs.iter().filter(|v| v.predicate == predicate);
            verbs.any(|v| v.verbs.contains(&f.lemma))
        };
        let both = |f: &Frame| holds(f, first) && holds(f, last);
        let some = |f: &Frame| holds(f, first) || holds(f, last);
        let near = |f: &Frame| f.at >= first && f.at <= last;
        let find = |test: &dyn Fn(&Frame) -> bool| self.frames.iter().rposition(test);
        let by_meaning = find(&|f| means(f) && both(f))
            .or_else(|| find(&|f| means(f) && near(f) && some(f)))
            .or_else(|| find(&|f| means(f) && some(f) && !self.is_background(predicate)));
        if by_meaning.is_some() || self.is_background(predicate) {
            return by_meaning;
        }
        // "sanctioned X, a supplier of Y": to sanction is not to supply.
        let other = |f: &Frame| {
            let mut verbs = patterns.verbs.iter().filter(|v| v.predicate != predicate);
            !means(f) && verbs.any(|v| v.verbs.contains(&f.lemma) && v.nouns.is_empty())
        };
        let speaks = |f: &Frame| self.speaks(f) || other(f);
        find(&|f| means(f) && near(f))
            .or_else(|| find(&|f| both(f) && !speaks(f)))
            .or_else(|| find(&|f| near(f) && holds(f, last) && !speaks(f)))
            .or_else(|| find(&|f| near(f) && !speaks(f)))
    }

    /// Whether the verb speaks of what is said, not of what is done.
    fn speaks(self, frame: &Frame) -> bool {
        let cues = self.cues;
        let lists = [
            &cues.accusing,
            &cues.pursuing,
            &cues.denying,
            &cues.telling,
            &cues.clearing,
            &cues.refusing,
        ];
        lists.iter().any(|list| list.contains(&frame.lemma))
    }

    /// What the clauses above a frame make of it.
    fn above(self, index: usize) -> Option<Status> {
        let frame = &self.frames[index];
        if let Some(status) = scope::opened(self, frame.left.min(frame.start)) {
            return Some(status);
        }
        let (mut below, mut at) = (index, frame.governor);
        if at.is_none() {
            at = scope::complement_of(self, frame.start.min(frame.left));
        }
        for _ in 0..STEPS {
            let number = at.filter(|g| *g < below)?;
            let governor = &self.frames[number];
            // What follows a semicolon is said on its own.
            if (governor.at..self.frames[below].at).any(|i| self.phrases.lower(i) == ";") {
                return None;
            }
            let status = self
                .judged(number, self.frames[below].start)
                .or_else(|| scope::opened(self, governor.left.min(governor.start)));
            if status.is_some() {
                return status;
            }
            (below, at) = (number, governor.governor);
        }
        None
    }

    /// What a verb makes of its complement, which begins at `complement`.
    fn judged(self, index: usize, complement: usize) -> Option<Status> {
        let (frame, cues) = (&self.frames[index], self.cues);
        let next = complement <= frame.at + 3;
        let not_guilty = (frame.at + 1..complement.min(frame.at + 4))
            .any(|i| self.phrases.class(i) == Some(Class::Negation));
        if cues.denying.contains(&frame.lemma) {
            return (!frame.negated).then_some(Status::Denied);
        }
        // "is not accused of bribing"
        let exonerated = frame.negated
            && (cues.accusing.contains(&frame.lemma) || cues.pursuing.contains(&frame.lemma));
        if exonerated
            || cues.clearing.contains(&frame.lemma)
            || cues.refusing.contains(&frame.lemma) && next
            || frame.lemma == "plead" && not_guilty
            || self.is_wrong(frame)
        {
            return Some(Status::Denied);
        }
        // "arrested for killing"
        let pursued = cues.pursuing.contains(&frame.lemma)
            && complement > frame.at + 1
            && self.phrases.class(complement - 1) == Some(Class::Preposition);
        let accuses = cues.accusing.contains(&frame.lemma)
            || cues.planning.contains(&frame.lemma) && next
            || pursued
            || cues.telling.contains(&frame.lemma) && scope::is_accuser(self, frame);
        (accuses || frame.hypothetical || self.is_hedged(index)).then_some(Status::Alleged)
    }

    /// What verbs that speak make of a tie whose ends stand around them: "X is thought to head Y",
    /// "described X as a member of Y".
    fn inside(self, first: usize, last: usize) -> Option<Status> {
        let comma = |at: usize| (at..last).any(|i| self.phrases.class(i) == Some(Class::Comma));
        let names = |at: usize| (at..last).any(|i| self.phrases.lower(i) == "as");
        self.frames
            .iter()
            .enumerate()
            .filter(|(_, f)| {
                f.at > first && f.at < last
                    || f.at < first && holds(f, first) && holds(f, last) && names(f.at)
            })
            .filter(|(_, f)| f.at < first || !comma(f.at))
            .find_map(|(index, frame)| {
                self.judged(index, frame.at + 1)
                    .or_else(|| self.speaks(frame).then(|| self.above(index)).flatten())
            })
    }

    /// "allegedly sold": a word of doubt in the verb group, right behind it, before the sentence, or
    /// with the verb before it that shares its subject.
    fn is_hedged(self, index: usize) -> bool {
        let frame = &self.frames[index];
        let doubts = |i: usize| self.cues.hedges.iter().any(|h| h == self.phrases.lower(i));
        let mut from = frame.start;
        while from > 0 && self.phrases.class(from - 1) == Some(Class::Adverb) {
            from -= 1;
        }
        if (from..=frame.at + 1).any(doubts) || frame.governor.is_none() && doubts(0) {
            return true;
        }
        let joined = frame.start > 0
            && self.phrases.class(frame.start - 1) == Some(Class::Conjunction)
            && index > 0
            && self.frames[index - 1].subject == frame.subject
            && frame.start - self.frames[index - 1].at < 12;
        joined && self.is_hedged(index - 1)
    }

    /// Whether what is done lies ahead or is only thought of: "will sentence", "plans to sanction", "considers whether to
    /// charge". What authorities do is a fact only when it is done.
    fn is_ahead(self, index: usize) -> bool {
        let frame = &self.frames[index];
        let governor = frame.governor.map(|g| &self.frames[g]);
        let planned = governor.is_some_and(|governor| {
            self.cues.planning.contains(&governor.lemma) && frame.start <= governor.at + 3
        });
        planned
            || self.is_future(frame)
            || frame.hypothetical && !self.is_since_done(frame, governor)
            || scope::is_condition(self, frame.left.min(frame.start))
    }

    /// "would later be convicted", "would go on to be charged": the future of the past.
    fn is_since_done(self, frame: &Frame, governor: Option<&Frame>) -> bool {
        let later = (frame.start..frame.at + 3)
            .any(|i| self.cues.later.iter().any(|later| later == self.phrases.lower(i)));
        let goes_on =
            governor.is_some_and(|g| g.lemma == "go" && self.phrases.lower(g.at + 1) == "on");
        later || goes_on
    }

    /// "acquitted X", "found X not guilty": the verb says that what it is looked up for is not the case.
    pub(super) fn is_cleared(self, frame: &Frame) -> bool {
        self.cues.clearing.contains(&frame.lemma)
            || ["find", "plead"].contains(&frame.lemma.as_str()) && self.is_not_guilty(frame)
    }

    /// "not guilty" in the clause of the verb, and the first that is said of guilt there.
    fn is_not_guilty(self, frame: &Frame) -> bool {
        let phrases = self.phrases;
        let ends = |i: usize| {
            matches!(
                phrases.class(i),
                None | Some(
                    Class::Comma
                        | Class::Stop
                        | Class::Conjunction
                        | Class::Relative
                        | Class::Verb(_)
                )
            )
        };
        (frame.at + 1..)
            .take_while(|&i| !ends(i))
            .find(|&i| phrases.lower(i) == "guilty")
            .is_some_and(|i| phrases.class(i - 1) == Some(Class::Negation))
    }

    /// "will sell"
    fn is_future(self, frame: &Frame) -> bool {
        (frame.start..frame.at).any(|i| ["will", "shall"].contains(&self.phrases.lower(i)))
    }

    /// "falsely claimed", "wrongly described"
    fn is_wrong(self, frame: &Frame) -> bool {
        self.cues.telling.contains(&frame.lemma)
            && (frame.start.saturating_sub(1)..frame.at + 2)
                .any(|i| self.cues.wrongly.iter().any(|w| w == self.phrases.lower(i)))
    }

    /// "sold nothing to", "paid no money to"
    fn is_empty_handed(self, frame: &Frame, end: usize) -> bool {
        let mut next = frame.at + 1;
        while self.phrases.class(next) == Some(Class::Adverb) {
            next += 1;
        }
        next < end && ["no", "nothing", "none", "nobody"].contains(&self.phrases.lower(next))
    }

    /// A negation between two ends that is not part of another verb, or a denial right before them.
    fn is_negated(self, start: usize, last: usize) -> bool {
        // "X is not based in Y"
        let between = |f: &&Frame| f.start > start && f.at < last;
        let plain =
            |i: usize| !matches!(self.phrases.class(i), Some(Class::Comma | Class::Relative));
        if self.frames.iter().filter(between).any(|f| f.negated && (start..f.start).all(plain)) {
            return true;
        }
        (start.saturating_sub(1)..last).any(|i| {
            // "X, not Y, is president" denies nothing of X.
            let before = i.checked_sub(1).and_then(|b| self.phrases.class(b));
            let verbal = matches!(
                before,
                Some(Class::Be | Class::Have | Class::Do | Class::Modal | Class::Adverb)
            );
            let negation = i >= start && verbal && self.phrases.class(i) == Some(Class::Negation)
                || ["no", "nothing", "nor", "neither"].contains(&self.phrases.lower(i));
            // "X, who is not a suspect, works for Y"
            let aside = (start..i).any(|j| self.phrases.class(j) == Some(Class::Relative))
                && (i..last).any(|j| self.phrases.class(j) == Some(Class::Comma));
            negation
                && !aside
                && self.phrases.lower(i + 1) != "only"
                && !self.frames.iter().any(|f| (f.start..f.at).contains(&i))
        })
    }

    /// Whether a word of doubt stands at a tie, outside the verbs around it.
    fn is_doubted(self, start: usize, last: usize) -> bool {
        let verb = |i: usize| {
            let mut frames = self.frames.iter();
            frames.any(|f| (f.start.saturating_sub(1)..=f.at).contains(&i))
        };
        (start.saturating_sub(NEAR)..=last).any(|i| {
            let word = self.phrases.lower(i);
            let lemma = self.phrases.row.elements.get(i).map_or("", |e| &e.lemma);
            let stops = (i..start).any(|j| self.phrases.class(j) == Some(Class::Stop));
            self.cues.doubt.iter().any(|d| d == word || d == lemma) && !verb(i) && !stops
        })
    }
}

/// Whether an element stands in a slot of a frame.
fn holds(frame: &Frame, element: usize) -> bool {
    frame.subject.iter().any(|a| a.element == element)
        || frame.object.iter().chain(frame.prepositions.iter().map(|(_, p)| p)).any(|p| {
            p.arguments.iter().any(|a| a.element == element)
                || (p.start..=p.end.max(p.first_end)).contains(&element)
        })
}
