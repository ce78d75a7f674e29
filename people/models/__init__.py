"""People: the directory and the ways in, what is told them of their data, and who asks to be erased."""

from people.models.directory import (
    ApiToken,
    EmailChange,
    ImportJob,
    Invitation,
    JobTitle,
    PersonSkill,
    PersonWord,
    RoleHeld,
    Skill,
    User,
    organization_zone,
)
from people.models.privacy import DeletionRequest, PrivacyReading, PrivacyText

__all__ = [
    "ApiToken",
    "DeletionRequest",
    "EmailChange",
    "ImportJob",
    "Invitation",
    "JobTitle",
    "PersonSkill",
    "PersonWord",
    "PrivacyReading",
    "PrivacyText",
    "RoleHeld",
    "Skill",
    "User",
    "organization_zone",
]
