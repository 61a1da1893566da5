"""Readers of texts that carry no names, or only some: the teacher alone speaks about them.

Enters: passages of Wikipedia (KnowledgeNet, GAP, TypeRE's part of Wiki80) and of news
(AggregatedNewsRE). Leaves: documents in which every word is MASK. GAP's test part is
evaluation data and not read.
"""

import ast
import csv
import json
import re

from ..labels import MASK
from .doc import Doc, sent_from_text, sent_from_tokens

END = re.compile(r"[.!?][\"”’)]*\s+(?=[A-Z“\"])|\n+")


def masked(sent):
    """The sentence with nothing said about it."""
    sent.spans = [(at, at + 1, MASK) for at in range(len(sent.words))]
    return sent


def passage(source, name, text):
    """A text as a document, cut into sentences at their ends."""
    cuts = [0] + [m.end() for m in END.finditer(text)] + [len(text)]
    sents = [sent_from_text(text, a, b, []) for a, b in zip(cuts, cuts[1:]) if text[a:b].strip()]
    return Doc(source, name, [masked(s) for s in sents if s.words])


def knowledgenet(data):
    """Each passage once, however many facts it states."""
    lines = (data / "re/knowledgenet/knowledgenet_rows.jsonl").read_text(encoding="utf-8").splitlines()
    texts = dict.fromkeys(json.loads(line)["text"] for line in lines)
    return [passage("knowledgenet", f"knowledgenet-{i}", text) for i, text in enumerate(texts)]


def gap(data):
    """Development and validation snippets."""
    out = []
    for part in ("development", "validation"):
        with open(data / f"coref/gap/gap-{part}.tsv", encoding="utf-8", newline="") as rows:
            out += [passage("gap", row["ID"], row["Text"])
                    for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return out


def tokens(data):
    """Single sentences, each once, as tokens."""
    files = (("TypeRE/typere_dev.txt", "wiki80"), ("TypeRE/typere_test.txt", "wiki80"),
             ("AggregatedNewsRE/AggregatedNewsRE_dataset.txt", None))
    seen = {}
    for name, origin in files:
        for line in (data / "re/aggregatednewsre" / name).read_text(encoding="utf-8").splitlines():
            row = ast.literal_eval(line) if line.strip() else {}
            if row and origin in (None, row.get("origin_dataset")):
                seen[tuple(row["token"])] = True
    sents = [masked(sent_from_tokens(list(row), [(None, False)] * len(row))) for row in seen]
    return [Doc("sentences", f"sentences-{i}", [sent]) for i, sent in enumerate(sents) if sent.words]


def unlabelled(data):
    """Source name to documents."""
    return {"knowledgenet": knowledgenet(data), "gap": gap(data), "sentences": tokens(data)}
