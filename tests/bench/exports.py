#!/usr/bin/env python3
"""Every export of a large network: time, memory, size.

    python tests/bench/exports.py [--entities 100000] [--relations 500000] [--program target/release/unravel]
                                  [--only json,ftm] [--table docs/EXPORTS.md]

Makes the network itself, always the same: names of made-up people, companies and places, a sentence or two for
every relation, dates for half of them. `read` is what reading the network alone takes, as `query` does; each
format's time holds that too, since every run reads the network anew. Nothing outside the program is needed.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import table

ROOT = Path(__file__).resolve().parents[2]
# Format -> name of the output. Pictures show 60 entities; the page holds the sentences that fit.
FORMATS = {
    "csv": "x.csv",
    "cypher": "x.cypher",
    "cytoscape": "x.cyjs",
    "dot": "x.dot",
    "ftm": "x.ftm.json",
    "gexf": "x.gexf",
    "graphml": "x.graphml",
    "html": "x.html",
    "json": "x.json",
    "jsonld": "x.jsonld",
    "neo4j": "x",
    "nt": "x.nt",
    "parquet": "x.parquet",
    "png": "x.png",
    "statements": "x.statements.csv",
    "svg": "x.svg",
    "ttl": "x.ttl",
}
FIRST = "Ana Boris Chen Dara Emil Fatima Goran Hana Ivan Jun Kofi Lena Marek Nadia Omar Petra Rui Sofia Tomás Ulla".split()
LAST = "Adler Brandt Castro Dubois Eriksen Fischer Gómez Horvat Ito Jansen Kim Lopez Müller Novak Okafor Park".split()
HEAD = "Aurora Baltic Cobalt Delta Ember Falcon Granite Harbor Indigo Jade Kestrel Lunar Meridian Nova Orion".split()
TAIL = ["Trading", "Holdings", "Shipping", "Bank", "Energy", "Capital", "Metals", "Logistics"]
RELATIONS = ["acts_for", "owns", "leads", "works_for", "finances", "supplies", "associate_of", "sanctions", "charges"]


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entities", type=int, default=100_000)
    parser.add_argument("--relations", type=int, default=500_000)
    parser.add_argument("--program", type=Path, default=ROOT / "target/release/unravel")
    parser.add_argument("--only", help="names of formats, with commas between")
    parser.add_argument("--table")
    return parser.parse_args()


def run(*command):
    """-> seconds, peak MiB"""
    begun = time.monotonic()
    process = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    error = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command}: {error.decode()}")
    return time.monotonic() - begun, usage.ru_maxrss / 1024


def entity(number, chance, documents):
    kind = "person" if number % 3 else "organization"
    if kind == "person":
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)} {number}"
    else:
        name = f"{chance.choice(HEAD)} {chance.choice(TAIL)} {number}"
    mentions = sorted(
        ({"doc": chance.choice(documents), "start": start, "end": start + len(name), "text": name, "kind": "name", "score": 0.9}
         for start in chance.sample(range(5000), 2)),
        key=lambda mention: (mention["doc"], mention["start"]),
    )
    return {
        "id": f"{kind}:{name.lower().replace(' ', '-')}", "type": kind, "name": name, "aliases": [name.split()[1]],
        "roles": ["proxy"] if number % 7 == 0 else [], "mentions": mentions, "attributes": {},
    }


def relation(source, target, kind, chance, documents):
    date = f"{chance.randrange(1995, 2025)}-{chance.randrange(1, 13):02}" if chance.random() < 0.5 else None
    status = chance.choices(["asserted", "alleged", "denied"], [8, 3, 1])[0]
    evidence = []
    for doc in sorted(chance.sample(documents, chance.choice([1, 1, 2]))):
        start = chance.randrange(5000)
        text = f"{source['name']} {kind.replace('_', ' ')} {target['name']}, two officials said, and paid for it from an account abroad."
        end = start + text.index(target["name"])
        evidence.append({
            "doc": doc, "start": start, "end": start + len(text), "text": text,
            "subject": {"start": start, "end": start + len(source["name"])},
            "object": {"start": end, "end": end + len(target["name"])},
            "extractor": f"pattern:{kind}", "score": 0.8, "status": status, "date": date,
        })
    return {
        "id": f"{source['id']}|{kind}|{target['id']}", "source": source["id"], "target": target["id"], "key": kind,
        "type": kind, "confidence": 0.8, "status": status, "first_date": date, "last_date": date,
        "documents": len(evidence), "evidence": evidence,
    }


def network(path, args):
    chance = random.Random(7)
    documents = [f"archive/{number:05}.txt" for number in range(max(2, args.entities // 20))]
    nodes = [entity(number, chance, documents) for number in range(args.entities)]
    links = set()
    while len(links) < args.relations:
        # Few have many neighbours, many have few.
        source, target = int(args.entities * chance.random() ** 2), chance.randrange(args.entities)
        if source != target:
            links.add((source, target, chance.choice(RELATIONS)))
    info = {
        "generator": "exports.py", "schema_version": 1, "offset_unit": "code_point", "model": "none", "skipped": [],
        "documents": [{"id": doc, "title": f"Report {doc}", "published": "2024-05-01", "sha256": f"{n:064x}"} for n, doc in enumerate(documents)],
    }
    # Line by line, so that making it takes less memory than what is measured.
    with open(path, "w", encoding="utf-8") as file:
        file.write(f'{{"directed": true, "multigraph": true, "graph": {json.dumps(info)}, "nodes": [\n')
        file.write(",\n".join(json.dumps(node, ensure_ascii=False) for node in nodes))
        file.write('\n], "edges": [\n')
        for number, (source, target, kind) in enumerate(sorted(links)):
            edge = relation(nodes[source], nodes[target], kind, chance, documents)
            file.write(("" if number == 0 else ",\n") + json.dumps(edge, ensure_ascii=False))
        file.write("\n]}\n")


def size(folder):
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def main():
    args = arguments()
    if not args.program.exists():
        sys.exit(f"{args.program} is not there: cargo build --release")
    chosen = args.only.split(",") if args.only else list(FORMATS)
    rows = []
    with tempfile.TemporaryDirectory() as scratch:
        graph = Path(scratch) / "network.json"
        network(graph, args)
        seconds, peak = run(args.program, "query", graph, "top")
        rows.append(["read, and `query top`", f"{seconds:.1f}", f"{peak:.0f}", f"{graph.stat().st_size / 2**20:.0f}"])
        for name in chosen:
            folder = Path(scratch) / name
            folder.mkdir()
            # What earlier runs have left to be written is not this one's.
            os.sync()
            seconds, peak = run(args.program, "export", graph, "--format", name, "-o", folder / FORMATS[name])
            rows.append([f"`{name}`", f"{seconds:.1f}", f"{peak:.0f}", f"{size(folder) / 2**20:.0f}"])
            shutil.rmtree(folder)
    heading = ["format", "seconds", "peak MiB", "size MiB"]
    text = table.render(heading, rows)
    if args.table:
        table.write(args.table, "exports", text)
    print(f"{args.entities} entities, {args.relations} relations\n\n{text}")


if __name__ == "__main__":
    main()
