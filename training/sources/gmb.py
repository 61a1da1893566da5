"""Reader of the GMB sentences: silver labels on Voice of America news.

Enters: one CSV, latin-1, one token a row. Leaves: pseudo documents of consecutive
sentences. Sentences that stand in a gold document, train or dev, are left out:
the caller gives their keys.
"""

import csv

from .doc import Doc, sent_from_tokens

TYPES = {"per": "PER", "org": "ORG", "geo": "LOC", "gpe": "NORP", "nat": "MASK", "eve": "MASK", "art": "MASK"}


def key(words):
    """What makes two sentences the same: their letters and digits."""
    return "".join(c for word in words for c in word.lower() if c.isalnum())


def sentences(data):
    """All sentences, in file order."""
    out, tokens, kinds = [], [], []
    with open(data / "ner/gmb/ner_dataset.csv", encoding="latin-1", newline="") as rows:
        for row in list(csv.reader(rows))[1:] + [["Sentence: end", "", "", "O"]]:
            if row[0].startswith("Sentence:"):
                if tokens:
                    out.append(sent_from_tokens(tokens, kinds))
                tokens, kinds = [], []
            tokens.append(row[1])
            kinds.append((TYPES.get(row[3][2:]), row[3].startswith("B-")))
    return out


def gmb(data, known, limit=46000, run=8):
    """Runs of up to `run` sentences, at most `limit` sentences, none of `known`."""
    docs, current, total = [], [], 0
    for sent in sentences(data):
        if key(sent.words) in known:
            if current:
                docs.append(current)
            current = []
            continue
        current.append(sent)
        if len(current) == run:
            docs.append(current)
            current = []
    step = max(1, sum(map(len, docs)) // limit)
    docs = docs[::step]
    return [Doc("gmb", f"gmb-{i}", sents) for i, sents in enumerate(docs)]
