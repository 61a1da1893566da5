"""Reader of the gold documents: news releases, listings, news stories.

Enters: `*.gold.json`, offsets in code points. Leaves: documents with PER, ORG,
LOC, NORP (GROUP, unnamed actors, is no name and not labelled).
"""

import json

from ..labels import TYPES
from .doc import Doc, sent_from_text


def raw(data, part):
    """Parsed files of `train` or `dev`, in name order."""
    return [json.loads(path.read_text(encoding="utf-8"))
            for path in sorted((data / "gold" / part).glob("*.gold.json"))]


def names(doc):
    """`(start, end, type)` of the name mentions, in text order."""
    kinds = {e["id"]: e["type"] for e in doc["entities"]}
    found = {(m["start"], m["end"], kinds[m["entity"]]) for m in doc["mentions"]}
    return sorted(m for m in found if m[2] in TYPES)


def to_doc(doc):
    """One gold file as a `Doc`."""
    mentions = names(doc)
    sents = [sent_from_text(doc["text"], a, b, [m for m in mentions if a <= m[0] < b])
             for a, b in doc["sentences"]]
    return Doc("gold", doc["doc"], sents)


def gold(data):
    """The training documents."""
    return [to_doc(doc) for doc in raw(data, "train")]
