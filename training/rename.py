"""Other people's names in the place of those of a text: who does what to whom must be read from the words around.

Enters: passages. Leaves: copies in which some persons and companies are called otherwise, word for word, so that
every span stays where it is. Bodies that enforce and regimes keep their names: what they are tells what they do.
"""

from collections import defaultdict
from dataclasses import replace

# How often a text is renamed, and each of its persons and companies then.
TEXTS, ENTITIES = 0.5, 0.6
KEPT = {"enforcement", "regime"}


def renamable(passage):
    """Clusters that may be called otherwise, with their longest names."""
    out = {}
    for name in passage.names:
        if name.kind == "PER" or name.kind == "ORG" and passage.roles is not None and not KEPT & set(passage.roles.get(name.cluster, ())):
            words = passage.words[name.first:name.past]
            if name.cluster is not None and all(w[:1].isupper() for w in words) and len(words) > len(out.get(name.cluster, (0, ()))[1]):
                out[name.cluster] = (name.kind, words)
    return out


class Renamer:
    """Names by kind and number of words, of the passages that it is given."""

    def __init__(self, passages):
        pool = defaultdict(set)
        for passage in passages:
            for kind, words in renamable(passage).values():
                pool[kind, len(words)].add(tuple(words))
        self.pool = {key: sorted(names) for key, names in pool.items()}

    def rename(self, passage, rng):
        """The passage, or a copy with other names."""
        if rng.random() > TEXTS:
            return passage
        table = {}
        for cluster, (kind, words) in sorted(renamable(passage).items(), key=lambda item: str(item[0])):
            if rng.random() < ENTITIES:
                table[cluster] = dict(zip(words, rng.choice(self.pool[kind, len(words)])))
        said = list(passage.words)
        for name in passage.names:
            if name.cluster in table:
                old = passage.words[name.first:name.past]
                new = [table[name.cluster].get(w, w) for w in old]
                said[name.first:name.past] = [n.upper() if o.isupper() and len(o) > 2 else n for n, o in zip(new, old)]
        return replace(passage, words=said)
