//! `unravel man`

use super::{Outcome, out};
use anyhow::Context;
use clap::Command;
use std::{fs, path::PathBuf};

const EXAMPLES: &str = "\
Examples:
  unravel man | man -l -
  unravel man -o ~/.local/share/man/man1     a page for every command";

/// Print the manual page, or write the pages of all commands.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Args {
    /// Write a page for every command into this folder
    #[arg(short, long = "output", value_name = "FOLDER")]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args, program: Command) -> anyhow::Result<Outcome> {
    if let Some(folder) = &args.output {
        let cannot = || format!("{}: cannot be written", folder.display());
        fs::create_dir_all(folder).with_context(cannot)?;
        clap_mangen::generate_to(program, folder).with_context(cannot)?;
    } else {
        let mut page = Vec::new();
        clap_mangen::Man::new(program).render(&mut page)?;
        out::print(&String::from_utf8_lossy(&page))?;
    }
    Ok(Outcome::Done)
}
