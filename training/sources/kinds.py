"""Which words are nationalities, places, pronouns, descriptions.

Enters: the project's country table, the gold documents' names. Leaves: tests of a mention's words, for
sources that do not tell a nationality from a country or a name from "the company".
"""

import tomllib

from ..paths import ROOT
from ..words import split
from .gold import raw
from .harmonise import KEEP_ARTICLE, TITLES, trim
from .passages import PRONOUNS

OTHERS = set("i me my mine myself you your we us our they them their themselves who whose whom which that this these "
             "those where here there it one both".split())
LEADING = {"the", "a", "an", "our", "their", "its", "his", "her", "my", "this", "these", "those", "some", "all", "both"}
# What is written with a capital and yet names nobody: "the Company".
GENERIC = set("company group bank firm foundation university school club agency organization organisation department "
              "minister president ambassador secretary government coalition team center centre college institute".split())


PARTICLES = {"al", "el", "de", "van", "von", "bin", "ibn"}
JOINERS = "'’‘-"


def spell(text):
    """A name's words, for comparison."""
    return tuple(text[a:b] for a, b in split(text))


class Words:
    """What the lists say of a mention's words."""

    def __init__(self, data):
        countries = tomllib.loads((ROOT / "data" / "countries.toml").read_text(encoding="utf-8"))["country"]
        documents = raw(data, "train")
        named = {kind: {spell(m["text"]) for d in documents for m in d["mentions"]
                        if any(e["id"] == m["entity"] and e["type"] == kind for e in d["entities"])}
                 for kind in ("LOC", "ORG", "NORP")}
        self.places = {spell(n) for c in countries for n in (c["name"], *c.get("aliases", ()))}
        self.places |= {spell(n) for n in ("US", "U.S.", "USA", "U.S.A.", "UK", "U.K.", "America", "Britain")}
        demonyms = {spell(d + end) for c in countries for d in c.get("demonyms", ()) for end in ("", "s")}
        self.norp = (demonyms | (named["NORP"] - named["ORG"])) - self.places - named["LOC"]

    def is_norp(self, words):
        """A nationality, people, or several of them: "Iraqi American"."""
        words = [w for w in words if w.isalnum() and w.lower() not in LEADING]
        return tuple(words) in self.norp or bool(words) and all((w,) in self.norp for w in words)

    def is_place(self, words):
        """A country."""
        return tuple(words) in self.places


def is_pronoun(words):
    """One word that stands for a name."""
    return len(words) == 1 and words[0].lower() in PRONOUNS | OTHERS


def core(words, first, past, kind):
    """The span without determiners, titles, possessives; None where nothing is left."""
    low = [w.lower() for w in words[first:past]]
    while first < past and words[first].lower() in LEADING and tuple(low[-2:]) not in KEEP_ARTICLE:
        first += 1
    if kind == "PER":
        # "U.S. Army General Joseph Votel": the name follows the last title.
        ends = [at + 1 for at in range(first, past - 1) if words[at].lower() in TITLES and words[at + 1][0].isupper()]
        first = max([first, *ends])
    span = trim(words, first, past, kind) if first < past else None
    return span and span[:2]


def is_office(words):
    """Is a person called by an office? "UK Special Representative for Syria"."""
    low = [w.lower() for w in words]
    return "for" in low or low[-1] in TITLES or low[-1] in GENERIC


def is_name(words):
    """Are these words, without what stands before a name, one? Its first and last are not in small letters."""
    if not words or is_pronoun(words) or len(words) == 1 and words[0].lower() in GENERIC:
        return False
    units = []
    for word in words:
        # "Da'esh" and "al-Qaida" are one unit each.
        if units and (word in JOINERS or units[-1][-1] in JOINERS):
            units[-1] += word
        else:
            units.append(word)
    units = [u for u in units if u not in PARTICLES and any(map(str.isalnum, u))]
    return bool(units) and not any(u.islower() and not u[0].isdigit() for u in (units[0], units[-1]))
