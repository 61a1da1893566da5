//! The page in a real browser, and what the browser is given. The browser's part is in `tests/page`;
//! without Node or Chromium it is skipped, loudly.

use std::{
    path::{Path, PathBuf},
    process::Command,
};
use unravel::export::{self, Config, Format};

/// Runs a script of the project; false where something that it needs is missing.
fn run(script: &str, args: &[&Path]) -> bool {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    let Ok(ran) = Command::new("bash").arg(script).args(args).output() else {
        eprintln!("SKIPPED page: bash is missing");
        return false;
    };
    let said = String::from_utf8_lossy(&ran.stdout);
    if ran.status.code() == Some(3) {
        eprintln!("SKIPPED page: {}", said.trim());
        return false;
    }
    assert!(ran.status.success(), "{said}{}", String::from_utf8_lossy(&ran.stderr));
    true
}

#[test]
fn works_in_a_browser() {
    let folder = tempfile::tempdir().unwrap();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let [network, case]: [PathBuf; 2] = ["x.json", "x.case"].map(|name| folder.path().join(name));
    let built = Command::new(env!("CARGO_BIN_EXE_unravel"))
        .current_dir(root)
        .args(["-q", "build", "data/articles", "-o"])
        .arg(&network)
        .arg("-o")
        .arg(&case)
        .status()
        .unwrap();
    assert!(built.success());
    let program = Path::new(env!("CARGO_BIN_EXE_unravel"));
    run("tests/page/run.sh", &[program, &network, &case]);
}

#[test]
fn the_committed_page_is_what_its_sources_build() {
    run("viewer/check.sh", &[]);
}

#[test]
fn every_export_of_a_hostile_network_is_one_page() {
    let graph = crate::sample::graph();
    let mut page = Vec::new();
    export::write(&graph, Format::Html, &Config::default(), &mut page).unwrap();
    let page = String::from_utf8(page).unwrap();
    for end in ["</script>", "</style>", "</body>", "</html>"] {
        let expected = if end == "</script>" { 2 } else { 1 };
        assert_eq!(page.matches(end).count(), expected, "{end}");
    }
    assert!(!page.contains("OFAC &amp;"), "text stands in the data only, escaped");
    assert!(page.contains("OFAC \\u0026amp; S\u{f6}hne"));
}
