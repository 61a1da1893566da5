//! A [Cypher](https://opencypher.org/) file for Neo4j and its kin. Enters: the graph. Leaves: one
//! statement a line: a constraint, then batches of nodes and of relations. Run again it changes
//! nothing.
//!
//! Text stands in quoted literals alone, written by one function. `cypher-shell -f NAME.cypher`
//! runs the file.

use super::property::{Batch, CONSTRAINT, Marks, batches};
use crate::{error::Error, graph::KnowledgeGraph};
use serde_json::Value;
use std::io::Write;

/// Rows a statement: parsing a statement takes memory on the server.
const ROWS: usize = 200;

/// Writes the graph as Cypher.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(graph: &KnowledgeGraph, out: &mut impl Write) -> Result<(), Error> {
    writeln!(out, "{CONSTRAINT};")?;
    for Batch { statement, rows } in batches(graph, Marks::None, ROWS) {
        let rows = literal(&Value::Array(rows), Escapes::Unicode);
        writeln!(out, "UNWIND {rows} AS r {statement};")?;
    }
    Ok(())
}

/// How a reader of string literals takes a backslash before `u`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Escapes {
    /// As a code point: Neo4j and most others. Some replace it before they look for the ends of
    /// literals, also behind another backslash.
    Unicode,
    /// As nothing special: FalkorDB.
    Plain,
}

/// A value as a Cypher literal, on one line: the only place where text enters a statement. Names of
/// properties are ours.
pub(crate) fn literal(value: &Value, escapes: Escapes) -> String {
    let mut text = String::new();
    put(value, escapes, &mut text);
    text
}

fn put(value: &Value, escapes: Escapes, out: &mut String) {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => *out += &value.to_string(),
        Value::String(text) => quote(text, escapes, out),
        Value::Array(values) => {
            separated(['[', ']'], values, out, |value, out| put(value, escapes, out));
        }
        Value::Object(fields) => separated(['{', '}'], fields, out, |(name, value), out| {
            *out += name;
            out.push(':');
            put(value, escapes, out);
        }),
    }
}

fn separated<T>(
    [open, close]: [char; 2],
    values: impl IntoIterator<Item = T>,
    out: &mut String,
    mut put: impl FnMut(T, &mut String),
) {
    out.push(open);
    for (at, value) in values.into_iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        put(value, out);
    }
    out.push(close);
}

fn quote(text: &str, escapes: Escapes, out: &mut String) {
    let mut after_backslash = false;
    out.push('\'');
    for c in text.chars() {
        match c {
            '\\' => *out += "\\\\",
            '\'' => *out += "\\'",
            '\n' => *out += "\\n",
            '\r' => *out += "\\r",
            '\t' => *out += "\\t",
            // `\\u0027` would be a backslash and a quotation mark where code points are replaced
            // first; the letter as a code point of its own is the same text everywhere.
            'u' if after_backslash && escapes == Escapes::Unicode => *out += "\\u0075",
            c => out.push(c),
        }
        after_backslash = c == '\\';
    }
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn literals() {
        let check = |value: Value, expected: &str| {
            assert_eq!(literal(&value, Escapes::Unicode), expected);
        };
        check(json!("O'Neil `x` \"y\" \\"), r#"'O\'Neil `x` "y" \\'"#);
        check(json!("'); MATCH (n) DETACH DELETE n; //"), r"'\'); MATCH (n) DETACH DELETE n; //'");
        check(json!("a\r\n\tb */ 李🙂\u{202e}"), "'a\\r\\n\\tb */ 李🙂\u{202e}'");
        check(json!("\\u0027"), r"'\\\u00750027'");
        check(json!("\\\\u0027 \\ u"), r"'\\\\\u00750027 \\ u'");
        check(json!({"b": [1, 0.5, null, true], "a": {}}), "{a:{},b:[1,0.5,null,true]}");
        assert_eq!(literal(&json!("\\u0027'"), Escapes::Plain), r"'\\u0027\''");
    }
}
