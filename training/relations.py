"""Who does what to whom, from end to end.

Enters: the data folder, a shipped model with its branch, the built program. Leaves: the same model, whose branch
also knows relations, and scores on gold/dev, mentions and entities given. Coreference and roles are learnt on
beside relations: they share the branch and would be forgotten.
"""

import torch

from . import base, measure_relations, teach_links
from .groups import groups
from .links import found_names, with_names
from .nations import Nations
from .sources import entities, links, relations
from .sources.gold import raw
from .sources.passages import Name, from_text, inside
from .standins import standins
from .teach_links import Phase
from .train import pieces

# Shares count passages, and those of KnowledgeNet are single sentences: half of all words are gold's.
PHASE = Phase({"gold": 0.20, "knowledgenet": 0.36, "redocred": 0.09, "aggregatednewsre": 0.03, "re3d": 0.015, "gap": 0.22,
               "litbank": 0.02, "gum": 0.02, "docred": 0.025, "gold~": 0.02},
              1, 1.5e-4, 1e-3, (0.0, 0.05), 1.0,
              {"gold": 1.0, "knowledgenet": 0.5, "redocred": 0.3, "aggregatednewsre": 0.5, "re3d": 0.3})


def gold(data, work, part):
    """The gold documents with the pronouns, descriptions and unnamed groups that the program sees in them."""
    nations = Nations()
    unnamed = groups(data, work) if part == "train" else {}
    others = standins(data, work, part)
    passages = relations.gold(data, part)
    for passage, doc in zip(passages, raw(data, part)):
        _, at = from_text("gold", doc["doc"], doc["text"], doc["sentences"])
        taken = {i for n in passage.names + passage.descriptions for i in range(n.first, n.past)}

        def free(start, end):
            span = inside(at, start, end)
            if not span or taken & set(range(*span)):
                return None
            taken.update(range(*span))
            return span

        for start, end, entity in others.get(doc["doc"], ()):
            if entity in passage.kinds and (span := free(start, end)):
                passage.descriptions.append(Name(*span, entity, passage.kinds[entity]))
        for number, (start, end) in enumerate(unnamed.get(doc["doc"], ())):
            if span := free(start, end):
                passage.names.append(Name(*span, f"group {number}", "GROUP"))
                passage.kinds[f"group {number}"] = "GROUP"
        passage.names.sort(key=lambda n: (n.first, n.past))
        nations.stand_in(passage)
    return passages


def sources(data, work, model, word_pieces):
    """All passages by source."""
    out = {name: with_names(reader(data), model, word_pieces)
           for name, reader in (("gap", links.gap), ("litbank", links.litbank), ("gum", links.gum))}
    out |= {"gold": gold(data, work, "train"), "docred": links.docred(data)}
    for name, reader in relations.READERS.items():
        out[name] = reader(data)
        if name != "redocred":  # the others do not mark all names
            entities.add_names(out[name], found_names(out[name], model, word_pieces))
    return out


def teach(data, work, folder, minutes):
    """The model in `folder`, taught."""
    work.mkdir(parents=True, exist_ok=True)
    word_pieces = pieces()
    model = base.shipped(folder)
    by_source = sources(data, work, model, word_pieces)
    teach_links.set_dropout(model, *PHASE.dropout)
    teach_links.run(model, PHASE, by_source, word_pieces, work / "relations.pt", minutes)
    return model.eval()


def report(data, work, model):
    """Prints scores on gold/dev."""
    with torch.inference_mode():
        measure_relations.report(model, gold(data, work, "dev"), pieces())
