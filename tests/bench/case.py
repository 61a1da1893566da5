#!/usr/bin/env python3
"""A case that grows by daily batches, beside one build of the same documents: time, memory, size, answers. The builds,
of a case and of a JSON graph, run before and after the batches: where the machine changed its pace, they differ.

    python tests/bench/case.py [--data ../shared/data] [--documents 11284] [--batch 100] [--model default] [--table docs/CASE.md]

Reads the corpus of news and releases of the data folder; without it nothing is measured. With --table the figures
replace those in the file.
"""

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import table

ROOT = Path(__file__).resolve().parents[2]
CORPUS = "corpora/mix_11k.jsonl.gz"
ARTICLE = """The Treasury sanctioned Aurora Bank of Moscow on Monday. Maria Lopez, who leads Aurora Bank, met Vladimir Putin in
Russia, the U.S. Department of Justice said. The FBI arrested two of her associates in the United States.
"""


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=11284)
    parser.add_argument("--batch", type=int, default=100)
    parser.add_argument("--model", default="default")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--program", type=Path, default=ROOT / "target/release/unravel")
    parser.add_argument("--table")
    return parser.parse_args()


def run(*command):
    """-> seconds, peak MB, standard output"""
    begun = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out = process.stdout.read()
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 1):
        sys.exit(f"{command}: {error.decode()}")
    return time.monotonic() - begun, usage.ru_maxrss / 1024, out


def batches(args, folder):
    """Files of the corpus, a batch each, and the size of all texts."""
    paths, size, lines = [], 0, []
    with gzip.open(args.data / CORPUS, "rt", encoding="utf-8") as corpus:
        for number, line in enumerate(corpus):
            if number >= args.documents:
                break
            size += len(json.loads(line)["text"].encode())
            lines.append(line)
            if len(lines) == args.batch:
                paths.append(write(folder, len(paths), lines))
                lines = []
    if lines:
        paths.append(write(folder, len(paths), lines))
    return paths, size


def write(folder, number, lines):
    path = folder / f"day{number:04}.jsonl"
    path.write_text("".join(lines), encoding="utf-8")
    return path


def main():
    args = arguments()
    if not (args.data / CORPUS).exists():
        print(f"SKIPPED: {args.data / CORPUS} is not there; nothing is measured", file=sys.stderr)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths, text = batches(args, folder)
        model = ["--model", args.model]
        graph, case = folder / "graph.json", folder / "x.case"

        def build(output):
            seconds, memory, _ = run(args.program, "build", "-q", *paths, *model, "-o", output)
            print(f"one build of {output.name} {seconds:.1f} s, {memory:.0f} MB", flush=True)
            return seconds, memory

        at_once = build(folder / "at-once.case")
        days, peak = [], 0.0
        for number, path in enumerate(paths):
            seconds, memory, _ = run(args.program, "add", "-q", case, path, *model)
            days.append(seconds)
            peak = max(peak, memory)
            if number % 10 == 9:
                print(f"{number + 1} batches, {sum(days):.1f} s, the last {seconds:.1f} s, {peak:.0f} MB", flush=True)
        built = build(graph)
        exported = folder / "exported.json"
        run(args.program, "export", case, "-o", exported)
        same = exported.read_bytes() == graph.read_bytes()
        size = case.stat().st_size
        holds = json.loads(run(args.program, "status", case, "--json")[2])
        graph_size = graph.stat().st_size
        ones = []
        for number in range(5):
            article = folder / f"article{number}.txt"
            article.write_text(ARTICLE.replace("two", f"{number + 2}"), encoding="utf-8")
            ones.append(run(args.program, "add", "-q", case, article, *model)[0])
        ask = {}
        for question in (["top", "-n", "20"], ["show", "Vladimir Putin"], ["show", "location:united-states"]):
            ask[" ".join(question)] = sorted(run(args.program, "query", case, *question)[0] for _ in range(5))[2]
    rows = [
        ["documents, words", f"{holds['documents']:,}, {holds['words']:,}"],
        ["entities, relations", f"{holds['entities']:,}, {holds['relations']:,}"],
        [f"one build of a case (`--model {args.model}`)", "{:.0f} s, {:.0f} MB at most".format(*at_once)],
        ["one build of a JSON graph", "{:.0f} s, {:.0f} MB at most".format(*built)],
        [
            f"the same case in {len(days)} runs of `add`",
            f"{sum(days):.0f} s ({sum(days) / at_once[0]:.2f} and {sum(days) / built[0]:.2f} times), {peak:.0f} MB at most",
        ],
        ["the export of both", "the same bytes" if same else "DIFFERENT BYTES"],
        ["one more article, until it is in the network", f"{sorted(ones)[2]:.2f} s"],
        ["size", f"{size / 1e6:.0f} MB; texts {text / 1e6:.0f} MB, JSON graph {graph_size / 1e6:.0f} MB"],
        *([f"`query {question}`", f"{seconds:.2f} s"] for question, seconds in ask.items()),
    ]
    text = table.render(["", ""], rows)
    print(text)
    if args.table:
        table.write(args.table, "case", text)
    sys.exit(0 if same else 1)


main()
