//! One file a command. Enters: arguments. Leaves: text for a person, files, an exit code: 0 done,
//! 1 done but inputs were skipped, 2 could not run. The only place that prints.

mod build;
mod eval;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// Reads articles and builds a network of people, organizations and places in which every edge
/// quotes its sentence.
#[derive(Debug, Parser)]
#[command(name = "unravel", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Args),
    Eval(eval::Args),
}

/// How a command ended when it could run.
pub(crate) enum Outcome {
    /// Everything was read.
    Done,
    /// Inputs were skipped and listed.
    Skipped,
}

/// Parses the arguments, runs the command, prints the error if there is one.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Eval(args) => eval::run(&args),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Skipped) => ExitCode::from(1),
        Err(error) => {
            eprintln!("unravel: {error:#}");
            ExitCode::from(2)
        }
    }
}
