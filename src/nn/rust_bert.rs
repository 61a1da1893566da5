//! rust-bert as engine. Enters: windows, and a folder with `model.safetensors` (the weights under
//! BERT's names) and `rust_bert_config.json` (BERT's settings as rust-bert reads them); both are
//! made from a `model.onnx` by `training/to_safetensors.py`. Leaves: logits of names, nothing else.
//! BERT only.

use super::{
    config::Config,
    engine::{Network, Window},
    store::Place,
};
use ::rust_bert::{
    RustBertError,
    pipelines::{
        common::{ModelResource, ModelType},
        token_classification::{
            LabelAggregationOption, TokenClassificationConfig, TokenClassificationOption,
        },
    },
    resources::LocalResource,
};
use std::{
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
use tch::{Device, Kind, Tensor};

const WEIGHTS: &str = "model.safetensors";
const SETTINGS: &str = "rust_bert_config.json";

/// A network for rust-bert.
pub(super) struct RustBert {
    folder: PathBuf,
    /// Idle models; there are never more than documents under way. A tensor of libtorch cannot be
    /// read by two threads at once, so each has its own copy.
    idle: Mutex<Vec<TokenClassificationOption>>,
}

impl RustBert {
    pub(super) fn load(place: &Place, config: &Config) -> Result<Self, String> {
        if config.architecture != "bert" {
            return Err(format!(
                "engine rust-bert runs models of architecture bert, and this one is {}; \
                 engines rten and ort run it",
                config.architecture
            ));
        }
        let Place::Folder(folder) = place else {
            return Err("engine rust-bert needs a model in a folder".into());
        };
        for file in [WEIGHTS, SETTINGS] {
            if !folder.join(file).is_file() {
                return Err(format!(
                    "{file} is missing: training/to_safetensors.py makes it from model.onnx"
                ));
            }
        }
        let first = model(folder)?;
        Ok(Self { folder: folder.clone(), idle: Mutex::new(vec![first]) })
    }
}

impl Network for RustBert {
    fn names(&self, windows: &[Window]) -> Result<Vec<Vec<f32>>, String> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let model = idle.map_or_else(|| model(&self.folder), Ok)?;
        tch::set_num_threads(1);
        let all = || windows.iter().map(|window| logits(&model, window)).collect();
        let result: Result<_, RustBertError> = tch::no_grad(all);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(model);
        result.map_err(|cause| cause.to_string())
    }
}

/// A model of rust-bert's token classification pipeline.
fn model(folder: &Path) -> Result<TokenClassificationOption, String> {
    let file = |name: &str| LocalResource { local_path: folder.join(name) };
    let mut config = TokenClassificationConfig::new(
        ModelType::Bert,
        ModelResource::Torch(Box::new(file(WEIGHTS))),
        file(SETTINGS),
        // Words become pieces in `wordpiece`, for every engine alike; this is never opened.
        file("vocab.txt"),
        None,
        true,
        true,
        None,
        LabelAggregationOption::First,
    );
    config.device = Device::Cpu;
    config.kind = Some(Kind::Float);
    TokenClassificationOption::new(&config).map_err(|e| format!("{WEIGHTS}: {e}"))
}

/// Logits `[pieces, labels]` of one window. The pipeline's own `predict` gives every piece the
/// token type 0; ours are shape classes, so the model in it is called directly.
fn logits(model: &TokenClassificationOption, window: &Window) -> Result<Vec<f32>, RustBertError> {
    let TokenClassificationOption::Bert(model) = model else {
        return Err(RustBertError::InvalidConfigurationError("not a BERT model".into()));
    };
    let row = |values: &[i32]| Tensor::from_slice(values).to_kind(Kind::Int64).unsqueeze(0);
    let (ids, shapes) = (row(&window.ids), row(&window.shapes));
    let output = model.forward_t(Some(&ids), None, Some(&shapes), None, None, false);
    Ok(Vec::try_from(output.logits.contiguous().view(-1))?)
}
