//! Text for a person's terminal. Enters: words from anywhere. Leaves: words that cannot move the
//! cursor, hide or recolour anything, in colours where a person reads them.

use std::{
    fmt::Display,
    io::{self, IsTerminal},
};

/// Without control characters and escape sequences, and without the marks that turn the direction
/// of writing and so make a name read as another; white space becomes single spaces.
pub(crate) fn safe(text: &str) -> String {
    let spaced = text.split_whitespace().collect::<Vec<_>>().join(" ");
    spaced.chars().filter(|&c| is_safe(c)).collect()
}

/// Whether a terminal shows the character and does nothing else.
pub(crate) fn is_safe(c: char) -> bool {
    const DIRECTION: [char; 12] = [
        '\u{061c}', '\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}',
        '\u{202e}', '\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}',
    ];
    !c.is_control() && !DIRECTION.contains(&c) && !matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// How things are set off from each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Paint {
    colors: bool,
}

impl Paint {
    /// Colours when standard output is a terminal and `NO_COLOR` is unset or empty
    /// (<https://no-color.org>).
    pub(crate) fn detect() -> Self {
        let wanted = std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
        Self { colors: wanted && io::stdout().is_terminal() }
    }

    /// Names and headings.
    pub(crate) fn strong(self, text: impl Display) -> String {
        self.wrap("1", text)
    }

    /// Sources, scores and other small print.
    pub(crate) fn faint(self, text: impl Display) -> String {
        self.wrap("2", text)
    }

    /// A mention in a sentence: underlined, or in square brackets where nothing can be underlined.
    pub(crate) fn mark(self, text: impl Display) -> String {
        if self.colors { self.wrap("1;4", text) } else { format!("[{text}]") }
    }

    /// What is alleged or denied, so that nobody reads it as a fact.
    pub(crate) fn doubt(self, text: impl Display) -> String {
        self.wrap("33", text)
    }

    fn wrap(self, code: &str, text: impl Display) -> String {
        if self.colors { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_commands_the_terminal() {
        let check = |text, expected| assert_eq!(safe(text), expected);
        check("plain Söhne 李伟", "plain Söhne 李伟");
        check("\x1b[31mred\x1b[0m", "[31mred[0m");
        check("a\u{9b}31m\u{7}\u{8}b\u{0}", "a31mb");
        check("two\r\nlines\t here", "two lines here");
        check("a\u{202e}b\u{2066}c", "abc");
    }

    #[test]
    fn plain_output_marks_with_brackets() {
        let plain = Paint { colors: false };
        assert_eq!(plain.mark("x") + &plain.strong("y") + &plain.doubt("z"), "[x]yz");
        assert_eq!(Paint { colors: true }.strong("y"), "\x1b[1my\x1b[0m");
    }
}
