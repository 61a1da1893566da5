"""The recipe in numbers: stages, mixing weights, learning rates, schedule.

Enters: a stage and progress 0..=1. Leaves: what to draw and how fast to learn.
"""

from dataclasses import dataclass

from .paths import fail

SEED = 13
WARMUP = 0.06
WEIGHT_DECAY = 0.01
HELD_OUT = 0.05

# The logit at which an entity has a role, in the order of `passages.ROLES`; chosen on gold/dev.
ROLE_THRESHOLDS = [0.8, 0.0, 0.0, 0.8, -0.6]

# A model is exported with these, so that the graph shows what the network thinks; `weigh_relations` puts in their
# place the scale and the shifts (in the order of `relating.TYPES`) that make a logit calibrated, how it is weighed with
# a pattern's, and the probability from which a relation is told.
RAW_RELATIONS = {"scale": 1.0, "shift": [0.0] * 24, "agree": [0.0, 0.0, 1.0], "least": 0.015}

# Window shares by source.
RAW = {"gold": 0.38, "gmb": 0.22, "docred": 0.18, "crossner": 0.07, "wikigold": 0.05,
       "wnut17": 0.02, "btc": 0.03, "re3d": 0.03, "sec-filings": 0.02}
RAW_LATE = {"gold": 0.72, "gmb": 0.08, "docred": 0.08, "crossner": 0.03, "wikigold": 0.04,
            "wnut17": 0.01, "btc": 0.01, "re3d": 0.02, "sec-filings": 0.01}
MIXED = {"gold": 0.30, "gmb": 0.32, "docred": 0.17, "crossner": 0.07, "wikigold": 0.04,
         "wnut17": 0.03, "btc": 0.03, "re3d": 0.02, "sec-filings": 0.02}
MIXED_LATE = {"gold": 0.55, "gmb": 0.20, "docred": 0.10, "crossner": 0.05, "wikigold": 0.03,
              "wnut17": 0.02, "btc": 0.02, "re3d": 0.02, "sec-filings": 0.01}
LARGE = {"gold": 0.40, "gmb": 0.20, "docred": 0.16, "crossner": 0.07, "wikigold": 0.06,
         "wnut17": 0.03, "btc": 0.03, "re3d": 0.03, "sec-filings": 0.02}
LARGE_LATE = {"gold": 0.62, "gmb": 0.12, "docred": 0.10, "crossner": 0.04, "wikigold": 0.05,
              "wnut17": 0.02, "btc": 0.02, "re3d": 0.02, "sec-filings": 0.01}
TAUGHT = {"gold": 0.25, "gmb": 0.30, "docred": 0.11, "knowledgenet": 0.10, "crossner": 0.06,
          "gap": 0.03, "sentences": 0.02, "wikigold": 0.03, "wnut17": 0.03, "btc": 0.03, "re3d": 0.02,
          "sec-filings": 0.02}
TAUGHT_LATE = {"gold": 0.42, "gmb": 0.24, "docred": 0.09, "knowledgenet": 0.07, "crossner": 0.05,
               "gap": 0.01, "sentences": 0.01, "wikigold": 0.03, "wnut17": 0.02, "btc": 0.03, "re3d": 0.02,
               "sec-filings": 0.01}


@dataclass
class Recipe:
    """How a stage learns: shares before and after `switch`, padded pieces a batch, learning
    rates of the base weights and of what is new (shape classes, heads)."""

    early: dict
    late: dict
    switch: float = 0.6
    tokens: int = 2560
    rate: float = 2e-4
    rate_new: float = 1e-3

    def weights(self, progress):
        """Source shares: mixed first, gold-heavy for the last part."""
        return self.late if progress >= self.switch else self.early


RECIPES = {
    "scout": Recipe(RAW, RAW_LATE),
    "junior": Recipe(MIXED, MIXED_LATE),
    "accurate": Recipe(LARGE, LARGE_LATE, switch=0.55, rate=8e-5, rate_new=6e-4),
    "default": Recipe(TAUGHT, TAUGHT_LATE, switch=0.7, tokens=3072, rate=1.5e-4, rate_new=2e-4),
    "fast": Recipe(TAUGHT, TAUGHT_LATE, switch=0.7, tokens=3072, rate=3e-4, rate_new=4e-4),
    # Not part of a run: see `recipe_check`.
    "recipe-check": Recipe({"conll": 1.0}, {"conll": 1.0}, rate=1.5e-4),
}

# Share of the whole time; the scout's labels are only a first opinion.
TIME = {"scout": 0.04, "junior": 0.25, "accurate": 0.29, "default": 0.27, "fast": 0.15}


def rate(progress):
    """Learning rate factor: linear warm-up, linear decay to 2 %."""
    if progress < WARMUP:
        return progress / WARMUP
    return max(0.02, (1 - progress) / (1 - WARMUP))


def steps(counts):
    """Steps by stage, from a list in the order of `TIME`; none given means time decides."""
    if counts and (len(counts) != len(TIME) or min(counts) < 1):
        fail(f"--steps takes {len(TIME)} numbers above zero: {', '.join(TIME)}")
    return dict(zip(TIME, counts or []))
