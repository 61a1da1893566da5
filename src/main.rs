//! The command line: parse, run, map the result to an exit code.

mod cli;

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// Networks are many small texts: bringing one up to date takes a sixth less time than with the usual allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
