//! Pictures drawn by [Graphviz](https://graphviz.org), for whoever asks for it and has it installed. Enters: the graph.
//! Leaves: SVG or PNG. Runs one program of a fixed name with fixed arguments; all text goes through
//! its standard input.

use super::{
    Config, Format,
    dot::{self, Lettering},
    picture,
    svg::MAX_NODES,
};
use crate::{error::Error, graph::KnowledgeGraph};
use std::{
    io::{self, Write},
    process::{Command, Stdio},
};

/// Lines are led around names up to this number of edges; it takes seconds, and beyond it minutes.
const MAX_CURVES: usize = 200;

/// Layout by forces, at several scales: keeps what is linked together and never draws names over
/// each other once told to (`overlap=prism`).
const ENGINE: &str = "sfdp";

/// Draws the graph.
///
/// # Errors
/// When Graphviz is missing or fails, or `out` cannot be written.
pub(super) fn write(
    graph: &KnowledgeGraph,
    format: Format,
    config: &Config,
    out: &mut impl Write,
) -> Result<(), Error> {
    let limit = config.max_nodes.unwrap_or(MAX_NODES);
    let picture = picture::picture(graph, limit, config);
    let kind = if format == Format::Png { "-Tpng" } else { "-Tsvg" };
    let lines = if picture.edges.len() > MAX_CURVES { "-Gsplines=line" } else { "-Gsplines=true" };
    let mut text = Vec::new();
    dot::digraph(&picture, &config.schema, Lettering::Halfway, &mut text)?;
    Ok(out.write_all(&draw([kind, "-Goverlap=prism", "-Gsep=+5", lines], &text)?)?)
}

fn draw(arguments: [&str; 4], text: &[u8]) -> Result<Vec<u8>, Error> {
    let mut program = Command::new(ENGINE)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| failed(&error))?;
    let input = program.stdin.take();
    // Written from a thread: a program that fills its output first would wait forever.
    let output = std::thread::scope(|scope| {
        scope.spawn(move || input.map(|mut input| input.write_all(text)));
        program.wait_with_output()
    })
    .map_err(|error| failed(&error))?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let complaint = String::from_utf8_lossy(&output.stderr);
    let complaint = complaint.lines().next().unwrap_or("no reason given");
    Err(Error::Graphviz(format!("Graphviz ({ENGINE}) failed: {complaint}")))
}

fn failed(error: &io::Error) -> Error {
    Error::Graphviz(match error.kind() {
        io::ErrorKind::NotFound => format!(
            "a picture needs the program `{ENGINE}`: install the package `graphviz` \
             (apt install graphviz, brew install graphviz), or leave out the engine"
        ),
        _ => format!("Graphviz ({ENGINE}) cannot be run: {error}"),
    })
}
