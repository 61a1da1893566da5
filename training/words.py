"""Words, shape classes and word pieces.

Enters: text. Leaves: words as code point spans, a shape class each, piece ids.
The Rust side does exactly the same; a change here changes the shipped model.
"""

import unicodedata
from functools import lru_cache

SHAPES = ["special", "lower", "title", "upper", "capital", "mixed", "digit", "other"]
PAD, UNK, CLS, SEP, BLANK = 0, 100, 101, 102, 103
MAX_WORD = 100


@lru_cache(maxsize=None)
def _joins(char):
    return char.isalnum() or unicodedata.category(char) in ("Mn", "Mc")


def split(text):
    """Word spans `(start, end)` in code points, half-open.

    A word is a maximal run of alphanumeric characters and combining marks
    (Mn, Mc); any other character that is not white space is a word by itself.
    """
    spans, start = [], None
    for at, char in enumerate(text):
        if _joins(char):
            if start is None:
                start = at
            continue
        if start is not None:
            spans.append((start, at))
            start = None
        if not char.isspace():
            spans.append((at, at + 1))
    if start is not None:
        spans.append((start, len(text)))
    return spans


@lru_cache(maxsize=1 << 18)
def shape(word):
    """The shape class of a word, an index into SHAPES."""
    if any(unicodedata.category(c)[0] == "N" for c in word):
        return 6
    letters = [c for c in word if unicodedata.category(c)[0] == "L"]
    upper = sum(c.isupper() for c in letters)
    if not letters:
        return 7
    if upper == 0:
        return 1
    if len(letters) == 1:
        return 4
    if upper == len(letters):
        return 3
    return 2 if upper == 1 and letters[0].isupper() else 5


def normalise(word):
    """Lower case, NFD, combining marks (Mn) dropped: as BERT uncased does."""
    text = unicodedata.normalize("NFD", word.lower())
    return "".join(c for c in text if unicodedata.category(c) != "Mn")


class Pieces:
    """Greedy longest-match WordPiece over a vocabulary file, one word at a time."""

    def __init__(self, vocab_path):
        with open(vocab_path, encoding="utf-8") as lines:
            self.ids = {line.rstrip("\n"): at for at, line in enumerate(lines)}
        self.cache = {}

    def of(self, word):
        """Piece ids of a word: never empty; [UNK] for what the vocabulary cannot spell."""
        found = self.cache.get(word)
        if found is None:
            found = self.cache[word] = self._match(normalise(word))
        return found

    def _match(self, word):
        if not word or len(word) > MAX_WORD:
            return [UNK]
        out, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = self.ids.get(("##" if start else "") + word[start:end])
                if piece is not None:
                    break
            else:
                return [UNK]
            out.append(piece)
            start = end
        return out
