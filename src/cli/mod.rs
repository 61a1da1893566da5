//! One file a command. Enters: arguments. Leaves: text for a person, files, an exit code: 0 done,
//! 1 done but inputs were skipped, 2 could not run. The only place that prints.

mod build;
mod completions;
mod eval;
mod export;
mod man;
mod measure;
mod query;
mod schema;
mod terminal;

use clap::{CommandFactory, Parser, Subcommand};
use std::{io, path::Path, process::ExitCode};
use unravel::KnowledgeGraph;

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
    Export(export::Args),
    Query(query::Args),
    Schema(schema::Args),
    Eval(eval::Args),
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

/// Parses the arguments, runs the command, prints the error if there is one.
#[expect(clippy::print_stderr, reason = "errors are printed here and nowhere else")]
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let result = match cli.command {
        Command::Build(args) => build::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Query(args) => query::run(&args),
        Command::Schema(args) => schema::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Completions(args) => completions::run(&args, Cli::command()),
        Command::Man(args) => man::run(&args, Cli::command()),
    };
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Skipped) => ExitCode::from(1),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("unravel: {error:#}");
            ExitCode::from(2)
        }
    }
}

/// Reads a saved network.
fn read_graph(path: &Path) -> anyhow::Result<KnowledgeGraph> {
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
