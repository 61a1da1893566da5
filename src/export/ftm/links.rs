//! Edges as entities. Enters: an edge. Leaves: an entity of the schema that `data/schema.toml` names
//! for its type, where it is asserted and both ends fit the model; an `UnknownLink` otherwise, whose
//! role is the relation type, after `alleged:` or `denied:` where it is.

use super::{
    Context, Entity, hash,
    model::{Link, is_a},
    things::{document_id, node_id, schema},
};
use crate::{
    export::{dates, style},
    graph::{Edge, EdgeEvidence},
    schema::Status,
};

/// The schema of an edge that is a fact of the model: asserted, and both its ends fit.
pub(super) fn fact(e: &Edge, context: &Context<'_>) -> Option<&'static Link> {
    let end = |id: &str| schema(context.graph.node(id)?, context);
    let (subject, object) = (end(&e.source)?, end(&e.target)?);
    let named = context.relations.relation.get(&e.predicate).and_then(|r| r.ftm.as_ref());
    named
        .and_then(|[name, subject, object]| Link::named(name, subject, object))
        .filter(|link| is_a(subject, link.subject.1) && is_a(object, link.object.1))
        .filter(|_| e.status == Status::Asserted)
}

/// The entity of an edge; `None` when an end is no entity, which no graph of this program has.
pub(super) fn edge(e: &Edge, context: &Context<'_>) -> Option<Entity> {
    let (source, target) = (context.graph.node(&e.source)?, context.graph.node(&e.target)?);
    schema(source, context).and(schema(target, context))?;
    let link = fact(e, context).unwrap_or(&Link::UNKNOWN);
    let mut entity = Entity::new(format!("edge-{}", hash(&e.id)), link.schema);
    entity.add(link.subject.0, &node_id(source));
    entity.add(link.object.0, &node_id(target));
    let words = style::readable(&e.predicate);
    let words = match e.status {
        Status::Asserted => words,
        status => format!("{}: {words}", status.name()),
    };
    entity.add(link.words, &words);
    if link.status {
        entity.add("status", e.status.name());
    }
    entity.add("recordId", &e.id);
    let Edge { confidence, documents, .. } = e;
    entity.add(
        "description",
        &format!(
            "{}, confidence {confidence}, independent documents: {documents}",
            e.status.name()
        ),
    );
    e.evidence.iter().for_each(|evidence| state(evidence, &mut entity, context));
    Some(entity)
}

/// One sentence: its words, its document, its date, and in words where it stands and how sure it is.
fn state(e: &EdgeEvidence, entity: &mut Entity, context: &Context<'_>) {
    entity.add("summary", &e.text);
    let EdgeEvidence { doc, start, end, extractor, score, .. } = e;
    let date = e.date.as_ref().map_or_else(String::new, |date| format!(", {date}"));
    let status = e.status.name();
    let place = format!(
        "subject {} to {}, object {} to {}",
        e.subject.start, e.subject.end, e.object.start, e.object.end
    );
    entity.add(
        "description",
        &format!(
            "{status}{date}; {doc}, code points {start} to {end} ({place}); {extractor}, score {score}: \
            \u{201c}{}\u{201d}",
            e.text
        ),
    );
    if context.documents.contains(&**doc) {
        entity.add("proof", &document_id(doc));
    }
    entity.add("sourceUrl", doc);
    // A span of time has two ends; a single date may be any day of what it tells.
    if let Some((from, to)) = e.date.as_deref().and_then(dates::ends) {
        if from == to {
            entity.add("date", from);
        } else {
            entity.add("startDate", from);
            entity.add("endDate", to);
        }
    }
}
