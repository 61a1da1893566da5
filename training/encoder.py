"""The encoder: BERT with shape classes where token types were.

Enters: `input_ids`, `attention_mask`, `token_type_ids`, each int64 [batch, seq].
Leaves: hidden states [batch, seq, hidden]. Written by hand so that the exported
graph holds plain operators only. Devlin et al. 2019.
"""

import math

import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F


class Layer(nn.Module):
    """One transformer block, post-norm: attention, then feed-forward."""

    def __init__(self, cfg):
        super().__init__()
        hidden, inner = cfg["hidden"], cfg["intermediate"]
        self.heads = cfg["attention_heads"]
        self.query = nn.Linear(hidden, hidden)
        self.key = nn.Linear(hidden, hidden)
        self.value = nn.Linear(hidden, hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm1 = nn.LayerNorm(hidden, eps=cfg["eps"])
        self.up = nn.Linear(hidden, inner)
        self.down = nn.Linear(inner, hidden)
        self.norm2 = nn.LayerNorm(hidden, eps=cfg["eps"])
        self.drop = nn.Dropout(cfg["dropout"])

    def forward(self, x, bias):
        def split(t):
            return t.reshape(t.shape[0], t.shape[1], self.heads, -1).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        if torch.onnx.is_in_onnx_export():
            scores = q @ k.transpose(2, 3) / math.sqrt(q.shape[-1]) + bias
            mixed = torch.softmax(scores, -1) @ v
        else:
            mixed = F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))
        mixed = mixed.transpose(1, 2).reshape(x.shape[0], x.shape[1], x.shape[2])
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """Embeddings (word piece, position, shape class) and the layers."""

    def __init__(self, cfg):
        super().__init__()
        hidden = cfg["hidden"]
        self.words = nn.Embedding(cfg["vocab"], hidden)
        self.positions = nn.Embedding(cfg["max_pieces"], hidden)
        self.shapes = nn.Embedding(len(cfg["shape_classes"]), hidden)
        self.norm = nn.LayerNorm(hidden, eps=cfg["eps"])
        self.drop = nn.Dropout(cfg["dropout"])
        self.layers = nn.ModuleList(Layer(cfg) for _ in range(cfg["layers"]))

    def forward(self, input_ids, attention_mask, token_type_ids):
        bias = (1.0 - attention_mask[:, None, None, :].float()) * -10000.0
        x = self.words(input_ids) + self.positions.weight[: input_ids.shape[1]]
        x = self.drop(self.norm(x + self.shapes(token_type_ids)))
        for layer in self.layers:
            x = layer(x, bias)
        return x


NAMES = {
    "attention.self.query": "query", "attention.self.key": "key",
    "attention.self.value": "value", "attention.output.dense": "out",
    "attention.output.LayerNorm": "norm1", "intermediate.dense": "up",
    "output.dense": "down", "output.LayerNorm": "norm2",
}


def load_base(encoder, base, cfg):
    """Fills the encoder from a BERT checkpoint; every shape class starts as token type 0."""
    old = load_file(base / "model.safetensors")
    old = {k.removeprefix("bert."): v for k, v in old.items()}
    emb = "embeddings."
    new = {
        "words.weight": old[emb + "word_embeddings.weight"],
        "positions.weight": old[emb + "position_embeddings.weight"][: cfg["max_pieces"]],
        "norm.weight": old[emb + "LayerNorm.weight"],
        "norm.bias": old[emb + "LayerNorm.bias"],
    }
    row = old[emb + "token_type_embeddings.weight"][0]
    noise = torch.randn(len(cfg["shape_classes"]), len(row)) * 0.01
    new["shapes.weight"] = row + noise
    for at in range(cfg["layers"]):
        for theirs, ours in NAMES.items():
            for part in ("weight", "bias"):
                new[f"layers.{at}.{ours}.{part}"] = old[f"encoder.layer.{at}.{theirs}.{part}"]
    encoder.load_state_dict(new)
