"""What the readers of coreference return: a text with names, and words that stand for them.

Enters: text or tokens. Leaves: `Passage`: flat words, sentences as half-open word spans, names,
anaphors (pronouns and descriptions). Who means whom is told by cluster numbers; a name of cluster
None is somebody else. Roles and facts are known for some passages only.
"""

from dataclasses import dataclass, field

from ..words import split

MALE = {"he", "him", "his", "himself"}
FEMALE = {"she", "her", "hers", "herself"}
THING = {"it", "its", "itself"}
PRONOUNS = MALE | FEMALE | THING
ROLES = ["regime", "proxy", "front_company", "enforcement", "victim"]


@dataclass
class Name:
    """A name at words `first..past`, and the cluster it belongs to."""

    first: int
    past: int
    cluster: object = None
    kind: str = "PER"


@dataclass
class Anaphor:
    """A pronoun or description, known by its head word `at`. `yes`: the clusters it means, none
    if it means nobody who is named. `no`: clusters that it does not mean, where only this is known."""

    at: int
    yes: frozenset = frozenset()
    no: frozenset | None = None
    nominal: bool = False
    # Where its words begin, where this is known.
    first: int | None = None


@dataclass
class Fact:
    """A relation from cluster `subject` to cluster `object`: at least one of `types` holds. `sents`: the sentences
    that state it, none where nobody says which. `status`: asserted, alleged, denied, or unsure: neither
    an example of these types nor a counter-example."""

    subject: object
    object: object
    types: frozenset
    sents: tuple = ()
    status: str = "asserted"


@dataclass
class Passage:
    """A text of one source."""

    source: str
    title: str
    words: list
    sents: list
    names: list = field(default_factory=list)
    anaphors: list = field(default_factory=list)
    # Cluster to its roles; None where nobody says.
    roles: dict | None = None
    # Gold spans `(first, past, cluster)` from which names found by a model take their cluster.
    spans: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    # Types of which a pair of clusters without a fact is a counter-example.
    complete: frozenset = frozenset()
    # Cluster to PER, ORG, LOC, NORP or GROUP.
    kinds: dict = field(default_factory=dict)
    # Descriptions and pronouns of known clusters, as `Name`.
    descriptions: list = field(default_factory=list)


def from_text(source, title, text, sentences):
    """A passage, and its words' code point spans. `sentences` are code point spans."""
    words, at, sents = [], [], []
    for start, end in sentences:
        first = len(words)
        for a, b in split(text[start:end]):
            at.append((start + a, start + b))
            words.append(text[start + a:start + b])
        if len(words) > first:
            sents.append((first, len(words)))
    return Passage(source, title, words, sents), at


def from_tokens(source, title, sentences):
    """A passage, and for each sentence the span of words that each token became."""
    words, sents, where = [], [], []
    for tokens in sentences:
        first, row = len(words), []
        for token in tokens:
            start = len(words)
            words += [token[a:b] for a, b in split(token)]
            row.append((start, len(words)))
        where.append(row)
        if len(words) > first:
            sents.append((first, len(words)))
    return Passage(source, title, words, sents), where


def inside(at, start, end):
    """The half-open span of words that lie in code points `start..end`; None if none does."""
    found = [i for i, (a, b) in enumerate(at) if a < end and b > start]
    return (found[0], found[-1] + 1) if found else None
