//! Work that is done side by side. Enters: items and what to do with each. Leaves: the results, one by one, to whoever
//! called, the largest first. Knows nothing of documents.

use rayon::prelude::*;
use std::{cmp::Reverse, collections::BTreeMap, sync::mpsc};

/// Works on items side by side, and takes what becomes of each, with its place among them, one by one on this thread.
/// The largest are begun and taken first: nobody waits at the end for one that was begun last.
pub(super) fn longest_first<T: Send, R: Send>(
    items: Vec<T>,
    length: impl Fn(&T) -> usize,
    work: impl Fn(T) -> R + Send + Sync,
    mut take: impl FnMut(usize, R),
) {
    let mut items: Vec<(usize, T)> = items.into_iter().enumerate().collect();
    items.sort_by_key(|(_, item)| Reverse(length(item)));
    let (done, finished) = mpsc::channel();
    let work = move || {
        // A bridge hands out one by one.
        items.into_iter().enumerate().par_bridge().for_each_with(done, |done, (turn, item)| {
            // Whoever takes is gone only when this is.
            let _ = done.send((turn, item.0, work(item.1)));
        });
    };
    let take_all = || {
        let (mut early, mut next) = (BTreeMap::new(), 0);
        for (turn, place, result) in finished {
            early.insert(turn, (place, result));
            while let Some((place, result)) = early.remove(&next) {
                take(place, result);
                next += 1;
            }
        }
    };
    // A thread of the pool that waited for the others might wait for itself.
    if rayon::current_thread_index().is_some() {
        work();
        take_all();
    } else {
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| work());
            take_all();
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::panic::{AssertUnwindSafe, catch_unwind};

    const ITEMS: [usize; 6] = [3, 9, 1, 9, 0, 5];

    fn taken(work: impl Fn(usize) -> usize + Send + Sync) -> Vec<(usize, usize)> {
        let mut taken = Vec::new();
        longest_first(ITEMS.to_vec(), |&n| n, work, |place, result| taken.push((place, result)));
        taken
    }

    #[test]
    fn the_largest_are_taken_first_each_with_its_place() {
        // The earlier take longer, so that later ones are done before them.
        let slow = |n| {
            std::thread::sleep(std::time::Duration::from_millis(2 * n as u64));
            10 * n
        };
        let expected = [(1, 90), (3, 90), (5, 50), (0, 30), (2, 10), (4, 0)];
        assert_eq!(taken(slow), expected);
        for threads in [1, 4] {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
            assert_eq!(pool.map(|pool| pool.install(|| taken(slow))).ok(), Some(expected.to_vec()));
        }
    }

    #[test]
    fn a_panic_is_not_lost() {
        let work = |n| if n == 5 { panic!("five") } else { n };
        assert!(catch_unwind(AssertUnwindSafe(|| taken(work))).is_err());
    }
}
