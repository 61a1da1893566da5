//! An article in memory. Enters: decoded text and where its sentences and tokens are.
//! Leaves: views into that text, never copies. Reads no files and splits nothing itself
//! (that is `ingest`).

use crate::span::Span;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What the graph keeps of a document once it has been read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// The input path as given, or the record's id in a JSONL or CSV file.
    pub id: String,
    /// Title, where the format has one.
    pub title: Option<String>,
    /// Publication date `YYYY-MM-DD`, where the format has one.
    pub published: Option<String>,
    /// Lower-case hexadecimal SHA-256 of the text's UTF-8 bytes.
    pub sha256: String,
    /// The file that holds the document, when `id` is a record inside it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// One word, number or punctuation mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it stands, in bytes.
    pub span: Span,
}

/// One sentence or heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands, in bytes, without surrounding white space.
    pub span: Span,
    /// Its tokens, as indices into [`Document::tokens`].
    pub tokens: Range<usize>,
}

/// A text with its sentences and tokens. Both are ordered and disjoint.
#[derive(Clone, Debug)]
pub struct Document {
    /// Id, title, date and hash.
    pub info: DocumentInfo,
    text: String,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    /// Byte offset of every code point; empty when the text is ASCII (then both units agree).
    code_points: Vec<u32>,
}

impl Document {
    /// A document whose `sentences` and `tokens` are spans of `text`, ordered and disjoint, on
    /// character boundaries. Tokens outside every sentence are allowed; they are never read.
    #[must_use]
    pub fn new(info: DocumentInfo, text: String, sentences: &[Span], tokens: &[Span]) -> Self {
        let tokens: Vec<Token> = tokens.iter().map(|&span| Token { span }).collect();
        debug_assert!(tokens.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        let sentences = sentences
            .iter()
            .map(|&span| {
                let first = tokens.partition_point(|t| t.span.start < span.start);
                let last = tokens.partition_point(|t| t.span.end <= span.end);
                Sentence { span, tokens: first..last.max(first) }
            })
            .collect();
        let code_points = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX)).collect()
        };
        Self { info, text, sentences, tokens, code_points }
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text at `span`; empty when the span lies outside or off a character boundary.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// Sentences in text order.
    #[must_use]
    pub fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// Tokens in text order.
    #[must_use]
    pub fn tokens(&self) -> &[Token] {
        &self.tokens
    }

    /// The words of a token.
    #[must_use]
    pub fn token_text(&self, token: usize) -> &str {
        self.tokens.get(token).map_or("", |t| self.slice(t.span))
    }

    /// Index of the sentence that holds the byte `at`, if any.
    #[must_use]
    pub fn sentence_at(&self, at: usize) -> Option<usize> {
        let next = self.sentences.partition_point(|s| s.span.start <= at);
        let index = next.checked_sub(1)?;
        (at < self.sentences[index].span.end).then_some(index)
    }

    /// Indices of the tokens that lie wholly inside `span`.
    #[must_use]
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|t| t.span.start < span.start);
        let last = self.tokens.partition_point(|t| t.span.end <= span.end);
        first..last.max(first)
    }

    /// A byte offset as a count of Unicode code points, the unit of every export.
    /// O(log n) in the text's length.
    #[must_use]
    pub fn code_point(&self, byte: usize) -> usize {
        if self.code_points.is_empty() {
            return byte;
        }
        self.code_points.partition_point(|&at| (at as usize) < byte)
    }

    /// The byte offset of a code point; the text's length when it lies beyond the end.
    #[must_use]
    pub fn byte(&self, code_point: usize) -> usize {
        if self.code_points.is_empty() {
            return code_point.min(self.text.len());
        }
        self.code_points.get(code_point).map_or(self.text.len(), |&at| at as usize)
    }
}
