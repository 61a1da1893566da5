//! Where networks are written and in which formats: the options that commands with `-o` share.
//! Enters: arguments. Leaves: outputs, each a place and a format, and the files they fill. Reads no
//! graph.

use super::{ledger, out};
use anyhow::bail;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use std::{
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};
use unravel::{
    Error, KnowledgeGraph,
    export::{self, Config, Format},
    store,
};

/// What the help of commands with `-o` says of formats.
pub(crate) const FORMATS: &str = "\
Formats by ending: .json, .csv, .cyjs (Cytoscape), .cypher, .dot, .ftm.json (FollowTheMoney), .gexf,
.graphml, .html (a page), .jsonld, .nt, .parquet, .png, .statements.csv (FollowTheMoney statements), .svg,
.ttl; by --format also neo4j, a folder.  docs/EXPORTS.md tells what each keeps.";

/// Output files and their formats.
#[derive(Debug, clap::Args)]
pub(crate) struct Outputs {
    /// Output file; the format comes from its ending. May be given several times: the network is read
    /// once. `-` is standard output, with --format
    #[arg(short, long = "output", value_name = "FILE")]
    pub(crate) outputs: Vec<PathBuf>,
    /// The format of every output, whatever its ending
    #[arg(long, value_name = "FORMAT", value_parser = formats())]
    format: Option<Format>,
    /// In .json, call the edges `links`, as networkx before 3.4 expects
    #[arg(long)]
    links: bool,
    /// In .csv, put ' before text that a spreadsheet would take for a formula
    #[arg(long)]
    guard_formulas: bool,
    /// What the IRIs of .ttl, .nt and .jsonld begin with [default: urn:unravel:]
    #[arg(long, value_name = "IRI")]
    base: Option<export::rdf::Base>,
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::id))
        .map(|id| Format::named(&id).unwrap_or(Format::Json))
}

/// One place and its format.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Output {
    /// The file or folder; `-` is standard output.
    pub(crate) path: PathBuf,
    /// What is written there.
    pub(crate) format: Format,
}

impl Outputs {
    /// The outputs that are no cases; folders above them are made. Before the long work: a wrong
    /// ending or a folder that cannot be made costs no waiting.
    pub(crate) fn open(&self) -> anyhow::Result<Vec<Output>> {
        let outputs = self.outputs.iter().filter(|path| !self.is_case(path));
        let outputs: Vec<Output> =
            outputs.map(|path| self.output(path)).collect::<Result<_, _>>()?;
        if outputs.iter().filter(|output| output.is_stream()).count() > 1 {
            bail!("`-` can be given once: one stream holds one network");
        }
        // Without any output there is standard output, which `stream` checks.
        if !self.outputs.is_empty() {
            self.check(&outputs)?;
        }
        for output in outputs.iter().filter(|output| !output.is_stream()) {
            if store::is_case(&output.path) {
                bail!(
                    "{}: not replaced: it is a case, with its texts and decisions; name another file",
                    output.path.display()
                );
            }
            out::folder(&output.path)?;
        }
        Ok(outputs)
    }

    /// Refuses what no output heeds: whoever asks for it expects an effect.
    fn check(&self, outputs: &[Output]) -> anyhow::Result<()> {
        use Format::{Csv, Json, JsonLd, NTriples, Turtle};
        let heeded = |formats: &[Format]| outputs.iter().any(|o| formats.contains(&o.format));
        if self.links && !heeded(&[Json]) {
            bail!("--links is about .json, which is not written");
        }
        if self.guard_formulas && !heeded(&[Csv]) {
            bail!(
                "--guard-formulas is about the tables of .csv, which are not written; no other format guards its text"
            );
        }
        if self.base.is_some() && !heeded(&[JsonLd, NTriples, Turtle]) {
            bail!("--base is about .ttl, .nt and .jsonld, which are not written");
        }
        Ok(())
    }

    /// The outputs that are cases.
    pub(crate) fn cases(&self) -> Vec<&PathBuf> {
        self.outputs.iter().filter(|path| self.is_case(path)).collect()
    }

    /// Standard output, for a command that was given no output.
    pub(crate) fn stream(&self) -> anyhow::Result<Output> {
        let format = self.format.unwrap_or(Format::Json);
        let output = Output { path: "-".into(), format }.checked()?;
        self.check(std::slice::from_ref(&output))?;
        Ok(output)
    }

    /// What a format leaves a choice of.
    pub(crate) fn config(&self) -> Config {
        let &Self { links, guard_formulas, .. } = self;
        let base = self.base.clone().unwrap_or_default();
        Config { links, guard_formulas, base, ..Config::default() }
    }

    fn is_case(&self, path: &Path) -> bool {
        self.format.is_none() && path.extension().is_some_and(|e| e == super::case::ENDING)
    }

    fn output(&self, path: &Path) -> anyhow::Result<Output> {
        let stream = path == Path::new("-");
        let format = match self.format {
            Some(format) => format,
            None if stream => bail!("-o - has no ending: name the format with --format"),
            None => Format::of(path)?,
        };
        Output { path: path.to_owned(), format }.checked()
    }
}

impl Output {
    /// Whether it is standard output.
    pub(crate) fn is_stream(&self) -> bool {
        self.path == Path::new("-")
    }

    fn checked(self) -> anyhow::Result<Self> {
        if self.is_stream() && !self.format.is_one_file() {
            bail!("{} is several files and needs -o with a name", self.format.id());
        }
        Ok(self)
    }

    /// The files that it fills; none on standard output.
    pub(crate) fn files(&self) -> Vec<PathBuf> {
        if self.is_stream() { Vec::new() } else { export::files(self.format, &self.path) }
    }

    /// The ledger of decisions beside it: `x.ledger` for `x.json` and for `x.ftm.json`.
    pub(crate) fn ledger(&self) -> PathBuf {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let cut = |ending: &&str| {
            let start = name.len().checked_sub(ending.len() + 1)?;
            let end = name.get(start..)?.to_lowercase();
            (end.strip_prefix('.') == Some(ending)).then(|| name[..start].to_owned())
        };
        match self.format.endings().iter().find_map(cut) {
            Some(stem) => self.path.with_file_name(stem + ".ledger"),
            None => ledger::beside(&self.path),
        }
    }

    /// Writes the network.
    pub(crate) fn save(&self, graph: &KnowledgeGraph, config: &Config) -> Result<(), Error> {
        if !self.is_stream() {
            return export::save(graph, self.format, &self.path, config);
        }
        let mut stdout = BufWriter::new(io::stdout().lock());
        export::write(graph, self.format, config, &mut stdout)?;
        Ok(stdout.flush()?)
    }
}
