//! One file a command. Enters: arguments. Leaves: text for a person, files, an exit code: 0 done,
//! 1 done but inputs were skipped, 2 could not run. The only place that prints.

mod add;
mod build;
mod case;
mod chains;
mod compare;
mod completions;
mod curate;
mod eval;
mod export;
mod feed;
mod fields;
mod filter;
mod ledger;
mod man;
mod measure;
mod names;
mod out;
mod outputs;
mod query;
mod reading;
mod remove;
mod schema;
mod screen;
mod serve;
mod status;
mod terminal;
mod verify;

use clap::{CommandFactory, Parser, Subcommand};
use reading::Reading;
use std::{io, path::Path, process::ExitCode};
use unravel::{GraphInfo, KnowledgeGraph};

/// Reads articles and builds a network of people, organizations and places in which every edge
/// quotes its sentence.
#[derive(Debug, Parser)]
#[command(name = "unravel", version, propagate_version = true, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Print nothing but errors.
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Print more: each file written, and the time of each step.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Number of threads; 0 means one for each core. The result is the same for any number.
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    threads: usize,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Add(add::Args),
    Remove(remove::Args),
    Status(status::Args),
    Names(names::Args),
    Export(export::Args),
    Feed(feed::Args),
    Serve(serve::Args),
    Query(query::Args),
    Curate(curate::Args),
    Screen(screen::Args),
    Compare(compare::Args),
    Schema(schema::Args),
    Eval(eval::Args),
    Verify(verify::Args),
    Completions(completions::Args),
    Man(man::Args),
}

/// How a command ended when it could run.
pub(crate) enum Outcome {
    /// Everything was read.
    Done,
    /// Inputs were skipped and listed.
    Skipped,
}

impl Outcome {
    /// Whether the graph was made from everything that was given.
    pub(crate) fn of(info: &GraphInfo) -> Self {
        if info.skipped.is_empty() { Self::Done } else { Self::Skipped }
    }
}

/// Prints a JSON value and a line break.
pub(crate) fn print_json(value: &serde_json::Value) -> anyhow::Result<()> {
    out::print(&format!("{value:#}\n"))
}

/// Parses the arguments, runs the command, prints the error if there is one.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(&cli) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Skipped) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            out::note(&format!("unravel: {}", causes(&error)));
            ExitCode::from(2)
        }
    }
}

/// The error and its causes, without those that it quotes already.
fn causes(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| {
        if said.is_empty() {
            cause
        } else if said.contains(&cause) {
            said
        } else {
            format!("{said}: {cause}")
        }
    })
}

fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    rayon::ThreadPoolBuilder::new().num_threads(cli.global.threads).build_global()?;
    match &cli.command {
        Command::Build(args) => build::run(args, &cli.global),
        Command::Add(args) => add::run(args, &cli.global),
        Command::Remove(args) => remove::run(args, &cli.global),
        Command::Status(args) => status::run(args),
        Command::Names(args) => names::run(args, &cli.global),
        Command::Eval(args) => eval::run(args),
        Command::Verify(args) => verify::run(args, &cli.global),
        Command::Export(args) => export::run(args, &cli.global),
        Command::Feed(args) => feed::run(args, &cli.global),
        Command::Serve(args) => serve::run(args, &cli.global),
        Command::Query(args) => query::run(args),
        Command::Curate(args) => curate::run(args, &cli.global),
        Command::Screen(args) => screen::run(args, cli.global.quiet),
        Command::Compare(args) => compare::run(args),
        Command::Schema(args) => schema::run(args),
        Command::Completions(args) => completions::run(args, Cli::command()),
        Command::Man(args) => man::run(args, Cli::command()),
    }
}

/// Reads a saved network: a JSON graph or a case.
fn read_graph(path: &Path) -> anyhow::Result<KnowledgeGraph> {
    if case::is_meant(path) {
        return case::graph(&case::open(path)?);
    }
    Ok(unravel::export::json::read(path)?)
}

/// Whether the reader of the output has gone, as `head` does: that is no failure.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every command's `--help`, whoever adds one.
    #[test]
    #[cfg_attr(any(feature = "ort", feature = "rust-bert"), ignore = "help names the engines then")]
    fn help() {
        fn walk(command: &mut clap::Command, path: &str) {
            insta::assert_snapshot!(
                format!("help {path}"),
                command.clone().term_width(100).render_long_help().to_string()
            );
            for sub in command.get_subcommands_mut().filter(|sub| sub.get_name() != "help") {
                let path = format!("{path} {}", sub.get_name());
                walk(sub, &path);
            }
        }
        let mut program = Cli::command();
        program.build();
        insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
            walk(&mut program, "unravel");
        });
    }
}
