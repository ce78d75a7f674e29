"""Rows of the API's lists: how one more is made for each resource, and who reads it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.urls import reverse

from core.models import AuditEvent
from goals.models import CoachingGoal, LookBack
from nudges.models import Snooze
from pairing.models import Decision, Match, Run, Unmatched
from people import profiles
from people.models import DeletionRequest, PrivacyReading, PrivacyText, User
from programs.models import Batch, BatchRow
from relationships.models import (
    AgendaLock,
    EndDateProposal,
    Farewell,
    LastLook,
    OnBehalf,
    Plan,
    Relationship,
    Signature,
    Thanks,
)
from surveys.models import Answer, HelpRequest, Round
from tests import make
from tests.rows import Rows, pairs

More = Callable[[Relationship, int], Any]


def of_one_pair(name: str, more: More, kind: str = "mentoring") -> Rows:
    """Rows of one pair, read by its learner."""
    pair = make.make_pair(kind)
    return Rows(pair.learner, reverse(f"api:{name}-list"), lambda number: str(more(pair, number).pk))


def of_many_pairs(name: str, more: More, kind: str = "mentoring", **fields: Any) -> Rows:
    """One row in each of the pairs of a learner."""
    learner = make.make_person("Amara")

    def made(number: int) -> str:
        return str(more(make.make_pair(kind, learner=learner, **fields), number).pk)

    return Rows(learner, reverse(f"api:{name}-list"), made, most=50)  # of pairs


def end_date(pair: Relationship, number: int) -> Any:
    on = make.TODAY + timedelta(days=number)
    return EndDateProposal.objects.create(
        relationship=pair, ends_on=on, reason="More", proposed_by=pair.guide, proposed_at=make.NOW,
        declined_at=make.NOW,
    )  # fmt: skip


def written(model: Any, **texts: str) -> More:
    return lambda pair, number: model.objects.create(relationship=pair, author=pair.learner, at=make.NOW, **texts)


def lock(pair: Relationship, number: int) -> Any:
    return AgendaLock.objects.create(relationship=pair, layer="content", locked_by=pair.learner, locked_at=make.NOW)


def value(pair: Relationship, number: int) -> Any:
    goal = CoachingGoal.objects.filter(relationship=pair).first() or make.make_goal(pair)
    return make.make_value(goal, 100 + number, make.TODAY - timedelta(days=60 + number))


def review(pair: Relationship, number: int) -> Any:
    return make.make_review(pair, held_on=make.TODAY - timedelta(days=number))


def look_back(pair: Relationship, number: int) -> Any:
    on_day = make.TODAY - timedelta(days=number)
    return LookBack.objects.create(relationship=pair, author=pair.learner, on_day=on_day, answer="go_on", at=make.NOW)


def check_in(pair: Relationship, number: int) -> Any:
    opens_on = make.TODAY - timedelta(days=20 * number)
    asked = Round.objects.create(
        relationship=pair, instrument="trust", number=number, opens_on=opens_on, closes_on=opens_on + timedelta(days=14)
    )
    for person in (pair.learner, pair.guide):
        Answer.objects.create(round=asked, person=person, sealed="{}", show_alike=True, at=make.NOW)
    return asked


def help_request(pair: Relationship, number: int) -> Any:
    contact: Any = pair.program.help_contact
    return HelpRequest.objects.create(relationship=pair, person=pair.learner, contact=contact, asked_at=make.NOW)


def nudge(pair: Relationship, number: int) -> Any:
    return pairs.sent(pair, number)


def snooze(pair: Relationship, number: int) -> Any:
    return Snooze.objects.create(relationship=pair, person=pair.learner, until=make.TODAY, asked_at=make.NOW)


def sponsorships() -> Rows:
    sponsor: User = make.make_person("Karl")

    def more(number: int) -> str:
        pair = make.make_pair("coaching", status="contracting")
        agreement = make.make_agreement(pair, signed=False, sponsor=sponsor, shows_takes_place=True)
        Signature.objects.create(agreement=agreement, person=pair.learner, at=make.NOW)
        return str(agreement.pk)

    return Rows(sponsor, reverse("api:sponsorship-list"), more)


def of_admin(name: str, more: Callable[[Any, int], Any]) -> Rows:
    """Rows of a program, read by who runs it."""
    admin = make.make_person("Maya")
    program = make.make_program(admin=admin)
    return Rows(admin, reverse(f"api:{name}-list"), lambda number: str(more(program, number).pk))


def on_behalf(program: Any, number: int) -> Any:
    pair, by = make.make_pair(program=program), program.admin_rows.get().person
    return OnBehalf.objects.create(relationship=pair, what="remind", reason="Time", by=by, at=make.NOW)


def batch(program: Any, number: int) -> Any:
    by = program.admin_rows.get().person
    made = Batch.objects.create(program=program, by=by, act="end", state="done", made_at=make.NOW, started_at=make.NOW)
    BatchRow.objects.create(batch=made, number=1, thing=by.pk, who="Jo", state="done")
    return made


def batch_rows() -> Rows:
    admin = make.make_person("Maya")
    made = batch(make.make_program(admin=admin), 1)

    def more(number: int) -> str:
        row = BatchRow.objects.create(batch=made, number=number + 1, thing=make.make_person().pk, who="Jo")
        return str(row.pk)

    return Rows(admin, reverse("api:batch-row-list"), more)


def deletion_requests() -> Rows:
    def more(number: int) -> str:
        return str(DeletionRequest.objects.create(person=make.make_person("Jo"), asked_at=make.NOW).pk)

    return Rows(make.make_person("Olga", is_org_admin=True), reverse("api:deletion-request-list"), more)


def looks() -> Rows:
    """People who run things look at one's profile."""
    person = make.make_person("Jo")

    def more(number: int) -> str:
        admin = make.make_person("Olga", f"Look{number:03}x", is_org_admin=True)
        profiles.look_at(person, by=admin, now=make.NOW)
        return str(AuditEvent.objects.get(actor_id=admin.pk).id)

    return Rows(person, reverse("api:look-list"), more, one_by_one=True)


def privacy_texts() -> Rows:
    def more(number: int) -> str:
        text = PrivacyText.objects.create(number=number, purpose="To help", contacts="Dora", published_at=make.NOW)
        PrivacyReading.objects.create(text=text, person=reader, at=make.NOW)
        return str(text.pk)

    reader = make.make_person("Jo")
    return Rows(reader, reverse("api:privacy-text-list"), more)


def enrolled(program: Any, number: int, role: str = "learner") -> Any:
    return make.make_enrollment(program, make.make_person("Jo"), role)


def run(program: Any, number: int = 1) -> Any:
    return Run.objects.create(program=program, made_at=make.NOW, status="done", rules_version="1")


def match(program: Any, number: int) -> Any:
    found = Run.objects.filter(program=program).first() or run(program)
    learner, guide = enrolled(program, number), enrolled(program, number, "guide")
    return Match.objects.create(run=found, learner=learner, guide=guide, score=50)


def alone(program: Any, number: int) -> Any:
    found = Run.objects.filter(program=program).first() or run(program)
    return Unmatched.objects.create(run=found, learner=enrolled(program, number), blocked_by="[]")


def decision(program: Any, number: int) -> Any:
    return Decision.objects.create(
        program=program, what="leave_out", learner=enrolled(program, number), made_at=make.NOW
    )


def everybody() -> Rows:
    admin = make.make_person("Olga", is_org_admin=True)
    return Rows(admin, reverse("api:person-list"), lambda number: str(make.make_person("Bo").pk))


def open_programs() -> Rows:
    return Rows(
        make.make_person("Jo"), reverse("api:program-list"), lambda number: str(make.make_program("coaching").pk)
    )


OVER = {"status": "closed"}
LISTS: dict[str, Callable[[], Rows]] = {
    "person": everybody,
    "program": open_programs,
    "enrollment": lambda: of_admin("enrollment", enrolled),
    "application": lambda: of_admin("application", lambda program, number: enrolled(program, number).application),
    "run": lambda: of_admin("run", run),
    "match": lambda: of_admin("match", match),
    "unmatched": lambda: of_admin("unmatched", alone),
    "decision": lambda: of_admin("decision", decision),
    "on-behalf": lambda: of_admin("on-behalf", on_behalf),
    "end-date-proposal": lambda: of_one_pair("end-date-proposal", end_date, "coaching"),
    "last-look": lambda: of_many_pairs("last-look", written(LastLook, helped="Time"), **OVER),
    "thank-you": lambda: of_many_pairs("thank-you", written(Thanks, text="Thank you"), **OVER),
    "farewell": lambda: of_many_pairs("farewell", written(Farewell, reason="Time"), **OVER),
    "agreement": lambda: of_one_pair(
        "agreement", lambda pair, number: make.make_agreement(pair, signed=False, version=number + 1)
    ),
    "sponsorship": sponsorships,
    "session": lambda: of_one_pair("session", lambda pair, number: make.make_session(pair)),
    "agenda-item": lambda: of_one_pair("agenda-item", lambda pair, number: make.make_line(pair)),
    "agenda-lock": lambda: of_many_pairs("agenda-lock", lock),
    "plan": lambda: of_many_pairs("plan", lambda pair, n: Plan.objects.create(relationship=pair), "coaching"),
    "action-item": lambda: of_one_pair("action-item", lambda pair, number: make.make_action(pair)),
    "goal": lambda: of_one_pair("goal", lambda pair, number: make.make_goal(pair, 19), "coaching"),
    "metric": lambda: of_one_pair("metric", lambda pair, number: make.make_goal(pair, 19).metric, "coaching"),
    "target": lambda: of_one_pair("target", lambda pair, n: make.make_goal(pair).metric.targets.get(), "coaching"),
    "measurement": lambda: of_one_pair("measurement", value, "coaching"),
    "review": lambda: of_one_pair("review", review, "coaching"),
    "intent": lambda: of_one_pair("intent", lambda pair, number: make.make_aim(pair)),
    "aim": lambda: of_one_pair("aim", lambda pair, number: make.make_aim(pair).newest),
    "strategy": lambda: of_one_pair("strategy", lambda pair, number: make.make_aim(pair).newest.strategies.get()),
    "look-back": lambda: of_one_pair("look-back", look_back),
    "private-note": lambda: of_one_pair("private-note", lambda pair, number: make.make_private_note(pair)),
    "check-in": lambda: of_one_pair("check-in", check_in),
    "help-request": lambda: of_one_pair("help-request", help_request),
    "nudge": lambda: of_one_pair("nudge", nudge),
    "snooze": lambda: of_many_pairs("snooze", snooze),
    "batch": lambda: of_admin("batch", batch),
    "batch-row": batch_rows,
    "deletion-request": deletion_requests,
    "look": looks,
    "privacy-text": privacy_texts,
    "shared-note": lambda: of_one_pair("shared-note", lambda pair, number: make.make_shared_note(pair)),
}
