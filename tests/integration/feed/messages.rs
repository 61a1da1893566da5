//! What a user is told when it does not work, and what is told beforehand. Needs no database but for
//! the wrong password.

use super::{Network, hostile, servers::address};
use crate::sample;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    thread,
};

/// A port of loopback where nobody listens.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

#[test]
fn a_server_that_is_not_there() {
    let network = Network::new("one", &sample::graph());
    let port = closed_port();
    for url in
        ["bolt://127.0.0.1", "neo4j://127.0.0.1", "falkor://127.0.0.1", "sparql+http://127.0.0.1"]
    {
        let fed = network.feed(&format!("{url}:{port}/x").replace("//", "//me:s3cret@"), &[]);
        assert_eq!(fed.code, 2, "{url}");
        assert!(
            fed.err.starts_with(&format!("unravel: {url}:{port}/x: cannot be reached")),
            "{}",
            fed.err
        );
        assert!(!fed.err.contains("s3cret"), "{}", fed.err);
    }
}

#[test]
fn a_wrong_password() {
    let network = Network::new("one", &sample::graph());
    for name in ["UNRAVEL_TEST_BOLT", "UNRAVEL_TEST_FALKOR"] {
        let Some(url) = address(name) else { continue };
        let (scheme, rest) = url.split_once("://").unwrap();
        let place = rest.rsplit_once('@').unwrap().1;
        for login in ["root:s3cret@", ""] {
            let fed = network.feed(&format!("{scheme}://{login}{place}"), &[]);
            assert_eq!(fed.code, 2);
            let said =
                format!("unravel: {scheme}://{place}: the user or password is wrong, or missing");
            assert!(fed.err.starts_with(&said), "{}", fed.err);
            assert!(!fed.err.contains("s3cret"), "{}", fed.err);
        }
    }
}

/// Answers requests over HTTP in turn, then nobody is there; gives what was asked.
fn http_server(answers: &'static [&'static str]) -> (u16, thread::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let served = thread::spawn(move || {
        answers.iter().map(|answer| serve(&listener.accept().unwrap().0, answer)).collect()
    });
    (port, served)
}

fn serve(mut stream: &TcpStream, answer: &str) -> String {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).unwrap();
        if let Some(value) = line.to_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head += &line;
        if line == "\r\n" {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).unwrap();
    write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    head + &String::from_utf8(body).unwrap()
}

#[test]
fn a_login_is_sent_and_its_refusal_told() {
    let network = Network::new("one", &sample::graph());
    let (port, served) = http_server(&["401 Unauthorized"]);
    let fed = network.feed(&format!("sparql+http://me:s3cret@127.0.0.1:{port}/u"), &[]);
    assert_eq!(fed.code, 2);
    assert!(fed.err.contains("the user or password is wrong") && !fed.err.contains("s3cret"));
    let asked = served.join().unwrap().concat().to_lowercase();
    assert!(asked.contains("authorization: basic bwu6cznjcmv0\r\n"), "{asked}");
    assert!(asked.contains("content-type: application/sparql-update"), "{asked}");
}

#[test]
fn a_busy_server_is_asked_again_and_one_that_goes_away_is_named() {
    let network = Network::new("one", &sample::graph());
    let (port, served) =
        http_server(&["204 No Content", "503 Service Unavailable", "204 No Content"]);
    let fed = network.feed(&format!("sparql+http://127.0.0.1:{port}/u"), &["--batch", "5"]);
    assert_eq!(fed.code, 2);
    assert!(fed.err.contains(": gave up after 2 of 4 steps: "), "{}", fed.err);
    assert!(fed.err.ends_with("running the same command again completes it\n"), "{}", fed.err);
    let asked = served.join().unwrap();
    assert_eq!(asked[1].split("\r\n\r\n").nth(1), asked[2].split("\r\n\r\n").nth(1));
}

#[test]
fn a_refused_statement_is_told() {
    let network = Network::new("one", &sample::graph());
    let (port, _) = http_server(&["204 No Content", "400 Bad Request"]);
    let fed = network.feed(&format!("sparql+http://127.0.0.1:{port}/u"), &[]);
    assert_eq!(fed.code, 2);
    assert!(fed.err.contains(": refuses step 2 of 2: 400 Bad Request"), "{}", fed.err);
}

#[test]
fn a_wrong_address_or_name_is_told_without_repeating_it() {
    let network = Network::new("one", &sample::graph());
    for url in ["http://me:s3cret@h", "bolt//s3cret", "s3cret", "sparql+bolt://s3cret@h", ""] {
        let fed = network.feed(url, &["--dry-run"]);
        assert_eq!((fed.code, fed.out.as_str()), (2, ""), "{url}");
        assert!(
            fed.err.contains("known are bolt://") && !fed.err.contains("s3cret"),
            "{}",
            fed.err
        );
    }
    for arguments in
        [["--dataset", " "], ["--dataset", "a\nb"], ["--base", "x y"], ["--batch", "0"]]
    {
        assert_eq!(network.feed("bolt://h", &arguments).code, 2, "{arguments:?}");
    }
    let mut command = assert_cmd::Command::cargo_bin("unravel").unwrap();
    let unnamed = command.args(["feed", "x.json", "--to", "bolt://h", "--prune"]).assert().code(2);
    assert!(String::from_utf8_lossy(&unnamed.get_output().stderr).contains("--dataset"));
}

#[test]
fn a_dry_run_prints_all_and_connects_to_nothing() {
    let network = Network::new("one", &hostile::graph());
    let port = closed_port();
    let dry = |url: &str, more: &[&str]| {
        let url = format!("{url}127.0.0.1:{port}/x").replace("//", "//me:s3cret@");
        let fed = network.feed(&url, &[&["--dry-run"], more].concat());
        assert_eq!((fed.code, fed.err.as_str()), (0, ""), "{url}");
        assert!(!fed.out.contains("s3cret"));
        fed.out
    };
    let cypher = dry("bolt://", &["--prune"]);
    let statements: Vec<&str> = cypher.lines().filter(|line| !line.starts_with(' ')).collect();
    assert_eq!(
        statements.len(),
        7,
        "a constraint, nodes, labels off and on, two types of relations, a note"
    );
    assert!(statements[0].starts_with("CREATE CONSTRAINT entity_id IF NOT EXISTS"));
    assert!(statements[1].starts_with("UNWIND $rows AS r MERGE (n:Entity {id:r.id}) "));
    // Words of articles are in parameters alone.
    assert!(
        statements.iter().all(|s| !s.contains("DROP") && !s.contains("DETACH")),
        "{statements:?}"
    );
    assert!(
        cypher.contains("  $dataset: \"one\"\n  $rows: 18 rows\n    {\"id\":\"person:0-O'Neil")
    );
    assert!(dry("falkor://", &[]).starts_with("CREATE INDEX FOR (n:Entity) ON (n.id);\n"));
    let sparql = dry("sparql+http://", &["--base", "https://example.org/c/"]);
    assert!(sparql.starts_with(
        "INSERT DATA { GRAPH <https://example.org/c/dataset/one> { \
         <https://example.org/c/dataset/one> a <urn:unravel:schema:Dataset> } };\n"
    ));
    assert!(!sparql.contains("MOVE GRAPH"));
    assert!(dry("sparql+http://", &["--prune"]).trim_end().ends_with(
        "MOVE GRAPH <urn:unravel:dataset/one/next> TO GRAPH <urn:unravel:dataset/one>;"
    ));
}
