"""Many documents: chunks of them, annotated here or by workers that may die, in order; whole outputs that can be gone on with."""

from __future__ import annotations

from apostil.batch.budget import Budget
from apostil.batch.here import annotate_here
from apostil.batch.plan import Limits, Plan
from apostil.batch.pool import Pool

__all__ = ["Budget", "Limits", "Plan", "Pool", "annotate_here"]
