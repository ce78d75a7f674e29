"""The home of everyone, and the pages beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import clock, flash
from core.at_once import fetch
from core.doors import signed_in
from core.errors import NotYours
from core.exporting import download
from core.needs import Need
from core.returning import back_from
from desk import cards, caseload, deciding, headings, lists, waiting
from desk.facts import facts_of, for_facts
from desk.own import looking
from desk.pairs import shown_to as shown_pairs
from desk.roles import roles_of
from desk.team import contracts_of, shown_to, size_of
from goals import reading
from goals.panels import caseload as goal_caseload
from goals.panels import own_aims
from goals.waiting import needs as goal_needs
from people.models import User
from programs.models import Enrollment, Program
from relationships.models import Relationship
from relationships.reading import Ahead
from surveys.panels import check_in_needs, help_needs


@require_safe
def home(request: HttpRequest) -> HttpResponseBase:
    """What needs me now, then one card for each pair, then where I wait. One home for all of a person's roles."""
    me, now = signed_in(request), clock.now()
    readable = shown_pairs(me, clock.today(me.time_zone))
    rows = Enrollment.objects.visible_to(me).of_home(me).select_related("program").with_open_questions()
    rows = rows.order_by("program__name", "role")
    fetch(readable, rows)
    pairs = [pair for pair in readable if pair.is_open]
    coached = caseload.coached(me, pairs)
    others = [pair for pair in pairs if pair.is_under_way and pair not in coached]
    goals = _read(me, pairs, others)
    table = caseload.summed(
        caseload.rows(me, coached, goal_caseload(me, coached, goals, now), now),
        only_ending=request.GET.get("show") == "ending",
    )
    if table and (file := download(request, lists.caseload(table.rows))):
        return file
    paired = {(pair.program_id, pair.role_of(me)) for pair in pairs}
    context = {
        "needs": list(_needs(me, pairs, rows, goals, now)),
        "cards": cards.cards(me, others, own_aims(me, goals), now),
        "caseload": table,
        "ended": [(headings.heading(me, pair), pair) for pair in readable if not pair.is_open],
        "waiting": [row for row in rows if (row.program_id, row.role) not in paired],
        "guiding": _places(me, rows, pairs),
        "calm": partial(deciding.calm, me),  # asked for by an empty page only
    }
    return render(request, "desk/home.html", context)


def _read(me: User, pairs: waiting.Pairs, with_cards: list[Relationship]) -> reading.Rows:
    """All that a home says of its pairs: one question over the tables of two floors."""
    with_lines = [*with_cards, *(pair for pair in pairs if pair.has_late_step and pair not in with_cards)]
    ahead = Ahead(me, pairs, agenda=with_lines, actions=with_cards)
    goals = reading.Home(me, pairs)
    fetch(*ahead.questions, *goals.questions)
    ahead.keep()
    return goals.rows()


def _needs(
    me: User, pairs: list[Relationship], rows: Iterable[Enrollment], goals: reading.Rows, now: datetime
) -> Iterator[Need]:
    """Everything that waits for me, whoever I am here."""
    beside = deciding.Beside(me, now)
    yield from beside.needs()
    yield from waiting.of_enrollments(rows)
    yield from waiting.of_pairs(me, pairs, now)
    yield from waiting.as_sponsor(beside.contracts)
    yield from goal_needs(me, pairs, goals, now)
    yield from help_needs(beside.requests)
    yield from check_in_needs(me, pairs)


def _places(me: User, rows: Iterable[Enrollment], pairs: list[Relationship]) -> list[tuple[Enrollment, int]]:
    """Where one takes learners, with how many of the places are taken."""
    taken = Counter(pair.program_id for pair in pairs if pair.role_of(me) == "guide")
    return [(row, taken[row.program_id]) for row in rows if row.role == "guide" and row.status == "accepted"]


@require_safe
def facts(request: HttpRequest, pair: UUID) -> HttpResponse:
    """A pair as the people who run its program know it."""
    me, now = signed_in(request), clock.now()
    found = get_object_or_404(for_facts(me, now), pk=pair)
    looking.look_at_pair(found, by=me, now=now)
    return render(request, "desk/facts.html", facts_of(me, found, now))


@require_POST
def withdraw_proposal(request: HttpRequest, pair: UUID) -> HttpResponse:
    """Take a proposed pair back before both have answered."""
    me = signed_in(request)
    found = get_object_or_404(Relationship.objects.visible_to(me).for_page(), pk=pair)
    found.lapse(by=me, now=clock.now())
    flash.say(request, _("Withdrawn. Both can be paired again."))
    return back_from(request) or redirect("desk:facts", found.pk)


@require_safe
def team(request: HttpRequest) -> HttpResponseBase:
    """What the people of one's team chose to show."""
    me = signed_in(request)
    if not roles_of(me).leads_people:
        raise NotYours(_("This page is for people who lead a team."))
    shown = shown_to(me, clock.now())
    if file := download(request, lists.team(shown)):
        return file
    return render(request, "desk/team.html", {"shown": shown, "size": size_of(me), "contracts": contracts_of(me)})


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Whom to ask, and how: by mail, or about one of one's own pairs by the form, which only its contact reads."""
    me = signed_in(request)
    pairs: dict[UUID, list[tuple[str, Relationship]]] = defaultdict(list)
    for pair in Relationship.objects.shared_with(me, clock.today(me.time_zone)).for_page():
        if pair.status != "proposed":
            pairs[pair.program_id].append((headings.heading(me, pair), pair))
    mine = Program.objects.visible_to(me).select_related("help_contact").order_by("name")
    return render(request, "desk/help.html", {"programs": [(program, pairs[program.pk]) for program in mine]})
