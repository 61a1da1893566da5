//! Relation types and patterns of a user's own, from the file to the network.

use crate::reading::Case;
use serde_json::Value;

const MINE: &str = r#"[relation.smuggles_for]
about = "smuggles goods for"
pack = "mine"
subject = ["person", "organization", "group"]
object = ["person", "organization", "location"]

[lists]
smugglers = ["smuggler", "courier"]

[[verb]]
name = "smuggle-for"
type = "smuggles_for"
verbs = ["smuggle"]
object = ["for"]

[[sequence]]
name = "smuggler-of"
type = "smuggles_for"
rows = ["S , ~1 @smugglers for|of O"]

[[example]]
text = "[PER Ann Lee] smuggled chips for [ORG Acme]."
says = ["Ann Lee smuggles_for Acme"]
"#;

const ARTICLE: &str = "Viktor Petrov smuggled microchips for Acme Trading Company, the court heard.\n\n\
    Maria Lopez, a courier of Acme Trading Company, was arrested in Madrid.\n";

/// Exit code, what is printed, what is said.
fn run(case: &Case, arguments: &[&str]) -> (i32, String, String) {
    let output = case.unravel(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

#[test]
fn a_relation_of_ones_own_reaches_the_network_with_its_evidence() {
    let case = Case::new();
    case.write("mine.toml", MINE).write("a.txt", ARTICLE);
    let arguments = ["build", "-q", "a.txt", "--schema", "mine.toml", "-o", "graph.json"];
    let (code, _, said) = run(&case, &arguments);
    assert_eq!((code, said.as_str()), (0, ""));
    let text = std::fs::read_to_string(case.path("graph.json")).unwrap();
    let graph: Value = serde_json::from_str(&text).unwrap();
    let edges = graph["edges"].as_array().unwrap();
    let mine: Vec<&Value> = edges.iter().filter(|e| e["type"] == "smuggles_for").collect();
    let found: Vec<(&str, &str, &str)> = mine
        .iter()
        .map(|e| {
            let evidence = &e["evidence"][0];
            (
                e["source"].as_str().unwrap(),
                evidence["extractor"].as_str().unwrap(),
                evidence["text"].as_str().unwrap(),
            )
        })
        .collect();
    let [first, second] = [
        "Viktor Petrov smuggled microchips for Acme Trading Company, the court heard.",
        "Maria Lopez, a courier of Acme Trading Company, was arrested in Madrid.",
    ];
    assert!(found.contains(&("person:viktor-petrov", "pattern:smuggle-for", first)), "{found:#?}");
    assert!(found.contains(&("person:maria-lopez", "pattern:smuggler-of", second)), "{found:#?}");
    // The built-in patterns are still there.
    assert!(edges.iter().any(|e| e["type"] != "smuggles_for"), "{edges:#?}");
    let (code, ..) = run(&case, &["verify", "graph.json"]);
    assert_eq!(code, 0);
    let (code, ..) = run(&case, &["curate", "graph.json", "--schema", "mine.toml", "log"]);
    assert_eq!(code, 0);
}

/// FollowTheMoney entities that link two others, by schema.
fn links(case: &Case, arguments: &[&str], name: &str) -> [usize; 2] {
    let (code, _, said) = run(case, arguments);
    assert_eq!((code, said.as_str()), (0, ""));
    let text = std::fs::read_to_string(case.path(name)).unwrap();
    let entities: Vec<Value> = text.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    ["Representation", "UnknownLink"].map(|schema| {
        let words = |e: &&Value| e["properties"]["role"][0] == "smuggles for";
        entities.iter().filter(|e| e["schema"] == schema).filter(words).count()
    })
}

#[test]
fn what_a_relation_of_ones_own_is_to_others_is_heeded() {
    let case = Case::new();
    let pack = "pack = \"mine\"\n";
    let ftm = format!("{pack}ftm = [\"Representation\", \"agent\", \"client\"]\n");
    case.write("mine.toml", MINE.replace(pack, &ftm)).write("a.txt", ARTICLE);
    let build = ["build", "-q", "a.txt", "--schema", "mine.toml", "-o", "g.json", "-o", "a.ftm"];
    let [facts, unknown] = links(&case, &build, "a.ftm");
    assert!(facts > 0 && unknown == 0, "{facts} {unknown}");
    let export = ["export", "g.json", "--schema", "mine.toml", "-o", "b.ftm"];
    assert_eq!(links(&case, &export, "b.ftm"), [facts, 0]);
    // Who does not say what it is gets a link that says nothing wrong.
    assert_eq!(links(&case, &["export", "g.json", "-o", "c.ftm"], "c.ftm"), [0, facts]);
    let build = ["build", "-q", "a.txt", "--schema", "mine.toml", "-o", "kept.case"];
    assert_eq!(run(&case, &build).0, 0);
    assert_eq!(links(&case, &["export", "kept.case", "-o", "d.ftm"], "d.ftm"), [facts, 0]);
}

#[test]
fn check_says_every_mistake_and_build_says_the_same() {
    let case = Case::new();
    let bad = MINE
        .replace("about", "abuot")
        .replace("[\"person\", \"organization\", \"group\"]", "[\"persn\"]")
        .replace("@smugglers", "@smuglers")
        .replace("object = [\"for\"]", "object = [\"fro\"]\nscore = 7");
    case.write("mine.toml", MINE).write("bad.toml", bad).write("a.txt", ARTICLE);
    let (code, printed, said) = run(&case, &["schema", "check", "mine.toml"]);
    assert_eq!((code, said.as_str()), (0, ""));
    assert_eq!(printed, "mine.toml: 1 relation type, 2 patterns, 1 example, fine\n");

    let (code, printed, said) = run(&case, &["schema", "check", "bad.toml"]);
    let mistakes = "\
bad.toml:2:1: unknown key \"abuot\" in [relation.smuggles_for]; did you mean about?
bad.toml:4:12: unknown entity type \"persn\"; did you mean person?
bad.toml:14:11: \"fro\" is no slot; did you mean for?
bad.toml:15:9: `score` is a probability from 0 to 1: the share of right links among those found
bad.toml:20:17: no list named smuglers; did you mean smugglers?
";
    assert_eq!((code, printed.as_str()), (2, ""));
    assert_eq!(said, format!("{mistakes}unravel: bad.toml: 5 mistakes\n"));

    let arguments = ["build", "a.txt", "--schema", "bad.toml", "-o", "graph.json"];
    let (code, _, said) = run(&case, &arguments);
    assert_eq!((code, said), (2, format!("unravel: {mistakes}")));
    assert!(!case.path("graph.json").exists());
}

#[test]
fn check_tries_the_examples_and_warns() {
    let case = Case::new();
    case.write("carried.toml", MINE.replace("Lee] smuggled", "Lee] carried"))
        .write("lonely.toml", MINE.split("[lists]").next().unwrap());
    let (code, _, said) = run(&case, &["schema", "check", "carried.toml"]);
    assert_eq!(code, 2);
    assert_eq!(
        said,
        "carried.toml:23:9: Ann Lee smuggles_for Acme is not found in the example; found is nothing\n\
         unravel: carried.toml: 1 mistake\n"
    );
    let (code, printed, said) = run(&case, &["schema", "check", "lonely.toml"]);
    assert_eq!(
        (code, printed.as_str()),
        (0, "lonely.toml: 1 relation type, 0 patterns, 1 warning\n")
    );
    assert!(
        said.starts_with("lonely.toml:1:11: warning: nothing will find smuggles_for: "),
        "{said}"
    );
    let (code, _, said) = run(&case, &["schema", "check", "none.toml"]);
    assert!(code == 2 && said.contains("none.toml: cannot be read"), "{said}");
}
