"""Fills an encoder from published weights or from a larger model of ours.

Enters: an encoder, a base. Leaves: the filled encoder. Whatever the base, word pieces keep
the numbers of the BERT vocabulary: one `vocab.txt` serves all models.
"""

import torch
from safetensors.torch import load_file

from .bert_names import BERT
from .paths import minilm_dir, mpnet_dir
from .shipped import Weights
from .words import BLANK, CLS, PAD, SEP

MPNET = {
    "attention.attn.q": "query", "attention.attn.k": "key",
    "attention.attn.v": "value", "attention.attn.o": "out",
    "attention.LayerNorm": "norm1", "intermediate.dense": "up",
    "output.dense": "down", "output.LayerNorm": "norm2",
}


def fill(encoder, cfg):
    """Base weights as the configuration names them; every shape class starts alike."""
    {"minilm": from_minilm, "mpnet": from_mpnet}[cfg["base"]](encoder, cfg)


def from_minilm(encoder, cfg):
    """BERT, 6 layers of 384."""
    old = {k.removeprefix("bert."): v for k, v in load_file(minilm_dir() / "model.safetensors").items()}
    row = old["embeddings.token_type_embeddings.weight"][0]
    new = embeddings(old, cfg, row) | layers(old, cfg, BERT)
    new["words.weight"] = old["embeddings.word_embeddings.weight"]
    new["positions.weight"] = old["embeddings.position_embeddings.weight"][: cfg["positions"]]
    encoder.load_state_dict(new)


def from_mpnet(encoder, cfg):
    """MPNet: its vocabulary is BERT's, moved up by four; its first position is number two."""
    old = load_file(mpnet_dir() / "model.safetensors")
    old = {k.removeprefix("mpnet."): v for k, v in old.items()}
    new = embeddings(old, cfg, torch.zeros(cfg["hidden"])) | layers(old, cfg, MPNET)
    theirs = old["embeddings.word_embeddings.weight"]
    words = theirs[4: 4 + cfg["vocab"]].clone()
    for piece, row in ((CLS, 0), (PAD, 1), (SEP, 2), (BLANK, len(theirs) - 1)):
        words[piece] = theirs[row]
    new["words.weight"] = words
    new["positions.weight"] = old["embeddings.position_embeddings.weight"][2: 2 + cfg["positions"]]
    new["distances.weight"] = old["encoder.relative_attention_bias.weight"]
    encoder.load_state_dict(new)


def embeddings(old, cfg, row):
    """Norm and shape classes; a little noise tells the classes apart."""
    return {
        "norm.weight": old["embeddings.LayerNorm.weight"],
        "norm.bias": old["embeddings.LayerNorm.bias"],
        "shapes.weight": row + torch.randn(len(cfg["shape_classes"]), len(row)) * 0.01,
    }


def layers(old, cfg, names):
    """The first layers of the base."""
    return {
        f"layers.{at}.{ours}.{part}": old[f"encoder.layer.{at}.{theirs}.{part}"]
        for at in range(cfg["layers"]) for theirs, ours in names.items() for part in ("weight", "bias")
    }


def from_larger(model, state):
    """A model of fewer layers from the trained weights of a larger one: every n-th layer, first
    and last kept."""
    count = 1 + max(int(k.split(".")[2]) for k in state if k.startswith("encoder.layers."))
    chosen = torch.linspace(0, count - 1, model.cfg["layers"]).round().int().tolist()
    new = {k: v for k, v in state.items() if not k.startswith("encoder.layers.")}
    for at, layer in enumerate(chosen):
        old = f"encoder.layers.{layer}."
        new |= {f"encoder.layers.{at}.{k.removeprefix(old)}": v for k, v in state.items() if k.startswith(old)}
    model.load_state_dict(new)


def from_shipped(model, folder):
    """Encoder and `ner` head of a shipped model, its int8 weights multiplied out. Heads that the
    file does not hold stay as they are."""
    weights = Weights(folder / "model.onnx", model.cfg)
    state = model.state_dict()
    for name in state:
        head = not name.startswith("encoder")
        if head and not name.startswith("heads.ner"):
            continue
        # The exporter names a node after the dictionary's key, and a tensor after the whole path.
        theirs = "model.ner.out.weight" if name == "heads.ner.out.weight" else f"model.{name}"
        state[name] = torch.tensor(weights[theirs])
    model.load_state_dict(state)
    if model.branch is not None:
        for mine, theirs in zip(model.branch.layers, model.encoder.layers[model.cfg["tap"]:]):
            mine.load_state_dict(theirs.state_dict())
