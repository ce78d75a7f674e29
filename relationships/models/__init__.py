"""The trunk: what hangs between two people."""

from relationships.models.agenda import ActionItem, AgendaItem, AgendaLock, Plan
from relationships.models.agreement import Agreement, Signature
from relationships.models.endings import EndDateProposal, Farewell, LastLook, Thanks
from relationships.models.history import OnBehalf, ProposalAnswer, StatusChange
from relationships.models.relationship import CoachingEngagement, MentoringRelationship, Relationship
from relationships.models.session import Session, SessionLog

__all__ = [
    "ActionItem",
    "AgendaItem",
    "AgendaLock",
    "Agreement",
    "CoachingEngagement",
    "EndDateProposal",
    "Farewell",
    "LastLook",
    "MentoringRelationship",
    "OnBehalf",
    "Plan",
    "ProposalAnswer",
    "Relationship",
    "Session",
    "SessionLog",
    "Signature",
    "StatusChange",
    "Thanks",
]
