//! Options of every command that reads texts: which model, which relation types.

use std::path::PathBuf;
use unravel::{Pipeline, Schema, nn::Model, relate::Patterns};

/// How texts are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Read with the model in this folder instead of the one inside the program.
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// Add the relation types of this TOML file to the schema.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Find relations by the patterns of this TOML file instead of the built-in ones.
    #[arg(long, value_name = "FILE")]
    patterns: Option<PathBuf>,
}

impl Reading {
    pub(crate) fn pipeline(&self) -> anyhow::Result<Pipeline> {
        let mut schema = Schema::built_in();
        if let Some(path) = &self.schema {
            schema.extend_from(path)?;
        }
        let patterns = match &self.patterns {
            Some(path) => Patterns::read(path)?,
            None => Patterns::built_in(),
        };
        let model = match &self.model {
            Some(folder) => Model::load(folder)?,
            None => Model::built_in()?,
        };
        Ok(Pipeline { schema, patterns, ingest: Default::default(), model: Some(model) })
    }
}
