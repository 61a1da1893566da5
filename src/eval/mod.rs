//! Scores a graph against gold documents. Enters: gold documents and a graph. Leaves: counts and
//! the measures made of them. Never reads its own output as gold.

mod assignment;
mod calibration;
mod chains;
pub mod gold;
pub mod meantime;
mod score;
pub mod table;

pub use calibration::Calibration;
pub use chains::{ChainScores, Chains, Shares, b_cubed, score_chains};
pub use score::{Clusters, Counts, Scores, score};
