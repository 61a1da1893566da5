//! The network itself. Enters: sentences as words. Leaves: a row of logits a word. The result for
//! a document depends on that document alone, whatever runs beside it. What computes is an
//! [`Engine`]; where files lie is `store`.

use super::{
    config::{Config, KEY, NAMES, PAIR, PARTS, QUERY},
    engine::{Engine, Network, Window},
    links::{Links, Roles},
    pairs::{self, PairLayers, Pairs},
    shape::shape,
    store::{self, Place},
    window::{Packing, pack, read_at},
    wordpiece::WordPieces,
};
use crate::error::Error;
use std::{ops::Range, sync::Arc};

/// Numbers a word by which anaphors and names meet.
const MEETING: usize = 64;

/// A token classifier with its vocabulary: loaded once, shared by all threads.
pub struct Model {
    config: Config,
    pieces: WordPieces,
    engine: Engine,
    network: Box<dyn Network>,
    /// What reads relations, if it knows of them.
    layers: Option<Arc<PairLayers>>,
    /// Whom to ask who is who and who plays which part, if this model does not know.
    adviser: Option<Box<Self>>,
}

/// What a model says of the words of a document.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Logits of names `[words, labels]`.
    pub names: Logits,
    /// Who means whom; `None` if the model was not asked or does not know.
    pub links: Option<Links>,
    /// Who plays which part; `None` if the model was not asked or does not know.
    pub roles: Option<Roles>,
    /// Who does what to whom; `None` if the model was not asked or does not know.
    pub pairs: Option<Pairs>,
}

/// Logits `[words, labels]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Logits {
    labels: usize,
    values: Vec<f32>,
}

impl Logits {
    /// Logits from rows laid end to end, `labels` numbers each.
    #[must_use]
    pub const fn new(labels: usize, values: Vec<f32>) -> Self {
        Self { labels, values }
    }

    /// One row `[labels]` a word, in word order.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &[f32]> {
        self.values.chunks_exact(self.labels.max(1))
    }

    /// The row of a word.
    #[must_use]
    pub fn row(&self, word: usize) -> &[f32] {
        &self.values[word * self.labels..][..self.labels]
    }
}

impl Model {
    /// The model that ships with the program.
    ///
    /// # Errors
    /// Never for a released program: its tests load the model.
    pub fn built_in() -> Result<Self, Error> {
        Self::load("default", &Place::built_in(), Engine::Rten)
    }

    /// A model by its name, `fast`, `default` or `accurate`, or from a folder with `config.json`,
    /// `model.onnx` and, where it has its own vocabulary, `vocab.txt`. `default` is inside the
    /// program; other names are folders that are looked for in `$UNRAVEL_MODELS`, in `models`
    /// beside the program, in `../share/unravel/models` from there, and in `models` in the working
    /// directory.
    ///
    /// ```
    /// use unravel::nn::{Engine, Model};
    /// assert!(Model::open("default", Engine::Rten).is_ok());
    /// assert!(Model::open("no/such/folder", Engine::Rten).is_err());
    /// ```
    ///
    /// # Errors
    /// When nothing of that name is found, the error lists the places looked at; when a file is
    /// missing or wrong, it names the folder and the file.
    pub fn open(name_or_folder: &str, engine: Engine) -> Result<Self, Error> {
        Self::load(name_or_folder, &store::find(name_or_folder, engine)?, engine)
    }

    fn load(name: &str, place: &Place, engine: Engine) -> Result<Self, Error> {
        let read = || {
            let config = Config::parse(&place.read("config.json")?)?;
            let vocabulary = place.vocabulary()?;
            let (network, pieces) = rayon::join(
                || engine.load(place, &config),
                || WordPieces::new(&vocabulary, &config),
            );
            let network = network?;
            let adviser = match config.links_of_built_in {
                true if config.links.is_none() && engine.reads_onnx() => {
                    Some(Box::new(Self::built_in().map_err(|e| e.to_string())?))
                }
                _ => None,
            };
            let layers = match &config.relations {
                Some(relations) => {
                    let bytes = place.read(pairs::FILE)?;
                    let layers = PairLayers::load(&bytes, relations.types.len());
                    Some(Arc::new(layers.map_err(|e| format!("{}: {e}", pairs::FILE))?))
                }
                None => None,
            };
            Ok(Self { config, pieces, engine, network, layers, adviser })
        };
        // A name alone would not say which of several folders is wrong.
        let name = match place {
            Place::Folder(folder) => folder.display().to_string(),
            Place::BuiltIn { .. } => name.to_owned(),
        };
        read().map_err(|cause| Error::Model { name, cause })
    }

    /// Name and version, as the graph states them, the engine if it is not the usual one, and the
    /// model that it asks who is who.
    #[must_use]
    pub fn label(&self) -> String {
        let Config { name, version, .. } = &self.config;
        let own = match self.engine {
            engine if engine == Engine::default() => format!("{name} {version}"),
            engine => format!("{name} {version}, run by {engine}"),
        };
        match &self.adviser {
            Some(adviser) => format!("{own}; who is who: {}", adviser.label()),
            None => own,
        }
    }

    /// Its settings.
    #[must_use]
    pub const fn config(&self) -> &Config {
        &self.config
    }

    /// Logits `[words, labels]` of all words of a document, given as sentences of words; every
    /// word has its row, and a sentence never lacks one for being long. Runs on one thread, so
    /// that documents can be read side by side.
    ///
    /// # Errors
    /// When the network fails or its output has not a row of labels for every piece.
    pub fn logits(&self, sentences: &[Vec<&str>]) -> Result<Logits, Error> {
        let mut said = self.ask(sentences, &[(NAMES, self.config.labels.len())])?;
        Ok(said.swap_remove(0))
    }

    /// As [`logits`](Self::logits), and who means whom and who plays which part, if the model
    /// knows.
    ///
    /// # Errors
    /// When the network fails or its output has not a row for every piece.
    pub fn read(&self, sentences: &[Vec<&str>]) -> Result<Reading, Error> {
        let labels = self.config.labels.len();
        let Some(settings) = self.config.links.as_ref().filter(|_| self.engine.reads_onnx()) else {
            let names = self.logits(sentences)?;
            let alone =
                || Reading { names: Logits::default(), links: None, roles: None, pairs: None };
            let advice = match &self.adviser {
                Some(adviser) => adviser.read(sentences)?,
                None => alone(),
            };
            return Ok(Reading { names, ..advice });
        };
        let roles = settings.roles.len() + 1;
        let mut outputs = vec![(NAMES, labels), (QUERY, MEETING), (KEY, MEETING), (PARTS, roles)];
        outputs.extend(self.layers.as_ref().map(|_| (PAIR, pairs::SIZE)));
        let mut said = self.ask(sentences, &outputs)?.into_iter();
        let mut next = || said.next().unwrap_or_default();
        let (names, query, key, roles) = (next(), next().values, next().values, next());
        let pairs = self.layers.as_ref().zip(self.config.relations.as_ref());
        let pairs = pairs.map(|(layers, settings)| Pairs {
            rows: next(),
            layers: Arc::clone(layers),
            settings: settings.clone(),
            model: self.config.name.clone(),
        });
        let settings = settings.clone();
        let roles = Some(Roles { logits: roles, settings: settings.clone() });
        let links = Some(Links { size: MEETING, query, key, settings });
        Ok(Reading { names, links, roles, pairs })
    }

    /// The rows of all words for each of the outputs, given with the length of their rows.
    fn ask(
        &self,
        sentences: &[Vec<&str>],
        outputs: &[(&str, usize)],
    ) -> Result<Vec<Logits>, Error> {
        let input = self.encode(sentences);
        self.run_all(&input, outputs)
            .map_err(|cause| Error::Model { name: self.config.name.clone(), cause })
    }

    fn encode(&self, sentences: &[Vec<&str>]) -> Input {
        let mut input =
            Input { sentences: Vec::new(), starts: vec![0], ids: Vec::new(), shapes: Vec::new() };
        for sentence in sentences {
            let first = input.starts.len() - 1;
            for word in sentence {
                self.pieces.spell(word, &mut input.ids);
                input.shapes.resize(input.ids.len(), shape(word));
                input.starts.push(input.ids.len());
            }
            input.sentences.push(first..first + sentence.len());
        }
        input
    }

    fn run_all(&self, input: &Input, outputs: &[(&str, usize)]) -> Result<Vec<Logits>, String> {
        let packing = Packing { room: self.config.max_pieces - 2, overlap: self.config.overlap };
        let ranges = pack(&input.sentences, &input.starts, packing);
        let windows: Vec<Window> = ranges.iter().map(|words| self.window(input, words)).collect();
        let words = input.starts.len() - 1;
        let blank = |&(_, size): &(&str, usize)| Logits::new(size, vec![0.0; size * words]);
        let mut found: Vec<Logits> = outputs.iter().map(blank).collect();
        let names: Vec<&str> = outputs.iter().map(|(name, _)| *name).collect();
        let said = self.network.run(&windows, &names)?;
        let read = read_at(&ranges, &input.starts);
        for (at, (values, window)) in said.iter().zip(&windows).enumerate() {
            let first = input.starts[ranges[at].start];
            for (value, logits) in values.iter().zip(&mut found) {
                let size = logits.labels;
                let expected = window.ids.len() * size;
                if value.len() != expected {
                    let count = value.len();
                    return Err(format!("the network gave {count} numbers, not {expected}"));
                }
                if !value.iter().all(|x| x.is_finite()) {
                    return Err("the network gave infinite numbers".into());
                }
                for word in read[at].clone() {
                    // Piece 0 is `[CLS]`.
                    let row = (1 + input.starts[word] - first) * size;
                    logits.values[word * size..][..size].copy_from_slice(&value[row..][..size]);
                }
            }
        }
        Ok(found)
    }

    /// A range of words between `[CLS]` and `[SEP]`.
    fn window(&self, input: &Input, words: &Range<usize>) -> Window {
        let pieces = input.starts[words.start]..input.starts[words.end];
        let special = self.config.special;
        Window {
            ids: [&[special.cls], &input.ids[pieces.clone()], &[special.sep]].concat(),
            shapes: [&[0], &input.shapes[pieces], &[0]].concat(),
        }
    }
}

/// A document as the network reads it.
struct Input {
    /// Sentences as ranges of words.
    sentences: Vec<Range<usize>>,
    /// First piece of each word, and the number of pieces.
    starts: Vec<usize>,
    /// Word pieces.
    ids: Vec<i32>,
    /// Shape class of each piece's word.
    shapes: Vec<i32>,
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_wrong_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let check = |expected: &str| {
            let path = folder.path().to_str().unwrap();
            let error = Model::open(path, Engine::Rten).err().unwrap().to_string();
            assert!(error.contains(expected) && error.contains(path), "{error}");
        };
        check("config.json");
        std::fs::write(folder.path().join("config.json"), "{}").unwrap();
        check("config.json");
        let example = crate::nn::config::tests::example().to_string();
        std::fs::write(folder.path().join("config.json"), example).unwrap();
        std::fs::write(folder.path().join("vocab.txt"), [0xff]).unwrap();
        check("vocab.txt");
        // Without its own vocabulary it has the one that all models share.
        std::fs::remove_file(folder.path().join("vocab.txt")).unwrap();
        check("model.onnx: ");
        std::fs::write(folder.path().join("model.onnx"), "{}").unwrap();
        check("model.onnx: ");
    }

    #[test]
    fn a_model_is_shared_by_threads() {
        const fn check<T: Send + Sync>() {}
        check::<Model>();
    }
}
