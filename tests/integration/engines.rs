//! Every engine that is compiled in finds the names of the sample articles that rten finds. What
//! an engine needs besides (CONTRIBUTING.md) may be absent: then it is skipped and said so, unless
//! `UNRAVEL_ENGINES` is `required`.

use crate::reading::Case;
use std::{
    fs,
    path::Path,
    time::{Duration, Instant},
};
use unravel::{
    Document, EntityType, ingest,
    nn::{Engine, Model},
    recognize,
};

/// How far an engine may be from rten.
struct Bar {
    /// At least this share of the names has the same place and type.
    same: f64,
    /// Their scores differ by no more than this on average.
    mean: f32,
}

const fn bar(engine: Engine) -> Bar {
    match engine {
        Engine::Rten => Bar { same: 1.0, mean: 0.0 },
        // Engines add and round in another order, and rust-bert does not round activations to 8 bits
        // at all: a name about whose place or type the model is in two minds may fall the other way.
        _ => Bar { same: 0.995, mean: 0.01 },
    }
}

type Name = ((usize, usize, EntityType), f32);

fn articles() -> Vec<Document> {
    let config = ingest::Config::default();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let units = ingest::units(&[folder.display().to_string()], &config).unwrap();
    units.map(|unit| unit.unwrap().read(&config).unwrap()).collect()
}

/// The names of each document, on one thread, and how long it took.
fn names(model: &Model, docs: &[Document]) -> (Vec<Vec<Name>>, Duration) {
    let start = Instant::now();
    let names = docs.iter().map(|doc| {
        let names = recognize::names(doc, model).unwrap();
        names.iter().map(|n| ((n.span.start, n.span.end, n.entity_type), n.score)).collect()
    });
    (names.collect(), start.elapsed())
}

#[test]
fn every_engine_finds_the_names_that_rten_finds() {
    for engine in ["ort", "rust-bert"] {
        if engine.parse::<Engine>().is_err() {
            eprintln!("SKIPPED engine {engine}: this program was built without it");
        }
    }
    let docs = articles();
    let (expected, took) = names(&Model::built_in().unwrap(), &docs);
    eprintln!("rten: {} names, {took:.2?}", expected.iter().flatten().count());
    for &engine in Engine::ALL {
        match Model::open("default", engine) {
            Ok(model) => check(engine, &model, &docs, &expected),
            Err(cause) => {
                let required = std::env::var("UNRAVEL_ENGINES").is_ok_and(|v| v == "required");
                assert!(!required && engine != Engine::Rten, "{engine}: {cause}");
                eprintln!("SKIPPED engine {engine}: {cause}");
            }
        }
    }
}

fn check(engine: Engine, model: &Model, docs: &[Document], expected: &[Vec<Name>]) {
    let (found, took) = names(model, docs);
    let (mut same, mut all, mut sum, mut most) = (0, 0, 0f32, 0f32);
    for ((doc, found), expected) in docs.iter().zip(&found).zip(expected) {
        all += expected.len().max(found.len());
        for (name, score) in expected {
            match found.iter().find(|(other, _)| other == name) {
                Some((_, other)) => {
                    same += 1;
                    sum += (score - other).abs();
                    most = most.max((score - other).abs());
                }
                None => eprintln!("{engine} misses {} {name:?} {score}", doc.info.id),
            }
        }
        for (name, score) in found {
            if !expected.iter().any(|(other, _)| other == name) {
                eprintln!("{engine} adds {} {name:?} {score}", doc.info.id);
            }
        }
    }
    let mean = sum / same as f32;
    eprintln!(
        "{engine}: {same} of {all} names, scores {mean:.6} apart, {most:.4} at most, {took:.2?}"
    );
    let bar = bar(engine);
    assert!(f64::from(same) >= bar.same * all as f64, "{engine}: only {same} of {all} names");
    assert!(mean <= bar.mean, "{engine}: scores {mean} apart");
    // The same in every run, whatever ran before.
    assert_eq!(names(model, &docs[..3]).0, found[..3]);
}

/// The default model under another name, without the vocabulary that all models share.
#[test]
fn a_model_is_found_by_its_name() {
    let case = Case::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    fs::create_dir_all(case.path("store/fast")).unwrap();
    for file in ["config.json", "model.onnx", "relations.safetensors"] {
        fs::copy(root.join("models/default").join(file), case.path("store/fast").join(file))
            .unwrap();
    }
    let article = root.join("data/articles/komid-agents-abroad.txt").display().to_string();
    let build = |model: &str| {
        let mut command =
            case.unravel(&["build", "-q", "--model", model, "-o", "out.json", &article]);
        command.env("UNRAVEL_MODELS", case.path("store")).assert()
    };
    let graphs = ["default", "fast", "store/fast"].map(|model| {
        build(model).success();
        fs::read(case.path("out.json")).unwrap()
    });
    assert!(graphs[0] == graphs[1] && graphs[0] == graphs[2]);
    let errors = build("accurate").code(2).get_output().stderr.clone();
    let errors = String::from_utf8(errors).unwrap();
    let looked = case.path("store").join("accurate").display().to_string();
    assert!(errors.contains("model accurate: not found") && errors.contains(&looked), "{errors}");
}
