"""Fits the softmax temperature.

Enters: logits and labels of held-out documents, first pieces only. Leaves: one
number T: `softmax(logits / T)` is calibrated. Guo et al. 2017. One parameter,
so golden-section search on the mean negative log likelihood is enough.
"""

import torch
from torch.nn import functional as F

from .evaluate import word_logits
from .labels import encode


def collect(docs, pieces, run):
    """Logits [words, labels] and labels [words] of documents."""
    logits = [rows for doc in word_logits(docs, pieces, run, tokens=1) for rows in doc]
    labels = [torch.tensor(encode(len(s.words), s.spans), dtype=torch.int64) for doc in docs for s in doc.sents]
    return torch.cat(logits), torch.cat(labels)


def temperature(logits, labels, low=0.3, high=4.0, rounds=40):
    """The T that minimises the mean negative log likelihood."""
    ratio = (5 ** 0.5 - 1) / 2

    def loss(t):
        return F.cross_entropy(logits / t, labels).item()

    for _ in range(rounds):
        a, b = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, b) if loss(a) < loss(b) else (a, high)
    return (low + high) / 2


def calibration_error(logits, labels, t, bins=10):
    """Expected calibration error of the words not both labelled and predicted O."""
    best, guess = (logits / t).softmax(-1).max(-1)
    keep = (labels > 0) | (guess > 0)
    best, right = best[keep], (guess == labels)[keep].float()
    which = (best * bins).long().clamp(max=bins - 1)
    gaps = [(which == i).float().mean() * (best[which == i].mean() - right[which == i].mean()).abs()
            for i in range(bins) if (which == i).any()]
    return float(sum(gaps))
