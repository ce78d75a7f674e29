"""The JSON door of relationships and of what hangs on them."""

from relationships.api.actions import ActionItems
from relationships.api.agenda import AgendaItems, AgendaLocks, Plans
from relationships.api.agreements import Agreements, Sponsorships
from relationships.api.endings import EndDateProposals, Farewells, LastLooks, ThankYous
from relationships.api.on_behalf import OnBehalves
from relationships.api.pairs import CoachingEngagements, MentoringRelationships
from relationships.api.sessions import Sessions

__all__ = [
    "ActionItems",
    "AgendaItems",
    "AgendaLocks",
    "Agreements",
    "CoachingEngagements",
    "EndDateProposals",
    "Farewells",
    "LastLooks",
    "MentoringRelationships",
    "OnBehalves",
    "Plans",
    "Sessions",
    "Sponsorships",
    "ThankYous",
]
