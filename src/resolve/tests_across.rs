//! Documents written with [brackets], resolved one by one and joined.

use super::{Compared, Keep, across, across_with, resolve, tests::marked};
use crate::{Cluster, DocumentGraph, graph::Outlines};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn graph(id: &str, text: &str) -> DocumentGraph {
    let (mut doc, mentions) = marked(text);
    doc.info.id = id.to_owned();
    let resolution = resolve(&doc, mentions);
    DocumentGraph::ground(&doc, &resolution, &[])
}

fn graphs(texts: &[&str]) -> Vec<DocumentGraph> {
    texts.iter().enumerate().map(|(at, text)| graph(&format!("doc{at}"), text)).collect()
}

/// The keys of all clusters of several documents.
fn check(texts: &[&str], expected: &[&str]) {
    let found: Vec<String> = across(&graphs(texts))
        .into_iter()
        .filter(|cluster| cluster.members.len() > 1)
        .map(|cluster| cluster.key)
        .collect();
    assert_eq!(found, expected, "{texts:?}");
}

#[test]
fn the_same_entity_in_two_documents_is_one() {
    check(
        &["[ORG Justice Department]", "[ORG U.S. Department of Justice]", "[ORG DOJ]"],
        &["organization:us-department-of-justice"],
    );
    check(&["[LOC U.S.]", "[LOC United States]"], &["location:united-states"]);
    check(&["[PER Kim Jong Un]", "[PER KIM Jong Un]"], &["person:kim-jong-un"]);
    check(&["[PER John A. Smith]", "[PER John Smith]"], &["person:john-a-smith"]);
    check(&["[ORG Apple Inc.]", "[ORG Apple]"], &["organization:apple"]);
    check(&["[NORP Iraqis]", "[NORP Iraqi]"], &["norp:iraqi"]);
    // What most write counts, not how many ways of writing there are.
    let names = |texts: &[&str]| -> Vec<String> {
        across(&graphs(texts)).into_iter().map(|cluster| cluster.name).collect()
    };
    assert_eq!(names(&["[NORP Iraqi]", "[NORP Iraqis]"]), ["Iraqi"]);
    assert_eq!(names(&["[NORP Iraqi]", "[NORP Iraqis]", "[NORP Iraqis]"]), ["Iraqis"]);
    check(
        &["the [NORP Iraqi] [ORG Foreign Ministry]", "[ORG Iraqi Foreign Ministry]"],
        &["organization:iraq-foreign-ministry"],
    );
    check(
        &["[ORG Sudanese Liberation Army] ([ORG SLA])", "the [ORG SLA]"],
        &["organization:sudanese-liberation-army"],
    );
}

#[test]
fn a_body_of_a_state_is_one() {
    let about = |name: &str| format!("[LOC Iran], [LOC Iran] and [LOC Iran]. {name}");
    let (bank, unit) = (about("[ORG Foreign Trade Bank]"), about("[ORG Homicide Unit]"));
    let owned = "[LOC Iran]'s [ORG Foreign Trade Bank]";
    let found = |texts: &[&str]| {
        let clusters = across(&graphs(texts));
        let joined = clusters.into_iter().filter(|c| c.members.len() > 1);
        joined.filter(|c| c.key.starts_with("organization:")).collect::<Vec<_>>()
    };
    let clusters = found(&[&bank, &bank, owned]);
    assert_eq!(clusters[0].key, "organization:iran-foreign-trade-bank");
    assert_eq!(clusters[0].members.len(), 3);
    assert!(clusters[0].merges[0].reason.contains("main country"));
    assert!(found(&[&bank, "[LOC Cuba]'s [ORG Foreign Trade Bank]"]).is_empty());
    assert!(found(&[&bank, "[ORG Foreign Trade Bank]"]).is_empty());
    assert!(found(&[&unit, &unit]).is_empty());
}

#[test]
fn other_dates_of_birth_are_other_people() {
    let born = |date: &str| format!("[PER Anton Vargo] was born on [DATE {date}].");
    let (exact, year, other) = (born("1962-03-04"), born("1962"), born("1975-03-04"));
    check(&[&exact, &year, "[PER Anton Vargo] fled."], &["person:anton-vargo"]);
    check(&[&exact, &other], &[]);
    let joined = across(&graphs(&[&exact, &other, "[PER Anton Vargo] fled."]));
    let people = joined.iter().filter(|c| c.name == "Anton Vargo");
    assert_eq!(people.map(|c| c.members.len()).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_country_in_front_changes_nothing() {
    check(
        &["[ORG U.S. Financial Crimes Enforcement Network]", "[ORG FinCEN]"],
        &["organization:financial-crimes-enforcement-network"],
    );
    check(
        &["[ORG Iran Helicopter Support Renewal]", "[ORG Helicopter Support Renewal]"],
        &["organization:iran-helicopter-support-renewal"],
    );
}

#[test]
fn what_may_be_two_stays_apart() {
    for texts in [
        ["[PER Kim] spoke", "[PER Kim] slept"],
        ["[GROUP front companies]", "[GROUP front companies]"],
        ["[ORG Foreign Ministry]", "[ORG Foreign Ministry]"],
        ["the [NORP Iraqi] [ORG Foreign Ministry]", "the [NORP Syrian] [ORG Foreign Ministry]"],
        ["[PER John A. Smith]", "[PER John B. Smith]"],
        ["[ORG Petropars Ltd]", "[ORG Petropars SRL]"],
        ["[LOC Georgia], [LOC Ohio]", "[LOC Georgia], [LOC Russia]"],
        ["[ORG Jordan]", "[PER Jordan]"],
        ["[PER Jane Doe] sued", "[PER Jane Doe] paid"],
        ["[ORG Superior Court]", "[ORG Superior Court]"],
    ] {
        check(&texts, &[]);
    }
}

#[test]
fn nodes_of_one_document_are_never_joined() {
    // The third document knows both names; the first has taken them for two.
    let texts = [
        "[ORG Alpha Works] and [ORG Beta Yard].",
        "[ORG Alpha Works] (also known as [ORG Beta Yard]).",
    ];
    for cluster in across(&graphs(&texts)) {
        let documents: BTreeSet<usize> = cluster.members.iter().map(|&(d, _)| d).collect();
        assert_eq!(documents.len(), cluster.members.len(), "{}", cluster.key);
    }
}

#[test]
fn a_merge_of_different_names_says_why() {
    let clusters = across(&graphs(&["[ORG Gamma Ray Unit] ([ORG GRU2])", "[ORG GRU2]"]));
    let merges: Vec<_> = clusters.iter().flat_map(|c| &c.merges).collect();
    assert_eq!(merges.len(), 1);
    assert_eq!(merges[0].reason, "acronym or short form introduced in doc0");
}

const NAMES: [&str; 16] = [
    "[ORG DOJ]",
    "[ORG Justice Department]",
    "[PER Kim]",
    "[PER Kim Jong Un]",
    "[PER Kim Jong Il]",
    "[PER John A. Smith]",
    "[PER John Smith]",
    "[PER John B. Smith]",
    "[LOC U.S.]",
    "[LOC Tehran] said",
    "[LOC Iran]",
    "[GROUP hackers]",
    "[ORG Alpha Works] ([ORG AW])",
    "[ORG AW]",
    "[ORG Apple Inc.]",
    "[ORG ...]",
];

/// Key, name and members by document id: what two orders of documents must agree on.
type Summary = (String, String, Vec<(String, usize)>);

fn by_id(documents: &[DocumentGraph], clusters: Vec<Cluster>) -> Vec<Summary> {
    let id = |d: usize| documents[d].info.id.clone();
    let summary = |cluster: Cluster| {
        let mut members: Vec<_> = cluster.members.iter().map(|&(d, n)| (id(d), n)).collect();
        members.sort();
        (cluster.key, cluster.name, members)
    };
    clusters.into_iter().map(summary).collect()
}

proptest! {
    #[test]
    fn the_order_of_documents_does_not_matter(
        picks in prop::collection::vec(prop::collection::vec(0..NAMES.len(), 0..6), 1..6),
        turn in 0usize..6,
    ) {
        let texts: Vec<String> = picks
            .iter()
            .map(|pick| pick.iter().map(|&at| NAMES[at]).collect::<Vec<_>>().join(" and "))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let straight = graphs(&texts);
        let mut turned = straight.clone();
        turned.rotate_left(turn % straight.len());
        turned.reverse();
        let clusters = across(&straight);
        let mut seen = BTreeSet::new();
        let mut keys = BTreeSet::new();
        for cluster in &clusters {
            prop_assert!(keys.insert(cluster.key.clone()), "keys are unique");
            for &member in &cluster.members {
                prop_assert!(seen.insert(member), "a node is in one cluster");
            }
        }
        let nodes: usize = straight.iter().map(|d| d.nodes.len()).sum();
        prop_assert_eq!(seen.len(), nodes, "every node is in a cluster");
        prop_assert_eq!(by_id(&straight, clusters), by_id(&turned, across(&turned)));
    }
}

/// Two documents that share two neighbours, in which these names stand.
fn neighbours(a: &str, b: &str) -> [String; 2] {
    [a, b].map(|name| format!("{name} met [PER Olga Petrenko] at [ORG Zarya Metallurgy Works]."))
}

fn check_near(a: &str, b: &str, one: bool) {
    let texts = neighbours(a, b);
    let clusters = across(&graphs(&[&texts[0], &texts[1]]));
    let joined = clusters.iter().filter(|c| c.members.len() > 1).count();
    assert_eq!(
        joined == 3,
        one,
        "{a} / {b}: {:?}",
        clusters.iter().map(|c| &c.key).collect::<Vec<_>>()
    );
}

#[test]
fn neighbours_explain_a_short_name() {
    check_near("[PER Ivan Sidorenko]", "[PER Sidorenko]", true);
    check_near("[ORG Ford Motor Company]", "[ORG Ford]", true);
    check_near("[ORG Kronstadt Marine Insurance]", "[ORG KMI]", true);
    check_near("[PER Ivan Sidorenko]", "[PER Anna Sidorenko]", false);
    check_near("[PER John A. Smith]", "[PER John B. Smith]", false);
    check_near("[PER Roy Belfast Jr.]", "[PER Roy Belfast Sr.]", false);
    check_near("[ORG Delta Bank]", "[ORG Delta Bank (Hong Kong)]", false);
    check_near("[PER Kang Chol Su]", "[PER Choe Kwang Su]", false);
    check_near("[PER Kim Chol Su]", "[PER Kim]", false); // many families bear it: two are too few
    // Without neighbours a surname stays where it stands.
    check(&["[PER Ivan Sidorenko] left.", "[PER Sidorenko] left."], &[]);
    // Two who fit: neither.
    let [a, b] = neighbours("[PER Ivan Sidorenko]", "[PER Anna Sidorenko]");
    let [short, _] = neighbours("[PER Sidorenko]", "");
    let clusters = across(&graphs(&[&a, &b, &short]));
    assert_eq!(clusters.iter().filter(|c| c.key.contains("sidorenko")).count(), 3);
}

#[test]
fn another_document_does_not_move_a_key() {
    let known = ["[PER Ann Lee]-[PER Ann B. Lee]", "[PER Ann Lee] paid", "[PER Bo Lee] slept"];
    let before = across(&graphs(&known));
    let mut more = graphs(&known);
    more.push(graph("a document that comes first", "[PER Bo Lee] and [PER Ann C. Lee]"));
    let key = |clusters: &[Cluster], name: &str| {
        clusters.iter().find(|c| c.name == name).map(|c| c.key.clone())
    };
    let after = across(&more);
    for name in ["Ann B. Lee", "Bo Lee"] {
        assert_eq!(key(&before, name), key(&after, name), "{name}");
    }
}

#[test]
fn the_only_body_of_its_name_is_meant() {
    let about = "[LOC Iran], [LOC Iran] and [LOC Iran]. [ORG National Defence Commission]";
    let named = "[LOC Iran], [LOC Oman], [NORP Iranian]. [ORG National Defence Commission]";
    let even = "[LOC Iran], [LOC Oman]. [ORG National Defence Commission]";
    let silent = "[ORG National Defence Commission]";
    let count = |texts: &[&str]| {
        let clusters = across(&graphs(texts));
        clusters.iter().filter(|c| c.name.contains("Defence")).count()
    };
    assert_eq!(count(&[about, about, named]), 1);
    assert_eq!(count(&[about, about, silent]), 2);
    assert_eq!(count(&[about, about, even]), 2);
    let other = about.replace("Iran", "Cuba");
    assert_eq!(count(&[about, &other, named]), 3, "two states have one");
}

/// Documents that name many people and companies in ways that are nearly alike.
fn alike_documents() -> Vec<DocumentGraph> {
    let spelled =
        ["Mohammed Hassani", "Muhammad Hassani", "Mohamad Hasani", "Ivan Petrov", "Ivan Petrow"];
    let texts: Vec<String> = (0..12)
        .map(|n| {
            let (a, b) = (spelled[n % 5], spelled[(n + 2) % 5]);
            format!("[PER {a}] met [PER {b}] of [ORG Aurora Shippin{} Co].", ["", "g"][n % 2])
        })
        .collect();
    graphs(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// Resolves with what was kept before, and gives what is kept afterwards.
fn with_memory(parts: &[Vec<u8>], documents: &[DocumentGraph]) -> (Vec<Cluster>, Keep) {
    let mut compared = Compared::from_parts(parts.iter().map(Vec::as_slice));
    let clusters = across_with(&Outlines::of(documents), &mut compared);
    (clusters, compared.to_keep())
}

#[test]
fn memory_changes_nothing_and_asks_nothing_twice() {
    let documents = alike_documents();
    let mut parts: Vec<Vec<u8>> = Vec::new();
    for count in 1..=documents.len() {
        let some = &documents[..count];
        let (clusters, keep) = with_memory(&parts, some);
        assert_eq!(clusters, across(some));
        match keep {
            Keep::Nothing => {}
            Keep::More(part) => parts.push(part),
            Keep::Instead(all) => parts = vec![all],
        }
        assert_eq!(with_memory(&parts, some), (clusters, Keep::Nothing));
    }
    assert!(parts.len() > 1, "several documents bring new names");
    // What one document asks for takes the place of what many did.
    let (clusters, keep) = with_memory(&parts, &documents[..1]);
    assert_eq!(clusters, across(&documents[..1]));
    let Keep::Instead(all) = keep else { panic!("{keep:?}") };
    assert_eq!(with_memory(&[all], &documents[..1]), (clusters, Keep::Nothing));
}

#[test]
fn a_memory_that_cannot_be_read_is_made_anew() {
    let documents = alike_documents();
    let (clusters, keep) = with_memory(&[], &documents);
    let Keep::More(part) = keep else { panic!("{keep:?}") };
    for damaged in
        [part[1..].to_vec(), part[..part.len() - 1].to_vec(), [&part[..], &part].concat()]
    {
        let (found, keep) = with_memory(&[damaged], &documents);
        assert_eq!(found, clusters);
        assert_eq!(keep, Keep::Instead(part.clone()));
    }
}
