//! Property graphs: the same things asked of ArcadeDB and FalkorDB.

use super::{
    Network, by_id, changed, hostile,
    servers::{Cypher, bolt, turn},
    without,
};
use crate::sample;

const COUNTS: &str = "MATCH (n:Entity) WITH count(n) AS nodes \
    OPTIONAL MATCH (:Entity)-[e]->(:Entity) RETURN nodes, count(e)";

/// Everything that stands in the database, sorted.
fn everything(db: &Cypher) -> Vec<Vec<String>> {
    let mut rows = db.ask(
        "MATCH (n:Entity) RETURN n.id, n.name, n.type, n.aliases, n.roles, n.datasets, n.mentions, \
         n.documents, n.attributes, labels(n)",
    );
    rows.extend(db.ask(
        "MATCH (s:Entity)-[e]->(t:Entity) RETURN type(e), e.id, e.type, s.id, t.id, e.status, \
         e.confidence, e.first_date, e.last_date, e.documents, e.sentences, e.sources, e.evidence",
    ));
    rows.sort();
    rows
}

#[test]
fn feeding_twice_changes_nothing() {
    let _turn = turn();
    let network = Network::new("one", &sample::graph());
    for db in Cypher::all() {
        let said = network.fed(db.url(), &[]);
        assert!(said.ends_with("data set one holds 7 entities and 5 relations\n"), "{said}");
        let first = everything(&db);
        assert_eq!(first.len(), 12);
        network.fed(db.url(), &["--batch", "2"]);
        assert_eq!(everything(&db), first);
        // Who acts for whom, with sentences, as docs/DATABASES.md asks.
        let quoted = db.ask(
            "MATCH (a:Entity)-[e:FRONT_FOR]->(b:Entity) WHERE e.status = 'asserted' \
             UNWIND e.sentences AS sentence RETURN a.name, b.name, sentence",
        );
        let sentence = "Acme \"fronts\" for <North\nKorea> & others.\nYes.";
        assert_eq!(quoted, [["Acme \"Trading\" <&> Co", "North\nKorea", sentence]]);
        let evidence = db.one("MATCH ()-[e:OWNS]->() RETURN e.evidence[0]");
        let evidence: unravel::EdgeEvidence = serde_json::from_str(&evidence).unwrap();
        let edge = sample::graph().edges().find(|e| e.predicate == "owns").cloned().unwrap();
        assert_eq!(evidence, edge.evidence[0]);
        assert_eq!(db.one("MATCH ()-[e:OWNS]->() RETURN e.status"), "denied");
        assert_eq!(db.one("MATCH (n:Organization) RETURN count(n)"), "2");
    }
}

#[test]
fn a_changed_network_is_updated() {
    let _turn = turn();
    let before = Network::new("one", &sample::graph());
    let acme = "organization:acme";
    let after = Network::new(
        "one",
        &changed(|link| {
            let node = by_id(link, "nodes", acme);
            node["name"] = "Acme".into();
            node["aliases"] = serde_json::json!([]);
            node["attributes"] = serde_json::json!({});
            by_id(link, "nodes", "group:two-men")["type"] = "person".into();
            let edge = by_id(link, "edges", "organization:acme|front_for|location:north-korea");
            edge["first_date"] = serde_json::Value::Null;
            edge["status"] = "denied".into();
        }),
    );
    for db in Cypher::all() {
        before.fed(db.url(), &[]);
        let of_acme = |what: &str| db.one(&format!("MATCH (n {{id:'{acme}'}}) RETURN {what}"));
        assert_ne!(of_acme("n.attributes"), "null");
        // What somebody else adds to our things stays.
        db.ask(&format!("MATCH (n {{id:'{acme}'}}) SET n.note = 'mine'"));
        db.ask("MATCH ()-[e:FRONT_FOR]->() SET e.note = 'mine'");
        after.fed(db.url(), &[]);
        assert_eq!(of_acme("n.name"), "Acme");
        assert_eq!(of_acme("size(n.aliases)"), "0");
        assert_eq!(of_acme("n.attributes"), "null");
        assert_eq!(of_acme("n.note"), "mine");
        let edge = db.ask("MATCH ()-[e:FRONT_FOR]->() RETURN e.first_date, e.status, e.note");
        assert_eq!(edge, [["null", "denied", "mine"]]);
        assert_eq!(db.one("MATCH (n:Group) RETURN count(n)"), "0");
        assert_eq!(db.one("MATCH (n:Person {id:'group:two-men'}) RETURN count(n)"), "1");
        assert_eq!(db.ask(COUNTS), [["7", "5"]]);
    }
}

#[test]
fn pruning_spares_what_others_hold() {
    let _turn = turn();
    let acme = "organization:acme";
    let whole = Network::new("one", &sample::graph());
    let two = Network::new("two", &sample::graph());
    let less = Network::new("one", &without(acme));
    for db in Cypher::all() {
        db.ask("CREATE (:Entity {id:'organization:ofac', mine:true})");
        db.ask(
            "CREATE (:Entity {id:'mine', dataset:'one'})-[:OWNS {id:'mine'}]->(:Foreign {id:'x'})",
        );
        whole.fed(db.url(), &[]);
        db.ask("MATCH (n {id:'person:li-wei'}), (f:Foreign) CREATE (f)-[:MET {since:1}]->(n)");
        // Without --prune what is gone stays.
        less.fed(db.url(), &[]);
        assert_eq!(db.ask(COUNTS), [["8", "5"]]);
        // Another data set holds it still: its relations are its own.
        two.fed(db.url(), &[]);
        assert_eq!(db.ask(COUNTS), [["8", "10"]]);
        let said = less.fed(db.url(), &["--prune"]);
        assert!(said.ends_with("; taken out: 1 entity and 4 relations\n"), "{said}");
        assert_eq!(db.ask(COUNTS), [["8", "6"]]);
        assert_eq!(db.one(&format!("MATCH (n {{id:'{acme}'}}) RETURN n.datasets[0]")), "two");
        let said = two.fed(db.url(), &["--prune"]);
        assert!(said.ends_with("; taken out: 0 entities and 0 relations\n"), "{said}");

        // Nobody else holds it: it goes.
        let said = Network::new("two", &without(acme)).fed(db.url(), &["--prune"]);
        assert!(said.ends_with("; taken out: 1 entity and 4 relations\n"), "{said}");
        assert_eq!(db.ask(COUNTS), [["7", "2"]]);
        // Both sets go: what somebody else made, or ties to theirs, stays as it was.
        let none = changed(|link| {
            link["nodes"] = serde_json::json!([]);
            link["edges"] = serde_json::json!([]);
        });
        for name in ["one", "two"] {
            Network::new(name, &none).fed(db.url(), &["--prune"]);
        }
        let mut left = db.ask("MATCH (n) RETURN n.id");
        left.sort();
        assert_eq!(left, [["mine"], ["organization:ofac"], ["person:li-wei"], ["x"]]);
        assert_eq!(db.one("MATCH (n {id:'organization:ofac'}) RETURN n.mine"), "true");
        let mut ties = db.ask("MATCH ()-[e]->() RETURN type(e)");
        ties.sort();
        assert_eq!(ties, [["MET"], ["OWNS"]]);
    }
}

#[test]
fn hostile_names_come_back() {
    let _turn = turn();
    let network = Network::new("it's \"hostile\" `\\", &hostile::graph());
    for db in Cypher::all() {
        for _ in 0..2 {
            network.fed(db.url(), &["--prune"]);
            check_hostile(&db);
        }
        let unnameable = db.one("MATCH ()-[e:RELATES_TO]->() RETURN e.type");
        assert_eq!(unnameable, "owns]->() DETACH DELETE n //");
    }
}

fn check_hostile(db: &Cypher) {
    let column = |query: &str| -> Vec<String> {
        let mut texts: Vec<String> = db.ask(query).into_iter().flatten().collect();
        texts.sort();
        texts
    };
    assert_eq!(column("MATCH (n:Entity) RETURN n.name"), hostile::names());
    assert_eq!(column("MATCH (n:Entity) RETURN n.aliases[0]"), hostile::names());
    let mut sentences: Vec<String> =
        hostile::NAMES[1..].iter().map(|name| hostile::kept(name) + " x").collect();
    sentences.sort();
    assert_eq!(column("MATCH ()-[e]->() RETURN e.sentences[0]"), sentences);
    // The whole quotation, control characters and all.
    let evidence = column("MATCH ()-[e]->() RETURN e.evidence[0]");
    let mut quoted: Vec<String> = evidence
        .iter()
        .map(|json| serde_json::from_str::<unravel::EdgeEvidence>(json).unwrap().text)
        .collect();
    quoted.sort();
    let mut all: Vec<String> = hostile::NAMES[1..].iter().map(|n| format!("{n} x")).collect();
    all.sort();
    assert_eq!(quoted, all);
}

#[test]
fn a_cypher_file_runs_twice() {
    let _turn = turn();
    let Some(db) = Cypher::bolt() else { return };
    let Cypher::Bolt { url, python } = &db else { unreachable!() };
    for (graph, counts) in [(sample::graph(), ["7", "5"]), (hostile::graph(), ["18", "17"])] {
        db.ask("MATCH (n) DETACH DELETE n");
        let network = Network::new("one", &graph);
        let file = network.export("cypher");
        let once = bolt(url, python, &[&file], COUNTS);
        let first = everything(&db);
        let twice = bolt(url, python, &[&file], COUNTS);
        assert_eq!(
            (once, twice),
            (vec![counts.map(str::to_owned).to_vec()], vec![counts.map(str::to_owned).to_vec()])
        );
        assert_eq!(everything(&db), first);
    }
    check_hostile(&db);
}
