"""Brings the spans of other sources to this project's guidelines.

Enters: documents of any source, a lexicon of nationality words. Leaves: the same
documents without leading articles, titles and possessives; nationalities that a
source does not label are MASK, never O.
"""

from collections import Counter

from ..labels import MASK
from ..words import shape

TITLES = set(
    "mr mrs ms miss dr prof professor president vice prime minister premier chancellor foreign defense defence "
    "interior finance secretary general gen colonel col lt lieutenant sgt sergeant captain capt major maj admiral "
    "brig brigadier commander cmdr sen senator rep representative congressman congresswoman governor gov mayor "
    "judge justice chief attorney ambassador deputy former sir lord lady dame rev reverend father archbishop bishop "
    "cardinal ayatollah sheikh sheik spokesman spokeswoman director chairman envoy lawmaker opposition leader "
    "speaker deputy officer agent coach actor singer us "
    .split()
)
ARTICLES = {"the", "a", "an"}
KEEP_ARTICLE = {("the", "hague"), ("the", "gambia")}


def lexicon(gold_docs, gmb_sents):
    """Words that are nationalities or peoples: from gold NORP mentions and frequent silver ones."""
    norp, place = Counter(), Counter()
    for doc in gold_docs:
        for sent in doc.sents:
            for a, b, kind in sent.spans:
                (norp if kind == "NORP" else place).update(sent.words[a:b])
    seen = Counter()
    for sent in gmb_sents:
        for a, b, kind in sent.spans:
            if kind == "NORP" and b == a + 1:
                seen[sent.words[a]] += 1
            elif kind == "LOC":
                seen[sent.words[a]] -= 2
    words = {w for w, n in norp.items() if n > place[w]} | {w for w, n in seen.items() if n >= 3 and not place[w]}
    return {w for w in words if shape(w) == 2 and len(w) > 3}


def name_types(gold_docs):
    """Lower-cased name to its type, for names that gold gives only one type."""
    seen = {}
    for doc in gold_docs:
        for sent in doc.sents:
            for a, b, kind in sent.spans:
                seen.setdefault(" ".join(sent.words[a:b]), set()).add(kind)
    return {name: kinds.pop() for name, kinds in seen.items() if len(kinds) == 1}


def majority_types(sents):
    """Name to its usual type among silver sentences; MASK where they disagree too often."""
    seen = {}
    for sent in sents:
        for a, b, kind in sent.spans:
            if kind in ("PER", "ORG", "LOC"):
                seen.setdefault(" ".join(sent.words[a:b]), Counter())[kind] += 1
    out = {}
    for name, kinds in seen.items():
        kind, n = kinds.most_common(1)[0]
        if sum(kinds.values()) >= 3 and len(kinds) > 1:
            out[name] = kind if n >= 0.6 * sum(kinds.values()) else MASK
    return out


def trim(words, first, past, kind):
    """The span without article, title and possessive; None when nothing is left."""
    low = [w.lower() for w in words]
    if low[first] in ARTICLES and tuple(low[first:first + 2]) not in KEEP_ARTICLE:
        first += 1
    if kind == "PER":
        while first < past and (low[first] in TITLES or not words[first][0].isalnum()):
            first += 1
    if past - first >= 2 and low[past - 1] == "s" and words[past - 2] in "'’":
        past -= 2
    while first < past and words[past - 1] in "'’,;:-\"":
        past -= 1
    return (first, past, kind) if first < past else None


def tidy(sent):
    """Trims every span of a sentence."""
    kept = (trim(sent.words, *span) if span[2] != MASK else span for span in sent.spans)
    sent.spans = [span for span in kept if span]


def mask_norp(sent, words):
    """Masks nationality words outside NORP spans: single words, and spans made of nothing else."""
    spans, covered = [], set()
    for a, b, kind in sent.spans:
        if kind != "NORP" and all(w in words for w in sent.words[a:b]):
            kind = MASK
        spans.append((a, b, kind))
        covered.update(range(a, b))
    spans += [(i, i + 1, MASK) for i, w in enumerate(sent.words) if i not in covered and w in words]
    sent.spans = sorted(spans)


def mask_us_title(sent):
    """Masks "U.S." before a title: sources disagree whether it is a place there."""
    words = sent.words
    for at, (a, b, kind) in enumerate(sent.spans):
        if kind in ("LOC", "NORP") and b < len(words) and words[a] in ("U", "US", "United"):
            if words[b].lower() in TITLES | {"district", "magistrate", "marshal", "attorneys"}:
                sent.spans[at] = (a, b, MASK)


def correct_silver(sent, types, words):
    """Silver types overruled by what gold says of the same name; compound nationalities joined."""
    out = []
    for a, b, kind in sent.spans:
        name = " ".join(sent.words[a:b])
        if kind != MASK and name in types:
            kind = types[name]
        elif kind == "NORP" and not all(w in words for w in sent.words[a:b]):
            kind = MASK
        if kind == "NORP" and a and sent.words[a - 1] in ("North", "South", "Sri", "Saudi", "Bosnian"):
            if out and out[-1][1] > a - 1:
                out.pop()
            a -= 1
        if kind == "PER" and sent.words[a].lower() in ("prime", "president", "mr", "sri", "u") and b == a + 1:
            kind = MASK
        out.append((a, b, kind))
    sent.spans = out
