//! Cypher over RESP: FalkorDB. Enters: steps. Leaves: a `GRAPH.QUERY` each. Parameters are written
//! before the statement, as the protocol wants it, by the same function that writes Cypher files.

use super::{Server, Step, Target, plan::FALKOR_INDEX, retry::Failure};
use crate::export::cypher::{Escapes, literal};
use redis::{
    Client, Connection, ConnectionAddr, ConnectionLike, ErrorKind, IntoConnectionInfo,
    RedisConnectionInfo, RedisError, Value,
};
use std::time::Duration;

const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(300);

/// The graph when the URL names none.
const GRAPH: &str = "unravel";

/// A connection that is opened with the first step, and again when it broke.
pub(super) struct Falkor {
    target: Target,
    graph: String,
    connection: Option<Connection>,
}

impl Falkor {
    pub(super) fn new(target: &Target) -> Self {
        let graph = target.name().unwrap_or_else(|| GRAPH.to_owned());
        Self { target: target.clone(), graph, connection: None }
    }

    fn connect(&self) -> Result<Connection, RedisError> {
        let url = self.target.url();
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let address = ConnectionAddr::Tcp(host.to_owned(), url.port().unwrap_or(6379));
        let mut settings = RedisConnectionInfo::default().set_skip_set_lib_name();
        if let Some(user) = self.target.user() {
            settings = settings.set_username(user);
        }
        if let Some(password) = self.target.password() {
            settings = settings.set_password(password);
        }
        let info = address.into_connection_info()?.set_redis_settings(settings);
        let connection = Client::open(info)?.get_connection_with_timeout(CONNECT)?;
        connection.set_read_timeout(Some(ANSWER))?;
        connection.set_write_timeout(Some(ANSWER))?;
        Ok(connection)
    }

    fn ask(&mut self, step: &Step) -> Result<Value, Failure> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.connect().map_err(|error| failure(&error))?,
        };
        let mut command = redis::cmd("GRAPH.QUERY");
        command.arg(&self.graph).arg(query(step));
        let answer = command.query::<Value>(&mut connection);
        // What broke is not used again.
        if connection.is_open() && !answer.as_ref().is_err_and(RedisError::is_io_error) {
            self.connection = Some(connection);
        }
        answer.map_err(|error| failure(&error))
    }
}

impl Server for Falkor {
    fn write(&mut self, step: &Step) -> Result<(), Failure> {
        match self.ask(step) {
            // There is no IF NOT EXISTS for an index.
            Err(Failure::Refused(cause))
                if step.statement == FALKOR_INDEX && cause.contains("already indexed") =>
            {
                Ok(())
            }
            answer => answer.map(|_| ()),
        }
    }

    fn read(&mut self, step: &Step, columns: &[&str]) -> Result<Vec<Vec<String>>, Failure> {
        // Heading, rows, statistics; columns come in the order of the statement.
        let Value::Array(parts) = self.ask(step)? else { return Ok(Vec::new()) };
        let [_, Value::Array(rows), _] = &parts[..] else { return Ok(Vec::new()) };
        let texts = rows.iter().filter_map(|row| match row {
            Value::Array(cells) if cells.len() == columns.len() => {
                cells.iter().map(text).collect::<Option<Vec<String>>>()
            }
            _ => None,
        });
        Ok(texts.collect())
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::BulkString(bytes) => String::from_utf8(bytes.clone()).ok(),
        Value::SimpleString(text) => Some(text.clone()),
        _ => None,
    }
}

fn query(step: &Step) -> String {
    if step.parameters.is_empty() {
        return step.statement.clone();
    }
    let mut query = String::from("CYPHER ");
    for (name, value) in &step.parameters {
        query += &format!("{name}={} ", literal(value, Escapes::Plain));
    }
    query + &step.statement
}

fn failure(error: &RedisError) -> Failure {
    let cause = error.to_string();
    let code = error.code().unwrap_or_default();
    match error.kind() {
        ErrorKind::AuthenticationFailed => Failure::Login,
        _ if matches!(code, "WRONGPASS" | "NOAUTH" | "NOPERM") => Failure::Login,
        _ if matches!(code, "LOADING" | "BUSY" | "TRYAGAIN" | "MASTERDOWN") => Failure::Busy(cause),
        _ if error.is_io_error() || error.is_connection_dropped() => Failure::Gone(cause),
        _ => Failure::Refused(cause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_cannot_leave_their_quotes() {
        let step = Step::new("RETURN $a").with("a", "x' b=1 RETURN 1 //\\").with("b", 1);
        assert_eq!(query(&step), r"CYPHER a='x\' b=1 RETURN 1 //\\' b=1 RETURN $a");
        assert_eq!(query(&Step::new("RETURN 1")), "RETURN 1");
    }
}
