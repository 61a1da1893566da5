//! Whether scores can be believed. Enters: scores of names or relations and whether each was right. Leaves: the
//! expected calibration error (Naeini et al. 2015). Of those scored 0.9, nine in ten should be
//! right.

use serde::Serialize;

/// Bins of equal width over 0..=1.
const BINS: usize = 10;

/// How often what has each score was right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Calibration {
    bins: [Bin; BINS],
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
struct Bin {
    count: usize,
    right: usize,
    /// Sum of the scores.
    score: f64,
}

impl Calibration {
    /// Counts one name or relation.
    pub fn add(&mut self, score: f64, right: bool) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0..BINS")]
        let bin = &mut self.bins[((score * BINS as f64) as usize).min(BINS - 1)];
        bin.count += 1;
        bin.right += usize::from(right);
        bin.score += score;
    }

    /// Mean distance between score and share that is right, weighted by the number in each bin, 0..=1;
    /// `None` without any.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        let count: usize = self.bins.iter().map(|bin| bin.count).sum();
        let gaps: f64 = self.bins.iter().map(|bin| (bin.score - bin.right as f64).abs()).sum();
        (count > 0).then(|| gaps / count as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sure_and_wrong_is_an_error() {
        let check = |names: &[(f64, bool)], expected: Option<f64>| {
            let mut calibration = Calibration::default();
            names.iter().for_each(|&(score, right)| calibration.add(score, right));
            let error = calibration.error();
            let percent = |e: f64| (e * 100.0).round();
            assert_eq!(error.map(percent), expected.map(percent));
        };
        check(&[], None);
        check(&[(1.0, true), (0.0, false)], Some(0.0));
        check(&[(1.0, false)], Some(1.0));
        check(&[(0.55, true), (0.55, false)], Some(0.05));
        check(&[(0.95, true), (0.95, true), (0.25, true)], Some(0.28));
    }
}
