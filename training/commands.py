"""What the command line does, one function a command.

Enters: checked paths and options. Leaves: files and printed tables.
"""

import json
import logging
from collections import Counter

import onnxruntime
import torch

from . import calibrate, pipeline, sources
from .evaluate import predict, score
from .export import export
from .labels import MASK, TYPES
from .sources import gold
from .train import pieces, runner


def threads(count):
    """Sets the number of compute threads."""
    logging.getLogger().setLevel(logging.ERROR)
    torch.set_num_threads(count)


def session(path):
    """An ONNX file as a function from tensors to logits."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    model = onnxruntime.InferenceSession(str(path), options)

    def run(ids, mask, shapes):
        feed = {"input_ids": ids.numpy(), "attention_mask": mask.numpy(), "token_type_ids": shapes.numpy()}
        return torch.from_numpy(model.run(["ner_logits"], feed)[0])
    return run


def dry_run(data):
    """Reads everything and prints counts by source and label."""
    word_pieces = pieces()
    print(f"{'source':12} {'docs':>6} {'sents':>6} {'words':>8} {'pieces':>8} "
          + " ".join(f"{t:>6}" for t in TYPES + [MASK]))
    for name, docs in sources.load(data).items():
        sents = [sent for doc in docs for sent in doc.sents]
        kinds = Counter(kind for sent in sents for _, _, kind in sent.spans)
        words = sum(len(sent.words) for sent in sents)
        count = sum(len(word_pieces.of(word)) for sent in sents for word in sent.words)
        print(f"{name:12} {len(docs):6} {len(sents):6} {words:8} {count:8} "
              + " ".join(f"{kinds[t]:6}" for t in TYPES + [MASK]))


def table(title, result):
    """Prints precision, recall, F1 by type."""
    print(title)
    for kind, r in result.items():
        print(f"  {kind:5} P {r['p']} R {r['r']} F1 {r['f1']}  tp {r['tp']} fp {r['fp']} fn {r['fn']}")


def evaluate(data, out, predictions=None):
    """Scores the shipped file on gold/dev; optionally writes its spans."""
    dev = gold.raw(data, "dev")
    # One window a run: dynamic quantisation takes its ranges from the whole batch.
    found = predict(dev, pieces(), session(out / "model.onnx"), tokens=1)
    result = score(dev, found)
    table("int8, gold/dev", result)
    if predictions:
        predictions.write_text(json.dumps(found), encoding="utf-8")
    return result


def run(data, work, out, args):
    """Trains, calibrates on the held-out gold documents, exports, scores."""
    model = pipeline.fit(data, work, args.minutes, args.steps).eval()
    dev, word_pieces = gold.raw(data, "dev"), pieces()
    _, held = pipeline.held_out(gold.gold(data))
    export(model, 1.0, out, work / "fp32.onnx")
    logits, labels = calibrate.collect(held, word_pieces, session(out / "model.onnx"))
    heat = calibrate.temperature(logits, labels)
    print(f"temperature {heat:.3f}, calibration error {calibrate.calibration_error(logits, labels, 1.0):.4f}"
          f" -> {calibrate.calibration_error(logits, labels, heat):.4f}")
    export(model, heat, out, work / "fp32.onnx")
    full = score(dev, predict(dev, word_pieces, runner(model)))
    table("fp32, gold/dev", full)
    small = evaluate(data, out, work / "predictions_dev.json")
    (work / "scores.json").write_text(json.dumps({"fp32": full, "int8": small, "temperature": heat}, indent=1))
