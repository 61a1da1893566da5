//! [SPARQL 1.1 Update](https://www.w3.org/TR/sparql11-update/) over HTTP. Enters: the graph. Leaves:
//! updates of one named graph, which holds the data set and belongs to it: triples of your own go
//! into another.
//!
//! An entity, document or relation is replaced whole, so what is gone is gone. Pruning writes the
//! network beside the old one and then moves it there in one step: readers see the old or the new,
//! and a run that is cut off leaves the old.

use super::{Config, Server, Step, Target, retry::Failure};
use crate::{
    export::rdf::{Block, OWN, PROV, blocks},
    graph::KnowledgeGraph,
};
use std::{fmt::Write, io, time::Duration};
use ureq::{
    Agent,
    tls::{RootCerts, TlsConfig},
};

const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(300);

/// As much of a server's complaint as is shown.
const COMPLAINT: usize = 500;

/// The updates that write the network.
pub(super) fn steps<'a>(
    graph: &'a KnowledgeGraph,
    config: &'a Config,
) -> impl Iterator<Item = Step> + 'a {
    let home = config.base.dataset(&config.dataset);
    // No name of a data set holds a stroke: it is percent-encoded.
    let beside = format!("<{}/next>", home.as_str());
    let home = home.to_string();
    let into = if config.prune { beside.clone() } else { home.clone() };
    let mut first = format!("INSERT DATA {{ GRAPH {into} {{ {home} a <{OWN}Dataset> }} }}");
    if config.prune {
        first = format!("DROP SILENT GRAPH {beside} ;\n{first}");
    }
    let mut rest = blocks(graph, &config.base, &config.schema);
    let batches = std::iter::from_fn(move || {
        let part: Vec<Block> = rest.by_ref().take(config.batch.max(1)).collect();
        (!part.is_empty()).then(|| Step::new(update(&part, &into, !config.prune)))
    });
    let last = config.prune.then(|| Step::new(format!("MOVE GRAPH {beside} TO GRAPH {home}")));
    std::iter::once(Step::new(first)).chain(batches).chain(last)
}

/// How many updates [`steps`] gives.
pub(super) fn count(graph: &KnowledgeGraph, config: &Config) -> usize {
    let blocks = graph.nodes().len() + graph.info.documents.len() + graph.edges().len();
    1 + blocks.div_ceil(config.batch.max(1)) + usize::from(config.prune)
}

fn update(part: &[Block], into: &str, replace: bool) -> String {
    let mut text = String::new();
    if replace {
        let subjects: Vec<String> = part.iter().map(|block| block.subject.to_string()).collect();
        let subjects = subjects.join(" ");
        // Sentences first: afterwards nothing leads to them.
        text += &format!(
            "DELETE {{ GRAPH {into} {{ ?e ?p ?o }} }} WHERE {{ VALUES ?s {{ {subjects} }} \
             GRAPH {into} {{ ?s <{PROV}wasDerivedFrom> ?e . ?e ?p ?o }} }} ;\n\
             DELETE {{ GRAPH {into} {{ ?s ?p ?o }} }} WHERE {{ VALUES ?s {{ {subjects} }} \
             GRAPH {into} {{ ?s ?p ?o }} }} ;\n"
        );
    }
    text += &format!("INSERT DATA {{ GRAPH {into} {{\n");
    for triple in part.iter().flat_map(|block| &block.triples) {
        // Writing to a string does not fail.
        let _ = writeln!(text, "{} .", escaped(&triple.to_string()));
    }
    text + "} }"
}

/// N-Triples as SPARQL reads it. Code points (`\u0027`) may be replaced before the ends of literals
/// are looked for, also behind another backslash: the letter as a code point of its own is the same
/// text everywhere.
fn escaped(ntriples: &str) -> String {
    let mut text = String::with_capacity(ntriples.len());
    let mut chars = ntriples.chars().peekable();
    while let Some(c) = chars.next() {
        text.push(c);
        // An escape is a backslash and a character, so this one is taken with it.
        if c == '\\'
            && let Some(escaped) = chars.next()
        {
            text.push(escaped);
            if escaped == '\\'
                && let Some(letter) = chars.next_if(|c| matches!(c, 'u' | 'U'))
            {
                text += if letter == 'u' { "\\u0075" } else { "\\u0055" };
            }
        }
    }
    text
}

/// A server that takes updates.
pub(super) struct Sparql {
    agent: Agent,
    url: String,
    login: Option<String>,
}

impl Sparql {
    pub(super) fn new(target: &Target) -> Self {
        // The system's certificates, so that an office's own authority counts.
        let tls = TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build();
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ANSWER))
            .tls_config(tls)
            .build()
            .new_agent();
        let login = target.basic().map(|login| format!("Basic {login}"));
        Self { agent, url: target.url().to_string(), login }
    }
}

impl Server for Sparql {
    fn write(&mut self, step: &Step) -> Result<(), Failure> {
        let mut request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/sparql-update; charset=utf-8");
        if let Some(login) = &self.login {
            request = request.header("Authorization", login);
        }
        let mut answer = request.send(&step.statement).map_err(|error| failure(&error))?;
        let status = answer.status();
        if status.is_success() {
            // Read to its end, so that the connection is used again.
            let _ = io::copy(&mut answer.body_mut().as_reader(), &mut io::sink());
            return Ok(());
        }
        let said = answer.body_mut().read_to_string().unwrap_or_default();
        let said: String = said.chars().take(COMPLAINT).collect();
        let cause = format!("{status}: {}", said.trim());
        Err(match status.as_u16() {
            401 | 403 => Failure::Login,
            408 | 429 | 502..=504 => Failure::Busy(cause),
            _ => Failure::Refused(cause),
        })
    }

    fn read(&mut self, _: &Step, _: &[&str]) -> Result<Vec<Vec<String>>, Failure> {
        Err(Failure::Refused("an address for updates answers no questions".to_owned()))
    }
}

fn failure(error: &ureq::Error) -> Failure {
    let cause = error.to_string();
    match error {
        ureq::Error::Io(_)
        | ureq::Error::Timeout(_)
        | ureq::Error::HostNotFound
        | ureq::Error::ConnectionFailed => Failure::Gone(cause),
        _ => Failure::Refused(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_stay_what_they_were() {
        let check = |from: &str, expected: &str| assert_eq!(escaped(from), expected);
        check(r#"<s> <p> "x" "#, r#"<s> <p> "x" "#);
        check(r#""\\u0027""#, r#""\\\u00750027""#);
        check(r#""\\U0000""#, r#""\\\u00550000""#);
        check(r#""\\\\u0027\n\"u""#, r#""\\\\\u00750027\n\"u""#);
        check(r#""\u0041\\x""#, r#""\u0041\\x""#);
    }
}
