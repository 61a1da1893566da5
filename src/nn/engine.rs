//! What runs a network. Enters: the windows of a document. Leaves: logits of names. One engine is always
//! there, and reads on from the names; others are compiled in by features of the same name (CONTRIBUTING.md says how) and give
//! the same names: they are there to check it, and for machines where they are faster.

use super::{
    config::Config,
    rten::{Rten, States},
    store::Place,
};
use std::{fmt, str::FromStr, sync::Arc};

/// What runs a network.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Engine {
    /// [rten](https://github.com/robertknight/rten): pure Rust, inside every program.
    #[default]
    Rten,
    /// [ONNX Runtime](https://onnxruntime.ai), a shared library that `ORT_DYLIB_PATH` names; runs
    /// the same `model.onnx`.
    #[cfg(feature = "ort")]
    Ort,
    /// [rust-bert](https://github.com/guillaume-be/rust-bert) on libtorch; runs the same weights
    /// as `model.safetensors`. BERT only.
    #[cfg(feature = "rust-bert")]
    RustBert,
}

impl Engine {
    /// The engines inside this program, the default first.
    pub const ALL: &[Self] = &[
        Self::Rten,
        #[cfg(feature = "ort")]
        Self::Ort,
        #[cfg(feature = "rust-bert")]
        Self::RustBert,
    ];

    /// Its name, which is also its feature's.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Rten => "rten",
            #[cfg(feature = "ort")]
            Self::Ort => "ort",
            #[cfg(feature = "rust-bert")]
            Self::RustBert => "rust-bert",
        }
    }

    /// Whether it reads `model.onnx`: then it can run the model inside the program, and rten can read on from the
    /// names that it finds. Others give names alone.
    pub(super) const fn reads_onnx(self) -> bool {
        match self {
            Self::Rten => true,
            #[cfg(feature = "ort")]
            Self::Ort => true,
            #[cfg(feature = "rust-bert")]
            Self::RustBert => false,
        }
    }

    /// The network that lies at a place, and what runs its layers that know all but names, where it
    /// has them: that is always rten, since others can run a model only as a whole. The error names
    /// the file.
    pub(super) fn load(self, place: &Place, config: &Config) -> Result<Loaded, String> {
        let rten = || Rten::load(place, config).map(Arc::new);
        Ok(match self {
            Self::Rten => {
                let network = rten()?;
                (Arc::clone(&network) as Arc<dyn Network>, config.links.as_ref().map(|_| network))
            }
            #[cfg(feature = "ort")]
            Self::Ort => {
                let branch = config.links.as_ref().map(|_| rten()).transpose()?;
                (Arc::new(super::ort::Ort::load(place)?), branch)
            }
            #[cfg(feature = "rust-bert")]
            Self::RustBert => (Arc::new(super::rust_bert::RustBert::load(place, config)?), None),
        })
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Engine {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        if let Some(&engine) = Self::ALL.iter().find(|engine| engine.name() == name) {
            return Ok(engine);
        }
        Err(match name {
            "ort" | "rust-bert" => format!(
                "this program was built without it; build it with \
                 `cargo build --release --features {name}`"
            ),
            _ => "the engines are rten, ort and rust-bert".into(),
        })
    }
}

/// A loaded network. The logits of a document depend on that document alone, whatever runs beside
/// it, and are the same in every run.
pub(super) trait Network: Send + Sync {
    /// For each window of one document the logits of names `[pieces, labels]`, laid end to end. Runs on
    /// one thread, so that documents can be read side by side, and one window at a time: a batch would
    /// be padded, and a window alone keeps a core busy.
    fn names(&self, windows: &[Window]) -> Result<Vec<Vec<f32>>, String>;

    /// As [`names`](Self::names), and for each window what the shared layers make of it, if that costs
    /// nothing: with that rten reads on.
    fn begin(&self, windows: &[Window]) -> Result<Said, String> {
        Ok((self.names(windows)?, None))
    }
}

/// What finds names, and what reads on.
pub(super) type Loaded = (Arc<dyn Network>, Option<Arc<Rten>>);

/// Logits of names and states, for each window.
pub(super) type Said = (Vec<Vec<f32>>, Option<Vec<States>>);

/// What the encoder sees at once, `[CLS]` and `[SEP]` at the ends.
#[derive(Clone, Debug, Default)]
pub(super) struct Window {
    /// Word pieces `[pieces]`.
    pub ids: Vec<i32>,
    /// Shape class of each piece's word `[pieces]`.
    pub shapes: Vec<i32>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_engine_that_is_not_there_says_how_to_get_it() {
        for &engine in Engine::ALL {
            assert_eq!(engine.name().parse(), Ok(engine));
        }
        let check = |name: &str, expected: &str| match name.parse::<Engine>() {
            Ok(engine) => assert!(engine != Engine::Rten && engine.name() == name),
            Err(error) => assert!(error.contains(expected), "{error}"),
        };
        check("ort", "--features ort");
        check("rust-bert", "--features rust-bert");
        check("torch", "rten, ort and rust-bert");
        assert!("torch".parse::<Engine>().is_err());
    }
}
