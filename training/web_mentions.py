"""What may be subject or object of a fact in a passage of the web.

Enters: passages, a model that finds names. Leaves: mentions with kinds. KnowledgeNet annotates names, pronouns and
dates; descriptions ("the company") it does not. Names are those that a model finds, dates and pronouns are lists.
"""

import re

from .evaluate import word_logits
from .labels import LABELS, TYPES, best_path, decode
from .sources.doc import Doc, Sent
from .sources.passages import Name, inside
from .train import fast_runner

PRONOUNS = {
    "he": "he him his himself",
    "she": "she her hers herself",
    "it": "it its itself",
    "they": "they them their theirs themselves",
    "i": "i me my mine myself",
    "we": "we us our ours ourselves",
    "who": "who whom whose",
    "which": "which that",
    "where": "where",
}
PRONOUN = {word: kind for kind, words in PRONOUNS.items() for word in words.split()}
KINDS = [*TYPES, "DATE", *PRONOUNS]

MONTH = (r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
         r"|Nov(?:ember)?|Dec(?:ember)?)\b\.?")
DAY, YEAR = r"\d{1,2}(?:st|nd|rd|th)?", r"(?:1\d{3}|20\d{2})"
DATE = re.compile("|".join([
    rf"\b{DAY}(?:\s+of)?\s+{MONTH}(?:,?\s+\d{{3,4}}\b)?",
    rf"\b{MONTH}\s+{DAY}\b(?:,?\s+\d{{3,4}}\b)?",
    rf"\b{MONTH},?\s+{YEAR}\b",
    r"\b\d{4}-\d\d?-\d\d?\b", r"\b\d\d?[./-]\d\d?[./-]\d{2,4}\b",
    r"\b\d{1,2}(?:st|nd|rd|th)[\s-]century\b",
    rf"(?<![\d,.$€£]){YEAR}s?(?![\d,]\d|%)\b", r"\b\d{3}(?=\s+(?:AD|CE|BC|BCE)\b)"]), re.I)
# A word that is part of a name with this probability may be one, where nothing more probable lies.
MAYBE = 0.15


def maybe(rows, taken):
    """Runs of words that are perhaps a name: `(first, past, kind)`, outside of `taken`."""
    shares = rows.float().softmax(-1)
    by_type = shares[:, 1:].reshape(len(rows), len(TYPES), 2).sum(-1)
    out = []
    for at, (nothing, kind) in enumerate(zip(shares[:, LABELS.index("O")].tolist(), by_type.argmax(-1).tolist())):
        if at in taken or 1 - nothing < MAYBE:
            continue
        if out and out[-1][1] == at:
            out[-1] = (out[-1][0], at + 1, out[-1][2])
        else:
            out.append((at, at + 1, TYPES[kind]))
    return out


def add_mentions(webs, model, pieces):
    """Fills the names of each passage: what a fact may be about, in the order of the text."""
    docs = [Doc("knowledgenet", w.passage.title, [Sent(w.passage.words)]) for w in webs]
    for w, (rows,) in zip(webs, word_logits(docs, pieces, fast_runner(model))):
        taken = set()

        def take(spans):
            for first, past, kind in spans:
                if not taken & set(range(first, past)):
                    taken.update(range(first, past))
                    w.passage.names.append(Name(first, past, None, kind))

        take((*span, "DATE") for m in DATE.finditer(w.text) if (span := inside(w.at, *m.span())))
        take(decode(best_path(rows.float())))
        take((at, at + 1, PRONOUN[word.lower()]) for at, word in enumerate(w.passage.words) if word.lower() in PRONOUN)
        take(maybe(rows, taken))
        w.passage.names.sort(key=lambda n: n.first)
    return webs


def span(web, mention):
    """A mention's code points."""
    return web.at[mention.first][0], web.at[mention.past - 1][1]
