//! `unravel feed` and the formats for databases, against the real ones: `bash tests/servers/start.sh`
//! starts ArcadeDB (Bolt), FalkorDB and Oxigraph. What is not there is skipped, loudly.

mod cypher;
mod files;
mod hostile;
mod messages;
mod servers;
mod sparql;

use serde_json::Value;
use std::path::PathBuf;
use tempfile::TempDir;
use unravel::{KnowledgeGraph, NodeLink};

/// What `unravel feed` answered.
struct Fed {
    code: i32,
    out: String,
    err: String,
}

/// A network as a file; the data set takes the file's name.
struct Network {
    folder: TempDir,
    path: PathBuf,
}

impl Network {
    fn new(name: &str, graph: &KnowledgeGraph) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(format!("{name}.json"));
        let mut out = Vec::new();
        unravel::export::json::write(graph, &mut out).unwrap();
        std::fs::write(&path, out).unwrap();
        Self { folder, path }
    }

    fn feed(&self, url: &str, arguments: &[&str]) -> Fed {
        let mut command = assert_cmd::Command::cargo_bin("unravel").unwrap();
        command.arg("feed").arg(&self.path).args(["--to", url]).args(arguments);
        // What is pruned must be named.
        if arguments.contains(&"--prune") {
            command.arg("--dataset").arg(self.path.file_stem().unwrap());
        }
        command.env_remove("UNRAVEL_FEED_USER").env_remove("UNRAVEL_FEED_PASSWORD");
        let output = command.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Fed {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Feeds, and fails the test where that failed.
    fn fed(&self, url: &str, arguments: &[&str]) -> String {
        let fed = self.feed(url, arguments);
        assert_eq!(fed.code, 0, "{}", fed.err);
        assert_eq!(fed.out, "");
        fed.err
    }

    /// The other formats, beside the file.
    fn export(&self, ending: &str) -> PathBuf {
        let path = self.folder.path().join(format!("net.{ending}"));
        let mut command = assert_cmd::Command::cargo_bin("unravel").unwrap();
        command.arg("export").arg(&self.path).arg("-o").arg(&path).assert().success();
        path
    }
}

/// The sample with changes made to its JSON.
fn changed(change: impl Fn(&mut Value)) -> KnowledgeGraph {
    let mut link = serde_json::to_value(crate::sample::graph().to_node_link()).unwrap();
    change(&mut link);
    let link: NodeLink = serde_json::from_value(link).unwrap();
    KnowledgeGraph::from_node_link(link)
}

fn by_id<'a>(link: &'a mut Value, what: &str, id: &str) -> &'a mut Value {
    let all = link[what].as_array_mut().unwrap();
    all.iter_mut().find(|one| one["id"] == id).unwrap()
}

/// The sample less one entity and its relations.
fn without(id: &str) -> KnowledgeGraph {
    changed(|link| {
        link["nodes"].as_array_mut().unwrap().retain(|node| node["id"] != id);
        link["edges"].as_array_mut().unwrap().retain(|e| e["source"] != id && e["target"] != id);
    })
}
