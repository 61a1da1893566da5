"""Readers of coreference: whom pronouns and descriptions mean.

Enters: GAP (development and validation; its test part is evaluation data and not read), LitBank,
GUM's genres under CC BY, the nominals and roles of the gold documents. Leaves: passages. Where a
source has no names of its own, they are left to a model: see `names_from`.
"""

import csv
import json
import re
from collections import defaultdict

from .gold import raw
from .passages import PRONOUNS, ROLES, Anaphor, Name, from_text, from_tokens, inside
from .unlabelled import END

# The parts of GUM whose texts are under CC BY: proceedings and articles, court, Wikinews.
GUM = ("academic", "court", "interview", "news")
# Words of a passage at most: several windows, in all of which a name may be meant.
LONGEST = 1200


def sentences(text):
    """Code point spans of sentences."""
    cuts = [0] + [m.end() for m in END.finditer(text)] + [len(text)]
    return [(a, b) for a, b in zip(cuts, cuts[1:]) if text[a:b].strip()]


def gap(data):
    """One pronoun a passage, and for each of two names whether it means it."""
    out = []
    for part in ("development", "validation"):
        with open(data / f"coref/gap/gap-{part}.tsv", encoding="utf-8", newline="") as rows:
            out += [snippet(row) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]
    return [passage for passage in out if passage]


def snippet(row):
    """One row of GAP. The two names are clusters A and B."""
    text = row["Text"]
    passage, at = from_text("gap", row["ID"], text, sentences(text))
    start = int(row["Pronoun-offset"])
    pronoun = inside(at, start, start + len(row["Pronoun"]))
    yes, no = set(), set()
    for letter in "AB":
        start = int(row[f"{letter}-offset"])
        span = inside(at, start, start + len(row[letter]))
        if span is None:
            return None
        passage.spans.append((*span, letter))
        (yes if row[f"{letter}-coref"].upper() == "TRUE" else no).add(letter)
    passage.anaphors = [Anaphor(pronoun[0], frozenset(yes), None if yes else frozenset(no))]
    return passage


def litbank(data):
    """Novels: pronouns in the singular of the third person; most mean somebody named."""
    out = []
    for path in sorted((data / "coref/litbank/conll").glob("*.conll")):
        tokens, chains = [[]], [[]]
        for line in path.read_text(encoding="utf-8").splitlines():
            columns = line.split("\t") if "\t" in line else line.split()
            if line.startswith("#"):
                continue
            if len(columns) < 4:
                tokens.append([])
                chains.append([])
            else:
                tokens[-1].append(columns[3])
                chains[-1].append(columns[-1].strip())
        out += chunks("litbank", path.stem, tokens, chains)
    return out


def gum(data):
    """The genres under CC BY, with the chains of OntoNotes' guidelines."""
    out = []
    for path in sorted((data / "coref/gum/ontogum-conll").glob("GUM_*.conll")):
        if path.stem.split("_")[1] not in GUM:
            continue
        rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]
        rows = [row for row in rows if len(row) >= 3]
        tokens, chains = [[]], [[]]
        for row in rows:
            tokens[-1].append(row[1])
            chains[-1].append(row[2])
            if row[1] in {".", "!", "?"}:
                tokens.append([])
                chains.append([])
        out += chunks("gum", path.stem, tokens, chains)
    return out


def chunks(source, title, tokens, chains):
    """A long text as passages of whole sentences."""
    out, start, size = [], 0, 0
    for at in range(len(tokens) + 1):
        if at == len(tokens) or size + len(tokens[at]) > LONGEST:
            if at > start:
                out.append(chained(source, f"{title}-{len(out)}", tokens[start:at], chains[start:at]))
            start, size = at, 0
        size += len(tokens[at]) if at < len(tokens) else 0
    return out


def chained(source, title, tokens, chains):
    """Tokens with bracketed chain numbers, such as `(3|(4)`, as a passage."""
    passage, where = from_tokens(source, title, tokens)
    open_spans = defaultdict(list)
    for row, marks in zip(where, chains):
        for (first, past), mark in zip(row, marks):
            for bracket, number, close in re.findall(r"(\(?)(\d+)(\)?)", mark):
                if bracket:
                    open_spans[number].append(first)
                if close and open_spans[number]:
                    passage.spans.append((open_spans[number].pop(), past, number))
    for first, past, cluster in passage.spans:
        if past - first == 1 and passage.words[first].lower() in PRONOUNS:
            passage.anaphors.append(Anaphor(first, frozenset({cluster})))
    if source == "gum":
        # Every third-person pronoun that refers is in a chain: the others mean nobody.
        known = {a.at for a in passage.anaphors}
        passage.anaphors += [Anaphor(i) for i, w in enumerate(passage.words) if w.lower() in PRONOUNS and i not in known]
    return passage


def heads(documents):
    """The last words of all descriptions that the gold documents know."""
    return {n.split()[-1].lower() for doc in documents for e in doc["entities"] for n in e.get("nominals", []) if n.split()}


def gold(data, part="train", groups=None):
    """The gold documents: names, descriptions, roles. A description that the text uses of two
    entities is left out; one with the same head word that stands for nobody annotated is a counter-example.
    `groups`: for each document the code point spans of unnamed groups that the program sees; those
    that nobody annotated play no part."""
    documents = raw(data, part)
    words = heads(raw(data, "train"))
    definite = re.compile(r"\b(?:the|this|his|her|its)\s+(?:[a-z]+\s+)?(" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + r")\b", re.I)
    return [described(doc, definite, (groups or {}).get(doc["doc"], ())) for doc in documents]


def described(doc, definite, groups):
    """One gold file."""
    text = doc["text"]
    passage, at = from_text("gold", doc["doc"], text, doc["sentences"])
    kinds = {e["id"]: e["type"] for e in doc["entities"]}
    for m in doc["mentions"]:
        span = inside(at, m["start"], m["end"])
        if span:
            passage.names.append(Name(*span, m["entity"], kinds[m["entity"]]))
    taken = {i for n in passage.names for i in range(n.first, n.past)}
    for number, (start, end) in enumerate(groups):
        span = inside(at, start, end)
        if span and not taken & set(range(*span)):
            passage.names.append(Name(*span, f"group {number}", "GROUP"))
    passage.names.sort(key=lambda n: (n.first, n.past))
    taken = {i for n in passage.names for i in range(n.first, n.past)}
    owners = defaultdict(set)
    for e in doc["entities"]:
        for nominal in e.get("nominals", []):
            owners[" ".join(nominal.lower().split())].add(e["id"])
    seen = set()

    def add(start, end, yes):
        span = inside(at, start, end)
        if span and span[1] - 1 not in seen and not taken & set(range(*span)):
            seen.add(span[1] - 1)
            passage.anaphors.append(Anaphor(span[1] - 1, frozenset(yes), nominal=True, first=span[0]))

    for nominal, who in sorted(owners.items(), key=lambda o: -len(o[0])):
        if len(who) == 1:
            pattern = r"\b" + r"\s+".join(map(re.escape, nominal.split())) + r"\b"
            for m in re.finditer(pattern, text, re.I):
                add(m.start(), m.end(), who)
    if owners:
        for m in definite.finditer(text):
            if " ".join(m[0].lower().split()) not in owners:
                add(m.start(), m.end(), ())
    passage.roles = {e["id"]: {r for r in e.get("roles", []) if r in ROLES} for e in doc["entities"]}
    return passage


def docred(data):
    """Paragraphs of Wikipedia with the names of each entity, for pronouns put in their place."""
    out = []
    for path in (data / "re/redocred/data/dev_revised.json", data / "re/docred/test.json"):
        for doc in json.loads(path.read_text(encoding="utf-8")):
            passage, where = from_tokens("docred", doc["title"], doc["sents"])
            for number, entity in enumerate(doc["vertexSet"]):
                for m in entity:
                    row = where[m["sent_id"]]
                    first, past = row[m["pos"][0]][0], row[m["pos"][1] - 1][1]
                    if m["type"] in ("PER", "ORG", "LOC") and past > first:
                        passage.names.append(Name(first, past, number, m["type"]))
            passage.names.sort(key=lambda n: (n.first, n.past))
            out.append(passage)
    return out


def names_from(passages, found):
    """Gives passages without names those that a model found, `(first, past, kind)` each. A name
    belongs to the smallest gold span that holds it and little else."""
    for passage, spans in zip(passages, found):
        for first, past, kind in spans:
            holding = [(p - f, c) for f, p, c in passage.spans if f <= first and past <= p and p - f <= past - first + 2]
            cluster = min(holding, key=lambda h: h[0])[1] if holding else None
            passage.names.append(Name(first, past, cluster, kind))
        if passage.source == "gap":
            same_names(passage)
            # What the model missed is a candidate all the same.
            covered = {i for n in passage.names for i in range(n.first, n.past)}
            for first, past, letter in passage.spans:
                if not covered & set(range(first, past)):
                    passage.names.append(Name(first, past, letter))
    return passages


def same_names(passage):
    """Other mentions of A and B in a row of GAP: names that share the last word with one of them
    and not with the other."""
    last = {c: passage.words[p - 1].lower() for _, p, c in passage.spans}
    first = {c: passage.words[f].lower() for f, _, c in passage.spans}
    for name in passage.names:
        if name.cluster is None and name.kind == "PER":
            words = {w.lower() for w in passage.words[name.first:name.past]}
            fits = [c for c in last if last[c] in words or first[c] in words]
            if len(fits) == 1:
                name.cluster = fits[0]
