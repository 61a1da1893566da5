"""Reader of re3d: defence and security reports.

Enters: JSON lines with character offsets. Leaves: documents with PER, ORG, LOC,
NORP. Mentions without a capital letter are nominals ("the city", "we"): left out
where plain, masked where mixed. BBC Online is not commercial: not read.
"""

import json
import re

from .doc import Doc, sent_from_text

FOLDERS = ["Australian Department of Foreign Affairs", "CENTCOM", "UK Government", "US State Department",
           "Delegation of the European Union to Syria", "Wikipedia"]
TYPES = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]


def _kind(entity):
    words = entity["value"].split()
    kind = TYPES.get(entity["type"])
    if kind is None or entity["value"].lower() in ("we", "i", "he", "she", "it", "they", "our", "us"):
        return None
    capitals = sum(w[0].isupper() for w in words)
    if capitals == 0:
        return None
    # A name in its own right: every word capitalised but for small joiners.
    small = {"the", "of", "and", "for", "in", "al", "de", "bin", "on", "to"}
    plain = all(w[0].isupper() or w.lower() in small for w in words)
    return kind if plain and words[0].lower() not in ("a", "an", "our", "their", "its") else "MASK"


def re3d(data):
    """About 90 documents; a mention nested in another is dropped."""
    out = []
    for folder in FOLDERS:
        entities = {}
        for entity in _lines(data / "re/re3d" / folder / "entities.json"):
            entities.setdefault(entity["documentId"], []).append(entity)
        for doc in _lines(data / "re/re3d" / folder / "documents.json"):
            text, spans, last = doc["text"], [], -1
            for e in sorted(entities.get(doc["_id"], []), key=lambda e: (e["begin"], -e["end"])):
                kind = _kind(e)
                if kind and e["begin"] >= last and text[e["begin"]:e["end"]] == e["value"]:
                    spans.append((e["begin"], e["end"], kind))
                    last = e["end"]
            cuts = [0] + [m.end() for m in re.finditer(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n+", text)] + [len(text)]
            sents = [sent_from_text(text, a, b, [s for s in spans if a <= s[0] < b])
                     for a, b in zip(cuts, cuts[1:]) if text[a:b].strip()]
            out.append(Doc("re3d", doc["_id"], sents))
    return out
