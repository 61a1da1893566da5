"""Scores by the definition of KnowledgeNet's publishers, and the thresholds that are best by it.

Enters: passages with facts, what is told of them: `(property, subject, object)` with spans of code points, and a
logit where a threshold is looked for. Leaves: counts by property.

Their "text F1" (`evaluator.py` of github.com/diffbot/knowledge-net, method `span_overlap`, its default) goes passage
by passage, and so do we:
- Two facts match when they have one property and both their subjects and their objects share a character.
- A fact of the passage is a true positive if anything told matches it, else a false negative. It counts once
  however often it is told. A passage may hold a fact several times, once for each pair of mentions ("he", "his",
  the name): each counts, so all mentions must be found.
- Something told is a false positive if it matches no fact of the passage, nor anything told that does, and if the
  passage was read for its property; of other properties nothing counts.
- Precision, recall and F1 are of the sums over all properties.
"""

from collections import Counter, defaultdict

from .evaluate import ratios
from .sources.web import PROPERTIES

# Logits that are tried as thresholds.
GRID = [x / 10 for x in range(-40, 31, 2)]


def overlap(a, b):
    """Whether two half-open spans share something."""
    return a[0] < b[1] and b[0] < a[1]


def match(one, other):
    """Whether two facts are the same to the publishers."""
    return one[0] == other[0] and overlap(one[1], other[1]) and overlap(one[2], other[2])


def count(passage, told):
    """Property to counts tp, fp, fn of one passage."""
    out, left = defaultdict(Counter), list(told)
    for fact in passage.facts:
        matched = [one for one in told if match(fact, one)]
        out[fact[0]]["tp" if matched else "fn"] += 1
        left = [one for one in left if not any(match(one, other) for other in matched)]
    for one in left:
        if one[0] in passage.known:
            out[one[0]]["fp"] += 1
    return out


def total(passages, told):
    """Property to counts of all passages."""
    out = defaultdict(Counter)
    for passage, mine in zip(passages, told):
        for name, counts in count(passage, mine).items():
            out[name].update(counts)
    return out


def scores(counts):
    """Property, and "all", to precision, recall, F1 beside the counts."""
    return {"all": ratios(sum(counts.values(), Counter()))} | {name: ratios(counts[name]) for name in PROPERTIES}


def above(said, thresholds):
    """What is told of each passage, given all pairs with their logits `(property, subject, object, logit)`."""
    return [[one[:3] for one in mine if one[3] > thresholds[one[0]]] for mine in said]


def choose(passages, said):
    """The threshold of each property by which F1 of the sums is best: a fact that is found is worth 2 - F1, each thing
    told wrongly costs F1. A property has few facts here, so the mean of all properties has half a say."""
    counts = [total(passages, above(said, dict.fromkeys(PROPERTIES, t))) for t in GRID]
    best = max(scores(c)["all"]["f1"] or 0.0 for c in counts) / 100
    worth = {name: [(2 - best) * c[name]["tp"] - best * c[name]["fp"] for c in counts] for name in PROPERTIES}
    mean = [sum(column) / len(PROPERTIES) for column in zip(*worth.values())]
    return {name: GRID[max(range(len(GRID)), key=lambda at: worth[name][at] + mean[at])] for name in PROPERTIES}
