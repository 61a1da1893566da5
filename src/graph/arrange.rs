//! Which documents stand in a network, and what they are called there. Enters: what is known of each.
//! Leaves: their order, each text once, each id once. Does not depend on the order in which documents
//! were met.

use crate::document::DocumentInfo;
use std::collections::HashMap;

/// What decides which of several documents with the same text stays: the smallest.
pub(crate) fn rank(info: &DocumentInfo) -> impl Ord + '_ {
    (&info.id, &info.source, &info.title, &info.published)
}

/// Documents by their place in what was given.
pub(crate) struct Arranged {
    /// Those that stand in the network, in its order, with their ids there where these are not their own.
    pub live: Vec<(usize, Option<String>)>,
    /// Those whose text another has, and that other.
    pub duplicates: Vec<(usize, usize)>,
}

/// Orders documents. Of those with one text the smallest stays; of those with one id and different
/// texts all but the first get another id. `words` tells equal documents apart: the one that was read
/// comes first.
pub(crate) fn arrange(documents: &[(&DocumentInfo, usize)]) -> Arranged {
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_key(|&at| {
        let (info, words) = documents[at];
        (rank(info), &info.sha256, std::cmp::Reverse(words))
    });
    let mut first: HashMap<&str, usize> = HashMap::new();
    let mut arranged = Arranged { live: Vec::new(), duplicates: Vec::new() };
    let mut previous = None;
    let mut last = 0;
    for at in order {
        let info = documents[at].0;
        if let Some(&of) = first.get(info.sha256.as_str()) {
            // The very same record met twice is one, and nothing to be told of.
            if rank(info) != rank(documents[last].0) || info.sha256 != documents[last].0.sha256 {
                arranged.duplicates.push((at, of));
            }
            last = at;
            continue;
        }
        first.insert(&info.sha256, at);
        last = at;
        arranged.live.push((at, told_apart(&mut previous, info)));
    }
    arranged
}

/// The id of a document whose own id the previous one has already: with a suffix made of its text's
/// hash.
pub(crate) fn told_apart(previous: &mut Option<String>, info: &DocumentInfo) -> Option<String> {
    let repeated = previous.as_deref() == Some(&info.id);
    previous.get_or_insert_default().clone_from(&info.id);
    let hash = info.sha256.get(..8).unwrap_or(&info.sha256);
    repeated.then(|| format!("{}~{hash}", info.id))
}
