//! What somebody who mistyped a word may have meant. Enters: the word and those that are known.
//! Leaves: the nearest, when one is near.

/// `; did you mean x?` for the known word that is nearest, nothing when none is near: at most a
/// third of the letters may differ. O(known · |word|²).
#[must_use]
pub fn suggest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, known).map(|near| format!("; did you mean {near}?")).unwrap_or_default()
}

/// The nearest known word: a third of the letters may differ. The first of those equally near in
/// the order of letters.
pub(super) fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let plain = |word: &str| word.to_lowercase().replace([' ', '-'], "_");
    let word = plain(word);
    let letters = word.chars().count();
    // What is much longer than any word that is known is none of them, and costs nothing.
    if letters == 0 || letters > 64 {
        return None;
    }
    known
        .into_iter()
        .map(|k| (steps(&word, &plain(k)), k))
        .filter(|(steps, k)| *steps * 3 <= letters.max(k.chars().count()))
        .min()
        .map(|(_, k)| k)
}

/// Letters to insert, drop, change or swap with their neighbour. O(|a| · |b|).
fn steps(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(before[j - 2] + 1);
            }
            row.push(least);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_of_the_hand_are_near_and_other_words_are_not() {
        let known = ["person", "organization", "location", "group"];
        for (word, near) in [
            ("persno", Some("person")),
            ("Person", Some("person")),
            ("organisation", Some("organization")),
            ("robot", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), near, "{word}");
        }
    }
}
