//! Whatever the texts hold, every export loads and says what the graph says. Enters: random texts in
//! all places. Leaves: names read back equal, less what the format forbids. Readers in Rust here; the
//! programs themselves read one graph of hostile texts in `consumers`.

use crate::hostile;
use proptest::{prop_assert_eq, proptest, test_runner};
use serde_json::Value;
use std::{collections::BTreeSet, path::Path};
use unravel::{
    KnowledgeGraph,
    export::{self, Config, Format, csv::Table},
};

/// The names of all nodes, as a reader of the format finds them; `None` where the reader is no
/// program in Rust.
fn names(graph: &KnowledgeGraph, format: Format, folder: &Path) -> Option<BTreeSet<String>> {
    let path = folder.join(format!("net.{}", format.extension()));
    if format == Format::Png {
        // Drawn by Graphviz from the very DOT that is read here.
        return None;
    }
    export::save(graph, format, &path, &Config { unlinked: true, ..Config::default() }).unwrap();
    for file in export::files(format, &path) {
        assert!(file.exists(), "{} is promised", file.display());
    }
    let text = || std::fs::read_to_string(&path).unwrap();
    match format {
        Format::Csv => {
            Some(column(&std::fs::read(Table::Nodes.path(&path, "csv")).unwrap(), 1, true))
        }
        Format::Cytoscape => {
            let network: Value = serde_json::from_str(&text()).unwrap();
            let nodes = network["elements"]["nodes"].as_array().unwrap();
            assert_eq!(network["elements"]["edges"].as_array().unwrap().len(), graph.edges().len());
            Some(nodes.iter().map(|node| string(&node["data"]["name"])).collect())
        }
        Format::Dot => {
            let parsed = graphviz_rust::parse(&text()).unwrap();
            use graphviz_rust::dot_structures::{Graph, Stmt};
            let Graph::DiGraph { stmts, .. } = parsed else { panic!("no digraph") };
            let nodes = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Node(_))).count();
            let edges = stmts.iter().filter(|stmt| matches!(stmt, Stmt::Edge(_))).count();
            assert_eq!((nodes, edges), (graph.nodes().len(), graph.edges().len()));
            None
        }
        Format::Ftm => {
            let mut seen = BTreeSet::new();
            for line in text().lines() {
                let entity: Value = serde_json::from_str(line).unwrap();
                let id = string(&entity["id"]);
                assert!(id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')));
                assert!(seen.insert(id), "ids are distinct");
                let values = entity["properties"].as_object().unwrap().values();
                for value in values.flat_map(|values| values.as_array().unwrap()) {
                    assert!(!string(value).contains('\0') && !string(value).is_empty());
                }
            }
            assert!(seen.len() >= graph.edges().len() + graph.info.documents.len());
            None
        }
        Format::Gexf => {
            let elements = attributes(&text(), "node");
            assert_eq!(attributes(&text(), "edge").len(), graph.edges().len());
            Some(elements.into_iter().map(|(_, label)| label).collect())
        }
        Format::Graphml => {
            assert_eq!(attributes(&text(), "edge").len(), graph.edges().len());
            assert_eq!(attributes(&text(), "node").len(), graph.nodes().len());
            None
        }
        Format::Json => {
            let read = export::json::read(&path).unwrap();
            assert_eq!(read.to_node_link(), graph.to_node_link());
            Some(read.nodes().map(|node| node.name.clone()).collect())
        }
        Format::Neo4j => Some(column(&std::fs::read(path.join("nodes.csv")).unwrap(), 1, false)),
        Format::Parquet => {
            use parquet::{
                file::reader::{FileReader, SerializedFileReader},
                record::RowAccessor,
            };
            let file = std::fs::File::open(Table::Nodes.path(&path, "parquet")).unwrap();
            let reader = SerializedFileReader::new(file).unwrap();
            let rows = reader.get_row_iter(None).unwrap();
            Some(rows.map(|row| row.unwrap().get_string(1).unwrap().clone()).collect())
        }
        Format::Statements => {
            let bytes = std::fs::read(&path).unwrap();
            let mut reader = csv::Reader::from_reader(bytes.as_slice());
            assert_eq!(reader.headers().unwrap(), export::statements::COLUMNS.as_slice());
            let ids: Vec<String> =
                reader.records().map(|row| row.unwrap()[13].to_owned()).collect();
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "ids are distinct");
            None
        }
        Format::Svg => {
            assert_eq!(attributes(&text(), "svg").len(), 1);
            assert!(attributes(&text(), "script").is_empty());
            None
        }
        Format::Cypher => {
            // The databases themselves run hostile texts in `feed`; a statement here is a line.
            assert!(text().lines().all(|line| line.ends_with(';')));
            None
        }
        Format::Html => {
            let text = text();
            let (_, data) = text.split_once("id=\"network\">").unwrap();
            let (data, _) = data.split_once("</script>").unwrap();
            assert!(!data.contains(['<', '>', '&']), "nothing that HTML would read");
            let data: Value = serde_json::from_str(data).unwrap();
            let names = data["outline"]["nodes"]["name"].as_array().unwrap();
            Some(names.iter().map(string).collect())
        }
        Format::Turtle => Some(labels(oxttl::TurtleParser::new().for_slice(text().as_bytes()))),
        Format::NTriples => Some(labels(oxttl::NTriplesParser::new().for_slice(text().as_bytes()))),
        Format::JsonLd => {
            let read = oxjsonld::JsonLdParser::new();
            let bytes = text().into_bytes();
            let quads = read.for_slice(&bytes);
            Some(labels(quads.map(|quad| quad.map(oxrdf::Triple::from))))
        }
        _ => unreachable!("{} has no reader here", format.id()),
    }
}

/// The preferred names in RDF.
fn labels<E: std::fmt::Debug>(
    triples: impl Iterator<Item = Result<oxrdf::Triple, E>>,
) -> BTreeSet<String> {
    let triples = triples.map(Result::unwrap);
    let named =
        triples.filter(|t| t.predicate.as_str() == format!("{}prefLabel", export::rdf::SKOS));
    named
        .map(|triple| match triple.object {
            oxrdf::Term::Literal(name) => name.value().to_owned(),
            other => panic!("{other} is no name"),
        })
        .collect()
}

fn string(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn column(bytes: &[u8], at: usize, has_headers: bool) -> BTreeSet<String> {
    let mut reader = csv::ReaderBuilder::new().has_headers(has_headers).from_reader(bytes);
    reader.records().map(|row| row.unwrap()[at].to_owned()).collect()
}

/// `id` and, where there is one, `label` of all elements of this name; fails where a reader of XML
/// would.
fn attributes(text: &str, name: &str) -> Vec<(String, String)> {
    use quick_xml::{Reader, XmlVersion, events::Event};
    let mut reader = Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) if tag.name().as_ref() == name => {
                let value = |key| match tag.try_get_attribute(key).unwrap() {
                    Some(found) => {
                        found.normalized_value(XmlVersion::Explicit1_0).unwrap().into_owned()
                    }
                    None => String::new(),
                };
                found.push((value("id"), value("label")));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// A name as the format can hold it.
fn held(format: Format, name: &str) -> String {
    let xml =
        |c: &char| matches!(c, '\t' | '\n' | '\r' | ' '..) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    match format {
        Format::Csv | Format::Neo4j => name.replace('\0', ""),
        Format::Gexf | Format::JsonLd | Format::NTriples | Format::Turtle => {
            name.chars().filter(xml).collect()
        }
        _ => name.to_owned(),
    }
}

fn check(texts: &[String]) {
    let graph = hostile::graph_of(texts);
    for format in Format::ALL {
        let folder = tempfile::tempdir().unwrap();
        let Some(found) = names(&graph, format, folder.path()) else { continue };
        let expected: BTreeSet<String> = graph.nodes().map(|n| held(format, &n.name)).collect();
        assert_eq!(found, expected, "{format:?}");
    }
}

#[test]
fn hostile_texts_are_read_back() {
    let texts: Vec<String> = hostile::TEXTS.iter().map(|text| (*text).to_owned()).collect();
    check(&texts);
}

proptest! {
    #![proptest_config(test_runner::Config { failure_persistence: None, cases: 64, ..Default::default() })]
    #[test]
    fn any_texts_are_read_back(texts in proptest::collection::vec(hostile::text(), 2..5)) {
        check(&texts);
    }

    #[test]
    fn the_same_graph_gives_the_same_bytes(texts in proptest::collection::vec(hostile::text(), 2..4)) {
        let graph = hostile::graph_of(&texts);
        let formats = Format::ALL.into_iter().filter(|f| f.is_one_file());
        for format in formats.filter(|f| *f != Format::Png) {
            let bytes = || {
                let mut out = Vec::new();
                export::write(&graph, format, &Config::default(), &mut out).unwrap();
                out
            };
            prop_assert_eq!(bytes(), bytes());
        }
    }
}
