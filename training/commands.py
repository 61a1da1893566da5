"""What the command line does, one function a command.

Enters: checked paths and options. Leaves: files and printed tables.
"""

import json
import logging
from collections import Counter

import onnxruntime
import torch

from . import calibrate, links, pipeline, plan, relations, sources
from . import narrow as narrowing
from .evaluate import predict, score
from .export import export
from .labels import MASK, TYPES
from .sources import gold
from .train import pieces


def threads(count):
    """Sets the number of compute threads."""
    logging.getLogger().setLevel(logging.ERROR)
    torch.set_num_threads(count)


def session(path):
    """An ONNX file as a function from tensors to logits; one window a run, without padding."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    model = onnxruntime.InferenceSession(str(path), options)

    def run(ids, mask, shapes):
        return torch.from_numpy(model.run(["ner_logits"], {"input_ids": ids.numpy(), "token_type_ids": shapes.numpy()})[0])
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


def evaluate(data, folder, predictions=None):
    """Scores a shipped file on gold/dev; optionally writes its spans."""
    dev = gold.raw(data, "dev")
    # One window a run, as the program reads.
    found = predict(dev, pieces(), session(folder / "model.onnx"), tokens=1)
    result = score(dev, found)
    table(f"{folder.name}, int8, gold/dev", result)
    if predictions:
        predictions.write_text(json.dumps(found), encoding="utf-8")
    return result


def run(data, work, out, args):
    """Trains all models, then calibrates each on the held-out gold documents, exports, scores."""
    for size, model in pipeline.Run(data, work, args.minutes, plan.steps(args.steps)).fit().items():
        ship(data, work, out / size, size, model.eval())


def teach_links(data, work, out, args):
    """Gives the default model its branch for coreference and roles; its names stay as they are."""
    folder = out / "default"
    heat = json.loads((folder / "config.json").read_text(encoding="utf-8"))["temperature"]
    model = links.teach(data, work, folder, args.minutes)
    trained, _ = pipeline.held_out(gold.gold(data))
    links.report(data, model)
    export(model, heat, folder, work / "default.onnx", pipeline.windows(trained[:40]), vocabulary=True,
           thresholds=plan.ROLE_THRESHOLDS)


def teach_relations(data, work, out, args):
    """Teaches the branch of the default model relations too; its names stay as they are."""
    folder = out / "default"
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    ship_relations(data, work, folder, config, relations.teach(data, work, folder, args.minutes))


def narrow(data, work, out, args):
    """Gives the default model a branch of fewer and narrower layers; its names stay as they are."""
    folder = out / "default"
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    ship_relations(data, work, folder, config, narrowing.teach(data, work, folder, args.tap, args.inner, args.minutes))


def ship_relations(data, work, folder, config, model):
    """Scores a model whose branch knows relations, and writes its files."""
    trained, _ = pipeline.held_out(gold.gold(data))
    links.report(data, model)
    relations.report(data, work, model)
    export(model, config["temperature"], folder, work / "default.onnx", pipeline.windows(trained[:40]), vocabulary=True,
           thresholds=plan.ROLE_THRESHOLDS, relations=plan.RAW_RELATIONS)


def ship(data, work, folder, size, model):
    """The files of one model, and its scores as fp32 and int8."""
    dev, word_pieces = gold.raw(data, "dev"), pieces()
    trained, held = pipeline.held_out(gold.gold(data))
    fp32 = work / f"{size}.onnx"
    typical = pipeline.windows(trained[:40])
    export(model, 1.0, folder, fp32, typical, vocabulary=size == "default")
    logits, labels = calibrate.collect(held, word_pieces, session(folder / "model.onnx"))
    heat = calibrate.temperature(logits, labels)
    print(f"{size}: temperature {heat:.3f}, calibration error "
          f"{calibrate.calibration_error(logits, labels, 1.0):.4f} -> "
          f"{calibrate.calibration_error(logits, labels, heat):.4f}")
    export(model, heat, folder, fp32, typical, vocabulary=size == "default")
    full = score(dev, predict(dev, word_pieces, session(fp32), tokens=1))
    table(f"{size}, fp32, gold/dev", full)
    small = evaluate(data, folder, work / f"predictions_{size}.json")
    (work / f"scores_{size}.json").write_text(json.dumps({"fp32": full, "int8": small, "temperature": heat}, indent=1))
