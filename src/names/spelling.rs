//! Two spellings of a word. Enters: folded Latin words. Leaves: how far apart they are.

/// Rows of keys that lie side by side.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];
const LETTERS: usize = 26;
/// What it costs to write one small letter for another.
const CHANGE: [[f32; LETTERS]; LETTERS] = changes();

/// Words of more letters are not compared.
const LONGEST: usize = 60;
/// Words less alike than this are two words.
const LEAST: f32 = 0.5;

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// A vowel for a vowel costs 0.8, a neighbouring key 0.9, any other letter 1.
const fn changes() -> [[f32; LETTERS]; LETTERS] {
    let mut table = [[1.0; LETTERS]; LETTERS];
    let mut row = 0;
    while row < ROWS.len() {
        let mut at = 1;
        while at < ROWS[row].len() {
            let (x, y) = (place(ROWS[row][at - 1] as char), place(ROWS[row][at] as char));
            table[x][y] = 0.9;
            table[y][x] = 0.9;
            at += 1;
        }
        row += 1;
    }
    let (mut x, a) = (0, b'a');
    while x < LETTERS {
        let mut y = 0;
        while y < LETTERS {
            if x == y {
                table[x][y] = 0.0;
            } else if is_vowel((a + x as u8) as char) && is_vowel((a + y as u8) as char) {
                table[x][y] = 0.8;
            }
            y += 1;
        }
        x += 1;
    }
    table
}

/// The place of a small letter in the alphabet; of anything else a larger number.
const fn place(c: char) -> usize {
    (c as usize).wrapping_sub('a' as usize)
}

fn change(x: char, y: char) -> f32 {
    let known = CHANGE.get(place(x)).and_then(|row| row.get(place(y)));
    known.copied().unwrap_or(if x == y { 0.0 } else { 1.0 })
}

/// What it costs to leave out the letter at `at`: least when it is doubled.
fn leave_out(word: &[char], at: usize) -> f32 {
    if at > 0 && word[at - 1] == word[at] {
        0.4
    } else if is_vowel(word[at]) {
        0.8
    } else {
        1.0
    }
}

/// Edits between two words of up to [`LONGEST`] letters: insertions, deletions, substitutions, swaps of
/// neighbours. A doubled letter, a vowel for a vowel and a neighbouring key count less than a whole edit.
/// `None` as soon as there must be more than `most`.
fn edits(a: &[char], b: &[char], most: f32) -> Option<f32> {
    // The row at hand and the two before it.
    let mut rows = [[0f32; LONGEST + 1]; 3];
    let mut add = [0f32; LONGEST];
    for (j, cost) in add.iter_mut().enumerate().take(b.len()) {
        *cost = leave_out(b, j);
        rows[0][j + 1] = (j + 1) as f32;
    }
    let mut least_before = 0.0;
    for i in 1..=a.len() {
        let [before, now, older] = &mut rows;
        now[0] = i as f32;
        let (drop, x) = (leave_out(a, i - 1), a[i - 1]);
        let mut least = now[0];
        for j in 1..=b.len() {
            let y = b[j - 1];
            let mut best =
                (before[j - 1] + change(x, y)).min(before[j] + drop).min(now[j - 1] + add[j - 1]);
            if i > 1 && j > 1 && x == b[j - 2] && a[i - 2] == y && x != y {
                best = best.min(older[j - 2] + 0.8);
            }
            now[j] = best;
            least = least.min(best);
        }
        // Costs only grow from one row, or the one before it, to the next.
        if least.min(least_before) > most {
            return None;
        }
        least_before = least;
        // What was at hand is now before; the oldest row is room for the next.
        rows.rotate_left(1);
    }
    Some(rows[0][b.len()])
}

/// 1 for the same word, less with every edit, 0 below [`LEAST`]; words of up to three letters allow none.
pub(super) fn similarity(a: &str, b: &str) -> f32 {
    if a == b {
        return 1.0;
    }
    if a.len() > 2 * b.len() || b.len() > 2 * a.len() {
        return 0.0;
    }
    let (mut a_letters, mut b_letters) = (['\0'; LONGEST], ['\0'; LONGEST]);
    let (Some(a), Some(b)) = (letters(a, &mut a_letters), letters(b, &mut b_letters)) else {
        return 0.0;
    };
    let (short, long) = (a.len().min(b.len()), a.len().max(b.len()));
    if short == 0 || long > 2 * short {
        return 0.0;
    }
    // A little room for rounding: the similarity itself decides.
    let most = (1.0 - LEAST) * long as f32 + 0.01;
    let Some(edits) = edits(a, b, most) else { return 0.0 };
    let similarity = 1.0 - edits / long as f32;
    let similarity = if long <= 3 { similarity.min(0.5) } else { similarity };
    if similarity < LEAST { 0.0 } else { similarity }
}

/// The letters of a word; `None` of one that is too long.
fn letters<'l>(word: &str, room: &'l mut [char; LONGEST]) -> Option<&'l [char]> {
    let mut count = 0;
    for c in word.chars() {
        *room.get_mut(count)? = c;
        count += 1;
    }
    Some(&room[..count])
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The same sum over the whole table, with no bound.
    fn all_edits(a: &[char], b: &[char]) -> f32 {
        let mut rows = vec![vec![0f32; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                rows[i][j] = match (i, j) {
                    (0, n) | (n, 0) => n as f32,
                    _ => {
                        let best = (rows[i - 1][j - 1] + change(a[i - 1], b[j - 1]))
                            .min(rows[i - 1][j] + leave_out(a, i - 1))
                            .min(rows[i][j - 1] + leave_out(b, j - 1));
                        let swapped =
                            i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                        if swapped && a[i - 1] != b[j - 1] {
                            best.min(rows[i - 2][j - 2] + 0.8)
                        } else {
                            best
                        }
                    }
                };
            }
        }
        rows[a.len()][b.len()]
    }

    #[test]
    fn letters_cost_what_they_should() {
        for (x, y, cost) in [
            ('a', 'e', 0.8),
            ('q', 'w', 0.9),
            ('b', 'q', 1.0),
            ('k', 'k', 0.0),
            ('ß', 'ß', 0.0),
            ('ß', 'a', 1.0),
        ] {
            assert_eq!((change(x, y), change(y, x)), (cost, cost), "{x} {y}");
        }
    }

    proptest! {
        #[test]
        fn the_bound_changes_nothing(a in "[abekss\u{df}]{1,9}", b in "[abekss\u{df}]{1,9}") {
            let (x, y): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
            let (short, long) = (x.len().min(y.len()), x.len().max(y.len()));
            prop_assume!(a != b && a.len() <= 2 * b.len() && b.len() <= 2 * a.len() && long <= 2 * short);
            let plain = 1.0 - all_edits(&x, &y) / long as f32;
            let plain = if long <= 3 { plain.min(0.5) } else { plain };
            let expected = if plain < LEAST { 0.0 } else { plain };
            prop_assert_eq!(similarity(&a, &b), expected);
        }
    }
}
