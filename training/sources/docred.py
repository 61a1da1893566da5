"""Reader of Re-DocRED dev and DocRED test: entity mentions only.

Enters: tokenised Wikipedia paragraphs with `vertexSet`. Leaves: documents with
PER, ORG, LOC; MISC, which mixes nationalities and works, is MASK.
"""

import json

from .doc import Doc, sent_from_tokens

TYPES = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MASK"}


def docred(data):
    """500 + 1,000 documents; Re-DocRED test is evaluation data and not read."""
    out = []
    for path in (data / "re/redocred/data/dev_revised.json", data / "re/docred/test.json"):
        for doc in json.loads(path.read_text(encoding="utf-8")):
            kinds = [[(None, False)] * len(sent) for sent in doc["sents"]]
            for mention in (m for entity in doc["vertexSet"] for m in entity):
                kind = TYPES.get(mention["type"])
                first, past = mention["pos"]
                row = kinds[mention["sent_id"]]
                row[first:past] = [(kind, i == first) for i in range(first, past)]
            sents = [sent_from_tokens(s, k) for s, k in zip(doc["sents"], kinds)]
            out.append(Doc("docred", doc["title"], sents))
    return out
