//! RDF: what oxigraph and rdflib make of the files, and of what was fed to an Oxigraph server.

use super::{
    Network, by_id, changed, hostile,
    servers::{address, python_with, turn},
    without,
};
use crate::sample;
use serde_json::Value;
use std::{path::Path, process::Command};

#[test]
fn rdf_files_are_read_and_answer() {
    if python_with("rdflib").or_else(|| python_with("pyoxigraph")).is_none() {
        return;
    }
    for (number, (graph, check)) in
        [(sample::graph(), check_sample as fn(&Value)), (hostile::graph(), check_hostile)]
            .into_iter()
            .enumerate()
    {
        let network = Network::new("one", &graph);
        let [path, ..] = ["ttl", "nt", "jsonld"].map(|ending| network.export(ending));
        for module in ["rdflib", "pyoxigraph"] {
            let Some(python) = python_with(module) else { continue };
            let asked = Command::new(python)
                .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/consumers/rdf.py"))
                .arg(path.parent().unwrap())
                .output()
                .unwrap();
            assert!(asked.status.success(), "{}", String::from_utf8_lossy(&asked.stderr));
            let lines = String::from_utf8(asked.stdout).unwrap();
            let answers: Vec<Value> =
                lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
            assert!(answers.len() >= 3, "{number}: {lines}");
            for answer in &answers {
                assert_eq!(answer["triples"], answers[0]["triples"], "all formats hold the same");
                check(answer);
            }
        }
    }
}

fn check_sample(answer: &Value) {
    let is = |key: &str, expected: Value| assert_eq!(answer[key], expected, "{key}: {answer}");
    is("other_names", serde_json::json!(["ACME", "DPRK", "a;b"]));
    is("owners", serde_json::json!([]));
    is("payers", serde_json::json!([]));
    // A place is no client, and a group no person.
    is("agents", serde_json::json!([]));
    is("unlinked", serde_json::json!(["=two men", "Acme \"Trading\" <&> Co", "OFAC &amp; Söhne"]));
    is("denied_owners", serde_json::json!(["李伟[31m"]));
    is("documents", serde_json::json!(["a.txt"]));
    is("offsets", serde_json::json!(["10 10 pattern:test"]));
    let date = "2024-05-01 http://www.w3.org/2001/XMLSchema#date";
    is("dates", serde_json::json!([date, date, date, date, date]));
    assert_eq!(answer["confidence"].as_array().map(Vec::len), Some(5));
    assert_eq!(answer["sentences"][0], "=1+1 is \t a formula.");
}

fn check_hostile(answer: &Value) {
    assert_eq!(answer["names"], serde_json::json!(hostile::names()));
    assert_eq!(answer["other_names"], serde_json::json!(hostile::names()));
    assert_eq!(answer["sentences"].as_array().map(Vec::len), Some(hostile::NAMES.len() - 1));
}

/// Oxigraph, emptied.
struct Store(String);

impl Store {
    fn open() -> Option<Self> {
        let store = Self(address("UNRAVEL_TEST_SPARQL")?);
        store.post(&store.0, "application/sparql-update", "DROP ALL");
        Some(store)
    }

    fn post(&self, url: &str, media_type: &str, body: &str) -> String {
        let url = url.trim_start_matches("sparql+");
        let mut answer = ureq::post(url)
            .header("Content-Type", media_type)
            .header("Accept", "application/sparql-results+json")
            .send(body)
            .unwrap();
        answer.body_mut().read_to_string().unwrap()
    }

    /// The answers to `?v`, sorted.
    fn ask(&self, query: &str) -> Vec<String> {
        let url = self.0.replace("/update", "/query");
        let prefixes = "PREFIX unravel: <urn:unravel:schema:> \
            PREFIX ftm: <https://schema.followthemoney.tech/#> \
            PREFIX skos: <http://www.w3.org/2004/02/skos/core#> \
            PREFIX prov: <http://www.w3.org/ns/prov#> ";
        let answer = self.post(&url, "application/sparql-query", &format!("{prefixes}{query}"));
        let answer: Value = serde_json::from_str(&answer).unwrap();
        let rows = answer["results"]["bindings"].as_array().unwrap();
        let mut texts: Vec<String> =
            rows.iter().map(|row| row["v"]["value"].as_str().unwrap().to_owned()).collect();
        texts.sort();
        texts
    }

    fn count(&self, dataset: &str) -> String {
        self.ask(&format!(
            "SELECT (COUNT(*) AS ?v) {{ GRAPH <urn:unravel:dataset/{dataset}> {{ ?s ?p ?o }} }}"
        ))
        .concat()
    }
}

#[test]
fn a_store_is_fed_changed_and_pruned() {
    let _turn = turn();
    let Some(store) = Store::open() else { return };
    let network = Network::new("one", &sample::graph());
    network.fed(&store.0, &[]);
    let count = store.count("one");
    assert_ne!(count, "0");
    for arguments in [&[][..], &["--batch", "2"], &["--prune"], &["--prune", "--batch", "3"]] {
        network.fed(&store.0, arguments);
        assert_eq!(store.count("one"), count, "{arguments:?}");
    }
    let in_set = |query: &str| {
        store.ask(&format!("SELECT ?v {{ GRAPH <urn:unravel:dataset/one> {{ {query} }} }}"))
    };
    let names =
        || in_set("<urn:unravel:entity/organization%3Aacme> skos:prefLabel|skos:altLabel ?v");
    assert_eq!(names().len(), 3);
    // The denied owner is no owner; the asserted front is linked, though a place is no client.
    assert!(in_set("?o ftm:Ownership:owner ?v").is_empty());
    assert_eq!(
        in_set("?o ftm:UnknownLink:subject/skos:prefLabel ?v FILTER(STRSTARTS(?v, 'Acme'))"),
        ["Acme \"Trading\" <&> Co"]
    );

    network.fed(&store.0, &["--dataset", "other set"]);
    assert_eq!(store.count("other%20set"), count);
    store.post(&store.0, "application/sparql-update", "INSERT DATA { <urn:a> <urn:b> <urn:c> }");
    // Properties that are gone go, and a status that changed is one status.
    let after = changed(|link| {
        by_id(link, "nodes", "organization:acme")["aliases"] = serde_json::json!([]);
        let edge = by_id(link, "edges", "organization:acme|front_for|location:north-korea");
        edge["status"] = "alleged".into();
    });
    Network::new("one", &after).fed(&store.0, &[]);
    assert_eq!(names().len(), 1);
    assert!(in_set("?o ftm:Representation:agent ?v").is_empty());

    let less = Network::new("one", &without("organization:acme"));
    less.fed(&store.0, &[]);
    assert_eq!(names().len(), 1, "without --prune what is gone stays");
    less.fed(&store.0, &["--prune"]);
    assert!(names().is_empty());
    assert_eq!(in_set("?s a unravel:Statement ; prov:wasDerivedFrom ?v").len(), 1);
    assert_eq!(in_set("?v a unravel:Evidence").len(), 1);
    assert_eq!(store.count("other%20set"), count, "the other data set is as it was");
    assert_eq!(store.ask("SELECT ?v { <urn:a> <urn:b> ?v }"), ["urn:c"]);
    let graphs = store.ask("SELECT DISTINCT ?v { GRAPH ?v { ?s ?p ?o } }");
    assert_eq!(graphs, ["urn:unravel:dataset/one", "urn:unravel:dataset/other%20set"]);
}

#[test]
fn hostile_names_come_back_from_a_store() {
    let _turn = turn();
    let Some(store) = Store::open() else { return };
    let network = Network::new("one", &hostile::graph());
    for _ in 0..2 {
        network.fed(&store.0, &["--dataset", "> } DROP ALL ; #"]);
        let names =
            |word: &str| store.ask(&format!("SELECT ?v {{ GRAPH ?g {{ ?s skos:{word} ?v }} }}"));
        assert_eq!(names("prefLabel"), hostile::names());
        assert_eq!(names("altLabel"), hostile::names());
    }
    let graphs = store.ask("SELECT DISTINCT ?v { GRAPH ?v { ?s ?p ?o } }");
    assert_eq!(graphs, ["urn:unravel:dataset/%3E%20%7D%20DROP%20ALL%20%3B%20%23"]);
}
