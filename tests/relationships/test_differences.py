"""The public page "How the two differ" is made of the rules in force (S0-04, S1-02)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from relationships.kinds import coaching, mentoring
from relationships.kinds.differences import rows
from relationships.kinds.moves import GUIDE, Move
from tests.make import make_person


def answers(about: str) -> tuple[str, str]:
    found = next(row for row in rows() if row.about == about)
    return found.coaching, found.mentoring


@pytest.mark.django_db
def test_anybody_reads_the_page_without_signing_in() -> None:
    client = Client()
    response = client.get(reverse("relationships:differences"))
    page = response.content.decode()
    assert response.status_code == 200
    assert page.count("<h1") == 1
    for row in rows():
        assert row.about in page
        assert row.notice in page or "“" in row.notice
    client.force_login(make_person("Jo"))
    assert "See programs" in client.get(reverse("relationships:differences")).content.decode()


def test_there_are_ten_enforced_differences_each_with_where_to_notice_it() -> None:
    """S1-02."""
    assert len(rows()) >= 10
    assert all(row.coaching and row.mentoring and row.notice for row in rows())


def test_a_changed_rule_changes_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """S0-04: every answer that a rule can give is read from it."""
    before = {row.about: row for row in rows()}
    monkeypatch.setattr(mentoring, "LAYER_OWNER", {"session": GUIDE})
    assert answers("Who sets the agenda")[1].startswith("The mentor.")
    monkeypatch.setattr(coaching, "FIRST_LINE_OWNER", None)
    assert "Line 1" in before["Who sets the agenda"].coaching
    assert "Line 1" not in answers("Who sets the agenda")[0]
    monkeypatch.setitem(coaching.MOVES, ("assessing", "active"), Move(gates=("plan_accepted",)))
    assert "a goal you can measure" in before["To begin"].coaching
    assert "a goal you can measure" not in answers("To begin")[0]
    assert before["How long"].coaching == "Fixed end date"
    monkeypatch.setattr(coaching, "HAS_END_DATE", False)
    assert "How long" not in {row.about for row in rows()}, "what both answer alike is no difference"
    monkeypatch.setattr(mentoring, "HAS_END_DATE", True)
    assert answers("How long")[1] == "Fixed end date"


def test_the_two_sides_say_what_screens_promise() -> None:
    assert answers("Who sets the agenda") == (
        "The coach. Line 1 is always the coachee’s",
        "The mentee. The mentor may suggest",
    )
    assert answers("How long") == ("Fixed end date", "As long as you both like")
    assert answers("Good ending") == ("Reached, even early", "Often none")
