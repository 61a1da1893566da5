//! Work on many cores whose results come in order. Enters: items and what to make of each. Leaves:
//! the results, one after the other, the same for any number of threads.

use rayon::prelude::*;

/// Results that are in memory at once.
const CHUNK: usize = 4_096;

/// What `map` makes of every item, in their order.
pub(super) fn mapped<'a, T: Sync + 'a, R: Send>(
    mut items: impl Iterator<Item = &'a T>,
    map: impl Fn(&'a T) -> R + Sync,
) -> impl Iterator<Item = R> {
    let parts = std::iter::from_fn(move || {
        let part: Vec<&T> = items.by_ref().take(CHUNK).collect();
        let made: Vec<R> = part.into_par_iter().map(&map).collect();
        (!made.is_empty()).then_some(made)
    });
    parts.flatten()
}
