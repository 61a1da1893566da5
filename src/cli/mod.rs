//! One file a command. Enters: arguments. Leaves: text for a person, files, an exit code: 0 done,
//! 1 done but inputs were skipped, 2 could not run. The only place that prints.
#![expect(clippy::print_stderr, reason = "the command line reports on standard error")]

mod build;
mod eval;
mod fields;
mod out;
mod reading;
mod verify;

use clap::{Parser, Subcommand};
use reading::Reading;
use std::process::ExitCode;

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
    /// Print more: each skipped input as it is met, the time of each step.
    #[arg(short, long, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Number of threads; 0 means one for each core. The result is the same for any number.
    #[arg(long, global = true, value_name = "N", default_value_t = 0)]
    threads: usize,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Eval(eval::Args),
    Verify(verify::Args),
}

/// How a command ended when it could run.
pub(crate) enum Outcome {
    /// Everything was read.
    Done,
    /// Inputs were skipped and listed.
    Skipped,
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
        Err(error) => {
            eprintln!("unravel: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(cli: &Cli) -> anyhow::Result<Outcome> {
    rayon::ThreadPoolBuilder::new().num_threads(cli.global.threads).build_global()?;
    match &cli.command {
        Command::Build(args) => build::run(args, &cli.global),
        Command::Eval(args) => eval::run(args),
        Command::Verify(args) => verify::run(args, &cli.global),
    }
}
