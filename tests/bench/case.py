#!/usr/bin/env python3
"""A case that grows by daily batches, beside one build of the same documents: time, memory, size, answers. The builds,
of a case and of a JSON graph, run between the batches and are stopped while one is added: where the machine changes its
pace, it changes for all.

    python tests/bench/case.py [--data ../shared/data] [--documents 11284] [--batch 100] [--model default] [--table docs/CASE.md]

Reads the corpus of news and releases of the data folder; without it nothing is measured. With --table the figures
replace those in the file.
"""

import argparse
import atexit
import gzip
import json
import os
import signal
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


# Of the time that a batch took, the part that a build goes on for after it: so they end at about the same time.
SHARE = 0.87


class Beside:
    """A command that goes on for a while now and then; `seconds` is how long it ran in all."""

    def __init__(self, *command):
        self.command, self.seconds, self.memory = command, 0.0, None
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
        self.process.send_signal(signal.SIGSTOP)
        atexit.register(self.process.kill)

    def go_on(self, seconds=None):
        """Runs so long, or to its end."""
        if self.memory is not None:
            return
        begun = time.monotonic()
        self.process.send_signal(signal.SIGCONT)
        while seconds is None or time.monotonic() - begun < seconds:
            ended, status, usage = os.wait4(self.process.pid, os.WNOHANG)
            if ended:
                self.process.returncode = os.waitstatus_to_exitcode(status)
                if self.process.returncode not in (0, 1):
                    sys.exit(f"{self.command} failed")
                self.memory = usage.ru_maxrss / 1024
                break
            time.sleep(0.01)
        else:
            self.process.send_signal(signal.SIGSTOP)
        self.seconds += time.monotonic() - begun


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
        graph, at_once, case = folder / "graph.json", folder / "at-once.case", folder / "x.case"
        builds = [Beside(args.program, "build", "-q", *paths, *model, "-o", output) for output in (at_once, graph)]
        days, peak = [], 0.0
        for number, path in enumerate(paths):
            seconds, memory, _ = run(args.program, "add", "-q", case, path, *model)
            days.append(seconds)
            peak = max(peak, memory)
            for build in builds:
                build.go_on(SHARE * seconds)
            if number % 10 == 9:
                beside = ", ".join(f"{build.seconds:.1f} s" for build in builds)
                print(f"{number + 1} batches, {sum(days):.1f} s, the last {seconds:.1f} s, {peak:.0f} MB; beside {beside}", flush=True)
        for build in builds:
            build.go_on()
            print(f"{build.command[-1].name} at once {build.seconds:.1f} s, {build.memory:.0f} MB", flush=True)
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
        *(
            [f"one build of {what} (`--model {args.model}`)", f"{build.seconds:.0f} s, {build.memory:.0f} MB at most"]
            for what, build in zip(("a case", "a JSON graph"), builds)
        ),
        [
            f"the same case in {len(days)} runs of `add`",
            "{:.0f} s ({:.2f} and {:.2f} times), {:.0f} MB at most".format(
                sum(days), *(sum(days) / build.seconds for build in builds), peak
            ),
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
