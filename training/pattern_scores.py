#!/usr/bin/env python3
"""Measures how often each relation pattern is right and writes data/pattern_scores.toml.

usage: pattern_scores.py GOLD_DIR GRAPH.json OUT.toml

GOLD_DIR    *.gold.json files
GRAPH.json  the graph of the same documents, made with every pattern let through:
            sed 's/^floor = .*/floor = 0.0/' data/patterns.toml > all.toml
            unravel eval GOLD_DIR --gold-names --patterns all.toml -o GRAPH.json
OUT.toml    pattern -> [share right between names, share right where an end is an unnamed group]

A pattern seen n times and right r times gets (r + w·p) / (n + w), with p = 0.5 and w = 4 between
names, p = 0.35 and w = 6 with a group: few sightings stay near what patterns usually give.
"""
import collections
import glob
import json
import os
import sys

SYMMETRIC = {"associate_of", "family_of", "cooperates_with"}


def stem(doc):
    return os.path.splitext(os.path.basename(str(doc)))[0]


def key(subject, predicate, obj):
    if predicate in SYMMETRIC and subject > obj:
        subject, obj = obj, subject
    return subject, predicate, obj


def near_entities(gold_dir, graph):
    """-> {document: ({node: the gold entity that its mentions name}, gold relations)}"""
    places = collections.defaultdict(lambda: collections.defaultdict(list))
    for node in graph["nodes"]:
        for m in node["mentions"]:
            places[stem(m["doc"])][node["id"]].append((m["start"], m["end"]))
    found = {}
    for path in sorted(glob.glob(os.path.join(gold_dir, "*.gold.json"))):
        doc = json.load(open(path, encoding="utf8"))
        name, near = stem(doc["doc"]), {}
        for node, spans in places[name].items():
            count = collections.Counter()
            for s, e in spans:
                for m in doc["mentions"]:
                    if s < m["end"] and m["start"] < e:
                        count[m["entity"]] += 2 if (s, e) == (m["start"], m["end"]) else 1
            if count:
                near[node] = count.most_common(1)[0][0]
        found[name] = near, {key(r["subject"], r["type"], r["object"]) for r in doc["relations"]}
    return found


def sightings(gold_dir, graph):
    """-> [(pattern, with a group, right)], one for each edge, document and pattern."""
    kind = {n["id"]: n["type"] for n in graph["nodes"]}
    edges = collections.defaultdict(set)
    for e in graph["edges"]:
        for v in e["evidence"]:
            edges[stem(v["doc"])].add((e["source"], e["type"], e["target"], v["extractor"]))
    for name, (near, gold) in near_entities(gold_dir, graph).items():
        for s, t, o, extractor in sorted(edges[name]):
            pair = near.get(s, "?" + s), near.get(o, "?" + o)
            if pair[0] != pair[1]:
                group = "group" in (kind[s], kind[o])
                yield extractor.removeprefix("pattern:"), group, key(pair[0], t, pair[1]) in gold


def main():
    gold_dir, graph, out = sys.argv[1:4]
    seen = collections.defaultdict(lambda: [0, 0])
    patterns = set()
    for pattern, group, right in sightings(gold_dir, json.load(open(graph, encoding="utf8"))):
        patterns.add(pattern)
        seen[pattern, group][0] += right
        seen[pattern, group][1] += 1

    def share(pattern, group):
        usual, weight = (0.35, 6) if group else (0.5, 4)
        right, total = seen[pattern, group]
        return (right + weight * usual) / (total + weight)

    with open(out, "w", encoding="utf8") as file:
        file.write("# Share of right links of each pattern: between names, and with an unnamed group at an end.\n")
        file.write("# Written by training/pattern_scores.py; patterns that are absent keep the score of data/patterns.toml.\n")
        for pattern in sorted(patterns):
            file.write(f"{pattern} = [{share(pattern, False):.2f}, {share(pattern, True):.2f}]\n")


if __name__ == "__main__":
    main()
