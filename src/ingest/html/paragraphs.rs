//! Elements -> paragraphs. Enters: a node of a page. Leaves: the text that a reader sees, one
//! string a block; a no-break space is a space, soft hyphens and zero-width marks are gone. Knows
//! nothing of what is article and what is not.

use dom_query::NodeRef;

/// Elements whose words run on in the line.
const INLINE: [&str; 38] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "img", "ins", "kbd", "label", "mark", "nobr", "q", "rp", "rt", "ruby", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];
/// Elements that are never seen as text.
const UNSEEN: [&str; 10] =
    ["head", "title", "script", "style", "noscript", "template", "iframe", "svg", "math", "object"];

/// The text with runs of white space as one space.
pub(super) fn words_of(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_mark(*c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Soft hyphen, zero-width space and joiners, byte order mark: layout inside words.
const fn is_mark(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The visible text of a node, block by block. O(n), without recursion.
pub(super) fn paragraphs(root: &NodeRef) -> Vec<String> {
    enum Step<'a> {
        Open(NodeRef<'a>),
        Close,
    }
    let mut blocks = Blocks::default();
    let mut steps = vec![Step::Open(*root)];
    let mut verbatim = 0usize;
    while let Some(step) = steps.pop() {
        let Step::Open(node) = step else {
            blocks.close();
            verbatim = verbatim.saturating_sub(1);
            continue;
        };
        if node.is_text() {
            blocks.push(&node.text(), verbatim > 0);
            continue;
        }
        let name = node.node_name().unwrap_or_default();
        match &*name {
            "br" => blocks.line(),
            "td" | "th" => blocks.cell(),
            name if UNSEEN.contains(&name) => continue,
            name if INLINE.contains(&name) => {}
            name => {
                blocks.close();
                verbatim += usize::from(verbatim > 0 || name == "pre");
                steps.push(Step::Close);
            }
        }
        steps.extend(node.children_it(true).map(Step::Open));
    }
    blocks.close();
    blocks.done
}

/// Paragraphs that are done and the one that is open.
#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    open: String,
}

impl Blocks {
    fn push(&mut self, text: &str, verbatim: bool) {
        for c in text.chars().filter(|c| !is_mark(*c)) {
            if verbatim || !c.is_whitespace() {
                self.open.push(c);
            } else if !self.open.ends_with(char::is_whitespace) {
                self.open.push(' ');
            }
        }
    }

    /// One line break stays one; two part paragraphs.
    fn line(&mut self) {
        while self.open.ends_with(' ') {
            self.open.pop();
        }
        if self.open.ends_with('\n') {
            self.close();
        } else {
            self.open.push('\n');
        }
    }

    fn cell(&mut self) {
        if !self.open.trim().is_empty() {
            while self.open.ends_with(char::is_whitespace) {
                self.open.pop();
            }
            self.open.push_str(" | ");
        }
    }

    fn close(&mut self) {
        let text = self.open.trim();
        let text = text.trim_end_matches(" |").trim();
        if !text.is_empty() {
            self.done.push(text.to_owned());
        }
        self.open.clear();
    }
}
