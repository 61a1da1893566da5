//! What a description can say of an entity: the heads of its names, whether it is a company or an
//! armed, political or hacker group. Enters: an entity and its document. Leaves: a profile.

use super::{
    facts::FACTS,
    fold::{fold, words},
    lexicon::LEXICON,
    organization::OrganizationName,
};
use crate::{
    document::Document,
    entity::{Entity, Resolution},
    schema::EntityType,
};
use std::collections::BTreeSet;

/// Bytes of text after a name that may say what it is.
const APPOSITION: usize = 90;

/// What a description can say of an entity.
#[derive(Clone, Debug, Default)]
pub(crate) struct Profile {
    heads: BTreeSet<String>,
    /// Whether "the company" fits.
    pub company: bool,
    /// Whether "the group" fits.
    pub group: bool,
}

impl Profile {
    /// Reads an entity; only organizations have a profile.
    pub fn read(doc: &Document, resolution: &Resolution, entity: &Entity) -> Self {
        if entity.entity_type != EntityType::Organization {
            return Self::default();
        }
        let mentioned = entity.mentions.iter().map(|&m| doc.slice(resolution.mentions[m].span));
        let names: BTreeSet<String> = mentioned.chain([entity.name.as_str()]).map(fold).collect();
        let usual = names.iter().filter_map(|name| FACTS.body(name)).map(|(body, _)| fold(body));
        let heads = names.iter().cloned().chain(usual).flat_map(|name| heads(&name)).collect();
        let first = entity.mentions.first().map(|&m| resolution.mentions[m].span);
        let after = first.map(|span| after(doc, span.end)).unwrap_or_default();
        let before = first.and_then(|span| before(doc, span.start));
        let company = is_company(&names, &after);
        Self { heads, company, group: is_group(&names, &after, before.as_deref(), company) }
    }

    /// Whether one of the words is the head of a name.
    pub fn has_head(&self, wanted: &[String]) -> bool {
        wanted.iter().any(|word| self.heads.contains(word))
    }
}

/// The words of a name that can be its head: the last, and those before "of" and the like. The
/// "Office" of "Office Division" is none.
fn heads(name: &str) -> Vec<String> {
    let parts: Vec<&str> = name.split(' ').collect();
    let ends = |at: usize| parts.get(at + 1).is_none_or(|next| FACTS.stop.contains(*next));
    (0..parts.len()).filter(|&at| ends(at)).map(|at| parts[at].to_owned()).collect()
}

/// The words after byte `end` on the same line.
fn after(doc: &Document, end: usize) -> Vec<String> {
    let text = doc.text().get(end..).unwrap_or_default();
    let line: String = text.chars().take(APPOSITION).take_while(|c| *c != '\n').collect();
    words(&line)
}

/// The word before byte `start`.
fn before(doc: &Document, start: usize) -> Option<String> {
    let text = doc.text().get(..start)?.trim_end().trim_end_matches(['"', '“', '‘']);
    text.rsplit(' ').next().map(fold)
}

fn is_company(names: &BTreeSet<String>, after: &[String]) -> bool {
    let agency =
        |name: &String| FACTS.body(name).is_some() || OrganizationName::read(name).is_common();
    if names.iter().any(agency) {
        return false;
    }
    let in_name = |name: &String| {
        let parts: Vec<&str> = name.split(' ').collect();
        let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
        let legal = FACTS.legal.contains(*last)
            || matches!(*first, "llc" | "jsc" | "ooo" | "pjsc" | "ojsc");
        parts.len() > 1 && (legal || LEXICON.trade.contains(*last)) || parts.contains(&"company")
    };
    let article = after.iter().take(3).any(|w| matches!(w.as_str(), "a" | "an" | "the"));
    let said = || {
        let kind = |w: &String| LEXICON.company.contains(w) || w == "bank" || w == "maker";
        article && after.iter().take(9).any(kind)
    };
    names.iter().any(in_name) || said()
}

fn is_group(
    names: &BTreeSet<String>,
    after: &[String],
    before: Option<&str>,
    company: bool,
) -> bool {
    let named = names.iter().any(|n| n.split(' ').any(|w| LEXICON.group_names.contains(w)));
    let said = before.is_some_and(|w| LEXICON.group.contains(w))
        || after.iter().take(8).any(|w| LEXICON.group.contains(w));
    named || said && !company
}
