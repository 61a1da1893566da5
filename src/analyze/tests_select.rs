use super::*;
use crate::graph::{EdgeEvidence, Offsets};
use crate::schema::{EntityType, Role};
use tests::graph;

/// b is a front company, c a place, x alleged to lead y; who pays whom is dated.
fn sample() -> KnowledgeGraph {
    let mut link = graph(&tests::EDGES).to_node_link();
    for node in &mut link.nodes {
        match node.id.as_str() {
            "b" => node.roles = vec![Role::FrontCompany, Role::Proxy],
            "c" => node.entity_type = EntityType::Location,
            _ => {}
        }
    }
    for edge in &mut link.edges {
        match edge.id.as_str() {
            "x|leads|y" => edge.status = Status::Alleged,
            "b|pays|a" => edge.evidence = vec![dated("2010-03"), dated("2020")],
            "b|pays|f" => edge.evidence = vec![dated("2014-01-05/2016")],
            "a|leads|b" => edge.confidence = 0.3,
            _ => {}
        }
    }
    let lone = Node { id: "z".into(), ..link.nodes[0].clone() };
    link.nodes.push(lone);
    KnowledgeGraph::from_node_link(link)
}

fn dated(date: &str) -> EdgeEvidence {
    let nowhere = Offsets { start: 0, end: 0 };
    EdgeEvidence {
        doc: "a.txt".into(),
        start: 0,
        end: 0,
        text: String::new(),
        subject: nowhere,
        object: nowhere,
        extractor: "pattern:test".into(),
        score: 0.9,
        status: Status::Asserted,
        date: Some(date.into()),
    }
}

/// What stays: the ids of the nodes, and how many edges.
fn check(selection: Selection, nodes: &str, edges: usize) {
    let graph = select(sample(), &selection);
    let ids: String = graph.nodes().map(|node| node.id.as_str()).collect();
    assert_eq!((ids.as_str(), graph.edges().len()), (nodes, edges), "{selection:?}");
}

fn all() -> Selection {
    Selection::default()
}

#[test]
fn nothing_asked_for_is_everything() {
    check(all(), "abcdefxyz", 9);
    assert!(all().is_everything() && Selection { hops: 3, ..all() }.is_everything());
}

#[test]
fn unsure_relations_go_and_their_entities_stay() {
    check(Selection { min_confidence: 0.5, ..all() }, "abcdefxyz", 8);
    check(Selection { min_confidence: 1.0, ..all() }, "abcdefxyz", 0);
}

#[test]
fn relations_go_with_the_entities_that_nothing_else_links() {
    check(Selection { relations: ["owns".into()].into(), ..all() }, "bcdef", 5);
    check(Selection { statuses: [Status::Alleged].into(), ..all() }, "xy", 1);
    let kept =
        Selection { relations: ["pays".into()].into(), always: ["z".into()].into(), ..all() };
    check(kept, "abfz", 2);
}

#[test]
fn dates_are_compared_as_far_as_they_go() {
    let day = |text: &str| Some(text.parse::<Day>().unwrap());
    let since = |date| Selection { since: day(date), ..all() };
    let until = |date| Selection { until: day(date), ..all() };
    check(since("2016-12-31"), "abf", 2);
    check(since("2017"), "ab", 1);
    check(since("2021"), "", 0);
    check(until("2010"), "ab", 1);
    check(until("2010-02"), "", 0);
    check(until("2014-01-05"), "abf", 2);
    // Neither of the two sentences speaks of the years between.
    check(Selection { since: day("2012"), until: day("2013"), ..all() }, "", 0);
    check(Selection { undated: true, ..since("2021") }, "abcdefxy", 7);
    for text in ["", "20", "2024-13", "2024-02-30", "2024-5", "24-05-17", "２024", "2024/05/17"] {
        assert!(text.parse::<Day>().is_err(), "{text}");
    }
}

#[test]
fn entities_go_with_their_relations() {
    check(Selection { types: [EntityType::Location].into(), ..all() }, "c", 0);
    check(Selection { roles: [Role::Proxy, Role::Victim].into(), ..all() }, "b", 0);
    let people = Selection { types: [EntityType::Person].into(), ..all() };
    check(people.clone(), "abdefxyz", 8);
    check(Selection { relations: ["owns".into()].into(), ..people }, "bdef", 4);
}

#[test]
fn around_goes_by_what_is_left() {
    let around = |id: &str, hops| Selection { around: [id.into()].into(), hops, ..all() };
    check(around("a", 0), "a", 0);
    check(around("a", 1), "ab", 2);
    check(around("a", 2), "abcdf", 5);
    check(around("z", 9), "z", 0);
    // Not through b, who is no place; a stays since it is asked for.
    check(Selection { types: [EntityType::Location].into(), ..around("a", 2) }, "a", 0);
}

#[test]
fn top_comes_last() {
    let top = |n| Selection { top: Some((n, Measure::Degree)), ..all() };
    check(top(2), "bd", 1);
    check(top(99), "abcdefxyz", 9);
    check(Selection { around: ["x".into()].into(), hops: 1, ..top(1) }, "x", 0);
    check(Selection { relations: ["leads".into()].into(), ..top(3) }, "abx", 1);
    check(Selection { top: Some((1, Measure::PageRank)), ..all() }, "e", 1);
}

/// What curation replaced belongs to the whole; a part that kept it could not be curated again.
#[test]
fn a_part_is_a_network_of_its_own() {
    let mut graph = sample();
    graph.info.curation =
        Some(crate::graph::Curation { added_nodes: vec!["a".into()], ..Default::default() });
    let part = select(graph.clone(), &Selection { relations: ["owns".into()].into(), ..all() });
    assert!(part.into_base().is_ok());
    let sure = select(graph, &Selection { min_confidence: 0.5, ..all() });
    assert_eq!(sure.info.curation, None);
    assert_eq!(sure.info.selection.as_deref(), Some("confidence 0.5 or more"));
}
