"""Pronouns in the place of names: training text for coreference from texts that have none marked.

Enters: a passage with names and clusters. Leaves: the same with a few later names replaced by "he",
"her", "its", …; whom they mean is known. After Kocijan et al. 2019 (WikiCREM), who hide the name.
"""

import re
import tomllib

from .paths import ROOT
from .sources.passages import Anaphor, Name, Passage

PREPOSITIONS = set("to for of with from by at on in against about between under over into than upon".split())
POSSESSIVE = {"'", "’"}
# How many names of a passage may go.
MOST = 4


def given_names():
    """Folded given names of men and of women that the program knows."""
    lists = tomllib.loads((ROOT / "data" / "person_names.toml").read_text(encoding="utf-8"))
    return set(lists["male"]) - set(lists["female"]), set(lists["female"]) - set(lists["male"])


MEN, WOMEN = given_names()


def genders(passage):
    """Cluster of a person to "m" or "f", where a given name tells."""
    out = {}
    for name in passage.names:
        if name.kind == "PER" and name.cluster is not None and name.past - name.first > 1:
            word = passage.words[name.first].lower()
            if word in MEN or word in WOMEN:
                out[name.cluster] = "m" if word in MEN else "f"
    return out


def pronoun(passage, name, gender):
    """The pronoun for a name, and the words that it replaces after it ('s)."""
    words = passage.words
    owner = name.past + 1 < len(words) and words[name.past] in POSSESSIVE and words[name.past + 1] == "s"
    before = words[name.first - 1].lower() if name.first else ""
    if owner:
        form = {"m": "his", "f": "her", "n": "its"}[gender]
    elif before in PREPOSITIONS:
        form = {"m": "him", "f": "her", "n": "it"}[gender]
    else:
        form = {"m": "he", "f": "she", "n": "it"}[gender]
    starts = any(name.first == first for first, _ in passage.sents)
    return (form.capitalize() if starts else form), (2 if owner else 0)


def substitute(passage, rng):
    """A copy with some names replaced; None where nothing can be."""
    gender = genders(passage)
    kinds = {n.cluster: n.kind for n in passage.names}
    seen, open_names = set(), []
    for name in passage.names:
        if name.cluster in seen:
            g = gender.get(name.cluster) if name.kind == "PER" else "n" if kinds[name.cluster] == "ORG" else None
            plain = not re.search(r"^[A-Z.]{2,}$", passage.words[name.first])
            if g and (plain or g == "n"):
                open_names.append((name, g))
        seen.add(name.cluster)
    if not open_names:
        return None
    rng.shuffle(open_names)
    # Persons first: they are what pronouns mostly mean.
    open_names.sort(key=lambda o: o[1] == "n")
    chosen = {id(n): g for n, g in open_names[: rng.randint(1, MOST)]}
    place, words, skip = [], [], 0
    replaced = {}
    by_first = {n.first: n for n in passage.names if id(n) in chosen}
    at = 0
    while at < len(passage.words):
        name = by_first.get(at)
        if name is None:
            place.append(len(words))
            words.append(passage.words[at])
            at += 1
            continue
        form, extra = pronoun(passage, name, chosen[id(name)])
        replaced[id(name)] = len(words)
        place += [len(words)] * (name.past - name.first + extra)
        words.append(form)
        at = name.past + extra
    place.append(len(words))
    sents = [(place[a], place[b]) for a, b in passage.sents if place[b] > place[a]]
    names, taken = [], set(replaced.values())
    for n in passage.names:
        span = (place[n.first], place[n.past])
        if id(n) not in replaced and span[1] > span[0] and not taken & set(range(*span)):
            names.append(Name(*span, n.cluster, n.kind))
    anaphors = [Anaphor(replaced[id(n)], frozenset({n.cluster})) for n in by_first.values() if id(n) in replaced]
    return Passage(passage.source + "~", passage.title, words, sents, names, anaphors)
