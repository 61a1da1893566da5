//! Names of persons read: titles off, nicknames aside, the surname last. Enters: text. Leaves: words.

use super::{
    align::{Alignment, How, Pair},
    cyrillic::{self, Eastern},
    latin::romanize,
    lexicon::LEXICON,
    name::{Name, Role, Word},
};
use crate::fold::{fold, words};

/// "Son of", "daughter of", "servant of" in their spellings.
pub(super) const SON: [&str; 8] = ["bin", "ibn", "ben", "bint", "ould", "oglu", "binti", "b"];
/// Names that half a people bears say less.
const COMMON: [&str; 4] = ["muhammad", "abdul", "ahmad", "ali"];

pub(super) fn read(name: &mut Name) {
    let (plain, aside) = split_asides(name.text());
    // What stands in brackets in another script says nothing of the vowels outside.
    name.abjad = super::abjad::is_abjad(&plain);
    let latin = match cyrillic::eastern(&plain) {
        Some(Eastern::Korean(latin)) => {
            name.open = true;
            latin
        }
        Some(Eastern::Chinese(latin)) => latin,
        None => romanize(&plain),
    };
    let mut parts = latin.split(',').map(str::trim).filter(|p| !p.is_empty());
    let head = parts.next().unwrap_or_default().to_owned();
    let is_suffix = |part: &&str| {
        let part = fold(part);
        LEXICON.generations.contains(&part) || LEXICON.honours.contains(&part)
    };
    let (suffix, given): (Vec<&str>, Vec<&str>) = parts.partition(|part| is_suffix(part));
    name.ordered = !given.is_empty();
    let text = format!("{} {} {}", given.join(" "), head, suffix.join(" "));
    let mut found: Vec<String> = words(&text).iter().map(|w| letters_for_digits(w)).collect();
    name.generation = found
        .iter()
        .skip(1)
        .find(|w| LEXICON.generations.contains(*w))
        .map(|w| usual_generation(w));
    if found.len() > 1 {
        let rest: Vec<String> = found
            .iter()
            .filter(|w| !LEXICON.generations.contains(*w) && !LEXICON.honours.contains(*w))
            .cloned()
            .collect();
        if !rest.is_empty() {
            found = rest;
        }
    }
    strip_titles(&mut found);
    // "bin Salman, Mohammed" without its comma.
    if found.len() > 2 && SON.contains(&found[0].as_str()) {
        found.rotate_left(2);
    }
    while found.len() > 1 && found.last().is_some_and(|w| SON.contains(&w.as_str()) && w.len() > 1)
    {
        found.pop();
    }
    let found = arabic(found);
    let mut seen: Vec<&String> = Vec::new();
    for word in &found {
        // "Sergey Sergey Shoigu" is written twice, not named twice.
        if word.len() > 3 && found.len() == 3 && seen.contains(&word) {
            continue;
        }
        seen.push(word);
        name.words.push(read_word(word));
    }
    name.nicknames = words(&romanize(&aside));
}

fn read_word(word: &str) -> Word {
    if word.chars().count() == 1 {
        return Word::new(word, Role::Initial, 0.5);
    }
    if matches!(word, "abu" | "uddin") {
        return Word::new(word, Role::Proper, 0.4);
    }
    let is_article = matches!(word, "ur" | "ud" | "as" | "ad");
    if SON.contains(&word) || LEXICON.particles.contains(word) || is_article {
        return Word::new(word, Role::Particle, 0.15);
    }
    let common = COMMON.iter().any(|name| *name == word || LEXICON.is_variant(word, name));
    Word::new(word, Role::Proper, if common { 0.7 } else { 1.0 })
}

fn usual_generation(word: &str) -> String {
    match word {
        "junior" => "jr",
        "senior" => "sr",
        other => other,
    }
    .to_owned()
}

/// "S3rgei" typed with digits for letters.
fn letters_for_digits(word: &str) -> String {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    if letters == 0 || letters == word.chars().count() {
        return word.to_owned();
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    };
    word.chars().map(letter).collect()
}

/// Arabic names word by word, whatever is joined in the text: "Abdelaziz", "Abd al-Aziz" and "Abdul
/// Aziz" become "abdul aziz", "Saifuddin" and "Saif al-Din" become "saif uddin".
fn arabic(words: Vec<String>) -> Vec<String> {
    let mut found: Vec<String> = Vec::with_capacity(words.len() + 2);
    let mut at = 0;
    while at < words.len() {
        let word = words[at].as_str();
        let next = words.get(at + 1).map_or("", String::as_str);
        let is_article = matches!(
            next,
            "al" | "el" | "ul" | "ur" | "as" | "ar" | "ad" | "an" | "us" | "or" | "ol" | "er"
        );
        if matches!(word, "abd" | "abdu") && is_article {
            found.push("abdul".to_owned());
            at += 2;
            continue;
        }
        if matches!(word, "al" | "el" | "ul" | "ud" | "ad" | "ed")
            && matches!(next, "din" | "deen" | "dine" | "dyn")
        {
            found.push("uddin".to_owned());
            at += 2;
            continue;
        }
        at += 1;
        if matches!(
            word,
            "abdul" | "abdel" | "abdal" | "abdol" | "abdoul" | "abdool" | "abdur" | "abd" | "abdus"
        ) {
            found.push("abdul".to_owned());
        } else if matches!(word, "abou" | "abu" | "abi" | "abo") {
            found.push("abu".to_owned());
        } else if let Some(rest) = strip_servant(word) {
            found.extend(["abdul".to_owned(), rest.to_owned()]);
        } else if let Some(stem) = strip_faith(word) {
            found.extend([stem.to_owned(), "uddin".to_owned()]);
        } else {
            found.push(word.to_owned());
        }
    }
    found
}

fn strip_servant(word: &str) -> Option<&str> {
    ["abdoul", "abdul", "abdel", "abdal", "abdol", "abdur", "abdus"]
        .iter()
        .find_map(|prefix| word.strip_prefix(prefix))
        .filter(|rest| rest.len() >= 4 && rest.is_ascii())
}

fn strip_faith(word: &str) -> Option<&str> {
    ["uddin", "uddeen", "eddine", "eddin", "oddin", "aldin", "addin", "udin", "alddin"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .filter(|stem| stem.len() >= 3)
}

/// The surname of one name for which only an initial of the other stands, while the surname of the
/// other has no counterpart: "Vladimir Putin", "Vladimir P. Kononov".
pub(super) fn borrowed_surname<'a>(
    a: &'a Name,
    b: &'a Name,
    alignment: &Alignment,
) -> Option<&'a Word> {
    let initials = || alignment.pairs.iter().filter(|pair| pair.how == How::Initial);
    let is_free = |name: &Name, left: &[usize]| {
        left.iter().any(|&at| name.words[at].role == Role::Proper && !is_given(&name.words[at]))
    };
    let of_a = |pair: &Pair| stands_for(a, pair.a.start, b, pair.b.start);
    let of_b = |pair: &Pair| stands_for(b, pair.b.start, a, pair.a.start);
    let [left_a, left_b] = &alignment.left;
    if is_free(b, left_b) {
        return initials().find(|pair| of_a(pair)).map(|pair| &a.words[pair.a.start]);
    }
    let found = initials().find(|pair| of_b(pair)).filter(|_| is_free(a, left_a));
    found.map(|pair| &b.words[pair.b.start])
}

/// Whether a word is the surname of a name, at either end of it, and the other has an initial there after
/// its first word.
fn stands_for(full: &Name, at: usize, short: &Name, initial: usize) -> bool {
    let word = &full.words[at];
    full.words.len() > 1
        && (at == 0 || at + 1 == full.words.len())
        && initial > 0
        && short.words[initial].role == Role::Initial
        && word.role == Role::Proper
        && !is_given(word)
}

/// Whether a word is a given name or the father's.
fn is_given(word: &Word) -> bool {
    LEXICON.is_given(&word.text) || word.text.ends_with("vich") || word.text.ends_with("vna")
}

/// The text without what stands in quotes and brackets, and what stands there.
pub(crate) fn split_asides(text: &str) -> (String, String) {
    let (mut plain, mut aside) = (String::new(), String::new());
    let mut until = None;
    for c in text.chars() {
        match (until, c) {
            (Some(end), _) if c == end => {
                until = None;
                aside.push(' ');
            }
            (Some(_), _) => aside.push(c),
            (None, '"') => until = Some('"'),
            (None, '“') => until = Some('”'),
            (None, '«') => until = Some('»'),
            (None, '(') => until = Some(')'),
            (None, _) => plain.push(c),
        }
    }
    if plain.trim().is_empty() || until.is_some() {
        (text.to_owned(), String::new())
    } else {
        (plain, aside)
    }
}

/// Takes titles off the front as long as a name remains.
pub(crate) fn strip_titles(words: &mut Vec<String>) {
    let mut first = 0;
    let title = |at: usize, len: usize| {
        words.len() > at + len && LEXICON.titles.contains(&words[at..at + len].join(" "))
    };
    while let Some(len) = [2, 1].into_iter().find(|&len| title(first, len)) {
        first += len;
    }
    words.drain(..first);
}
