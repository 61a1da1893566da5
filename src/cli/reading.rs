//! Options of every command that reads texts: which model, which relation types.

use std::path::PathBuf;
use unravel::{
    Pipeline, Schema,
    nn::{Engine, Model},
    relate::{Additions, Patterns},
};

/// How texts are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Model that finds the names: default, fast, accurate, or the path of a model's folder.
    ///
    /// `default` is inside the program. The others are folders of that name in $UNRAVEL_MODELS, in
    /// `models` or `../share/unravel/models` beside the program, or in `models` here.
    #[arg(long, value_name = "NAME|DIR", default_value = "default")]
    model: String,
    /// What runs the model; all find the same names.
    #[arg(long, value_name = "ENGINE", default_value_t, hide = Engine::ALL.len() == 1)]
    engine: Engine,
    /// Add the relation types and patterns of this TOML file; `unravel schema check` tests it.
    #[arg(long, value_name = "FILE")]
    schema: Option<PathBuf>,
    /// Find relations by the patterns of this TOML file instead of the built-in ones.
    #[arg(long, value_name = "FILE")]
    patterns: Option<PathBuf>,
}

impl Reading {
    pub(crate) fn pipeline(&self) -> anyhow::Result<Pipeline> {
        let mut schema = Schema::built_in();
        let mut patterns = match &self.patterns {
            Some(path) => Patterns::read(path)?,
            None => Patterns::built_in(),
        };
        if let Some(path) = &self.schema {
            Additions::read(path, &mut schema, &mut patterns)?;
        }
        let model = Model::open(&self.model, self.engine)?;
        let (ingest, screening) = (Default::default(), None);
        Ok(Pipeline { schema, patterns, ingest, model: Some(model), screening })
    }
}
