"""4.3: from the mail to an answer in two taps, for both halves of both kinds, without a script."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from core.clock import moved_to
from nudges.sweeping import sweep
from relationships import kinds
from relationships.proposing import propose
from tests.make import NOW, make_enrollment, make_person, make_program

pytestmark = pytest.mark.django_db


class Tapping:
    """Somebody who is signed in on a phone, and how often they tapped."""

    def __init__(self, person: Any) -> None:
        self.client, self.taps = Client(), 0
        self.client.force_login(person)

    def open_link(self, letter: Any) -> str:
        """The first link of a mail is its button."""
        self.taps += 1
        link = re.search(r"https?://[^/\s]+(/\S+)", letter.body)
        assert link is not None
        return self.client.get(link[1]).content.decode()

    def press(self, page: str, words: str) -> int:
        """A button of a form that asks for nothing more."""
        self.taps += 1
        [form] = [found for found in re.findall(r"<form.*?</form>", page, re.DOTALL) if words in found]
        assert not re.search(r"<(?:textarea|select)|<input(?![^>]*hidden)", form)
        sent = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
        action = re.search(r'action="([^"]+)"', form)
        assert action is not None
        return self.client.post(action[1], sent).status_code


@pytest.mark.parametrize("kind", kinds.KINDS)
@pytest.mark.parametrize(("words", "says_yes"), [("Yes, I’d like that", True), ("No, thank you", False)])
def test_both_answer_a_proposal_in_two_taps_from_the_mail(kind: str, words: str, says_yes: bool) -> None:
    program = make_program(kind)
    guide, learner = make_person("Leo", title="Head of Supply"), make_person("Amara", title="Buyer")
    make_enrollment(program, guide, "guide"), make_enrollment(program, learner, "learner")
    pair = propose(program, guide, learner, by=None, now=NOW, reasons=["Both speak Dutch"])
    sweep(NOW)
    for person, other in ((guide, learner), (learner, guide)):
        [letter] = [found for found in mail.outbox if str(person.email) in found.to[0]]
        tapping = Tapping(person)
        with moved_to(NOW):
            page = tapping.open_link(letter)
            if person == learner and not says_yes:
                assert "This pairing did not come about" in page
                continue
            assert all(told in page for told in (other.name, other.title, "Both speak Dutch"))
            assert tapping.press(page, words) == 302
        assert tapping.taps == 2
    pair.refresh_from_db()
    assert pair.status == (kinds.of(kind).AFTER_YES if says_yes else "lapsed")
