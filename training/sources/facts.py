"""From the relations of a source to facts of the schema.

Enters: `relations.toml`, `data/schema.toml`, relations by their source's name. Leaves: facts in passages; what is
dropped is counted by its cause. Types that the schema does not allow between two kinds are never given.
"""

import tomllib
from collections import Counter
from functools import lru_cache

from ..paths import ROOT
from .passages import Fact

KINDS = {"PER": "person", "ORG": "organization", "LOC": "location", "NORP": "norp", "GROUP": "group"}


@lru_cache(maxsize=None)
def schema():
    """Our relation types, as the program has them."""
    return tomllib.loads((ROOT / "data" / "schema.toml").read_text(encoding="utf-8"))["relation"]


@lru_cache(maxsize=None)
def table(source):
    """What `relations.toml` says of a source; a source of our own types has no table."""
    return tomllib.loads((ROOT / "training" / "relations.toml").read_text(encoding="utf-8")).get(source)


def fits(slot, kind):
    """May an entity of this kind stand here? An unnamed group may wherever a person or an organisation may."""
    return KINDS.get(kind) in slot or kind == "GROUP" and bool({"person", "organization"} & set(slot))


class Mapping:
    """The rules of one source. `dropped` counts what gave no fact, by cause."""

    def __init__(self, source, dropped=None):
        self.types = schema()
        self.table = table(source) or {"complete": {t: [] for t in self.types}, "none": [],
                                       "relation": {t: {"is": [t]} for t in self.types}}
        self.dropped = Counter() if dropped is None else dropped

    def complete(self, annotated=()):
        """The types that a passage has completely which was read for these relations of the source."""
        return frozenset(t for t, needs in self.table["complete"].items() if set(needs) <= set(annotated))

    def allowed(self, types, subject, object):
        """Those types that the schema allows from one kind to another."""
        return frozenset(t for t in types
                         if fits(self.types[t]["subject"], subject) and fits(self.types[t]["object"], object))

    def add(self, passage, relation, subject, object, sents=(), status="asserted"):
        """Adds what a relation of the source means; the kinds of both clusters must be known."""
        if relation in self.table["none"]:
            return self.drop("none of our types")
        if subject not in passage.kinds or object not in passage.kinds:
            return self.drop("an end is no name of our kinds")
        if subject == object:
            return self.drop("both ends are one entity")
        rules = self.table["relation"][relation]
        found = False
        for rule in rules if isinstance(rules, list) else [rules]:
            ends = (object, subject) if rule.get("reverse") else (subject, object)
            types = self.allowed(rule["is"], *(passage.kinds[e] for e in ends))
            if types and passage.kinds[ends[0]] in rule.get("subject", KINDS):
                found = True
                passage.facts.append(Fact(*ends, types, tuple(sorted(sents)), "unsure" if rule.get("unsure") else status))
        if not found:
            self.drop("the schema does not allow its ends")

    def drop(self, cause):
        """Counts."""
        self.dropped[cause] += 1

    def tidy(self, passage):
        """One fact for each pair and set of types; symmetric ones from the end that is named first; a
        vague fact gives way to a more exact one of the same pair."""
        order, merged = {}, {}
        for name in passage.names + passage.descriptions:
            order[name.cluster] = min(order.get(name.cluster, name.first), name.first)
        for f in passage.facts:
            ends = (f.subject, f.object)
            if all(self.types[t].get("symmetric") for t in f.types):
                ends = tuple(sorted(ends, key=lambda c: (order.get(c, -1), str(c))))
            key = (*ends, f.types, f.status)
            merged[key] = sorted({*merged.get(key, ()), *f.sents})
        facts = [Fact(*ends_types, tuple(sents), status) for (*ends_types, status), sents in merged.items()]
        self.dropped["said twice"] += len(passage.facts) - len(facts)
        passage.facts = [f for f in facts if not any(more_exact(g, f) for g in facts)]
        self.dropped["said more exactly"] += len(facts) - len(passage.facts)


def more_exact(one, other):
    """Does `one` say of the same pair what `other` leaves open?"""
    if (one.subject, one.object) != (other.subject, other.object) or one.status == "unsure":
        return False
    return other.types <= one.types if other.status == "unsure" else one.types < other.types


def absent(passage, subject, object):
    """The types that surely do not hold from one cluster to another: counter-examples. A symmetric fact counts
    in both directions."""
    types = schema()
    said = {t for f in passage.facts for t in f.types
            if (f.subject, f.object) == (subject, object)
            or (f.object, f.subject) == (subject, object) and types[t].get("symmetric")}
    ends = (passage.kinds.get(subject), passage.kinds.get(object))
    only = (table(passage.source) or {}).get("objects", {})
    return frozenset(t for t in passage.complete - said if ends[1] in only.get(t, KINDS)
                     and fits(types[t]["subject"], ends[0]) and fits(types[t]["object"], ends[1]))


class Joined:
    """Sets of things that are one: union-find."""

    def __init__(self):
        self.parent = {}

    def find(self, thing):
        """The thing that stands for all of its set."""
        while self.parent.setdefault(thing, thing) != thing:
            thing = self.parent[thing]
        return thing

    def join(self, one, other):
        """Makes two sets one."""
        self.parent[self.find(other)] = self.find(one)
