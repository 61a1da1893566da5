"""The recipe in numbers: mixing weights, learning rates, schedule.

Enters: stage (teacher, student) and progress 0..=1. Leaves: what to draw and how fast to learn.
"""

SEED = 13
TOKENS = 2560
LR_ENCODER = 2e-4
LR_NEW = 1e-3
WARMUP = 0.06
WEIGHT_DECAY = 0.01
SWITCH = 0.6
TEACHER_SHARE = 0.145
HELD_OUT = 0.05

# Window shares by source, for the two stages, before and after SWITCH.
MIX = {
    "teacher": (
        {"gold": 0.38, "gmb": 0.22, "docred": 0.18, "crossner": 0.07, "wikigold": 0.05,
         "wnut17": 0.02, "btc": 0.03, "re3d": 0.03, "sec-filings": 0.02},
        {"gold": 0.72, "gmb": 0.08, "docred": 0.08, "crossner": 0.03, "wikigold": 0.04,
         "wnut17": 0.01, "btc": 0.01, "re3d": 0.02, "sec-filings": 0.01},
    ),
    "student": (
        {"gold": 0.30, "gmb": 0.32, "docred": 0.17, "crossner": 0.07, "wikigold": 0.04,
         "wnut17": 0.03, "btc": 0.03, "re3d": 0.02, "sec-filings": 0.02},
        {"gold": 0.55, "gmb": 0.20, "docred": 0.10, "crossner": 0.05, "wikigold": 0.03,
         "wnut17": 0.02, "btc": 0.02, "re3d": 0.02, "sec-filings": 0.01},
    ),
}


def weights(stage, progress):
    """Source shares: mixed first, gold-heavy for the last part."""
    return MIX[stage][progress >= SWITCH]


def rate(progress):
    """Learning rate factor: linear warm-up, linear decay to 2 %."""
    if progress < WARMUP:
        return progress / WARMUP
    return max(0.02, (1 - progress) / (1 - WARMUP))
