"""The models: one encoder each, a dictionary of heads.

Enters: the encoder inputs. Leaves: one output a head, `ner` [batch, seq, 9].
`query` and `key` [batch, seq, 64] for coreference, `role` [batch, seq, 6], `pair` for relations. A further task is a
further entry in HEADS.
"""

import torch
from torch import nn

from .encoder import Branch, Encoder, some
from .labels import LABELS
from .linking import BUCKETS
from .relating import SIZE, Relate
from .sources.passages import ROLES
from .words import CLS, PAD, SEP, SHAPES, UNK

COMMON = {
    "vocab": 30522,
    "labels": LABELS,
    # Pieces that the encoder knows places for, and saw in training.
    "positions": 256,
    "shape_classes": SHAPES,
    "special": {"pad": PAD, "unk": UNK, "cls": CLS, "sep": SEP},
    "lowercase": True,
    "strip_accents": True,
}
MINILM = COMMON | {"architecture": "bert", "base": "minilm", "hidden": 384, "attention_heads": 12,
                   "intermediate": 1536, "eps": 1e-12, "distance_buckets": 0, "smooth": False, "max_pieces": 128}
# `max_pieces` and `overlap` are how a text is read: shorter windows cost less and lose nothing on
# gold/dev.
CONFIGS = {
    "fast": MINILM | {"name": "unravel-ner-fast", "version": "1", "layers": 4, "overlap": 0},
    # `tap`: the layer from which the branch that first learns coreference and roles goes on; `narrow` makes it smaller.
    "default": MINILM | {"name": "unravel-ner-default", "version": "5", "layers": 6, "overlap": 16, "tap": 1},
    "accurate": COMMON | {"name": "unravel-ner-accurate", "version": "1", "architecture": "mpnet",
                          "base": "mpnet", "hidden": 768, "layers": 10, "attention_heads": 12,
                          "intermediate": 3072, "eps": 1e-5, "distance_buckets": 32,
                          "smooth": True, "max_pieces": 256, "overlap": 32,
                          "links_of_built_in": True},
}


class NerHead(nn.Module):
    """Hidden states to BIO logits, one set a piece."""

    def __init__(self, cfg):
        super().__init__()
        self.drop = nn.Dropout(cfg["dropout"])
        self.out = nn.Linear(cfg["hidden"], len(cfg["labels"]))

    def forward(self, hidden):
        return self.out(self.drop(hidden))


class Projection(nn.Module):
    """Hidden states to `size` numbers a piece."""

    def __init__(self, cfg, size):
        super().__init__()
        self.drop = nn.Dropout(cfg["dropout"])
        self.out = nn.Linear(cfg["hidden"], size)

    def forward(self, hidden):
        return self.out(self.drop(hidden))


class Link(nn.Module):
    """What coreference knows beside the encoder: a bias for each distance and for "nobody", one
    set for pronouns and one for descriptions."""

    def __init__(self):
        super().__init__()
        self.distance = nn.Parameter(torch.zeros(2, BUCKETS))
        self.nobody = nn.Parameter(torch.zeros(2))


# Numbers a piece by which anaphors and names meet.
MEETING = 64
LINKS = ("query", "key", "role", "pair")
HEADS = {
    "ner": NerHead,
    "query": lambda cfg: Projection(cfg, MEETING),
    "key": lambda cfg: Projection(cfg, MEETING),
    # A logit for each role, and how much this mention has to say.
    "role": lambda cfg: Projection(cfg, len(ROLES) + 1),
    # What a mention brings to a relation: see `relating`.
    "pair": lambda cfg: Projection(cfg, SIZE),
}


class Model(nn.Module):
    """Encoder and heads; `forward` returns a dictionary from head name to output. With `links` the
    heads of coreference, roles and relations too, on a branch of their own, which goes on from layer `tap`, or the
    configuration's; its feed-forward parts have `inner` numbers inside, or as many as the encoder's."""

    def __init__(self, size, dropout=0.1, links=False, inner=None, tap=None):
        super().__init__()
        cfg = self.cfg = CONFIGS[size] | {"dropout": dropout} | ({"tap": tap} if tap else {})
        self.encoder = Encoder(cfg)
        self.heads = nn.ModuleDict({name: HEADS[name](cfg) for name in ("ner", *(LINKS if links else ()))})
        self.branch = Branch(cfg | {"intermediate": inner or cfg["intermediate"]}) if links else None
        self.link = Link() if links else None
        self.relate = Relate(dropout) if links else None

    def forward(self, input_ids, attention_mask, token_type_ids):
        hidden, tapped, bias = self.encoder.states(input_ids, attention_mask, token_type_ids, self.cfg.get("tap"))
        out = {"ner": self.heads["ner"](hidden)}
        if self.branch is not None:
            hidden = self.branch(tapped, bias)
            out |= {name: self.heads[name](hidden) for name in LINKS}
        return out

    def links(self, input_ids, attention_mask, token_type_ids, rows=None):
        """The heads on the branch alone, which reads these rows or all; the layers below it learn nothing."""
        with torch.no_grad():
            tapped, bias = self.encoder.tapped(input_ids, attention_mask, token_type_ids, self.cfg["tap"])
        hidden = self.branch(*some(tapped, bias, rows))
        return {name: self.heads[name](hidden) for name in LINKS}
