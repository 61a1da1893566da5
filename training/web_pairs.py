"""The pairs of mentions of a passage of the web, and a model that says what holds of them.

Enters: passages with mentions. Leaves: layouts with pairs and what is known of each; logits of the 15 properties.
It is the head of `relating`, with other types and features, on an encoder of its own.
"""

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from .encoder import Encoder
from .linking import lay_out, read
from .model import CONFIGS, Projection
from .relating import GAPS, SIZE, Block, Pairs, Relate, pair_logits
from .sources.web import PROPERTIES
from .web_mentions import KINDS, span
from .web_score import GRID, overlap

# kinds of both, who comes first, said alike, gap.
FEATURES = len(KINDS) * 2 + len(KINDS) ** 2 + 1 + 1 + len(GAPS) + 1
# Longer lists say little of each pair, and pairs grow with the square.
MOST_MENTIONS = 60
ROOM = 256
# Logits below are not kept: no threshold is as low.
LEAST = min(GRID) - 0.5


class WebModel(nn.Module):
    """An encoder of one of our sizes and the head."""

    def __init__(self, size, dropout=0.1):
        super().__init__()
        cfg = self.cfg = CONFIGS[size] | {"dropout": dropout}
        self.encoder = Encoder(cfg)
        self.pair = Projection(cfg, SIZE)
        self.relate = Relate(dropout, len(PROPERTIES), FEATURES)

    def forward(self, input_ids, attention_mask, token_type_ids):
        return {"pair": self.pair(self.encoder(input_ids, attention_mask, token_type_ids))}


def places(passage, subject, object):
    """Where the features of a pair are 1."""
    a, b, at = KINDS.index(subject.kind), KINDS.index(object.kind), len(KINDS)
    start = at * (at + 2)
    away = max(subject.first, object.first) - min(subject.past, object.past)
    said = [[w.lower() for w in passage.words[m.first:m.past]] for m in (subject, object)]
    out = [a, at + b, 2 * at + a * at + b, start + 2 + next((i for i, end in enumerate(GAPS) if away <= end), len(GAPS))]
    return out + [start] * (subject.first < object.first) + [start + 1] * (said[0] == said[1])


def lay_pairs(web):
    """The pairs of a passage; none has fewer than two mentions."""
    mentions = web.passage.names[:MOST_MENTIONS]
    ends = [(i, j) for i in range(len(mentions)) for j in range(len(mentions)) if i != j]
    if not ends:
        return None
    features = torch.zeros(len(ends), FEATURES)
    for row, (i, j) in enumerate(ends):
        features[row, places(web.passage, mentions[i], mentions[j])] = 1
    spans = [span(web, m) for m in mentions]
    want, known = torch.zeros(len(ends), len(PROPERTIES)), torch.zeros(len(ends), len(PROPERTIES))
    known[:, [PROPERTIES.index(name) for name in web.known]] = 1
    row = {pair: at for at, pair in enumerate(ends)}
    for name, subject, object in web.facts:
        for i in (i for i, s in enumerate(spans) if overlap(s, subject)):
            for j in (j for j, s in enumerate(spans) if j != i and overlap(s, object)):
                want[row[i, j], PROPERTIES.index(name)] = 1
    block = Block(0, len(web.passage.words), [i for i, _ in ends], [j for _, j in ends])
    return Pairs(mentions, [block], features, want, known, [])


def layouts(webs, pieces):
    """The passages that have pairs, laid out."""
    out = []
    for web in webs:
        if (pairs := lay_pairs(web)) is not None:
            out.append(lay_out(web.passage, pieces, ROOM))
            out[-1].pairs = pairs
    return out


def size(layout):
    """Pieces of a layout."""
    return sum(len(ids) for ids, _ in layout.windows)


def batches(laid, tokens, rng=None):
    """Batches of similar length, about `tokens` padded pieces each; with `rng` in an order of chance."""
    near = sorted(laid, key=lambda one: size(one) + (rng.random() * 8 if rng else 0))
    out = [[]]
    for one in near:
        if out[-1] and (len(out[-1]) + 1) * size(one) > tokens:
            out.append([])
        out[-1].append(one)
    if rng:
        rng.shuffle(out)
    return out


def logits(model, batch):
    """For each layout of a batch, logits [pairs, properties]."""
    # Texts are short: plain attention learns a third faster than the fused one.
    with torch.autocast("cpu", dtype=torch.bfloat16), sdpa_kernel(SDPBackend.MATH):
        out, _, starts = read(model, batch)
    return [pair_logits(model, out, one, start, one.pairs) for one, start in zip(batch, starts)]


def loss(model, batch):
    """The binary cross entropy of a pair of mentions, the mean of all of which something is known."""
    said = torch.cat(logits(model, batch))
    want, known = (torch.cat([getattr(one.pairs, name) for one in batch]) for name in ("want", "known"))
    each = F.binary_cross_entropy_with_logits(said, want, reduction="none")
    return (each * known).sum() / known.any(-1).sum().clamp(min=1)


def tell(model, webs, laid, tokens=6000):
    """For each passage all its pairs and properties, `(property, subject, object, logit)`."""
    said, by_passage = {}, {id(one.passage): one for one in laid}
    model.eval()
    with torch.inference_mode():
        for batch in batches(laid, tokens):
            for one, rows in zip(batch, logits(model, batch)):
                said[id(one.passage)] = rows.tolist()
    out = []
    for web in webs:
        one, mine = by_passage.get(id(web.passage)), []
        if one is not None:
            spans, block = [span(web, m) for m in one.pairs.mentions], one.pairs.blocks[0]
            for i, j, row in zip(block.subject, block.object, said[id(web.passage)]):
                mine += [(name, spans[i], spans[j], x) for name, x in zip(PROPERTIES, row) if x > LEAST]
        out.append(mine)
    return out
