"""Pronouns and descriptions that the program resolves in the gold documents.

Enters: gold files, the built program. Leaves: for each document mentions of gold entities that stand for
names. Gold has no pronouns; the program meets relations through them, so they are learnt through them.
"""

import json
import subprocess
from collections import Counter

from .paths import ROOT, fail
from .sources.gold import raw


def standins(data, work, part="train"):
    """Document name to `(start, end, entity)`, code points and the gold entity's id."""
    program = ROOT / "target" / "release" / "unravel"
    if not program.exists():
        fail(f"The program is not built: {program}\ncargo build --release")
    documents = raw(data, part)
    found = {}
    texts, out = work / f"gold-{part}", work / f"gold-{part}.json"
    texts.mkdir(parents=True, exist_ok=True)
    for number, doc in enumerate(documents):
        (texts / f"{number:05}.txt").write_text(doc["text"], encoding="utf-8")
    subprocess.run([program, "build", "-q", texts, "-o", out], check=True)
    by_doc = {}
    for node in json.loads(out.read_text(encoding="utf-8"))["nodes"]:
        for m in node["mentions"]:
            by_doc.setdefault(int(m["doc"].rsplit("/", 1)[-1][:5]), {}).setdefault(node["id"], []).append(m)
    for number, nodes in by_doc.items():
        doc = documents[number]
        found[doc["doc"]] = [span for mentions in nodes.values() for span in of_gold(doc, mentions)]
    return found


def of_gold(doc, mentions):
    """The mentions without a name of one node, with the gold entity that its names name."""
    owners = {(m["start"], m["end"]): m["entity"] for m in doc["mentions"]}
    named = Counter(owners[m["start"], m["end"]] for m in mentions if (m["start"], m["end"]) in owners)
    if not named:
        return []
    entity = max(named, key=lambda e: (named[e], e))
    return [(m["start"], m["end"], entity) for m in mentions if m["kind"] != "name"]
