//! What a model says of itself. Enters: `config.json`. Leaves: checked settings.

use super::links::BUCKETS;
use serde::Deserialize;

/// Shape classes in the order that the models were trained on.
pub(super) const SHAPES: [&str; 8] =
    ["special", "lower", "title", "upper", "capital", "mixed", "digit", "other"];

/// The longest word in word pieces: one a character, at most a hundred characters.
const LONGEST_WORD: usize = 100;

/// Settings of a model, from its `config.json`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Config {
    /// Name of the model.
    pub name: String,
    /// Version of the weights.
    pub version: String,
    /// What kind of encoder it is: `bert` or `mpnet`.
    #[serde(default = "bert")]
    pub architecture: String,
    /// Labels in the order of the last axis of the logits: `O`, `B-PER`, `I-PER`, ….
    pub labels: Vec<String>,
    /// Pieces the encoder sees at once, `[CLS]` and `[SEP]` included.
    pub max_pieces: usize,
    /// Pieces of the sentences before that a window repeats, so that its first words have context.
    #[serde(default)]
    pub overlap: usize,
    /// Names of the shape classes, in the order of `token_type_ids`.
    pub shape_classes: Vec<String>,
    /// Numbers of the special pieces.
    pub special: Special,
    /// Whether words are lower-cased before they are cut into pieces.
    pub lowercase: bool,
    /// Whether combining marks are dropped.
    pub strip_accents: bool,
    /// Divides the logits, so that the probabilities made of them are calibrated.
    pub temperature: f32,
    /// What it knows of who is who and who plays which part; models may know of names alone.
    #[serde(default)]
    pub links: Option<LinkSettings>,
    /// What it knows of relations; only a model that knows who is who does.
    #[serde(default)]
    pub relations: Option<PairSettings>,
    /// The model inside the program is asked who is who and who plays which part, where this one
    /// knows of names alone: slower, and worth it only beside a slow model.
    #[serde(default)]
    pub links_of_built_in: bool,
}

/// What coreference knows beside the network. Each pair: for pronouns, for descriptions.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct LinkSettings {
    /// The tensor `[1, pieces, hidden]` at which the layers begin that know all but names; what
    /// lies before it is shared.
    pub from: String,
    /// Added to the score of a name by its distance: see [`Links`](super::Links).
    pub distance: [Vec<f32>; 2],
    /// Added to the score of "nobody who is named".
    pub nobody: [f32; 2],
    /// Roles in the order of the network's output, by their names in the JSON graph.
    pub roles: Vec<String>,
    /// For each role the logit at which an entity has it.
    pub thresholds: Vec<f32>,
}

/// What a model knows of relations beside its numbers.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct PairSettings {
    /// Relation types in the order of the logits, by their names in the schema.
    pub types: Vec<String>,
    /// What a logit is multiplied by, and what is added for each type, to be that of a calibrated
    /// probability.
    pub scale: f32,
    /// See `scale`.
    pub shift: Vec<f32>,
    /// The calibrated logit of what a pattern found too: a constant, and the weights of the pattern's
    /// logit and of the network's calibrated one.
    pub agree: [f32; 3],
    /// Added to the calibrated logit of two mentions in neighbouring sentences.
    #[serde(default)]
    pub across: f32,
    /// Probability, 0..=1, from which a relation is told.
    pub least: f32,
}

/// The architecture of a `config.json` that does not say.
fn bert() -> String {
    "bert".into()
}

/// Numbers of the special pieces in the vocabulary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Special {
    /// Padding.
    pub pad: i32,
    /// A word that the vocabulary cannot spell.
    pub unk: i32,
    /// Before the first word.
    pub cls: i32,
    /// After the last word.
    pub sep: i32,
}

/// The network's outputs, by the names of their tensors.
pub(super) const NAMES: &str = "ner_logits";
pub(super) const QUERY: &str = "query_logits";
pub(super) const KEY: &str = "key_logits";
pub(super) const PARTS: &str = "role_logits";
pub(super) const PAIR: &str = "pair_logits";

impl Config {
    /// The outputs that a network with these settings has beside names.
    pub(super) const fn branch_outputs(&self) -> &'static [&'static str] {
        match (&self.links, &self.relations) {
            (None, _) => &[],
            (Some(_), None) => &[QUERY, KEY, PARTS],
            (Some(_), Some(_)) => &[QUERY, KEY, PARTS, PAIR],
        }
    }

    /// Reads and checks a `config.json`; the error says what is wrong in it.
    pub(super) fn parse(json: &[u8]) -> Result<Self, String> {
        let config: Self = serde_json::from_slice(json).map_err(|e| format!("config.json: {e}"))?;
        if config.shape_classes != SHAPES {
            return Err(format!("config.json: shape_classes must be {SHAPES:?}"));
        }
        if config.labels.is_empty() {
            return Err("config.json: labels is empty".into());
        }
        if config.max_pieces < LONGEST_WORD + 2 {
            return Err(format!("config.json: max_pieces must be {} or more", LONGEST_WORD + 2));
        }
        if let Some(links) = &config.links {
            if links.distance.iter().any(|biases| biases.len() != BUCKETS) {
                return Err(format!("config.json: links.distance must be two rows of {BUCKETS}"));
            }
            if links.roles.len() != links.thresholds.len() {
                return Err("config.json: links.roles and links.thresholds differ in length".into());
            }
        }
        if let Some(pairs) = &config.relations {
            if config.links.is_none() {
                return Err("config.json: relations need links".into());
            }
            if pairs.types.is_empty() || pairs.types.len() != pairs.shift.len() {
                return Err(
                    "config.json: relations.types and relations.shift differ in length".into()
                );
            }
        }
        if config.temperature.is_nan() || config.temperature <= 0.0 {
            return Err("config.json: temperature must be above 0".into());
        }
        Ok(config)
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
pub(super) mod tests {
    use super::*;

    pub(crate) fn example() -> serde_json::Value {
        serde_json::json!({
            "name": "n", "version": "1", "labels": ["O", "B-PER", "I-PER"], "max_pieces": 102,
            "shape_classes": SHAPES, "special": {"pad": 0, "unk": 1, "cls": 2, "sep": 3},
            "lowercase": true, "strip_accents": true, "temperature": 1.5
        })
    }

    #[test]
    fn a_wrong_setting_is_named() {
        let check = |key: &str, value: serde_json::Value| {
            let mut json = example();
            json[key] = value;
            let error = Config::parse(json.to_string().as_bytes()).unwrap_err();
            assert!(error.contains(key), "{error}");
        };
        assert!(Config::parse(example().to_string().as_bytes()).is_ok());
        check("labels", serde_json::json!([]));
        check("max_pieces", serde_json::json!(101));
        check("temperature", serde_json::json!(0.0));
        check("shape_classes", serde_json::json!(["special"]));
    }
}
