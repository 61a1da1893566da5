#![expect(clippy::unwrap_used, reason = "tests")]

use super::{Case, Reader, Run};
use crate::{
    document::Document,
    graph::{
        Cluster, DocumentEdge, DocumentGraph, EdgeEvidence, KnowledgeGraph, Node, NodeMention,
        Offsets, Outlines,
    },
    ingest::document,
    mention::MentionKind,
    schema::{EntityType, Status},
    sketch::Sketch,
};
use std::collections::BTreeMap;

/// A document in which Ño pays Ri: a sentence, as one extractor saw it, for each status and date.
fn reported(number: usize, seen: &[(Status, &str)]) -> (Document, DocumentGraph) {
    let evidence = |(at, (status, date)): (usize, &(Status, &str))| EdgeEvidence {
        status: *status,
        date: Some((*date).into()),
        ..said(number, 0, at)
    };
    stated(number, seen.iter().enumerate().map(evidence).collect())
}

/// The sentence of this number in a document of that number, with the Ri of that place.
fn said(number: usize, sentence: usize, place: usize) -> EdgeEvidence {
    let start = 20 * sentence;
    EdgeEvidence {
        doc: format!("{number}.txt").into(),
        start,
        end: start + 19,
        text: ["Ño pays Ri, Ri, Ri.", "Ño owes Ri, Ri, Ri."][sentence].into(),
        subject: Offsets { start, end: start + 2 },
        object: Offsets { start: start + 8 + 4 * place, end: start + 10 + 4 * place },
        extractor: "pattern:test".into(),
        score: 0.99,
        status: Status::Asserted,
        date: None,
    }
}

/// A document that states by these sentences that Ño pays Ri.
fn stated(number: usize, evidence: Vec<EdgeEvidence>) -> (Document, DocumentGraph) {
    let text = format!("Ño pays Ri, Ri, Ri. Ño owes Ri, Ri, Ri. It was {number}.");
    let document = document(format!("{number}.txt"), text);
    let doc: std::sync::Arc<str> = document.info.id.as_str().into();
    let places = |text: &str, starts: &[usize]| {
        let mention = |&start: &usize| NodeMention {
            doc: doc.clone(),
            start,
            end: start + 2,
            text: text.into(),
            kind: MentionKind::Name,
            score: 1.0,
        };
        starts.iter().map(mention).collect()
    };
    let node = |name: &str, starts: &[usize]| Node {
        id: String::new(),
        entity_type: EntityType::Person,
        name: name.into(),
        aliases: vec![],
        roles: vec![],
        mentions: places(name, starts),
        attributes: BTreeMap::new(),
    };
    let graph = DocumentGraph {
        info: document.info.clone(),
        words: 10,
        sketch: None,
        nodes: vec![node("Ño", &[0, 20]), node("Ri", &[8, 12, 16, 28, 32, 36])],
        edges: vec![DocumentEdge { subject: 0, predicate: "finances".into(), object: 1, evidence }],
    };
    (document, graph)
}

/// Stores a document; everybody is who bears the name.
fn add(case: &mut Case, (document, graph): (Document, DocumentGraph)) {
    let reader = Reader { model: "m", rules: "r" };
    let info = document.info.clone();
    let put = case.put(&mut Run::default(), reader, |store| {
        assert!(store(&document, graph));
        (vec![info], vec![])
    });
    assert_eq!(put.unwrap(), 1);
    case.refresh(by_name, |_| false).unwrap();
}

/// Everybody is who bears the name.
fn by_name(outlines: &Outlines<'_>) -> Vec<Cluster> {
    let mut bearers: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for d in 0..outlines.len() {
        for n in 0..outlines.nodes(d).len() {
            bearers.entry(&outlines.node(d, n).name).or_default().push((d, n));
        }
    }
    let cluster = |(name, members): (&str, _)| Cluster {
        key: name.into(),
        name: name.into(),
        members,
        merges: vec![],
    };
    bearers.into_iter().map(cluster).collect()
}

/// A document that only names these.
fn naming(number: usize, names: &[&str]) -> (Document, DocumentGraph) {
    let (document, mut graph) = stated(number, vec![]);
    let nodes = std::mem::take(&mut graph.nodes);
    graph.nodes =
        names.iter().map(|name| Node { name: (*name).into(), ..nodes[0].clone() }).collect();
    (document, graph)
}

/// The entities of a case, and how often each is mentioned.
fn mentioned(case: &Case) -> Vec<(String, usize)> {
    let graph = case.graph().unwrap();
    let nodes = graph.nodes().map(|node| (node.name.clone(), node.mentions.len()));
    nodes.collect()
}

/// Whoever reads some of the documents numbers the ways of writing in these; together they are numbered anew.
#[test]
fn documents_that_are_read_side_by_side_keep_their_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::edit(&folder.path().join("x.case")).unwrap();
    let documents: [&[&str]; 7] = [
        &["Ño", "Ri"],
        &["Pak", "Ño"],
        &["Kim"],
        &[],
        &["Ri", "Kim", "Om"],
        &["Om", "Pak"],
        &["Ño", "Ro"],
    ];
    let expected = |there: &[usize]| {
        let mut names = BTreeMap::new();
        for name in there.iter().flat_map(|&at| documents[at]) {
            *names.entry((*name).to_owned()).or_insert(0) += 2;
        }
        names.into_iter().collect::<Vec<_>>()
    };
    for (number, names) in documents.iter().enumerate() {
        add(&mut case, naming(number, names));
        assert_eq!(mentioned(&case), expected(&(0..=number).collect::<Vec<_>>()), "{number}");
    }
    // Numbers of readings have gaps, at the end of what one reads too.
    for (gone, left) in [(1, &[0, 2, 3, 4, 5, 6][..]), (4, &[0, 2, 3, 5, 6]), (0, &[2, 3, 5, 6])] {
        case.remove(&[format!("{gone}.txt")], str::to_owned).unwrap().unwrap();
        case.refresh(by_name, |_| false).unwrap();
        assert_eq!(mentioned(&case), expected(left), "without {gone}");
    }
}

/// The document as one of nearly the same text as all that are reprints, published in this year.
fn reprint(
    (mut document, mut graph): (Document, DocumentGraph),
    year: usize,
) -> (Document, DocumentGraph) {
    let words: String = (0..100).map(|n| format!("w{n} ")).collect();
    document.info.published = Some(format!("{year}-01-01"));
    graph.info = document.info.clone();
    graph.sketch = Sketch::of(&words);
    (document, graph)
}

/// What the only relation says of itself.
fn standing(graph: &KnowledgeGraph) -> (f64, Status, usize, Option<String>, Option<String>) {
    let edge = graph.edges().next().unwrap();
    let (first, last) = (edge.first_date.clone(), edge.last_date.clone());
    (edge.confidence, edge.status, edge.documents, first, last)
}

/// A sentence that one extractor saw through several pairs of mentions counts once, also where a relation takes in
/// a document without being made again.
#[test]
fn what_grows_is_what_would_be_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.case");
    let mut case = Case::edit(&path).unwrap();
    let (said, denied) = (Status::Asserted, Status::Denied);
    let documents: [&[(Status, &str)]; 6] = [
        &[(said, "2015")],
        &[(said, "2016")],
        &[(said, "2014"), (said, "2020")],
        &[(said, "2015"), (said, "2001"), (denied, "2030")],
        &[(denied, "2031"), (said, "2032")],
        &[(said, "2013/2017")],
    ];
    for (number, seen) in documents.iter().enumerate() {
        add(&mut case, reported(number, seen));
        assert_eq!(
            standing(&case.outline().unwrap()),
            standing(&case.graph().unwrap()),
            "{number}"
        );
    }
    let last = Some("2017".to_owned());
    assert_eq!(standing(&case.outline().unwrap()), (0.99, said, 5, Some("2013".into()), last));
    // It is not made again: what stands there is believed.
    case.change(|tx| tx.execute("UPDATE relation SET documents = 100", [])).unwrap();
    add(&mut case, reported(6, &[(said, "2016")]));
    assert_eq!(standing(&case.outline().unwrap()).2, 101);
}

/// A report that many print counts once, also where one is found that was printed before those that are there.
#[test]
fn reprints_count_once_in_whatever_order_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let mut case = Case::edit(&folder.path().join("x.case")).unwrap();
    let (said, denied) = (Status::Asserted, Status::Denied);
    let step = |case: &mut Case, document| {
        add(case, document);
        let found = standing(&case.outline().unwrap());
        assert_eq!(found, standing(&case.graph().unwrap()));
        found.2
    };
    for number in 0..3 {
        step(&mut case, reported(number, &[(said, "2015")]));
    }
    assert_eq!(step(&mut case, reprint(reported(3, &[(said, "2014")]), 2020)), 4);
    // Each of the next was printed before the others, and counts for them.
    assert_eq!(step(&mut case, reprint(reported(4, &[(said, "2016")]), 2019)), 4);
    assert_eq!(step(&mut case, reprint(reported(5, &[(denied, "2016")]), 2018)), 4);
    assert_eq!(step(&mut case, reprint(reported(6, &[(said, "2017")]), 2017)), 4);
    // It was printed later.
    assert_eq!(step(&mut case, reprint(reported(7, &[(said, "2017")]), 2021)), 4);
    case.change(|tx| tx.execute("UPDATE relation SET documents = 100", [])).unwrap();
    add(&mut case, reprint(reported(8, &[(said, "2017")]), 2016));
    add(&mut case, reprint(reported(9, &[(said, "2017")]), 2022));
    assert_eq!(standing(&case.outline().unwrap()).2, 100, "it is not made again");
    add(&mut case, reported(10, &[(said, "2017")]));
    assert_eq!(standing(&case.outline().unwrap()).2, 101);
}

/// Where the network now reads what a pattern had read, a source may be less sure than it was.
#[test]
fn a_reprint_can_make_a_relation_less_sure() {
    let by =
        |extractor: &str, score, said| EdgeEvidence { extractor: extractor.into(), score, ..said };
    let report = |number| {
        vec![by("pattern:test", 0.95, said(number, 0, 0)), by("neural:x", 0.97, said(number, 1, 0))]
    };
    let again = |number| vec![by("neural:x", 0.96, said(number, 0, 0))];
    // Of what one extractor saw through two pairs of mentions the first counts, and not the surer one.
    let twice =
        vec![by("pattern:test", 0.5, said(0, 0, 0)), by("pattern:test", 0.999, said(0, 0, 1))];
    for (first, expected) in [(vec![], 0.97), (twice, 0.985)] {
        let folder = tempfile::tempdir().unwrap();
        let mut case = Case::edit(&folder.path().join("x.case")).unwrap();
        add(&mut case, stated(0, first));
        add(&mut case, reprint(stated(1, report(1)), 2020));
        assert_eq!(standing(&case.outline().unwrap()).0, 0.99);
        add(&mut case, reprint(stated(2, again(2)), 2021));
        assert_eq!(standing(&case.outline().unwrap()).0, expected);
        assert_eq!(standing(&case.outline().unwrap()), standing(&case.graph().unwrap()));
    }
}
