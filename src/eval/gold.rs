//! Gold documents: `*.gold.json` with code-point offsets. Enters: a folder. Leaves: annotated texts.

use crate::{
    document::Document,
    entity::{Entity, Resolution},
    error::Error,
    mention::Mention,
    schema::{EntityType, Role, Status},
    span::Span,
};
use serde::Deserialize;
use std::path::Path;

/// One annotated document.
#[derive(Clone, Debug, Deserialize)]
pub struct Gold {
    /// Its name: the file's stem without `.gold`.
    pub doc: String,
    /// The text that the offsets count.
    pub text: String,
    /// Sentences, code points, half-open.
    pub sentences: Vec<(usize, usize)>,
    /// Entities.
    pub entities: Vec<GoldEntity>,
    /// Mentions of the entities.
    pub mentions: Vec<GoldMention>,
    /// Relations between the entities.
    pub relations: Vec<GoldRelation>,
}

/// An annotated entity.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldEntity {
    /// Id within the document.
    pub id: String,
    /// `PER`, `ORG`, `LOC`, `NORP` or `GROUP`.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// Fullest name.
    pub name: String,
    /// Definite descriptions, exactly as written.
    #[serde(default)]
    pub nominals: Vec<String>,
    /// Roles.
    #[serde(default)]
    pub roles: Vec<Role>,
}

impl GoldEntity {
    /// The type in the graph's terms.
    #[must_use]
    pub fn graph_type(&self) -> EntityType {
        match self.entity_type.as_str() {
            "PER" => EntityType::Person,
            "ORG" => EntityType::Organization,
            "LOC" => EntityType::Location,
            "NORP" => EntityType::Norp,
            _ => EntityType::Group,
        }
    }
}

/// An annotated mention.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldMention {
    /// Id of its entity.
    pub entity: String,
    /// First code point, inclusive.
    pub start: usize,
    /// Last code point, exclusive.
    pub end: usize,
}

/// An annotated relation.
#[derive(Clone, Debug, Deserialize)]
pub struct GoldRelation {
    /// Id of the subject.
    pub subject: String,
    /// Relation type.
    #[serde(rename = "type")]
    pub predicate: String,
    /// Id of the object.
    pub object: String,
    /// Sentences that state it, one-based.
    pub evidence: Vec<usize>,
    /// Asserted, alleged or denied.
    pub status: Status,
}

impl Gold {
    /// Whether offsets lie in the text and ids and sentence numbers name something.
    fn check(&self) -> Result<(), String> {
        let length = self.text.chars().count();
        let known = |id: &String| self.entities.iter().any(|e| e.id == *id);
        for m in &self.mentions {
            if m.start >= m.end || m.end > length {
                return Err(format!("mention {}..{} is not in the text", m.start, m.end));
            }
            if !known(&m.entity) {
                return Err(format!("a mention of the unknown entity {}", m.entity));
            }
        }
        for r in &self.relations {
            if let Some(id) = [&r.subject, &r.object].into_iter().find(|id| !known(id)) {
                return Err(format!("a relation of the unknown entity {id}"));
            }
            let count = self.sentences.len();
            if let Some(n) = r.evidence.iter().find(|&&n| n == 0 || n > count) {
                return Err(format!("evidence in sentence {n} of {count}"));
            }
        }
        Ok(())
    }

    /// The annotated entities, groups and places of their nominals included.
    #[must_use]
    pub fn resolution(&self, doc: &Document) -> Resolution {
        let mut found: Vec<(Mention, usize)> = Vec::new();
        for mention in &self.mentions {
            let Some(index) = self.entities.iter().position(|e| e.id == mention.entity) else {
                continue;
            };
            let span = Span::new(doc.byte(mention.start), doc.byte(mention.end));
            found.push((Mention::name(span, self.entities[index].graph_type(), 1.0), index));
        }
        for (index, entity) in self.entities.iter().enumerate() {
            for nominal in &entity.nominals {
                for (start, text) in doc.text().match_indices(nominal.as_str()) {
                    let span = Span::new(start, start + text.len());
                    if found.iter().all(|(m, _)| !m.span.overlaps(span)) {
                        found.push((Mention::nominal(span, entity.graph_type(), 1.0), index));
                    }
                }
            }
        }
        found.sort_by_key(|(m, index)| (m.span, *index));
        let mut entities: Vec<Entity> = Vec::new();
        let mut place = vec![usize::MAX; self.entities.len()];
        for (at, (mention, index)) in found.iter().enumerate() {
            if place[*index] == usize::MAX {
                place[*index] = entities.len();
                entities.push(Entity {
                    name: self.entities[*index].name.clone(),
                    entity_type: mention.entity_type,
                    mentions: Vec::new(),
                    roles: Default::default(),
                    grounds: Vec::new(),
                    merges: Vec::new(),
                    attributes: Default::default(),
                });
            }
            entities[place[*index]].mentions.push(at);
        }
        Resolution { mentions: found.into_iter().map(|(m, _)| m).collect(), entities }
    }

    /// The annotated names as mentions of `doc`, with score 1, in text order; unnamed groups are
    /// left to the program.
    #[must_use]
    pub fn names(&self, doc: &Document) -> Vec<Mention> {
        let mut names: Vec<Mention> = self
            .mentions
            .iter()
            .filter_map(|m| {
                let entity = self.entities.iter().find(|e| e.id == m.entity)?;
                let entity_type = entity.graph_type();
                let span = Span::new(doc.byte(m.start), doc.byte(m.end));
                (entity_type != EntityType::Group).then(|| Mention::name(span, entity_type, 1.0))
            })
            .collect();
        names.sort_by_key(|m| m.span);
        names
    }
}

/// Reads every `*.gold.json` of a folder, sorted by file name.
///
/// # Errors
/// When the folder or one of the files cannot be read.
pub fn read(folder: &Path) -> Result<Vec<Gold>, Error> {
    let entries =
        std::fs::read_dir(folder).map_err(|source| Error::Read { path: folder.into(), source })?;
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|p| p.to_string_lossy().ends_with(".gold.json"));
    paths.sort();
    if paths.is_empty() {
        return Err(Error::Gold { path: folder.into(), cause: "no *.gold.json file in it".into() });
    }
    paths
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path)
                .map_err(|source| Error::Read { path: path.clone(), source })?;
            let bad = |cause: String| Error::Gold { path: path.clone(), cause };
            let gold: Gold = serde_json::from_str(&text).map_err(|e| bad(e.to_string()))?;
            gold.check().map_err(bad)?;
            Ok(gold)
        })
        .collect()
}
