//! Cypher over Bolt: Neo4j, ArcadeDB and others. Enters: steps. Leaves: each in a transaction of its
//! own, with its parameters apart. The only place with async code: one connection, one thread.

use super::{Error, Server, Step, Target, retry::Failure};
use neo4rs::{BoltList, BoltMap, BoltNull, BoltType, ConfigBuilder, Graph, Neo4jErrorKind, Query};
use serde_json::Value;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};

/// For a connection to stand, and for an answer to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// A connection that is opened with the first step.
pub(super) struct Bolt {
    runtime: Runtime,
    graph: Graph,
}

impl Bolt {
    pub(super) fn new(target: &Target) -> Result<Self, Error> {
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| Error::Url(error.to_string()))?;
        // Routing in a cluster is experimental in the client: `neo4j` goes to the server it names.
        let url = target.url().as_str().replacen("neo4j", "bolt", 1);
        let url =
            if target.url().scheme().starts_with("neo4j") { url } else { target.url().to_string() };
        let mut config = ConfigBuilder::default()
            .uri(url)
            .user(target.user().unwrap_or_default())
            .password(target.password().unwrap_or_default())
            .max_connections(1)
            .connection_timeout(PATIENCE);
        if let Some(name) = target.name() {
            config = config.db(name);
        }
        let unusable = |error: neo4rs::Error| Error::Url(target.without_secret(&error.to_string()));
        let graph = config.build().and_then(Graph::connect).map_err(unusable)?;
        Ok(Self { runtime, graph })
    }
}

impl Server for Bolt {
    fn write(&mut self, step: &Step) -> Result<(), Failure> {
        let query = query(step);
        // Not `Graph::run`, which looks for a lost server for a minute and says nothing.
        let written = self.runtime.block_on(async {
            let mut transaction = self.graph.start_txn().await?;
            transaction.run(query).await?;
            transaction.commit().await.map(|_| ())
        });
        written.map_err(failure)
    }

    fn read(&mut self, step: &Step, columns: &[&str]) -> Result<Vec<Vec<String>>, Failure> {
        let query = query(step);
        let read = self.runtime.block_on(async {
            let mut transaction = self.graph.start_txn().await?;
            let mut stream = transaction.execute(query).await?;
            let mut rows = Vec::new();
            while let Some(row) = stream.next(transaction.handle()).await? {
                let texts: Result<Vec<String>, _> =
                    columns.iter().map(|column| row.get::<String>(column)).collect();
                rows.extend(texts);
            }
            transaction.commit().await.map(|_| rows)
        });
        read.map_err(failure)
    }
}

fn query(step: &Step) -> Query {
    let parameters = step.parameters.iter().map(|(name, value)| (name.as_str(), bolt(value)));
    Query::new(step.statement.clone()).params(parameters)
}

fn bolt(value: &Value) -> BoltType {
    match value {
        Value::Null => BoltType::Null(BoltNull),
        Value::Bool(value) => (*value).into(),
        Value::Number(number) => match number.as_i64() {
            Some(number) => number.into(),
            None => number.as_f64().unwrap_or_default().into(),
        },
        Value::String(text) => text.as_str().into(),
        Value::Array(values) => {
            BoltType::List(BoltList::from(values.iter().map(bolt).collect::<Vec<_>>()))
        }
        Value::Object(fields) => {
            let mut map = BoltMap::with_capacity(fields.len());
            for (name, value) in fields {
                map.put(name.as_str().into(), bolt(value));
            }
            BoltType::Map(map)
        }
    }
}

fn failure(error: neo4rs::Error) -> Failure {
    use neo4rs::Error as E;
    let cause = error.to_string();
    match error {
        E::AuthenticationError(_) => Failure::Login,
        E::Neo4j(error) => match (error.kind(), error.code()) {
            (_, code) if code.starts_with("Neo.ClientError.Security.Unauthorized") => {
                Failure::Login
            }
            (Neo4jErrorKind::Transient, _) => Failure::Busy(cause),
            _ => Failure::Refused(cause),
        },
        E::IOError { .. }
        | E::ConnectionError
        | E::ConnectionTimedOut
        | E::IncompleteBoltExchange
        | E::ServerUnavailableError(_)
        | E::ProtocolMismatch(_)
        | E::Ignored(_)
        | E::RequestIgnoredError => Failure::Gone(cause),
        _ => Failure::Refused(cause),
    }
}
