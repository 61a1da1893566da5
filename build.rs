//! Hashes whatever decides how two names compare, so that comparisons which a case keeps are forgotten as soon
//! as a program that compares otherwise opens it. Nothing else is made here.

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

fn main() {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let mut hash = DefaultHasher::new();
    for rules in RULES {
        println!("cargo::rerun-if-changed={rules}");
        let mut files = Vec::new();
        list(&root.join(rules), &mut files);
        for file in files {
            file.strip_prefix(&root).unwrap_or(&file).hash(&mut hash);
            fs::read(&file).unwrap_or_default().hash(&mut hash);
        }
    }
    println!("cargo::rustc-env=UNRAVEL_NAME_RULES={:016x}", hash.finish());
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
