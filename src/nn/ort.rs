//! ONNX Runtime as engine. Enters: `model.onnx`, windows, the shared library that
//! `ORT_DYLIB_PATH` names. Leaves: logits. Nothing is downloaded, and the library is loaded when a
//! model is first opened: a program with this feature runs without it.

use super::{
    config::NAMES,
    engine::{Network, Window},
    store::Place,
};
use ::ort::{
    environment::Environment,
    inputs,
    session::{Session, builder::GraphOptimizationLevel},
    value::TensorRef,
};
use std::{
    borrow::Cow,
    sync::{Mutex, OnceLock, PoisonError},
};

/// The variable that names the shared library.
const LIBRARY: &str = "ORT_DYLIB_PATH";

/// A network for ONNX Runtime.
pub(super) struct Ort {
    onnx: Cow<'static, [u8]>,
    /// Idle sessions of one thread each; there are never more than documents under way. A session
    /// is borrowed mutably while it runs, so one cannot serve two documents.
    idle: Mutex<Vec<Session>>,
}

impl Ort {
    pub(super) fn load(place: &Place) -> Result<Self, String> {
        let onnx = place.read("model.onnx")?;
        let first = session(&onnx)?;
        Ok(Self { onnx, idle: Mutex::new(vec![first]) })
    }
}

impl Network for Ort {
    fn names(&self, windows: &[Window]) -> Result<Vec<Vec<f32>>, String> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut session = idle.map_or_else(|| session(&self.onnx), Ok)?;
        let result: ::ort::Result<_> =
            windows.iter().map(|window| logits(&mut session, window)).collect();
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(session);
        result.map_err(|cause| cause.to_string())
    }
}

/// A session of one thread.
fn session(onnx: &[u8]) -> Result<Session, String> {
    let build = || -> ::ort::Result<Session> {
        Session::builder(environment()?)?
            .with_intra_threads(1)?
            .with_inter_threads(1)?
            .with_deterministic_compute(true)?
            .with_optimization_level(GraphOptimizationLevel::All)?
            .commit_from_memory(onnx)
    };
    build().map_err(|e| format!("model.onnx: {e}"))
}

/// ONNX Runtime itself, once a process.
fn environment() -> ::ort::Result<&'static Environment> {
    static ENVIRONMENT: OnceLock<Result<Environment, String>> = OnceLock::new();
    let load = || {
        let path = std::env::var_os(LIBRARY)
            .ok_or_else(|| format!("{LIBRARY} must name ONNX Runtime's shared library"))?;
        let runtime = ::ort::init_from(&path).map_err(|e| format!("{LIBRARY}: {e}"))?;
        runtime.with_name("unravel").with_telemetry(false).build().map_err(|e| e.to_string())
    };
    ENVIRONMENT.get_or_init(load).as_ref().map_err(::ort::Error::new)
}

/// Logits `[pieces, labels]` of one window.
fn logits(session: &mut Session, window: &Window) -> ::ort::Result<Vec<f32>> {
    let row = |values: &[i32]| values.iter().copied().map(i64::from).collect::<Vec<_>>();
    let shape = [1, window.ids.len()];
    let (ids, shapes) = (row(&window.ids), row(&window.shapes));
    let values = session.run(inputs![
        "input_ids" => TensorRef::from_array_view((shape, &*ids))?,
        "token_type_ids" => TensorRef::from_array_view((shape, &*shapes))?,
    ])?;
    let value = values.get(NAMES);
    let value = value.ok_or_else(|| ::ort::Error::new(format!("no tensor {NAMES} in it")))?;
    Ok(value.try_extract_tensor::<f32>()?.1.to_vec())
}
