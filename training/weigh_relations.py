#!/usr/bin/env python3
"""Finds what the program needs beside the logits of relations: calibration, and how a pattern and the network agree.

usage: weigh_relations.py GOLD_DIR NETWORK.json PATTERNS.json CONFIG.json

GOLD_DIR       *.gold.json that the network was not trained on
NETWORK.json   the graph of the same documents by a model exported with `plan.RAW_RELATIONS`, every pattern let through:
               sed 's/^floor = .*/floor = 0.0/; s/^rival = .*/rival = 0.0/' data/patterns.toml > all.toml
               unravel eval GOLD_DIR --model FOLDER --patterns all.toml -o NETWORK.json
PATTERNS.json  the same by a model whose config.json has no `relations`
CONFIG.json    the model's config.json: its `relations` are replaced

Platt scaling with one slope and an offset for each type, drawn to their mean; then a logistic regression of what
patterns found on the pattern's log odds and the network's. Scores with the documents in four folds are printed, of
which each is scored by what the other three say; what is written is fitted on all.
"""
import collections
import json
import math
import sys

import numpy as np

try:
    from .pattern_scores import key, near_entities, stem
except ImportError:
    from pattern_scores import key, near_entities, stem

# The network's log odds of a pair that it found hopeless: `HOPELESS` in src/relate/neural.rs.
HOPELESS = -4.2
FOLDS = 4


def log_odds(p):
    return math.log(max(p, 1e-6) / max(1 - p, 1e-6))


def believed(graph):
    """-> {(document, source, type, target): {"pattern" or "neural": best log odds}}"""
    found = collections.defaultdict(dict)
    for e in graph["edges"]:
        for v in e["evidence"]:
            best, kind = found[stem(v["doc"]), e["source"], e["type"], e["target"]], v["extractor"].split(":")[0]
            best[kind] = max(best.get(kind, -99.0), log_odds(v["score"]))
    return found


def rows(gold_dir, network, patterns):
    """-> [(key, type, network's log odds or None, pattern's or None, right)]"""
    net, pat = believed(network), believed(patterns)
    near = {}
    for graph in (patterns, network):
        for doc, (entities, gold) in near_entities(gold_dir, graph).items():
            known = near.setdefault(doc, ({}, gold))[0]
            known.update(entities)
    out = []
    for k in sorted(set(net) | set(pat)):
        doc, source, type, target = k
        entities, gold = near[doc]
        ends = entities.get(source, "?" + source), entities.get(target, "?" + target)
        seen = net.get(k, {})
        odds = seen.get("neural", seen.get("pattern"))
        out.append((k, type, odds, pat.get(k, {}).get("pattern"), key(ends[0], type, ends[1]) in gold))
    return out, sum(len(gold) for _, gold in near.values())


def regress(x, y, penalty):
    """Logistic regression by Newton's method."""
    w = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty), x.T @ (p - y) + penalty * w)
        w -= step
        if abs(step).max() < 1e-7:
            break
    return w


def fit(table, types):
    """-> scale, {type: shift}, agree"""
    net = [r for r in table if r[2] is not None and not unheard(r)]
    x = np.zeros((len(net), 2 + len(types)))
    for i, (_, type, odds, _, _) in enumerate(net):
        x[i, 0], x[i, 1], x[i, 2 + types.index(type)] = odds, 1, 1
    w = regress(x, np.array([r[4] for r in net], float), np.array([1e-3, 1e-3] + [1.0] * len(types)))
    scale, shift = w[0], {t: w[1] + w[2 + i] for i, t in enumerate(types)}
    both = [r for r in table if r[3] is not None and not unheard(r)]
    x = np.array([[1, r[3], network_odds(r, scale, shift)] for r in both])
    agree = regress(x, np.array([r[4] for r in both], float), np.full(3, 0.1))
    return scale, shift, agree


def network_odds(row, scale, shift):
    return scale * (HOPELESS if row[2] is None else row[2]) + shift[row[1]]


def unheard(row):
    """Whether the network did not look at what a pattern found: then the pattern's score stands in both graphs."""
    return row[3] is not None and row[2] is not None and abs(row[2] - row[3]) < 1e-3


def probability(row, fitted):
    scale, shift, agree = fitted
    if unheard(row):
        return 1 / (1 + math.exp(-row[3]))
    odds = network_odds(row, scale, shift)
    if row[3] is not None:
        odds = agree @ np.array([1, row[3], odds])
    return 1 / (1 + math.exp(-odds))


def main():
    gold_dir, network, patterns, config = sys.argv[1:5]
    read = lambda path: json.load(open(path, encoding="utf8"))
    table, total = rows(gold_dir, read(network), read(patterns))
    settings = read(config)
    types = settings["relations"]["types"]
    docs = sorted({r[0][0] for r in table})
    fold = {doc: i % FOLDS for i, doc in enumerate(docs)}
    scores = {}
    for f in range(FOLDS):
        fitted = fit([r for r in table if fold[r[0][0]] != f], types)
        scores.update({r[0]: probability(r, fitted) for r in table if fold[r[0][0]] == f})
    best = (0.0, 0.5)
    for least in np.arange(0.20, 0.56, 0.025):
        told = [r for r in table if scores[r[0]] >= least]
        right = sum(r[4] for r in told)
        f1 = 2 * right / (len(told) + total)
        best = max(best, (f1, float(least)))
        print(f"from {least:.3f}: P {100 * right / max(1, len(told)):.1f} R {100 * right / total:.1f} F1 {100 * f1:.1f}")
    bins = collections.defaultdict(list)
    for r in table:
        if scores[r[0]] >= best[1]:
            bins[int(10 * scores[r[0]])].append(scores[r[0]] - r[4])
    gaps = sum(abs(sum(b)) for b in bins.values()) / sum(map(len, bins.values()))
    print(f"calibration error of what is told: {100 * gaps:.1f} %")
    scale, shift, agree = fit(table, types)
    settings["relations"] = {"types": types, "scale": round(float(scale), 4), "shift": [round(float(shift[t]), 3) for t in types],
                             "agree": [round(float(a), 3) for a in agree], "across": settings["relations"].get("across", 0.0), "least": round(best[1], 3)}
    with open(config, "w", encoding="utf8") as file:
        file.write(json.dumps(settings, indent=2) + "\n")


if __name__ == "__main__":
    main()
