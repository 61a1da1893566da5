"""The models: one encoder each, a dictionary of heads.

Enters: the encoder inputs. Leaves: one output a head, `ner` [batch, seq, 9].
A further task (coreference, relations) is a further entry in HEADS.
"""

from torch import nn

from .encoder import Encoder
from .labels import LABELS
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
    "default": MINILM | {"name": "unravel-ner-default", "version": "2", "layers": 6, "overlap": 16},
    "accurate": COMMON | {"name": "unravel-ner-accurate", "version": "1", "architecture": "mpnet",
                          "base": "mpnet", "hidden": 768, "layers": 10, "attention_heads": 12,
                          "intermediate": 3072, "eps": 1e-5, "distance_buckets": 32,
                          "smooth": True, "max_pieces": 256, "overlap": 32},
}


class NerHead(nn.Module):
    """Hidden states to BIO logits, one set a piece."""

    def __init__(self, cfg):
        super().__init__()
        self.drop = nn.Dropout(cfg["dropout"])
        self.out = nn.Linear(cfg["hidden"], len(cfg["labels"]))

    def forward(self, hidden):
        return self.out(self.drop(hidden))


HEADS = {"ner": NerHead}


class Model(nn.Module):
    """Encoder and heads; `forward` returns a dictionary from head name to output."""

    def __init__(self, size, dropout=0.1, heads=("ner",)):
        super().__init__()
        cfg = self.cfg = CONFIGS[size] | {"dropout": dropout}
        self.encoder = Encoder(cfg)
        self.heads = nn.ModuleDict({name: HEADS[name](cfg) for name in heads})

    def forward(self, input_ids, attention_mask, token_type_ids):
        hidden = self.encoder(input_ids, attention_mask, token_type_ids)
        return {name: head(hidden) for name, head in self.heads.items()}
