//! The network itself. Enters: sentences as words. Leaves: a row of logits of names a word, and then, of the
//! sentences that are worth it, who is who, who plays which part and what relations rest on. The result for
//! a document depends on that document alone, whatever runs beside it. What computes is an
//! [`Engine`]; where files lie is `store`.

use super::{
    config::Config,
    engine::{Engine, Network, Window},
    links::{Links, Roles},
    pairs::{self, PairLayers, Pairs},
    rten::{Rten, States},
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
    network: Arc<dyn Network>,
    /// Runs the layers that know all but names, if there are any, whatever engine finds the names.
    branch: Option<Arc<Rten>>,
    /// What reads relations, if it knows of them.
    layers: Option<Arc<PairLayers>>,
    /// Whom to ask who is who and who plays which part, if this model does not know.
    adviser: Option<Box<Self>>,
}

/// What a model says of the words of a document beside names.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// Who means whom; `None` if the model does not know.
    pub links: Option<Links>,
    /// Who plays which part; `None` if the model does not know.
    pub roles: Option<Roles>,
    /// Who does what to whom; `None` if the model does not know.
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

    fn set(&mut self, word: usize, row: &[f32]) {
        self.values[word * self.labels..][..self.labels].copy_from_slice(row);
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
            let (network, branch) = network?;
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
            Ok(Self { config, pieces, engine, network, branch, layers, adviser })
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
        let paged = self.page(sentences);
        let said = self.network.names(&paged.windows);
        said.and_then(|said| self.names(&paged, &said)).map_err(|cause| self.failed(cause))
    }

    /// As [`logits`](Self::logits), and holds what it takes to [read on](Begun::read_on).
    ///
    /// # Errors
    /// When the network fails or its output has not a row of labels for every piece.
    pub fn begin(&self, sentences: &[Vec<&str>]) -> Result<Begun<'_>, Error> {
        let paged = self.page(sentences);
        let begin = || -> Result<_, String> {
            let (said, states) = self.network.begin(&paged.windows)?;
            Ok((self.names(&paged, &said)?, states))
        };
        let (names, states) = begin().map_err(|cause| self.failed(cause))?;
        let rest = match (states, &self.adviser) {
            (Some(states), _) => Some(Rest { model: self, paged, states }),
            (None, Some(adviser)) => adviser.rest(adviser.page(sentences))?,
            (None, None) => self.rest(paged)?,
        };
        Ok(Begun { names, rest })
    }

    /// What it takes to read on, where the names come from elsewhere.
    fn rest(&self, paged: Paged) -> Result<Option<Rest<'_>>, Error> {
        let Some(branch) = &self.branch else { return Ok(None) };
        let states = branch.states(&paged.windows).map_err(|cause| self.failed(cause))?;
        Ok(Some(Rest { model: self, paged, states }))
    }

    /// The rows of names of all words.
    fn names(&self, paged: &Paged, said: &[Vec<f32>]) -> Result<Logits, String> {
        let size = self.config.labels.len();
        let mut found = Logits::new(size, vec![0.0; size * paged.words()]);
        let read = read_at(&paged.ranges, &paged.starts);
        for (at, values) in said.iter().enumerate() {
            check(values, paged.windows[at].ids.len() * size)?;
            for word in read[at].clone() {
                found.set(word, &values[paged.row(at, word) * size..][..size]);
            }
        }
        Ok(found)
    }

    /// A document as windows that overlap.
    fn page(&self, sentences: &[Vec<&str>]) -> Paged {
        let mut starts = vec![0];
        let (mut ids, mut shapes, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let first = starts.len() - 1;
            for word in sentence {
                self.pieces.spell(word, &mut ids);
                shapes.resize(ids.len(), shape(word));
                starts.push(ids.len());
            }
            ends.push(first..first + sentence.len());
        }
        let packing = Packing { room: self.config.max_pieces - 2, overlap: self.config.overlap };
        let ranges = pack(&ends, &starts, packing);
        let special = self.config.special;
        let window = |words: &Range<usize>| {
            let pieces = starts[words.start]..starts[words.end];
            Window {
                ids: [&[special.cls], &ids[pieces.clone()], &[special.sep]].concat(),
                shapes: [&[0], &shapes[pieces], &[0]].concat(),
            }
        };
        let windows = ranges.iter().map(window).collect();
        Paged { sentences: ends, starts, ranges, windows }
    }

    fn failed(&self, cause: String) -> Error {
        Error::Model { name: self.config.name.clone(), cause }
    }
}

/// So many finite numbers and no other.
fn check(values: &[f32], expected: usize) -> Result<(), String> {
    if values.len() != expected {
        return Err(format!("the network gave {} numbers, not {expected}", values.len()));
    }
    if !values.iter().all(|x| x.is_finite()) {
        return Err("the network gave infinite numbers".into());
    }
    Ok(())
}

/// A document as the network reads it.
struct Paged {
    /// Sentences as ranges of words.
    sentences: Vec<Range<usize>>,
    /// First piece of each word, and the number of pieces.
    starts: Vec<usize>,
    /// The words of each window, and its pieces between `[CLS]` and `[SEP]`.
    ranges: Vec<Range<usize>>,
    windows: Vec<Window>,
}

impl Paged {
    fn words(&self) -> usize {
        self.starts.len() - 1
    }

    /// The row of a word's first piece in a window; row 0 is `[CLS]`.
    fn row(&self, window: usize, word: usize) -> usize {
        1 + self.starts[word] - self.starts[self.ranges[window].start]
    }

    /// What of each window is read of sentences that are `worth` it.
    fn choose(&self, worth: &[bool]) -> Chosen {
        let mut is_worth = vec![false; self.words()];
        for (words, _) in self.sentences.iter().zip(worth).filter(|(_, worth)| **worth) {
            is_worth[words.clone()].fill(true);
        }
        let mut chosen = Chosen { rows: Vec::new(), places: Vec::new() };
        for (window, read) in read_at(&self.ranges, &self.starts).into_iter().enumerate() {
            let mut rows = Vec::new();
            // Words that another window reads are context here.
            if read.clone().any(|word| is_worth[word]) {
                rows.push(0);
                for word in self.ranges[window].clone().filter(|&word| is_worth[word]) {
                    if read.contains(&word) {
                        chosen.places.push((window, rows.len(), word));
                    }
                    let row = self.row(window, word);
                    rows.extend(row..row + self.starts[word + 1] - self.starts[word]);
                }
                rows.push(self.windows[window].ids.len() - 1);
            }
            chosen.rows.push(rows);
        }
        chosen
    }
}

/// Which rows of the windows are read on.
struct Chosen {
    /// Of each window; none of a window in which nothing is worth it.
    rows: Vec<Vec<usize>>,
    /// Window, number among its rows, and the word that is read there.
    places: Vec<(usize, usize, usize)>,
}

/// A document whose names are read.
pub struct Begun<'m> {
    /// Logits of names `[words, labels]`.
    pub names: Logits,
    rest: Option<Rest<'m>>,
}

/// What the layers need that know all but names.
struct Rest<'m> {
    model: &'m Model,
    paged: Paged,
    /// Of each window.
    states: Vec<States>,
}

impl Begun<'_> {
    /// Who is who, who plays which part and who does what to whom, as far as the model knows. It
    /// reads those sentences alone that are `worth` it, given by number, as if the others stood not
    /// there: whoever asks about their words learns nothing.
    ///
    /// # Errors
    /// When the network fails or its output has not a row for every piece.
    pub fn read_on(self, worth: &[bool]) -> Result<Reading, Error> {
        match self.rest {
            Some(rest) => {
                let model = rest.model;
                rest.read_on(worth).map_err(|cause| model.failed(cause))
            }
            None => Ok(Reading::default()),
        }
    }
}

impl Rest<'_> {
    fn read_on(self, worth: &[bool]) -> Result<Reading, String> {
        let Self { model, paged, states } = self;
        let (Some(branch), Some(settings)) = (&model.branch, &model.config.links) else {
            return Ok(Reading::default());
        };
        let Chosen { rows, places } = paged.choose(worth);
        let counts: Vec<usize> = rows.iter().map(Vec::len).collect();
        let said = branch.read_on(states.into_iter().zip(rows).collect())?;
        let sizes = [MEETING, MEETING, settings.roles.len() + 1, pairs::SIZE];
        let outputs = sizes.iter().zip(model.config.branch_outputs());
        let blank = |(&size, _): (&usize, _)| Logits::new(size, vec![0.0; size * paged.words()]);
        let mut found: Vec<Logits> = outputs.map(blank).collect();
        for (values, count) in said.iter().zip(counts).filter(|(_, count)| *count > 0) {
            for (values, logits) in values.iter().zip(&found) {
                check(values, count * logits.labels)?;
            }
        }
        for (window, row, word) in places {
            for (values, logits) in said[window].iter().zip(&mut found) {
                logits.set(word, &values[row * logits.labels..][..logits.labels]);
            }
        }
        let mut found = found.into_iter();
        let mut next = || found.next().unwrap_or_default();
        let (query, key, roles) = (next().values, next().values, next());
        let pairs = model.layers.as_ref().zip(model.config.relations.as_ref());
        Ok(Reading {
            links: Some(Links { size: MEETING, query, key, settings: settings.clone() }),
            roles: Some(Roles { logits: roles, settings: settings.clone() }),
            pairs: pairs.map(|(layers, settings)| Pairs {
                rows: next(),
                read: worth.to_vec(),
                layers: Arc::clone(layers),
                settings: settings.clone(),
                model: model.config.name.clone(),
            }),
        })
    }
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
    fn the_branch_reads_what_is_worth_it_alone() {
        let model = Model::built_in().unwrap();
        let sentences =
            vec![vec!["OFAC", "sanctioned", "Acme", "Bank", "."], vec!["It", "rained", "."]];
        let read = |worth: [bool; 2]| {
            let begun = model.begin(&sentences).unwrap();
            assert_eq!(begun.names, model.logits(&sentences).unwrap());
            begun.read_on(&worth).unwrap().pairs.unwrap()
        };
        let is_blank = |pairs: &Pairs, word| pairs.rows.row(word).iter().all(|x| *x == 0.0);
        for (worth, blank) in [([true, false], 5..8), ([false, true], 0..5), ([false; 2], 0..8)] {
            let pairs = read(worth);
            assert_eq!([pairs.has_read(0), pairs.has_read(1)], worth);
            for word in 0..8 {
                assert_eq!(is_blank(&pairs, word), blank.contains(&word), "{worth:?} {word}");
            }
        }
        // A word is read in one of the windows of a long text.
        let long: Vec<Vec<&str>> = (0..40).flat_map(|_| sentences.clone()).collect();
        let worth: Vec<bool> = (0..long.len()).map(|number| number % 3 == 0).collect();
        let pairs = model.begin(&long).unwrap().read_on(&worth).unwrap().pairs.unwrap();
        let owners =
            long.iter().zip(&worth).flat_map(|(words, worth)| words.iter().map(|_| *worth));
        for (word, worth) in owners.enumerate() {
            assert_eq!(is_blank(&pairs, word), !worth, "{word}");
        }
        let (all, some) = (read([true; 2]), read([true, false]));
        assert_ne!(all.rows.row(0), some.rows.row(0), "a sentence is read with those beside it");
    }

    #[test]
    fn a_model_is_shared_by_threads() {
        const fn check<T: Send + Sync>() {}
        check::<Model>();
    }
}
