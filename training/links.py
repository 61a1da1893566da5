"""Who is who and who plays which part, from end to end.

Enters: the data folder, a shipped model that finds names. Leaves: the same model with its branch, and
scores on gold/dev and the test part of GAP, names given.
"""

import csv

from . import base, measure_links, teach_links
from .evaluate import word_logits
from .groups import groups
from .labels import best_path, decode
from .model import Model
from .sources import links
from .sources.doc import Doc, Sent
from .train import fast_runner, pieces


def found_names(passages, model, word_pieces):
    """The names that the model finds in each passage, `(first, past, kind)` by words."""
    docs = [Doc(p.source, p.title, [Sent(p.words[a:b]) for a, b in p.sents]) for p in passages]
    found = []
    for p, rows in zip(passages, word_logits(docs, word_pieces, fast_runner(model))):
        found.append([(a + first, a + past, kind) for (a, _), r in zip(p.sents, rows)
                      for first, past, kind in decode(best_path(r.float()))])
    return found


def with_names(passages, model, word_pieces):
    """Passages with the names that the model finds in them."""
    return links.names_from(passages, found_names(passages, model, word_pieces))


def teach(data, work, folder, minutes):
    """The model in `folder`, taught."""
    work.mkdir(parents=True, exist_ok=True)
    word_pieces = pieces()
    model = Model("default", links=True)
    base.from_shipped(model, folder)
    model.eval()
    by_source = {name: with_names(reader(data), model, word_pieces)
                 for name, reader in (("gap", links.gap), ("litbank", links.litbank), ("gum", links.gum))}
    by_source |= {"gold": links.gold(data, groups=groups(data, work)), "docred": links.docred(data)}
    for name, passages in by_source.items():
        print(f"{name}: {len(passages)} passages, {sum(len(p.words) for p in passages)} words, "
              f"{sum(len(p.anaphors) for p in passages)} anaphors", flush=True)
    teach_links.teach(model, by_source, word_pieces, work, minutes)
    return model


def report(data, model):
    """Prints scores with names given: they are higher than the program's, which finds them itself."""
    word_pieces = pieces()
    with open(data / "coref/gap/gap-test.tsv", encoding="utf-8", newline="") as rows:
        test = [links.snippet(row) for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]
    test, dev = with_names([p for p in test if p], model, word_pieces), links.gold(data, "dev")
    print(f"GAP test F1 {measure_links.links(model, test, word_pieces)[0]:.1f}")
    print(f"gold/dev descriptions F1 {measure_links.links(model, dev, word_pieces)[0]:.1f}")
    print(f"gold/dev roles F1 {measure_links.roles(model, dev, word_pieces)[0]:.1f}")
