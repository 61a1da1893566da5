#!/usr/bin/env python3
"""Kills `unravel add` at random moments, again and again, and compares the end with a build that nobody disturbed.

    python tests/bench/kills.py --kills 100 [--data ../shared/data] [--documents 200]

In every second round the records of the round before have changed in part. Reads the sample articles and, where the
data folder is there, so many documents of its corpus of news and releases. Exit status 1 when a document that was
stored is lost or stands there twice, when the end differs, or when a case does not verify.
"""

import argparse
import gzip
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CORPUS = "corpora/mix_11k.jsonl.gz"


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--batch", type=int, default=20)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    parser.add_argument("--program", type=Path, default=ROOT / "target/release/unravel")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def inputs(args, folder):
    """The paths to add."""
    found = [str(ROOT / "data/articles")]
    corpus = args.data / CORPUS
    if not corpus.exists():
        print(f"SKIPPED: {corpus} is not there; only the sample articles are read", file=sys.stderr)
        return found
    path = folder / "corpus.jsonl"
    with gzip.open(corpus, "rt", encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
        for _, line in zip(range(args.documents), lines):
            out.write(line)
    return [*found, str(path)]


def run(program, *args, check=True):
    return subprocess.run([str(program), *map(str, args)], check=check, capture_output=True, text=True)


def change(path, draw):
    """Other texts in some records of the corpus, as when a feed is corrected."""
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    for record in lines:
        if draw.random() < 0.3:
            record["text"] = record["text"].rsplit(".", 2)[0] + f". Corrected {draw.randrange(10**6)} times.\n"
    path.write_text("".join(json.dumps(record) + "\n" for record in lines), encoding="utf-8")


def documents_in(program, case):
    """Documents that a case holds, in its network, with the text of another or waiting; none in a file that was only
    begun."""
    told = run(program, "status", case, "--json", check=False)
    if told.returncode == 2 and "an empty file" in told.stderr:
        return 0
    held = json.loads(told.stdout)
    return held["documents"] + held["duplicates"] + held["waiting"]


def main():
    args = arguments()
    draw = random.Random(args.seed)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given = inputs(args, folder)
        expected, case, exported = folder / "expected.json", folder / "x.case", folder / "case.json"
        corpus = folder / "corpus.jsonl"
        kills, partial, rounds, bad = 0, 0, 0, []
        while kills < args.kills:
            rounds += 1
            # In every second round the case is there already, and some records have changed.
            fresh = rounds % 2 == 1 or not corpus.exists()
            if fresh:
                for file in folder.glob("x.case*"):
                    file.unlink()
            else:
                change(corpus, draw)
            begun = time.monotonic()
            run(args.program, "build", "-q", *given, "-o", expected)
            whole = time.monotonic() - begun
            graph = json.loads(expected.read_text(encoding="utf-8"))["graph"]
            documents = len(graph["documents"]) + len(graph.get("duplicates", []))
            # Where only the changed records are read, it is soon done.
            longest, stored = (0.4 if fresh else 0.1) * whole, 0
            while True:
                child = subprocess.Popen([str(args.program), "add", "-q", str(case), *given, "--batch", str(args.batch)],
                                         stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
                try:
                    child.wait(draw.uniform(0, longest) if kills < args.kills else None)
                except subprocess.TimeoutExpired:
                    child.kill()
                    child.wait()
                    kills += 1
                    # While versions replace each other there are more documents than in the end.
                    if fresh and case.exists() and case.stat().st_size:
                        count = documents_in(args.program, case)
                        if not stored <= count <= documents:
                            bad.append(f"{count} documents after {kills} kills, {stored} before")
                        partial += 0 < count < documents
                        stored = count
                    continue
                if child.returncode:
                    bad.append(child.stderr.read())
                break
            run(args.program, "export", "-q", case, "-o", exported)
            if exported.read_bytes() != expected.read_bytes():
                bad.append(f"round {rounds} ends with other bytes")
            if run(args.program, "verify", "-q", case, check=False).returncode:
                bad.append(f"round {rounds} does not verify")
            kind = "new" if fresh else "changed"
            print(f"round {rounds}, {kind}: {kills} kills so far, {documents} documents, {len(bad)} faults", flush=True)
    print("\n".join(bad))
    print(f"{kills} kills in {rounds} rounds, {partial} of them with a part stored, {len(bad)} faults")
    if not partial:
        print("no run was killed between: nothing is shown", file=sys.stderr)
    sys.exit(1 if bad or not partial else 0)


main()
