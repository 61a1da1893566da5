"""Case changes and word dropout.

Enters: the parts of a document. Leaves: parts with other shape classes (lower-cased
text, all-caps and Title Case headlines; the vocabulary is uncased, so case lives
in the shape classes alone) and a few words hidden, so that context is used too.
"""

from dataclasses import replace

from .words import BLANK

LOWER = {2: 1, 3: 1, 4: 1, 5: 1}
UPPER = {1: 3, 2: 3, 5: 3}
TITLE = {1: 2}

HIDE = 0.04


def recase(part, table):
    """The part with its shape classes mapped through a table."""
    return replace(part, shapes=[table.get(s, s) for s in part.shapes])


def hide(part, rng):
    """The part with a few words replaced by [MASK], piece by piece."""
    ids, hidden = list(part.ids), False
    for at, origin in enumerate(part.origin):
        if origin is not None:
            hidden = rng.random() < HIDE
        if hidden:
            ids[at] = BLANK
    return replace(part, ids=ids)


def augment(parts, rng):
    """All changes of one pass."""
    return [hide(part, rng) for part in recased(parts, rng)]


def recased(parts, rng):
    """Changes the case of a few percent: whole documents, and first sentences as headlines."""
    roll = rng.random()
    if roll < 0.05:
        table = LOWER if roll < 0.02 else UPPER
        return [recase(p, table) for p in parts]
    roll = rng.random()
    if parts and roll < 0.06:
        return [recase(parts[0], UPPER if roll < 0.03 else TITLE)] + parts[1:]
    return parts
