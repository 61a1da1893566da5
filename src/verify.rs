//! Proves a network against its sources. Enters: a graph and the documents read again. Leaves: what
//! was proven, and every place where the text does not say what the graph quotes. Reads no files and
//! repairs nothing.

use crate::{
    document::{Document, DocumentInfo},
    graph::{Edge, EdgeEvidence, KnowledgeGraph, Node, NodeMention, Offsets, RoleEvidence},
    span::Span,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// What was proven and what was not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Documents whose text is the one that the graph was made from.
    pub documents: usize,
    /// Mentions that stand where the graph says.
    pub mentions: usize,
    /// Quoted sentences that stand where the graph says, with both their mentions.
    pub quotations: usize,
    /// Everything that does not hold, by document.
    pub problems: Vec<Problem>,
    /// Ids of the documents that no input yields, sorted.
    pub not_found: Vec<String>,
}

/// Something that the graph says and the source does not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Id of the document.
    pub doc: String,
    /// What does not hold, in words.
    pub cause: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.doc, self.cause)
    }
}

/// Checks every mention and every quotation of the graph against the documents. A document is
/// recognised by its text, then by its id, so that sources may have moved. Documents that the graph
/// does not know are passed over. Memory: the graph and one document; time: linear in both.
#[must_use]
pub fn verify(graph: &KnowledgeGraph, documents: impl IntoIterator<Item = Document>) -> Report {
    let mut report = Report::default();
    let said = Said::gather(graph, &mut report.problems);
    let mut by_text: BTreeMap<&str, Vec<&DocumentInfo>> = BTreeMap::new();
    let mut by_id: BTreeMap<&str, &DocumentInfo> = BTreeMap::new();
    for info in &graph.info.documents {
        by_text.entry(&info.sha256).or_default().push(info);
        by_id.insert(&info.id, info);
    }
    let mut proven: BTreeSet<&str> = BTreeSet::new();
    // A changed text counts only when the unchanged one does not turn up under another name.
    let mut changed: BTreeMap<&str, Report> = BTreeMap::new();
    for doc in documents {
        let same = by_text.get(doc.info.sha256.as_str());
        for info in same.into_iter().flatten() {
            if proven.insert(&info.id) {
                let part = said.check(info, &doc);
                report.documents += 1;
                report.add(part);
            }
        }
        if same.is_none()
            && let Some(info) = by_id.get(doc.info.id.as_str())
        {
            let mut part = said.check(info, &doc);
            let cause = format!(
                "the text has changed: its SHA-256 is {}, that of the graph {}",
                doc.info.sha256, info.sha256
            );
            part.problems.insert(0, Problem { doc: info.id.clone(), cause });
            changed.insert(&info.id, part);
        }
    }
    for info in &graph.info.documents {
        if proven.contains(info.id.as_str()) {
            continue;
        }
        match changed.remove(info.id.as_str()) {
            Some(part) => report.add(part),
            None => report.not_found.push(info.id.clone()),
        }
    }
    // The order of causes within a document is that of the graph.
    report.problems.sort_by(|a, b| a.doc.cmp(&b.doc));
    report.not_found.sort();
    report
}

impl Report {
    /// Whether the graph holds to the last quotation.
    #[must_use]
    pub fn is_proven(&self) -> bool {
        self.problems.is_empty() && self.not_found.is_empty()
    }

    fn add(&mut self, part: Self) {
        self.mentions += part.mentions;
        self.quotations += part.quotations;
        self.problems.extend(part.problems);
    }
}

/// What the graph says of each document.
#[derive(Default)]
struct Said<'a> {
    mentions: BTreeMap<&'a str, Vec<(&'a Node, &'a NodeMention)>>,
    quotations: BTreeMap<&'a str, Vec<(&'a Edge, &'a EdgeEvidence)>>,
    /// Sentences that a node's roles rest on.
    roles: BTreeMap<String, Vec<(&'a Node, RoleEvidence)>>,
    /// Document, node and place of every mention.
    places: BTreeSet<(&'a str, &'a str, Offsets)>,
}

impl<'a> Said<'a> {
    fn gather(graph: &'a KnowledgeGraph, problems: &mut Vec<Problem>) -> Self {
        let known: BTreeSet<&str> = graph.info.documents.iter().map(|d| d.id.as_str()).collect();
        let mut said = Self::default();
        let mut unknown = |doc: &str, what: String| {
            if !known.contains(doc) {
                let cause = format!("the graph does not list this document, but {what} names it");
                problems.push(Problem { doc: doc.into(), cause });
            }
        };
        for node in graph.nodes() {
            for mention in &node.mentions {
                let Offsets { start, end } = Offsets { start: mention.start, end: mention.end };
                said.places.insert((&mention.doc, &node.id, Offsets { start, end }));
                said.mentions.entry(&mention.doc).or_default().push((node, mention));
                unknown(&mention.doc, format!("a mention of {}", node.name));
            }
        }
        for node in graph.nodes() {
            for evidence in node.role_evidence() {
                unknown(&evidence.doc, format!("a role of {}", node.name));
                said.roles.entry(evidence.doc.to_string()).or_default().push((node, evidence));
            }
        }
        for edge in graph.edges() {
            for evidence in &edge.evidence {
                said.quotations.entry(&evidence.doc).or_default().push((edge, evidence));
                unknown(&evidence.doc, format!("the link {}", edge.id));
            }
        }
        let bare = graph.edges().filter(|edge| edge.evidence.is_empty());
        problems.extend(bare.map(|edge| Problem {
            doc: String::from("(no document)"),
            cause: format!("the link {} quotes nothing", edge.id),
        }));
        said
    }

    fn check(&self, info: &DocumentInfo, doc: &Document) -> Report {
        let mut part = Report::default();
        let mut problem = |cause| part.problems.push(Problem { doc: info.id.clone(), cause });
        for (node, mention) in self.mentions.get(info.id.as_str()).into_iter().flatten() {
            match stands(doc, mention.start, mention.end, &mention.text) {
                Ok(()) => part.mentions += 1,
                Err(found) => problem(format!(
                    "mention of {} at {}..{}: the graph has {}, the text {found}",
                    node.name,
                    mention.start,
                    mention.end,
                    quoted(&mention.text)
                )),
            }
        }
        for (node, evidence) in self.roles.get(info.id.as_str()).into_iter().flatten() {
            match stands(doc, evidence.start, evidence.end, &evidence.text) {
                Ok(()) => part.quotations += 1,
                Err(found) => problem(format!(
                    "quotation for a role of {} at {}..{}: the graph has {}, the text {found}",
                    node.name,
                    evidence.start,
                    evidence.end,
                    quoted(&evidence.text)
                )),
            }
        }
        for (edge, evidence) in self.quotations.get(info.id.as_str()).into_iter().flatten() {
            let place = format!("quotation of {} at {}..{}", edge.id, evidence.start, evidence.end);
            let mut holds = true;
            if let Err(found) = stands(doc, evidence.start, evidence.end, &evidence.text) {
                holds = false;
                problem(format!(
                    "{place}: the graph has {}, the text {found}",
                    quoted(&evidence.text)
                ));
            }
            let ends = [
                ("subject", evidence.subject, &edge.source),
                ("object", evidence.object, &edge.target),
            ];
            for (role, at, node) in ends {
                if !self.places.contains(&(info.id.as_str(), node.as_str(), at)) {
                    holds = false;
                    problem(format!(
                        "{place}: its {role} at {}..{} is no mention of {node}",
                        at.start, at.end
                    ));
                }
            }
            part.quotations += usize::from(holds);
        }
        part
    }
}

/// Whether `text` stands at the code points `start..end`; otherwise what stands there.
fn stands(doc: &Document, start: usize, end: usize, text: &str) -> Result<(), String> {
    let length = doc.code_point(doc.text().len());
    if start > end || end > length {
        return Err(format!("has only {length} characters"));
    }
    let found = doc.slice(Span::new(doc.byte(start), doc.byte(end)));
    if found == text { Ok(()) } else { Err(format!("has {}", quoted(found))) }
}

/// At most 60 characters in quotation marks, on one line.
fn quoted(text: &str) -> String {
    let cut: String = text.chars().take(60).collect();
    let more = if cut.len() < text.len() { "…" } else { "" };
    format!("{:?}{more}", cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Cluster, DocumentEdge, DocumentGraph, EntityType, GraphInfo, MentionKind, Status,
        ingest::document,
    };

    const TEXT: &str = "Ño pays Ri. Ri left.";

    /// A graph of one document in which Ño pays Ri.
    fn graph(change: impl Fn(&mut DocumentGraph)) -> KnowledgeGraph {
        let node = |name: &str, places: &[usize]| Node {
            id: String::new(),
            entity_type: EntityType::Person,
            name: name.into(),
            aliases: vec![],
            roles: vec![],
            mentions: places
                .iter()
                .map(|&start| NodeMention {
                    doc: "a.txt".into(),
                    start,
                    end: start + 2,
                    text: name.into(),
                    kind: MentionKind::Name,
                    score: 1.0,
                })
                .collect(),
            attributes: BTreeMap::new(),
        };
        let evidence = EdgeEvidence {
            doc: "a.txt".into(),
            start: 0,
            end: 11,
            text: "Ño pays Ri.".into(),
            subject: Offsets { start: 0, end: 2 },
            object: Offsets { start: 8, end: 10 },
            extractor: "pattern:test".into(),
            score: 1.0,
            status: Status::Asserted,
            date: None,
        };
        let mut part = DocumentGraph {
            info: document("a.txt", TEXT.into()).info,
            words: 7,
            sketch: None,
            nodes: vec![node("Ño", &[0]), node("Ri", &[8, 12])],
            edges: vec![DocumentEdge {
                subject: 0,
                predicate: "finances".into(),
                object: 1,
                evidence: vec![evidence],
            }],
        };
        change(&mut part);
        let info = GraphInfo { documents: vec![part.info.clone()], ..GraphInfo::default() };
        let cluster = |n: usize, name: &str| Cluster {
            key: name.into(),
            name: name.into(),
            members: vec![(0, n)],
            merges: vec![],
        };
        let clusters = vec![cluster(0, "Ño"), cluster(1, "Ri")];
        KnowledgeGraph::assemble(info, vec![part], clusters, |_| false)
    }

    fn check(graph: &KnowledgeGraph, docs: &[(&str, &str)], proven: [usize; 3], problems: &[&str]) {
        let documents = docs.iter().map(|(id, text)| document(*id, (*text).into()));
        let report = verify(graph, documents);
        let found: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
        assert_eq!(found, problems);
        assert_eq!([report.documents, report.mentions, report.quotations], proven);
    }

    #[test]
    fn an_unchanged_source_proves_everything() {
        let graph = graph(|_| {});
        check(&graph, &[("a.txt", TEXT)], [1, 3, 1], &[]);
        check(&graph, &[("moved/b.txt", TEXT), ("c.txt", "other")], [1, 3, 1], &[]);
        check(&graph, &[("a.txt", "changed"), ("old/a.txt", TEXT)], [1, 3, 1], &[]);
        assert!(verify(&graph, [document("a.txt", TEXT.into())]).is_proven());
    }

    #[test]
    fn a_source_that_no_input_yields_is_named() {
        let report = verify(&graph(|_| {}), [document("b.txt", "x".into())]);
        assert_eq!(report.not_found, ["a.txt"]);
        assert!(!report.is_proven());
    }

    #[test]
    fn a_changed_source_is_named_with_what_no_longer_stands() {
        let changed = TEXT.replace("Ri left", "Li left");
        let hash = |text: &str| document("", text.into()).info.sha256;
        let cause = format!(
            "a.txt: the text has changed: its SHA-256 is {}, that of the graph {}",
            hash(&changed),
            hash(TEXT)
        );
        let mention = "a.txt: mention of Ri at 12..14: the graph has \"Ri\", the text has \"Li\"";
        check(&graph(|_| {}), &[("a.txt", &changed)], [0, 2, 1], &[&cause, mention]);
    }

    #[test]
    fn every_kind_of_false_quotation_is_named() {
        let check_one = |change: &dyn Fn(&mut DocumentGraph), mentions, problem: &str| {
            let quotations = usize::from(!problem.contains("quotation"));
            check(&graph(change), &[("a.txt", TEXT)], [1, mentions, quotations], &[problem]);
        };
        check_one(
            &|d| d.edges[0].evidence[0].text = "Ño paid Ri.".into(),
            3,
            "a.txt: quotation of Ño|finances|Ri at 0..11: the graph has \"Ño paid Ri.\", the text has \
             \"Ño pays Ri.\"",
        );
        check_one(
            &|d| d.edges[0].evidence[0].object = Offsets { start: 3, end: 7 },
            3,
            "a.txt: quotation of Ño|finances|Ri at 0..11: its object at 3..7 is no mention of Ri",
        );
        check_one(
            &|d| d.nodes[1].mentions[1].end = 99,
            2,
            "a.txt: mention of Ri at 12..99: the graph has \"Ri\", the text has only 20 characters",
        );
        check_one(
            &|d| d.nodes[1].mentions[1].doc = "b.txt".into(),
            2,
            "b.txt: the graph does not list this document, but a mention of Ri names it",
        );
        let bare = "(no document): the link Ño|finances|Ri quotes nothing";
        check(&graph(|d| d.edges[0].evidence.clear()), &[("a.txt", TEXT)], [1, 3, 0], &[bare]);
    }
}
