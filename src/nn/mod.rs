//! Encoder, tokenizer and weights. Enters: sentences as words. Leaves: a row of logits a word.
//! Tensors only: knows no entity, reads no article and decides nothing (that is `recognize`).
//!
//! A model is a folder of three files: `config.json` ([`Config`]), `vocab.txt` (one word piece a
//! line, its number is its line) and `model.onnx`, a [BERT] token classifier with
//!
//! | tensor | shape | type | holds |
//! |---|---|---|---|
//! | `input_ids` | `[batch, pieces]` | integer | word pieces, `[CLS]` and `[SEP]` at the ends |
//! | `attention_mask` | `[batch, pieces]` | integer | 1 for a piece, 0 for padding |
//! | `token_type_ids` | `[batch, pieces]` | integer | shape class of the whole word ([`shape`]) |
//! | `ner_logits` | `[batch, pieces, labels]` | f32 | output; read at the first piece of a word |
//!
//! [BERT]: https://arxiv.org/abs/1810.04805

mod config;
mod model;
mod shape;
mod window;
mod wordpiece;

pub use config::{Config, Special};
pub use model::{Logits, Model};
pub use shape::shape;
pub use wordpiece::WordPieces;
