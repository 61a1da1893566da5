//! Options of every command that reads texts: which model, which relation types.

use std::path::{Path, PathBuf};
use unravel::{
    Error, Pipeline, Schema,
    nn::{Engine, Model},
    relate::{Additions, Patterns},
};

/// The model inside the program.
pub(crate) const DEFAULT: &str = "default";

/// How texts are read.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Reading")]
pub(crate) struct Reading {
    /// Model that finds the names: default, fast, accurate, or the path of a model's folder.
    ///
    /// `default` is inside the program. The others are folders of that name in $UNRAVEL_MODELS, in
    /// `models` or `../share/unravel/models` beside the program, or in `models` here. [default: the model that
    /// the case was begun with; else `default`]
    #[arg(long, value_name = "NAME|DIR")]
    model: Option<String>,
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
        let (additions, patterns) = (self.additions()?, self.other_patterns()?);
        self.pipeline_with(
            self.model().unwrap_or(DEFAULT),
            additions.as_deref().zip(self.schema.as_deref()),
            patterns.as_deref().zip(self.patterns.as_deref()),
        )
    }

    /// Whether anything is said of how to read.
    pub(crate) fn is_given(&self) -> bool {
        self.model.is_some() || self.schema.is_some() || self.patterns.is_some()
    }

    /// The model that is asked for.
    pub(crate) fn model(&self) -> Option<&str> {
        self.model.as_deref()
    }

    /// The user's relation types and patterns.
    pub(crate) fn additions(&self) -> Result<Option<String>, Error> {
        self.schema.as_deref().map(text).transpose()
    }

    /// The patterns that stand for the built-in ones.
    pub(crate) fn other_patterns(&self) -> Result<Option<String>, Error> {
        self.patterns.as_deref().map(text).transpose()
    }

    /// As [`pipeline`](Self::pipeline), with this model and these relation types and patterns: their text, and
    /// what errors call it.
    pub(crate) fn pipeline_with(
        &self,
        model: &str,
        additions: Option<(&str, &Path)>,
        other_patterns: Option<(&str, &Path)>,
    ) -> anyhow::Result<Pipeline> {
        let read = || -> anyhow::Result<_> {
            let mut schema = Schema::built_in();
            let mut patterns = match other_patterns {
                Some((text, path)) => Patterns::parse(text, path)?,
                None => Patterns::built_in(),
            };
            if let Some((text, path)) = additions {
                Additions::parse(text, path, &mut schema, &mut patterns)?;
            }
            Ok((schema, patterns))
        };
        let (model, read) = rayon::join(|| Model::open(model, self.engine), read);
        let (schema, patterns) = read?;
        let files: Vec<&str> =
            additions.iter().chain(&other_patterns).map(|(text, _)| *text).collect();
        let (ingest, screening, rules) = (Default::default(), None, unravel::rules(&files));
        Ok(Pipeline { schema, patterns, rules, ingest, model: Some(model?), screening })
    }
}

fn text(path: &Path) -> Result<String, Error> {
    std::fs::read_to_string(path).map_err(|source| Error::Read { path: path.into(), source })
}
