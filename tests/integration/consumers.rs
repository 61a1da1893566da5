//! The programs that the exports are made for, reading them back: scripts in `tests/consumers`, one a
//! consumer, over the sample and over hostile texts. Enters: graphs. Leaves: counts equal to the
//! graph's, names and evidence compared by the script. `bash tests/consumers/install.sh` makes what
//! they need below `target/consumers`; what is missing is left out loudly.

use crate::{hostile, sample};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};
use unravel::{
    KnowledgeGraph, Status,
    export::{self, Config, Format},
};

/// Whether a program of the outside world is there; says loudly when a test is left out.
pub(crate) fn skip(what: &str, there: bool) -> bool {
    if !there {
        // Not `eprintln!`: the test runner swallows that when a test passes.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: {what} is not installed; this is not proved here"
        );
    }
    !there
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Python that reads exports: of `UNRAVEL_PYTHON`, else of `target/consumers`, else `python3`.
pub(crate) fn python() -> String {
    let made = root().join("target/consumers/venv/bin/python");
    let made = || made.exists().then(|| made.display().to_string());
    std::env::var("UNRAVEL_PYTHON").ok().or_else(made).unwrap_or_else(|| "python3".into())
}

/// The graph as JSON, and as each of the exports, in a folder of its own.
struct Written {
    folder: tempfile::TempDir,
    exports: Vec<PathBuf>,
}

fn written(graph: &KnowledgeGraph, exports: &[(Format, &str, Config)]) -> Written {
    let folder = tempfile::tempdir().unwrap();
    let truth = folder.path().join("truth.json");
    export::save(graph, Format::Json, &truth, &Config::default()).unwrap();
    let exports = exports.iter().map(|(format, name, config)| {
        let path = folder.path().join(name);
        export::save(graph, *format, &path, config).unwrap();
        path
    });
    Written { exports: exports.collect(), folder }
}

/// What the script says of the files.
fn asked(mut command: Command, script: &str, files: &Written) -> Value {
    let script = root().join("tests/consumers").join(script);
    let truth = files.folder.path().join("truth.json");
    let said = command.arg(script).arg(truth).args(&files.exports).output().unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    serde_json::from_slice(&said.stdout).unwrap()
}

/// Lets a Python script read the exports of every graph and compares what it counted.
fn check(
    needs: &str,
    script: &str,
    exports: &[(Format, &str, Config)],
    expected: impl Fn(&KnowledgeGraph) -> Value,
) {
    let there = Command::new(python()).args(["-c", &format!("import {needs}")]).output();
    if skip(&format!("Python with {needs}"), there.is_ok_and(|output| output.status.success())) {
        return;
    }
    for graph in [sample::graph(), hostile::graph()] {
        let files = written(&graph, exports);
        let mut command = Command::new(python());
        command.env("PYTHONDONTWRITEBYTECODE", "1");
        assert_eq!(asked(command, script, &files), expected(&graph), "{script}");
    }
}

fn one(format: Format, name: &str) -> [(Format, &str, Config); 1] {
    [(format, name, Config::default())]
}

fn evidence(graph: &KnowledgeGraph) -> usize {
    graph.edges().map(|edge| edge.evidence.len()).sum()
}

fn counts(graph: &KnowledgeGraph) -> Value {
    json!({"nodes": graph.nodes().len(), "edges": graph.edges().len(), "evidence": evidence(graph)})
}

fn tables(graph: &KnowledgeGraph) -> Value {
    let mut counts = counts(graph);
    counts["mentions"] = graph.nodes().map(|node| node.mentions.len()).sum::<usize>().into();
    counts
}

#[test]
fn networkx_reads_node_link_json() {
    let links = Config { links: true, ..Config::default() };
    let exports = [(Format::Json, "links.json", links)];
    check(
        "networkx",
        "networkx_nodelink.py",
        &exports,
        |graph| json!({"nodes": graph.nodes().len(), "edges": graph.edges().len()}),
    );
}

#[test]
fn networkx_reads_graphml() {
    check("networkx", "networkx_graphml.py", &one(Format::Graphml, "net.graphml"), counts);
}

#[test]
fn networkx_reads_gexf() {
    check("networkx", "networkx_gexf.py", &one(Format::Gexf, "net.gexf"), |graph| {
        let mut counts = counts(graph);
        // A text that is no date gives no time.
        let dated = |date: &str| date.starts_with("20") && date != "2024-13-45";
        let dated = graph.edges().filter(|e| e.first_date.as_deref().is_some_and(dated));
        counts["dated"] = dated.count().into();
        counts
    });
}

#[test]
fn the_schema_of_gexf_accepts_it() {
    check(
        "lxml",
        "gexf_schema.py",
        &one(Format::Gexf, "net.gexf"),
        |graph| json!({"nodes": graph.nodes().len(), "edges": graph.edges().len(), "dynamic": 1}),
    );
}

#[test]
fn igraph_reads_graphml() {
    check("igraph", "igraph_graphml.py", &one(Format::Graphml, "net.graphml"), counts);
}

#[test]
fn followthemoney_validates_entities() {
    check("followthemoney", "ftm_entities.py", &one(Format::Ftm, "net.ftm.json"), |graph| {
        let schema = unravel::Schema::built_in();
        let asserted = graph.edges().filter(|edge| edge.status == Status::Asserted);
        let fits = asserted.filter(|edge| fits(graph, edge, &schema)).count();
        json!({"links": graph.edges().len(), "facts": fits, "documents": graph.info.documents.len()})
    });
}

/// Whether FollowTheMoney has a schema for the edge and its ends.
fn fits(graph: &KnowledgeGraph, edge: &unravel::Edge, schema: &unravel::Schema) -> bool {
    use unravel::EntityType::{CryptoAddress, Group, Location, Organization, Person};
    let kind = |id: &str| graph.node(id).unwrap().entity_type;
    let (subject, object) = (kind(&edge.source), kind(&edge.target));
    let party = |kind| matches!(kind, Person | Organization | Group);
    match schema.relation[&edge.predicate].ftm.as_ref().map(|[name, ..]| name.as_str()) {
        None => false,
        // An account, and any value at an end of an edge, which only a foreign graph has.
        Some("Ownership") => {
            party(subject) && !matches!(object, Person | Group | Location | CryptoAddress)
        }
        Some("Associate" | "Family") => (subject, object) == (Person, Person),
        Some("Employment") => (subject, object) == (Person, Organization),
        Some("Directorship" | "Membership") => party(subject) && object == Organization,
        Some(_) => party(subject) && party(object),
    }
}

#[test]
fn followthemoney_reads_statements() {
    let exports = [
        (Format::Statements, "net.statements.csv", Config::default()),
        (Format::Ftm, "net.ftm.json", Config::default()),
    ];
    check("followthemoney", "ftm_statements.py", &exports, |graph| {
        let mut entities = Vec::new();
        export::ftm::write(graph, &export::Config::default(), &mut entities).unwrap();
        json!({"entities": entities.iter().filter(|&&byte| byte == b'\n').count()})
    });
}

#[test]
fn pandas_reads_csv() {
    check("pandas", "pandas_csv.py", &one(Format::Csv, "net.csv"), tables);
}

#[test]
fn pyarrow_reads_parquet() {
    check("pyarrow.parquet", "pyarrow_parquet.py", &one(Format::Parquet, "net.parquet"), tables);
}

#[test]
fn the_rules_of_neo4j_hold() {
    check("csv", "neo4j_csv.py", &one(Format::Neo4j, "net"), |graph| {
        let documents = graph.info.documents.len();
        json!({"nodes": graph.nodes().len(), "edges": graph.edges().len(), "documents": documents})
    });
}

#[test]
fn cytoscape_js_reads_it() {
    let modules = root().join("target/consumers/npm/node_modules");
    let there = Command::new("node").arg("--version").output().is_ok();
    if skip("node with cytoscape.js", there && modules.join("cytoscape").exists()) {
        return;
    }
    for graph in [sample::graph(), hostile::graph()] {
        let files = written(&graph, &one(Format::Cytoscape, "net.cyjs"));
        let mut command = Command::new("node");
        command.env("NODE_PATH", &modules);
        assert_eq!(asked(command, "cytoscape.js", &files), counts(&graph));
    }
}
