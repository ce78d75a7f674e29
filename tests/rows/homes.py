"""Homes of people who are many things at once, with everything in them that can wait for somebody."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse

from desk import tallies
from people.importing import running
from people.models import DeletionRequest, User
from programs.models import ProgramAdmin, SetAside
from relationships.models import EndDateProposal, Relationship, Signature
from surveys.models import HelpRequest, Round
from tests import make
from tests.rows import Rows
from tests.rows.people import FILE

KINDS = ("coaching", "mentoring")
LATE = make.TODAY - timedelta(days=3)
Part = Callable[[User, int], str]


def home(*parts: Part, route: str = "desk:home") -> Rows:
    """Of somebody who is all of these; `more` makes one more of what each brings."""
    me = make.make_person("Robin", is_org_admin=org in parts)
    if runs in parts:
        make.make_program(admin=me)
        tallies.keep(make.NOW)

    def more(number: int) -> str:
        return [part(me, number) for part in parts][-1]

    return Rows(me, reverse(route), more, most=10)  # of each; for some that is forty pairs, with a hundred dates


def guides(me: User, number: int) -> str:
    """A pair of each kind with all that a pair can hold."""
    pairs = [_full(make.make_pair(kind, guide=me), by=me) for kind in KINDS]
    return str(pairs[1].pk)


def learns(me: User, number: int) -> str:
    """The same on the other side, and one that waits for an answer."""
    pairs = [_full(make.make_pair(kind, learner=me), by=me) for kind in KINDS]
    make.make_pair(learner=me, status="proposed")
    return str(pairs[1].pk)


def sponsors(me: User, number: int) -> str:
    """A contract that waits for its sponsor."""
    pair = make.make_pair("coaching", signed=False)
    waits = make.make_agreement(pair, signed=False, sponsor=me, shows_takes_place=True)
    Signature.objects.create(agreement=waits, person=pair.learner, at=make.NOW)
    return str(pair.pk)


def helps(me: User, number: int) -> str:
    pair = make.make_pair()
    asked = HelpRequest.objects.create(relationship=pair, person=pair.learner, contact=me, asked_at=make.NOW)
    return str(asked.pk)


def leads(me: User, number: int) -> str:
    """Somebody of one's team who shows that they take part."""
    learner = make.make_person("Amara", f"Led{number}x", manager=me)
    pair = make.make_pair(learner=learner, signed=False)
    make.make_agreement(pair, shows_takes_place=True)
    return ""


def runs(me: User, number: int) -> str:
    """An application, a pair that somebody has left, and one that was set aside."""
    program = ProgramAdmin.objects.filter(person=me).order_by("pk")[0].program
    waits = make.make_person("Bo", f"Waits{number}x")
    make.make_enrollment(program, waits, "learner", status="applied")
    gone = make.make_person("Amara", is_active=False)
    pair = make.make_pair(program=program, learner=gone)
    SetAside.objects.create(program=program, by=me, cause="leaver", thing=pair.pk, at=make.NOW, until=None)
    return waits.name


def org(me: User, number: int) -> str:
    """A wish to be erased, and an import that waits."""
    who = make.make_person("Bo", f"Erased{number}x")
    DeletionRequest.objects.create(person=who, asked_at=make.NOW)
    job = running.receive(by=me, file_name=f"{number}.csv", content=FILE, now=make.NOW)
    running.choose(job, by=me, asked={}, email_domain="", now=make.NOW)
    return who.name


def _full(pair: Relationship, *, by: User) -> Relationship:
    """Everything in it that can wait for one of the two."""
    other = pair.other(by)
    make.make_session(pair)
    make.make_session(pair, starts_at=make.NOW - timedelta(days=2))
    make.make_session(
        pair, starts_at=make.NOW - timedelta(days=9), status="held", minutes=60, logged_by=other, logged_at=make.NOW
    )
    make.make_line(pair)
    make.make_line(pair, status="suggested", author=other)
    make.make_line(pair, "plan", on_day=LATE)
    make.make_plan(pair, accepted=False)
    make.make_action(pair)
    make.make_agreement(pair, signed=False, version=2)
    opened = make.TODAY - timedelta(days=1)
    Round.objects.create(
        relationship=pair, instrument="trust", number=1, opens_on=opened, closes_on=opened + timedelta(days=14)
    )
    if pair.kind == "mentoring":
        make.make_aim(pair, agreed=False)
    else:
        make.make_goal(pair, 24, 26)
        make.make_goal(pair, 24, 26, claimed_at=make.NOW, claimed_by=other)
        make.make_review(pair, held_on=make.TODAY - timedelta(days=90))
        EndDateProposal.objects.create(
            relationship=pair, ends_on=make.TODAY + timedelta(days=200), reason="More time.", proposed_by=pair.guide,
            proposed_at=make.NOW,
        )  # fmt: skip
    return pair


# Who somebody can be here; the last ones are everything at once.
PEOPLE = (
    (guides,),
    (learns,),
    (runs, guides),
    (leads, learns, sponsors),
    (sponsors, leads, helps, guides, learns),
    (sponsors, leads, helps, org, guides, learns),
    (sponsors, leads, helps, org, runs, guides, learns),
)
