//! The page, served. Enters: a network and a way to correct it. Leaves: answers to one reader on this
//! machine. Only who has the address that was printed gets any: it holds a token, and the address
//! listens on loopback unless told otherwise. Never prints, opens no browser, keeps no ledger (that
//! is [`Book`]).

mod answer;
mod desk;
mod guard;

pub use answer::{Answer, Asked};
pub use desk::Desk;
pub use guard::{Guard, Refused};

use crate::{error::Error, graph::KnowledgeGraph, schema::Schema};
use http_body_util::{BodyExt, Full, Limited};
use hyper::{Request, Response, body::Bytes, body::Incoming, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde::{Deserialize, Serialize};
use std::{
    convert::Infallible,
    io,
    net::{SocketAddr, TcpListener},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Most bytes of a question: corrections are short.
const LONGEST: usize = 1 << 20;

/// A correction that a reader asks for. Names are ids.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Wish {
    /// Several entities are one.
    Merge {
        /// The one that stays.
        into: String,
        /// Those that go into it.
        from: Vec<String>,
        /// What they are, when they are of different types.
        as_type: Option<String>,
    },
    /// Names or documents of an entity are another's.
    Split {
        /// The entity.
        node: String,
        /// The names that leave.
        names: Vec<String>,
        /// The documents that they leave in; empty: all.
        docs: Vec<String>,
    },
    /// An entity or relation is none.
    Reject {
        /// Its id.
        what: String,
    },
    /// An entity is called otherwise.
    Rename {
        /// The entity.
        node: String,
        /// Its name.
        name: String,
    },
    /// An entity is something else.
    Retype {
        /// The entity.
        node: String,
        /// Its type.
        r#type: String,
    },
    /// A decision is taken back: the last, or the one with this number.
    Undo {
        /// Its number in the log.
        number: Option<usize>,
    },
}

/// A decision as the page lists it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LogLine {
    /// From 1.
    pub number: usize,
    /// What was decided.
    pub what: String,
    /// Who decided; may be empty.
    pub user: String,
    /// When; may be empty.
    pub at: String,
    /// What became of it.
    pub state: String,
    /// Whether it could be taken back.
    pub stands: bool,
}

/// Where the network comes from and where corrections go. Errors are words for the reader.
pub trait Book: Send {
    /// The network as it is decided so far.
    ///
    /// # Errors
    /// When it cannot be read.
    fn graph(&self) -> Result<KnowledgeGraph, String>;

    /// The relation types that it was built with.
    ///
    /// # Errors
    /// When they cannot be read.
    fn schema(&self) -> Result<Schema, String>;

    /// Something that is another when somebody else has changed the network.
    fn stamp(&self) -> String;

    /// The text of a document, where it is known.
    ///
    /// # Errors
    /// When it cannot be read.
    fn text(&self, doc: &str) -> Result<Option<String>, String>;

    /// Writes a correction down and says what it did.
    ///
    /// # Errors
    /// When it cannot be done or written; nothing is changed then.
    fn correct(&mut self, wish: Wish) -> Result<String, String>;

    /// All decisions, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    fn log(&self) -> Result<Vec<LogLine>, String>;
}

/// A page that waits for its reader.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    guard: Guard,
}

impl Server {
    /// Takes an address; port 0 takes a free one.
    ///
    /// # Errors
    /// When it cannot be had, or the system has no random numbers.
    pub fn bind(address: SocketAddr) -> Result<Self, Error> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        let guard = Guard::new(listener.local_addr()?)?;
        Ok(Self { listener, guard })
    }

    /// The address that opens the page, with its token.
    #[must_use]
    pub fn url(&self) -> String {
        self.guard.url()
    }

    /// An address that opens the page once, for a browser to be started with: everyone on the machine
    /// can see what a program is started with.
    #[must_use]
    pub fn url_once(&self) -> Option<String> {
        self.guard.url_once()
    }

    /// Answers until the program is stopped.
    ///
    /// # Errors
    /// When connections cannot be accepted.
    pub fn run(self, desk: Desk) -> Result<(), Error> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.accept(Arc::new(Mutex::new(desk)))).map_err(Error::Output)
    }

    async fn accept(self, desk: Arc<Mutex<Desk>>) -> io::Result<()> {
        let listener = tokio::net::TcpListener::from_std(self.listener)?;
        let guard = Arc::new(self.guard);
        loop {
            let (stream, _) = match listener.accept().await {
                Ok(accepted) => accepted,
                // A connection that broke before it began, or too many files: the next may do.
                Err(_) => {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            };
            let (desk, guard) = (Arc::clone(&desk), Arc::clone(&guard));
            let service = service_fn(move |request| {
                let (desk, guard) = (Arc::clone(&desk), Arc::clone(&guard));
                async move { Ok::<_, Infallible>(answered(request, &desk, &guard).await) }
            });
            tokio::spawn(async move {
                // A reader that goes away in the middle is no failure.
                let _ = hyper::server::conn::http1::Builder::new()
                    .timer(TokioTimer::new())
                    .header_read_timeout(Duration::from_secs(10))
                    .serve_connection(TokioIo::new(stream), service)
                    .await;
            });
        }
    }
}

/// Answers a question: first whether it may be asked, then what.
async fn answered(
    request: Request<Incoming>,
    desk: &Mutex<Desk>,
    guard: &Guard,
) -> Response<Full<Bytes>> {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let query = parts.uri.query().unwrap_or_default().to_owned();
    match guard.exchange(&parts.method, &path, &query, &parts.headers) {
        Ok(None) => {}
        Ok(Some(location)) => return Answer::elsewhere(location).into_response(),
        Err(refused) => return Answer::refused(refused).into_response(),
    }
    let answer = match guard.check(&parts.method, &path, &query, &parts.headers) {
        Err(refused) => Answer::refused(refused),
        Ok(()) => match Limited::new(body, LONGEST).collect().await {
            Err(_) => Answer::words(413, "the question is too long or broke off"),
            Ok(body) => {
                let asked = Asked {
                    post: parts.method == hyper::Method::POST,
                    path: &path,
                    query: &query,
                    body: &body.to_bytes(),
                };
                desk.lock().unwrap_or_else(PoisonError::into_inner).answer(&asked)
            }
        },
    };
    answer.into_response()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests;
