"""Readers of column files: wikigold, WNUT17, BTC, CrossNER, SEC filings.

Enters: one token a line, tag last, blank line between sentences. Leaves:
documents with this project's types; what has no clean counterpart is MASK.
"""

from .doc import Doc, chunked, sent_from_tokens

WNUT = {"person": "PER", "location": "LOC", "corporation": "ORG", "group": "ORG"}
CROSSNER = {
    "person": "PER", "politician": "PER", "scientist": "PER", "researcher": "PER",
    "writer": "PER", "musicalartist": "PER",
    "organisation": "ORG", "university": "ORG", "politicalparty": "ORG", "band": "ORG",
    "country": "LOC", "location": "LOC",
    "misc": "MASK", "magazine": "MASK", "academicjournal": "MASK", "conference": "MASK",
    "literarygenre": "MASK", "musicgenre": "MASK", "event": "MASK", "astronomicalobject": "MASK",
}
CORE = {"PER": "PER", "ORG": "ORG", "LOC": "LOC", "MISC": "MASK"}


def columns(path):
    """Yields documents of sentences of `(token, tag)`; -DOCSTART- lines separate documents."""
    docs, sents, sent = [], [], []
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines() + ["", "-DOCSTART- O"]:
        cells = line.split()
        if cells and cells[0] == "-DOCSTART-":
            docs, sents = docs + [sents] if sents else docs, []
        elif cells:
            sent.append((cells[0], cells[-1] if len(cells) > 1 else "O"))
        elif sent:
            sents.append(sent)
            sent = []
    return docs


def to_sent(rows, types):
    """A sentence; types maps the source's type names, unknown ones become O."""
    kinds = []
    for _, tag in rows:
        kind = types.get(tag[2:]) if len(tag) > 2 else None
        kinds.append((kind, tag.startswith("B-")))
    return sent_from_tokens([token for token, _ in rows], kinds)


def wikigold(data):
    """145 Wikipedia articles, IOB1."""
    rows = columns(data / "ner/wikigold/CONLL-format/data/wikigold.conll.txt")
    return [Doc("wikigold", f"wikigold-{i}", [to_sent(s, CORE) for s in doc]) for i, doc in enumerate(rows)]


def wnut17(data):
    """Tweets and comments."""
    out = []
    for name in ("wnut17train.conll", "emerging.dev.conll", "emerging.test.annotated"):
        for doc in columns(data / "ner/wnut17" / name):
            out += chunked([to_sent(s, WNUT) for s in doc], "wnut17", 1)
    return out


def btc(data):
    """Tweets; a handle after @ is masked: the source labels it, the guidelines do not."""
    out = []
    for name in ("btc.train", "btc.dev", "btc.test"):
        for doc in columns(data / "ner/btc" / name):
            sents = [to_sent(s, CORE) for s in doc]
            for sent in sents:
                sent.spans = [x for x in sent.spans if "@" not in sent.words[max(x[0] - 1, 0):x[1]]]
                sent.spans += [(i, min(i + 2, len(sent.words)), "MASK")
                               for i, word in enumerate(sent.words) if word == "@"]
            out += chunked(sents, "btc", 1)
    return out


def crossner(data):
    """Wikipedia sentences of five domains; the sixth folder, news, is not for training."""
    out = []
    for domain in ("politics", "science", "music", "literature", "ai"):
        for part in ("train", "dev", "test"):
            for doc in columns(data / "ner/crossner" / domain / f"{part}.txt"):
                out += chunked([to_sent(s, CROSSNER) for s in doc], "crossner", 1)
    return out


def sec_filings(data):
    """Loan agreements; the roles Borrower, Lender, Bank are labelled as names there: masked."""
    roles = {"borrower", "lender", "bank", "borrowers", "lenders", "commonwealth", "erisa"}
    out = []
    for path in sorted((data / "ner/sec-filings/CONLL-format/data").glob("*/*.txt")):
        for i, doc in enumerate(columns(path)):
            sents = [to_sent(s, CORE) for s in doc]
            for sent in sents:
                sent.spans = [(a, b, "MASK" if sent.words[a].lower() in roles and b == a + 1 else kind)
                              for a, b, kind in sent.spans]
            out.append(Doc("sec-filings", f"{path.stem}-{i}", sents))
    return out
