//! Encoder, tokenizer and weights. Enters: sentences as words. Leaves: a row of logits a word.
//! Tensors only: knows no entity, reads no article and decides nothing (that is `recognize`).
//!
//! A model is a folder of three files: `config.json` ([`Config`]), `vocab.txt` (one word piece a
//! line, its number is its line; without it, the vocabulary inside the program) and `model.onnx`,
//! a token classifier ([BERT], [MPNet]) with
//!
//! | tensor | shape | type | holds |
//! |---|---|---|---|
//! | `input_ids` | `[1, pieces]` | integer | word pieces, `[CLS]` and `[SEP]` at the ends |
//! | `token_type_ids` | `[1, pieces]` | integer | shape class of the whole word ([`shape`]) |
//! | `ner_logits` | `[1, pieces, labels]` | f32 | output; read at the first piece of a word |
//!
//! A model may know more, by further outputs (`query_logits`, `key_logits`, `role_logits`, `pair_logits`)
//! and, for relations, by the layers in `relations.safetensors`; `config.json` says so, and at which tensor
//! (`links.from`) the layers begin that know all but names. They read the sentences that are worth it ([`Begun`]).
//!
//! An [`Engine`] runs it.
//!
//! [BERT]: https://arxiv.org/abs/1810.04805
//! [MPNet]: https://arxiv.org/abs/2004.09297

mod config;
mod engine;
mod links;
mod model;
#[cfg(feature = "ort")]
mod ort;
mod pairs;
mod rten;
#[cfg(feature = "rust-bert")]
mod rust_bert;
mod shape;
mod store;
mod weights;
mod window;
mod wordpiece;

pub use config::{Config, LinkSettings, PairSettings, Special};
pub use engine::Engine;
pub use links::{Anaphor, Links, Roles};
pub use model::{Begun, Logits, Model, Reading};
pub use pairs::{End, Pairs};
pub use shape::shape;
pub use wordpiece::WordPieces;
