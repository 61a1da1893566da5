"""Entity types and their BIO labels.

Enters: word spans. Leaves: one label number a word, and back. Label order is
part of the shipped model: it is written to `config.json`.
"""

import torch

TYPES = ["PER", "ORG", "LOC", "NORP"]
LABELS = ["O"] + [f"{bi}-{t}" for t in TYPES for bi in "BI"]
IGNORE = -100
MASK = "MASK"


def begin(kind):
    """The number of the B- label of a type."""
    return 1 + 2 * TYPES.index(kind)


def encode(length, spans):
    """Word spans `(first, past, type)` to label numbers; type MASK is ignored in the loss."""
    out = [0] * length
    for first, past, kind in spans:
        if kind == MASK:
            out[first:past] = [IGNORE] * (past - first)
    for first, past, kind in spans:
        if kind != MASK:
            out[first:past] = [begin(kind) + 1] * (past - first)
            out[first] = begin(kind)
    return out


def decode(labels):
    """Label numbers to word spans. An I- without its B- opens a span; so does an I- of another type."""
    spans, first, kind = [], None, None
    for at, label in enumerate(list(labels) + [0]):
        here = TYPES[(label - 1) // 2] if label > 0 else None
        inside = label > 0 and label % 2 == 0
        if first is not None and not (inside and here == kind):
            spans.append((first, at, kind))
            first = None
        if label > 0 and first is None:
            first, kind = at, here
    return spans


def best_path(logits):
    """The most probable label sequence in which an I-X follows only B-X or I-X. Viterbi.

    Arguments: logits [words, labels] of one sentence. Returns label numbers, one a word.
    """
    if not len(logits):
        return []
    scores = logits.log_softmax(-1)
    inside = range(2, len(LABELS), 2)
    step = torch.zeros(len(LABELS), len(LABELS))
    for to in inside:
        step[:, to] = float("-inf")
        step[[to - 1, to], to] = 0.0
    total, back = scores[0].clone(), []
    total[list(inside)] = float("-inf")
    for row in scores[1:]:
        total, origin = (total[:, None] + step).max(0)
        total = total + row
        back.append(origin.tolist())
    path = [int(total.argmax())]
    for origin in reversed(back):
        path.append(origin[path[-1]])
    return path[::-1]
