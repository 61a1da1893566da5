//! Hashes whatever decides how two names compare, so that comparisons which a case keeps are forgotten as soon
//! as a program that compares otherwise opens it; and whatever makes a network of readings, so that a network
//! which other code made is made again. Nothing else is made here.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash, Hasher},
    path::{Path, PathBuf},
};

/// Code and word lists that a comparison rests on, and the versions of crates that fold letters.
const RULES: [&str; 8] = [
    "src/names",
    "src/fold.rs",
    "src/gazetteer.rs",
    "src/resolve/compared.rs",
    "src/resolve/alike.rs",
    "src/resolve/judge.rs",
    "data",
    "Cargo.lock",
];

/// What the network rests on besides.
const NETWORK: [&str; 11] = [
    "src/document.rs",
    "src/entity.rs",
    "src/graph",
    "src/graph.rs",
    "src/mention.rs",
    "src/relation.rs",
    "src/resolve",
    "src/schema.rs",
    "src/sketch.rs",
    "src/span.rs",
    "src/store",
];

fn main() {
    let names = hash(&RULES);
    println!("cargo::rustc-env=UNRAVEL_NAME_RULES={names:016x}");
    let network = hash(&[&RULES[..], &NETWORK].concat());
    println!("cargo::rustc-env=UNRAVEL_NETWORK_RULES={network:016x}");
}

/// The hash of the files under these paths.
fn hash(paths: &[&str]) -> u64 {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hash = DefaultHasher::new();
    for rules in paths {
        println!("cargo::rerun-if-changed={rules}");
        let mut files = Vec::new();
        list(&root.join(rules), &mut files);
        for file in files {
            file.strip_prefix(&root).unwrap_or(&file).hash(&mut hash);
            fs::read(&file).unwrap_or_default().hash(&mut hash);
        }
    }
    hash.finish()
}

/// The files of a folder that hold rules, in a fixed order; sample articles hold none.
fn list(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_file() {
        return files.push(path.to_owned());
    }
    let mut inside: Vec<PathBuf> =
        fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    inside.sort();
    for path in inside.iter().filter(|path| path.file_name() != Some("articles".as_ref())) {
        list(path, files);
    }
}
