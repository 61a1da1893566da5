"""Draws training batches from the sources.

Enters: parts of each document, by source; mixing weights. Leaves: tensors.
Every source is walked in shuffled passes; each pass packs its documents anew,
as full, half or single-sentence windows, so that inputs vary in length.
"""

import random

import numpy as np
import torch
from torch.nn import functional as F

from .augment import augment
from .labels import IGNORE, LABELS
from .windows import pack

# The teacher's say where the source has one too.
TEACHER = 0.5
SIZES = [(254, 0.5), (126, 0.3), (0, 0.2)]


def targets(batch, labels):
    """What each piece should be, as probabilities [batch, seq, labels]; all zero where nobody
    knows. Where the source gives a label and the teacher its opinion, each has half a say."""
    known = labels != IGNORE
    out = F.one_hot(labels.clamp(min=0), len(LABELS)).float() * known[:, :, None]
    for row, window in enumerate(batch):
        at = [i for i, soft in enumerate(window.soft) if soft is not None]
        if at:
            soft = torch.from_numpy(np.stack([window.soft[i] for i in at])).float()
            share = torch.where(known[row, at], TEACHER, 1.0)[:, None]
            out[row, at] = (1 - share) * out[row, at] + share * soft
    return out


def tensors(batch):
    """Windows to padded tensors: ids, mask, shapes, labels, each [batch, seq]."""
    width = max(map(len, batch))

    def padded(field, fill):
        return torch.tensor([getattr(w, field) + [fill] * (width - len(w)) for w in batch])

    mask = torch.tensor([[1] * len(w) + [0] * (width - len(w)) for w in batch])
    return padded("ids", 0), mask, padded("shapes", 0), padded("labels", IGNORE)


class Source:
    """Endless windows of one source."""

    def __init__(self, docs, rng):
        self.docs, self.rng, self.queue = docs, rng, []

    def draw(self):
        """The next window; a new pass when the last one is used up."""
        while not self.queue:
            for doc in self.docs:
                room = self.rng.choices(*zip(*SIZES))[0]
                self.queue += pack(augment(doc, self.rng), room)
            self.rng.shuffle(self.queue)
        return self.queue.pop()


class Sampler:
    """Batches of about `tokens` padded pieces, similar lengths together."""

    def __init__(self, parts_by_source, tokens, seed):
        self.rng = random.Random(seed)
        self.sources = {name: Source(docs, self.rng) for name, docs in parts_by_source.items()}
        self.tokens, self.ready = tokens, []

    def batch(self, weights):
        """One batch; weights are window shares by source name."""
        if not self.ready:
            names = self.rng.choices(list(weights), list(weights.values()), k=256)
            pool = sorted((self.sources[n].draw() for n in names), key=len)
            batch = []
            for window in pool:
                if batch and (len(batch) + 1) * len(window) > self.tokens:
                    self.ready.append(batch)
                    batch = []
                batch.append(window)
            self.ready.append(batch)
            self.rng.shuffle(self.ready)
        return self.ready.pop()
