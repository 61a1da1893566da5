"""Puts mentions into passages: what is a name, what a description, of which kind.

Enters: texts, spans and kinds as a source has them, names that a model found. Leaves: sentences, names, descriptions and kinds by this
project's guidelines.
"""

import re
from collections import Counter, defaultdict

from . import links
from .kinds import core, is_name, is_office, is_pronoun
from .passages import Name

# The end of a sentence that is none.
SHORT = re.compile(r"\b(?:[A-Z]|Mrs?|Ms|Dr|Prof|St|Jr|Sr|Gov|Gen|Sen|Rep|Lt|Col|Maj|Capt|Cmdr|Sgt|Brig|Rev|Hon|No|vs)\.\s*$")


def numbered(present):
    """For each sentence its number among those that have words, which alone a passage keeps."""
    out, count = [], 0
    for some in present:
        out.append(count)
        count += bool(some)
    return out


def sentences(text):
    """Code point spans of sentences; what ends in an initial or an abbreviation goes on."""
    out = []
    for start, end in links.sentences(text):
        if out and SHORT.search(text[out[-1][0]:out[-1][1]]):
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def finish(passage):
    """Names in text order, each once; the kind of a cluster is what most of its mentions are. A place without
    a name ("a village", "there") is no entity of ours."""
    named = {n.cluster for n in passage.names}
    passage.descriptions = [n for n in passage.descriptions if n.kind != "LOC" or n.cluster in named]
    votes = defaultdict(Counter)
    for n in passage.names + passage.descriptions:
        votes[n.cluster][n.kind] += 1
    kinds = {c: v.most_common(1)[0][0] for c, v in votes.items()}
    for kept in ("names", "descriptions"):
        unique = {(n.first, n.past): n for n in getattr(passage, kept)}
        setattr(passage, kept, [Name(*span, n.cluster, kinds[n.cluster]) for span, n in sorted(unique.items())])
    passage.kinds = {n.cluster: n.kind for n in passage.names + passage.descriptions}


def place(passage, span, cluster, kind):
    """Puts a mention of either sort into a passage: pronouns and "the company" are descriptions. A person has a
    name or is described; what others are called in small letters is an unnamed group, or a described place."""
    small = core(passage.words, *span, kind)
    said = passage.words[small[0]:small[1]] if small else []
    # Only re3d marks what nobody would call a name.
    report = passage.source == "re3d"
    if is_pronoun(passage.words[span[0]:span[1]]) or small is None or report and kind == "PER" and is_office(said):
        passage.descriptions.append(Name(*span, cluster, kind))
    elif is_name(said):
        passage.names.append(Name(*small, cluster, kind))
    elif kind == "ORG" and report:
        passage.names.append(Name(*small, cluster, "GROUP"))
    else:
        passage.descriptions.append(Name(*span, cluster, kind))


def norp_or(passage, span, kind, words):
    """The kind of a mention by the lists, where a source calls nationalities or countries something else."""
    small = core(passage.words, *span, kind) or span
    said = passage.words[small[0]:small[1]]
    if kind != "PER" and words.is_norp(said):
        return "NORP"
    return "LOC" if kind in ("ORG", "NORP") and words.is_place(said) else kind


def sentence(passage, word):
    """The number of a word's sentence."""
    return next(i for i, (first, past) in enumerate(passage.sents) if first <= word < past)


def add_names(passages, found):
    """Gives passages the names that a model found, `(first, past, kind)` each, where no name is known yet. One
    that shares all words with a known name of its kind, or all of a known name's, is taken for the same entity:
    a stranger would be a counter-example."""
    for passage, spans in zip(passages, found):
        taken = {i for n in passage.names for i in range(n.first, n.past)}
        known = [({w.lower() for w in passage.words[n.first:n.past]}, n) for n in passage.names]
        for first, past, kind in spans:
            if taken & set(range(first, past)):
                continue
            said = {w.lower() for w in passage.words[first:past]}
            fits = {n.cluster for words, n in known if said == words or kind == n.kind and (said < words or words < said)}
            cluster = fits.pop() if len(fits) == 1 else ("found", *sorted(said))
            passage.kinds.setdefault(cluster, kind)
            passage.names.append(Name(first, past, cluster, passage.kinds[cluster]))
        passage.names.sort(key=lambda n: (n.first, n.past))
    return passages
