//! Several documents for one edge: independent ones add up, one text that many print counts once.

use crate::reading::Case;
use unravel::{
    DocumentGraph, EntityType, KnowledgeGraph, Mention, NearDuplicate, Pipeline, Schema, Span,
    export, ingest, relate,
};

const REPORT: &str = "Sim Hyon Sop, a representative of Korea Kwangson Banking Corp, told the traders \
    where to send the money.

Investigators followed nine transfers through three exchanges and two shell firms before the trail \
ended at a counter in a shopping centre. Each transfer was small enough to pass without a question, \
and each was followed within hours by a cash withdrawal.

The traders said in messages that they never met the man who gave the orders. They knew only a number \
and a habit of writing late at night. A clerk at the counter remembered a courier who counted every \
note twice and left no name.

The exchanges have since closed the accounts.";

/// The same report as another paper prints it: its own headline, the last paragraph cut.
fn reprint() -> String {
    let cut = REPORT.rfind("\n\n").unwrap();
    format!("How stolen coins became cash\n\n{}", &REPORT[..cut])
}

const OTHER: &str = "Sim Hyon Sop, a representative of Korea Kwangson Banking Corp, opened accounts \
    in Dandong under the names of two cousins, according to bank records that a court unsealed on \
    Monday. The records list dates, sums and the branch where each account was opened, and they end \
    in the month in which the branch was shut. Lawyers for the branch declined to say who had signed \
    the forms or who had checked the papers.";

fn pipeline() -> Pipeline {
    Pipeline {
        schema: Schema::built_in(),
        patterns: relate::Patterns::built_in(),
        rules: String::new(),
        ingest: ingest::Config::default(),
        model: None,
        screening: None,
    }
}

/// What a document says when its two names are known.
fn extract(id: &str, published: Option<&str>, text: &str) -> DocumentGraph {
    let mut doc = ingest::document(id, text.to_owned());
    doc.info.published = published.map(str::to_owned);
    let names = [
        ("Sim Hyon Sop", EntityType::Person),
        ("Korea Kwangson Banking Corp", EntityType::Organization),
    ];
    let names = names.iter().flat_map(|&(name, entity_type)| {
        doc.text()
            .match_indices(name)
            .map(move |(at, _)| Mention::name(Span::new(at, at + name.len()), entity_type, 0.9))
    });
    let mut names: Vec<Mention> = names.collect();
    names.sort_by_key(|mention| mention.span);
    pipeline().extract_with(&doc, names)
}

fn documents() -> Vec<DocumentGraph> {
    vec![
        extract("z.html", Some("2024-05-01"), REPORT),
        extract("b.html", Some("2024-05-02"), &reprint()),
        extract("a.txt", None, OTHER),
    ]
}

fn json(graph: &KnowledgeGraph) -> String {
    serde_json::to_string(&graph.to_node_link()).unwrap()
}

#[test]
fn two_prints_of_a_report_count_once() {
    let graph = pipeline().merge(documents(), Vec::new());
    let [near] = &graph.info.near_duplicates[..] else { panic!("{:?}", graph.info) };
    let NearDuplicate { doc, of, similarity } = near;
    assert_eq!((doc.as_str(), of.as_str()), ("b.html", "z.html"), "the earliest is the first");
    assert!((0.75..1.0).contains(similarity), "{similarity}");
    assert_eq!(graph.info.documents.len(), 3, "all are kept");
    let edge = graph.edges().find(|edge| edge.predicate == "acts_for").unwrap();
    let docs: Vec<&str> = edge.evidence.iter().map(|e| &*e.doc).collect();
    assert_eq!((docs, edge.documents), (vec!["a.txt", "b.html", "z.html"], 2));
    let score = edge.evidence[0].score;
    assert!(score < 0.9 && edge.evidence.iter().all(|e| e.score == score));
    assert!((edge.confidence - (1.0 - (1.0 - score).powi(2))).abs() < 1e-4, "two sentences, not 3");
    // The reprint alone adds nothing to the report.
    let one = pipeline().merge(documents().drain(..1).collect(), Vec::new());
    let two = pipeline().merge(documents().drain(..2).collect(), Vec::new());
    let standing = |graph: &KnowledgeGraph| {
        graph.edges().map(|e| (e.id.clone(), e.confidence, e.documents)).collect::<Vec<_>>()
    };
    assert_eq!(standing(&one), standing(&two));
}

#[test]
fn the_order_of_documents_does_not_matter() {
    let expected = json(&pipeline().merge(documents(), Vec::new()));
    for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut documents = documents().into_iter().map(Some).collect::<Vec<_>>();
        let documents = order.iter().map(|&n| documents[n].take().unwrap()).collect();
        assert_eq!(json(&pipeline().merge(documents, Vec::new())), expected, "{order:?}");
    }
}

#[test]
fn a_saved_graph_keeps_what_is_near() {
    let graph = pipeline().merge(documents(), Vec::new());
    let case = Case::new();
    export::save(&graph, export::Format::Json, &case.path("n.json"), &export::Config::default())
        .unwrap();
    let read = export::json::read(&case.path("n.json")).unwrap();
    assert_eq!(json(&read), json(&graph));
    // Where nothing is near, the file says nothing of it, and older files are read.
    let alone = pipeline().merge(documents().drain(..1).collect(), Vec::new());
    assert!(!json(&alone).contains("near_duplicates"));
    let shown = case.unravel(&["query", "n.json", "show", "Sim Hyon Sop"]).output().unwrap();
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains("in 3 documents, 2 independent\n"), "{shown}");
    let pair = ["query", "n.json", "show", "Sim Hyon Sop", "kwangson"];
    let shown = String::from_utf8(case.unravel(&pair).output().unwrap().stdout).unwrap();
    assert!(shown.contains(", 3 documents, 2 independent\n"), "{shown}");
    assert!(shown.contains("; nearly the text of z.html\n"), "{shown}");
}

#[test]
fn build_says_what_counts_once() {
    let case = Case::new();
    case.write("a.txt", REPORT).write("b.txt", reprint()).write("c.txt", OTHER);
    let build = |files: [&str; 3], out: &str| {
        let built = case.unravel(&[&["build", "-o", out], &files[..]].concat()).output().unwrap();
        let said = String::from_utf8(built.stderr).unwrap();
        assert_eq!(built.status.code(), Some(0), "{said}");
        assert!(said.contains("\nnear the same text, counts once: b.txt ~ a.txt (0."), "{said}");
        std::fs::read(case.path(out)).unwrap()
    };
    let one = build(["a.txt", "b.txt", "c.txt"], "one.json");
    assert!(one == build(["c.txt", "b.txt", "a.txt"], "two.json"));
    case.unravel(&["verify", "one.json"]).assert().success();
}
