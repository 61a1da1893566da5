#!/usr/bin/env python3
"""General relations, end to end, on the test part of DWIE: articles and annotations that nothing was trained on.

usage: dwie_relations.py --data FOLDER [--model NAME] [--table docs/RELATIONS.md] [--errors N]

FOLDER   the evaluation data with re/dwie/*.json
--errors print N links that are not in DWIE
Needs `cargo build --release` first. Names, entities and relations are found by the program. An entity of ours is
the concept that most of its mentions name. DWIE says what its annotators know of the concepts, stated in the
article or not; the program tells only what a sentence says, so that recall is bounded by much less than 100.
A link to something that is no concept of DWIE is not counted; how many there are is printed.
"""
import argparse, collections, glob, json, os, subprocess, sys, tempfile
import table

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BINARY = os.path.join(ROOT, "target", "release", "unravel")
MARKER = "dwie"
# A relation of DWIE -> ours that may stand for it. Those to adjectives ("-x") say the same again.
SAME = {
    "in0": {"located_in"}, "in1": {"located_in"}, "in2": {"located_in"},
    "based_in0": {"located_in", "part_of"}, "based_in1": {"located_in", "part_of"}, "based_in2": {"located_in", "part_of"},
    "citizen_of": {"citizen_of"},
    "part_of": {"part_of", "located_in", "member_of"}, "agency_of": {"part_of", "located_in"},
    "institution_of": {"part_of"}, "ministry_of": {"part_of", "located_in"},
    "head_of": {"leads"}, "head_of_state": {"leads"}, "head_of_gov": {"leads"}, "mayor_of": {"leads"},
    "minister_of": {"leads", "works_for"}, "coach_of": {"leads", "works_for"},
    "agent_of": {"works_for", "leads"}, "spokesperson_of": {"works_for"}, "advisor_of": {"works_for"},
    "member_of": {"member_of", "leads", "works_for"}, "player_of": {"member_of", "works_for"},
}
OURS = ["leads", "member_of", "part_of", "works_for", "located_in", "citizen_of"]


def articles(folder):
    for path in sorted(glob.glob(os.path.join(folder, "re", "dwie", "*.json"))):
        with open(path, encoding="utf8") as f:
            record = json.load(f)
        if "test" in record["tags"]:
            yield record


def build(records, model):
    with tempfile.TemporaryDirectory() as folder:
        source, graph = os.path.join(folder, "dwie.jsonl"), os.path.join(folder, "graph.json")
        with open(source, "w", encoding="utf8") as f:
            for record in records:
                f.write(json.dumps({"id": str(record["id"]), "text": record["content"]}) + "\n")
        command = [BINARY, "build", source, "-q", "-o", graph]
        subprocess.run(command + (["--model", model] if model else []), check=True)
        with open(graph, encoding="utf8") as f:
            return json.load(f)


def concepts(graph, records):
    """-> {(document, node): concept}"""
    at = collections.defaultdict(list)
    for record in records:
        for m in record["mentions"]:
            at[str(record["id"])].append((m["begin"], m["end"], m["concept"]))
    found = {}
    for node in graph["nodes"]:
        votes = collections.defaultdict(collections.Counter)
        for m in node["mentions"]:
            if m["kind"] == "name":
                for begin, end, concept in at[m["doc"]]:
                    if begin < m["end"] and m["start"] < end:
                        votes[m["doc"]][concept] += 1
        for doc, count in votes.items():
            found[doc, node["id"]] = min(count, key=lambda c: (-count[c], c))
    return found


def score(graph, records):
    """-> {type: [right, told, in DWIE, found]}, wrong links, links to no concept"""
    concept = concepts(graph, records)
    gold = collections.defaultdict(set)
    for record in records:
        for r in record["relations"]:
            if r["p"] in SAME:
                gold[str(record["id"]), r["s"], r["o"]].add(r["p"])
    count, told, wrong, elsewhere = collections.defaultdict(lambda: [0, 0, 0, 0]), {}, [], 0
    for edge in graph["edges"]:
        if edge["type"] not in OURS or edge["status"] == "denied":
            continue
        for doc in sorted({e["doc"] for e in edge["evidence"]}):
            ends = concept.get((doc, edge["source"])), concept.get((doc, edge["target"]))
            if None in ends or ends[0] == ends[1]:
                elsewhere += 1
                continue
            told.setdefault((doc, *ends), {})[edge["type"]] = next(e["text"] for e in edge["evidence"] if e["doc"] == doc)
    for key, types in told.items():
        for type, sentence in types.items():
            right = any(type in SAME[p] for p in gold.get(key, ()))
            count[type][0] += right
            count[type][1] += 1
            if not right:
                wrong.append((type, key, sentence))
    for key, relations in gold.items():
        for p in relations:
            # The first of the types that may stand for it, in our order, has it in its row.
            row = next(t for t in OURS if t in SAME[p])
            count[row][2] += 1
            count[row][3] += bool(SAME[p] & set(told.get(key, ())))
    return count, wrong, elsewhere


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--data", required=True)
    args.add_argument("--model")
    args.add_argument("--table")
    args.add_argument("--errors", type=int, default=0)
    args = args.parse_args()
    records = list(articles(args.data))
    if not records:
        sys.exit(f"{args.data}: no re/dwie/*.json of the test part")
    graph = build(records, args.model)
    count, wrong, elsewhere = score(graph, records)
    total = [sum(c[i] for c in count.values()) for i in range(4)]
    rows = []
    for name, (right, told, gold, found) in [(f"`{t}`", count[t]) for t in OURS] + [("**all**", total)]:
        p, r = 100 * right / max(1, told), 100 * found / max(1, gold)
        rows.append([name, str(told), f"{p:.1f}", str(gold), f"{r:.1f}"])
    text = table.render(["relation", "told", "precision", "in DWIE", "recall"], rows)
    print(text)
    print(f"{len(records)} articles; {elsewhere} links to something that is no concept of DWIE are not counted")
    titles = {str(r["id"]): {c["concept"]: c.get("text", "?") for c in r["concepts"]} for r in records}
    for type, (doc, s, o), sentence in wrong[:args.errors]:
        print(f"{titles[doc][s]} {type} {titles[doc][o]}: {sentence}")
    if args.table:
        table.write(args.table, MARKER, text)


main()
