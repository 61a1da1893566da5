"""The scout corrects the labels of the other sources.

Enters: documents, a model trained on them as they are. Leaves: the same documents.
Silver sources: what scout and source agree on stays, what the scout is sure
of replaces the source, the rest is MASK. Other sources: only masked words get
the scout's label, where it is sure. Gold is never touched.
"""

from .evaluate import word_logits
from .labels import MASK, decode

SURE = 0.9


def has_mask(doc):
    """Whether the source left anything open."""
    return any(kind == MASK for sent in doc.sents for _, _, kind in sent.spans)


def relabel(docs, pieces, run, silver):
    """Replaces the spans of every sentence of the documents."""
    for doc, rows in zip(docs, word_logits(docs, pieces, run, overlap=0)):
        for sent, logits in zip(doc.sents, rows):
            if not sent.words:
                continue
            best, label = logits.softmax(-1).max(-1)
            scout, sure = decode(label.tolist()), [p >= SURE for p in best.tolist()]
            sent.spans = merge(sent.spans, scout, sure) if silver else fill(sent.spans, scout, sure)


def merge(source, scout, sure):
    """Silver: agreement, else a sure scout, else MASK."""
    source_set, out, covered = set(source), [], set()
    for span in scout:
        words = range(span[0], span[1])
        good = span in source_set or all(sure[i] for i in words)
        out.append(span if good else (span[0], span[1], MASK))
        covered.update(words)
    out += [(i, i + 1, MASK) for a, b, _ in source for i in range(a, b) if i not in covered and not sure[i]]
    out += [(i, i + 1, MASK) for i, s in enumerate(sure) if not s and i not in covered]
    return sorted(set(out))


def fill(source, scout, sure):
    """Masked words take the scout's label where it is sure of a whole span or of O."""
    masked = {i for a, b, kind in source if kind == MASK for i in range(a, b)}
    out = [span for span in source if span[2] != MASK]
    taken, told = set(), set()
    for a, b, kind in scout:
        told.update(range(a, b))
        if all(i in masked and sure[i] for i in range(a, b)):
            out.append((a, b, kind))
            taken.update(range(a, b))
    out += [(i, i + 1, MASK) for i in masked - taken if i in told or not sure[i]]
    return sorted(out)
