//! Scores a graph against gold documents. Enters: gold documents and a graph. Leaves: counts and
//! the measures made of them. Never reads its own output as gold.

mod calibration;
pub mod gold;
mod score;
pub mod table;

pub use calibration::Calibration;
pub use score::{Clusters, Counts, Scores, score};
