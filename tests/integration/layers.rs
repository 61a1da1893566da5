//! The dependency rule of ARCHITECTURE.md, read off the source: data flows one way, nouns never
//! import verbs, verbs never import each other, only the command line prints or exits.

use regex::Regex;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const NOUNS: &[&str] = &[
    "error",
    "span",
    "schema",
    "document",
    "mention",
    "entity",
    "relation",
    "ledger",
    "sketch",
    "graph",
    "watchlist",
];
const VERBS: &[&str] =
    &["ingest", "recognize", "resolve", "relate", "curate", "analyze", "export", "screen"];

/// What each module of the library may import.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let nouns_up_to =
        |last: &str| -> Vec<&str> { NOUNS.iter().copied().take_while(|n| *n != last).collect() };
    let mut allowed: BTreeMap<&str, Vec<&str>> =
        NOUNS.iter().map(|noun| (*noun, nouns_up_to(noun))).collect();
    for noun in ["sketch", "graph"] {
        allowed.entry(noun).or_default().push("fold");
    }
    for verb in VERBS {
        allowed.insert(verb, [NOUNS, &["fold", "names", "gazetteer", "layout"]].concat());
    }
    for searching in ["recognize", "relate"] {
        allowed.entry(searching).or_default().push("pattern");
    }
    for neural in ["recognize", "resolve", "relate"] {
        allowed.entry(neural).or_default().push("nn");
    }
    allowed.insert("nn", vec!["error"]);
    allowed.insert("pattern", vec!["span"]);
    allowed.insert("fold", vec![]);
    allowed.insert("layout", vec![]);
    allowed.insert("names", vec!["fold", "gazetteer"]);
    allowed.insert("gazetteer", vec!["fold"]);
    for support in ["eval", "verify"] {
        allowed.insert(support, NOUNS.to_vec());
    }
    allowed.insert("store", NOUNS.to_vec());
    allowed.insert("feed", [NOUNS, &["export"]].concat());
    allowed.insert("view", [NOUNS, &["export"]].concat());
    allowed.insert("pipeline", [NOUNS, VERBS, &["nn", "store"]].concat());
    allowed
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// Module of the crate -> its code without comments and tests, file by file.
fn modules() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut modules: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for file in files {
        let first = file.strip_prefix(&root).unwrap().components().next().unwrap();
        let module = first.as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned();
        // Tests of a verb may make their documents with `ingest`.
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        if name.starts_with("tests") {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = without_tests(&text);
        let code = code.lines().filter(|l| !l.trim_start().starts_with("//"));
        modules.entry(module).or_default().push((file, code.collect::<Vec<_>>().join("\n")));
    }
    modules
}

/// The code without the item after each `#[cfg(test)]`, be it a line or a block.
fn without_tests(text: &str) -> String {
    let mut code = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if line.trim() != "#[cfg(test)]" {
            code.push(line);
            continue;
        }
        let item = lines.by_ref().find(|line| !line.trim_start().starts_with("#["));
        if item.is_some_and(|item| !item.ends_with([';', '}'])) {
            let end = line.replace("#[cfg(test)]", "}");
            lines.by_ref().find(|line| line.starts_with(&end));
        }
    }
    code.join("\n")
}

#[test]
fn only_the_tests_are_left_out() {
    let text = "mod a;\n#[cfg(test)]\n#[expect(x)]\nmod tests;\nuse b;\nimpl C {\n    #[cfg(test)]\n    \
                fn d() {\n        e {\n        }\n    }\n    fn f() {}\n}\n#[cfg(test)]\nmod g {\n    h\n}\nuse i;";
    assert_eq!(without_tests(text), "mod a;\nuse b;\nimpl C {\n    fn f() {}\n}\nuse i;");
}

/// The crate's modules that a piece of code names, in `use crate::{a::…, b::…}` and in paths.
fn imports(code: &str) -> BTreeSet<String> {
    let single = Regex::new(r"crate::([A-Za-z_]\w*)").unwrap();
    let group = Regex::new(r"crate::\{").unwrap();
    let mut found: BTreeSet<String> = single.captures_iter(code).map(|c| c[1].to_owned()).collect();
    for start in group.find_iter(code).map(|m| m.end()) {
        let (mut depth, mut word, mut at_start) = (1, String::new(), true);
        for c in code[start..].chars() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            let is_word = c.is_alphanumeric() || c == '_';
            if depth == 1 && at_start && is_word {
                word.push(c);
                continue;
            }
            if !word.is_empty() {
                found.insert(std::mem::take(&mut word));
                at_start = false;
            }
            if depth == 1 && c == ',' {
                at_start = true;
            }
            if depth == 0 {
                break;
            }
        }
    }
    found
}

#[test]
fn imports_are_found_in_groups_and_paths() {
    let code = "use crate::{a::{B, C}, d,\n e::F};\nlet x = crate::g::h();\nuse crate::i;";
    let found: Vec<String> = imports(code).into_iter().collect();
    assert_eq!(found, ["a", "d", "e", "g", "i"]);
}

/// What a network is made with: the code of which `build.rs` takes the hash. What it does not hash cannot change a network:
/// errors, decisions, and what is asked of readings before they are stored.
#[test]
fn all_that_makes_a_network_is_hashed() {
    let build = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("build.rs")).unwrap();
    let hashed = Regex::new(r#""src/(\w+)(?:\.rs)?[/"]"#).unwrap();
    let hashed: BTreeSet<&str> =
        hashed.captures_iter(&build).map(|c| c.get(1).unwrap().as_str()).collect();
    let modules = modules();
    for module in ["graph", "resolve", "sketch", "store"] {
        for (file, code) in &modules[module] {
            for import in imports(code).iter().filter(|import| modules.contains_key(*import)) {
                assert!(
                    hashed.contains(import.as_str())
                        || ["error", "ledger", "nn"].contains(&import.as_str()),
                    "build.rs does not hash {import}, which {} imports",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn data_flows_one_way() {
    let allowed = allowed();
    let mut broken = Vec::new();
    for (module, files) in modules() {
        if matches!(module.as_str(), "lib" | "main" | "cli") {
            continue;
        }
        let Some(may) = allowed.get(module.as_str()) else {
            broken.push(format!("{module}: a module that the rule does not know"));
            continue;
        };
        for (file, code) in files {
            for import in imports(&code) {
                if import != module && !may.contains(&import.as_str()) {
                    broken.push(format!("{}: {module} imports {import}", file.display()));
                }
            }
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

#[test]
fn only_the_command_line_prints_or_exits() {
    let talks = Regex::new(r"\b(e?print(ln)?!|process::exit|process::abort)").unwrap();
    for (module, files) in modules() {
        for (file, code) in files {
            let line = code.lines().find(|line| talks.is_match(line));
            let may = matches!(module.as_str(), "main" | "cli");
            assert!(may || line.is_none(), "{}: {}", file.display(), line.unwrap_or_default());
        }
    }
}

#[test]
fn only_nn_knows_the_engine() {
    let engine = Regex::new(r"\brten(_\w+)?\b").unwrap();
    for (module, files) in modules() {
        for (file, code) in files {
            assert!(module == "nn" || !engine.is_match(&code), "{} names rten", file.display());
        }
    }
}
