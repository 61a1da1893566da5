//! Two spellings of a word. Enters: folded Latin words. Leaves: how far apart they are.

/// Rows of keys that lie side by side.
const ROWS: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

fn is_neighbour(a: char, b: char) -> bool {
    ROWS.iter()
        .any(|row| matches!((row.find(a), row.find(b)), (Some(x), Some(y)) if x.abs_diff(y) == 1))
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Edits between two words: insertions, deletions, substitutions, swaps of neighbours. A doubled
/// letter, a vowel for a vowel and a neighbouring key count less than a whole edit.
pub(super) fn edits(a: &[char], b: &[char]) -> f32 {
    let width = b.len() + 1;
    let mut rows = vec![0f32; (a.len() + 1) * width];
    for (j, cell) in rows.iter_mut().enumerate().take(width) {
        *cell = j as f32;
    }
    for i in 1..=a.len() {
        rows[i * width] = i as f32;
        for j in 1..=b.len() {
            let (x, y) = (a[i - 1], b[j - 1]);
            let doubled = |word: &[char], at: usize| at > 1 && word[at - 2] == word[at - 1];
            let change = match (x, y) {
                _ if x == y => 0.0,
                _ if is_vowel(x) && is_vowel(y) => 0.8,
                _ if is_neighbour(x, y) => 0.9,
                _ => 1.0,
            };
            let drop = if doubled(a, i) {
                0.4
            } else if is_vowel(x) {
                0.8
            } else {
                1.0
            };
            let add = if doubled(b, j) {
                0.4
            } else if is_vowel(y) {
                0.8
            } else {
                1.0
            };
            let mut best = (rows[(i - 1) * width + j - 1] + change)
                .min(rows[(i - 1) * width + j] + drop)
                .min(rows[i * width + j - 1] + add);
            if i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y && x != y {
                best = best.min(rows[(i - 2) * width + j - 2] + 0.8);
            }
            rows[i * width + j] = best;
        }
    }
    rows[a.len() * width + b.len()]
}

/// 1 for the same word, less with every edit; words of up to three letters allow none.
pub(super) fn similarity(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    if a.len() > 2 * b.len() || b.len() > 2 * a.len() {
        return 0.0;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if short == 0 || long > 2 * short || long > 60 {
        return 0.0;
    }
    let edits = edits(&a, &b);
    let similarity = 1.0 - edits / long as f32;
    if long <= 3 { similarity.min(0.5) } else { similarity.max(0.0) }
}
