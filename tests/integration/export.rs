use crate::{consumers::skip, sample};
use std::{collections::BTreeMap, process::Command};
use unravel::export::{self, Config, Format, csv::Table};

fn written(format: Format, config: &Config) -> String {
    let mut out = Vec::new();
    export::write(&sample::graph(), format, config, &mut out).unwrap();
    let mut again = Vec::new();
    export::write(&sample::graph(), format, config, &mut again).unwrap();
    assert_eq!(out, again, "the same graph gives the same bytes");
    String::from_utf8(out).unwrap()
}

#[test]
fn endings_name_formats() {
    for format in Format::ALL {
        for ending in format.endings() {
            let path = format!("some.folder/x.{}", ending.to_uppercase());
            assert_eq!(Format::of(path.as_ref()).unwrap(), format);
        }
        assert_eq!(Format::named(format.id()), Some(format));
    }
    // The longest ending counts, and a name stands before it.
    assert_eq!(Format::of("x.y.json".as_ref()).unwrap(), Format::Json);
    assert_eq!(Format::of("ftm.json".as_ref()).unwrap(), Format::Json);
    assert!(Format::of(".json".as_ref()).is_err());
    assert_eq!(Format::named("JSON"), None);
    let error = Format::of("x.docx".as_ref()).unwrap_err().to_string();
    assert_eq!(
        error,
        "x.docx: no format known for this ending; known: .csv .cypher .cyjs .dot .gv .ftm.json .ftm.jsonl .ftm \
         .gexf .graphml .html .json .jsonld .nt .parquet .png .statements.csv .svg .ttl"
    );
    assert!(Format::of("x".as_ref()).is_err());
}

#[test]
fn json_reads_back() {
    let (_folder, path) = sample::file();
    let graph = export::json::read(&path).unwrap();
    assert_eq!(graph.to_node_link(), sample::graph().to_node_link());
    insta::assert_snapshot!("json", written(Format::Json, &Config::default()));
}

#[test]
fn json_reads_back_under_the_older_key() {
    let config = Config { links: true, ..Config::default() };
    let text = written(Format::Json, &config);
    assert!(text.contains("\n  \"links\": [") && !text.contains("\n  \"edges\": ["));
    let read: unravel::NodeLink = serde_json::from_str(&text).unwrap();
    assert_eq!(read, sample::graph().to_node_link());
}

#[test]
fn json_is_the_contract_field_by_field() {
    let link = serde_json::to_string_pretty(&sample::graph().to_node_link()).unwrap() + "\n";
    assert_eq!(written(Format::Json, &Config::default()), link);
}

#[test]
fn a_folder_is_no_stream() {
    let mut out = Vec::new();
    let error = export::write(&sample::graph(), Format::Neo4j, &Config::default(), &mut out);
    assert_eq!(error.unwrap_err().to_string(), "neo4j is a folder of files: -o names the folder");
}

#[test]
fn new_formats_are_written_as_before() {
    for format in [Format::Cytoscape, Format::Ftm, Format::Gexf, Format::Statements] {
        insta::assert_snapshot!(format.id(), written(format, &Config::default()));
    }
    let folder = tempfile::tempdir().unwrap();
    export::save(&sample::graph(), Format::Neo4j, folder.path(), &Config::default()).unwrap();
    for part in export::neo4j::Part::ALL {
        let text = std::fs::read_to_string(folder.path().join(part.file())).unwrap();
        insta::assert_snapshot!(format!("neo4j {}", part.file()), text);
    }
}

#[test]
fn what_is_no_fact_is_told_as_none() {
    let text = written(Format::Ftm, &Config::default());
    let entity = |record: &str| -> serde_json::Value {
        let entities = text.lines().map(|line| serde_json::from_str(line).unwrap());
        let mut found =
            entities.filter(|e: &serde_json::Value| e["properties"]["recordId"][0] == record);
        found.next().unwrap()
    };
    let denied = entity("person:li-wei|owns|organization:acme");
    assert_eq!(denied["schema"], "UnknownLink");
    assert_eq!(denied["properties"]["role"][0], "denied: owns");
    let alleged = entity("organization:acme|finances|location:north-korea");
    assert_eq!(alleged["schema"], "UnknownLink");
    assert_eq!(alleged["properties"]["role"][0], "alleged: finances");
    // Who is only said to own it makes it no company, and no topic comes of a claim.
    let acme = text.lines().find(|line| line.contains("\"organization.acme\",\"schema\"")).unwrap();
    let acme: serde_json::Value = serde_json::from_str(acme).unwrap();
    assert_eq!(acme["properties"]["topics"], serde_json::json!(["sanction", "corp.shell"]));
}

#[test]
fn what_is_only_alleged_gives_no_topic() {
    let mut link = sample::graph().to_node_link();
    for edge in &mut link.edges {
        edge.status = unravel::Status::Alleged;
    }
    let mut out = Vec::new();
    let graph = unravel::KnowledgeGraph::from_node_link(link);
    export::write(&graph, Format::Ftm, &Config::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.contains("front company"), "the role is told, as a keyword");
    for fact in ["corp.shell", "\"Company\"", "\"sanction\"", "\"poi\""] {
        assert!(!text.contains(fact), "{fact} in {text}");
    }
}

fn check_refused(change: impl Fn(&mut unravel::NodeLink), reason: &str) {
    let (_folder, path) = sample::file();
    let mut link = sample::graph().to_node_link();
    change(&mut link);
    std::fs::write(&path, serde_json::to_string(&link).unwrap()).unwrap();
    let error = export::json::read(&path).unwrap_err().to_string();
    assert!(error.contains(reason), "{error}");
}

#[test]
fn json_that_breaks_the_contract_is_refused() {
    check_refused(|link| link.edges[0].evidence.clear(), "quotes no sentence");
    check_refused(|link| link.edges[1].id = link.edges[0].id.clone(), "two edges");
    check_refused(|link| link.nodes[1].id = link.nodes[0].id.clone(), "two nodes");
    check_refused(|link| link.edges[0].target = "nobody".into(), "missing node nobody");
    check_refused(|link| link.graph.schema_version = 2, "version 2");
}

#[test]
fn dot_reads_back() {
    let text = written(Format::Dot, &Config::default());
    let parsed = graphviz_rust::parse(&text).unwrap();
    let graphviz_rust::dot_structures::Graph::DiGraph { strict, stmts, .. } = parsed else {
        panic!("no digraph");
    };
    assert!(!strict, "strict would merge parallel edges");
    let count = |is: fn(&graphviz_rust::dot_structures::Stmt) -> bool| {
        stmts.iter().filter(|stmt| is(stmt)).count()
    };
    use graphviz_rust::dot_structures::Stmt;
    assert_eq!(count(|s| matches!(s, Stmt::Node(_))), 6);
    assert_eq!(count(|s| matches!(s, Stmt::Edge(_))), 5);
    insta::assert_snapshot!("dot", text);
}

#[test]
fn dot_says_what_it_leaves_out() {
    let check = |config: Config, caption: &str| {
        let text = written(Format::Dot, &config);
        assert!(text.contains(&format!("<B>{caption}</B>")), "{text}");
    };
    check(Config::default(), "6 entities; 5 relations; not drawn: 1 without relations");
    check(Config { unlinked: true, ..Config::default() }, "7 entities; 5 relations");
    check(
        Config { max_nodes: Some(2), ..Config::default() },
        "2 of 6 entities, the best connected; 2 of 5 relations; not drawn: 1 without relations",
    );
    let ranking = vec!["group:two-men".to_owned(), "person:back\\slash".to_owned()];
    check(
        Config { max_nodes: Some(2), ranking: ranking.clone(), ..Config::default() },
        "2 of 6 entities, the most important; 1 of 5 relations; not drawn: 1 without relations",
    );
    check(
        Config { max_nodes: Some(2), ranking, ranked_by: "PageRank".into(), ..Config::default() },
        "2 of 6 entities, by PageRank; 1 of 5 relations; not drawn: 1 without relations",
    );
}

/// Tags of an XML text and the text in them; fails where a reader of XML would.
fn graphml_data(text: &str) -> BTreeMap<String, Vec<String>> {
    use quick_xml::{Reader, events::Event};
    let mut reader = Reader::from_str(text);
    let (mut key, mut data, mut value) =
        (String::new(), BTreeMap::<_, Vec<String>>::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                value.clear();
                key = tag.name().as_ref().to_owned();
                for name in ["key", "id"] {
                    if let Some(found) = tag.try_get_attribute(name).unwrap() {
                        key = format!("{name} {}", found.value);
                    }
                }
            }
            Event::Text(text) => value += &text.xml10_content(),
            Event::GeneralRef(name) => {
                let name = name.xml10_content();
                value += &quick_xml::escape::unescape(&format!("&{name};")).unwrap();
            }
            Event::End(_) if !key.is_empty() => {
                data.entry(std::mem::take(&mut key)).or_default().push(std::mem::take(&mut value));
            }
            Event::Eof => return data,
            _ => {}
        }
    }
}

#[test]
fn graphml_reads_back() {
    let text = written(Format::Graphml, &Config::default());
    let data = graphml_data(&text);
    assert_eq!(data["key node_label"].len(), 7);
    assert!(data["key node_label"].contains(&"Acme \"Trading\" <&> Co".to_owned()));
    assert!(data["key node_label"].contains(&"OFAC &amp; Söhne".to_owned()));
    assert!(data["key node_label"].contains(&"李伟[31m".to_owned()), "escape characters go");
    assert!(data["key edge_text"].contains(&"It allegedly paid Pyong[2Jyang.".to_owned()));
    let aliases: Vec<String> = serde_json::from_str(
        data["key node_aliases_json"].iter().find(|a| a.contains("ACME")).unwrap(),
    )
    .unwrap();
    assert_eq!(aliases, ["ACME", "a;b"]);
    insta::assert_snapshot!("graphml", text);
}

#[test]
fn csv_reads_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("net.csv");
    export::save(&sample::graph(), Format::Csv, &path, &Config::default()).unwrap();
    for (table, rows, columns) in [
        (Table::Nodes, 7, 8),
        (Table::Edges, 5, 12),
        (Table::Mentions, 7, 7),
        (Table::Evidence, 5, 16),
    ] {
        let path = table.path(&path, "csv");
        let mut reader = csv::Reader::from_path(&path).unwrap();
        assert_eq!(reader.headers().unwrap().len(), columns);
        assert_eq!(reader.records().map(Result::unwrap).count(), rows);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        insta::assert_snapshot!(name, std::fs::read_to_string(&path).unwrap());
    }
}

#[test]
fn quotations_survive_csv_and_graphml() {
    let graph = sample::graph();
    let evidence = || graph.edges().flat_map(|edge| &edge.evidence);
    let mut out = Vec::new();
    Table::Evidence.write(&graph, &Config::default(), &mut out).unwrap();
    let mut reader = csv::Reader::from_reader(out.as_slice());
    let texts: Vec<String> = reader.records().map(|row| row.unwrap()[7].to_owned()).collect();
    let expected: Vec<String> = evidence().map(|e| e.text.replace('\0', "")).collect();
    assert_eq!(texts, expected);
    let data = graphml_data(&written(Format::Graphml, &Config::default()));
    for (json, e) in data["key edge_evidence_json"].iter().zip(evidence()) {
        let found: Vec<unravel::EdgeEvidence> = serde_json::from_str(json).unwrap();
        assert_eq!(&found[0].text, &e.text.replace('\u{fffe}', ""));
    }
}

#[test]
fn csv_guards_formulas_only_when_asked() {
    let table = |guard_formulas| {
        let mut out = Vec::new();
        let config = Config { guard_formulas, ..Config::default() };
        Table::Evidence.write(&sample::graph(), &config, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    };
    assert!(table(false).contains(",=1+1 is"));
    assert!(table(true).contains(",'=1+1 is"));
}

#[test]
fn a_file_that_cannot_be_made_is_named() {
    // Under a file: not even the superuser can make it.
    let file = tempfile::NamedTempFile::new().unwrap();
    let path = file.path().join("net.json");
    let error =
        export::save(&sample::graph(), Format::Json, &path, &Config::default()).unwrap_err();
    assert!(error.to_string().starts_with(&format!("{}: cannot be written", path.display())));
}

#[test]
fn the_svg_of_the_program_is_xml_with_every_name_and_quotation() {
    let text = written(Format::Svg, &Config::default());
    let data = graphml_data(&text);
    assert!(data.keys().all(|key| !key.contains("script")), "{:?}", data.keys());
    let all: String = data.values().flatten().map(|text| text.as_str()).collect();
    for said in [
        "Acme \"Trading\" <&>",
        "OFAC &amp; Söhne (organization), enforcement",
        "also: ACME; a;b",
        "6 entities; 5 relations; not drawn: 1 without relations",
        "李伟[31m — owns → Acme",
        "It allegedly paid Pyong[2Jyang.",
        "front for",
        "alleged",
        "regime",
    ] {
        assert!(all.contains(said), "{said:?} in {all}");
    }
    assert!(!text.contains(['\0', '\u{1b}', '\u{fffe}', '\u{92}']), "no control characters");
    insta::assert_snapshot!("svg", text);
}

#[test]
fn a_network_without_relations_is_a_picture_that_says_so() {
    let empty = unravel::KnowledgeGraph::from_node_link(sample::link(vec![], vec![]));
    let mut out = Vec::new();
    export::write(&empty, Format::Svg, &Config::default(), &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert!(text.starts_with("<svg") && text.contains("0 entities; 0 relations"), "{text}");
    let unlinked = Config { unlinked: true, ..Config::default() };
    assert!(written(Format::Svg, &unlinked).contains(">2024</text>"));
}

/// resvg reads the picture as browsers do.
#[test]
fn the_png_of_the_program_has_ink() {
    let mut png = Vec::new();
    match export::write(&sample::graph(), Format::Png, &Config::default(), &mut png) {
        Err(error) if error.to_string().contains("no font") => assert!(skip("a font", false)),
        drawn => {
            drawn.unwrap();
            assert!(png.starts_with(b"\x89PNG") && png.len() > 10_000, "{} bytes", png.len());
        }
    }
}

/// Whatever fonts are installed: names of the same letters in another order change nothing else.
#[test]
fn the_png_of_the_program_has_letters() {
    let draw = |name: &str| {
        let graph = sample::link(vec![sample::node("person:a", "person", name, &[], &[])], vec![]);
        let graph = unravel::KnowledgeGraph::from_node_link(graph);
        let mut png = Vec::new();
        let config = Config { unlinked: true, ..Config::default() };
        export::write(&graph, Format::Png, &config, &mut png).map(|()| png)
    };
    match draw("Lena Oda") {
        Err(error) if error.to_string().contains("no font") => assert!(skip("a font", false)),
        drawn => {
            let png = drawn.unwrap();
            assert_eq!(png, draw("Lena Oda").unwrap());
            assert_ne!(png, draw("Leno Ada").unwrap(), "no letters in the picture");
        }
    }
}

#[test]
fn graphviz_draws_when_asked() {
    if skip("graphviz (sfdp)", Command::new("sfdp").arg("-V").output().is_ok()) {
        return;
    }
    let graphviz = Config { engine: export::Engine::Graphviz, ..Config::default() };
    let svg = written(Format::Svg, &graphviz);
    assert!(svg.contains("</svg>") && svg.contains("李伟") && svg.contains("front for"));
    let mut png = Vec::new();
    export::write(&sample::graph(), Format::Png, &graphviz, &mut png).unwrap();
    assert!(png.starts_with(b"\x89PNG"));
    let graph = written(Format::Dot, &Config::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.dot");
    std::fs::write(&path, graph).unwrap();
    let drawn = Command::new("dot").arg("-Tplain").arg(&path).output().unwrap();
    assert!(drawn.status.success() && drawn.stderr.is_empty(), "{drawn:?}");
    let plain = String::from_utf8(drawn.stdout).unwrap();
    assert_eq!(plain.lines().filter(|line| line.starts_with("edge ")).count(), 5);
}

/// Clusters that many edges cross are what `dot` has stumbled over.
#[test]
fn graphviz_draws_every_edge_between_communities() {
    if skip("graphviz (dot)", Command::new("dot").arg("-V").output().is_ok()) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let json = folder.path().join("x.json");
    let build = assert_cmd::Command::cargo_bin("unravel")
        .unwrap()
        .args(["build", "-q", "data/articles", "-o"])
        .arg(&json)
        .output()
        .unwrap();
    assert!(build.status.success());
    let graph = export::json::read(&json).unwrap();
    for most in [46, 60, 100, 150] {
        let mut text = Vec::new();
        let config = Config { max_nodes: Some(most), ..Config::default() };
        export::write(&graph, Format::Dot, &config, &mut text).unwrap();
        let path = folder.path().join("x.dot");
        std::fs::write(&path, &text).unwrap();
        let drawn = Command::new("dot").arg("-Tsvg").arg(&path).output().unwrap();
        assert!(drawn.status.success(), "{most}: {}", String::from_utf8_lossy(&drawn.stderr));
        let svg = String::from_utf8(drawn.stdout).unwrap();
        let arrows = String::from_utf8(text).unwrap().matches(" -> ").count();
        assert_eq!(svg.matches("class=\"edge\"").count(), arrows, "{most}");
        assert!(svg.matches("class=\"cluster\"").count() > 2, "{most}");
    }
}

#[test]
fn only_sure_relations_are_kept_when_asked() {
    let least = sample::graph().edges().map(|e| e.confidence).fold(0.0, f64::max);
    let all = sample::graph().edges().len();
    let sure = sample::graph().from_confidence(least);
    assert!(sure.edges().len() >= 1 && sure.edges().len() <= all);
    assert!(sure.edges().all(|e| e.confidence >= least));
    assert_eq!(sure.nodes().len(), sample::graph().nodes().len());
    assert_eq!(sample::graph().from_confidence(1.1).edges().len(), 0);
}
