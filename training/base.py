"""Fills an encoder from published weights or from a larger model of ours.

Enters: an encoder, a base. Leaves: the filled encoder. Whatever the base, word pieces keep
the numbers of the BERT vocabulary: one `vocab.txt` serves all models.
"""

import json

import torch
from safetensors.torch import load_file

from .bert_names import BERT
from .model import Model
from .paths import minilm_dir, mpnet_dir
from .shipped import JOINED, Weights
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


def from_shipped(model, folder, branch=False):
    """Encoder and `ner` head of a shipped model, its int8 weights multiplied out. Its branch starts as a
    copy of the encoder's layers, or, with `branch`, as the shipped one with its heads."""
    weights = Weights(folder / "model.onnx", model.cfg)
    state = model.state_dict()
    wanted = ("encoder", "heads.ner", "branch", "heads") if branch else ("encoder", "heads.ner")
    for name in state:
        if name.startswith(wanted) and (name.startswith("encoder") or held(weights, name)):
            state[name] = torch.tensor(weights[f"model.{name}"])
    model.load_state_dict(state)
    if branch:
        links = json.loads((folder / "config.json").read_text(encoding="utf-8"))["links"]
        model.link.distance.data = torch.tensor(links["distance"])
        model.link.nobody.data = torch.tensor(links["nobody"])
        if (folder / "relations.safetensors").exists():
            model.relate.load_state_dict(load_file(folder / "relations.safetensors"))
    elif model.branch is not None:
        for mine, theirs in zip(model.branch.layers, model.encoder.layers[model.cfg["tap"]:]):
            mine.load_state_dict(theirs.state_dict())


def shipped(folder):
    """The default model as it is shipped, with its branch, as deep and as wide as that is."""
    cfg = Model("default").cfg
    weights = Weights(folder / "model.onnx", cfg)
    inner = len(weights["model.branch.layers.0.up.weight"])
    deep = sum(weights.holds(f"model.branch.layers.{at}.up.weight") for at in range(cfg["layers"]))
    model = Model("default", links=True, inner=inner, tap=cfg["layers"] - deep)
    from_shipped(model, folder, branch=True)
    return model.eval()


def held(weights, name):
    """Whether a shipped file has what we call by this name; heads that are new it has not."""
    layer, _, part = f"model.{name}".rpartition(".")
    owner, _, short = layer.rpartition(".")
    return weights.holds(f"{owner}.joint.{part}" if short in JOINED else f"model.{name}")
