"""Exact-match scores on gold/dev.

Enters: a function from tensors to logits, gold files. Leaves: predicted spans in
code points, counts tp, fp, fn by type. Sums counts; an undefined ratio is None.
"""

from collections import Counter, defaultdict

import torch

from .labels import LABELS, TYPES, best_path, decode
from .sampler import tensors
from .sources import gold
from .windows import pack, parts
from .words import split

ROOM = 254


def word_logits(docs, pieces, run, overlap=32, tokens=4096):
    """For each document, logits [words, labels] by sentence. A word in two windows is read where
    the nearer edge lies farthest; the ends of the document are no edges.

    Windows of all documents share batches of about `tokens` padded pieces;
    `tokens=1` is one window a batch.
    """
    windows = []
    for d, doc in enumerate(docs):
        packed = pack(parts(doc, pieces, ROOM), ROOM, overlap)
        windows += [(d, at == 0, at == len(packed) - 1, window) for at, window in enumerate(packed)]
    windows.sort(key=lambda entry: len(entry[3]))
    best, depth = {}, {}
    while windows:
        fit = max(1, tokens // len(windows[-1][3]))
        chosen, windows = windows[-fit:], windows[:-fit]
        ids, mask, shapes, _ = tensors([window for *_, window in chosen])
        for row, (d, first, last, window) in zip(run(ids, mask, shapes), chosen):
            for col, origin in enumerate(window.origin):
                if origin is not None:
                    before = float("inf") if first else col
                    after = float("inf") if last else len(window) - col
                    here = min(before, after)
                    if here > depth.get((d, origin), -1):
                        best[d, origin], depth[d, origin] = row[col].clone(), here
    return [[torch.stack([best[d, (s, w)] for w in range(len(sent.words))])
             if sent.words else torch.zeros(0, len(LABELS)) for s, sent in enumerate(doc.sents)]
            for d, doc in enumerate(docs)]


def spans(raw, logits):
    """Predicted `(start, end, type)` of a gold file, given logits by sentence."""
    out = []
    for (a, b), rows in zip(raw["sentences"], logits):
        at = [(x + a, y + a) for x, y in split(raw["text"][a:b])]
        out += [(at[f][0], at[p - 1][1], kind) for f, p, kind in decode(best_path(rows))]
    return out


def predict(raws, pieces, run, overlap=32, tokens=4096):
    """Document name to predicted spans, gold files given."""
    logits = word_logits([gold.to_doc(raw) for raw in raws], pieces, run, overlap, tokens)
    return {raw["doc"]: spans(raw, rows) for raw, rows in zip(raws, logits)}


def score(raws, predicted):
    """Type (and "all") to {tp, fp, fn, p, r, f1}; ratios in percent or None."""
    counts = defaultdict(Counter)
    for raw in raws:
        want, have = set(gold.names(raw)), set(predicted[raw["doc"]])
        for name, group in (("tp", want & have), ("fp", have - want), ("fn", want - have)):
            for _, _, kind in group:
                counts[kind][name] += 1
                counts["all"][name] += 1
    return {kind: ratios(counts[kind]) for kind in ["all"] + TYPES}


def ratios(count):
    """Precision, recall and F1 beside the counts."""
    tp, fp, fn = count["tp"], count["fp"], count["fn"]

    def percent(a, b):
        return round(100 * a / b, 2) if b else None

    return {"tp": tp, "fp": fp, "fn": fn, "p": percent(tp, tp + fp),
            "r": percent(tp, tp + fn), "f1": percent(2 * tp, 2 * tp + fp + fn)}
