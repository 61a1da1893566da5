//! One thing that a database is asked to do. Enters: words of ours and values. Leaves: the words
//! and, apart from them, the values.

use serde_json::{Map, Value};
use std::fmt;

/// A statement and its parameters. A SPARQL update has none: its terms are written by oxrdf.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The statement.
    pub statement: String,
    /// Its parameters, by name.
    pub parameters: Map<String, Value>,
}

impl Step {
    pub(super) fn new(statement: impl Into<String>) -> Self {
        Self { statement: statement.into(), parameters: Map::new() }
    }

    pub(super) fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.parameters.insert(name.to_owned(), value.into());
        self
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{};", self.statement)?;
        for (name, value) in &self.parameters {
            match value {
                Value::Array(rows) => {
                    writeln!(f, "  ${name}: {} rows", rows.len())?;
                    rows.iter().try_for_each(|row| writeln!(f, "    {row}"))?;
                }
                value => writeln!(f, "  ${name}: {value}")?,
            }
        }
        Ok(())
    }
}
