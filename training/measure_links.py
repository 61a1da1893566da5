"""Scores of coreference and roles with names given.

Enters: a model, passages. Leaves: F1 of GAP's pairs, of descriptions in the gold documents, of roles.
"""

from collections import Counter

import torch

from .linking import lay_out, pair_scores, read, role_scores
from .sources.passages import ROLES


def f1(tp, fp, fn):
    return 200 * tp / max(1, 2 * tp + fp + fn)


def run(model, passages, pieces, room, tokens=6000):
    """Outputs passage by passage."""
    batch, size = [], 0
    for passage in passages:
        batch.append(lay_out(passage, pieces, room, some=True))
        size += sum(len(i) for i, _ in batch[-1].windows)
        if size > tokens or passage is passages[-1]:
            with torch.inference_mode(), torch.autocast("cpu", dtype=torch.bfloat16):
                out, _, starts = read(model.links, batch)
            for layout, start in zip(batch, starts):
                yield layout, start, {k: v.float() for k, v in out.items()}
            batch, size = [], 0


def links(model, passages, pieces, room=256):
    """F1 over (anaphor, cluster): GAP's two names, or gold clusters."""
    count = Counter()
    with torch.inference_mode():
        for layout, start, out in run(model, passages, pieces, room):
            passage = layout.passage
            if not passage.anaphors:
                continue
            scores = pair_scores(model, out, layout, start, passage.anaphors).softmax(-1)
            clusters = [n.cluster if n.cluster is not None else f"name {i}" for i, n in enumerate(passage.names)] + [None]
            for row, a in zip(scores, passage.anaphors):
                total = Counter()
                for cluster, p in zip(clusters, row.tolist()):
                    total[cluster] += p
                best = max(total, key=lambda c: (total[c], str(c)))
                sides = ("A", "B") if passage.source == "gap" else {best, *a.yes} - {None}
                for side in sides:
                    said, true = best == side, side in a.yes
                    count["tp" if said and true else "fp" if said else "fn" if true else "tn"] += 1
    return f1(count["tp"], count["fp"], count["fn"]), count


def roles(model, passages, pieces, room=256, threshold=0.0):
    """F1 over (entity, role)."""
    count = {r: Counter() for r in ROLES}
    with torch.inference_mode():
        for layout, start, out in run(model, passages, pieces, room):
            by_cluster = {}
            for n in layout.passage.names:
                if n.kind != "NORP":
                    by_cluster.setdefault(n.cluster, []).append(n)
            if not by_cluster:
                continue
            logits = role_scores(out, layout, start, list(by_cluster.values()))
            for cluster, row in zip(by_cluster, logits):
                for role, x in zip(ROLES, row.tolist()):
                    said, true = x > threshold, role in layout.passage.roles.get(cluster, ())
                    count[role]["tp" if said and true else "fp" if said else "fn" if true else "tn"] += 1
    total = sum(count.values(), Counter())
    each = {r: round(f1(c["tp"], c["fp"], c["fn"]), 1) for r, c in count.items()}
    return f1(total["tp"], total["fp"], total["fn"]), total, each
