"""Windows: what the encoder sees at once.

Enters: sentences as words with label numbers. Leaves: windows of at most
`max_pieces` pieces, [CLS] and [SEP] included, made of whole sentences of one
document; a longer sentence is split between words. Each piece has its word's
shape class; the first piece of a word has its label, the others IGNORE.
"""

from dataclasses import dataclass

from .labels import IGNORE, encode
from .words import CLS, SEP, shape


@dataclass
class Part:
    """A sentence or a piece of one: flat pieces; at first pieces `(sentence, word)` and, where a
    teacher spoke, its probabilities [labels]."""

    ids: list
    shapes: list
    labels: list
    origin: list
    soft: list


@dataclass
class Window:
    """Model input of one sequence; `origin` is None except at the first piece of a word."""

    ids: list
    shapes: list
    labels: list
    origin: list
    soft: list

    def __len__(self):
        return len(self.ids)


def parts(doc, pieces, room):
    """The parts of a document, each at most `room` pieces."""
    out = []
    for s, sent in enumerate(doc.sents):
        labels = encode(len(sent.words), sent.spans)
        part = Part([], [], [], [], [])
        for w, word in enumerate(sent.words):
            ids = pieces.of(word)
            if len(part.ids) + len(ids) > room:
                out.append(part)
                part = Part([], [], [], [], [])
            rest = len(ids) - 1
            part.ids += ids
            part.shapes += [shape(word)] * len(ids)
            part.labels += [labels[w]] + [IGNORE] * rest
            part.origin += [(s, w)] + [None] * rest
            part.soft += [None if sent.soft is None else sent.soft[w]] + [None] * rest
        if part.ids:
            out.append(part)
    return out


def join(chosen):
    """One window of consecutive parts."""
    flat = [[x for part in chosen for x in getattr(part, field)]
            for field in ("ids", "shapes", "labels", "origin", "soft")]
    edges = ((CLS, SEP), (0, 0), (IGNORE, IGNORE), (None, None), (None, None))
    return Window(*([first] + seq + [last] for seq, (first, last) in zip(flat, edges)))


def pack(doc_parts, room, overlap=0):
    """Greedy packing. With `overlap`, a window begins with the last whole parts of
    the one before, as many as fit into `overlap` pieces."""
    out, chosen, size, fresh = [], [], 0, 0
    for part in doc_parts:
        if chosen and size + len(part.ids) > room:
            out.append(join(chosen))
            kept, size = [], 0
            for old in reversed(chosen):
                if size + len(old.ids) > min(overlap, room - len(part.ids)):
                    break
                kept.insert(0, old)
                size += len(old.ids)
            chosen, fresh = kept, 0
        chosen.append(part)
        size += len(part.ids)
        fresh += 1
    if fresh:
        out.append(join(chosen))
    return out
