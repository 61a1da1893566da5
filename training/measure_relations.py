"""Scores of relations with mentions and entities given.

Enters: a model, passages with facts. Leaves: precision, recall, F1 over facts for thresholds of the logits,
and by type. They are higher than the program's, which finds names and entities itself.
"""

from collections import Counter, defaultdict

import torch

from .measure_links import run
from .relating import TYPES, lay_pairs, pair_logits
from .sources.facts import fits, schema


def believed(model, passages, pieces, room=256):
    """For each passage `{(subject, type, object): best logit}`; symmetric types once, ends sorted."""
    layouts = {}
    for layout, start, out in run(model, passages, pieces, room):
        pairs = layout.pairs = lay_pairs(layout.passage)
        best = defaultdict(lambda: float("-inf"))
        if pairs is not None:
            with torch.inference_mode():
                logits = pair_logits(model, out, layout, start, pairs)
            ends = [(pairs.mentions[i].cluster, pairs.mentions[j].cluster)
                    for b in pairs.blocks for i, j in zip(b.subject, b.object)]
            for (s, o), known, row in zip(ends, pairs.known.tolist(), logits.tolist()):
                for t, k, x in zip(TYPES, known, row):
                    if allowed(layout.passage, s, t, o):
                        key = (*sorted((s, o), key=str), t) if schema()[t].get("symmetric") else (s, o, t)
                        best[key] = max(best[key], x)
        layouts[id(layout.passage)] = best
    return [layouts[id(p)] for p in passages]


def allowed(passage, subject, type, object):
    """Whether the schema allows it."""
    kinds = passage.kinds.get(subject), passage.kinds.get(object)
    return fits(schema()[type]["subject"], kinds[0]) and fits(schema()[type]["object"], kinds[1])


def truth(passage):
    """The facts as keys of `believed`."""
    out = set()
    for f in passage.facts:
        (t,) = f.types
        out.add((*sorted((f.subject, f.object), key=str), t) if schema()[t].get("symmetric") else (f.subject, f.object, t))
    return out


def score(said, passages, thresholds):
    """`(P, R, F1)` and counts by type."""
    count = defaultdict(Counter)
    for best, passage in zip(said, passages):
        true = truth(passage)
        mine = {k for k, x in best.items() if x > thresholds[k[2]]}
        for k in mine | true:
            count[k[2]]["tp" if k in mine and k in true else "fp" if k in mine else "fn"] += 1
    total = sum(count.values(), Counter())
    tp, fp, fn = (total[k] for k in ("tp", "fp", "fn"))
    return (100 * tp / max(1, tp + fp), 100 * tp / max(1, tp + fn), 200 * tp / max(1, 2 * tp + fp + fn)), count


def report(model, passages, pieces):
    """Prints the scores for one threshold for all types."""
    said = believed(model, passages, pieces)
    for threshold in (-1.5, -1.0, -0.5, 0.0, 0.5, 1.0):
        (p, r, f), count = score(said, passages, dict.fromkeys(TYPES, threshold))
        print(f"relations above {threshold:+.1f}: P {p:.1f} R {r:.1f} F1 {f:.1f}", flush=True)
    _, count = score(said, passages, dict.fromkeys(TYPES, -0.5))
    for t, c in sorted(count.items()):
        print(f"  {t:14} tp {c['tp']:4} fp {c['fp']:4} fn {c['fn']:4}")
    return said
