//! What the encoder sees at once. Enters: the sentences of a document and how many pieces each
//! word has. Leaves: overlapping windows of whole sentences in document order that together hold
//! every word: nothing is cut. A sentence longer than a window is split between words.

use std::ops::Range;

/// How words are packed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Packing {
    /// Pieces that fit into a window, special pieces not counted. At least as many as the
    /// longest word has.
    pub room: usize,
    /// A window begins with the last whole sentences (or parts of one) of the one before, as many as fit into
    /// this number of pieces.
    pub overlap: usize,
}

/// Windows as ranges of words, in document order. `starts[w]` is the first piece of word `w`,
/// and `starts[words]` the number of all pieces; `sentences` are ordered ranges of words that
/// leave no word out.
pub(super) fn pack(
    sentences: &[Range<usize>],
    starts: &[usize],
    packing: Packing,
) -> Vec<Range<usize>> {
    let size = |words: &Range<usize>| starts[words.end] - starts[words.start];
    let parts = split(sentences, starts, packing);
    let mut windows = Vec::new();
    let mut first = 0;
    for (at, part) in parts.iter().enumerate() {
        if at > first && size(&(parts[first].start..part.end)) > packing.room {
            windows.push(parts[first].start..parts[at - 1].end);
            let overlap = packing.overlap.min(packing.room - size(part));
            first = at;
            while first > 0 && size(&(parts[first - 1].start..part.start)) <= overlap {
                first -= 1;
            }
        }
    }
    if let Some(last) = parts.last() {
        windows.push(parts[first].start..last.end);
    }
    windows
}

/// Sentences; one longer than a window is split between words into parts that fit into the
/// overlap, so that a name at a seam is seen whole.
fn split(sentences: &[Range<usize>], starts: &[usize], packing: Packing) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    for sentence in sentences {
        let fits = starts[sentence.end] - starts[sentence.start] <= packing.room;
        let most = match packing.overlap {
            0 => packing.room,
            _ if fits => packing.room,
            overlap => overlap.min(packing.room),
        };
        let mut first = sentence.start;
        for word in sentence.clone() {
            if word > first && starts[word + 1] - starts[first] > most {
                parts.push(first..word);
                first = word;
            }
        }
        if first < sentence.end {
            parts.push(first..sentence.end);
        }
    }
    parts
}

/// For each window the words to read there: each word belongs to the window in which the nearer
/// edge lies farthest, the ends of the document counting as no edge; the earlier one in a tie.
pub(super) fn read_at(windows: &[Range<usize>], starts: &[usize]) -> Vec<Range<usize>> {
    let words = starts.len() - 1;
    let context = |window: &Range<usize>, word: usize| {
        let before = match window.start {
            0 => usize::MAX,
            start => starts[word] - starts[start],
        };
        let after =
            if window.end == words { usize::MAX } else { starts[window.end] - starts[word + 1] };
        before.min(after)
    };
    let mut first = 0;
    let mut read = Vec::with_capacity(windows.len());
    for (at, window) in windows.iter().enumerate() {
        let last = windows.get(at + 1).map_or(words, |next| {
            (next.start.max(first)..window.end)
                .find(|&word| context(next, word) > context(window, word))
                .unwrap_or(window.end)
        });
        read.push(first..last);
        first = last;
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Sentences of the given lengths, every word of one piece.
    fn sentences(lengths: &[usize]) -> (Vec<Range<usize>>, Vec<usize>) {
        let mut end = 0;
        let sentences = lengths
            .iter()
            .map(|length| {
                end += length;
                end - length..end
            })
            .collect();
        (sentences, (0..=end).collect())
    }

    #[test]
    fn windows_hold_whole_sentences_and_overlap() {
        let check =
            |lengths: &[usize], overlap, expected: &[Range<usize>], read: &[Range<usize>]| {
                let (sentences, starts) = sentences(lengths);
                let windows = pack(&sentences, &starts, Packing { room: 10, overlap });
                assert_eq!(windows, expected);
                assert_eq!(read_at(&windows, &starts), read);
            };
        check(&[], 4, &[], &[]);
        check(&[3, 4, 9], 2, &[0..7, 7..16], &[0..7, 7..16]);
        check(&[4, 4, 4], 0, &[0..8, 8..12], &[0..8, 8..12]);
        check(&[4, 4, 4], 4, &[0..8, 4..12], &[0..6, 6..12]);
        check(&[4, 4, 9], 4, &[0..8, 8..17], &[0..8, 8..17]);
        check(&[23], 0, &[0..10, 10..20, 20..23], &[0..10, 10..20, 20..23]);
        check(&[14], 4, &[0..8, 4..14], &[0..6, 6..14]);
    }

    proptest! {
        #[test]
        fn every_word_is_read_once(lengths in prop::collection::vec(0usize..30, 0..20), overlap in 0usize..12) {
            let (sentences, starts) = sentences(&lengths);
            let windows = pack(&sentences, &starts, Packing { room: 10, overlap });
            let read = read_at(&windows, &starts);
            prop_assert_eq!(windows.len(), read.len());
            prop_assert!(windows.iter().all(|w| w.len() <= 10));
            prop_assert!(windows.iter().zip(&read).all(|(w, r)| r.is_empty() || w.start <= r.start && r.end <= w.end));
            let words: Vec<usize> = read.into_iter().flatten().collect();
            prop_assert_eq!(words, (0..lengths.iter().sum()).collect::<Vec<usize>>());
        }
    }
}
