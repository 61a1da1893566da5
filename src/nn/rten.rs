//! The engine inside every program. Enters: `model.onnx`, windows. Leaves: logits. It can stop where the
//! layers begin that know all but names, and go on from there with some of the rows: a graph's tensor
//! may be given to it instead of what computes it.

use super::{
    config::{Config, NAMES},
    engine::{Network, Said, Window},
    store::Place,
};
use ::rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::{AsView, Layout, NdTensor};
use std::sync::{Arc, Mutex, PoisonError};

/// A network for rten.
pub(super) struct Rten {
    model: Model,
    /// `input_ids`, `token_type_ids`.
    inputs: [NodeId; 2],
    names: NodeId,
    branch: Option<Branch>,
    /// Idle pools of one thread each; there are never more than documents under way.
    idle: Mutex<Vec<Arc<ThreadPool>>>,
}

/// The layers that know all but names.
struct Branch {
    from: NodeId,
    outputs: Vec<NodeId>,
}

/// What the shared layers make of a window `[1, pieces, hidden]`.
pub(super) struct States(NdTensor<f32, 3>);

impl Rten {
    pub(super) fn load(place: &Place, config: &Config) -> Result<Self, String> {
        let mut options = ModelOptions::with_all_ops();
        options.prepack_weights(true);
        let model = match place {
            Place::BuiltIn { onnx, .. } => options.load_static_slice(onnx),
            Place::Folder(_) => options.load(place.read("model.onnx")?.into_owned()),
        };
        let model = model.map_err(|e| format!("model.onnx: {e}"))?;
        // What is missing is said now, and not of every document.
        let node = |name: &str| {
            model.node_id(name).map_err(|_| format!("model.onnx: no tensor {name} in it"))
        };
        let inputs = [node("input_ids")?, node("token_type_ids")?];
        let names = node(NAMES)?;
        let branch = match &config.links {
            Some(links) => {
                let outputs = config.branch_outputs().iter().map(|name| node(name));
                let outputs = outputs.collect::<Result<_, _>>()?;
                Some(Branch { from: node(&links.from)?, outputs })
            }
            None => None,
        };
        Ok(Self { inputs, names, branch, model, idle: Mutex::default() })
    }

    /// What the shared layers make of each window.
    pub(super) fn states(&self, windows: &[Window]) -> Result<Vec<States>, String> {
        let Some(Branch { from, .. }) = self.branch else { return Ok(Vec::new()) };
        let ask = |pool: &Arc<ThreadPool>, window: &Window| {
            let [states] =
                self.ask(pool, self.inputs(window), &[from])?.try_into().map_err(miscounted)?;
            states_of(states, window)
        };
        self.aside(|pool| windows.iter().map(|window| ask(pool, window)).collect())
    }

    /// For each window, of which only these rows are read, the rows `[rows, size]` of each output of
    /// the branch, laid end to end; nothing of a window without rows.
    pub(super) fn read_on(
        &self,
        windows: Vec<(States, Vec<usize>)>,
    ) -> Result<Vec<Vec<Vec<f32>>>, String> {
        let Some(Branch { from, outputs }) = &self.branch else { return Ok(Vec::new()) };
        let ask = |pool: &Arc<ThreadPool>, (States(states), read): (States, Vec<usize>)| {
            if read.is_empty() {
                return Ok(Vec::new());
            }
            let hidden = states.size(2);
            let mut some: Vec<f32> = Vec::with_capacity(read.len() * hidden);
            for &row in &read {
                some.extend(states.slice((0, row)).iter());
            }
            // A long text has many windows: what is read is let go.
            drop(states);
            let some = NdTensor::from_data([1, read.len(), hidden], some);
            let values = self.ask(pool, vec![(*from, some.into())], outputs)?;
            values.into_iter().map(|value| Ok(rows(value)?.into_data())).collect()
        };
        self.aside(|pool| windows.into_iter().map(|window| ask(pool, window)).collect())
    }

    fn inputs(&self, window: &Window) -> Vec<(NodeId, ValueOrView<'static>)> {
        let row = |values: &[i32]| NdTensor::from_data([1, values.len()], values.to_vec()).into();
        let [ids, shapes] = self.inputs;
        vec![(ids, row(&window.ids)), (shapes, row(&window.shapes))]
    }

    fn ask(
        &self,
        pool: &Arc<ThreadPool>,
        inputs: Vec<(NodeId, ValueOrView<'_>)>,
        outputs: &[NodeId],
    ) -> Result<Vec<Value>, String> {
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        self.model.run(inputs, outputs, Some(options)).map_err(|e| e.to_string())
    }

    /// Works with an idle pool. A thread of its own waits for the pool: a worker of the caller's pool
    /// that waited there itself would pick up further documents meanwhile and hold all of them in
    /// memory.
    fn aside<T: Send>(
        &self,
        work: impl FnOnce(&Arc<ThreadPool>) -> Result<T, String> + Send,
    ) -> Result<T, String> {
        let pool = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let pool = pool.unwrap_or_else(|| Arc::new(ThreadPool::with_num_threads(1)));
        let result = std::thread::scope(|scope| scope.spawn(|| pool.run(|| work(&pool))).join());
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(pool);
        result.unwrap_or_else(|_| Err("the network stopped".into()))
    }
}

/// A tensor of a row for each piece.
fn rows(value: Value) -> Result<NdTensor<f32, 3>, String> {
    value.try_into().map_err(|e| format!("the network's rows: {e}"))
}

/// The states of a window; a configuration may name another tensor.
fn states_of(value: Value, window: &Window) -> Result<States, String> {
    let states = rows(value)?;
    match states.size(1) == window.ids.len() {
        true => Ok(States(states)),
        false => Err("config.json: links.from has not a row for every piece".into()),
    }
}

fn miscounted(values: Vec<Value>) -> String {
    format!("the network gave {} tensors", values.len())
}

impl Network for Rten {
    fn names(&self, windows: &[Window]) -> Result<Vec<Vec<f32>>, String> {
        let ask = |pool: &Arc<ThreadPool>, window: &Window| {
            let [names] = self
                .ask(pool, self.inputs(window), &[self.names])?
                .try_into()
                .map_err(miscounted)?;
            Ok(rows(names)?.into_data())
        };
        self.aside(|pool| windows.iter().map(|window| ask(pool, window)).collect())
    }

    fn begin(&self, windows: &[Window]) -> Result<Said, String> {
        let Some(Branch { from, .. }) = self.branch else {
            return Ok((self.names(windows)?, None));
        };
        let ask = |pool: &Arc<ThreadPool>, window: &Window| {
            let values = self.ask(pool, self.inputs(window), &[self.names, from])?;
            let [names, states] = values.try_into().map_err(miscounted)?;
            Ok((rows(names)?.into_data(), states_of(states, window)?))
        };
        let both: Vec<_> = self.aside(|pool| {
            windows.iter().map(|window| ask(pool, window)).collect::<Result<_, String>>()
        })?;
        let (names, states) = both.into_iter().unzip();
        Ok((names, Some(states)))
    }
}
