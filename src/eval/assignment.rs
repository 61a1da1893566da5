//! The best one-to-one assignment. Enters: how similar a left and a right thing are, where they are
//! at all. Leaves: the greatest sum. Solved apart for what hangs together, so that thousands of small
//! groups cost little.

use std::collections::{BTreeMap, BTreeSet};

/// The greatest sum of similarities that pairs each left and each right thing at most once.
/// Cubic in the size of a connected group (Kuhn 1955, Munkres 1957, in the form of Jonker and
/// Volgenant 1987).
pub(super) fn best(similar: &BTreeMap<(usize, usize), f64>) -> f64 {
    groups(similar).iter().map(|(left, right)| solve(similar, left, right)).sum()
}

/// The left and right things that pairs connect.
fn groups(similar: &BTreeMap<(usize, usize), f64>) -> Vec<(Vec<usize>, Vec<usize>)> {
    let mut of_left: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut of_right: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for &(l, r) in similar.keys() {
        of_left.entry(l).or_default().push(r);
        of_right.entry(r).or_default().push(l);
    }
    let mut seen: BTreeSet<usize> = BTreeSet::new();
    let mut groups = Vec::new();
    for &start in of_left.keys() {
        let (mut left, mut right, mut open) = (BTreeSet::new(), BTreeSet::new(), vec![start]);
        while let Some(l) = open.pop() {
            if !seen.insert(l) {
                continue;
            }
            left.insert(l);
            for &r in &of_left[&l] {
                if right.insert(r) {
                    open.extend(&of_right[&r]);
                }
            }
        }
        if !left.is_empty() {
            groups.push((left.into_iter().collect(), right.into_iter().collect()));
        }
    }
    groups
}

/// The greatest sum for one group: shortest augmenting paths over costs with potentials.
fn solve(similar: &BTreeMap<(usize, usize), f64>, left: &[usize], right: &[usize]) -> f64 {
    let flipped = left.len() > right.len();
    let (rows, columns) = if flipped { (right, left) } else { (left, right) };
    let cost = |row: usize, column: usize| {
        let pair =
            if flipped { (columns[column], rows[row]) } else { (rows[row], columns[column]) };
        -similar.get(&pair).copied().unwrap_or(0.0)
    };
    let (n, m) = (rows.len(), columns.len());
    // Row and column 0 are the root of the search; the others are shifted by one.
    let (mut u, mut v) = (vec![0.0; n + 1], vec![0.0; m + 1]);
    let mut owner = vec![0; m + 1];
    for row in 1..=n {
        owner[0] = row;
        let mut least = vec![f64::INFINITY; m + 1];
        let mut used = vec![false; m + 1];
        let mut way = vec![0; m + 1];
        let mut at = 0;
        while owner[at] != 0 {
            used[at] = true;
            let from = owner[at];
            let (mut delta, mut next) = (f64::INFINITY, 0);
            for column in 1..=m {
                if used[column] {
                    continue;
                }
                let reduced = cost(from - 1, column - 1) - u[from] - v[column];
                if reduced < least[column] {
                    least[column] = reduced;
                    way[column] = at;
                }
                if least[column] < delta {
                    delta = least[column];
                    next = column;
                }
            }
            for column in 0..=m {
                if used[column] {
                    u[owner[column]] += delta;
                    v[column] -= delta;
                } else {
                    least[column] -= delta;
                }
            }
            at = next;
        }
        while at != 0 {
            owner[at] = owner[way[at]];
            at = way[at];
        }
    }
    (1..=m).filter(|&c| owner[c] != 0).map(|c| -cost(owner[c] - 1, c - 1)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(rows: &[&[f64]], expected: f64) {
        let pairs = rows.iter().enumerate().flat_map(|(r, row)| {
            let filled = row.iter().enumerate().filter(|(_, x)| **x > 0.0);
            filled.map(move |(c, &x)| ((r, c), x))
        });
        let pairs: BTreeMap<(usize, usize), f64> = pairs.collect();
        assert!((best(&pairs) - expected).abs() < 1e-9, "{rows:?}: {}", best(&pairs));
        let turned = pairs.iter().map(|(&(l, r), &x)| ((r, l), x)).collect();
        assert!((best(&turned) - expected).abs() < 1e-9, "{rows:?}, turned");
    }

    #[test]
    fn the_greatest_sum_is_found() {
        check(&[], 0.0);
        check(&[&[0.9, 0.8], &[0.8, 0.1]], 1.6); // the greedy choice gives 1.0
        check(&[&[0.5, 0.0, 0.4], &[0.6, 0.0, 0.0]], 1.0);
        check(&[&[0.7], &[0.9], &[0.8]], 0.9);
        check(&[&[0.9, 0.0], &[0.0, 0.3]], 1.2); // two groups
        check(&[&[7.0, 5.0, 11.0], &[5.0, 4.0, 1.0], &[9.0, 3.0, 2.0]], 24.0);
    }
}
