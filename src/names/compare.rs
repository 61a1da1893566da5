//! Two names side by side. Enters: names. Leaves: a score with its reasons.

use super::name::Name;

/// Score from which two names count as one.
pub const MATCH: f32 = 0.8;

/// How alike two names are, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// 0 nothing in common, 1 the same name.
    pub score: f32,
    /// What speaks for and against, in words.
    pub reasons: Vec<String>,
    /// What shows that two bearers are meant, if anything does.
    pub contradiction: Option<String>,
}

/// Compares two names; the order does not matter.
pub fn compare(a: &Name, b: &Name) -> Comparison {
    let (a, b) =
        if (a.words.len(), a.text()) <= (b.words.len(), b.text()) { (a, b) } else { (b, a) };
    if a.words.is_empty() {
        return Comparison { score: 0.0, reasons: Vec::new(), contradiction: None };
    }
    let mut free: Vec<&String> = b.words.iter().collect();
    let mut matched = 0.0;
    for word in &a.words {
        if let Some(at) = free.iter().position(|other| *other == word) {
            free.remove(at);
            matched += 1.0;
        }
    }
    let mut all = a.words.len() as f32;
    all += 0.5 * (b.words.len() - a.words.len()) as f32;
    Comparison { score: matched / all, reasons: Vec::new(), contradiction: None }
}
