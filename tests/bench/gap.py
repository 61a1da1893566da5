#!/usr/bin/env python3
"""Pronouns: how often the network knows whom "he" or "her" means, by the test part of GAP.

usage: gap.py --data FOLDER [--model NAME] [--part test] [--table docs/RESOLUTION.md] [--errors N]

FOLDER   the evaluation data with coref/gap/gap-PART.tsv
--errors print N rows that are wrong
Needs `cargo build --release` first. End to end: names are found by the program, in each snippet as
a document of its own. A name is said to be meant when the pronoun's node has a mention by name that
overlaps it. F1 over both names of every row, as the authors' gap_scorer counts: M and F are the
pronouns of men and of women, bias is F / M.
"""
import argparse, collections, csv, json, os, subprocess, sys, tempfile, time
import table

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
BINARY = os.path.join(ROOT, "target", "release", "unravel")
MALE = {"he", "him", "his"}
MARKER = "gap"


def rows(path):
    with open(path, encoding="utf8", newline="") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def build(snippets, model):
    """-> the graph, the seconds it took"""
    with tempfile.TemporaryDirectory() as folder:
        source, graph = os.path.join(folder, "gap.jsonl"), os.path.join(folder, "graph.json")
        with open(source, "w", encoding="utf8") as f:
            for row in snippets:
                f.write(json.dumps({"id": row["ID"], "text": row["Text"]}) + "\n")
        begun = time.time()
        command = [BINARY, "build", source, "-q", "-o", graph]
        subprocess.run(command + (["--model", model] if model else []), check=True)
        seconds = time.time() - begun
        with open(graph, encoding="utf8") as f:
            return json.load(f), seconds


def mentions(graph):
    """-> {document: {node: [(start, end, kind)]}}; a text that stands twice was read once"""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for node in graph["nodes"]:
        for m in node["mentions"]:
            found[m["doc"]][node["id"]].append((m["start"], m["end"], m["kind"]))
    for again in graph["graph"].get("duplicates", []):
        found[again["doc"]] = found[again["of"]]
    return found


def answers(row, nodes):
    """-> for A and B whether the pronoun's node holds the name"""
    at = int(row["Pronoun-offset"])
    held = [ms for ms in nodes.values() if any(s == at and k == "pronoun" for s, _, k in ms)]
    out = []
    for letter in "AB":
        start = int(row[f"{letter}-offset"])
        end = start + len(row[letter])
        out.append(any(s < end and start < e and k == "name" for ms in held for s, e, k in ms))
    return out


def f1(count):
    tp, fp, fn = count["tp"], count["fp"], count["fn"]
    return tuple(100 * x for x in (tp / max(1, tp + fp), tp / max(1, tp + fn), 2 * tp / max(1, 2 * tp + fp + fn)))


def main():
    ap = argparse.ArgumentParser(usage=__doc__)
    ap.add_argument("--data", required=True)
    ap.add_argument("--model")
    ap.add_argument("--part", default="test")
    ap.add_argument("--table")
    ap.add_argument("--errors", type=int, default=0)
    a = ap.parse_args()
    path = os.path.join(a.data, "coref", "gap", f"gap-{a.part}.tsv")
    if not os.path.exists(path):
        sys.exit(f"SKIPPED: {path} is not there")
    if not os.path.exists(BINARY):
        sys.exit(f"{BINARY} is missing: cargo build --release")
    snippets = rows(path)
    graph, seconds = build(snippets, a.model)
    found = mentions(graph)
    count = collections.defaultdict(collections.Counter)
    errors = []
    for row in snippets:
        said = answers(row, found[row["ID"]])
        gold = [row[f"{letter}-coref"].upper() == "TRUE" for letter in "AB"]
        group = "M" if row["Pronoun"].lower() in MALE else "F"
        for s, g in zip(said, gold):
            outcome = {(True, True): "tp", (True, False): "fp", (False, True): "fn"}.get((s, g), "tn")
            count[group][outcome] += 1
            count["all"][outcome] += 1
        if said != gold:
            errors.append((row, said, gold))
    scores = {group: f1(count[group]) for group in ("all", "M", "F")}
    words = sum(len(row["Text"].split()) for row in snippets)
    for group, (p, r, f) in scores.items():
        print(f"{group:4} P {p:.1f} R {r:.1f} F1 {f:.1f}  {dict(count[group])}")
    print(f"bias {scores['F'][2] / scores['M'][2]:.2f}; {len(snippets)} snippets, {words} words in {seconds:.1f} s: {words / seconds:.0f} words/s")
    for row, said, gold in errors[: a.errors]:
        print(f"{row['ID']} {row['Pronoun']}@{row['Pronoun-offset']} A {row['A']} B {row['B']} said {said} gold {gold}\n  {row['Text']}")
    if a.table:
        name = a.model or "default"
        columns = ["model", "P", "R", "F1", "M", "F", "bias"]
        _, old = table.read(a.table, MARKER)
        p, r, f = scores["all"]
        old[name] = [name, f"{p:.1f}", f"{r:.1f}", f"{f:.1f}", f"{scores['M'][2]:.1f}", f"{scores['F'][2]:.1f}", f"{scores['F'][2] / scores['M'][2]:.2f}"]
        table.write(a.table, MARKER, table.render(columns, list(old.values())))


main()
