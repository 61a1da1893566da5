//! `unravel serve GRAPH`: the page, from a server on this machine.

use super::{Global, Outcome, case, curate, ledger, out};
use anyhow::Context;
use std::{
    net::{IpAddr, Ipv4Addr, SocketAddr},
    path::PathBuf,
};
use unravel::{
    KnowledgeGraph, Schema,
    store::{self, Case},
    view::{Book, Desk, LogLine, Server, Wish},
};

const EXAMPLES: &str = "\
Examples:
  unravel serve network.json
  unravel serve kim.case --read-only
  unravel serve kim.case --no-open --port 8080

The page listens on this machine only, and only the printed address with its token opens it. Corrections
go where `unravel curate` keeps them: network.ledger beside network.json, or the case. Ctrl-C ends it.
For a page that needs no server: unravel export network.json -o network.html";

/// Look through a network in the browser, and correct it.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A network that `unravel build` wrote (.json), or a case
    graph: PathBuf,
    /// Port to listen on; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    port: u16,
    /// Address to listen on. On any other than this machine's own, everyone who has the printed address
    /// can read the network, and correct it without --read-only; nothing is encrypted
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    bind: IpAddr,
    /// Take no corrections
    #[arg(long)]
    read_only: bool,
    /// Print the address and open no browser
    #[arg(long)]
    no_open: bool,
    /// The file of decisions [default: GRAPH with the ending .ledger]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Who decides [default: $USER]
    #[arg(long, value_name = "NAME")]
    user: Option<String>,
    /// The relation types that the network was built with, if it was built with --schema
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    let book = Shelved {
        graph: args.graph.clone(),
        shared: curate::Shared {
            ledger: args.ledger.clone(),
            user: args.user.clone(),
            schema: args.schema.clone(),
        },
    };
    let desk = Desk::new(Box::new(book), !args.read_only).map_err(anyhow::Error::msg)?;
    let address = SocketAddr::new(args.bind, args.port);
    let taken = |error| match error {
        unravel::Error::Output(cause) => anyhow::Error::from(cause),
        error => error.into(),
    };
    let server = Server::bind(address).map_err(taken).with_context(|| match args.port {
        0 => format!("{} is no address of this machine that can be listened on", args.bind),
        _ => format!("{address} cannot be listened on; without --port a free port is taken"),
    })?;
    let url = server.url();
    out::say(&url)?;
    if !args.bind.is_loopback() && !global.quiet {
        out::note(
            "this is not only for this machine: who has the address reads the network, and what is sent is not encrypted",
        );
    }
    // Where there is no browser, the printed address is enough.
    let opened = |url: String| open::that_detached(url).is_ok();
    if !args.no_open && !server.url_once().is_some_and(opened) && !global.quiet {
        out::note("no browser could be opened: open the address above");
    }
    server.run(desk)?;
    Ok(Outcome::Done)
}

/// A network on disk, read anew for each question that asks for more than the map: another command may
/// have changed it.
struct Shelved {
    graph: PathBuf,
    shared: curate::Shared,
}

impl Book for Shelved {
    fn schema(&self) -> Result<Schema, String> {
        let added = self.shared.schema.as_deref();
        case::relation_types(&self.graph, added).map_err(|error| super::causes(&error))
    }

    fn graph(&self) -> Result<KnowledgeGraph, String> {
        super::read_graph(&self.graph).map_err(|error| super::causes(&error))
    }

    fn stamp(&self) -> String {
        let ledger = self.shared.ledger.clone().unwrap_or_else(|| ledger::beside(&self.graph));
        let schema = self.shared.schema.clone();
        let files = [self.graph.clone(), store::log(&self.graph), ledger].into_iter().chain(schema);
        let stamps = files.map(|file| {
            let file = file.metadata().ok();
            file.map(|file| (file.len(), file.modified().ok()))
        });
        format!("{:?}", stamps.collect::<Vec<_>>())
    }

    fn text(&self, doc: &str) -> Result<Option<String>, String> {
        if !case::is_meant(&self.graph) {
            return Ok(None);
        }
        let case = Case::open(&self.graph);
        case.and_then(|case| case.text_of(doc)).map_err(|error| error.to_string())
    }

    fn correct(&mut self, wish: Wish) -> Result<String, String> {
        curate::correct(&self.graph, &self.shared, wish).map_err(|error| super::causes(&error))
    }

    fn log(&self) -> Result<Vec<LogLine>, String> {
        let lines = curate::lines(&self.graph, &self.shared);
        let lines = lines.map_err(|error| super::causes(&error))?;
        Ok(lines.into_iter().map(line).collect())
    }
}

fn line(line: ledger::Line) -> LogLine {
    LogLine {
        number: line.number,
        what: line.what,
        user: line.user.unwrap_or_default(),
        at: line.at.unwrap_or_default(),
        stands: line.stands,
        state: line.state,
    }
}
