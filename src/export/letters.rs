//! How wide text is, without a font at hand. Enters: text and a size. Leaves: a width, rather too
//! wide than too narrow, and text broken into lines. Measures in pixels.

/// The width of a line of Helvetica or a font like it, in the unit of `size`. From the widths that
/// [Adobe published](https://github.com/adobe-type-tools/afdko) for letters of one class, a little
/// more for the fonts that stand in for it.
pub(super) fn width(text: &str, size: f32) -> f32 {
    const MARGIN: f32 = 1.08;
    text.chars().map(em).sum::<f32>() * size * MARGIN
}

/// The width of a character in sizes of the font.
fn em(c: char) -> f32 {
    match c {
        'i' | 'j' | 'l' | '\'' | '.' | ',' | ':' | ';' | '|' | '!' => 0.27,
        'f' | 't' | 'r' | 'I' | ' ' | '/' | '(' | ')' | '[' | ']' | '-' => 0.33,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.88,
        'A'..='Z' | '&' => 0.7,
        ' '..='~' => 0.56,
        // Accents that stand on the letter before.
        '\u{300}'..='\u{36f}' => 0.0,
        '\u{a0}'..='\u{10ff}' => 0.66,
        _ => 1.05,
    }
}

/// Broken between words into lines of about `width` characters.
pub(super) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                *line = format!("{line} {word}");
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The first characters of a text that is too long, with a mark that some are missing.
pub(super) fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_letters_are_wider() {
        assert!(width("MW", 10.0) > width("il", 10.0) * 2.0);
        assert!(width("李伟", 10.0) >= 20.0);
        assert_eq!(width("e\u{301}", 10.0), width("e", 10.0));
    }

    #[test]
    fn long_text_is_broken_and_cut() {
        assert_eq!(
            wrapped("Office of Foreign Assets Control", 22),
            ["Office of Foreign", "Assets Control"]
        );
        assert_eq!(shortened("ab cdé f", 6), "ab cdé…");
        assert_eq!(shortened("ab", 2), "ab");
    }
}
