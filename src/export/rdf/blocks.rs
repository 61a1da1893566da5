//! Which triples the network is. Enters: the graph and a base. Leaves: blocks: an entity, a document,
//! or a relation with its sentences. Sorted as the graph is; writes nothing.

use super::{
    base::Base,
    vocabulary::{DCTERMS, FTM, OWN, PROV, SKOS, ftm_class, ftm_link, has_role, word},
};
use crate::{
    document::DocumentInfo,
    export::{ftm::Facts, id, parallel::mapped, printable, property},
    graph::{Edge, EdgeEvidence, KnowledgeGraph, Node},
    schema::{Schema, Status},
};
use oxrdf::{
    Literal, NamedNode, Term, Triple,
    vocab::{rdf, xsd},
};
use std::collections::BTreeSet;

/// Triples that belong together: about one entity, document, or relation and its sentences.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// What the block is about; the first triples have it as subject.
    pub subject: NamedNode,
    /// The triples, those of one subject together.
    pub triples: Vec<Triple>,
}

/// Every block of the graph: entities, documents, relations.
pub fn blocks<'a>(
    graph: &'a KnowledgeGraph,
    base: &'a Base,
    schema: &'a Schema,
) -> impl Iterator<Item = Block> + use<'a> {
    let entities = mapped(graph.nodes(), |n| entity(n, base));
    let documents = graph.info.documents.iter().map(|doc| document(doc, base));
    let facts = Facts::of(graph, schema);
    let relations = mapped(graph.edges(), move |e| relation(e, base, schema, facts.has(e)));
    entities.chain(documents).chain(relations)
}

/// Triples about one subject.
struct About<'a> {
    subject: NamedNode,
    triples: &'a mut Vec<Triple>,
}

impl About<'_> {
    fn put(&mut self, vocabulary: &str, name: &str, object: impl Into<Term>) {
        self.triples.push(Triple::new(self.subject.clone(), word(vocabulary, name), object));
    }

    fn is_a(&mut self, vocabulary: &str, class: &str) {
        self.triples.push(Triple::new(self.subject.clone(), rdf::TYPE, word(vocabulary, class)));
    }

    /// The one place where text enters RDF; quoting is the serializer's.
    fn text(&mut self, vocabulary: &str, name: &str, text: &str) {
        self.put(vocabulary, name, Literal::new_simple_literal(printable(text)));
    }

    fn number(&mut self, name: &str, number: usize) {
        let number = Literal::new_typed_literal(number.to_string(), xsd::INTEGER);
        self.put(OWN, name, number);
    }

    fn share(&mut self, name: &str, share: f64) {
        self.put(OWN, name, Literal::new_typed_literal(share.to_string(), xsd::DOUBLE));
    }

    fn date(&mut self, vocabulary: &str, name: &str, date: Option<&String>) {
        if let Some(date) = date {
            self.put(vocabulary, name, when(date));
        }
    }
}

fn block(subject: NamedNode, fill: impl FnOnce(&mut About)) -> Block {
    let mut triples = Vec::new();
    fill(&mut About { subject: subject.clone(), triples: &mut triples });
    Block { subject, triples }
}

fn entity(n: &Node, base: &Base) -> Block {
    block(base.entity(&n.id), |about| {
        let class = ftm_class(n.entity_type);
        about.is_a(OWN, property::label(n.entity_type));
        // All types together: JSON-LD begins an object anew where a property comes back.
        class.into_iter().for_each(|class| about.is_a(FTM, class));
        about.text(SKOS, "prefLabel", &n.name);
        n.aliases.iter().for_each(|alias| about.text(SKOS, "altLabel", alias));
        if class.is_some() {
            about.text(FTM, "Thing:name", &n.name);
            n.aliases.iter().for_each(|alias| about.text(FTM, "Thing:alias", alias));
        }
        about.text(OWN, "id", &id(&n.id));
        n.roles.iter().for_each(|role| about.put(OWN, "role", word(OWN, role.name())));
        about.number("mentions", n.mentions.len());
        let documents: BTreeSet<&str> = n.mentions.iter().map(|m| &*m.doc).collect();
        about.number("documents", documents.len());
        if !n.attributes.is_empty() {
            about.text(
                OWN,
                "attributes",
                &serde_json::to_string(&n.attributes).unwrap_or_default(),
            );
        }
    })
}

fn document(doc: &DocumentInfo, base: &Base) -> Block {
    block(base.document(&doc.id), |about| {
        about.is_a(FTM, "Document");
        about.is_a(PROV, "Entity");
        about.text(OWN, "id", &id(&doc.id));
        if let Some(title) = &doc.title {
            about.text(DCTERMS, "title", title);
        }
        about.date(DCTERMS, "issued", doc.published.as_ref());
        about.text(OWN, "sha256", &doc.sha256);
    })
}

fn relation(e: &Edge, base: &Base, schema: &Schema, fits: bool) -> Block {
    let subject = base.relation(&e.id);
    let [source, target] = [&e.source, &e.target].map(|id| base.entity(id));
    let mut block = block(subject, |about| {
        about.is_a(OWN, "Statement");
        about.is_a(PROV, "Entity");
        if e.status == Status::Asserted {
            let [class, from, to] = ftm_link(schema.relation.get(&e.predicate).filter(|_| fits));
            about.is_a(FTM, &class);
            about.put(FTM, &from, source.clone());
            about.put(FTM, &to, target.clone());
            if has_role(&class) {
                about.text(FTM, "Interest:role", &e.predicate);
            }
        }
        about.text(OWN, "id", &id(&e.id));
        about.text(OWN, "relationType", &e.predicate);
        about.put(OWN, "status", word(OWN, e.status.name()));
        about.put(OWN, "subject", source);
        about.put(OWN, "object", target);
        about.share("confidence", e.confidence);
        about.date(OWN, "firstDate", e.first_date.as_ref());
        about.date(OWN, "lastDate", e.last_date.as_ref());
        about.number("documents", e.documents);
        for at in 0..e.evidence.len() {
            about.put(PROV, "wasDerivedFrom", base.evidence(&e.id, at));
        }
    });
    for (at, sentence) in e.evidence.iter().enumerate() {
        let subject = base.evidence(&e.id, at);
        evidence(sentence, base, &mut About { subject, triples: &mut block.triples });
    }
    block
}

fn evidence(e: &EdgeEvidence, base: &Base, about: &mut About) {
    about.is_a(OWN, "Evidence");
    about.is_a(PROV, "Entity");
    about.text(PROV, "value", &e.text);
    about.put(PROV, "wasQuotedFrom", base.document(&e.doc));
    about.number("start", e.start);
    about.number("end", e.end);
    about.number("subjectStart", e.subject.start);
    about.number("subjectEnd", e.subject.end);
    about.number("objectStart", e.object.start);
    about.number("objectEnd", e.object.end);
    about.text(OWN, "extractor", &e.extractor);
    about.share("score", e.score);
    about.put(OWN, "status", word(OWN, e.status.name()));
    about.date(OWN, "date", e.date.as_ref());
}

/// A date with the type of its length; what is no date, such as a stretch of time, stays a text.
fn when(date: &str) -> Literal {
    let parts: Vec<&str> = date.split('-').collect();
    let digits =
        |part: &str, many: usize| part.len() == many && part.bytes().all(|b| b.is_ascii_digit());
    let within = |part: &str, most: u8| part.parse().is_ok_and(|n: u8| (1..=most).contains(&n));
    let year = |y: &str| digits(y, 4) && y != "0000";
    let month = |m: &str| digits(m, 2) && within(m, 12);
    let datatype = match parts[..] {
        [y] if year(y) => xsd::G_YEAR,
        [y, m] if year(y) && month(m) => xsd::G_YEAR_MONTH,
        [y, m, d]
            if year(y) && month(m) && digits(d, 2) && date.parse::<jiff::civil::Date>().is_ok() =>
        {
            xsd::DATE
        }
        _ => return Literal::new_simple_literal(printable(date)),
    };
    Literal::new_typed_literal(date, datatype)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_have_the_type_of_their_length() {
        let check = |date, datatype| assert_eq!(when(date).datatype(), datatype, "{date}");
        check("2024", xsd::G_YEAR);
        check("2024-05", xsd::G_YEAR_MONTH);
        check("2024-02-29", xsd::DATE);
        check("2023-02-29", xsd::STRING);
        check("2024-13", xsd::STRING);
        check("2024-01/2024-03", xsd::STRING);
        check("", xsd::STRING);
        check("2024-05-01\"^^<x>", xsd::STRING);
    }
}
