"""What every reader returns: documents of sentences of words with typed spans.

Enters: tokens with tags, or text with offsets. Leaves: `Doc`. Word spans are
half-open; a span of type MASK is left out of the loss. White space is not kept:
words alone decide what the model sees.
"""

from dataclasses import dataclass, field

from ..words import split


@dataclass
class Sent:
    """A sentence: words, `(first, past, type)` spans over them, and the probabilities
    [words, labels] that a teacher gives them, if it did."""

    words: list
    spans: list = field(default_factory=list)
    soft: object = None


@dataclass
class Doc:
    """A document of one source."""

    source: str
    name: str
    sents: list


def sent_from_tokens(tokens, kinds):
    """Tokens with one `(type or None, begins)` pair each, re-split into words."""
    words, spans, open_kind = [], [], None
    for token, (kind, begins) in zip(tokens, kinds):
        first = len(words)
        words += [token[a:b] for a, b in split(token)]
        if len(words) == first:
            continue
        if kind is not None and kind == open_kind and not begins:
            spans[-1] = (spans[-1][0], len(words), kind)
        elif kind is not None:
            spans.append((first, len(words), kind))
        open_kind = kind
    return Sent(words, spans)


def sent_from_text(text, start, end, mentions):
    """The words of `text[start:end]`; mentions are `(start, end, type)` in code points of text."""
    at = [(a + start, b + start) for a, b in split(text[start:end])]
    spans = []
    for m_start, m_end, kind in mentions:
        inside = [i for i, (a, b) in enumerate(at) if a < m_end and b > m_start]
        if inside:
            spans.append((inside[0], inside[-1] + 1, kind))
    return Sent([text[a:b] for a, b in at], spans)


def chunked(sents, source, size):
    """Pseudo documents of `size` consecutive sentences, for sources that keep no boundaries."""
    return [Doc(source, f"{source}-{i // size}", sents[i:i + size]) for i in range(0, len(sents), size)]
