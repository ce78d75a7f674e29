"""Every mail word for word, to everybody who gets it, on each of its days and on no other."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

import pytest
from django.core import mail

from nudges.kinds import KINDS
from nudges.sweeping import sweep
from people.models import User
from programs.models import Program, ProgramInvitation
from relationships.kinds import KINDS as PAIR_KINDS
from relationships.models import Relationship
from tests.make import NOW, make_person, make_program
from tests.nudges.scenarios import DAY, MINUTE, MORNING, ONLY_IN, STORIES
from tests.nudges.spoken import SPOKEN, Said

pytestmark = pytest.mark.django_db
EVERY_KIND = [(kind, of) for kind in sorted(KINDS) for of in PAIR_KINDS if ONLY_IN.get(kind, of) == of]


def rows_of(kind: str, of: str) -> list[Said]:
    return [said for said in SPOKEN if said.kind == kind and said.of in ("", of)]


def moment(day: int) -> datetime:
    return MORNING + day * DAY if day else NOW


@pytest.mark.parametrize(("kind", "of"), EVERY_KIND)
def test_every_word_comes_on_its_days_and_as_it_is_written_down(kind: str, of: str, only: Any) -> None:
    only(kind)
    story, rows = STORIES[kind](**({} if kind in ONLY_IN else {"of": of})), rows_of(kind, of)
    story.happen()
    days = sorted({day for said in rows for day in said.days})
    expected = {(to, day): says for said in rows for day in said.days for to, says in addressed(said)}
    came: dict[tuple[str, int], tuple[str, str]] = {}
    for day in days:
        came |= mails_of(day, moment(day) - MINUTE) if day else {}
        came |= mails_of(day, moment(day))
        assert not mails_of(day, moment(day) + DAY / 2), "said once"
    came |= mails_of(days[-1] + 4, moment(days[-1] + 4)) if kind != "look-back" else {}
    assert came == expected


def test_no_row_is_about_a_kind_that_is_gone() -> None:
    assert {said.kind for said in SPOKEN} == set(KINDS)


def test_somebody_who_is_asked_to_help_reads_another_question(only: Any) -> None:
    only("invitation")
    for of, question in (("mentoring", "Would you be a mentor?"), ("coaching", "Would you be a coach?")):
        program = make_program(of)
        asker = program.admin_rows.get().person
        ProgramInvitation.objects.create(
            program=program, person=make_person("Leo"), role="guide", invited_by=asker, invited_at=NOW
        )
        sweep(NOW)
        assert mail.outbox[-1].subject == question


def mails_of(day: int, at: datetime) -> dict[tuple[str, int], tuple[str, str]]:
    """What a sweep sends: address and day → subject and text. What is early stands under the day before."""
    before = len(mail.outbox)
    sweep(at)
    on = day if at >= moment(day) else day - 1
    return {(letter.to[0].split("<")[1].rstrip(">"), on): read(letter) for letter in mail.outbox[before:]}


def read(letter: Any) -> tuple[str, str]:
    """Subject and text, a button or link as its words in brackets; the foot apart, which is the same everywhere."""
    text, foot = letter.body.split("\n-- \n")
    assert foot.strip().startswith("Why you get this: ")
    assert letter.from_email.startswith('"Manyhands, ')
    return letter.subject, " ".join(re.sub(r"^(.+): https?://\S+$", r"[\1]", text, flags=re.MULTILINE).split())


def addressed(said: Said) -> list[tuple[str, tuple[str, str]]]:
    """The row as each of those reads it whom it is for."""
    pair = Relationship.objects.for_page().first()
    program = pair.program if pair else Program.objects.get()
    if said.to == "person" or pair is None:
        person = User.objects.get(given_name="Jo") if pair is None else program.help_contact
        assert person is not None
        return [_filled(said, person, {"program": program})]
    halves = {"learner": pair.learner, "guide": pair.guide}
    names = {"program": program, "pair": f"{pair.learner.first_name} and {pair.guide.first_name}"}
    found = []
    for me in halves.values() if said.to == "both" else [halves[said.to]]:
        other = pair.other(me)
        more = {"other": other.first_name, "whole": other.name, "email": other.email}
        found.append(_filled(said, me, {**names, **more}))
    return found


def _filled(said: Said, person: User, words: dict[str, Any]) -> tuple[str, tuple[str, str]]:
    return str(person.email), (said.subject.format(**words), said.text.format(**words))
