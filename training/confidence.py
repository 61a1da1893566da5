#!/usr/bin/env python3
"""Measures how sentences of one document add up: what their scores say of an edge together, beside what is right.

usage: confidence.py GOLD_DIR GRAPH.json

GOLD_DIR    *.gold.json files
GRAPH.json  the graph of the same documents: unravel eval GOLD_DIR -o GRAPH.json

`sum` takes every sentence for independent (noisy-or), `once` what the network alone reads in a document for one opinion,
as `Support::confidence` in src/graph/support.rs does, and `best` the best sentence alone. The last lines say how many
of the edges from a confidence on are right.
"""
import collections
import json
import sys

try:
    from .pattern_scores import key, near_entities, stem
except ImportError:
    from pattern_scores import key, near_entities, stem


def noisy_or(scores):
    miss = 1.0
    for score in scores:
        miss *= 1 - score
    return 1 - miss


def sightings(gold_dir, graph):
    """-> [(edge's confidence, [(score, whether the network's)] a sentence, right)], one for each edge and document."""
    near = near_entities(gold_dir, graph)
    for edge in graph["edges"]:
        documents = collections.defaultdict(dict)
        for e in edge["evidence"]:
            said = e["score"], e["extractor"].startswith("neural:")
            sentences = documents[stem(e["doc"])]
            sentences[e["text"]] = max(sentences.get(e["text"], said), said, key=lambda pair: pair[0])
        for doc, sentences in documents.items():
            entities, gold = near[doc]
            ends = [entities.get(edge[end], "?" + edge[end]) for end in ("source", "target")]
            yield edge["confidence"], list(sentences.values()), key(ends[0], edge["type"], ends[1]) in gold


def main():
    gold_dir, path = sys.argv[1:3]
    with open(path, encoding="utf8") as file:
        seen = list(sightings(gold_dir, json.load(file)))
    kinds = {
        "one sentence": lambda said: len(said) == 1,
        "several": lambda said: len(said) > 1,
        "several, the network alone": lambda said: len(said) > 1 and all(network for _, network in said),
        "several, with patterns": lambda said: len(said) > 1 and not all(network for _, network in said),
    }
    ways = {
        "sum": lambda said: noisy_or(score for score, _ in said),
        "once": lambda said: noisy_or(
            [score for score, network in said if not network] + [max((s for s, network in said if network), default=0.0)]
        ),
        "best": lambda said: max(score for score, _ in said),
    }
    for kind, is_of in kinds.items():
        some = [(said, right) for _, said, right in seen if is_of(said)]
        means = ", ".join(f"{way} {sum(map(of, (s for s, _ in some))) / len(some):.3f}" for way, of in ways.items())
        print(f"{kind}: {len(some)} edges, right {sum(right for _, right in some) / len(some):.3f}; {means}")
    for least in (0.5, 0.6, 0.7, 0.8, 0.9):
        told = [right for confidence, _, right in seen if confidence >= least]
        print(f"from {least}: {len(told)} edges, right {sum(told) / max(1, len(told)):.3f}")


if __name__ == "__main__":
    main()
