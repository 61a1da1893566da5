//! The MEANTIME corpus: 120 Wikinews articles whose mentions are tied to entities of the whole
//! corpus (Minard et al. 2016). Enters: the folder with `meantime.conll` and
//! `entities_mentions.json`. Leaves: texts and mentions with the entity that they mean, whatever
//! document they stand in. Only persons, organizations and places: products and financial terms are
//! types that the program does not read.
//!
//! The corpus marks whole phrases ("US automaker GM"). A *named* mention is the name in such a
//! phrase: the capitalized words around its head, without article, role ("CEO") and bracket. Phrases
//! headed by a role ("Apple CEO"), other descriptions and pronouns are the rest. Of nested mentions of one entity
//! the innermost counts, of overlapping names of two entities the longer.

use crate::{error::Error, schema::EntityType, span::Span};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

/// An article with its mentions in text order.
#[derive(Clone, Debug)]
pub struct Article {
    /// "corpus_airbus/100911".
    pub id: String,
    /// Its sentences with ordinary spacing.
    pub text: String,
    /// What is annotated.
    pub mentions: Vec<ChainMention>,
}

/// An annotated mention.
#[derive(Clone, Debug, PartialEq)]
pub struct ChainMention {
    /// Bytes of the article's text.
    pub span: Span,
    /// Person, organization, place or nationality.
    pub entity_type: EntityType,
    /// Number of the corpus-wide entity.
    pub chain: usize,
    /// Whether it calls the entity by name.
    pub named: bool,
}

/// A line of `entities_mentions.json`.
#[derive(Deserialize)]
struct Annotated {
    coref_chain: String,
    mention_type: String,
    mention_ner: String,
    mention_head_pos: String,
    mention_head_id: usize,
    sent_id: usize,
    tokens_number: Vec<usize>,
    conll_doc_key: String,
}

/// Nouns that head a phrase about a person or company without naming it, as they stand capitalized.
const ROLES: [&str; 10] = [
    "ceo",
    "president",
    "officer",
    "minister",
    "secretary",
    "chairman",
    "justice",
    "automaker",
    "company",
    "director",
];

/// Words that stand inside names in small letters.
const INNER: [&str; 5] = ["of", "and", "for", "the", "&"];

/// Reads the English part of the corpus, by article id.
///
/// # Errors
/// When a file is missing or not in the corpus's form.
pub fn read(folder: &Path) -> Result<Vec<Article>, Error> {
    let text = |name: &str| {
        let path = folder.join(name);
        std::fs::read_to_string(&path).map_err(|source| Error::Read { path, source })
    };
    let bad = |cause: String| Error::Gold { path: folder.into(), cause };
    let mentions: Vec<Annotated> =
        serde_json::from_str(&text("entities_mentions.json")?).map_err(|e| bad(e.to_string()))?;
    let mut of_article: BTreeMap<String, Vec<Annotated>> = BTreeMap::new();
    for mention in mentions {
        of_article.entry(mention.conll_doc_key.clone()).or_default().push(mention);
    }
    let mut chains: BTreeMap<String, usize> = BTreeMap::new();
    let mut articles = Vec::new();
    for (id, sentences) in sentences(&text("meantime.conll")?) {
        let laid = Laid::out(&sentences);
        let annotated = of_article.remove(&id).unwrap_or_default();
        let mentions = laid.mentions(annotated, &mut chains);
        articles.push(Article { id, text: laid.text, mentions });
    }
    if articles.is_empty() {
        return Err(bad("meantime.conll has no article".into()));
    }
    Ok(articles)
}

/// The tokens of each sentence of each article: columns article, sentence, token number, token.
fn sentences(conll: &str) -> BTreeMap<String, Vec<Vec<String>>> {
    let mut articles: BTreeMap<String, BTreeMap<usize, Vec<String>>> = BTreeMap::new();
    for line in conll.lines().filter(|l| !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let (Some(id), Some(sent), Some(_), Some(token)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        let Ok(sent) = sent.parse() else { continue };
        articles.entry(id.to_owned()).or_default().entry(sent).or_default().push(token.to_owned());
    }
    let dense = |sents: BTreeMap<usize, Vec<String>>| {
        let last = sents.keys().next_back().map_or(0, |last| last + 1);
        (0..last).map(|at| sents.get(&at).cloned().unwrap_or_default()).collect()
    };
    articles.into_iter().map(|(id, sents)| (id, dense(sents))).collect()
}

/// An article written out, with the place of every token.
struct Laid<'a> {
    text: String,
    tokens: Vec<Vec<(Span, &'a str)>>,
}

impl<'a> Laid<'a> {
    /// Headline and date are paragraphs of their own.
    fn out(sentences: &'a [Vec<String>]) -> Self {
        let mut laid = Self { text: String::new(), tokens: Vec::new() };
        for (at, sentence) in sentences.iter().enumerate() {
            if at > 0 {
                laid.text.push_str(if at < 3 { "\n\n" } else { " " });
            }
            let mut tight = true;
            let mut tokens = Vec::new();
            for token in sentence {
                let written = match token.as_str() {
                    "``" => "“",
                    "''" => "”",
                    other => other,
                };
                if !tight && !closes(written) {
                    laid.text.push(' ');
                }
                let start = laid.text.len();
                laid.text.push_str(written);
                tokens.push((Span::new(start, laid.text.len()), token.as_str()));
                tight = matches!(written, "(" | "[" | "$" | "“" | "£" | "€");
            }
            laid.tokens.push(tokens);
        }
        laid
    }

    fn mentions(
        &self,
        annotated: Vec<Annotated>,
        chains: &mut BTreeMap<String, usize>,
    ) -> Vec<ChainMention> {
        let mut found: Vec<ChainMention> = Vec::new();
        for mention in annotated {
            let entity_type = match mention.mention_type.as_str() {
                "PER" => EntityType::Person,
                "ORG" => EntityType::Organization,
                "LOC" if mention.mention_ner == "NORP" => EntityType::Norp,
                "LOC" => EntityType::Location,
                _ => continue,
            };
            // "cross_intra_ORG37" and "cross_ORG37" are one entity, annotated in two rounds.
            let entity = mention.coref_chain.rsplit('_').next().unwrap_or_default().to_owned();
            let fresh = chains.len();
            let chain = *chains.entry(entity).or_insert(fresh);
            let Some(tokens) = self.tokens.get(mention.sent_id) else { continue };
            let name = name(tokens, &mention);
            let whole = || {
                let span = |at: Option<&usize>| at.and_then(|&at| tokens.get(at)).map(|t| t.0);
                let first = span(mention.tokens_number.first())?;
                Some(first.cover(span(mention.tokens_number.last())?))
            };
            let Some(span) = name.or_else(whole) else { continue };
            found.push(ChainMention { span, entity_type, chain, named: name.is_some() });
        }
        innermost(found)
    }
}

/// Whether no space stands before a token.
fn closes(token: &str) -> bool {
    matches!(token, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "”" | "'" | "n't")
        || token.starts_with('\'') && token.len() < 4
}

/// The name in a phrase; `None` when its head is not part of one.
fn name(tokens: &[(Span, &str)], mention: &Annotated) -> Option<Span> {
    let head = mention.mention_head_id;
    let first = *mention.tokens_number.first()?;
    let last = (*mention.tokens_number.last()?).min(tokens.len().checked_sub(1)?);
    let is_name = mention.mention_head_pos == "PROPN" || mention.mention_ner != "O";
    let role = |at: usize| ROLES.contains(&tokens[at].1.to_lowercase().as_str());
    let capital = |at: usize| tokens[at].1.starts_with(char::is_uppercase) && !role(at);
    if !(first..=last).contains(&head) || !is_name || !capital(head) {
        return None;
    }
    let inner = |at: usize| INNER.contains(&tokens[at].1);
    let (mut start, mut end) = (head, head);
    while start > first && (capital(start - 1) || inner(start - 1)) {
        start -= 1;
    }
    while end < last && (capital(end + 1) || inner(end + 1) || digits(tokens[end + 1].1)) {
        end += 1;
    }
    while start < head && (!capital(start) || is_article(tokens[start].1)) {
        start += 1;
    }
    while end > head && inner(end) {
        end -= 1;
    }
    Some(tokens[start].0.cover(tokens[end].0))
}

fn digits(token: &str) -> bool {
    token.chars().all(|c| c.is_ascii_digit())
}

fn is_article(token: &str) -> bool {
    matches!(token, "The" | "the" | "A" | "An")
}

/// One mention a span; of nested ones of one entity the innermost, of overlapping names the longest.
fn innermost(mut found: Vec<ChainMention>) -> Vec<ChainMention> {
    found.sort_by_key(|m| (m.span, !m.named, m.chain));
    found.dedup_by_key(|m| m.span);
    let within = |a: &Span, b: &Span| b.start <= a.start && a.end <= b.end && a != b;
    let outer: BTreeSet<Span> = found
        .iter()
        .filter(|m| {
            found.iter().any(|other| {
                other.chain == m.chain && other.named >= m.named && within(&other.span, &m.span)
            })
        })
        .map(|m| m.span)
        .collect();
    found.retain(|m| !outer.contains(&m.span));
    let length = |span: Span| span.end - span.start;
    let shadowed: BTreeSet<Span> = found
        .iter()
        .filter(|m| {
            m.named
                && found.iter().any(|other| {
                    other.named
                        && other.span != m.span
                        && other.span.overlaps(m.span)
                        && (length(other.span), m.span) > (length(m.span), other.span)
                })
        })
        .map(|m| m.span)
        .collect();
    found.retain(|m| !shadowed.contains(&m.span));
    found
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    /// A mention of tokens `from..to` of the second sentence, headed by token `head`.
    fn mention(
        chain: &str,
        kind: &str,
        (from, head, to): (usize, usize, usize),
        pos: &str,
    ) -> String {
        let tokens: Vec<usize> = (from..to).collect();
        format!(
            r#"{{"coref_chain":"{chain}","mention_type":"{kind}","mention_ner":"O",
            "mention_head_pos":"{pos}","mention_head_id":{head},"sent_id":1,
            "tokens_number":{tokens:?},"conll_doc_key":"c/1"}}"#
        )
    }

    #[test]
    fn names_are_read_out_of_phrases() {
        let words = "Its CEO Ann Lee , of automaker GM Europe ( GME ) , said it pays .";
        let mut conll = "#begin document (c/1); part 000\nc/1\t0\t0\tTitle\t-\n\n".to_owned();
        for (at, word) in words.split(' ').enumerate() {
            conll += &format!("c/1\t1\t{at}\t{word}\t-\n");
        }
        let mentions = [
            mention("cross_PER1", "PER", (0, 3, 4), "PROPN"),
            mention("cross_PER1", "PER", (0, 1, 2), "PROPN"),
            mention("cross_intra_ORG2", "ORG", (6, 8, 11), "PROPN"),
            mention("cross_ORG2", "ORG", (14, 14, 15), "PRON"),
            mention("cross_FIN3", "FIN", (15, 15, 16), "VERB"),
        ];
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("meantime.conll"), conll).unwrap();
        let json = format!("[{}]", mentions.join(","));
        std::fs::write(folder.path().join("entities_mentions.json"), json).unwrap();
        let articles = read(folder.path()).unwrap();
        let article = &articles[0];
        assert_eq!(
            article.text,
            "Title\n\nIts CEO Ann Lee, of automaker GM Europe (GME), said it pays."
        );
        let found: Vec<(&str, usize, bool)> = article
            .mentions
            .iter()
            .map(|m| (&article.text[m.span.start..m.span.end], m.chain, m.named))
            .collect();
        assert_eq!(
            found,
            [("Its CEO", 0, false), ("Ann Lee", 0, true), ("GM Europe", 1, true), ("it", 1, false)]
        );
    }

    #[test]
    fn a_missing_folder_is_an_error() {
        assert!(read(Path::new("no/such/folder")).is_err());
    }
}
