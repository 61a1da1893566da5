//! The engine inside every program. Enters: `model.onnx`, windows. Leaves: logits.

use super::{
    engine::{Network, Window},
    store::Place,
};
use ::rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool};
use rten_tensor::NdTensor;
use std::sync::{Arc, Mutex, PoisonError};

/// A network for rten.
pub(super) struct Rten {
    model: Model,
    /// `input_ids`, `token_type_ids`.
    inputs: [NodeId; 2],
    /// Idle pools of one thread each; there are never more than documents under way.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

impl Rten {
    pub(super) fn load(place: &Place, outputs: &[&str]) -> Result<Self, String> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = match place {
            Place::BuiltIn { onnx, .. } => options.load_static_slice(onnx),
            Place::Folder(_) => options.load(place.read("model.onnx")?.into_owned()),
        };
        let model = model.map_err(|e| format!("model.onnx: {e}"))?;
        let inputs = [node(&model, "input_ids")?, node(&model, "token_type_ids")?];
        // What is missing is said now, and not of every document.
        outputs.iter().try_for_each(|name| node(&model, name).map(drop))?;
        Ok(Self { inputs, model, idle: Mutex::default() })
    }

    fn window(
        &self,
        window: &Window,
        outputs: &[(&str, NodeId)],
        pool: &Arc<ThreadPool>,
    ) -> Result<Vec<Vec<f32>>, String> {
        let shape = [1, window.ids.len()];
        let ids = NdTensor::from_data(shape, window.ids.clone());
        let shapes = NdTensor::from_data(shape, window.shapes.clone());
        let [ids_node, shapes_node] = self.inputs;
        let inputs = vec![(ids_node, ids.into()), (shapes_node, shapes.into())];
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let nodes: Vec<NodeId> = outputs.iter().map(|&(_, node)| node).collect();
        let values = self.model.run(inputs, &nodes, Some(options)).map_err(|e| e.to_string())?;
        let rows = values.into_iter().zip(outputs).map(|(value, (name, _))| {
            let rows: NdTensor<f32, 3> = value.try_into().map_err(|e| format!("{name}: {e}"))?;
            Ok(rows.into_data())
        });
        rows.collect()
    }
}

fn node(model: &Model, name: &str) -> Result<NodeId, String> {
    model.node_id(name).map_err(|_| format!("model.onnx: no tensor {name} in it"))
}

impl Network for Rten {
    fn run(&self, windows: &[Window], outputs: &[&str]) -> Result<Vec<Vec<Vec<f32>>>, String> {
        let outputs = outputs
            .iter()
            .map(|&name| Ok((name, node(&self.model, name)?)))
            .collect::<Result<Vec<_>, String>>()?;
        let pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let all = || windows.iter().map(|window| self.window(window, &outputs, &pool)).collect();
        // A thread of its own waits for the pool: a worker of the caller's pool that waited there
        // itself would pick up further documents meanwhile and hold all of them in memory.
        let result = std::thread::scope(|scope| scope.spawn(|| pool.run(all)).join());
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        result.unwrap_or_else(|_| Err("the network stopped".into()))
    }
}
