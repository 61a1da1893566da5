"""The weights of a shipped model under BERT's published names, for rust-bert.

Enters: a model's folder (`config.json`, `model.onnx`). Leaves, in another folder:
`model.safetensors` (fp32), `rust_bert_config.json`, and copies of `config.json` and
`vocab.txt`. The int8 weights are multiplied out, so that every engine has the very same
ones. Architecture bert only. Needs numpy, onnx and safetensors; no torch.

    python -m training.to_safetensors models/default target/engines/default
"""

import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy as np
from safetensors.numpy import save_file

from .bert_names import BERT
from .shipped import Weights


def tensors(weights, layers):
    """All tensors of BERT for token classification."""
    ours = {
        "bert.embeddings.word_embeddings.weight": "words.weight",
        "bert.embeddings.position_embeddings.weight": "positions.weight",
        "bert.embeddings.token_type_embeddings.weight": "shapes.weight",
    }
    for part in ("weight", "bias"):
        ours[f"bert.embeddings.LayerNorm.{part}"] = f"norm.{part}"
        ours |= {
            f"bert.encoder.layer.{at}.{theirs}.{part}": f"layers.{at}.{name}.{part}"
            for at in range(layers) for theirs, name in BERT.items()
        }
    ours = {theirs: f"model.encoder.{name}" for theirs, name in ours.items()}
    # The exporter names a node after the dictionary's key, and a tensor after the whole path.
    ours |= {"classifier.weight": "model.ner.out.weight", "classifier.bias": "model.heads.ner.out.bias"}
    return {theirs: np.ascontiguousarray(weights[name], np.float32) for theirs, name in ours.items()}


def settings(cfg, vocabulary, positions):
    """BERT's settings as rust-bert reads them."""
    labels = {str(at): label for at, label in enumerate(cfg["labels"])}
    return {
        "hidden_act": "gelu", "attention_probs_dropout_prob": 0.0, "hidden_dropout_prob": 0.0,
        "hidden_size": cfg["hidden"], "initializer_range": 0.02,
        "intermediate_size": cfg["intermediate"], "max_position_embeddings": positions,
        "num_attention_heads": cfg["attention_heads"], "num_hidden_layers": cfg["layers"],
        "type_vocab_size": len(cfg["shape_classes"]), "vocab_size": vocabulary,
        "id2label": labels, "label2id": {label: int(at) for at, label in labels.items()},
    }


def main():
    """Reads one folder, writes the other."""
    parser = argparse.ArgumentParser(prog="python -m training.to_safetensors", description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("out", type=Path)
    args = parser.parse_args()
    cfg = json.loads((args.model / "config.json").read_text(encoding="utf-8"))
    if cfg["architecture"] != "bert":
        sys.exit(f"{args.model}: architecture {cfg['architecture']}; only bert can be written")
    if cfg["eps"] != 1e-12:
        sys.exit(f"{args.model}: eps {cfg['eps']}; rust-bert has 1e-12 only")
    weights = tensors(Weights(args.model / "model.onnx", cfg), cfg["layers"])
    vocabulary = len(weights["bert.embeddings.word_embeddings.weight"])
    args.out.mkdir(parents=True, exist_ok=True)
    positions = len(weights["bert.embeddings.position_embeddings.weight"])
    config = json.dumps(settings(cfg, vocabulary, positions), indent=2)
    (args.out / "rust_bert_config.json").write_text(config + "\n", encoding="utf-8")
    for name in ("config.json", "vocab.txt"):
        if (args.model / name).exists():
            shutil.copyfile(args.model / name, args.out / name)
    # Last: a folder with weights is complete.
    save_file(weights, args.out / "model.safetensors")


main()
