//! Logits -> typed runs of tokens. Enters: logits of the tokens of one sentence. Leaves: the most
//! probable sequence of labels in which no name begins in its middle. Knows no text.

use super::Name;
use crate::{nn::Config, schema::EntityType};

/// A label: outside every name, first token of one, further token of one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tag {
    Outside,
    Begin(EntityType),
    Inside(EntityType),
}

impl Tag {
    /// Whether this label may follow `before` (`None` at the start of a sentence).
    fn follows(self, before: Option<Self>) -> bool {
        match self {
            Self::Inside(kind) => {
                before == Some(Self::Begin(kind)) || before == Some(Self::Inside(kind))
            }
            Self::Outside | Self::Begin(_) => true,
        }
    }
}

/// Labels of a model in the order of its logits; the error names a label that nobody knows.
pub(super) fn tags(config: &Config) -> Result<Vec<Tag>, String> {
    let kind = |name: &str| match name {
        "PER" => Some(EntityType::Person),
        "ORG" => Some(EntityType::Organization),
        "LOC" => Some(EntityType::Location),
        "NORP" => Some(EntityType::Norp),
        _ => None,
    };
    let tag = |label: &String| {
        let tag = match label.split_once('-') {
            Some(("B", name)) => kind(name).map(Tag::Begin),
            Some(("I", name)) => kind(name).map(Tag::Inside),
            _ => (label == "O").then_some(Tag::Outside),
        };
        tag.ok_or_else(|| format!("unknown label {label}"))
    };
    config.labels.iter().map(tag).collect()
}

/// Natural logarithms of the probabilities of one token's labels.
pub(super) fn log_softmax(logits: &[f32], temperature: f32) -> Vec<f32> {
    let top = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max) / temperature;
    let sum: f32 = logits.iter().map(|x| (x / temperature - top).exp()).sum();
    logits.iter().map(|x| x / temperature - top - sum.ln()).collect()
}

/// Names in a sentence whose first token is `first`, from log probabilities `[tokens][labels]`:
/// Viterbi over the sequences that [`Tag::follows`] allows; O(tokens · labels²). The score of a
/// name is the lowest probability of its labels: one wrong label makes a name wrong, and the
/// labels of one name hang together, so their product would count the same doubt again.
pub(super) fn names(rows: &[Vec<f32>], tags: &[Tag], first: usize) -> Vec<Name> {
    let path = best_path(rows, tags);
    let mut names: Vec<Name> = Vec::new();
    for (at, &label) in path.iter().enumerate() {
        let probability = rows[at][label].exp();
        match tags[label] {
            Tag::Begin(entity_type) => {
                let tokens = first + at..first + at + 1;
                names.push(Name { tokens, entity_type, score: probability });
            }
            Tag::Inside(_) => {
                if let Some(name) = names.last_mut() {
                    name.tokens.end = first + at + 1;
                    name.score = name.score.min(probability);
                }
            }
            Tag::Outside => {}
        }
    }
    names
}

fn best_path(rows: &[Vec<f32>], tags: &[Tag]) -> Vec<usize> {
    let mut best: Vec<f32> = Vec::new();
    let mut back: Vec<Vec<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        let (mut next, mut from) = (Vec::with_capacity(tags.len()), Vec::with_capacity(tags.len()));
        for (tag, log_probability) in tags.iter().zip(row) {
            let (score, before) = if back.is_empty() {
                (if tag.follows(None) { 0.0 } else { f32::NEG_INFINITY }, 0)
            } else {
                let allowed = (0..tags.len()).filter(|&b| tag.follows(Some(tags[b])));
                allowed.fold((f32::NEG_INFINITY, 0), |top, b| {
                    if best[b] > top.0 { (best[b], b) } else { top }
                })
            };
            next.push(score + log_probability);
            from.push(before);
        }
        best = next;
        back.push(from);
    }
    let mut label = (0..best.len()).fold(0, |top, l| if best[l] > best[top] { l } else { top });
    let mut path = vec![0; rows.len()];
    for at in (0..rows.len()).rev() {
        path[at] = label;
        label = back[at][label];
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;
    use EntityType::{Organization, Person};
    use Tag::{Begin, Inside, Outside};
    use std::ops::Range;

    const TAGS: [Tag; 5] =
        [Outside, Begin(Person), Inside(Person), Begin(Organization), Inside(Organization)];

    fn check(probabilities: &[[f32; 5]], expected: &[(Range<usize>, EntityType)]) {
        let rows: Vec<Vec<f32>> =
            probabilities.iter().map(|row| row.iter().map(|p| p.ln()).collect()).collect();
        let found: Vec<_> =
            names(&rows, &TAGS, 0).into_iter().map(|r| (r.tokens, r.entity_type)).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn no_name_begins_in_its_middle() {
        check(&[], &[]);
        check(&[[0.9, 0.1, 0.0, 0.0, 0.0]], &[]);
        // An inside label at the start is read as the next best that is allowed.
        check(&[[0.1, 0.3, 0.6, 0.0, 0.0]], &[(0..1, Person)]);
        // A change of type inside a name follows the surer half.
        check(&[[0.0, 0.4, 0.0, 0.6, 0.0], [0.0, 0.0, 0.9, 0.0, 0.1]], &[(0..2, Person)]);
        check(&[[0.0, 0.2, 0.0, 0.8, 0.0], [0.1, 0.0, 0.4, 0.0, 0.5]], &[(0..2, Organization)]);
        check(
            &[[0.0, 1.0, 0.0, 0.0, 0.0], [0.0, 1.0, 0.0, 0.0, 0.0]],
            &[(0..1, Person), (1..2, Person)],
        );
    }

    #[test]
    fn the_score_is_the_lowest_probability() {
        let rows =
            [vec![-9.0, 0.9f32.ln(), -9.0, -9.0, -9.0], vec![-9.0, -9.0, 0.6f32.ln(), -9.0, -9.0]];
        let name = &names(&rows, &TAGS, 7)[0];
        assert_eq!(name.tokens, 7..9);
        assert!((name.score - 0.6).abs() < 1e-6);
    }

    #[test]
    fn temperature_flattens() {
        let row = log_softmax(&[2.0, 0.0], 2.0);
        assert!((row[0].exp() - 1.0 / (1.0 + (-1.0f32).exp())).abs() < 1e-6);
    }
}
