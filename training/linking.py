"""From passages to what the encoder reads, and from what it says to losses.

Enters: passages, a model with the heads `query`, `key` and `role`. Leaves: the loss of coreference
(who of the named, or nobody, does this word mean) and of roles. The score of an anaphor and a name
is the product of the anaphor's query and the name's key, and a bias for their distance; "nobody"
scores the anaphor's query with its own key.
"""

import math
from dataclasses import dataclass

import torch
from torch.nn import functional as F

from .sources.passages import PRONOUNS, ROLES
from .words import CLS, SEP, shape

# Distances in words at which a bias ends: names after the anaphor, then names before it.
AFTER = (8, 10 ** 9)
BEFORE = (4, 8, 16, 32, 64, 128, 10 ** 9)
BUCKETS = len(AFTER) + len(BEFORE)
# What a description counts that is not annotated: annotators may leave them out.
UNMARKED = 0.3


def bucket(anaphor, first):
    """The number of the bias for a name that begins at word `first`."""
    away = anaphor - first
    if away < 0:
        return next(i for i, end in enumerate(AFTER) if -away <= end)
    return len(AFTER) + next(i for i, end in enumerate(BEFORE) if away <= end)


@dataclass
class Layout:
    """A passage as windows: ids and shapes of each. `rows`: which of a window's pieces the branch reads, None if all.
    `where`: for each word its window and its row of what the branch says; None if it is not read."""

    passage: object
    windows: list
    rows: list | None
    where: list
    # What is known of pairs of mentions (`relating.Pairs`), where relations are learnt.
    pairs: object = None


def speaking(passage):
    """For each sentence whether the branch reads it, as the program asks (`resolve::speaking`): whether it speaks of
    anybody, by name or by a word that may stand for one."""
    said = {m.first for m in passage.names + passage.descriptions} | {a.at for a in passage.anaphors}
    said |= {at for at, word in enumerate(passage.words) if word.lower() in PRONOUNS}
    return [not said.isdisjoint(range(first, past)) for first, past in passage.sents]


def lay_out(passage, pieces, room, some=False):
    """Windows of whole sentences, `room` pieces at most; a longer sentence is cut. With `some` the branch reads the
    sentences that speak of anybody, else all."""
    windows, rows, where = [], [], [None] * len(passage.words)
    ids, shapes, columns = [CLS], [0], [0]

    def close():
        nonlocal ids, shapes, columns
        if len(ids) > 1:
            windows.append((ids + [SEP], shapes + [0]))
            rows.append(columns + [len(ids)])
        ids, shapes, columns = [CLS], [0], [0]

    speaks = speaking(passage) if some else [True] * len(passage.sents)
    for (first, past), is_read in zip(passage.sents, speaks):
        spelled = [pieces.of(w) for w in passage.words[first:past]]
        if len(ids) + sum(map(len, spelled)) > room - 1:
            close()
        for at, word in enumerate(spelled, first):
            if len(ids) + len(word) > room - 1:
                close()
            if is_read:
                where[at] = (len(windows), len(columns) if some else len(ids))
                columns += range(len(ids), len(ids) + len(word))
            ids += word
            shapes += [shape(passage.words[at])] * len(word)
    close()
    return Layout(passage, windows, rows if some else None, where)


def padded(windows):
    """ids, mask, shapes, each [windows, seq]."""
    width = max(len(ids) for ids, _ in windows)
    ids = torch.tensor([i + [0] * (width - len(i)) for i, _ in windows])
    mask = torch.tensor([[1] * len(i) + [0] * (width - len(i)) for i, _ in windows])
    shapes = torch.tensor([s + [0] * (width - len(s)) for _, s in windows])
    return ids, mask, shapes


# Windows of similar length are read together: padding costs as much as text.
WIDTHS = (64, 96, 128, 176, 256)


def read(ask, layouts):
    """What `ask`, a model or its `links`, says of all windows: each head [windows, seq, size], the mask, and the number
    of each layout's first window. Where the branch reads some rows alone, `seq` counts these."""
    windows, rows, starts = [], [], []
    for layout in layouts:
        starts.append(len(windows))
        windows += layout.windows
        rows += layout.rows or []
    width = max(len(ids) for ids, _ in windows)
    groups = {}
    for at, (ids, _) in enumerate(windows):
        groups.setdefault(next((w for w in WIDTHS if len(ids) <= w), width), []).append(at)
    parts, masks, order = [], [], []
    for group in groups.values():
        inputs = padded([windows[at] for at in group])
        mask = inputs[1].bool()
        if rows:
            longest = max(len(rows[at]) for at in group)
            some = torch.tensor([rows[at] + [-1] * (longest - len(rows[at])) for at in group])
            inputs, mask = (*inputs, some), some >= 0
        out = ask(*inputs)
        parts.append({k: F.pad(v, (0, 0, 0, width - v.shape[1])) for k, v in out.items()})
        masks.append(F.pad(mask, (0, width - mask.shape[1])))
        order += group
    back = torch.tensor(order).argsort()
    said = {k: torch.cat([p[k] for p in parts])[back] for k in parts[0]}
    return said, torch.cat(masks)[back], starts


def at_words(values, layout, start, words):
    """The rows of `values` [windows, seq, size] at the first pieces of words; of words that are not read any row, for
    nobody heeds them."""
    places = [layout.where[w] or (0, 0) for w in words]
    rows = torch.tensor([start + w for w, _ in places])
    columns = torch.tensor([p for _, p in places])
    return values[rows, columns]


def pair_scores(model, out, layout, start, anaphors):
    """Scores [anaphors, names + 1]; the last column is "nobody"."""
    passage, link = layout.passage, model.link
    heads = [a.at for a in anaphors]
    query = at_words(out["query"], layout, start, heads)
    own = at_words(out["key"], layout, start, heads)
    kind = torch.tensor([int(a.nominal) for a in anaphors])
    scale = 1 / math.sqrt(query.shape[1])
    nobody = (query * own).sum(-1, keepdim=True) * scale + link.nobody[kind][:, None]
    if not passage.names:
        return nobody
    first = at_words(out["key"], layout, start, [n.first for n in passage.names])
    last = at_words(out["key"], layout, start, [n.past - 1 for n in passage.names])
    near = torch.tensor([[bucket(a.at, n.first) for n in passage.names] for a in anaphors])
    scores = query @ ((first + last) / 2).T * scale + link.distance[kind[:, None], near]
    return torch.cat([scores, nobody], 1)


def link_losses(model, out, layouts, starts):
    """Negative log likelihoods, one an anaphor."""
    losses = []
    for layout, start in zip(layouts, starts):
        passage = layout.passage
        known = [a for a in passage.anaphors if layout.where[a.at] is not None]
        if not known:
            continue
        logs = pair_scores(model, out, layout, start, known).float().log_softmax(-1)
        clusters = [n.cluster for n in passage.names]
        for row, a in zip(logs, known):
            weight = UNMARKED if a.nominal and not a.yes else 1.0
            if a.no is not None:
                wrong = [i for i, c in enumerate(clusters) if c in a.no]
                if wrong:
                    losses.append(-torch.log1p(-row[wrong].exp().sum().clamp(max=1 - 1e-4)))
                continue
            right = [i for i, c in enumerate(clusters) if c in a.yes] or [len(clusters)]
            losses.append(-weight * row[right].logsumexp(0))
    return losses


def role_scores(out, layout, start, clusters):
    """Logits [clusters, roles] of the entities with these mentions: each mention speaks, weighted
    by how much it has to say."""
    rows = []
    for names in clusters:
        said = at_words(out["role"], layout, start, [n.first for n in names]).float()
        weight = said[:, -1].softmax(0)
        rows.append((weight[:, None] * said[:, :-1]).sum(0))
    return torch.stack(rows)


def role_losses(out, layouts, starts):
    """Binary cross entropies, one an entity."""
    losses = []
    for layout, start in zip(layouts, starts):
        passage = layout.passage
        if passage.roles is None:
            continue
        by_cluster = {}
        for n in passage.names:
            if n.kind != "NORP" and layout.where[n.first] is not None:
                by_cluster.setdefault(n.cluster, []).append(n)
        if by_cluster:
            logits = role_scores(out, layout, start, list(by_cluster.values()))
            want = torch.tensor([[float(r in passage.roles.get(c, ())) for r in ROLES] for c in by_cluster])
            losses += list(F.binary_cross_entropy_with_logits(logits, want, reduction="none").sum(-1))
    return losses
