"""Addresses in mails. A link opens a page and changes nothing by itself."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import signing
from django.urls import reverse

from goals.models import CoachingGoal
from people.models import User
from programs.models import Enrollment, Program
from relationships.models import Agreement, Relationship, Session
from surveys.models import HelpRequest, Round

SALT = "nudges.one-click"


def absolute(name: str, *args: Any) -> str:
    """The address of a page by the name of its route, which may lie on a floor above."""
    return _site() + reverse(name, args=args)


def _site() -> str:
    return str(settings.BASE_URL)


def home() -> str:
    return _site() + "/"


def pair(relationship: Relationship) -> str:
    return _site() + pair_path(relationship)


def pair_path(relationship: Relationship) -> str:
    return reverse("desk:pair", args=[relationship.pk])


def page(relationship: Relationship, name: str) -> str:
    """A tab of the workspace: goals, sessions, agreement."""
    return absolute(f"desk:pair_{name}", relationship.pk)


def settings_page() -> str:
    return absolute("nudges:settings")


def one_click(person: User, topics: list[str]) -> str:
    """Works without signing in: the token says who and which topics, and only this server can make it."""
    return absolute("nudges:stop", signing.dumps({"person": str(person.pk), "topics": topics}, salt=SALT))


def read_one_click(token: str) -> tuple[User, set[str]] | None:
    """Whose reminders of which topics a token stops; None for a token that is not ours or a person who left."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    person = User.objects.active().filter(pk=said["person"]).first()
    return (person, set(said["topics"])) if person else None


def snooze(relationship: Relationship) -> str:
    return absolute("nudges:snooze", relationship.pk)


def log(session: Session) -> str:
    """The prefilled page that says whether it took place."""
    return absolute("relationships:session_log", session.pk)


def missed(session: Session) -> str:
    """What happened, when it did not take place."""
    return absolute("relationships:session_missed", session.pk)


def change(session: Session) -> str:
    """Move it or call it off."""
    return absolute("relationships:session_change", session.pk)


def plan(relationship: Relationship) -> str:
    return absolute("relationships:session_plan", relationship.pk)


def answer(relationship: Relationship) -> str:
    """Say yes or no to a proposed pair."""
    return absolute("relationships:answer", relationship.pk)


def rest(relationship: Relationship) -> str:
    return absolute("relationships:rest", relationship.pk)


def agreement(found: Agreement, person: User) -> str:
    """Where this person signs: the pair's tab, or for the sponsor, who never sees it, a page of their own."""
    if found.relationship.role_of(person) is None:
        return absolute("relationships:sponsor", found.relationship_id)
    return page(found.relationship, "agreement")


def program(found: Program) -> str:
    return absolute("programs:program", found.pk)


def apply(found: Enrollment) -> str:
    """The two questions of somebody who takes part."""
    return absolute("programs:apply", found.program_id, found.role)


def join(found: Program) -> str:
    """The way in for anyone who proves an address of the directory by a mailed code."""
    return absolute("programs:join", found.link_key)


def value(goal: CoachingGoal) -> str:
    return absolute("goals:enter_value", goal.relationship_id, goal.pk)


def review(relationship: Relationship) -> str:
    return absolute("goals:review", relationship.pk)


def look_back(relationship: Relationship) -> str:
    return absolute("goals:look_back", relationship.pk)


def check_in(asked: Round) -> str:
    return absolute("surveys:check_in", asked.pk)


def help_request(request: HelpRequest) -> str:
    return absolute("surveys:help_request", request.pk)
