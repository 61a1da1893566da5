//! Markdown -> plain text. Enters: CommonMark with tables, footnotes and strike-through. Leaves:
//! paragraphs, headings, list items and table rows, a blank line between them. Drops code blocks,
//! HTML, images and link targets. <https://spec.commonmark.org/>

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The plain text, and the first heading of the first level.
pub(super) fn plain(markdown: &str) -> (String, Option<String>) {
    let options =
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut blocks = Blocks::default();
    let mut title = None;
    // Depth inside blocks and spans whose words are no prose.
    let mut dropped = 0usize;
    for event in Parser::new_ext(markdown, options) {
        match event {
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. }) => dropped += 1,
            Event::End(TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::Image) => {
                dropped = dropped.saturating_sub(1);
                blocks.space();
            }
            _ if dropped > 0 => {}
            Event::Text(text) | Event::Code(text) => blocks.open.push_str(&text),
            Event::SoftBreak => blocks.space(),
            Event::HardBreak => blocks.open.push('\n'),
            Event::Start(Tag::TableCell) if !blocks.open.trim().is_empty() => {
                blocks.open.push_str(" | ");
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1)) => {
                let heading = blocks.open.trim();
                if title.is_none() && !heading.is_empty() {
                    title = Some(heading.to_owned());
                }
                blocks.close();
            }
            Event::Start(tag) if is_block(&tag.to_end()) => blocks.close(),
            Event::End(tag) if is_block(&tag) => blocks.close(),
            _ => {}
        }
    }
    blocks.close();
    (blocks.done.join("\n\n"), title)
}

const fn is_block(tag: &TagEnd) -> bool {
    !matches!(
        tag,
        TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::TableCell
    )
}

/// Paragraphs that are done and the one that is open.
#[derive(Default)]
struct Blocks {
    done: Vec<String>,
    open: String,
}

impl Blocks {
    fn space(&mut self) {
        if !self.open.ends_with(char::is_whitespace) {
            self.open.push(' ');
        }
    }

    fn close(&mut self) {
        let text = self.open.trim();
        if !text.is_empty() {
            self.done.push(text.to_owned());
        }
        self.open.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(markdown: &str, text: &str, title: Option<&str>) {
        let found = plain(markdown);
        assert_eq!((found.0.as_str(), found.1.as_deref()), (text, title));
    }

    #[test]
    fn blocks_are_parted_and_marks_go() {
        check(
            "# The *front*\n\nA **bold**\nclaim by [the bureau](http://x).",
            "The front\n\nA bold claim by the bureau.",
            Some("The front"),
        );
        check(
            "## Small\n\n> quoted\n> twice\n\n# Late",
            "Small\n\nquoted twice\n\nLate",
            Some("Late"),
        );
        check("He ran:\n\n- one,\n- two\n  - three", "He ran:\n\none,\n\ntwo\n\nthree", None);
        check("1. a\n\n   b\n2. c", "a\n\nb\n\nc", None);
        check("A &amp; B &nbsp;x ~~old~~ `id` 5 \\* 3", "A & B \u{a0}x old id 5 * 3", None);
        check("line one  \nline two", "line one\nline two", None);
    }

    #[test]
    fn what_is_no_prose_is_dropped() {
        check("a\n\n```\ncode\n```\n\n<div>html</div>\n\nb <b>c</b>", "a\n\nb c", None);
        check("see ![alt](x.png) this[^1].\n\n[^1]: the note", "see  this.\n\nthe note", None);
        check("|Name|Role|\n|-|-|\n|Kim|agent|\n", "Name | Role\n\nKim | agent", None);
        check("", "", None);
    }
}
