//! Sentences with marks, as tests and examples write them: `[PER Ann Lee] met [ORG Acme].` Enters:
//! marked text. Leaves: the text without marks and what it mentions. Finds no names itself.

use crate::{
    entity::{Entity, Resolution},
    mention::{Mention, MentionKind},
    schema::EntityType,
    span::Span,
};

const MARKS: [(&str, EntityType); 6] = [
    ("PER", EntityType::Person),
    ("ORG", EntityType::Organization),
    ("LOC", EntityType::Location),
    ("NORP", EntityType::Norp),
    ("GROUP", EntityType::Group),
    ("DATE", EntityType::Date),
];

/// Reads the marks out of a text; the same words are the same entity. The error says what is wrong
/// with a mark.
pub(super) fn read(marked: &str) -> Result<(String, Resolution), String> {
    let mut text = String::new();
    let mut mentions: Vec<Mention> = Vec::new();
    let mut rest = marked;
    while let Some(open) = rest.find('[') {
        text.push_str(&rest[..open]);
        let mark = &rest[open + 1..];
        let close = mark.find(']').ok_or("a mark is opened by [ but not closed by ]")?;
        let (kind, name) = mark[..close].split_once(' ').unwrap_or((&mark[..close], ""));
        let entity_type =
            MARKS.iter().find(|(k, _)| *k == kind).map(|(_, t)| *t).ok_or_else(|| {
                let known = MARKS.map(|(k, _)| k).join(", ");
                format!("{kind:?} is no mark; marks are {known}, as in [PER Ann Lee]")
            })?;
        if name.trim().is_empty() {
            return Err(format!("[{kind}] marks no words; write [{kind} Name]"));
        }
        let start = text.len();
        text.push_str(name);
        let mut mention = Mention::name(Span::new(start, text.len()), entity_type, 1.0);
        if entity_type == EntityType::Group {
            mention.kind = MentionKind::Nominal;
        }
        if entity_type == EntityType::Date {
            mention.value = Some(name.to_owned());
        }
        mentions.push(mention);
        rest = &mark[close + 1..];
    }
    text.push_str(rest);
    let mut entities: Vec<Entity> = Vec::new();
    for (index, mention) in mentions.iter().enumerate() {
        let name = &text[mention.span.start..mention.span.end];
        match entities.iter_mut().find(|e| e.name == name) {
            Some(entity) => entity.mentions.push(index),
            None => entities.push(Entity {
                name: name.to_owned(),
                entity_type: mention.entity_type,
                mentions: vec![index],
                roles: Default::default(),
                grounds: Vec::new(),
                merges: Vec::new(),
                attributes: Default::default(),
            }),
        }
    }
    Ok((text, Resolution { mentions, entities }))
}
