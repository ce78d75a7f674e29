"""The JSON door of goals and aims. Coaching has goals that are measured, mentoring has aims that are not."""

from goals.api.aims import Aims, Intents, LookBacks, Strategies
from goals.api.goals import Goals, Reviews
from goals.api.values import Measurements, Metrics, Targets

__all__ = ["Aims", "Goals", "Intents", "LookBacks", "Measurements", "Metrics", "Reviews", "Strategies", "Targets"]
