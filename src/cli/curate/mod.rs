//! `unravel curate GRAPH (merge|split|reject|rename|retype|undo|log|export|import)`. Enters: a saved
//! network, a JSON graph or a case, and a decision. Leaves: a row more in its ledger, and the network as the
//! whole ledger has it.

mod decide;
mod exchange;
mod log;

use super::{
    Global, Outcome,
    ledger::{self, LedgerFile},
    out,
};
use anyhow::{Context, bail};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use unravel::{
    Claim, Decision, EntityType, KnowledgeGraph, Ledger, Node, Pipeline, Schema,
    curate::{self, State},
    export::{self, Format},
    store::Case,
    view::Wish,
};

const EXAMPLES: &str = "\
Examples:
  unravel curate network.json merge \"Sim Hyon Sop\" \"Sim Hyon-sop\"
  unravel curate network.json split \"Kim Jong Un\" --name \"Kim Jong Il\" \"Kim Jong-il\"
  unravel curate network.json reject \"Breaking News\"
  unravel curate network.json rename person:sim-hyon-sop \"Sim Hyon Sop\"
  unravel curate network.json retype \"Green Pine\" organization
  unravel curate network.json log
  unravel curate network.json undo
  unravel curate kim.case import colleague.ledger

Decisions are kept in network.ledger beside network.json, one a line, and never deleted; `build -o
network.json` applies them again, and `undo` takes them back without a trace in the network. A case
keeps them itself. NAME is an id, a name, an alias, or a part of one, as in `unravel query`.";

/// Correct who is who in a saved network, for good and reversibly.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// A network that `unravel build` wrote (.json), or a case
    graph: PathBuf,
    /// The file of decisions, so that several networks may share one [default: GRAPH with the
    /// ending .ledger]
    #[arg(long, global = true, value_name = "FILE")]
    ledger: Option<PathBuf>,
    /// Who decides [default: $USER]
    #[arg(long, global = true, value_name = "NAME")]
    user: Option<String>,
    /// The relation types that the network was built with, if it was built with --schema
    #[arg(long, global = true, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// When it was decided
    #[arg(long, global = true, value_name = "TIME", hide = true)]
    at: Option<String>,
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Make several entities one; the first keeps its id and name
    #[command(after_help = "Example:\n  \
        unravel curate network.json merge \"Sim Hyon Sop\" \"Sim Hyon-sop\" person:sim-1f2e3d4c")]
    Merge {
        /// The entity that stays
        into: String,
        /// The entities that go into it
        #[arg(required = true, value_name = "NAME")]
        from: Vec<String>,
        /// What they are, when they are of different types
        #[arg(long, value_name = "TYPE", value_parser = decide::entity_type)]
        as_type: Option<EntityType>,
    },
    /// Make an entity of some names of another, or of what some documents say of it
    ///
    /// Descriptions and pronouns go with the name before them in the document, relations with the
    /// mention that they quote.
    #[command(after_help = "Examples:\n  \
        unravel curate network.json split \"Kim Jong Un\" --name \"Kim Jong Il\" \"Kim Jong-il\"\n  \
        unravel curate network.json split \"Li Wei\" --doc articles/bank.txt\n  \
        unravel curate network.json split \"Li Wei\" --name Li --doc articles/bank.txt")]
    Split {
        /// The entity
        name: String,
        /// Names that are another entity, as they stand in the texts
        #[arg(long = "name", value_name = "NAME", num_args = 1.., required_unless_present = "docs")]
        names: Vec<String>,
        /// Only what these documents say, or their ends, such as the file name
        #[arg(long = "doc", value_name = "DOC", num_args = 1..)]
        docs: Vec<String>,
    },
    /// Remove an entity that is none, with its relations, or one relation by its id
    #[command(after_help = "Examples:\n  \
        unravel curate network.json reject \"Breaking News\"\n  \
        unravel curate network.json reject \"person:a|leads|organization:b\"")]
    Reject {
        /// Name or id of an entity, or the id of a relation (see `query GRAPH --json show`)
        what: String,
    },
    /// Call an entity otherwise; the old name becomes an alias
    Rename {
        /// The entity
        name: String,
        /// Its name from now on
        new: String,
    },
    /// Say what an entity is
    Retype {
        /// The entity
        name: String,
        /// person, organization, location, norp or group
        #[arg(value_name = "TYPE", value_parser = decide::entity_type)]
        entity_type: EntityType,
    },
    /// Take a decision back: the last that stands, or the one with this number
    Undo {
        /// Its number in the log
        number: Option<usize>,
    },
    /// List all decisions and what became of them
    Log,
    /// Write all decisions to a file, one a line, in the form of nomenklatura's resolver.
    #[command(after_help = "Example:\n  unravel curate kim.case export kim.ledger")]
    Export {
        /// The file, or `-` for standard output; an earlier one is replaced.
        file: PathBuf,
    },
    /// Take over the decisions of a file, as `export` or nomenklatura wrote it.
    ///
    /// What is decided so already is passed over. Where the file decides otherwise, both are shown and
    /// nothing is taken over until --keep says which of them stand.
    #[command(after_help = "Examples:\n  \
        unravel curate kim.case import colleague.ledger\n  \
        unravel curate kim.case import colleague.ledger --keep mine")]
    Import {
        /// The file.
        file: PathBuf,
        /// Whose decisions stand where two conflict.
        #[arg(long, value_name = "WHOSE")]
        keep: Option<exchange::Keep>,
    },
}

pub(crate) fn run(args: &Args, global: &Global) -> anyhow::Result<Outcome> {
    let mut kept = Kept::open(args)?;
    let graph = kept.graph(args)?;
    for skipped in &kept.file.skipped {
        out::note(&format!("SKIPPED {skipped}"));
    }
    let outcome = if kept.file.skipped.is_empty() { Outcome::Done } else { Outcome::Skipped };
    let schema = kept.schema(args)?;
    let (rows, said) = match &args.action {
        Action::Log => {
            let curated = curate::curate(graph, &kept.file.ledger, |p| schema.is_symmetric(p))?;
            out::say(&log::table(&kept.file, &curated))?;
            return Ok(outcome);
        }
        Action::Export { file } => {
            exchange::export(file, &args.graph, &kept.file.ledger)?;
            return Ok(outcome);
        }
        Action::Import { file, keep } => {
            let exchange::Import { back, rows, said } =
                exchange::import(file, &kept.file.ledger, *keep)?;
            (signed(back, args)?.into_iter().chain(rows).collect(), said)
        }
        action => {
            let (rows, said) = decide::rows(action, &graph, &kept.file.ledger)?;
            (signed(rows, args)?, said)
        }
    };
    let warnings: Vec<String> = namesakes(&graph, &rows, args)
        .into_iter()
        .chain(against(&kept.file.ledger, &rows))
        .collect();
    let waits = apply(&mut kept, graph, &rows, &schema, args)?;
    if !global.quiet {
        out::say(&said)?;
        let undoes = matches!(args.action, Action::Undo { .. } | Action::Import { .. });
        if !undoes {
            out::say(&format!("to take it back: {} undo", again(args)))?;
        }
        warnings.iter().try_for_each(|warning| out::say(warning))?;
        if waits {
            out::say(&format!("some decisions wait: {} log", again(args)))?;
        }
    }
    Ok(outcome)
}

/// Applies rows together with all before them, and writes them down; whether some decision waits.
fn apply(
    kept: &mut Kept,
    graph: KnowledgeGraph,
    rows: &[Decision],
    schema: &Schema,
    args: &Args,
) -> anyhow::Result<bool> {
    let decided = kept.file.ledger.rows().len();
    kept.file.ledger.extend(rows.iter().cloned());
    let curated = curate::curate(graph, &kept.file.ledger, |p| schema.is_symmetric(p))?;
    // Nothing is written down that could not be done; what others decided may wait.
    let imported = matches!(args.action, Action::Import { .. });
    for state in curated.states[decided..].iter().filter(|_| !imported) {
        if let State::Waits(cause) = state {
            bail!("cannot be done: {cause}");
        }
    }
    kept.keep(rows, &curated.graph, args)?;
    Ok(curated.states.iter().any(|state| matches!(state, State::Waits(_))))
}

/// Where decisions are kept and who decides, for whoever is no command line.
pub(crate) struct Shared {
    pub ledger: Option<PathBuf>,
    pub user: Option<String>,
    pub schema: Option<PathBuf>,
}

impl Shared {
    fn args(&self, graph: &Path, action: Action) -> Args {
        let (ledger, user, schema) = (self.ledger.clone(), self.user.clone(), self.schema.clone());
        Args { graph: graph.to_owned(), ledger, user, schema, at: None, action }
    }
}

/// Does what a reader of the page asks for, as the command of the same name would; what it did, in words.
pub(crate) fn correct(graph: &Path, shared: &Shared, wish: Wish) -> anyhow::Result<String> {
    let entity_type = |text: String| decide::entity_type(&text).map_err(anyhow::Error::msg);
    let action = match wish {
        Wish::Merge { into, from, as_type } => {
            Action::Merge { into, from, as_type: as_type.map(entity_type).transpose()? }
        }
        Wish::Split { names, docs, .. } if names.is_empty() && docs.is_empty() => {
            bail!("choose names or documents that are somebody else")
        }
        Wish::Split { node, names, docs } => Action::Split { name: node, names, docs },
        Wish::Reject { what } => Action::Reject { what },
        Wish::Rename { node, name } => Action::Rename { name: node, new: name },
        Wish::Retype { node, r#type } => {
            Action::Retype { name: node, entity_type: entity_type(r#type)? }
        }
        Wish::Undo { number } => Action::Undo { number },
    };
    let args = shared.args(graph, action);
    let mut kept = Kept::open(&args)?;
    let (graph, schema) = (kept.graph(&args)?, kept.schema(&args)?);
    let (rows, said) = decide::rows(&args.action, &graph, &kept.file.ledger)?;
    let rows = signed(rows, &args)?;
    apply(&mut kept, graph, &rows, &schema, &args)?;
    Ok(said)
}

/// All decisions on a network, line by line.
pub(crate) fn lines(graph: &Path, shared: &Shared) -> anyhow::Result<Vec<ledger::Line>> {
    let args = shared.args(graph, Action::Log);
    let kept = Kept::open(&args)?;
    let (graph, schema) = (kept.graph(&args)?, kept.schema(&args)?);
    let curated = curate::curate(graph, &kept.file.ledger, |p| schema.is_symmetric(p))?;
    Ok(log::lines(&kept.file, &curated))
}

/// Where the decisions on a network are kept: a file beside a JSON graph, or the case itself.
struct Kept {
    file: LedgerFile,
    case: Option<Case>,
}

impl Kept {
    fn open(args: &Args) -> anyhow::Result<Self> {
        if !super::case::is_meant(&args.graph) {
            let path = args.ledger.clone().unwrap_or_else(|| ledger::beside(&args.graph));
            return Ok(Self { file: LedgerFile::open(path)?, case: None });
        }
        if args.ledger.is_some() {
            bail!(
                "{}: a case keeps its decisions itself; `curate CASE import FILE` takes over those of a file",
                args.graph.display()
            );
        }
        let case = match args.action {
            Action::Log | Action::Export { .. } => super::case::open(&args.graph)?,
            _ => {
                // A file that is not there is not made for this.
                drop(Case::open(&args.graph)?);
                let mut case = Case::edit(&args.graph)?;
                // What is decided is decided of the network as it is.
                let schema = super::case::schema(&case)?;
                Pipeline::refresh(&mut case, &schema)?;
                super::case::warn(&case)?;
                case
            }
        };
        Ok(Self { file: LedgerFile::of_case(&case)?, case: Some(case) })
    }

    /// The network as it is decided so far.
    fn graph(&self, args: &Args) -> anyhow::Result<KnowledgeGraph> {
        if let Some(case) = &self.case {
            return super::case::graph(case);
        }
        let graph = super::read_graph(&args.graph)?;
        check(&graph, &self.file, args)?;
        Ok(graph)
    }

    fn schema(&self, args: &Args) -> anyhow::Result<Schema> {
        let Some(case) = &self.case else {
            return super::case::relation_types(&args.graph, args.schema.as_deref());
        };
        super::case::with_added(super::case::schema(case)?, args.schema.as_deref())
    }

    /// Writes decisions down, and beside a JSON graph the network that they make.
    fn keep(
        &mut self,
        rows: &[Decision],
        graph: &KnowledgeGraph,
        args: &Args,
    ) -> anyhow::Result<()> {
        if let Some(case) = &mut self.case {
            return Ok(case.decide(rows)?);
        }
        let lock = self.file.append(rows)?;
        export::save(graph, Format::Json, &args.graph, &export::Config::default())?;
        drop(lock);
        Ok(())
    }
}

/// A warning after an entity was given a name that others bear too.
fn namesakes(graph: &KnowledgeGraph, rows: &[Decision], args: &Args) -> Option<String> {
    let Claim::Name { node, name } = rows.first()?.claim() else { return None };
    let lower = name.to_lowercase();
    let bear_it = |other: &&Node| other.id != node && other.name.to_lowercase() == lower;
    let others: Vec<&Node> = graph.nodes().filter(bear_it).collect();
    let first = others.first()?;
    let ids: Vec<&str> = others.iter().map(|other| other.id.as_str()).chain([node]).collect();
    let is_other_type =
        |id: &&str| graph.node(id).map(|n| n.entity_type) != Some(first.entity_type);
    let as_type =
        ids.iter().any(is_other_type).then(|| format!(" --as-type {}", first.entity_type));
    let merge: String = ids.iter().map(|id| format!(" \"{id}\"")).collect();
    Some(format!(
        "warning: {} entities bear the name {name} now: {}; if they are one, merge them:\n  \
         {} merge{merge}{}",
        ids.len(),
        ids.join(", "),
        again(args),
        as_type.unwrap_or_default()
    ))
}

/// Where what is decided joins what a decision that stands, of a colleague perhaps, keeps apart.
fn against(ledger: &Ledger, rows: &[Decision]) -> Vec<String> {
    let mut news = Ledger::default();
    news.extend(rows.iter().cloned());
    let apart = ledger.conflicts(&news).into_iter().map(|conflict| conflict.ours);
    let mut warnings: Vec<String> = apart
        .filter(|row| matches!(row.claim(), Claim::Apart { .. }))
        .map(|row| {
            let user = row.user.as_deref().map(|user| format!(" of {user}"));
            let said = ledger::words(std::slice::from_ref(&row));
            format!("warning: this stands against a decision{}: {said}", user.unwrap_or_default())
        })
        .collect();
    warnings.dedup();
    warnings
}

/// A ledger that lacks what shaped the network would silently take it back.
fn check(graph: &KnowledgeGraph, file: &LedgerFile, args: &Args) -> anyhow::Result<()> {
    let lacks = file.lacks(graph);
    if lacks == 0 {
        return Ok(());
    }
    let (graph, ledger) = (args.graph.display(), file.path.display());
    if args.ledger.is_some() {
        out::note(&format!(
            "{lacks} of the decisions that shaped {graph} are not in {ledger} and no longer count"
        ));
        return Ok(());
    }
    let there = if file.exists() { "" } else { ", which does not exist" };
    bail!(
        "{lacks} of the decisions that shaped {graph} are not in {ledger}{there}; name the file that \
         they are kept in with --ledger FILE"
    );
}

/// The rows with who decided and when.
fn signed(rows: Vec<Decision>, args: &Args) -> anyhow::Result<Vec<Decision>> {
    let at = match &args.at {
        Some(at) => at
            .parse::<jiff::Timestamp>()
            .with_context(|| format!("{at}: not a time such as 2026-01-31T12:00:00Z"))?,
        None => jiff::Timestamp::now(),
    };
    let at = at.strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string();
    let named = args.user.clone().or_else(|| std::env::var("USER").ok());
    let user = named.filter(|user| !user.trim().is_empty()).unwrap_or_else(|| "user".into());
    let sign = |row| Decision { user: Some(user.clone()), created_at: Some(at.clone()), ..row };
    Ok(rows.into_iter().map(sign).collect())
}

/// The beginning of a further command about this network.
fn again(args: &Args) -> String {
    let shared = args.ledger.as_ref().map(|path| format!(" --ledger {}", path.display()));
    format!("unravel curate {}{}", args.graph.display(), shared.unwrap_or_default())
}
