"""Readers of relations: which facts hold between the entities of a passage.

Enters: the gold documents, Re-DocRED's development part (its test part is evaluation data and not read),
KnowledgeNet, re3d without BBC Online (not commercial), AggregatedNewsRE. Leaves: passages with names,
descriptions, kinds, facts of our types by `relations.toml`, and the types that are completely annotated.
Every reader takes a counter of what it drops. Names that a source does not know are left to a model:
see `entities.add_names`.
"""

import ast
import json
from collections import defaultdict

from . import links
from .entities import finish, norp_or, numbered, place, sentence, sentences
from .facts import Joined, Mapping
from .gold import raw
from .kinds import Words, core, is_name, is_pronoun
from .passages import Name, from_text, from_tokens, inside
from .re3d import FOLDERS, _lines
from .web import by_passage

# What re3d's entities are to us; platforms, weapons, quantities and times are no ends of relations.
RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP"}
# Below, most annotators of re3d did not see the relation.
SURE = 0.5


def gold(data, part="train", dropped=None):
    """The gold documents: all types completely; evidence; descriptions; unnamed groups."""
    mapping, out = Mapping("gold", dropped), []
    for passage, doc in zip(links.gold(data, part), raw(data, part)):
        passage.kinds = {e["id"]: e["type"] for e in doc["entities"]}
        for a in passage.anaphors:
            passage.descriptions += [Name(a.first, a.at + 1, c, passage.kinds[c]) for c in a.yes]
        number = numbered([doc["text"][a:b].split() for a, b in doc["sentences"]])
        for r in doc["relations"]:
            mapping.add(passage, r["type"], r["subject"], r["object"],
                        [number[e - 1] for e in r["evidence"]], r["status"])
        passage.complete = mapping.complete()
        mapping.tidy(passage)
        out.append(passage)
    return out


def redocred(data, dropped=None):
    """Paragraphs of Wikipedia. An adjective ("Swedish") is a place there; here it is an entity of its own."""
    mapping, words, out = Mapping("redocred", dropped), Words(data), []
    for doc in json.loads((data / "re/redocred/data/dev_revised.json").read_text(encoding="utf-8")):
        passage, where = from_tokens("redocred", doc["title"], doc["sents"])
        for number, entity in enumerate(doc["vertexSet"]):
            for m in entity:
                row = where[m["sent_id"]]
                first, past = row[m["pos"][0]][0], row[m["pos"][1] - 1][1]
                if m["type"] not in ("PER", "ORG", "LOC") or past == first:
                    continue
                span = core(passage.words, first, past, m["type"])
                if span and words.is_norp(passage.words[span[0]:span[1]]):
                    passage.names.append(Name(*span, f"{number} norp", "NORP"))
                elif span:
                    passage.names.append(Name(*span, number, m["type"]))
        finish(passage)
        number = numbered([any(b > a for a, b in row) for row in where])
        for label in doc["labels"]:
            mapping.add(passage, label["r"], label["h"], label["t"], {number[e] for e in label["evidence"]})
        passage.complete = mapping.complete()
        mapping.tidy(passage)
        out.append(passage)
    return out


def knowledgenet(data, folds=(1, 2, 3, 4), dropped=None):
    """Passages of the web, most of one sentence. A row without spans says that the passage was read for that
    property and does not state it. Entities are one where their Wikidata address or their name is."""
    mapping, words = Mapping("knowledgenet", dropped), Words(data)
    return [web_passage(key, rows, mapping, words) for key, rows in by_passage(data, folds).items()]


def web_passage(key, rows, mapping, words):
    """One passage of KnowledgeNet."""
    text = rows[0]["text"]
    passage, at = from_text("knowledgenet", f"{key[0]}-{key[1]}", text, sentences(text))
    same, ends = Joined(), []
    for row in (r for r in rows if r["subj"][0] is not None):
        pair = []
        for side, (start, end) in (("subject", row["subj"]), ("object", row["obj"])):
            span = inside(at, start - key[1], end - key[1])
            said = passage.words[span[0]:span[1]] if span else ()
            if span and not is_pronoun(said):
                same.join(" ".join(said).lower(), span)
            if span and row["uri"].get(side):
                same.join(row["uri"][side], span)
            pair.append(span)
        ends.append((row["property"], pair))
    for relation, pair in ends:
        kinds = mapping.table["kinds"].get(relation, (None, None))
        for span, kind in zip(pair, kinds):
            if span and kind:
                kind, cluster = norp_or(passage, span, kind, words), same.find(span)
                # "German" and "Germany" have one address; only the country is an end.
                place(passage, span, (cluster, "norp") if kind == "NORP" else cluster, kind)
    finish(passage)
    for relation, pair in ends:
        subject, object = (span and same.find(span) for span in pair)
        mapping.add(passage, relation, subject, object, {sentence(passage, span[0]) for span in pair if span})
    passage.complete = mapping.complete({row["property"] for row in rows})
    mapping.tidy(passage)
    return passage


def re3d(data, dropped=None):
    """Reports by CENTCOM, governments, Wikipedia. Entities are one where they are called the same or synonyms."""
    mapping, words, out = Mapping("re3d", dropped), Words(data), []
    for folder in FOLDERS:
        by_doc = {name: defaultdict(list) for name in ("entities", "relations")}
        for name, found in by_doc.items():
            for row in _lines(data / "re/re3d" / folder / f"{name}.json"):
                found[row["documentId"]].append(row)
        for doc in _lines(data / "re/re3d" / folder / "documents.json"):
            passage, at = from_text("re3d", doc["_id"], doc["text"], sentences(doc["text"]))
            report(passage, at, doc, by_doc["entities"][doc["_id"]], by_doc["relations"][doc["_id"]], mapping, words)
            out.append(passage)
    return out


def report(passage, at, doc, entities, relations, mapping, words):
    """Fills one document of re3d. Of nested mentions the longest stays, and those that a relation needs."""
    needed = {(r[f"{side}Begin"], r[f"{side}End"]) for r in relations for side in ("source", "target")}
    same, spans, last = Joined(), {}, -1
    for e in sorted(entities, key=lambda e: (e["begin"], -e["end"])):
        span, kind = inside(at, e["begin"], e["end"]), RE3D.get(e["type"])
        outer = e["begin"] >= last or (e["begin"], e["end"]) in needed
        if kind and span and outer and doc["text"][e["begin"]:e["end"]] == e["value"]:
            spans[e["begin"], e["end"]] = span, norp_or(passage, span, kind, words)
            last = max(last, e["end"])
    for span, kind in spans.values():
        small = core(passage.words, *span, kind)
        if small and is_name(passage.words[small[0]:small[1]]):
            same.join((" ".join(passage.words[small[0]:small[1]]).lower(), kind), span)
    facts = []
    for r in relations:
        pair = [spans.get((r[f"{side}Begin"], r[f"{side}End"]), (None,))[0] for side in ("source", "target")]
        if r["confidence"] < SURE:
            mapping.drop("annotators do not agree")
        elif r["type"] == "CoLocated" and "near" in r["value"].lower().split():
            mapping.drop("near, not in")
        elif r["type"] != "IsSynonymOf":
            facts.append((r["type"], pair))
        elif None not in pair:
            same.join(*pair)
    for span, kind in spans.values():
        place(passage, span, same.find(span), kind)
    finish(passage)
    for relation, pair in facts:
        sents = {sentence(passage, span[0]) for span in pair if span}
        mapping.add(passage, relation, *(span and same.find(span) for span in pair), sents)
    passage.complete = mapping.complete()
    mapping.tidy(passage)


def aggregatednewsre(data, dropped=None):
    """Single sentences of news; the pairs of one sentence stand in several rows."""
    mapping, words = Mapping("aggregatednewsre", dropped), Words(data)
    path = data / "re/aggregatednewsre/AggregatedNewsRE/AggregatedNewsRE_dataset.txt"
    by_sentence = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            row = ast.literal_eval(line)
            by_sentence[tuple(row["token"])].append(row)
    return [news_sentence(i, tokens, rows, mapping, words) for i, (tokens, rows) in enumerate(by_sentence.items())]


def news_sentence(number, tokens, rows, mapping, words):
    """One sentence of AggregatedNewsRE. Entities are one where their Freebase address is."""
    passage, (where,) = from_tokens("aggregatednewsre", f"aggregatednewsre-{number}", [tokens])
    kinds = {"Person": "PER", "Organization": "ORG", "Location": "LOC"}
    for end in (row[side] for row in rows for side in "ht"):
        # A name at the end of the sentence may end one token behind it.
        first, past = end["pos"][0], min(end["pos"][1], len(where))
        span = where[first][0], where[past - 1][1]
        if end["type"] in kinds and span[0] < span[1]:
            place(passage, span, end["id"], norp_or(passage, span, kinds[end["type"]], words))
    finish(passage)
    for row in rows:
        mapping.add(passage, row["relation"], row["h"]["id"], row["t"]["id"], {0})
    passage.complete = mapping.complete()
    mapping.tidy(passage)
    return passage


READERS = {"redocred": redocred, "knowledgenet": knowledgenet, "re3d": re3d, "aggregatednewsre": aggregatednewsre}
