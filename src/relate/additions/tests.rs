//! Files of users: what they add, and what is said of those that are wrong.

use super::{Additions, judge};
use crate::{
    error::Error,
    ingest,
    relate::Patterns,
    schema::{EntityType, Schema},
};
use std::{path::Path, sync::LazyLock};

static PATTERNS: LazyLock<Patterns> = LazyLock::new(Patterns::built_in);
static SCHEMA: LazyLock<Schema> = LazyLock::new(Schema::built_in);

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
"#;

/// What is wrong with a file, each as line, column and cause; and its warnings.
fn judged(text: &str) -> (Vec<String>, Vec<String>) {
    match judge(text, Path::new("mine.toml"), &SCHEMA, &PATTERNS) {
        Ok(judged) => (Vec::new(), judged.warnings.iter().map(ToString::to_string).collect()),
        Err(Error::Schema { mistakes, .. }) => {
            (mistakes.iter().map(ToString::to_string).collect(), Vec::new())
        }
        Err(error) => panic!("{error}"),
    }
}

/// Adds a file and tries its examples.
fn tried(text: &str) -> Vec<String> {
    let (mut schema, mut patterns) = (Schema::built_in(), Patterns::built_in());
    let added = Additions::parse(text, Path::new("mine.toml"), &mut schema, &mut patterns)
        .unwrap_or_else(|error| panic!("{error}"));
    let failures = added.failures(&schema, &patterns, |text| ingest::document("example", text));
    failures.iter().map(ToString::to_string).collect()
}

/// A file with these examples behind it.
fn with_examples(file: &str, examples: &[(&str, &[&str])]) -> String {
    examples.iter().fold(file.to_owned(), |file, (text, says)| {
        format!("{file}\n[[example]]\ntext = {text:?}\nsays = {says:?}\n")
    })
}

#[test]
fn a_relation_of_ones_own_is_found_in_every_voice_and_form() {
    let file = with_examples(
        MINE,
        &[
            ("[PER Ann Lee] smuggled chips for [ORG Acme].", &["Ann Lee smuggles_for Acme"]),
            ("[PER Ann Lee] smuggles chips for [ORG Acme].", &["Ann Lee smuggles_for Acme"]),
            (
                "[PER Ann Lee] was arrested for smuggling chips for [ORG Acme].",
                &["Ann Lee smuggles_for Acme"],
            ),
            (
                "Chips were smuggled by [PER Ann Lee] for [LOC Iran].",
                &["Ann Lee smuggles_for Iran"],
            ),
            ("[PER Ann Lee], a courier of [ORG Acme], fled.", &["Ann Lee smuggles_for Acme"]),
            (
                "[PER Ann Lee] allegedly smuggled chips for [ORG Acme].",
                &["Ann Lee smuggles_for? Acme"],
            ),
            // Ends that the relation does not allow, and what is not said.
            ("[LOC Iran] smuggled chips for [ORG Acme].", &[]),
            (
                "[PER Ann Lee] did not smuggle chips for [ORG Acme].",
                &["Ann Lee smuggles_for! Acme"],
            ),
        ],
    );
    assert_eq!(tried(&file), [""; 0]);
}

#[test]
fn examples_that_fail_say_what_is_found_instead() {
    let file = with_examples(
        MINE,
        &[
            ("[PER Ann Lee] carried chips for [ORG Acme].", &["Ann Lee smuggles_for Acme"]),
            ("[PER Ann Lee] smuggled chips for [ORG Acme].", &[]),
            ("[LOC Iran] smuggled chips for [ORG Acme].", &["Iran smuggles_for Acme"]),
            ("[PER Ann Lee] smuggled chips for [ORG Acme].", &["Ann Lee smuggles_for! Acme"]),
        ],
    );
    assert_eq!(
        tried(&file),
        [
            "23:9: Ann Lee smuggles_for Acme is not found in the example; found is nothing",
            "26:8: Ann Lee smuggles_for Acme is found in the example, and `says` does not name it",
            "31:9: Iran smuggles_for Acme is never found: smuggles_for allows no location as its subject",
            "35:9: Ann Lee smuggles_for! Acme is not found in the example; found is Ann Lee smuggles_for Acme; Ann Lee supplies Acme",
            "34:8: Ann Lee smuggles_for Acme is found in the example, and `says` does not name it",
        ]
    );
}

#[test]
fn irregular_verbs_have_their_forms_and_symmetric_types_no_direction() {
    let file = "irregular = [\"forsake forsook forsaken\"]\n\
        [relation.rivals]\nsymmetric = true\nsubject = [\"person\"]\nobject = [\"person\"]\n\
        [relation.forsakes]\nsubject = [\"organization\"]\nobject = [\"location\"]\n\
        [[verb]]\nname = \"forsake\"\ntype = \"forsakes\"\nverbs = [\"forsake\"]\n\
        [[sequence]]\nname = \"rival-of\"\ntype = \"rivals\"\nrows = [\"O , ~2 rival of S\"]\n";
    let file = with_examples(
        file,
        &[
            ("[ORG Hamas] forsook [LOC Gaza].", &["Hamas forsakes Gaza"]),
            ("[LOC Gaza] was forsaken by [ORG Hamas].", &["Hamas forsakes Gaza"]),
            ("[PER Ann], an old rival of [PER Bo], left.", &["Bo rivals Ann"]),
            ("[PER Ann], an old rival of [PER Bo], left.", &["Ann rivals Bo"]),
        ],
    );
    assert_eq!(tried(&file), [""; 0]);
}

#[test]
fn a_list_of_a_known_name_grows_for_every_row() {
    let file = with_examples(
        "[lists]\nheads = [\"grand vizier\"]\n",
        &[
            ("[PER Ann Lee], grand vizier of [ORG Acme], left.", &["Ann Lee leads Acme"]),
            ("[PER Ann Lee], president of [ORG Acme], left.", &["Ann Lee leads Acme"]),
        ],
    );
    assert_eq!(tried(&file), [""; 0]);
}

#[test]
fn a_pattern_of_a_known_name_is_replaced_with_its_measured_score() {
    let (mut schema, mut patterns) = (Schema::built_in(), Patterns::built_in());
    let count = patterns.verbs.len() + patterns.sequences.len();
    let measured = patterns.score("accuse", false, 0.5);
    let file = "[[sequence]]\nname = \"accuse\"\ntype = \"accuses\"\nrows = [\"S blames O\"]\n";
    let read = Additions::parse(file, Path::new("mine.toml"), &mut schema, &mut patterns);
    assert_eq!(read.map(|a| a.patterns).ok(), Some(1));
    assert!(patterns.verbs.iter().all(|p| p.name != "accuse"));
    assert_eq!(patterns.verbs.len() + patterns.sequences.len(), count);
    assert!(measured > 0.6);
    // An unmeasured pattern counts as right as often as wrong, which is above the floor.
    assert_eq!(patterns.score("accuse", false, 0.5).to_bits(), 0.5_f32.to_bits());
    assert!(patterns.floor < 0.5);
}

#[test]
fn nothing_is_added_of_a_wrong_file() {
    let (mut schema, mut patterns) = (Schema::built_in(), Patterns::built_in());
    let wrong = MINE.replace("@smugglers", "@smuglers");
    let read = Additions::parse(&wrong, Path::new("mine.toml"), &mut schema, &mut patterns);
    let error = read.map(|_| ()).map_err(|e| e.to_string());
    let cause = "mine.toml:19:17: no list named smuglers; did you mean smugglers?";
    assert_eq!(error, Err(cause.to_owned()));
    assert_eq!(schema, *SCHEMA);
    assert!(!patterns.lists.contains_key("smugglers"));
}

/// Every kind of mistake: what is put into the good file in whose place, and what is said of it.
#[test]
fn each_mistake_is_said_with_its_place_and_what_to_do() {
    let cases: &[(&str, &str, &str)] = &[
        ("about = \"smuggles goods for\"", "about = smuggles", "2:9: not TOML: "),
        (
            "about =",
            "abuot =",
            "2:1: unknown key \"abuot\" in [relation.smuggles_for]; did you mean about?",
        ),
        ("[lists]", "[colours]", "7:2: unknown key \"colours\" in the file; known are relation, "),
        (
            "verbs =",
            "verb =",
            "10:1: [[verb]] has no `verbs`; name at least one in its base form: ",
        ),
        ("verbs = [\"smuggle\"]", "verbs = []", "10:1: [[verb]] has no `verbs`; "),
        (
            "verbs = [\"smuggle\"]",
            "verbs = \"smuggle\"",
            "13:9: `verbs` is a list of strings, verbs = [\"…\"], not a string",
        ),
        (
            "\"smuggle\"",
            "\"smuggle in\"",
            "13:10: \"smuggle in\" is no verb: one plain word in lower case",
        ),
        (
            "[\"person\", \"organization\", \"group\"]",
            "[\"persn\"]",
            "4:12: unknown entity type \"persn\"; did you mean person?",
        ),
        (
            "[\"person\", \"organization\", \"group\"]",
            "[\"robot\"]",
            "4:12: unknown entity type \"robot\"; ends are person, organization, location, group",
        ),
        (
            "[\"person\", \"organization\", \"group\"]",
            "[\"norp\"]",
            "4:12: norp never is an end of a relation: ",
        ),
        (
            "[\"person\", \"organization\", \"group\"]",
            "[\"iban\"]",
            "4:12: iban is a value and never an end of a relation; ",
        ),
        (
            "[\"person\", \"organization\", \"group\"]",
            "[]",
            "4:11: `subject` of [relation.smuggles_for] is empty; name the types that may stand there: ",
        ),
        (
            "object = [\"person\", \"organization\", \"location\"]\n",
            "",
            "1:11: `object` of [relation.smuggles_for] is missing; ",
        ),
        (
            "pack = \"mine\"",
            "symmetric = true",
            "1:11: [relation.smuggles_for] is symmetric, so `subject` and `object` need the same types",
        ),
        (
            "pack = \"mine\"",
            "symmetric = \"yes\"",
            "3:13: `symmetric` is true or false, not a string",
        ),
        ("pack = \"mine\"", "ftm = [\"Ownership\", \"owner\"]", "3:7: `ftm` is three strings: "),
        ("pack = \"mine\"", "pack = 3", "3:8: `pack` is one string, not an integer"),
        (
            "[relation.smuggles_for]",
            "[relation.\"smuggles for\"]",
            "1:11: \"smuggles for\" is no name: write letters, digits, `_` and `-`",
        ),
        (
            "type = \"smuggles_for\"\nverbs",
            "type = \"smugles_for\"\nverbs",
            "12:8: no relation type is named \"smugles_for\"; did you mean smuggles_for?",
        ),
        (
            "type = \"smuggles_for\"\nverbs",
            "type = \"robs\"\nverbs",
            "12:8: no relation type is named \"robs\"; declare it as [relation.robs]",
        ),
        ("type = \"smuggles_for\"\nverbs", "verbs", "10:1: [[verb]] has no `type`; write type = "),
        ("[[verb]]", "[verb]", "10:1: write [[verb]] with two brackets: there can be many"),
        (
            "object = [\"for\"]",
            "object = [\"fro\"]",
            "14:11: \"fro\" is no slot; did you mean for?",
        ),
        (
            "object = [\"for\"]",
            "object = [\"surfcae\"]",
            "14:11: \"surfcae\" is no slot; did you mean surface?",
        ),
        (
            "object = [\"for\"]",
            "object = [\"on behalf\"]",
            "14:11: \"on behalf\" is no slot: one plain word in lower case",
        ),
        (
            "object = [\"for\"]",
            "with = [[\"on\"]]",
            "14:9: `with` is a list of pairs, preposition and noun: ",
        ),
        ("object = [\"for\"]", "score = 1.5", "14:9: `score` is a probability from 0 to 1: "),
        ("object = [\"for\"]", "score = nan", "14:9: `score` is a probability from 0 to 1: "),
        ("object = [\"for\"]", "score = \"high\"", "14:9: `score` is a number, such as 0.7"),
        (
            "object = [\"for\"]",
            "status = \"aledged\"",
            "14:10: unknown status \"aledged\"; did you mean alleged?",
        ),
        (
            "object = [\"for\"]",
            "object_types = [\"person\", \"group\"]\nsubject_types = [\"location\"]",
            "15:18: smuggles_for allows no location as its subject; allowed are person, organization, group",
        ),
        (
            "name = \"smuggler-of\"",
            "name = \"smuggle-for\"",
            "17:8: a second pattern named \"smuggle-for\", the first is in line 11; choose another name",
        ),
        (
            "name = \"smuggler-of\"",
            "name = \"co-accused\"",
            "17:8: co-accused is a rule of the program; choose another name",
        ),
        ("@smugglers", "@agent", "19:17: no list named agent; did you mean agents?"),
        ("for|of O", "for|of X", "19:35: words are lower case, slots are S and O: X"),
        ("for|of O", "for|of it", "19:10: row needs both S and O: "),
        ("for|of O", "for||of O", "19:28: no word, mark or slot of the row language: for||of"),
        ("S , ~1", "S , ~many", "19:14: ~ needs a number up to 40, such as ~3: ~many"),
        ("S , ~1", "S, ~1", "19:10: `,` is an item of its own, with blanks around it: S,"),
        ("of O", "of O:persn", "19:35: unknown entity type persn in O:persn; did you mean person?"),
        ("\"S , ~1", "\"S:country , ~1", "19:9: smuggles_for allows no location as its subject; "),
        ("rows = [", "row = [", "16:1: [[sequence]] has no `rows`; write rows = "),
        ("\"courier\"", "\"Courier\"", "8:26: words are lower case: write \"courier\""),
        (
            "\"courier\"",
            "\"double  blank\"",
            "8:26: \"double  blank\": words with one blank between them",
        ),
        ("\"courier\"", "7", "8:26: `smugglers` holds strings, not an integer"),
    ];
    for (good, wrong, said) in cases {
        assert!(MINE.contains(good), "{good}");
        let (mistakes, _) = judged(&MINE.replace(good, wrong));
        assert!(mistakes.iter().any(|m| m.starts_with(said)), "{wrong}: {said}\n{mistakes:#?}");
    }
    let tops: &[(&str, &str)] = &[
        (
            "entity_types = [\"person\", \"robot\"]\n",
            "1:27: \"robot\" cannot be added: `entity_types` is fixed; leave it out",
        ),
        (
            "irregular = [\"overrun overran\"]\n",
            "1:14: \"overrun overran\" is no irregular verb: base, past and participle, ",
        ),
        ("lists = 3\n", "1:9: `lists` is a table; write [lists]"),
        ("verb = 3\n", "1:8: `verb` is a table; write [[verb]]"),
        ("relation = [3]\n", "1:12: `relation` is a table; write [relation.NAME]"),
        ("relation.x = 3\n", "1:14: [relation.x] is a table, not one integer"),
        (
            "[[example]]\ntext = \"[XX Ann].\"\nsays = []\n",
            "2:8: \"XX\" is no mark; marks are PER, ",
        ),
        (
            "[[example]]\ntext = \"[PER Ann.\"\nsays = []\n",
            "2:8: a mark is opened by [ but not closed by ]",
        ),
        ("[[example]]\ntext = \"[PER Ann] ran.\"\n", "1:1: [[example]] has no `says`; "),
        (
            "[[example]]\ntext = \"[PER Ann] paid [PER Bo].\"\nsays = [\"Anne finances Bo\"]\n",
            "3:9: the text marks no \"Anne\"; mark it as in [PER Anne]",
        ),
        (
            "[[example]]\ntext = \"[PER Ann] paid [PER Bo].\"\nsays = [\"Ann paid Bo\"]\n",
            "3:9: \"Ann paid Bo\" names no relation type between two names; ",
        ),
    ];
    for (text, said) in tops {
        let (mistakes, _) = judged(text);
        assert!(mistakes.iter().any(|m| m.starts_with(said)), "{text}: {said}\n{mistakes:#?}");
    }
}

#[test]
fn all_mistakes_are_said_at_once_in_the_order_of_the_file() {
    let wrong =
        MINE.replace("about", "abuot").replace("@smugglers", "@x").replace("\"for\"", "\"fr\"");
    let (mistakes, _) = judged(&wrong);
    let lines: Vec<&str> = mistakes.iter().filter_map(|m| m.split(':').next()).collect();
    assert_eq!(lines, ["2", "14", "19"]);
    // What is not TOML is said line by line too.
    let (mistakes, _) = judged("a = \n[relation.x\nsubject = [\"person\"]\nb = = 3\n");
    let lines: Vec<&str> = mistakes.iter().filter_map(|m| m.split(':').next()).collect();
    assert_eq!(lines, ["1", "2", "4"]);
}

#[test]
fn what_is_surely_not_meant_is_a_warning() {
    let cases: &[(&str, &str, &str)] = &[
        (
            "object = [\"for\"]",
            "object = [\"for\"]\nscore = 0.1",
            "15:9: nothing it finds is kept: scores below 0.2 are dropped; without `score` it is 0.5",
        ),
        (
            "object = [\"for\"]",
            "object = [\"for\"]\nnouns = [\"chips\"]",
            "15:10: \"chips\" is never found: nouns are compared in the singular, write \"chip\"",
        ),
        (
            "\"smuggle\"",
            "\"sold\"",
            "13:10: \"sold\" is read as a form of sell: write the base form",
        ),
        (
            "object = [\"for\"]",
            "object = [\"subject\"]",
            "14:11: subject and object both stand in the slot \"subject\": only members of one list are linked",
        ),
        ("of O", "of O O", "19:9: O stands twice in the row, and only the last counts"),
        ("@smugglers", "@agents", "8:1: no row uses the list smugglers: write @smugglers in one"),
    ];
    for (good, other, said) in cases {
        let (mistakes, warnings) = judged(&MINE.replace(good, other));
        assert_eq!(mistakes, [""; 0], "{other}");
        assert!(warnings.iter().any(|w| w.starts_with(said)), "{other}: {said}\n{warnings:#?}");
    }
    let alone = MINE.split("[lists]").next().unwrap_or_default();
    assert_eq!(
        judged(alone).1,
        [
            "1:11: nothing will find smuggles_for: no pattern states it, and only a model trained on \
          it could; add a [[verb]] or [[sequence]] with type = \"smuggles_for\""
        ]
    );
    assert_eq!(judged("").1.len(), 1);
    assert_eq!(judged(MINE), (Vec::new(), Vec::new()));
}

/// The built-in files as one file of a user: what we write ourselves is right.
fn built_in() -> String {
    let patterns = include_str!("../../../data/patterns.toml");
    let (head, rest) = patterns.split_once("[cues]").expect("the file has cues");
    let (_, rest) = rest.split_once("# -----").expect("patterns follow");
    let head = head.replace("floor = 0.2\n", "").replace("rival = 0.7\n", "");
    format!("{}\n{head}\n# -----{rest}", include_str!("../../../data/schema.toml"))
}

#[test]
fn the_built_in_files_are_a_right_file() {
    let (mistakes, warnings) = judged(&built_in());
    assert_eq!(mistakes, [""; 0]);
    // "found" is the base of "founded" too, and of "X, Town, Country" the country is meant.
    let known = |w: &&String| {
        !w.contains("\"found\" is read as a form of find")
            && !w.ends_with("O stands twice in the row, and only the last counts")
    };
    let other: Vec<&String> = warnings.iter().filter(known).collect();
    assert!(other.is_empty(), "{other:#?}");
}

/// What docs/SCHEMA.md teaches is true: its pieces are one right file, and its examples hold.
#[test]
fn the_manual_is_a_right_file() {
    let manual = include_str!("../../../docs/SCHEMA.md");
    let pieces = manual.split("```toml\n").skip(1).filter_map(|piece| piece.split("```").next());
    let (first, rest): (Vec<&str>, Vec<&str>) = pieces.partition(|p| p.starts_with("irregular"));
    let file = [first, rest].concat().join("\n");
    assert_eq!(judged(&file), (Vec::new(), Vec::new()));
    assert_eq!(tried(&file), [""; 0]);
}

#[test]
fn a_mangled_file_is_judged_and_never_a_panic() {
    let whole = with_examples(
        MINE,
        &[("[PER Ann Lee] smuggled chips for [ORG Acme].", &["Ann Lee smuggles_for Acme"])],
    );
    for (at, letter) in whole.char_indices() {
        judged(&whole[..at]);
        judged(&whole[at..]);
        let (before, after) = (&whole[..at], &whole[at + letter.len_utf8()..]);
        judged(&format!("{before}{after}"));
        judged(&format!("{before}é{after}"));
        judged(&format!("{before}\"{after}"));
    }
    let whole = built_in();
    for (at, _) in whole.match_indices('\n').step_by(3) {
        judged(&whole[..at]);
        judged(&whole[..whole.floor_char_boundary(at.saturating_sub(5))]);
    }
}

#[test]
fn every_entity_type_is_listed_once() {
    let known: std::collections::BTreeSet<EntityType> = EntityType::ALL.into_iter().collect();
    assert_eq!(known.len(), EntityType::ALL.len());
    assert!(EntityType::ALL.iter().filter(|t| !t.is_value()).count() == EntityType::ENDS.len() + 1);
}
