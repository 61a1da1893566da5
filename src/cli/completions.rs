//! `unravel completions SHELL`

use super::{Outcome, out};
use clap::Command;
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  unravel completions bash > ~/.local/share/bash-completion/completions/unravel
  unravel completions zsh > ~/.zfunc/_unravel
  unravel completions fish > ~/.config/fish/completions/unravel.fish";

/// Print a script that completes commands and options in your shell.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// The shell
    shell: Shell,
}

pub(crate) fn run(args: &Args, mut program: Command) -> anyhow::Result<Outcome> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut program, "unravel", &mut script);
    out::print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Done)
}
