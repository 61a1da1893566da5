"""From two mentions to what the text says of them.

Enters: passages with facts, the head `pair` of a model: numbers a word. Leaves: logits of the relation types for
each ordered pair of mentions in one sentence or in neighbouring ones, and losses. What a pair means is told by
both mentions and by the words that both attend to (localized context, Zhou et al. 2021, over the words of the
pair's sentences); subject and object meet in blocks, each number of one with each of the other.
"""

from dataclasses import dataclass

import torch
from torch import nn
from torch.nn import functional as F

from .linking import at_words
from .sources.facts import absent, schema
from .sources.passages import PRONOUNS

TYPES = sorted(schema())
KINDS = ["PER", "ORG", "LOC", "GROUP"]
# Numbers of a mention as subject, as object, and of its context; of a block; by which words attend.
MEETING, BLOCK, ATTEND = 96, 16, 32
# The head `pair`, cut in these parts.
PARTS = {"subject": MEETING, "object": MEETING, "value": MEETING, "ask_subject": ATTEND, "ask_object": ATTEND, "answer": ATTEND}
SIZE = sum(PARTS.values())
# Words between two mentions at which a feature ends.
GAPS = (1, 2, 4, 8, 16, 32)
# kinds of both, who comes first, one sentence or two, gap, how each is mentioned (name, description, pronoun).
FEATURES = len(KINDS) * 2 + len(KINDS) ** 2 + 1 + 1 + len(GAPS) + 1 + 3 * 2
# How much relations count beside coreference and roles.
PAIRS = 8.0
# Longer lists say little of each pair, and pairs grow with the square.
MOST_MENTIONS = 48


class Relate(nn.Module):
    """Subject, object and context to a logit for each of `types`. All [pairs, ...]."""

    def __init__(self, dropout, types=len(TYPES), features=FEATURES):
        super().__init__()
        self.context_subject = nn.Linear(MEETING, MEETING)
        self.context_object = nn.Linear(MEETING, MEETING)
        self.meet = nn.Linear(MEETING * BLOCK, types)
        self.features = nn.Linear(features, types, bias=False)
        self.drop = nn.Dropout(dropout)
        nn.init.constant_(self.meet.bias, -4.0)
        nn.init.zeros_(self.features.weight)

    def forward(self, subject, object, context, features):
        subject = torch.tanh(subject + self.context_subject(context)).reshape(-1, MEETING // BLOCK, BLOCK, 1)
        object = torch.tanh(object + self.context_object(context)).reshape(-1, MEETING // BLOCK, 1, BLOCK)
        both = (subject * object).reshape(-1, MEETING * BLOCK)
        return self.meet(self.drop(both)) + self.features(features)


@dataclass
class Block:
    """The pairs of one sentence, or between it and the next: words `first..past`, and for each pair the
    numbers of its mentions."""

    first: int
    past: int
    subject: list
    object: list


@dataclass
class Pairs:
    """All pairs of a passage, block by block. `want` [pairs, types]: 1 holds, 0 does not; `known`: where that is known.
    `either`: pairs and types of which at least one holds."""

    mentions: list
    blocks: list
    features: torch.Tensor
    want: torch.Tensor
    known: torch.Tensor
    either: list


def manner(passage, mention):
    """0 a name, 1 a description, 2 a pronoun."""
    if mention.past - mention.first == 1 and passage.words[mention.first].lower() in PRONOUNS:
        return 2
    return int(any(mention is other for other in passage.descriptions))


def feature_row(subject, object, manners, two):
    """The features of a pair."""
    row = torch.zeros(FEATURES)
    a, b = KINDS.index(subject.kind), KINDS.index(object.kind)
    at = len(KINDS)
    row[a] = row[at + b] = row[2 * at + a * at + b] = 1
    start = at * (at + 2)
    row[start] = float(subject.first < object.first)
    row[start + 1] = float(two)
    away = max(subject.first, object.first) - min(subject.past, object.past)
    row[start + 2 + next((i for i, end in enumerate(GAPS) if away <= end), len(GAPS))] = 1
    start += 2 + len(GAPS) + 1
    row[start + manners[0]] = row[start + 3 + manners[1]] = 1
    return row


def lay_pairs(passage):
    """The pairs of a passage, with what is known of each."""
    mentions = sorted((m for m in passage.names + passage.descriptions if m.kind in KINDS), key=lambda m: (m.first, m.past))
    sentence = []
    for m in mentions:
        sentence.append(next(i for i, (a, b) in enumerate(passage.sents) if a <= m.first < b))
    by_sentence = [[] for _ in passage.sents]
    for at, number in enumerate(sentence):
        by_sentence[number].append(at)
    blocks, pairs = [], []
    for number, here in enumerate(by_sentence):
        after = by_sentence[number + 1] if number + 1 < len(by_sentence) else []
        inside = [(i, j) for i in here for j in here]
        across = [pair for i in here for j in after for pair in ((i, j), (j, i))]
        for ends, past in ((inside, passage.sents[number][1]), (across, passage.sents[min(number + 1, len(by_sentence) - 1)][1])):
            ends = [(i, j) for i, j in ends if i != j and (mentions[i].cluster != mentions[j].cluster or mentions[i].cluster is None)]
            if ends and len(here) + len(after) <= MOST_MENTIONS:
                blocks.append(Block(passage.sents[number][0], past, [i for i, _ in ends], [j for _, j in ends]))
                pairs += ends
    if not pairs:
        return None
    manners = [manner(passage, m) for m in mentions]
    features = torch.stack([feature_row(mentions[i], mentions[j], (manners[i], manners[j]), sentence[i] != sentence[j])
                            for i, j in pairs])
    want, known, either = labels(passage, mentions, sentence, pairs)
    return Pairs(mentions, blocks, features, want, known, either)


def labels(passage, mentions, sentence, pairs):
    """What holds of each pair of mentions, from what holds of their clusters."""
    known, cache, by_ends = torch.zeros(len(pairs), len(TYPES)), {}, {}
    for row, (i, j) in enumerate(pairs):
        ends = (mentions[i].cluster, mentions[j].cluster)
        by_ends.setdefault(ends, []).append(row)
        if ends not in cache:
            cache[ends] = [TYPES.index(t) for t in absent(passage, *ends)]
        known[row, cache[ends]] = 1
    want, either = torch.zeros(len(pairs), len(TYPES)), []
    for fact in passage.facts:
        if fact.status == "unsure":
            continue
        turned = all(schema()[t].get("symmetric") for t in fact.types)
        for ends in [(fact.subject, fact.object)] + [(fact.object, fact.subject)] * turned:
            rows = by_ends.get(ends, [])
            for row in nearest(rows, [tuple(sentence[m] for m in pairs[row]) for row in rows], fact.sents):
                types = [TYPES.index(t) for t in sorted(fact.types)]
                if len(types) == 1:
                    want[row, types[0]] = known[row, types[0]] = 1
                else:
                    either.append((row, types))
    return want, known, either


def nearest(rows, sentences, evidence):
    """The pairs that state a fact: those in one sentence of the evidence; else those half in it."""
    ranks = []
    for a, b in sentences:
        inside = (a in evidence) + (b in evidence) if evidence else 2
        ranks.append(0 if a == b and inside == 2 else 1 if inside and a != b and evidence else 9)
    best = min(ranks, default=9)
    return [row for row, rank in zip(rows, ranks) if rank == best < 9]


def parts(values):
    """The head's numbers by the names of their parts."""
    return dict(zip(PARTS, values.split(list(PARTS.values()), -1)))


def pair_logits(model, out, layout, start, pairs):
    """Logits [pairs, types]."""
    words = at_words(out["pair"], layout, start, range(len(layout.where))).float()
    said = parts((words[[m.first for m in pairs.mentions]] + words[[m.past - 1 for m in pairs.mentions]]) / 2)
    text = parts(words)
    contexts = []
    for block in pairs.blocks:
        answer = text["answer"][block.first:block.past].T / ATTEND ** 0.5
        heed = [(said[f"ask_{end}"][getattr(block, end)] @ answer).log_softmax(-1) for end in ("subject", "object")]
        contexts.append((heed[0] + heed[1]).softmax(-1) @ text["value"][block.first:block.past])
    subject = torch.tensor([i for b in pairs.blocks for i in b.subject])
    object = torch.tensor([j for b in pairs.blocks for j in b.object])
    return model.relate(said["subject"][subject], said["object"][object], torch.cat(contexts), pairs.features)


def relation_losses(model, out, layouts, starts, weights):
    """The binary cross entropy of a pair of mentions, the mean of all pairs of which something is known, times
    PAIRS: most pairs are nothing to each other and soon known. `weights` by source."""
    total, count = [], 0
    for layout, start in zip(layouts, starts):
        pairs = layout.pairs
        if pairs is None:
            continue
        logits = pair_logits(model, out, layout, start, pairs)
        loss = (F.binary_cross_entropy_with_logits(logits, pairs.want, reduction="none") * pairs.known).sum()
        for row, types in pairs.either:
            loss = loss - torch.log1p(-F.logsigmoid(-logits[row, types]).sum().exp().clamp(max=1 - 1e-4))
        total.append(weights[layout.passage.source] * loss)
        count += int(pairs.known.any(-1).sum()) + len(pairs.either)
    return PAIRS * torch.stack(total).sum() / max(1, count) if total else torch.zeros(())
