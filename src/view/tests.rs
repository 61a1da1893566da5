use super::*;
use crate::graph::NodeLink;
use hyper::{HeaderMap, Method, header::HeaderName};
use serde_json::json;
use std::sync::Mutex;

const NODES: &str = "organization:acme person:li location:x";

fn graph() -> KnowledgeGraph {
    let node = |id: &str| {
        json!({"id": id, "type": id.split(':').next(), "name": id, "aliases": [], "roles": [],
            "mentions": [], "attributes": {}})
    };
    let link: NodeLink = serde_json::from_value(json!({
        "directed": true, "multigraph": true,
        "graph": {"generator": "t", "schema_version": 1, "offset_unit": "code_point", "model": "none",
            "skipped": [], "documents": []},
        "nodes": NODES.split(' ').map(node).collect::<Vec<_>>(), "edges": [],
    }))
    .unwrap();
    KnowledgeGraph::from_node_link(link)
}

/// Takes any rename and refuses the rest; cannot be read while the flag stands.
#[derive(Clone, Default)]
struct Notebook {
    renames: Arc<Mutex<usize>>,
    broken: Arc<Mutex<bool>>,
}

impl Book for Notebook {
    fn stamp(&self) -> String {
        format!("{} {}", self.renames.lock().unwrap(), self.broken.lock().unwrap())
    }

    fn schema(&self) -> Result<Schema, String> {
        match *self.broken.lock().unwrap() {
            true => Err("the file of relation types is broken".into()),
            false => Ok(Schema::built_in()),
        }
    }

    fn graph(&self) -> Result<KnowledgeGraph, String> {
        Ok(graph())
    }

    fn text(&self, doc: &str) -> Result<Option<String>, String> {
        Ok((doc == "a b.txt").then(|| "text".into()))
    }

    fn correct(&mut self, wish: Wish) -> Result<String, String> {
        match wish {
            Wish::Rename { .. } => {
                *self.renames.lock().unwrap() += 1;
                Ok("renamed".into())
            }
            _ => Err("not that".into()),
        }
    }

    fn log(&self) -> Result<Vec<LogLine>, String> {
        Ok(Vec::new())
    }
}

fn ask(desk: &mut Desk, post: bool, path: &str, query: &str, body: &str) -> (u16, String) {
    let answer = desk.answer(&Asked { post, path, query, body: body.as_bytes() });
    (answer.status, String::from_utf8(answer.body.to_vec()).unwrap())
}

#[test]
fn questions_have_answers() {
    let mut desk = Desk::new(Box::new(Notebook::default()), true).unwrap();
    let mut get = |path: &str, query: &str| ask(&mut desk, false, path, query, "");
    assert!(get("/", "token=x").1.starts_with("<!doctype html>"));
    assert_eq!(get("/settings", ""), (200, "{\"editable\":true}".into()));
    assert!(get("/outline", "").1.contains("organization:acme"));
    assert_eq!(get("/entity", "id=person%3Ali").0, 200);
    assert_eq!(get("/entity", "id=nobody").0, 404);
    assert_eq!(get("/relation", "id=%ff%00").0, 404);
    assert!(get("/document", "id=a%20b.txt").1.contains("\"text\":\"text\""));
    assert!(get("/document", "id=c.txt").1.contains("\"text\":null"));
    assert_eq!(get("/log", ""), (200, "[]".into()));
    assert_eq!(get("/curate", "").0, 404);
    assert_eq!(get("/etc/passwd", "").0, 404);
}

#[test]
fn corrections_are_written_or_refused_in_words() {
    let mut desk = Desk::new(Box::new(Notebook::default()), true).unwrap();
    let mut post = |body: &str| ask(&mut desk, true, "/curate", "", body);
    let rename = r#"{"do":"rename","node":"person:li","name":"Li","version":1}"#;
    assert_eq!(post(rename), (200, "{\"said\":\"renamed\"}".into()));
    // Another page has not seen the rename.
    assert!(post(r#"{"do":"undo","version":1}"#).1.contains("changed elsewhere"));
    assert_eq!(post(r#"{"do":"undo","version":2}"#).1, "{\"refused\":\"not that\"}");
    assert_eq!(post(r#"{"do":"undo"}"#).0, 400);
    assert_eq!(post(r#"{"do":"format disk","version":2}"#).0, 400);
    assert_eq!(post("").0, 400);
    let mut desk = Desk::new(Box::new(Notebook::default()), false).unwrap();
    assert_eq!(ask(&mut desk, true, "/curate", "", rename).0, 403);
}

#[test]
fn what_cannot_be_read_changes_nothing() {
    let book = Notebook::default();
    let mut desk = Desk::new(Box::new(book.clone()), true).unwrap();
    let version = |desk: &mut Desk| {
        let (status, body) = ask(desk, false, "/outline", "", "");
        let outline: serde_json::Value = serde_json::from_str(&body).unwrap_or_default();
        (status, outline["version"].as_u64())
    };
    assert_eq!(version(&mut desk), (200, Some(1)));
    *book.broken.lock().unwrap() = true;
    // Not the old network as if it were the new one, however often it is asked for.
    for _ in 0..2 {
        assert_eq!(version(&mut desk), (500, None));
        let undo = ask(&mut desk, true, "/curate", "", r#"{"do":"undo","version":1}"#);
        assert!(undo.1.contains("changed elsewhere"), "{undo:?}");
    }
    *book.renames.lock().unwrap() += 1;
    *book.broken.lock().unwrap() = false;
    assert_eq!(version(&mut desk), (200, Some(2)));
}

fn check(
    method: &Method,
    path: &str,
    query: &str,
    headers: &[(&str, &str)],
) -> Result<(), Refused> {
    let guard = Guard::new("127.0.0.1:4711".parse().unwrap()).unwrap();
    let token = guard.url().split_once("token=").unwrap().1.to_owned();
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let value = value.replace("TOKEN", &token);
        map.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
    }
    guard.check(method, path, &query.replace("TOKEN", &token), &map)
}

#[test]
fn only_the_printed_address_opens_the_page() {
    let (get, host) = (Method::GET, ("host", "127.0.0.1:4711"));
    assert_eq!(check(&get, "/", "token=TOKEN", &[host]), Ok(()));
    assert_eq!(check(&get, "/", "token=TOKEN", &[("host", "localhost:4711")]), Ok(()));
    assert_eq!(check(&get, "/", "token=", &[host]), Err(Refused::Token));
    assert_eq!(check(&get, "/", "token=TOKEN0", &[host]), Err(Refused::Token));
    assert_eq!(check(&get, "/outline", "token=TOKEN", &[host]), Err(Refused::Token));
    assert_eq!(check(&get, "/outline", "", &[host, ("x-unravel-token", "TOKEN")]), Ok(()));
    for name in
        ["evil.example:4711", "127.0.0.1:80", "127.0.0.1", "localhost.evil.example:4711", ""]
    {
        assert_eq!(
            check(&get, "/", "token=TOKEN", &[("host", name)]),
            Err(Refused::Host),
            "{name}"
        );
    }
    assert_eq!(check(&get, "/", "token=TOKEN", &[]), Err(Refused::Host));
}

#[test]
fn the_code_of_the_browser_is_good_once() {
    let guard = Guard::new("127.0.0.1:4711".parse().unwrap()).unwrap();
    let (url, once) = (guard.url(), guard.url_once().unwrap());
    let [token, code] = [&url, &once].map(|url| url.split_once('=').unwrap().1);
    assert!(code.len() == 32 && code != token && !once.contains(token));
    let host = |name: &str| {
        HeaderMap::from_iter([(HeaderName::from_static("host"), name.parse().unwrap())])
    };
    let (here, query) = (host("127.0.0.1:4711"), format!("once={code}"));
    let ask = |query: &str, headers: &HeaderMap| guard.exchange(&Method::GET, "/", query, headers);
    assert_eq!(ask(&query, &host("evil.example:4711")), Err(Refused::Host));
    assert_eq!(ask("once=", &here), Err(Refused::Token));
    assert_eq!(ask(&format!("once={token}"), &here), Err(Refused::Token));
    assert_eq!(guard.exchange(&Method::GET, "/outline", &query, &here), Ok(None));
    assert_eq!(guard.exchange(&Method::POST, "/", &query, &here), Err(Refused::Method));
    // None of these has used it up.
    assert_eq!(ask(&query, &here), Ok(Some(format!("/?token={token}"))));
    assert_eq!(ask(&query, &here), Err(Refused::Token));
    assert_eq!(guard.url_once(), None);
}

#[test]
fn no_other_page_may_ask() {
    let own = [("host", "127.0.0.1:4711"), ("x-unravel-token", "TOKEN")];
    let with = |method: &Method, more: &[(&str, &str)]| {
        check(method, "/curate", "", &[&own[..], more].concat())
    };
    let (get, post) = (Method::GET, Method::POST);
    assert_eq!(with(&post, &[("origin", "http://127.0.0.1:4711")]), Ok(()));
    assert_eq!(with(&post, &[]), Err(Refused::Origin));
    for origin in ["null", "http://evil.example", "https://127.0.0.1:4711", "http://localhost:4711"]
    {
        assert_eq!(with(&post, &[("origin", origin)]), Err(Refused::Origin), "{origin}");
        assert_eq!(with(&get, &[("origin", origin)]), Err(Refused::Origin), "{origin}");
    }
    assert_eq!(with(&get, &[("sec-fetch-site", "cross-site")]), Err(Refused::Origin));
    assert_eq!(with(&get, &[("sec-fetch-site", "same-origin")]), Ok(()));
    assert_eq!(with(&Method::DELETE, &[]), Err(Refused::Method));
}

#[test]
fn tokens_differ() {
    let url = || Guard::new("[::1]:4711".parse().unwrap()).unwrap().url();
    assert!(url().starts_with("http://[::1]:4711/?token="));
    assert_ne!(url(), url());
    assert_eq!(url().split_once("token=").unwrap().1.len(), 32);
}
