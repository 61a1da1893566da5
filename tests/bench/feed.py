"""Times `unravel feed` beside a loader written by hand, into the same server in the same run.

    bash tests/servers/start.sh
    target/servers/venv/bin/python tests/bench/feed.py [--unravel target/release/unravel] [--runs 3]

10,000 entities and 20,000 relations over Bolt. The loader is what somebody would write in an hour: Neo4j's
Python driver, a constraint, UNWIND in batches of 1,000, MERGE by id, the same properties;
once without a second label and once with it, which is what `feed` writes. Each reads the JSON file itself
and starts with an empty database, and they take turns. The bar is twice the time of the loader that writes
the same.
"""

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from urllib.parse import unquote, urlsplit

from neo4j import GraphDatabase

TYPES = ["person", "organization", "location", "group"]
RELATIONS = ["owns", "acts_for", "finances", "front_for", "associate_of", "located_in"]
BATCH = 1000  # as `feed`
ROOT = Path(__file__).parent.parent.parent


def network(nodes: int, edges: int) -> dict:
    dice = random.Random(7)
    ids = [f"{TYPES[n % 4]}:name-{n}" for n in range(nodes)]
    links = {}
    while len(links) < edges:
        source, target, kind = dice.choice(ids), dice.choice(ids), dice.choice(RELATIONS)
        key = f"{source}|{kind}|{target}"
        text = f"{source} is said to be tied to {target}, according to papers that a court unsealed."
        ends = {"subject": {"start": 0, "end": 5}, "object": {"start": 20, "end": 25}}
        links[key] = {
            "id": key, "source": source, "target": target, "key": kind, "type": kind, "confidence": 0.8,
            "status": "asserted", "first_date": "2024-05-01", "last_date": None, "documents": 1,
            "evidence": [{"doc": "a.txt", "start": 0, "end": len(text), "text": text, **ends,
                          "extractor": "pattern:x", "score": 0.8, "status": "asserted", "date": None}],
        }
    return {
        "directed": True, "multigraph": True,
        "graph": {"generator": "bench", "schema_version": 1, "offset_unit": "code_point", "model": "none",
                  "documents": [], "skipped": []},
        "nodes": [{"id": i, "type": i.split(":")[0], "name": i, "aliases": [i.upper()], "roles": [],
                   "mentions": [], "attributes": {}} for i in ids],
        "edges": list(links.values()),
    }


def by_hand(session, path: Path, labels: bool) -> None:
    graph = json.loads(path.read_text())
    session.run(
        "CREATE CONSTRAINT entity_id IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE"
    ).consume()

    def load(statement, rows):
        for at in range(0, len(rows), BATCH):
            part = rows[at : at + BATCH]
            session.execute_write(lambda tx, part=part: tx.run(statement, rows=part).consume())

    for kind in TYPES:
        rows = [
            {"id": n["id"], "props": {k: n[k] for k in ("name", "type", "aliases", "roles")}}
            for n in graph["nodes"] if n["type"] == kind
        ]
        load("UNWIND $rows AS r MERGE (n:Entity {id: r.id}) SET n += r.props", rows)
        if labels:
            load(f"UNWIND $rows AS r MATCH (n:Entity {{id: r.id}}) SET n:{kind.capitalize()}", rows)
    kept = ("type", "status", "confidence", "first_date", "documents")
    for kind in RELATIONS:
        rows = [
            {"id": e["id"], "s": e["source"], "t": e["target"],
             "props": {k: e[k] for k in kept} | {
                 "sentences": [s["text"] for s in e["evidence"]],
                 "sources": [s["doc"] for s in e["evidence"]],
                 "evidence": [json.dumps(s) for s in e["evidence"]]}}
            for e in graph["edges"] if e["type"] == kind
        ]
        load(
            "UNWIND $rows AS r MATCH (s:Entity {id: r.s}) MATCH (t:Entity {id: r.t}) "
            f"MERGE (s)-[e:{kind.upper()} {{id: r.id}}]->(t) SET e += r.props", rows)


def address() -> str:
    if "UNRAVEL_TEST_BOLT" in os.environ:
        return os.environ["UNRAVEL_TEST_BOLT"]
    lines = (ROOT / "target/servers/env").read_text().splitlines()
    return next(line.split("=", 1)[1] for line in lines if line.startswith("UNRAVEL_TEST_BOLT="))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--unravel", default=ROOT / "target/release/unravel")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--edges", type=int, default=20_000)
    arguments = parser.parse_args()
    text = address()
    url = urlsplit(text)
    login = (unquote(url.username or ""), unquote(url.password or ""))
    times = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, GraphDatabase.driver(
        f"bolt://{url.hostname}:{url.port}", auth=login, notifications_min_severity="OFF"
    ) as driver:
        path = Path(folder) / "bench.json"
        path.write_text(json.dumps(network(arguments.nodes, arguments.edges)))

        def fresh():
            return driver.session(database=url.path.strip("/"))

        def feed():
            subprocess.run([arguments.unravel, "feed", "-q", path, "--to", text], check=True)

        def loader(labels):
            with fresh() as session:
                by_hand(session, path, labels)

        loaders = {
            "unravel feed": feed,
            "by hand": lambda: loader(False),
            "by hand, labelled": lambda: loader(True),
        }
        # The first round warms the server up and is not counted.
        for turn in range(arguments.runs + 1):
            for name, load in loaders.items():
                with fresh() as session:
                    while session.run(
                        "MATCH (n) WITH n LIMIT 2000 DETACH DELETE n RETURN count(n)"
                    ).single()[0]:
                        pass
                start = time.perf_counter()
                load()
                took = time.perf_counter() - start
                with fresh() as session:
                    counts = [session.run(f"MATCH {what} RETURN count(*)").single()[0]
                              for what in ("(:Entity)", "(:Entity)-[]->()")]
                assert counts == [arguments.nodes, arguments.edges], (name, counts)
                print(f"{name}: {took:.2f} s{' (not counted)' if turn == 0 else ''}", flush=True)
                if turn:
                    times[name].append(took)
    # Other work on the machine only ever adds time, so the fastest run says most.
    for what, pick in (("fastest", min), ("median", statistics.median)):
        fed = pick(times["unravel feed"])
        for name in ("by hand", "by hand, labelled"):
            print(f"{what}: feed {fed:.2f} s, {name} {pick(times[name]):.2f} s, "
                  f"ratio {fed / pick(times[name]):.2f}")
    return int(min(times["unravel feed"]) > 2 * min(times["by hand, labelled"]))


if __name__ == "__main__":
    sys.exit(main())
