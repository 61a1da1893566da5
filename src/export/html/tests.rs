use super::*;
use crate::graph::NodeLink;
use serde_json::{Value, json};

fn graph(links: &[(&str, &str, &str)]) -> KnowledgeGraph {
    let mut ids: Vec<&str> = links.iter().flat_map(|&(a, b, _)| [a, b]).chain(["x"]).collect();
    ids.sort_unstable();
    ids.dedup();
    let node = |id: &&str| {
        json!({
            "id": id, "type": "person", "name": id.to_uppercase(), "aliases": [], "roles": ["proxy"],
            "mentions": [{"doc": "b.txt", "start": 4, "end": 5, "text": id, "kind": "name", "score": 0.9}],
            "attributes": {"roles": [{"role": "proxy", "reason": "subject of acts for", "score": 0.8,
                "doc": "b.txt", "start": 0, "end": 9, "text": "a for b"}]},
        })
    };
    let edge = |&(a, b, status): &(&str, &str, &str)| {
        json!({
            "id": format!("{a}|acts_for|{b}"), "source": a, "target": b, "key": "acts_for", "type": "acts_for",
            "confidence": 0.756, "status": status, "first_date": "2024", "last_date": "2024", "documents": 1,
            "evidence": [{"doc": "b.txt", "start": 0, "end": 9, "text": "</script>", "subject": {"start": 0, "end": 1},
                "object": {"start": 6, "end": 7}, "extractor": "pattern:x", "score": 0.756, "status": status, "date": "2024"}],
        })
    };
    let link: NodeLink = serde_json::from_value(json!({
        "directed": true, "multigraph": true,
        "graph": {"generator": "unravel test", "schema_version": 1, "offset_unit": "code_point", "model": "none",
            "skipped": [], "documents": [{"id": "a.txt", "title": null, "published": null, "sha256": "00"}]},
        "nodes": ids.iter().map(node).collect::<Vec<_>>(),
        "edges": links.iter().map(edge).collect::<Vec<_>>(),
    }))
    .unwrap();
    KnowledgeGraph::from_node_link(link)
}

const STAR: [(&str, &str, &str); 3] =
    [("a", "b", "asserted"), ("b", "c", "alleged"), ("b", "d", "denied")];

fn value(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

#[test]
fn the_most_important_comes_first() {
    let graph = graph(&STAR);
    let outline = value(&outline(&graph, &place(&graph, None), &crate::Schema::built_in()));
    assert_eq!(outline["nodes"]["id"], json!(["b", "a", "c", "d", "x"]));
    assert_eq!(outline["edges"]["source"], json!([1, 0, 0]));
    assert_eq!(outline["edges"]["target"], json!([0, 2, 3]));
    assert_eq!(outline["edges"]["status"], json!([0, 1, 2]));
    assert_eq!(outline["edges"]["confidence"], json!([76, 76, 76]));
    assert_eq!(outline["edges"]["last"], json!([null, null, null]), "said once");
    assert_eq!(outline["edges"]["id"], json!({}), "made of its ends");
    assert_eq!(outline["nodes"]["roles"][0], json!(2));
    assert_eq!(outline["relations"][0]["theme"], "acts, fronts, owns");
}

#[test]
fn documents_that_no_header_lists_have_a_place_too() {
    let graph = graph(&STAR);
    let shelf = shelf(&graph);
    assert_eq!((shelf["a.txt"], shelf["b.txt"]), (0, 1));
    assert_eq!(value(&about(&graph, &shelf, "a").unwrap())["mentions"][0][0], 1);
    assert!(about(&graph, &shelf, "nobody").is_none());
    let quoted = value(&sentences(&graph, &shelf, "a|acts_for|b").unwrap());
    assert_eq!(
        quoted,
        json!([[1, 0, 9, "</script>", [0, 1, 6, 7], "pattern:x", 0.756, "asserted", "2024"]])
    );
    let inside = value(&in_document(&graph, "b.txt", None));
    assert_eq!(inside["mentions"].as_array().unwrap().len(), 5);
    assert_eq!(inside["sentences"], json!([[0, 9, "</script>"]]));
}

#[test]
fn a_correction_leaves_the_map_as_it_was() {
    let before = graph(&STAR);
    let placed = place(&before, None);
    let after = graph(&[("a", "b", "asserted"), ("b", "e", "asserted")]);
    let moved = place(&after, Some(&placed));
    let of = |graph: &KnowledgeGraph, placed: &Placed, id: &str| {
        placed.points[graph.nodes().position(|node| node.id == id).unwrap()]
    };
    for id in ["a", "b", "x"] {
        assert_eq!(of(&before, &placed, id), of(&after, &moved, id), "{id}");
    }
    let [[x, y], [bx, by]] = ["e", "b"].map(|id| of(&after, &moved, id));
    assert!((x - bx).abs() <= 1500 && (y - by).abs() <= 400, "beside its neighbour");
    assert_ne!([x, y], [bx, by]);
}

#[test]
fn the_file_holds_the_network_and_reads_back() {
    let graph = graph(&STAR);
    let texts = [("b.txt".to_owned(), "a for b\u{2028}<b>".to_owned())].into();
    let mut out = Vec::new();
    write(&graph, &Config { texts, ..Config::default() }, &mut out).unwrap();
    let page = String::from_utf8(out).unwrap();
    let (_, rest) = page.split_once("id=\"network\">").unwrap();
    let (data, _) = rest.split_once("</script>").unwrap();
    let data: Value = serde_json::from_str(data).unwrap();
    assert_eq!(data["sentences"][0][0][3], "</script>");
    assert_eq!(data["texts"]["1"], "a for b\u{2028}<b>");
    assert_eq!(data["about"].as_array().unwrap().len(), 5);
    // Only the program and the style stand in the policy.
    assert_eq!(page.matches("sha256-").count(), 2);
}

#[test]
fn an_empty_network_is_a_page_too() {
    let mut link = graph(&STAR).to_node_link();
    (link.nodes, link.edges) = (Vec::new(), Vec::new());
    let mut out = Vec::new();
    write(&KnowledgeGraph::from_node_link(link), &Config::default(), &mut out).unwrap();
    assert!(out.len() > 10_000);
}

#[test]
fn one_entity_never_takes_the_room_of_all() {
    let mut link = graph(&STAR).into_node_link();
    let most = link.nodes.iter_mut().find(|node| node.id == "b").unwrap();
    most.mentions = most.mentions.iter().cycle().take(100_000).cloned().collect();
    link.edges[0].evidence = link.edges[0].evidence.iter().cycle().take(100_000).cloned().collect();
    link.edges[0].documents = 9;
    let graph = KnowledgeGraph::from_node_link(link);
    let outline = outline(&graph, &place(&graph, None), &crate::Schema::built_in());
    let embedded = value(&fit::embedded(&graph, outline, &Default::default()));
    let lengths = |name: &str, of: fn(&Value) -> &Value| -> Vec<usize> {
        let all = embedded[name].as_array().unwrap();
        all.iter().map(|one| of(one).as_array().unwrap().len()).collect()
    };
    assert_eq!(lengths("about", |about| &about["mentions"]), [2_000, 1, 1, 1, 1]);
    assert_eq!(lengths("sentences", |all| all), [2_000, 1, 1]);
    assert_eq!(embedded["outline"]["nodes"]["mentions"][0], 100_000, "what there is is said");
}
