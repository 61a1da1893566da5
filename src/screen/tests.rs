//! What is told of a name and what is not; people and companies are invented.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::{graph::NodeLink, schema::Role};
use std::fs;

const LIST: &str = "\
id,name,aliases,weak_aliases,type,country,birth_date,programs
1,\"VARGO, Anton Ilyich\",Anton Wargo Petrov,,person,BY,1962-03-04,TEST1; TEST2
2,Quillon Marine Trading LLC,QMT,,organization,AE,,TEST3
3,Zelkova,,,organization,,,
4,Li Wo,,,person,KP,,
5,Ostrava Star,,,vessel,,,
6,Harun Besim,,Karadag the Bear,person,TR,1970,
7,Islamic Revolutionary Guard Corps,,,organization,IR,,
8,S.A.S. E.U.,,,organization,CO,,
9,\"PAK, Chol Nam\",,,person,KP,,
10,\"AL-HADDAD, Bashir\",,,person,SY,,
";

fn screener() -> Screener {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("own.csv");
    fs::write(&path, LIST).unwrap();
    let list = read(&path).unwrap();
    assert_eq!(list.skipped, []);
    Screener::new([list])
}

fn rank(query: &Query, threshold: f64) -> Vec<(String, f64)> {
    let found = screener().rank(query, 5, threshold);
    found.into_iter().map(|found| (found.id, found.score)).collect()
}

fn typed(name: &str, entry_type: EntryType) -> Query {
    Query { entry_type: Some(entry_type), ..Query::name(name) }
}

#[test]
fn a_full_name_matches_and_a_part_of_it_does_not() {
    use EntryType::{Aircraft, Organization, Person, Vessel};
    for (name, entry_type, expected) in [
        ("Anton Ilyich Vargo", Person, Some("1")),
        ("Anton Wargo Petrov", Person, Some("1")),
        ("Anton Ilyich Vargo", Organization, None),
        ("Vargo", Person, None),
        ("Anton", Person, None),
        ("Quillon Marine Trading LLC", Organization, Some("2")),
        ("Quillon Marine Trading LLC", Person, None),
        ("QMT", Organization, None),
        ("Zelkova", Organization, None),
        ("Li Wo", Person, None),
        ("Ostrava Star", Organization, None),
        ("Ostrava Star", Vessel, Some("5")),
        ("Ostrava Star", Aircraft, None),
        ("Harun Besim", Person, Some("6")),
        ("Karadag the Bear", Person, None),
        ("Berenike Solvay", Person, None),
        ("Grain Board of Ostrava", Organization, None),
        ("EU", Organization, None),
        ("European Union", Organization, None),
        ("박철남", Person, Some("9")),
        ("Пак Чхоль Нам", Person, Some("9")),
        ("Pak Chol", Person, None),
        ("Pak Nam Chol", Person, None),
        ("بشير الحداد", Person, Some("10")),
    ] {
        let found = rank(&typed(name, entry_type), THRESHOLD);
        let ids: Vec<&str> = found.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, Vec::from_iter(expected), "{name} {}", entry_type.name());
    }
}

#[test]
fn what_many_bear_is_told_only_when_asked_for() {
    for (name, id, reason) in [
        ("Zelkova", "3", "one word only"),
        ("QMT", "2", "an acronym or short word"),
        ("Li Wo", "4", "a short name"),
        ("Karadag the Bear", "6", "weak alias"),
    ] {
        let found = screener().rank(&Query::name(name), 1, 0.0);
        let [found] = &found[..] else { panic!("{name}: {found:?}") };
        assert_eq!(found.id, id, "{name}");
        assert!(found.score < THRESHOLD, "{name}: {}", found.score);
        assert!(found.reasons.iter().any(|r| r == reason), "{name}: {:?}", found.reasons);
    }
}

#[test]
fn dates_and_countries_speak_for_and_against() {
    let mut query = typed("Harun Besim", EntryType::Person);
    let plain = rank(&query, THRESHOLD)[0].1;
    assert!(query.set_birth_date("1970-05-01"));
    assert!(rank(&query, THRESHOLD)[0].1 > plain, "a date of birth that agrees");
    assert!(query.set_birth_date("1985"));
    assert_eq!(rank(&query, THRESHOLD), [], "one that does not");
    let mut query = typed("Quillon Marine Trading LLC", EntryType::Organization);
    let plain = rank(&query, 0.0)[0].1;
    assert!(query.set_country("United Arab Emirates"));
    assert_eq!(rank(&query, 0.0)[0].1, plain);
    assert!(query.set_country("Panamanian"));
    assert!(rank(&query, 0.0)[0].1 < plain, "another country");
    assert!(!query.set_country("Vardonia") && !query.set_birth_date("some day"));
}

#[test]
fn the_answer_says_which_name_of_which_entry() {
    let found = screener().rank(&Query::name("Anton Wargo Petrov"), 1, THRESHOLD);
    let [found] = &found[..] else { panic!("{found:?}") };
    assert_eq!((found.list.as_str(), found.name.as_str()), ("own", "Anton Wargo Petrov"));
    assert_eq!(found.entry.as_deref(), Some("VARGO, Anton Ilyich"));
    assert_eq!(found.programs, ["TEST1", "TEST2"]);
    assert!(found.reasons.contains(&"alias".to_owned()), "{:?}", found.reasons);
}

#[test]
fn no_name_breaks_it() {
    let long = "Vargo ".repeat(20_000);
    for name in ["", " ", "\0", "—", "李", "\u{202e}ograV", "….,;", long.as_str()] {
        for found in screener().rank(&Query::name(name), 5, 0.0) {
            assert!((0.0..=1.0).contains(&found.score), "{name:?}");
        }
    }
    assert!(Screener::new([]).rank(&Query::name("Anton Vargo"), 5, 0.0).is_empty());
}

/// A network of nodes without mentions: (id, type, name).
fn network(nodes: &[(&str, &str, &str)]) -> KnowledgeGraph {
    let nodes: Vec<serde_json::Value> = nodes
        .iter()
        .map(|(id, kind, name)| {
            serde_json::json!({"id": id, "type": kind, "name": name, "aliases": [], "roles": [],
                "mentions": [], "attributes": {"merges": []}})
        })
        .collect();
    KnowledgeGraph::from_node_link(NodeLink {
        directed: true,
        multigraph: true,
        graph: Default::default(),
        nodes: serde_json::from_value(nodes.into()).unwrap(),
        edges: Vec::new(),
    })
}

#[test]
fn a_match_annotates_and_never_joins() {
    let nodes = [
        ("person:a", "person", "Anton Ilyich Vargo"),
        ("person:b", "person", "Anton Wargo Petrov"),
        ("person:c", "person", "Berenike Solvay"),
        ("location:d", "location", "Quillon Marine Trading LLC"),
        ("organization:e", "organization", "IRGC"),
    ];
    let mut graph = network(&nodes);
    screener().annotate(&mut graph, THRESHOLD);
    assert_eq!(graph.nodes().len(), nodes.len());
    let known: Vec<(&str, &serde_json::Value)> = graph
        .nodes()
        .filter_map(|node| Some((node.id.as_str(), &node.attributes.get("watchlist")?[0]["id"])))
        .collect();
    assert_eq!(
        known,
        [("organization:e", &"7".into()), ("person:a", &"1".into()), ("person:b", &"1".into())]
    );
    let reasons = graph.nodes().filter_map(|node| node.attributes.get("watchlist"));
    assert!(reasons.flat_map(|found| found[0]["reasons"].as_array()).flatten().all(|r| r != ""));
    let mut again = network(&nodes);
    screener().annotate(&mut again, THRESHOLD);
    screener().annotate(&mut again, THRESHOLD);
    assert_eq!(again.to_node_link(), graph.to_node_link(), "twice is once");
}

#[test]
fn being_listed_supports_the_roles_of_a_side() {
    let supports = |name: &str| {
        let mut graph = network(&[("person:a", "person", name)]).to_node_link();
        graph.nodes[0].roles = vec![Role::Regime, Role::Victim];
        let mut graph = KnowledgeGraph::from_node_link(graph);
        screener().annotate(&mut graph, THRESHOLD);
        let node = graph.nodes().next().unwrap();
        node.attributes["watchlist"][0]["supports"].as_array().cloned().unwrap_or_default()
    };
    assert_eq!(supports("Anton Ilyich Vargo"), ["regime"]);
    assert!(supports("Harun Besim").is_empty(), "listed for nothing");
    let entry = |program: &str| {
        let mut query = screener().rank(&Query::name("Anton Ilyich Vargo"), 1, 0.8).remove(0);
        query.programs = vec![program.to_owned()];
        score::supports(&query, &[Role::Regime, Role::Proxy])
    };
    assert_eq!(entry("fin.bank"), []);
    assert_eq!(entry("role.journo"), []);
    assert_eq!(entry("role.pep"), [Role::Regime]);
    assert_eq!(entry("sanction.linked"), [Role::Regime, Role::Proxy]);
}
