//! What two mentions are to each other, in numbers. Enters: for each word of a document what it brings
//! to a relation. Leaves: a logit for each relation type and ordered pair of mentions. Knows words and
//! kinds by number only.
//!
//! Both mentions and the words that both attend to (localized context, [Zhou et al. 2021]) make one
//! vector for the subject and one for the object; these meet in blocks, each number of one with each of
//! the other.
//!
//! [Zhou et al. 2021]: https://arxiv.org/abs/2010.11304

use super::{
    config::PairSettings,
    model::Logits,
    weights::{Layer, Weights},
};
use std::{ops::Range, sync::Arc};

/// The file of the layers, beside `config.json`.
pub(super) const FILE: &str = "relations.safetensors";

/// Numbers of a mention as subject, as object, of its context; of a block; by which words attend.
const MEETING: usize = 96;
const BLOCK: usize = 16;
const ATTEND: usize = 32;
/// Where the parts of a word's row begin: as subject, as object, as context, what it asks for as
/// subject and as object, what it answers.
const OBJECT: usize = MEETING;
const VALUE: usize = 2 * MEETING;
const ASK_SUBJECT: usize = 3 * MEETING;
const ASK_OBJECT: usize = ASK_SUBJECT + ATTEND;
const ANSWER: usize = ASK_OBJECT + ATTEND;
/// Numbers a word.
pub(super) const SIZE: usize = ANSWER + ATTEND;

/// Kinds of entities that can be an end.
const KINDS: usize = 4;
/// Words between two mentions at which a feature ends.
const GAPS: [usize; 6] = [1, 2, 4, 8, 16, 32];
/// Ways to mention somebody: name, description, pronoun.
const MANNERS: usize = 3;
const FEATURES: usize = KINDS * (KINDS + 2) + 2 + GAPS.len() + 1 + 2 * MANNERS;

/// A mention that can be an end of a relation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct End {
    /// Its words in the document; never empty.
    pub words: Range<usize>,
    /// 0 person, 1 organization, 2 place, 3 group.
    pub kind: usize,
    /// 0 by name, 1 by description, 2 by pronoun.
    pub manner: usize,
    /// The number of its sentence.
    pub sentence: usize,
}

/// The layers above the encoder, loaded once.
#[derive(Debug)]
pub(super) struct PairLayers {
    subject: Layer,
    object: Layer,
    meet: Layer,
    features: Layer,
}

impl PairLayers {
    /// Reads `relations.safetensors` for so many types; the error says what is wrong in it.
    pub(super) fn load(bytes: &[u8], types: usize) -> Result<Self, String> {
        let weights = Weights::parse(bytes)?;
        Ok(Self {
            subject: weights.layer("context_subject", MEETING, MEETING)?,
            object: weights.layer("context_object", MEETING, MEETING)?,
            meet: weights.layer("meet", MEETING * BLOCK, types)?,
            features: weights.layer("features", FEATURES, types)?,
        })
    }
}

/// What the words of a document bring to relations.
#[derive(Clone, Debug)]
pub struct Pairs {
    pub(super) rows: Logits,
    /// Of each sentence whether it was read.
    pub(super) read: Vec<bool>,
    pub(super) layers: Arc<PairLayers>,
    pub(super) settings: PairSettings,
    pub(super) model: String,
}

impl Pairs {
    /// Name of the model that read them.
    #[must_use]
    pub fn model(&self) -> &str {
        &self.model
    }

    /// Whether a sentence was read: of others' words nothing is known.
    #[must_use]
    pub fn has_read(&self, sentence: usize) -> bool {
        self.read.get(sentence).is_some_and(|&read| read)
    }

    /// The relation types in the order of the logits, and what a logit means.
    #[must_use]
    pub const fn settings(&self) -> &PairSettings {
        &self.settings
    }

    /// A row of logits for each pair of `ends`, (subject, object), that stand in the sentences of these
    /// words. O(pairs · words).
    #[must_use]
    pub fn logits(
        &self,
        words: Range<usize>,
        ends: &[End],
        pairs: &[(usize, usize)],
    ) -> Vec<Vec<f32>> {
        let ends: Vec<Said<'_>> = ends.iter().map(|end| self.said(&words, end)).collect();
        let mut context = vec![0.0; MEETING];
        pairs
            .iter()
            .map(|&(s, o)| {
                self.context(&words, &ends[s], &ends[o], &mut context);
                self.pair(&ends[s], &ends[o], &context)
            })
            .collect()
    }

    /// What a mention says of itself, and which words it heeds, as subject and as object.
    fn said<'e>(&self, words: &Range<usize>, end: &'e End) -> Said<'e> {
        let (first, last) = (self.rows.row(end.words.start), self.rows.row(end.words.end - 1));
        let row: Vec<f32> = first.iter().zip(last).map(|(a, b)| (a + b) / 2.0).collect();
        let heed = |ask: usize| {
            let ask = &row[ask..][..ATTEND];
            let scores = words.clone().map(|word| {
                let answer = &self.rows.row(word)[ANSWER..][..ATTEND];
                let sum: f32 = ask.iter().zip(answer).map(|(a, b)| a * b).sum();
                sum / (ATTEND as f32).sqrt()
            });
            scores.collect()
        };
        Said { end, heed_subject: heed(ASK_SUBJECT), heed_object: heed(ASK_OBJECT), row }
    }

    /// The mean of the words, weighted by how much both mentions heed them.
    fn context(&self, words: &Range<usize>, s: &Said<'_>, o: &Said<'_>, context: &mut [f32]) {
        let both: Vec<f32> =
            s.heed_subject.iter().zip(&o.heed_object).map(|(a, b)| a + b).collect();
        let top = both.iter().copied().fold(f32::NEG_INFINITY, f32::max);
        let weights: Vec<f32> = both.iter().map(|x| (x - top).exp()).collect();
        let all: f32 = weights.iter().sum();
        context.fill(0.0);
        for (word, weight) in words.clone().zip(weights) {
            let value = &self.rows.row(word)[VALUE..][..MEETING];
            for (c, v) in context.iter_mut().zip(value) {
                *c += weight / all * v;
            }
        }
    }

    fn pair(&self, s: &Said<'_>, o: &Said<'_>, context: &[f32]) -> Vec<f32> {
        let layers = &self.layers;
        let side = |layer: &Layer, own: &[f32]| -> Vec<f32> {
            let mixed = layer.apply(context);
            own.iter().zip(mixed).map(|(a, b)| (a + b).tanh()).collect()
        };
        let subject = side(&layers.subject, &s.row[..MEETING]);
        let object = side(&layers.object, &o.row[OBJECT..][..MEETING]);
        let mut both = Vec::with_capacity(MEETING * BLOCK);
        for (s, o) in subject.chunks_exact(BLOCK).zip(object.chunks_exact(BLOCK)) {
            both.extend(s.iter().flat_map(|s| o.iter().map(move |o| s * o)));
        }
        let features = layers.features.apply(&features(s.end, o.end));
        layers.meet.apply(&both).into_iter().zip(features).map(|(a, b)| a + b).collect()
    }
}

/// A mention, read.
struct Said<'e> {
    end: &'e End,
    row: Vec<f32>,
    /// How much it heeds each word, before normalisation.
    heed_subject: Vec<f32>,
    heed_object: Vec<f32>,
}

/// What is known of a pair beside its words: kinds, order, gap, how both are mentioned.
fn features(s: &End, o: &End) -> Vec<f32> {
    let mut row = vec![0.0; FEATURES];
    row[s.kind] = 1.0;
    row[KINDS + o.kind] = 1.0;
    row[2 * KINDS + s.kind * KINDS + o.kind] = 1.0;
    let at = KINDS * (KINDS + 2);
    row[at] = f32::from(u8::from(s.words.start < o.words.start));
    row[at + 1] = f32::from(u8::from(s.sentence != o.sentence));
    let gap = s.words.start.max(o.words.start).saturating_sub(s.words.end.min(o.words.end));
    row[at + 2 + GAPS.iter().position(|&end| gap <= end).unwrap_or(GAPS.len())] = 1.0;
    let at = at + 2 + GAPS.len() + 1;
    row[at + s.manner] = 1.0;
    row[at + MANNERS + o.manner] = 1.0;
    row
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use safetensors::{
        Dtype,
        tensor::{TensorView, serialize},
    };
    use std::collections::BTreeMap;

    /// Layers of one type: all zero but for these numbers, by tensor and place.
    fn layers(set: &[(&str, usize, f32)]) -> PairLayers {
        let shapes = [
            ("context_subject.weight", vec![MEETING, MEETING]),
            ("context_object.weight", vec![MEETING, MEETING]),
            ("meet.weight", vec![1, MEETING * BLOCK]),
            ("meet.bias", vec![1]),
            ("features.weight", vec![1, FEATURES]),
        ];
        let bytes: BTreeMap<&str, (Vec<usize>, Vec<u8>)> = shapes
            .into_iter()
            .map(|(name, shape)| {
                let mut numbers = vec![0f32; shape.iter().product()];
                for (_, at, x) in set.iter().filter(|(tensor, ..)| *tensor == name) {
                    numbers[*at] = *x;
                }
                (name, (shape, numbers.iter().flat_map(|x| x.to_le_bytes()).collect()))
            })
            .collect();
        let views = bytes.iter().map(|(name, (shape, bytes))| {
            (*name, TensorView::new(Dtype::F32, shape.clone(), bytes).unwrap())
        });
        PairLayers::load(&serialize(views, None).unwrap(), 1).unwrap()
    }

    fn pairs(layers: PairLayers, rows: &[Vec<f32>]) -> Pairs {
        Pairs {
            rows: Logits::new(SIZE, rows.concat()),
            read: vec![true],
            layers: Arc::new(layers),
            settings: PairSettings {
                types: vec!["t".into()],
                scale: 1.0,
                shift: vec![0.0],
                agree: [0.0, 1.0, 1.0],
                across: 0.0,
                least: 0.5,
            },
            model: "m".into(),
        }
    }

    fn row(set: &[(usize, f32)]) -> Vec<f32> {
        let mut row = vec![0.0; SIZE];
        set.iter().for_each(|&(at, x)| row[at] = x);
        row
    }

    fn end(word: usize, kind: usize, sentence: usize) -> End {
        End { words: word..word + 1, kind, manner: 0, sentence }
    }

    #[test]
    fn kinds_order_and_sentences_are_features() {
        let kinds = 2 * KINDS + KINDS; // organization to person
        let order = KINDS * (KINDS + 2);
        let layers = layers(&[
            ("meet.bias", 0, -4.0),
            ("features.weight", kinds, 2.0),
            ("features.weight", order, 0.5),
            ("features.weight", order + 1, 0.25),
        ]);
        let found = pairs(layers, &[row(&[]), row(&[])]).logits(
            0..2,
            &[end(0, 1, 0), end(1, 0, 1)],
            &[(0, 1), (1, 0)],
        );
        assert_eq!(found, [[-1.25], [-3.75]]);
    }

    #[test]
    fn both_ends_meet_with_what_they_heed() {
        // Both heed word 2, which alone answers; its value is added to the subject.
        let layers = layers(&[("context_subject.weight", 0, 1.0), ("meet.weight", 0, 1.0)]);
        let (ask, big) = ([ASK_SUBJECT, ASK_OBJECT], 100.0);
        let mention = |own: usize| row(&[(own, 0.5), (ask[0], big), (ask[1], big)]);
        let heard = row(&[(ANSWER, big), (VALUE, 0.25)]);
        let pairs = pairs(layers, &[mention(0), mention(OBJECT), heard]);
        let found = pairs.logits(0..3, &[end(0, 0, 0), end(1, 0, 0)], &[(0, 1)]);
        let expected = 0.75f32.tanh() * 0.5f32.tanh();
        assert!((found[0][0] - expected).abs() < 1e-6, "{found:?}");
    }
}
