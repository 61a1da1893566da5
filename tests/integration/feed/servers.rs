//! The databases under test: where they are, and how to ask them without our own code.

use crate::consumers::python;
use serde_json::Value;
use std::{
    collections::BTreeMap,
    io::Write,
    path::Path,
    process::{Command, Stdio},
    sync::{Mutex, MutexGuard},
};

/// One test at a time: they share a database, and each begins with an empty one.
static TURN: Mutex<()> = Mutex::new(());

pub(super) fn turn() -> MutexGuard<'static, ()> {
    TURN.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Not `eprintln!`: the test runner swallows that when a test passes.
pub(super) fn skipped(what: &str) {
    let _ = writeln!(std::io::stderr(), "SKIPPED: {what}; this is not proved here");
}

/// The address in the environment, or in what `tests/servers/start.sh` wrote.
pub(super) fn address(name: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/servers/env");
    let written: BTreeMap<String, String> = std::fs::read_to_string(file)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| line.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned())))
        .collect();
    let found = std::env::var(name).ok().or_else(|| written.get(name).cloned());
    if found.is_none() {
        skipped(&format!("{name} is not set (bash tests/servers/start.sh)"));
    }
    found
}

/// A Python that has a module: the one asked for, those of the scripts, the one in the path.
pub(super) fn python_with(module: &str) -> Option<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let venv = |name: &str| root.join("target").join(name).join("venv/bin/python");
    let mut known = vec![venv("consumers"), venv("servers"), python().into()];
    if std::env::var_os("UNRAVEL_PYTHON").is_some() {
        known.rotate_right(1);
    }
    let import = format!("import {module}");
    let found = known.into_iter().find(|python| {
        let tried = Command::new(python).args(["-c", &import]).output();
        tried.is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        skipped(&format!("no Python with {module}"));
    }
    found.map(|python| python.to_string_lossy().into_owned())
}

/// A database that speaks Cypher.
pub(super) enum Cypher {
    /// Asked by the official driver of Neo4j.
    Bolt { url: String, python: String },
    /// Asked by the redis client.
    Falkor { url: String },
}

impl Cypher {
    pub(super) fn bolt() -> Option<Self> {
        let url = address("UNRAVEL_TEST_BOLT")?;
        Some(Self::Bolt { url, python: python_with("neo4j")? })
    }

    /// Those that are there, emptied.
    pub(super) fn all() -> Vec<Self> {
        let falkor = address("UNRAVEL_TEST_FALKOR").map(|url| Self::Falkor { url });
        let all: Vec<Self> = Self::bolt().into_iter().chain(falkor).collect();
        for db in &all {
            db.ask("MATCH (n) DETACH DELETE n");
        }
        all
    }

    pub(super) fn url(&self) -> &str {
        match self {
            Self::Bolt { url, .. } | Self::Falkor { url } => url,
        }
    }

    /// Rows; what is no text as it stands in JSON.
    pub(super) fn ask(&self, query: &str) -> Vec<Vec<String>> {
        match self {
            Self::Bolt { url, python } => bolt(url, python, &[], query),
            Self::Falkor { url } => falkor(url, query),
        }
    }

    /// One cell.
    pub(super) fn one(&self, query: &str) -> String {
        let rows = self.ask(query);
        assert_eq!((rows.len(), rows.first().map(Vec::len)), (1, Some(1)), "{query}: {rows:?}");
        rows[0][0].clone()
    }
}

fn cell(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Runs files and then a query with the official driver.
pub(super) fn bolt(url: &str, python: &str, files: &[&Path], query: &str) -> Vec<Vec<String>> {
    let mut asked = Command::new(python)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers/bolt.py"))
        .args(files)
        .env("UNRAVEL_TEST_BOLT", url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    asked.stdin.take().unwrap().write_all(query.as_bytes()).unwrap();
    let answer = asked.wait_with_output().unwrap();
    assert!(answer.status.success(), "{query}");
    let rows: Vec<Vec<Value>> = serde_json::from_slice(&answer.stdout).unwrap();
    rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

fn falkor(url: &str, query: &str) -> Vec<Vec<String>> {
    use redis::Value as V;
    fn text(value: &V) -> String {
        match value {
            V::Nil => "null".to_owned(),
            V::Int(number) => number.to_string(),
            V::BulkString(bytes) => String::from_utf8(bytes.clone()).unwrap(),
            V::Array(values) => {
                serde_json::to_string(&values.iter().map(text).collect::<Vec<_>>()).unwrap()
            }
            other => panic!("{other:?}"),
        }
    }
    let (server, graph) = url.strip_prefix("falkor://").unwrap().rsplit_once('/').unwrap();
    let client = redis::Client::open(format!("redis://{server}")).unwrap();
    let mut connection = client.get_connection().unwrap();
    let answer: V = redis::cmd("GRAPH.QUERY").arg(graph).arg(query).query(&mut connection).unwrap();
    let V::Array(parts) = answer else { panic!("{query}: {answer:?}") };
    match &parts[..] {
        [_, V::Array(rows), _] => rows
            .iter()
            .map(|row| match row {
                V::Array(cells) => cells.iter().map(text).collect(),
                other => panic!("{other:?}"),
            })
            .collect(),
        _ => Vec::new(),
    }
}
