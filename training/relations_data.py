"""What there is to learn relations from, in numbers.

Enters: the data folder. Leaves: a printed table a part: sizes, facts by type, what was dropped, how far apart
the ends of a fact stand, whether its evidence mentions them.
"""

from collections import Counter

from .sources import relations
from .sources.entities import sentence
from .sources.facts import schema


def read(data):
    """Source name to passages, and what its reader dropped."""
    parts = {"gold/train": lambda **d: relations.gold(data, "train", **d),
             "gold/dev": lambda **d: relations.gold(data, "dev", **d)}
    parts |= {name: lambda reader=reader, **d: reader(data, **d) for name, reader in relations.READERS.items()}
    out = {}
    for name, reader in parts.items():
        dropped = Counter()
        out[name] = reader(dropped=dropped), dropped
    return out


def mentions(passage):
    """Cluster to the sentences that mention it, by name or description, and those that clusters are named in."""
    every, named = {}, {}
    for n in passage.names + passage.descriptions:
        every.setdefault(n.cluster, set()).add(sentence(passage, n.first))
    for n in passage.names:
        named.setdefault(n.cluster, set()).add(sentence(passage, n.first))
    return every, named


def distance(a, b):
    """How far apart the nearest mentions of two clusters are."""
    if not a or not b:
        return "an end unmentioned"
    away = min(abs(i - j) for i in a for j in b)
    return ("same sentence", "next sentence", "further apart")[min(away, 2)]


def evidence(fact, subject, object):
    """What the evidence sentences mention of both ends."""
    if not fact.sents:
        return "none given"
    sents = set(fact.sents)
    if sents & subject & object:
        return "both in one"
    both = bool(sents & subject) + bool(sents & object)
    return ("neither end", "one end", "both, in several")[both]


def counts(passages):
    """Counters of one part: sizes, exact types, types among several, distances, evidence."""
    size, exact, several = Counter(), Counter(), Counter()
    near, near_named, shown = Counter(), Counter(), Counter()
    for p in passages:
        facts = [f for f in p.facts if f.status != "unsure"]
        size.update(passages=1, sentences=len(p.sents), words=len(p.words), names=len(p.names),
                    descriptions=len(p.descriptions), facts=len(facts), unsure=len(p.facts) - len(facts))
        size["alleged"] += sum(f.status == "alleged" for f in facts)
        size["denied"] += sum(f.status == "denied" for f in facts)
        every, named = mentions(p)
        for f in facts:
            (exact if len(f.types) == 1 else several).update(f.types)
            ends = every.get(f.subject, set()), every.get(f.object, set())
            near[distance(*ends)] += 1
            near_named[distance(named.get(f.subject), named.get(f.object))] += 1
            shown[evidence(f, *ends)] += 1
    return size, exact, several, near, near_named, shown


def line(label, cells):
    """A row of the table."""
    print((f"{label:34}" + "".join(f"{cell:>17}" for cell in cells)).rstrip())


def shares(title, counters, rows):
    """Rows of counts with their share of the column."""
    line(title, [""] * len(counters))
    for row in rows:
        line("  " + row, [f"{c[row]} {100 * c[row] / max(1, sum(c.values())):.1f} %" for c in counters])


def report(data):
    """Prints the table."""
    found = read(data)
    parts = [counts(passages) for passages, _ in found.values()]
    size, exact, several, near, near_named, shown = map(list, zip(*parts))
    line("", found)
    for row in ("passages", "sentences", "words", "names", "descriptions", "facts", "alleged", "denied", "unsure"):
        line(row, [c[row] for c in size])
    line("facts by type: exact + one of several", [])
    for kind in schema():
        line("  " + kind, [f"{a[kind]} + {b[kind]}" if b[kind] else a[kind] for a, b in zip(exact, several)])
    line("passages that have it completely", [])
    for kind in schema():
        line("  " + kind, [sum(kind in p.complete for p in passages) for passages, _ in found.values()])
    line("relations dropped", [])
    for cause in sorted({c for _, dropped in found.values() for c in dropped}):
        line("  " + cause, [dropped[cause] for _, dropped in found.values()])
    places = ("same sentence", "next sentence", "further apart", "an end unmentioned")
    shares("nearest mentions (names, descriptions)", near, places)
    shares("nearest names", near_named, places)
    shares("evidence sentences mention", shown, ("both in one", "both, in several", "one end", "neither end", "none given"))
