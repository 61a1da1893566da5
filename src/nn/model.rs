//! The network itself. Enters: sentences as words. Leaves: a row of logits a word. The result for
//! a document depends on that document alone, whatever runs beside it.

use super::{
    config::Config,
    shape::shape,
    window::{Packing, pack, read_at},
    wordpiece::WordPieces,
};
use crate::error::Error;
use rten::{ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::{NdTensor, prelude::*};
use std::{
    ops::Range,
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

/// Pieces of the sentences before that a window repeats, so that its first words have context.
const OVERLAP: usize = 32;
const OUTPUT: &str = "ner_logits";

/// A token classifier with its vocabulary: loaded once, shared by all threads.
pub struct Model {
    config: Config,
    pieces: WordPieces,
    network: rten::Model,
    /// `input_ids`, `attention_mask`, `token_type_ids`.
    inputs: [NodeId; 3],
    output: NodeId,
    /// Idle pools of one thread each; there are never more than documents under way.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
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
}

impl Model {
    /// The model that ships with the program.
    ///
    /// # Errors
    /// Never for a released program: its tests load the model.
    pub fn built_in() -> Result<Self, Error> {
        let network = ModelOptions::with_all_ops()
            .prepack_weights(true)
            .load_static_slice(include_bytes!("../../models/default/model.onnx"));
        Self::assemble(
            "default",
            include_bytes!("../../models/default/config.json"),
            include_str!("../../models/default/vocab.txt"),
            network.map_err(|e| e.to_string()),
        )
    }

    /// A model from a folder with `config.json`, `vocab.txt` and `model.onnx`.
    ///
    /// # Errors
    /// When a file is missing or wrong; the error names the folder and the file.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let name = folder.display().to_string();
        let read = |file: &str| {
            std::fs::read(folder.join(file))
                .map_err(|e| Error::Model { name: name.clone(), cause: format!("{file}: {e}") })
        };
        let (config, vocabulary, network) =
            (read("config.json")?, read("vocab.txt")?, read("model.onnx")?);
        let vocabulary = String::from_utf8(vocabulary)
            .map_err(|e| Error::Model { name: name.clone(), cause: format!("vocab.txt: {e}") })?;
        let network = ModelOptions::with_all_ops().prepack_weights(true).load(network);
        Self::assemble(&name, &config, &vocabulary, network.map_err(|e| e.to_string()))
    }

    /// Checks that the parts fit.
    fn assemble(
        name: &str,
        config: &[u8],
        vocabulary: &str,
        network: Result<rten::Model, String>,
    ) -> Result<Self, Error> {
        let bad = |cause: String| Error::Model { name: name.into(), cause };
        let config = Config::parse(config).map_err(bad)?;
        let network = network.map_err(|e| bad(format!("model.onnx: {e}")))?;
        let node = |id: &str| {
            network.node_id(id).map_err(|_| bad(format!("model.onnx: no tensor {id} in it")))
        };
        Ok(Self {
            inputs: [node("input_ids")?, node("attention_mask")?, node("token_type_ids")?],
            output: node(OUTPUT)?,
            pieces: WordPieces::new(vocabulary, &config),
            config,
            network,
            idle: Mutex::default(),
        })
    }

    /// Name and version, as the graph states them.
    #[must_use]
    pub fn label(&self) -> String {
        format!("{} {}", self.config.name, self.config.version)
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
    /// When the network fails or its output has not the shape `[batch, pieces, labels]`.
    pub fn logits(&self, sentences: &[Vec<&str>]) -> Result<Logits, Error> {
        let input = self.encode(sentences);
        let pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        // A thread of its own waits for the pool: a worker of the caller's pool that waited there
        // itself would pick up further documents meanwhile and hold all of them in memory.
        let result = std::thread::scope(|scope| {
            scope.spawn(|| pool.run(|| self.run_all(&input, &pool))).join()
        });
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        result
            .unwrap_or_else(|_| Err("the network stopped".into()))
            .map_err(|cause: String| Error::Model { name: self.config.name.clone(), cause })
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

    fn run_all(&self, input: &Input, pool: &Arc<ThreadPool>) -> Result<Logits, String> {
        let packing = Packing { room: self.config.max_pieces - 2, overlap: OVERLAP };
        let windows = pack(&input.sentences, &input.starts, packing);
        let labels = self.config.labels.len();
        let mut logits = Logits::new(labels, vec![0.0; labels * (input.starts.len() - 1)]);
        for (window, read) in windows.iter().zip(read_at(&windows, &input.starts)) {
            let output = self.run(input, window, pool)?;
            let first = input.starts[window.start];
            for word in read {
                for label in 0..labels {
                    // Piece 0 is `[CLS]`.
                    logits.values[word * labels + label] =
                        output[[0, 1 + input.starts[word] - first, label]];
                }
            }
        }
        Ok(logits)
    }

    /// Output `[1, pieces, labels]` of one window. Windows are not batched: a batch would be
    /// quantized with one scale and padded, and a window alone keeps a core busy.
    fn run(
        &self,
        input: &Input,
        window: &Range<usize>,
        pool: &Arc<ThreadPool>,
    ) -> Result<NdTensor<f32, 3>, String> {
        let pieces = input.starts[window.start]..input.starts[window.end];
        let special = self.config.special;
        let row = |first: i32, inner: &[i32], last: i32| {
            let row: Vec<i32> = [&[first], inner, &[last]].concat();
            NdTensor::from_data([1, row.len()], row)
        };
        let ids = row(special.cls, &input.ids[pieces.clone()], special.sep);
        let shapes = row(0, &input.shapes[pieces.clone()], 0);
        let mask = NdTensor::full(ids.shape(), 1i32);
        let expected = [1, ids.size(1), self.config.labels.len()];
        let [ids_node, mask_node, shapes_node] = self.inputs;
        let inputs =
            vec![(ids_node, ids.into()), (mask_node, mask.into()), (shapes_node, shapes.into())];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let [output] =
            self.network.run_n(inputs, [self.output], Some(options)).map_err(|e| e.to_string())?;
        let output: NdTensor<f32, 3> = output.try_into().map_err(|e| format!("{OUTPUT}: {e}"))?;
        if output.shape() != expected {
            return Err(format!("{OUTPUT} has shape {:?}, not {expected:?}", output.shape()));
        }
        Ok(output)
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
    fn a_missing_file_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let check = |file: &str| {
            let error = Model::load(folder.path()).err().unwrap().to_string();
            assert!(error.contains(file), "{error}");
            std::fs::write(folder.path().join(file), "{}").unwrap();
        };
        check("config.json");
        check("vocab.txt");
        check("model.onnx");
        let example = crate::nn::config::tests::example().to_string();
        std::fs::write(folder.path().join("config.json"), example).unwrap();
        let error = Model::load(folder.path()).err().unwrap().to_string();
        assert!(error.contains("model.onnx: "), "{error}");
    }

    #[test]
    fn a_model_is_shared_by_threads() {
        const fn check<T: Send + Sync>() {}
        check::<Model>();
    }
}
