"""What the two work towards: measured goals in coaching, aims in mentoring.

Two tables, so that no report adds them up.
"""

from goals.models.aims import Aim, LookBack, MentoringIntent, Strategy
from goals.models.goal import CoachingGoal
from goals.models.metric import Measurement, Metric, Target
from goals.models.review import Review

__all__ = [
    "Aim",
    "CoachingGoal",
    "LookBack",
    "Measurement",
    "MentoringIntent",
    "Metric",
    "Review",
    "Strategy",
    "Target",
]
