//! How fast the sample articles are read: `cargo bench --bench recognize`. One thread, the built-in
//! model, texts already read and segmented. Measures names alone and all that one document goes
//! through; the merging of documents is not part of it.
#![allow(missing_docs, clippy::unwrap_used, reason = "benchmarks")]

use divan::{Bencher, counter::BytesCount};
use std::{path::Path, sync::LazyLock};
use unravel::{Document, Pipeline, ingest, recognize};

static PIPELINE: LazyLock<Pipeline> = LazyLock::new(|| Pipeline::new().unwrap());

static ARTICLES: LazyLock<Vec<Document>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/articles");
    let config = ingest::Config::default();
    let units = ingest::units(&[folder.to_str().unwrap().to_owned()], &config).unwrap();
    units.map(|unit| unit.unwrap().read(&config).unwrap()).collect()
});

fn main() {
    divan::main();
}

/// Runs `read` on every article, with the bytes of their texts as throughput.
fn each(bencher: Bencher, read: impl Fn(&Document) + Sync) {
    let bytes = ARTICLES.iter().map(|doc| doc.text().len()).sum::<usize>();
    LazyLock::force(&PIPELINE);
    bencher.counter(BytesCount::new(bytes)).bench(|| ARTICLES.iter().for_each(&read));
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn names(bencher: Bencher) {
    let model = PIPELINE.model.as_ref().unwrap();
    each(bencher, |doc| {
        divan::black_box(recognize::names(doc, model).unwrap());
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn whole_document(bencher: Bencher) {
    each(bencher, |doc| {
        divan::black_box(PIPELINE.extract(doc).unwrap());
    });
}

#[divan::bench(sample_count = 10, sample_size = 1)]
fn without_names(bencher: Bencher) {
    let model = PIPELINE.model.as_ref().unwrap();
    let names: Vec<_> = ARTICLES.iter().map(|doc| recognize::names(doc, model).unwrap()).collect();
    let bytes = ARTICLES.iter().map(|doc| doc.text().len()).sum::<usize>();
    bencher.counter(BytesCount::new(bytes)).bench(|| {
        for (doc, names) in ARTICLES.iter().zip(&names) {
            divan::black_box(PIPELINE.extract_with(doc, names.clone()));
        }
    });
}
