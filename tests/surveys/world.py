"""Surveys' things for the doors and the canary: an open round that one half answered, somebody who asked for help."""

import json
from datetime import timedelta

from relationships.models import Relationship
from surveys.models import Answer, HelpRequest, Round
from tests import make
from tests.doors.world import World

PLANTS = {"answer.sealed": lambda word: json.dumps({word: 3})}


def add_to(world: World, label: str, pair: Relationship) -> None:
    opens_on = make.TODAY - timedelta(days=1)
    closed = Round.objects.create(
        relationship=pair, instrument="trust", number=1, opens_on=opens_on - timedelta(days=60),
        closes_on=opens_on - timedelta(days=46),
    )  # fmt: skip
    Answer.objects.create(round=closed, person=pair.learner, sealed="{}", at=make.NOW - timedelta(days=50))
    asked = Round.objects.create(
        relationship=pair, instrument="trust", number=2, opens_on=opens_on, closes_on=opens_on + timedelta(days=14)
    )
    world.add(label, asked, "asked", "round")
    contact = world.people[label]["help_contact"]
    request = HelpRequest.objects.create(
        relationship=pair, person=pair.learner, contact=contact, words="Hello", asked_at=make.NOW
    )
    world.add(label, request, "help_request", "helprequest")
    outsider = world.people[label]["outsider"]
    elsewhere = make.make_pair(label, program=make.make_program(label, help_contact=outsider))
    other = HelpRequest.objects.create(
        relationship=elsewhere, person=elsewhere.learner, contact=outsider, asked_at=make.NOW
    )
    world.add(label, other, "request_elsewhere")
