use super::*;
use crate::graph::{GraphInfo, NodeLink};
use crate::schema::EntityType;

/// A graph of edges "a leads b", "b owns c".
pub(super) fn graph(edges: &[&str]) -> KnowledgeGraph {
    let edges: Vec<[&str; 3]> = edges
        .iter()
        .filter_map(|edge| edge.split(' ').collect::<Vec<_>>().try_into().ok())
        .collect();
    let ids: BTreeSet<&str> = edges.iter().flat_map(|&[s, _, t]| [s, t]).collect();
    let node = |id: &str| Node {
        id: id.into(),
        entity_type: EntityType::Person,
        name: id.to_uppercase(),
        aliases: vec![],
        roles: vec![],
        mentions: vec![],
        attributes: Default::default(),
    };
    let edge = |[source, predicate, target]: [&str; 3]| Edge {
        id: format!("{source}|{predicate}|{target}"),
        source: source.into(),
        target: target.into(),
        key: predicate.into(),
        predicate: predicate.into(),
        confidence: 0.9,
        status: Status::Asserted,
        first_date: None,
        last_date: None,
        documents: 1,
        evidence: vec![],
    };
    KnowledgeGraph::from_node_link(NodeLink {
        directed: true,
        multigraph: true,
        graph: GraphInfo::default(),
        nodes: ids.into_iter().map(node).collect(),
        edges: edges.into_iter().map(edge).collect(),
    })
}

/// a - b - c in a row, twice linked, beside the square b d e f and the pair x y.
pub(super) const EDGES: [&str; 9] = [
    "a leads b",
    "b pays a",
    "b owns c",
    "b owns d",
    "d owns e",
    "f owns e",
    "b pays f",
    "x leads y",
    "e owns e",
];

fn check(values: &[f64], expected: &[f64]) {
    assert_eq!(values.len(), expected.len());
    for (value, expected) in values.iter().zip(expected) {
        assert!((value - expected).abs() < 1e-6, "{values:?}");
    }
}

#[test]
fn degree_counts_neighbours_not_edges() {
    check(&degree(&graph(&EDGES)), &[1.0, 4.0, 1.0, 2.0, 2.0, 2.0, 1.0, 1.0]);
}

#[test]
fn ranking_breaks_ties_by_id() {
    let graph = graph(&EDGES);
    let ids: Vec<&str> =
        rank(&graph, Measure::Degree).iter().map(|(node, _)| node.id.as_str()).collect();
    assert_eq!(ids, ["b", "d", "e", "f", "a", "c", "x", "y"]);
}

#[test]
fn components_are_sorted_by_size() {
    let graph = graph(&EDGES);
    let ids: Vec<String> = components(&graph)
        .iter()
        .map(|members| members.iter().map(|n| n.id.as_str()).collect())
        .collect();
    assert_eq!(ids, ["abcdef", "xy"]);
}

#[test]
fn an_empty_graph_has_no_values() {
    let empty = graph(&[]);
    assert!(degree(&empty).is_empty() && betweenness(&empty).is_empty());
    assert!(page_rank(&empty).is_empty() && components(&empty).is_empty());
}

fn check_paths(question: [&str; 2], config: &Config, expected: &[&str]) {
    let graph = graph(&EDGES);
    let found: Vec<String> = simple_paths(&graph, question[0], question[1], config)
        .iter()
        .map(|path| {
            let mut text = path.nodes[0].id.clone();
            for (node, edges) in path.nodes[1..].iter().zip(&path.edges) {
                let types: Vec<&str> = edges.iter().map(|e| e.predicate.as_str()).collect();
                text += &format!(" {} {}", types.join("+"), node.id);
            }
            text
        })
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn paths_ignore_direction_and_keep_parallel_edges() {
    let shortest = Config::default();
    check_paths(["a", "c"], &shortest, &["a leads+pays b owns c"]);
    check_paths(
        ["a", "e"],
        &shortest,
        &["a leads+pays b owns d owns e", "a leads+pays b pays f owns e"],
    );
    check_paths(["a", "y"], &shortest, &[]);
    check_paths(["a", "a"], &shortest, &[]);
    check_paths(["a", "nobody"], &shortest, &[]);
}

#[test]
fn paths_obey_length_types_and_number() {
    let long = Config { max_length: Some(4), ..Config::default() };
    check_paths(["b", "d"], &long, &["b owns d", "b pays f owns e owns d"]);
    let owned = Config { via: ["owns".into()].into(), ..long.clone() };
    check_paths(["b", "d"], &owned, &["b owns d"]);
    check_paths(["a", "d"], &owned, &[]);
    check_paths(["b", "d"], &Config { max_paths: 1, ..long }, &["b owns d"]);
    check_paths(["b", "e"], &Config { max_length: Some(1), ..Config::default() }, &[]);
}

#[test]
fn communities_go_by_confidence_and_leave_out_what_is_denied() {
    assert_eq!(communities(&graph(&EDGES)), [0, 0, 0, 1, 1, 1, 2, 2]);
    let mut link = graph(&EDGES).to_node_link();
    link.edges.iter_mut().filter(|e| e.source == "x").for_each(|e| e.status = Status::Denied);
    assert_eq!(communities(&KnowledgeGraph::from_node_link(link)), [0, 0, 0, 1, 1, 1, 2, 3]);
}

/// Values of networkx 3.6: `betweenness_centrality` of the undirected simple graph.
#[test]
fn betweenness_agrees_with_networkx() {
    check(&betweenness(&graph(&EDGES)), &BETWEENNESS);
}

/// Values of networkx 3.6: `pagerank` of the directed multigraph.
#[test]
fn page_rank_agrees_with_networkx() {
    let values = page_rank(&graph(&EDGES));
    check(&values, &PAGE_RANK);
    assert!((values.iter().sum::<f64>() - 1.0).abs() < 1e-9);
}

const BETWEENNESS: [f64; 8] = [
    0.00000000, 0.35714286, 0.00000000, 0.07142857, 0.02380952, 0.07142857, 0.00000000, 0.00000000,
];
const PAGE_RANK: [f64; 8] = [
    0.04293649, 0.06551134, 0.04293649, 0.04293649, 0.68004903, 0.04293649, 0.02901533, 0.05367835,
];
