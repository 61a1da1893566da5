//! Cases for the tests: articles that speak of each other, and the program run among them.

use crate::reading::Case as Folder;
use std::fs;

/// Runs the program in the folder and compares the exit code; what it says on both streams.
pub fn say(folder: &Folder, arguments: &[&str], code: i32) -> String {
    let output = folder.unravel(arguments).output().unwrap();
    let said =
        [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}

/// A folder with short articles that speak of each other.
pub fn articles(count: usize) -> Folder {
    let folder = Folder::new();
    for n in 0..count {
        let (bank, ship) = (["Aurora Bank", "Borealis Bank", "Corvus Bank"][n % 3], n % 7);
        folder.write(
            &format!("news/{n:02}.txt"),
            format!(
                "The Treasury sanctioned {bank} on March {}, 2024. {bank} owns the ship Star {ship}. Maria \
                 Lopez leads {bank}, but denied that {bank} paid Green Pine Corporation.\n",
                1 + n % 28
            ),
        );
    }
    folder
}

/// A case of a few articles, made by the program.
pub fn small() -> Folder {
    let folder = articles(4);
    say(&folder, &["build", "-q", "news", "-o", "x.case", "-o", "n.json"], 0);
    folder
}

/// Two files of a folder have the same bytes.
pub fn same(folder: &Folder, one: &str, other: &str) {
    let [one, other] = [one, other].map(|name| fs::read_to_string(folder.path(name)).unwrap());
    assert_eq!(one, other);
}
