//! Sentences by which users try their patterns. Enters: `[[example]]` tables. Leaves: what is not
//! found although the example says it, and what is found although it does not. Reads no names: the
//! text marks them.

use super::{
    super::{marked, patterns::Patterns, relate},
    fields::{Notes, Text, shown},
    read::Marked,
};
use crate::{
    document::Document,
    entity::Resolution,
    error::Mistake,
    relation::Relation,
    schema::{Schema, Status},
};
use std::collections::BTreeSet;

/// A text with marked names, and the relations that must be found in it.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where the text stands in the file; its cause is empty.
    place: Mistake,
    marked: String,
    claims: Vec<Claim>,
}

/// "Ann Lee smuggles_for Acme"
#[derive(Clone, Debug)]
struct Claim {
    place: Mistake,
    subject: String,
    predicate: String,
    /// What the text must say of it; anything when none.
    status: Option<Status>,
    object: String,
}

impl Example {
    /// Reads what an example says; notes what cannot be read.
    pub(super) fn read(raw: &Marked, schema: &Schema, notes: &mut Notes<'_>) -> Option<Self> {
        let at = raw.text.span().start;
        let read = marked::read(raw.text.get_ref());
        let resolution = match read {
            Ok((_, resolution)) => resolution,
            Err(cause) => {
                notes.mistake(at, cause);
                return None;
            }
        };
        let claims: Vec<Option<Claim>> =
            raw.says.iter().map(|says| claim(says, &resolution, schema, notes)).collect();
        Some(Self {
            place: notes.place(at, String::new()),
            marked: raw.text.get_ref().clone(),
            claims: claims.into_iter().collect::<Option<_>>()?,
        })
    }

    /// What goes wrong with it. Relations of types that are not `own` may be found or not.
    pub(super) fn failures(
        &self,
        schema: &Schema,
        patterns: &Patterns,
        own: &BTreeSet<String>,
        document: impl Fn(String) -> Document,
    ) -> Vec<Mistake> {
        // It was read once already.
        let Ok((text, resolution)) = marked::read(&self.marked) else { return Vec::new() };
        let found = relate(&document(text), &resolution, schema, patterns, None);
        let is = |r: &Relation, claim: &Claim| {
            let ends = (&resolution.entities[r.subject].name, &resolution.entities[r.object].name);
            let said = (&claim.subject, &claim.object);
            let either = schema.is_symmetric(&r.predicate) && ends == (said.1, said.0);
            r.predicate == claim.predicate
                && (ends == said || either)
                && claim.status.is_none_or(|s| r.evidence.iter().any(|e| e.status == s))
        };
        let mut failures = Vec::new();
        for claim in self.claims.iter().filter(|claim| !found.iter().any(|r| is(r, claim))) {
            let said: Vec<String> = found.iter().map(|r| written(r, &resolution)).collect();
            let said = if said.is_empty() { "nothing".to_owned() } else { said.join("; ") };
            let cause = match forbidden(claim, &resolution, schema) {
                Some(cause) => format!("is never found: {cause}"),
                None => format!("is not found in the example; found is {said}"),
            };
            failures.push(Mistake { cause: format!("{claim} {cause}"), ..claim.place.clone() });
        }
        for more in found.iter().filter(|r| own.contains(&r.predicate)) {
            if !self.claims.iter().any(|claim| is(more, claim)) {
                let more = written(more, &resolution);
                let cause = format!("{more} is found in the example, and `says` does not name it");
                failures.push(Mistake { cause, ..self.place.clone() });
            }
        }
        failures
    }
}

impl std::fmt::Display for Claim {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mark = self.status.map_or("", mark);
        write!(f, "{} {}{mark} {}", self.subject, self.predicate, self.object)
    }
}

/// What stands behind the type of what is not stated as a fact.
const fn mark(status: Status) -> &'static str {
    match status {
        Status::Asserted => "",
        Status::Alleged => "?",
        Status::Denied => "!",
    }
}

fn written(relation: &Relation, resolution: &Resolution) -> String {
    let name = |entity: usize| resolution.entities[entity].name.as_str();
    let mark = relation.evidence.first().map_or("", |e| mark(e.status));
    format!("{} {}{mark} {}", name(relation.subject), relation.predicate, name(relation.object))
}

/// Why the schema never lets a claim be found.
fn forbidden(claim: &Claim, resolution: &Resolution, schema: &Schema) -> Option<String> {
    let entity = |name: &String| resolution.entities.iter().find(|e| e.name == *name);
    for (name, subject) in [(&claim.subject, true), (&claim.object, false)] {
        let entity_type = entity(name)?.entity_type;
        if !schema.admits(&claim.predicate, subject, entity_type) {
            let end = if subject { "subject" } else { "object" };
            return Some(format!("{} allows no {entity_type} as its {end}", claim.predicate));
        }
    }
    None
}

/// Reads "NAME type NAME": the type is the first word that is one between two marked names.
fn claim(
    says: &Text,
    resolution: &Resolution,
    schema: &Schema,
    notes: &mut Notes<'_>,
) -> Option<Claim> {
    let text = says.get_ref();
    let is_marked = |name: &str| resolution.entities.iter().any(|e| e.name == name);
    let mut unmarked = None;
    let mut at = 0;
    for word in text.split(' ') {
        let (start, end) = (at, at + word.len());
        at = end + 1;
        let bare = word.strip_suffix(['?', '!']).unwrap_or(word);
        if start == 0 || end == text.len() || !schema.relation.contains_key(bare) {
            continue;
        }
        let (subject, object) = (&text[..start - 1], &text[end + 1..]);
        if let Some(name) = [subject, object].into_iter().find(|name| !is_marked(name)) {
            unmarked = Some(name);
            continue;
        }
        let status = match &word[bare.len()..] {
            "?" => Some(Status::Alleged),
            "!" => Some(Status::Denied),
            _ => None,
        };
        return Some(Claim {
            place: notes.place(says.span().start, String::new()),
            subject: subject.to_owned(),
            predicate: bare.to_owned(),
            status,
            object: object.to_owned(),
        });
    }
    let cause = match unmarked {
        Some(name) => format!("the text marks no {}; mark it as in [PER {name}]", shown(name)),
        None => format!(
            "{} names no relation type between two names; write \"NAME type NAME\"",
            shown(text)
        ),
    };
    notes.mistake(says.span().start, cause);
    None
}

/// Examples of a file, as many as can be read.
pub(super) fn read_all(raw: &[Marked], schema: &Schema, notes: &mut Notes<'_>) -> Vec<Example> {
    raw.iter().filter_map(|raw| Example::read(raw, schema, notes)).collect()
}
