//! Words that doubt or deny a whole clause. Enters: a sentence and where a clause begins. Leaves: what
//! the words before it make of it ("no evidence that", "whether"), and whether the sentence is told
//! after an accuser ("according to prosecutors"). Looks at no verb of the clause itself.

use super::{bodies::is_pursuer, clause::Frame, lexicon::Class, stance::Said};
use crate::schema::{EntityType, Status};

/// How far before "that" or "of" the noun may stand: "allegations by a rival that".
const NOUN: usize = 5;
/// How far before a preposition with a verb: "suspicion of killing".
const BESIDE: usize = 5;
/// How far before such a noun the verb may stand that rejects it: "dismissed as baseless the rumour".
const VERB: usize = 6;
/// How far behind "according to" the accuser may stand.
const SOURCE: usize = 7;

/// What the words right before a clause that begins at `start` make of it.
pub(super) fn opened(said: Said<'_>, start: usize) -> Option<Status> {
    let phrases = said.phrases;
    let mut at = start;
    let (mut that, mut linked) = (false, false);
    while let Some(i) = at.checked_sub(1) {
        match phrases.class(i) {
            Some(Class::Subordinator)
                if said.cues.conditions.iter().any(|c| c == phrases.lower(i)) =>
            {
                return Some(Status::Alleged);
            }
            _ if phrases.lower(i) == "that" && !that => that = true,
            Some(Class::Preposition) if !that && !linked => linked = true,
            Some(
                Class::Be
                | Class::Adverb
                | Class::Comma
                | Class::Quote
                | Class::Determiner
                | Class::Pronoun,
            ) => {}
            _ => break,
        }
        at = i;
    }
    if is_instead(said, start) {
        return Some(Status::Denied);
    }
    if !that && !linked {
        return None;
    }
    // Before "that" there may be more: "allegations by a rival that".
    let lowest = at.saturating_sub(if that { NOUN } else { BESIDE });
    for i in (lowest..at).rev() {
        // "false claims" is a noun whatever the lexicon says, "did not charge Kim" is none.
        let before = i.checked_sub(1).and_then(|b| phrases.class(b));
        let noun = !matches!(phrases.class(i), Some(Class::Verb(_)))
            || matches!(before, Some(Class::Determiner | Class::Word | Class::Possessive));
        let is = |list: &[String]| {
            let element = &phrases.row.elements[i];
            noun && list.iter().any(|word| *word == element.lemma || *word == element.lower)
        };
        if is(&said.cues.untrue) {
            return (!is_denied(said, i)).then_some(Status::Denied);
        }
        if is(&said.cues.proof) {
            return is_denied(said, i).then_some(Status::Denied);
        }
        if is(&said.cues.accusations) {
            if is_established(said, i) {
                return None;
            }
            let denied = is_denied(said, i) || is_rejected(said, i);
            return Some(if denied { Status::Denied } else { Status::Alleged });
        }
        let ends = match phrases.class(i) {
            Some(Class::Stop | Class::Comma | Class::Verb(_)) => true,
            // "convicted on one charge and jailed for killing"
            Some(Class::Conjunction) => !that,
            _ => false,
        };
        if ends {
            return None;
        }
    }
    None
}

/// Whether a clause that begins at `start` is only thought of: "whether to charge X", "if the court finds".
pub(super) fn is_condition(said: Said<'_>, start: usize) -> bool {
    start.checked_sub(1).is_some_and(|i| {
        said.phrases.class(i) == Some(Class::Subordinator)
            && said.cues.conditions.iter().any(|c| c == said.phrases.lower(i))
    })
}

/// "far from being X"
pub(super) fn is_instead(said: Said<'_>, start: usize) -> bool {
    said.cues.instead.iter().any(|phrase| ends_with(said, start, phrase))
}

/// The verb before "that" on which a clause further on depends: "alleges that on May 5, at noon, X …".
pub(super) fn complement_of(said: Said<'_>, start: usize) -> Option<usize> {
    said.frames.iter().rposition(|f| {
        f.at < start
            && said.phrases.lower(f.at + 1) == "that"
            && !(f.at..start).any(|i| {
                said.phrases.class(i) == Some(Class::Stop)
                    || [";", "but", "while", "although"].contains(&said.phrases.lower(i))
            })
    })
}

/// Whether the elements before `end` are the words of a phrase, up to a "being" behind it.
fn ends_with(said: Said<'_>, end: usize, phrase: &str) -> bool {
    let words: Vec<&str> = phrase.split(' ').collect();
    let end = if end > 0 && said.phrases.lower(end - 1) == "being" { end - 1 } else { end };
    end.checked_sub(words.len()).is_some_and(|from| {
        words.iter().enumerate().all(|(offset, word)| said.phrases.lower(from + offset) == *word)
    })
}

/// "no evidence", "not true", "a false claim"
fn is_denied(said: Said<'_>, noun: usize) -> bool {
    (noun.saturating_sub(3)..noun).any(|i| {
        let word = said.phrases.lower(i);
        said.phrases.class(i) == Some(Class::Negation)
            || ["no", "without", "little"].contains(&word)
            || said.cues.untrue.iter().any(|u| u == word)
    })
}

/// "pleaded guilty to charges of", "convicted on three counts of": no longer an accusation.
fn is_established(said: Said<'_>, noun: usize) -> bool {
    said.frames.iter().any(|f| {
        f.at < noun
            && noun - f.at <= VERB
            && said.cues.establishing.contains(&f.lemma)
            && !f.negated
            && !(f.at..noun).any(|i| said.phrases.class(i) == Some(Class::Negation))
    })
}

/// "threw out the theory that"
fn is_rejected(said: Said<'_>, noun: usize) -> bool {
    said.frames.iter().any(|f| {
        f.at < noun
            && noun - f.at <= VERB
            && (said.cues.rejecting.contains(&f.lemma) || said.cues.denying.contains(&f.lemma))
    })
}

/// Whether what stands at `at` is told after an accuser: "according to the indictment", "…,
/// prosecutors said", "if proven".
pub(super) fn whole_sentence(said: Said<'_>, at: usize) -> bool {
    let phrases = said.phrases;
    let count = phrases.row.elements.len();
    let source = (0..count).any(|i| {
        let opens = phrases.lower(i) == "according"
            && (i + 1..(i + SOURCE).min(count))
                .any(|j| names_accuser(said, j) || is_one_of(said, j, &said.cues.sources));
        // In the middle it holds for what follows, at either end for everything.
        let verbs_after = said.frames.iter().any(|f| f.at > i + 1);
        opens && (i <= 1 || i < at || !verbs_after)
    });
    source || is_counterfactual(said) || apart(said) || papers_first(said, at) || phrase(said)
}

/// "Had X worked for Y, …"
fn is_counterfactual(said: Said<'_>) -> bool {
    let subject =
        matches!(said.phrases.class(1), Some(Class::Mention | Class::Pronoun | Class::Determiner));
    subject && ["had", "were", "should"].contains(&said.phrases.lower(0))
}

/// A clause of an accuser between commas or at the end: ", prosecutors say,".
fn apart(said: Said<'_>) -> bool {
    let phrases = said.phrases;
    said.frames.iter().any(|f| {
        let tells = said.cues.telling.contains(&f.lemma) || said.cues.accusing.contains(&f.lemma);
        let ends = |at: usize| {
            matches!(phrases.class(at), None | Some(Class::Comma | Class::Stop | Class::Adverb))
        };
        let Some(subject) = f.start.checked_sub(1) else { return false };
        let before = phrases.base_left(subject).checked_sub(1);
        tells
            && !f.passive
            && ends(f.at + 1)
            && before.is_some_and(|i| phrases.class(i) == Some(Class::Comma))
            && is_accuser(said, f)
    })
}

/// "As set out in the complaint, X stole": papers of an accuser before the first comma.
fn papers_first(said: Said<'_>, at: usize) -> bool {
    let count = said.phrases.row.elements.len();
    let Some(comma) = (0..count).find(|&i| said.phrases.class(i) == Some(Class::Comma)) else {
        return false;
    };
    let opens = ["in", "as", "per", "under"].contains(&said.phrases.lower(0));
    opens && comma < at && (0..comma).any(|i| is_one_of(said, i, &said.cues.papers))
}

/// One of the phrases that make a sentence hearsay.
fn phrase(said: Said<'_>) -> bool {
    said.cues.hearsay.iter().any(|cue| {
        let words: Vec<&str> = cue.split(' ').collect();
        (0..said.phrases.row.elements.len()).any(|at| {
            words.iter().enumerate().all(|(offset, word)| {
                let element = said.phrases.row.elements.get(at + offset);
                element.is_some_and(|e| e.lower == *word || e.lemma == *word)
            })
        })
    })
}

/// Whether an accuser is the subject of a verb that tells.
pub(super) fn is_accuser(said: Said<'_>, frame: &Frame) -> bool {
    let from = frame.left.min(frame.start.saturating_sub(2));
    (from..frame.start).any(|i| names_accuser(said, i))
        || frame.subject.iter().any(|a| names_accuser(said, a.element))
}

/// Whether an element names an accuser or his papers: "prosecutors", "[federal prosecutors]", "[FBI]".
fn names_accuser(said: Said<'_>, at: usize) -> bool {
    is_one_of(said, at, &said.cues.accusers)
        || is_one_of(said, at, &said.cues.papers)
        || said.phrases.row.elements.get(at).is_some_and(|e| {
            // What a court says is a finding.
            e.entity_type == Some(EntityType::Organization)
                && is_pursuer(&e.lower)
                && !e.lower.contains("court")
        })
}

/// Whether an element, or the last word of its name, is one of these nouns.
fn is_one_of(said: Said<'_>, at: usize, nouns: &[String]) -> bool {
    let Some(element) = said.phrases.row.elements.get(at) else { return false };
    let before = at.checked_sub(1).map_or("", |i| said.phrases.lower(i));
    let is = |word: &str| {
        let one = super::lexicon::singular(word);
        nouns.iter().any(|noun| match noun.split_once(' ') {
            Some((first, last)) => first == before && last == one,
            None => *noun == one || *noun == word,
        })
    };
    is(&element.lemma) || element.lower.rsplit(' ').next().is_some_and(is)
}
