"""The encoder: a transformer with shape classes where token types were, and a branch of it.

Enters: `input_ids`, `attention_mask`, `token_type_ids`, each int64 [batch, seq].
Leaves: hidden states [batch, seq, hidden]. Written by hand so that the exported
graph holds plain operators only. Devlin et al. 2019 (BERT); Song et al. 2020
(MPNet: the same blocks, and a bias for the distance of two pieces, shared by all layers).
"""

import math

import torch
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
        self.joint = None

    def join(self):
        """Makes one matrix of query, key and value for the exported graph, the scale of the
        attention scores folded in: a third of the passes over the input."""
        parts = [self.query, self.key, self.value]
        scale = [1 / math.sqrt(self.query.out_features // self.heads), 1.0, 1.0]
        self.joint = nn.Linear(self.query.in_features, 3 * self.query.out_features)
        self.joint.weight.data = torch.cat([part.weight * by for part, by in zip(parts, scale)]).detach()
        self.joint.bias.data = torch.cat([part.bias * by for part, by in zip(parts, scale)]).detach()

    def attend(self, x, bias):
        """What each piece takes from the others, by head [batch, heads, seq, size]."""
        batch, seq, _ = x.shape
        if self.joint is not None:
            size = self.query.out_features // self.heads
            q, k, v = self.joint(x).reshape(1, -1, 3, self.heads, size).permute(2, 0, 3, 1, 4)
            scores = q @ k.transpose(2, 3)
            scores = scores if bias is None else scores + bias
            # Softmax, divided at the end, where there is less to divide, and without the search for
            # the largest score: a fifth of the time. The bounds are never met; they keep the sum finite
            # and above zero.
            shares = scores.clamp(-60.0, 60.0).exp()
            return (shares @ v) / shares.sum(-1, keepdim=True)
        q, k, v = (part(x).reshape(batch, seq, self.heads, -1).transpose(1, 2)
                   for part in (self.query, self.key, self.value))
        return F.scaled_dot_product_attention(q, k, v, attn_mask=bias.to(q.dtype))

    def forward(self, x, bias):
        # One window in the exported graph: its shapes are constants but for the length.
        shape = x.shape if self.joint is None else (1, -1, x.shape[2])
        mixed = self.attend(x, bias).transpose(1, 2).reshape(shape)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


def buckets(seq, count=32, farthest=128):
    """The bucket of each distance between two pieces, int64 [seq, seq]: near distances have
    their own, far ones share one by their logarithm. Raffel et al. 2020."""
    near, at = count // 4, torch.arange(seq)
    distance = at[:, None] - at[None, :]
    away = distance.abs()
    log = torch.log(away.clamp(min=1).float() / near) / math.log(farthest / near)
    far = (near + (log * near).long()).clamp(max=2 * near - 1)
    return torch.where(distance < 0, 2 * near, 0) + torch.where(away < near, away, far)


class Encoder(nn.Module):
    """Embeddings (word piece, position, shape class) and the layers."""

    def __init__(self, cfg):
        super().__init__()
        hidden = cfg["hidden"]
        self.words = nn.Embedding(cfg["vocab"], hidden)
        self.positions = nn.Embedding(cfg["positions"], hidden)
        self.shapes = nn.Embedding(len(cfg["shape_classes"]), hidden)
        self.norm = nn.LayerNorm(hidden, eps=cfg["eps"])
        self.drop = nn.Dropout(cfg["dropout"])
        self.layers = nn.ModuleList(Layer(cfg) for _ in range(cfg["layers"]))
        self.register_buffer("order", torch.arange(cfg["positions"]), persistent=False)
        self.distances = None
        if cfg["distance_buckets"]:
            self.distances = nn.Embedding(cfg["distance_buckets"], cfg["attention_heads"])
            table = buckets(cfg["positions"], cfg["distance_buckets"])
            self.register_buffer("buckets", table.to(torch.uint8), persistent=False)

    def forward(self, input_ids, attention_mask, token_type_ids):
        """The last layer's hidden states."""
        return self.states(input_ids, attention_mask, token_type_ids)[0]

    def tapped(self, input_ids, attention_mask, token_type_ids, tap):
        """The hidden states after layer `tap`, and the bias of attention; no layer above is asked."""
        x, bias = self.embed(input_ids, attention_mask, token_type_ids)
        for layer in self.layers[:tap]:
            x = layer(x, bias)
        return x, bias

    def states(self, input_ids, attention_mask, token_type_ids, tap=None):
        """The last layer's hidden states, those after layer `tap`, and the bias of attention.
        `attention_mask` is None for a window alone, which has no padding."""
        x, bias = self.embed(input_ids, attention_mask, token_type_ids)
        tapped = None
        for count, layer in enumerate(self.layers, 1):
            x = layer(x, bias)
            tapped = x if count == tap else tapped
        return x, tapped, bias

    def embed(self, input_ids, attention_mask, token_type_ids):
        """The embeddings, and the bias of attention for padding and distance."""
        seq, bias = input_ids.shape[1], None
        if attention_mask is not None:
            bias = (1.0 - attention_mask[:, None, None, :].float()) * -10000.0
        if self.distances is not None:
            near = self.distances(self.buckets[:seq, :seq].long()).permute(2, 0, 1)[None]
            bias = near if bias is None else bias + near
        x = self.words(input_ids) + self.positions(self.order[:seq])
        return self.drop(self.norm(x + self.shapes(token_type_ids))), bias


def some(x, bias, rows):
    """Of each window those rows alone, int64 [batch, rows], -1 where it has no more, and the bias for them."""
    if rows is None:
        return x, bias
    picked = x.gather(1, rows.clamp(min=0)[:, :, None].expand(-1, -1, x.shape[2]))
    return picked, (rows < 0)[:, None, None, :].float() * -10000.0


class Branch(nn.Module):
    """Layers that go on from one of the encoder's, beside its own last ones: what they learn costs
    the others nothing."""

    def __init__(self, cfg):
        super().__init__()
        self.layers = nn.ModuleList(Layer(cfg) for _ in range(cfg["layers"] - cfg["tap"]))

    def forward(self, hidden, bias):
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden
