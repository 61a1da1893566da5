//! Decisions of every kind on one small network, apart and in random order. Long, since all rest on the
//! network and the helpers at the beginning.

use super::*;
use crate::{
    graph::{
        Edge, EdgeEvidence, GraphInfo, NearDuplicate, Node, NodeLink, NodeMention, Offsets, Support,
    },
    mention::MentionKind,
    schema::{EntityType, Role, Status},
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// `DOC START TEXT`; a small letter begins a pronoun, "the" a description.
fn mention(place: &str) -> NodeMention {
    let mut parts = place.splitn(3, ' ');
    let (doc, start, text) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
    let start: usize = start.parse().unwrap();
    let kind = match text {
        text if text.starts_with("the ") => MentionKind::Nominal,
        text if text.starts_with(char::is_lowercase) => MentionKind::Pronoun,
        _ => MentionKind::Name,
    };
    let end = start + text.chars().count();
    NodeMention { doc: doc.into(), start, end, text: text.into(), kind, score: 0.9 }
}

fn node(id: &str, name: &str, roles: &[Role], places: &[&str]) -> Node {
    let mentions: Vec<NodeMention> = places.iter().map(|place| mention(place)).collect();
    let mut attributes = BTreeMap::new();
    let aliases = crate::graph::aliases(name, &mentions);
    if let Some(alias) = aliases.first() {
        let merge =
            serde_json::json!([{"name": alias, "into": name, "reason": "alias of", "score": 0.5}]);
        attributes.insert("merges".into(), merge);
        attributes.insert("country".into(), id.into());
    }
    let entity_type = serde_json::from_value(id.split(':').next().unwrap().into()).unwrap();
    Node {
        id: id.into(),
        entity_type,
        name: name.into(),
        aliases,
        roles: roles.into(),
        mentions,
        attributes,
    }
}

/// Evidence as `DOC SENTENCE SUBJECT-END OBJECT-END`.
fn edge(source: &str, predicate: &str, target: &str, places: &[&str]) -> Edge {
    let evidence = places.iter().map(|place| {
        let parts: Vec<&str> = place.split(' ').collect();
        let offsets = |text: &str| {
            let (start, end) = text.split_once('-').unwrap();
            Offsets { start: start.parse().unwrap(), end: end.parse().unwrap() }
        };
        EdgeEvidence {
            doc: parts[0].into(),
            start: parts[1].parse().unwrap(),
            end: 100,
            text: format!("sentence {}", parts[1]),
            subject: offsets(parts[2]),
            object: offsets(parts[3]),
            extractor: "pattern:test".into(),
            score: 0.5,
            status: Status::Alleged,
            date: None,
        }
    });
    let support = Support::of(&GraphInfo::default());
    let ends = (source.into(), predicate.into(), target.into());
    Edge::combine(ends, evidence.collect(), &support)
}

const KIM: &str = "person:kim-jong-un";
const OTHER: &str = "person:kim-j-u";
const RI: &str = "person:ri-chol";
const ZED: &str = "person:zed";
const ARMY: &str = "organization:kpa";

fn base() -> KnowledgeGraph {
    let kim = [
        "a 0 Kim Jong Un",
        "a 20 he",
        "a 40 Kim Jong Il",
        "a 60 he",
        "a 70 the leader",
        "b 0 Kim\nJong Un",
    ];
    let nodes = vec![
        node(KIM, "Kim Jong Un", &[Role::Regime], &kim),
        node(OTHER, "Kim J. U.", &[Role::Victim, Role::Proxy], &["c 0 Kim J. U.", "c 30 KJU"]),
        node(RI, "Ri Chol", &[], &["a 16 Ri", "a 28 Ri Chol", "b 16 Ri Chol", "c 16 Ri Chol"]),
        node(ARMY, "KPA", &[], &["a 55 KPA"]),
        node(ZED, "Zed", &[], &["d 0 Zed"]),
    ];
    let edges = vec![
        edge(KIM, "acts_for", ARMY, &["a 40 40-51 55-58"]),
        edge(KIM, "finances", RI, &["a 20 20-22 28-35", "b 0 0-11 16-23"]),
        edge(OTHER, "finances", RI, &["c 0 0-9 16-23"]),
        edge(OTHER, "associate_of", RI, &["c 0 0-9 16-23"]),
        edge(RI, "finances", KIM, &["a 20 16-18 0-11"]),
    ];
    let graph = GraphInfo { generator: "test".into(), ..GraphInfo::default() };
    KnowledgeGraph::from_node_link(NodeLink {
        directed: true,
        multigraph: true,
        graph,
        nodes,
        edges,
    })
}

fn bytes(graph: &KnowledgeGraph) -> String {
    serde_json::to_string(&graph.to_node_link()).unwrap()
}

fn ledger(decisions: Vec<Decision>) -> Ledger {
    let mut ledger = Ledger::default();
    ledger.extend(decisions.into_iter().enumerate().map(|(at, decision)| Decision {
        user: Some("Ann".into()),
        created_at: Some(format!("t{at}")),
        ..decision
    }));
    ledger
}

/// Applies, and checks what must hold whatever was decided.
fn apply_all(ledger: &Ledger) -> (KnowledgeGraph, Vec<State>) {
    let Curated { graph, states } = curate(base(), ledger, |p| p == "associate_of").unwrap();
    assert_eq!(states.len(), ledger.rows().len());
    for edge in graph.edges() {
        assert_eq!(edge.id, Edge::key_of(&edge.source, &edge.predicate, &edge.target));
        assert!(edge.source != edge.target && !edge.evidence.is_empty());
        for e in &edge.evidence {
            for (id, at) in [(&edge.source, e.subject), (&edge.target, e.object)] {
                let node = graph.node(id).unwrap();
                let there = |m: &NodeMention| {
                    (m.doc.clone(), m.start, m.end) == (e.doc.clone(), at.start, at.end)
                };
                assert!(node.mentions.iter().any(there), "{} quotes no mention of {id}", edge.id);
            }
        }
    }
    // Written and read again, it leads back to what was built and to itself.
    let read = |text: &str| KnowledgeGraph::from_node_link(serde_json::from_str(text).unwrap());
    assert_eq!(bytes(&read(&bytes(&graph)).into_base().unwrap()), bytes(&base()));
    let again = curate(read(&bytes(&graph)), ledger, |p| p == "associate_of").unwrap();
    assert_eq!(bytes(&again.graph), bytes(&graph));
    assert_eq!(graph.info.curation.is_none(), bytes(&graph) == bytes(&base()));
    (graph, states)
}

fn curated(decisions: Vec<Decision>) -> KnowledgeGraph {
    let (graph, states) = apply_all(&ledger(decisions));
    assert!(states.iter().all(|s| matches!(s, State::Applied | State::Rests(_))), "{states:?}");
    graph
}

fn edges(graph: &KnowledgeGraph) -> Vec<&str> {
    graph.edges().map(|edge| edge.id.as_str()).collect()
}

fn set(texts: &[&str]) -> BTreeSet<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

fn il() -> Decision {
    Decision::part(KIM, &set(&["Kim Jong Il"]), &set(&[]))
}

#[test]
fn merged_entities_say_what_both_say() {
    let graph = curated(vec![Decision::same(KIM, OTHER)]);
    assert!(graph.node(OTHER).is_none());
    let kim = graph.node(KIM).unwrap();
    assert_eq!(kim.name, "Kim Jong Un");
    assert_eq!(kim.aliases, ["KJU", "Kim J. U.", "Kim Jong Il"]);
    assert_eq!(kim.roles, [Role::Regime, Role::Proxy, Role::Victim]);
    assert_eq!(kim.mentions.len(), 8);
    assert_eq!(kim.attributes["country"], KIM, "the one that stays is right");
    let merges = kim.attributes["merges"].as_array().unwrap();
    let last = serde_json::json!({"name": "Kim J. U.", "into": "Kim Jong Un", "reason": "decision of Ann", "score": 1.0});
    assert_eq!((merges.len(), &merges[2]), (3, &last));
    let finances = graph.edges().find(|e| e.source == KIM && e.predicate == "finances").unwrap();
    assert_eq!((finances.evidence.len(), finances.documents, finances.confidence), (3, 3, 0.875));
    assert_eq!(edges(&graph).len(), 4);
}

#[test]
fn merged_edges_count_one_report_once() {
    let mut graph = base();
    let near = NearDuplicate { doc: "c".into(), of: "b".into(), similarity: 0.9 };
    graph.info.near_duplicates.push(near);
    let graph = curate(graph, &ledger(vec![Decision::same(KIM, OTHER)]), |p| p == "associate_of");
    let graph = graph.unwrap().graph;
    let finances = graph.edges().find(|e| e.source == KIM && e.predicate == "finances").unwrap();
    assert_eq!((finances.evidence.len(), finances.documents, finances.confidence), (3, 2, 0.75));
}

#[test]
fn an_edge_to_oneself_goes_and_one_without_direction_is_turned() {
    let graph = curated(vec![Decision::same(RI, KIM)]);
    assert_eq!(
        edges(&graph),
        [
            "person:kim-j-u|associate_of|person:ri-chol",
            "person:kim-j-u|finances|person:ri-chol",
            "person:ri-chol|acts_for|organization:kpa",
        ]
    );
    let graph = curated(vec![Decision::same(ZED, OTHER)]);
    let turned = graph.edges().find(|e| e.predicate == "associate_of").unwrap();
    assert_eq!((turned.source.as_str(), turned.target.as_str()), (RI, ZED));
    assert_eq!(turned.evidence[0].subject, Offsets { start: 16, end: 23 });
}

#[test]
fn a_part_leaves_with_its_pronouns_and_its_relations() {
    let graph = curated(vec![il()]);
    let part = graph.node("person:kim-jong-un#part:name=Kim+Jong+Il").unwrap();
    let texts: Vec<&str> = part.mentions.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(texts, ["Kim Jong Il", "he", "the leader"]);
    assert_eq!((part.name.as_str(), part.roles.len()), ("Kim Jong Il", 0));
    let kim = graph.node(KIM).unwrap();
    assert_eq!((kim.name.as_str(), kim.aliases.len()), ("Kim Jong Un", 0));
    assert!(!kim.attributes.contains_key("merges"), "why Kim Jong Il was joined is overruled");
    assert_eq!(edges(&graph)[0], "person:kim-j-u|associate_of|person:ri-chol");
    assert!(edges(&graph).contains(&&*format!("{}|acts_for|{ARMY}", part.id)));
    assert!(!edges(&graph).contains(&&*format!("{KIM}|acts_for|{ARMY}")));
}

#[test]
fn a_role_goes_with_the_sentences_that_it_rests_on() {
    let ground = |role: Role, start: usize, end: usize| serde_json::json!({"role": role, "reason": "r", "score": 0.5, "doc": "a", "start": start, "end": end, "text": ""});
    let mut link = base().to_node_link();
    let kim = link.nodes.iter_mut().find(|node| node.id == KIM).unwrap();
    kim.roles = vec![Role::Regime, Role::Proxy, Role::Victim];
    let grounds = [
        ground(Role::Regime, 0, 15),
        ground(Role::Regime, 39, 60),
        ground(Role::Proxy, 39, 60),
        ground(Role::Victim, 0, 100),
    ];
    kim.attributes.insert("roles".into(), grounds.to_vec().into());
    let graph = KnowledgeGraph::from_node_link(link);
    let before = bytes(&graph);
    let graph = curate(graph, &ledger(vec![il()]), |_| false).unwrap().graph;
    let part = graph.node(&il().source).unwrap();
    assert_eq!(part.roles, [Role::Regime, Role::Proxy]);
    assert_eq!(part.role_evidence().len(), 2);
    let kim = graph.node(KIM).unwrap();
    assert_eq!(kim.roles, [Role::Regime, Role::Victim]);
    assert_eq!(kim.role_evidence().len(), 2);
    // Merged again, they have what both had.
    let back =
        curate(graph.clone(), &ledger(vec![il(), Decision::same(ZED, &il().source)]), |_| false);
    assert_eq!(back.unwrap().graph.node(ZED).unwrap().role_evidence().len(), 2);
    assert_eq!(bytes(&graph.into_base().unwrap()), before);
}

#[test]
fn a_part_may_be_documents_or_names_in_documents() {
    let part = |names: &[&str], docs: &[&str]| Decision::part(KIM, &set(names), &set(docs));
    let in_b = part(&[], &["b"]);
    let graph = curated(vec![in_b.clone()]);
    assert_eq!(graph.node(&in_b.source).unwrap().mentions.len(), 1);
    let finances = |id: &str| graph.edges().find(|e| e.source == id && e.predicate == "finances");
    assert_eq!(finances(KIM).unwrap().confidence, 0.5);
    assert_eq!(finances(&in_b.source).unwrap().evidence.len(), 1);
    let both = part(&["Kim Jong Un"], &["b", "c"]);
    assert_eq!(curated(vec![both.clone()]).node(&both.source).unwrap().mentions.len(), 1);
    // The name that the entity was called by leaves: it takes another that it has.
    let un = part(&["Kim Jong Un"], &[]);
    let graph = curated(vec![un]);
    assert_eq!(graph.node(KIM).unwrap().name, "Kim Jong Il");
    assert!(graph.node(KIM).unwrap().aliases.is_empty());
}

#[test]
fn junk_goes_with_its_edges_and_an_edge_alone() {
    let graph = curated(vec![Decision::no_entity(RI)]);
    assert_eq!(edges(&graph), ["person:kim-jong-un|acts_for|organization:kpa"]);
    let gone = "person:ri-chol|finances|person:kim-jong-un";
    let graph = curated(vec![Decision::no_relation(gone)]);
    assert!(!edges(&graph).contains(&gone) && edges(&graph).len() == 4);
}

#[test]
fn of_two_names_or_types_the_later_wins() {
    let group = EntityType::Group;
    let graph = curated(vec![
        Decision::name(ZED, "Kim J. U."),
        Decision::name(ZED, "Zed the Second"),
        Decision::entity_type(ZED, EntityType::Organization),
        Decision::entity_type(ZED, group),
    ]);
    let zed = graph.node(ZED).unwrap();
    assert_eq!((zed.name.as_str(), zed.entity_type), ("Zed the Second", group));
    assert_eq!(zed.aliases, ["Zed"], "a name that was taken back by the next is no alias");
}

#[test]
fn merges_chain_in_either_order() {
    let chain = curated(vec![Decision::same(OTHER, ZED), Decision::same(KIM, OTHER)]);
    let star = curated(vec![Decision::same(KIM, OTHER), Decision::same(OTHER, ZED)]);
    for graph in [&chain, &star] {
        assert_eq!(graph.nodes().len(), 3);
        assert_eq!(graph.node(KIM).unwrap().mentions.len(), 9);
    }
    // A decision about one that went into another is about that other.
    let graph = curated(vec![Decision::same(KIM, OTHER), Decision::name(OTHER, "Kim")]);
    assert_eq!(graph.node(KIM).unwrap().name, "Kim");
    // What is one already is left as it is.
    let thrice = [(KIM, OTHER), (OTHER, ZED), (ZED, KIM)];
    let graph = curated(thrice.map(|(a, b)| Decision::same(a, b)).to_vec());
    assert_eq!(bytes(&graph).matches("decision of").count(), 2);
}

/// A hub and so many that are it too, each known from its own document, each with a relation to RI.
fn crowd(many: usize) -> KnowledgeGraph {
    let doc = |n: usize| format!("d{n:04} 0 Ri Chol");
    let docs: Vec<String> = (0..many).map(doc).collect();
    let ri: Vec<&str> = docs.iter().map(String::as_str).collect();
    let mut nodes =
        vec![node(KIM, "Kim Jong Un", &[], &["a 0 Kim Jong Un"]), node(RI, "Ri Chol", &[], &ri)];
    let mut edges = Vec::new();
    for n in 0..many {
        let id = one_of(n);
        nodes.push(node(
            &id,
            &format!("Kim {n}"),
            &[Role::Regime],
            &[&format!("d{n:04} 20 Kim {n}")],
        ));
        let place = format!("d{n:04} 0 20-25 0-7");
        edges.push(edge(&id, "finances", RI, &[&place]));
        edges.push(edge(&id, "associate_of", RI, &[&place]));
    }
    let graph = GraphInfo { generator: "test".into(), ..GraphInfo::default() };
    let link = NodeLink { directed: true, multigraph: true, graph, nodes, edges };
    KnowledgeGraph::from_node_link(link)
}

fn one_of(n: usize) -> String {
    // Before and after RI, so that relations without direction are turned.
    format!("person:{}-{n}", ["a", "z"][n % 2])
}

#[test]
fn thousands_become_one_in_any_order() {
    const MANY: usize = 3_000;
    let merged = |decisions: Vec<Decision>| {
        let graph = curate(crowd(MANY), &ledger(decisions), |p| p == "associate_of").unwrap().graph;
        assert_eq!(bytes(&graph.clone().into_base().unwrap()), bytes(&crowd(MANY)));
        let mut link = graph.to_node_link();
        let kim = link.nodes.iter_mut().find(|node| node.id == KIM).unwrap();
        // Why names were joined stands in the order of the decisions.
        let merges = kim.attributes.get_mut("merges").and_then(|m| m.as_array_mut()).unwrap();
        merges.sort_by_key(ToString::to_string);
        (link.nodes, link.edges)
    };
    let same = |n: usize| Decision::same(KIM, &one_of(n));
    let there = merged((0..MANY).map(same).collect());
    assert!(there == merged((0..MANY).rev().map(same).collect()));
    // Looked at in between, what was added is in order already: a split that cannot be done looks.
    let look = |n: usize| Decision::part(KIM, &set(&[&format!("Nobody {n}")]), &set(&[]));
    assert!(there == merged((0..MANY).flat_map(|n| [same(n), look(n % 100)]).collect()));
    let (nodes, edges) = there;
    assert_eq!((nodes.len(), nodes[0].mentions.len(), nodes[0].aliases.len()), (2, 3_001, 3_000));
    assert_eq!(edges.iter().map(|edge| edge.evidence.len()).collect::<Vec<_>>(), [3_000, 3_000]);
}

#[test]
fn a_part_of_merged_entities_leaves_and_may_be_merged_elsewhere() {
    let part = Decision::part(KIM, &set(&["KJU"]), &set(&[]));
    let graph = curated(vec![
        Decision::same(KIM, OTHER),
        part.clone(),
        Decision::name(&part.source, "K. J. U."),
        Decision::same(ZED, &part.source),
    ]);
    assert_eq!(graph.node(ZED).unwrap().aliases, ["K. J. U.", "KJU"]);
    assert_eq!(graph.node(KIM).unwrap().aliases, ["Kim J. U.", "Kim Jong Il"]);
    // Taken back into what it left: as if it had never left.
    let back = curated(vec![il(), Decision::same(KIM, &il().source)]);
    assert_eq!(bytes(&back), bytes(&base()));
}

#[test]
fn what_must_stay_two_is_not_joined_by_earlier_rows() {
    let apart = |a: &str, b: &str| {
        let mut row = Decision::same(a, b);
        row.judgement = crate::ledger::Judgement::Negative;
        row
    };
    let (graph, states) = apply_all(&ledger(vec![
        Decision::same(KIM, ZED),
        Decision::same(ZED, OTHER),
        apart(OTHER, KIM),
    ]));
    let State::Waits(cause) = &states[1] else { panic!("{states:?}") };
    assert!(cause.contains("keeps person:kim-j-u and person:kim-jong-un apart"), "{cause}");
    assert_eq!(graph.nodes().len(), 4);
    // Later wins: decided after that they are one, they are.
    let graph =
        curated(vec![apart(OTHER, KIM), Decision::same(KIM, ZED), Decision::same(ZED, OTHER)]);
    assert_eq!(graph.nodes().len(), 3);
    // On the very same pair the later row replaces the earlier.
    assert_eq!(curated(vec![Decision::same(KIM, ZED), apart(ZED, KIM)]).nodes().len(), 5);
}

#[test]
fn what_is_not_there_waits_and_says_why() {
    let check = |decision: Decision, cause: &str| {
        let (graph, states) = apply_all(&ledger(vec![decision]));
        assert_eq!(states, [State::Waits(cause.into())]);
        assert!(graph.info.curation.is_none());
    };
    check(Decision::same(KIM, "person:x"), "no entity person:x now");
    check(Decision::same("person:x", "person:y"), "no entity person:y now");
    check(Decision::name("person:x", "X"), "no entity person:x now");
    check(Decision::no_relation("a|b|c"), "no relation a|b|c now");
    let none = Decision::part(KIM, &set(&["Kim Sook"]), &set(&[]));
    check(none, "person:kim-jong-un has no such names now");
    let all = Decision::part(KIM, &set(&["Kim Jong Il", "Kim Jong Un"]), &set(&[]));
    check(all, "nothing of person:kim-jong-un would remain now");
    check(
        Decision::same(KIM, &format!("{KIM}#type=x")),
        "this version does not know such a decision",
    );
    let (_, states) = apply_all(&ledger(vec![Decision::no_entity(KIM), Decision::name(KIM, "X")]));
    assert_eq!(states[1], State::Waits("no entity person:kim-jong-un now".into()));
}

/// nomenklatura joins by an id that it makes up.
#[test]
fn an_id_that_only_the_ledger_knows_joins_what_it_joins() {
    let (graph, states) =
        apply_all(&ledger(vec![Decision::same("NK-1", OTHER), Decision::same("NK-1", KIM)]));
    assert!(matches!(states[..], [State::Waits(_), State::Applied]), "{states:?}");
    assert_eq!(graph.nodes().len(), 4);
}

#[test]
fn a_record_that_does_not_fit_is_an_error() {
    let graph = curated(vec![il()]);
    let check = |change: &dyn Fn(&mut NodeLink)| {
        let mut link = graph.to_node_link();
        change(&mut link);
        assert!(KnowledgeGraph::from_node_link(link).into_base().is_err());
    };
    check(&|link| link.graph.curation.as_mut().unwrap().added_nodes.push("x".into()));
    check(&|link| link.graph.curation.as_mut().unwrap().added_edges.push("x".into()));
    check(&|link| link.graph.curation.as_mut().unwrap().added_nodes.push(RI.into()));
}

fn any_decision() -> impl Strategy<Value = Decision> {
    let id = prop::sample::select(vec![KIM, OTHER, RI, ZED, ARMY, "NK-1"]);
    let part = |node: &str, at: usize| {
        let names = [&["Kim Jong Il"][..], &["KJU", "Ri"], &["Kim Jong Un"], &[]];
        Decision::part(node, &set(names[at]), &set(if at == 3 { &["c"] } else { &[] }))
    };
    (id.clone(), id, 0..9_usize, 0..4_usize).prop_filter_map("a pair", move |(a, b, kind, at)| {
        Some(match kind {
            0..=2 if a != b => Decision::same(a, b),
            3 => part(a, at),
            4 => Decision::no_entity(a),
            5 => Decision::no_relation(&Edge::key_of(a, "finances", b)),
            6 => Decision::name(a, ["X", "Y", "Ri Chol", "KJU"][at]),
            7 if a != b => Decision::same(&part(a, at).source, b),
            8 => Decision::entity_type(a, EntityType::Group),
            _ => return None,
        })
    })
}

proptest! {
    /// Whatever is decided: every quotation stays with its mentions, the way back is exact, and
    /// taking everything back, in any order, gives what was built.
    #[test]
    fn whatever_is_decided_can_be_undone(
        decisions in prop::collection::vec(any_decision(), 0..9),
        order in prop::collection::vec(0..9_usize, 9),
    ) {
        let mut ledger = ledger(decisions);
        apply_all(&ledger);
        let most = ledger.rows().len();
        for (at, number) in order.into_iter().map(|n| Some(n + 1)).chain(vec![None; most]).enumerate() {
            if let Ok((_, rows)) = ledger.undo(number.filter(|&n| n <= most)) {
                let time = Some(format!("u{at}"));
                ledger.extend(rows.into_iter().map(|r| Decision { created_at: time.clone(), ..r }));
                apply_all(&ledger);
            }
        }
        let (graph, _) = apply_all(&ledger);
        prop_assert_eq!(bytes(&graph), bytes(&base()));
    }

    /// One decision more and back again: the same bytes.
    #[test]
    fn the_last_decision_leaves_no_trace(
        decisions in prop::collection::vec(any_decision(), 0..6),
        last in any_decision(),
    ) {
        let mut ledger = ledger(decisions);
        let (before, _) = apply_all(&ledger);
        ledger.extend([Decision { created_at: Some("u".into()), ..last }]);
        let (_, rows) = ledger.undo(None).unwrap();
        ledger.extend(rows);
        let (after, _) = apply_all(&ledger);
        prop_assert_eq!(bytes(&after), bytes(&before));
    }
}
