"""What somebody who runs a program may do on the facts page of a pair: one entry each, in the order of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.errors import NotPossible, NotYours
from core.wording import day
from desk import forms
from people import addresses
from people.models import User
from relationships import on_behalf, rules
from relationships.models import OnBehalf, Relationship

Facts = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """One act. `require` raises where it is not possible now; `label` is its verb, `says` what happens then, `done`
    what is said after it. `is_rare`: a link at the end of the page."""

    form: type[forms.ReasonForm]
    require: Callable[..., None]
    label: Callable[[Relationship], str]
    says: Callable[[Relationship], str]
    do: Callable[..., Any]
    done: Callable[[Relationship, Facts], str]
    is_rare: bool = False


def _names(pair: Relationship) -> dict[str, Any]:
    return {
        "learner": pair.learner.first_name,
        "guide": pair.guide.first_name,
        "guide_word": pair.words["guide"],
        "date": day(pair.ends_on, None) if pair.ends_on else "",
    }


def _of(pair: Relationship, name: str) -> str:
    return str(pair.rules_of_kind.ENDING_WORDS[name])


def _move(name: str) -> Callable[..., None]:
    def require(pair: Relationship, *, by: User, now: datetime) -> None:
        on_behalf.require_move(pair, getattr(pair.rules_of_kind, name), by=by, now=now)

    return require


def _address(role: str) -> Deed:
    def require(pair: Relationship, *, by: User, now: datetime) -> None:
        on_behalf.require(pair, by)
        addresses.require(getattr(pair, role), by)

    return Deed(
        forms.NewAddressForm, require,
        lambda pair: _("Change %(name)s’s address") % {"name": getattr(pair, role).first_name},
        lambda pair: _("The new address gets a link. Once it is opened, the old address is told."),
        lambda pair, facts, **who: on_behalf.ask_for_address(pair, role, facts["email"], facts["reason"], **who),
        lambda pair, facts: _("A link is on its way to the new address. It counts once it is opened."),
    )  # fmt: skip


DEEDS: dict[str, Deed] = {
    "remind": Deed(
        forms.ReasonForm, on_behalf.require_remind,
        lambda pair: _("Remind both"),
        lambda pair: _("Whoever still has something to do gets a mail in the morning."),
        lambda pair, facts, **who: on_behalf.remind(pair, facts["reason"], **who),
        lambda pair, facts: _("A reminder goes out in the morning."),
    ),
    "rest": Deed(
        forms.RestForThemForm, _move("RESTING"),
        lambda pair: str(pair.words["rest"]),
        lambda pair: _(
            "Both are told in ten minutes. No reminders meanwhile, except for what they have planned; %(learner)s or "
            "%(guide)s can go on at any time."
        ) % _names(pair),
        lambda pair, facts, **who: on_behalf.rest(
            pair, facts["reason"], seen=facts["seen"], until=facts["until"], **who
        ),
        lambda pair, facts: _("%(learner)s and %(guide)s: no reminders until they go on.") % _names(pair),
    ),
    "wake": Deed(
        forms.SeenReasonForm, on_behalf.require_wake,
        lambda pair: _of(pair, "go_on"),
        lambda pair: _("Both are told in ten minutes, and are reminded again from then on."),
        lambda pair, facts, **who: on_behalf.wake(pair, facts["reason"], seen=facts["seen"], **who),
        lambda pair, facts: _("%(learner)s and %(guide)s go on.") % _names(pair),
    ),
    "end-date": Deed(
        forms.EndDateForThemForm, on_behalf.require_end_date,
        lambda pair: _("Propose a new end date"),
        lambda pair: _("It ends on %(date)s. %(learner)s must agree to another day, and gets a mail.") % _names(pair),
        lambda pair, facts, **who: on_behalf.propose_end_date(pair, facts["ends_on"], facts["reason"], **who),
        lambda pair, facts: _("Proposed. %(learner)s must agree; until then the old date counts.") % _names(pair),
    ),
    "learner-address": _address("learner"),
    "guide-address": _address("guide"),
    "hand-over": Deed(
        forms.HandOverForm, _move("ENDED_BY_ONE"),
        lambda pair: _("Hand over to another %(guide_word)s") % _names(pair),
        lambda pair: _(
            "What %(learner)s and %(guide)s have ends: both are told, and read what they shared for 90 days. Nothing "
            "that they wrote goes along. %(learner)s and the new %(guide_word)s are asked for their yes, as with every "
            "proposed pair; without it, %(learner)s is without a pair."
        ) % _names(pair),
        lambda pair, facts, **who: on_behalf.hand_over(
            pair, facts["guide"], facts["reason"], seen=facts["seen"], **who
        ),
        lambda pair, facts: _("Handed over. %(learner)s and %(new)s are asked for their yes.") % {
            **_names(pair), "new": facts["guide"].first_name,
        },
        is_rare=True,
    ),
    "end": Deed(
        forms.SeenReasonForm, _move("ENDED_BY_ONE"),
        lambda pair: _of(pair, "end_link"),
        lambda pair: _(
            "Both get a mail that it has ended, and can read what they shared for 90 days. It counts as nobody’s fault."
        ),
        lambda pair, facts, **who: on_behalf.end(pair, facts["reason"], seen=facts["seen"], **who),
        lambda pair, facts: _("%(learner)s and %(guide)s: it has ended.") % _names(pair),
        is_rare=True,
    ),
}  # fmt: skip


def offered(pair: Relationship, *, by: User, now: datetime) -> dict[str, list[dict[str, str]]]:
    """The acts that are possible now, as links: `acts`, and `rare` for the end of the page."""
    found: dict[str, list[dict[str, str]]] = {"acts": [], "rare": []}
    if not rules.may_act_for(by, pair):
        return found
    for key, deed in DEEDS.items():
        try:
            deed.require(pair, by=by, now=now)
        except (NotPossible, NotYours):
            continue
        url = reverse(f"desk:facts_{key.replace('-', '_')}", args=[pair.pk])
        found["rare" if deed.is_rare else "acts"].append({"url": url, "label": deed.label(pair)})
    return found


def done_before(pair: Relationship, me: User) -> list[OnBehalf]:
    """What was done in the place of these two so far, and why; empty for whoever may not read it."""
    return list(OnBehalf.objects.visible_to(me).filter(relationship=pair).select_related("by"))
