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
        return !crate::consumers::skip("bash", false);
    };
    let said = String::from_utf8_lossy(&ran.stdout);
    if ran.status.code() == Some(3) {
        return !crate::consumers::skip(&format!("what the page needs ({})", said.trim()), false);
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

/// What a program that opens addresses is started with is no secret on this machine.
#[cfg(target_os = "linux")]
#[test]
fn the_browser_is_started_with_an_address_that_works_once() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::os::unix::fs::PermissionsExt;
    let (folder, network) = crate::sample::file();
    let opener = folder.path().join("xdg-open");
    let seen = folder.path().join("seen");
    let script =
        format!("#!/bin/sh\nprintf %s \"$1\" >'{0}.part' && mv '{0}.part' '{0}'\n", seen.display());
    std::fs::write(&opener, script).unwrap();
    std::fs::set_permissions(&opener, std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = std::env::var("PATH").unwrap();
    let mut serving = Command::new(env!("CARGO_BIN_EXE_unravel"))
        .arg("serve")
        .arg(&network)
        .env("PATH", format!("{}:{path}", folder.path().display()))
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut printed = String::new();
    BufReader::new(serving.stdout.take().unwrap()).read_line(&mut printed).unwrap();
    let waited = std::time::Instant::now();
    while !seen.exists() && waited.elapsed().as_secs() < 30 {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let opened = std::fs::read_to_string(&seen);
    let ask = |url: &str| {
        let (host, path) = url.trim_start_matches("http://").split_once('/').unwrap();
        let mut stream = std::net::TcpStream::connect(host).unwrap();
        write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    };
    let answers = opened.as_ref().map(|url| [ask(url), ask(url), ask(printed.trim())]);
    serving.kill().unwrap();
    serving.wait().unwrap();
    let token = printed.trim().split_once("token=").unwrap().1;
    let [first, second, page] = answers.as_ref().unwrap();
    assert!(!opened.as_ref().unwrap().contains(token), "the token is not told to everyone");
    assert!(
        first.starts_with("HTTP/1.1 303") && first.contains(&format!("location: /?token={token}"))
    );
    assert!(second.starts_with("HTTP/1.1 401"), "{second}");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
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
