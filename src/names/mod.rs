//! Names as strings: how alike two are, and why. Enters: names of persons, organizations and other
//! things, in any script and order. Leaves: scores with reasons, and the best of many. Knows no
//! document, mention or graph.

mod abjad;
mod align;
mod compare;
mod cyrillic;
mod eastern;
mod index;
mod latin;
pub(crate) mod lexicon;
mod name;
mod organization;
pub(crate) mod person;
mod spelling;

#[cfg(test)]
mod tests;

pub(crate) use latin::characters;

pub use compare::{Comparison, MATCH, compare};
pub use index::Index;
pub use name::{Name, NameKind};
