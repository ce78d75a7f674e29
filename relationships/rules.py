"""Who may do what with a relationship, and who reads what: the Python half of `visible_to`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from core.clock import day_of
from people.models import User
from programs import rules as program_rules
from relationships.querysets import READABLE_DAYS

if TYPE_CHECKING:
    from programs.models import Program
    from relationships.kinds.moves import Move
    from relationships.models import ActionItem, AgendaItem, Agreement, Relationship, Session


def relations(user: User, relationship: Relationship) -> set[str]:
    """How `user` stands to it: guide, learner, program admin, org admin, sponsor, line manager."""
    if not user.is_active:
        return set()
    found = {role} if (role := relationship.role_of(user)) else set()
    if program_rules.runs(user, relationship.program):
        found.add("program admin")
    if user.is_org_admin:
        found.add("org admin")
    if relationship.learner.manager_id == user.pk:
        found.add("line manager")
    agreement = in_force(relationship)
    if agreement is not None and agreement.sponsor_id is not None and agreement.sponsor_id == user.pk:
        found.add("sponsor")
    return found


def day_of_both(moment: datetime, *two: User) -> date:
    """The day that it is for two people: while it is still yesterday for one of them, it is yesterday."""
    return min(day_of(moment, person.time_zone) for person in two)


def readers(relationship: Relationship) -> set[str]:
    """Who sees that it exists, its dates and states (D2)."""
    staff = {"program admin", "org admin"}
    return staff if relationship.status == "lapsed" else staff | {"guide", "learner"}


def content_readers(relationship: Relationship, today: date | None = None) -> set[str]:
    """Who reads what the two write (D3): the two; with `today`, while it is open and for 90 days after its end.

    With `today` it is the half of `shared_with(user, today)`, without it that of the D3 tables' `visible_to(user)`.
    """
    ended_on = relationship.ended_on
    is_over = today is not None and ended_on is not None and today > ended_on + timedelta(days=READABLE_DAYS)
    return set() if relationship.status == "lapsed" or is_over else {"guide", "learner"}


def disclosed(relationship: Relationship) -> frozenset[str]:
    """What others are shown by the agreement in force: of takes_place, sessions, end_date, goals (C17).

    The learner's ticks decide; without the first no other counts.
    """
    return disclosed_by(in_force(relationship))


def disclosed_by(agreement: Agreement | None) -> frozenset[str]:
    return frozenset() if agreement is None else agreement.discloses


def disclosed_readers(
    relationship: Relationship, what: str = "takes_place", shown: frozenset[str] | None = None
) -> set[str]:
    """Who is told `what`, by the agreement in force (C17). A page that asks several times hands on what is `shown`."""
    if not relationship.is_open or what not in (disclosed(relationship) if shown is None else shown):
        return set()
    return {relationship.rules_of_kind.SHOWN_TO}


def in_force(relationship: Relationship) -> Any:
    """The agreement that every party signed and none replaced, or None."""
    return relationship.agreements.in_force().first()


def is_half(user: User, relationship: Relationship) -> bool:
    return user.is_active and relationship.role_of(user) is not None


def may_propose(user: User, program: Program) -> bool:
    """Pairs are proposed by the people who run the program."""
    return program_rules.runs(user, program)


def may_withdraw_proposal(user: User, relationship: Relationship) -> bool:
    return may_act_for(user, relationship)


def may_remind(user: User, relationship: Relationship) -> bool:
    return may_act_for(user, relationship)


def may_end_for_leaver(user: User, relationship: Relationship) -> bool:
    return may_act_for(user, relationship)


def may_act_for(user: User, relationship: Relationship) -> bool:
    """In the place of the two act the people who run the program, never one who is of the pair."""
    return program_rules.runs(user, relationship.program) and relationship.role_of(user) is None


def may_propose_end_date(user: User, relationship: Relationship) -> bool:
    """The guide proposes a new end date, the learner agrees to it (S0-14)."""
    return user.is_active and relationship.role_of(user) == "guide"


def may_answer_end_date(user: User, relationship: Relationship) -> bool:
    return user.is_active and relationship.role_of(user) == "learner"


def owns_layer(user: User, relationship: Relationship, layer: str) -> bool:
    """Does `user` create, order and lock the lines of this layer (C1)?"""
    return user.is_active and relationship.role_of(user) == relationship.rules_of_kind.LAYER_OWNER[layer]


def accepts_plan(relationship: Relationship) -> User:
    """The half that does not write the plan accepts it (C1)."""
    owner = relationship.rules_of_kind.LAYER_OWNER["plan"]
    return relationship.learner if owner == "guide" else relationship.guide


def may_write_line(user: User, relationship: Relationship, item: AgendaItem) -> bool:
    """Change or remove: a suggestion and a first line are their author's, every other line the layer's owner's."""
    if item.is_first_line or item.status == "suggested":
        return is_half(user, relationship) and item.author_id == user.pk
    return owns_layer(user, relationship, item.layer)


def may_write_first_line(user: User, relationship: Relationship) -> bool:
    return user.is_active and relationship.role_of(user) == relationship.rules_of_kind.FIRST_LINE_OWNER is not None


def may_write_action(user: User, relationship: Relationship, item: ActionItem) -> bool:
    """The one who will do it, and the one who wrote it down."""
    return is_half(user, relationship) and user.pk in {item.owner_id, item.author_id}


def whose_move(relationship: Relationship, move: Move) -> str:
    """The sentence for somebody of the pair who may not make a move: whose right it is."""
    owners = [getattr(relationship, role).first_name for role in ("guide", "learner") if role in move.by]
    if not owners:
        return _("This happens by itself when its day has come.")
    return _("Only %(name)s can do that.") % {"name": owners[0]}


def waits_for_yes(user: User, session: Session) -> bool:
    """Has the other half said how it was, and has `user` not said yes? `read_sessions.counted` asks the same."""
    logged = session.status in {"held", "missed"} and session.logged_by_id not in {None, user.pk}
    return logged and session.confirmed_at is None
