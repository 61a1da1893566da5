//! Options that choose a part of a network, as a user gives them: to `export` and `query`, of a
//! JSON graph and of a case.

use crate::sample;
use assert_cmd::Command;
use std::path::Path;

fn unravel(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("unravel").unwrap().args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// What `export` writes: ids of nodes and relation types of edges, both sorted.
fn exported(network: &Path, options: &[&str]) -> (Vec<String>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let part = folder.path().join("part.json");
    let fixed = ["export", network.to_str().unwrap(), "-o", part.to_str().unwrap()];
    let (code, _, errors) = unravel(&[&fixed, options].concat());
    let graph = unravel::export::json::read(&part).unwrap();
    let said = match graph.nodes().len() {
        0 => "nothing of the network is in the part that was asked for\n",
        _ => "",
    };
    assert_eq!((code, errors.as_str()), (0, said), "{options:?}");
    let ids = graph.nodes().map(|node| node.id.split(':').next_back().unwrap().to_owned());
    let mut types: Vec<String> = graph.edges().map(|edge| edge.predicate.clone()).collect();
    types.sort();
    (ids.collect(), types)
}

fn check(options: &[&str], nodes: &[&str], edges: &[&str]) {
    let (_folder, network) = sample::file();
    let (ids, types) = exported(&network, options);
    assert_eq!((ids, types), (owned(nodes), owned(edges)), "{options:?}");
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

#[test]
fn export_writes_the_part_that_is_asked_for() {
    check(&["--relation", "owns,sanctions"], &["acme", "ofac", "li-wei"], &["owns", "sanctions"]);
    check(&["--status", "alleged"], &["north-korea", "acme"], &["finances"]);
    check(&["--type", "location,date"], &["2024", "north-korea"], &[]);
    check(&["--role", "enforcement", "--role", "front_company"], &["acme", "ofac"], &["sanctions"]);
    check(&["--around", "DPRK"], &["north-korea", "acme"], &["finances", "front_for"]);
    check(
        &["--around", "DPRK", "--hops", "2", "--type", "organization"],
        &["north-korea", "acme", "ofac"],
        &["finances", "front_for", "sanctions"],
    );
    check(&["--top", "1", "--by", "pagerank"], &["north-korea"], &[]);
    check(
        &["--top", "2", "--rank-by", "degree", "--status", "denied"],
        &["acme", "li-wei"],
        &["owns"],
    );
    check(&["--since", "2024-06"], &[], &[]);
    check(&["--min-confidence", "0.9", "--type", "date"], &["2024"], &[]);
}

#[test]
fn a_value_that_nobody_knows_is_told_with_the_one_that_was_meant() {
    let (_folder, network) = sample::file();
    let network = network.to_str().unwrap();
    for (options, cause) in [
        (
            ["--relation", "sanctoins"],
            "no relation type \"sanctoins\"; did you mean sanctions?\nknown: ",
        ),
        (["--type", "organisation"], "a similar value exists: 'organization'"),
        (["--role", "proxies"], "a similar value exists: 'proxy'"),
        (["--status", "alledged"], "a similar value exists: 'alleged'"),
        (["--since", "May 2024"], "no date; give a year, month or day"),
        (["--around", "nobody"], "no entity has the name or alias \"nobody\""),
        (["--around", "o"], "may mean any of"),
        (["--top", "0"], "--top"),
        (["--by", "fame"], "possible values: degree, betweenness, pagerank"),
        (["--around", " "], "an empty name means nobody"),
    ] {
        let (code, answer, errors) = unravel(&[&["query", network, "top"][..], &options].concat());
        assert_eq!((code, answer.as_str()), (2, ""), "{options:?}");
        assert!(errors.contains(cause), "{options:?}: {errors}");
    }
}

#[test]
fn query_answers_from_the_part_and_knows_names_of_the_whole() {
    let (_folder, network) = sample::file();
    let ask = |arguments: &[&str]| {
        let (code, answer, errors) =
            unravel(&[&["query", network.to_str().unwrap()][..], arguments].concat());
        assert_eq!((code, errors.as_str()), (0, ""), "{arguments:?}");
        answer
    };
    let shown = ask(&["show", "acme", "--relation", "sanctions"]);
    assert!(shown.contains("sanctions") && !shown.contains("front for"), "{shown}");
    assert!(shown.starts_with("a part of the network: sanctions\n\n"), "{shown}");
    let near = ask(&["neighbors", "acme", "--type", "location"]);
    assert!(near.contains("front for") && !near.contains("sanctions"), "{near}");
    assert_eq!(
        ask(&["find", "acme", "--type", "Person"]),
        "a part of the network: only person\n\nno name or alias contains \"acme\"\n"
    );
    assert!(ask(&["path", "ofac", "DPRK", "--status", "asserted"]).contains("2 steps"));
    let none = ask(&["path", "ofac", "DPRK", "--status", "alleged"]);
    assert!(none.starts_with("a part of the network: alleged\n\nno path"), "{none}");
    let top = ask(&["top", "--around", "two men", "--hops", "2", "--relation", " Owns, front for"]);
    let said = "a part of the network: front for, owns; within 2 steps of =two men\n\n";
    assert!(top.starts_with(said), "{top}");
    assert_eq!(ask(&["--type", "date", "top", "--by", "betweenness"]).lines().count(), 3);
    // Whom the question names stays, though it is no date.
    assert!(ask(&["show", "acme", "--type", "date"]).contains("Acme"));
}

#[test]
fn an_option_without_effect_is_refused() {
    let (folder, network) = sample::file();
    let network = network.to_str().unwrap();
    let table = folder.path().join("new/x.graphml");
    let export = ["export", network, "-o", table.to_str().unwrap()];
    let show = ["query", network, "show", "acme"];
    for (command, options, cause) in [
        (&export[..], &["--hops", "2"][..], "--hops tells how far --around NAME reaches"),
        (&export, &["--undated"], "--undated adds to --since and --until"),
        (
            &show,
            &["--since", "2024-05", "--until", "2023"],
            "--since 2024-05 is after --until 2023",
        ),
        (&show, &["--by", "pagerank"], "--by tells which entities --top N keeps"),
    ] {
        let (code, answer, errors) = unravel(&[command, options].concat());
        assert_eq!((code, answer.as_str()), (2, ""), "{options:?}");
        assert!(errors.contains(cause), "{options:?}: {errors}");
    }
    assert!(!table.parent().unwrap().exists(), "nothing is made before the options are read");
    for (option, cause) in [
        (&["--by", "pagerank"][..], "--by tells which entities --top N keeps"),
        (&["--max-nodes", "5"], "--max-nodes and --unlinked are about .dot, .svg and .png"),
        (&["--guard-formulas"], "--guard-formulas is about the tables of .csv"),
        (&["--links"], "--links is about .json"),
        (&["--base", "urn:x:"], "--base is about .ttl, .nt and .jsonld"),
    ] {
        let (code, _, errors) = unravel(&[&export, option].concat());
        assert_eq!(code, 2, "{option:?}");
        assert!(errors.contains(cause) && !table.exists(), "{option:?}: {errors}");
    }
}

#[test]
fn a_part_says_that_it_is_one() {
    let (folder, network) = sample::file();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (part, less, picture) = (path("part.json"), path("less.json"), path("less.svg"));
    let export = |of: &str, to: &str, options: &[&str]| {
        assert_eq!(unravel(&[&["export", of, "-o", to], options].concat()).0, 0);
    };
    export(network.to_str().unwrap(), &part, &["--status", "asserted,denied"]);
    export(&part, &less, &["--min-confidence", "0.5", "--top", "3"]);
    export(&less, &picture, &[]);
    let words = "asserted, denied; confidence 0.5 or more; the 3 of most neighbours";
    let graph = unravel::export::json::read(less.as_ref()).unwrap();
    assert_eq!(graph.info.selection.as_deref(), Some(words));
    let whole = unravel::export::json::read(&network).unwrap();
    assert_eq!(whole.info.selection, None);
    let picture = std::fs::read_to_string(picture).unwrap();
    let caption: String = picture
        .replace("</tspan>", "")
        .split('<')
        .map(|part| part.split_once('>').map_or("", |(_, text)| text).to_owned() + " ")
        .collect();
    let caption = caption.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(caption.contains(&format!("a part of the network: {words}")), "{caption}");
}

/// Every question and export of a part of a case agrees with that of its JSON graph.
#[test]
fn a_part_of_a_case_is_the_part_of_its_network() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let articles = folder.path().join("articles");
    std::fs::create_dir(&articles).unwrap();
    for entry in std::fs::read_dir("data/articles").unwrap().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with(['k', 'o']) {
            std::fs::copy(entry.path(), articles.join(name)).unwrap();
        }
    }
    let (case, json) = (path("a.case"), path("a.json"));
    let (code, ..) =
        unravel(&["build", "-q", articles.to_str().unwrap(), "-o", &case, "-o", &json]);
    assert_eq!(code, 0);
    let (_, _, errors) =
        unravel(&["export", &case, "-o", &path("b.json"), "--relation", "smugles"]);
    assert!(errors.contains("no relation type \"smugles\""), "{errors}");
    for options in [
        &[][..],
        &["--relation", "sanctions,acts_for"],
        &["--around", "North Korea", "--hops", "2", "--top", "20", "--by", "pagerank"],
        &["--since", "2010", "--undated", "--type", "organization"],
    ] {
        let (ids, types) = exported(case.as_ref(), options);
        assert!(!ids.is_empty() && !types.is_empty(), "{options:?}");
        assert_eq!((ids, types), exported(json.as_ref(), options), "{options:?}");
        for question in [
            &["show", "North Korea"][..],
            &["show", "location:north-korea"],
            &["neighbors", "North Korea"],
            &["find", "kor"],
            &["top", "-n", "5"],
            &["path", "North Korea", "Office 39"],
        ] {
            let ask = |network: &str| unravel(&[&["query", network], question, options].concat());
            let (code, answer, errors) = ask(&case);
            assert_eq!((code, errors.as_str()), (0, ""), "{options:?} {question:?}");
            assert_eq!(answer, ask(&json).1, "{options:?} {question:?}");
        }
    }
}
