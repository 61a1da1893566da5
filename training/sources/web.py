"""The passages of KnowledgeNet as its publishers score them (Mesquita et al. 2019).

Enters: the rows of `re/knowledgenet`, one a fact, or one for a passage that was read for a property and does not
state it. Leaves: `WebPassage`, most of them one sentence: the facts as pairs of spans of text, each with its
property, and the properties for which the passage was read. Of all others nobody knows whether it states them.
"""

import json
from collections import defaultdict
from dataclasses import dataclass, field

from .passages import Passage, from_text

PROPERTIES = ["CEO", "CHILD_OF", "DATE_FOUNDED", "DATE_OF_BIRTH", "DATE_OF_DEATH", "EDUCATED_AT", "EMPLOYEE_OR_MEMBER_OF",
              "FOUNDED_BY", "HEADQUARTERS", "NATIONALITY", "PLACE_OF_BIRTH", "PLACE_OF_RESIDENCE", "POLITICAL_AFFILIATION",
              "SPOUSE", "SUBSIDIARY_OF"]
FOLDS = (1, 2, 3, 4)


@dataclass
class WebPassage:
    """A passage: its text, its words with their code point spans, and what is known of it. A fact is `(property,
    subject, object)`, both ends half-open spans of code points of `text`."""

    fold: int
    document: str
    text: str
    passage: Passage
    at: list
    known: frozenset
    facts: list = field(default_factory=list)


def by_passage(data, folds=FOLDS):
    """`(document, start)` to the rows of that passage."""
    out = defaultdict(list)
    for line in (data / "re/knowledgenet/knowledgenet_rows.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["fold"] in folds:
            out[row["doc"], row["passage_start"]].append(row)
    return out


def web(data, folds=FOLDS):
    """All passages of some folds. A passage is taken for one sentence: facts go across its stops."""
    out = []
    for (document, start), rows in by_passage(data, folds).items():
        text = rows[0]["text"]
        passage, at = from_text("knowledgenet", f"{document}-{start}", text, [(0, len(text))])
        facts = [(row["property"], *(tuple(place - start for place in row[side]) for side in ("subj", "obj")))
                 for row in rows if row["subj"][0] is not None]
        known = frozenset(row["property"] for row in rows)
        out.append(WebPassage(rows[0]["fold"], document, text, passage, at, known, facts))
    return out
