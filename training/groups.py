"""Unnamed groups that the program sees in the gold documents.

Enters: gold files, the built program. Leaves: for each document the code point spans of its groups.
Most play no part in any story, and a model of roles must learn which.
"""

import json
import subprocess

from .paths import ROOT, fail
from .sources.gold import raw


def groups(data, work):
    """Document name to spans, by `unravel names --groups`."""
    program = ROOT / "target" / "release" / "unravel"
    if not program.exists():
        fail(f"The program is not built: {program}\ncargo build --release")
    texts, out = work / "gold.jsonl", work / "groups.jsonl"
    with open(texts, "w", encoding="utf-8") as lines:
        for doc in raw(data, "train"):
            lines.write(json.dumps({"id": doc["doc"], "text": doc["text"]}) + "\n")
    subprocess.run([program, "names", "--groups", "-q", "-o", out, texts], check=True)
    found = {}
    for line in out.read_text(encoding="utf-8").splitlines():
        name = json.loads(line)
        if name["type"] == "group":
            found.setdefault(name["doc"], []).append((name["start"], name["end"]))
    return found
