"""Ending and going on: end dates, leavers, thanks, reasons, and what the clock does (C8, S0-14, S1-29)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.clock import moved_to
from core.errors import NotPossible
from people.models import User
from relationships import endings, kinds
from relationships.models import Farewell, Relationship, StatusChange, Thanks
from relationships.sweeping import advance
from tests.make import NOW, TODAY, UTC, make_pair, make_person

pytestmark = pytest.mark.django_db

END = date(2027, 3, 26)


def noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


def again(pair: Relationship) -> Relationship:
    return Relationship.objects.get(pk=pair.pk)


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize(
    ("kind", "status"),
    [(kind, status) for kind, module in kinds.KINDS.items() for status in sorted(module.OPEN - {"proposed"})],
)
def test_either_half_ends_it_alone_from_any_state(kind: str, status: str, role: str) -> None:
    """S1-29: no gate, no reason, no fault."""
    pair = make_pair(kind, status=status)
    pair.end(by=getattr(pair, role), now=NOW)
    assert (pair.is_open, pair.ended_on) == (False, TODAY)


@pytest.mark.parametrize(
    ("status", "after_end", "when_logging_is_over"),
    [
        ("contracting", "contracting", "ended_early"),
        ("assessing", "assessing", "ended_early"),
        ("active", "closing", "closed"),
        ("paused", "closing", "closed"),
        ("closing", "closing", "closed"),
    ],
)
def test_a_coaching_comes_to_its_end_by_itself(status: str, after_end: str, when_logging_is_over: str) -> None:
    """C8: on the end date nothing; the day after, closing; when logging is over, closed."""
    pair = make_pair("coaching", status=status, wakes_on=END)
    advance(noon(END - timedelta(days=1)))
    assert again(pair).status == status
    advance(noon(END + timedelta(days=1)))
    assert again(pair).status == after_end
    advance(noon(END + timedelta(days=14)))
    assert again(pair).status == after_end
    advance(noon(END + timedelta(days=15)))
    assert again(pair).status == when_logging_is_over
    assert advance(noon(END + timedelta(days=15))) == {"lapsed": 0, "woken": 0, "ended": 0}


def test_after_the_end_nothing_is_planned_and_logging_stays_open_14_days() -> None:
    """S0-14, C8."""
    pair = make_pair("coaching")
    assert pair.may_be_planned_on(END)
    assert not pair.may_be_planned_on(END + timedelta(days=1))
    assert pair.may_be_logged_on(END + timedelta(days=14))
    assert not pair.may_be_logged_on(END + timedelta(days=15))


def test_a_mentoring_of_many_years_is_never_over_by_itself() -> None:
    """S0-16, S4-19."""
    pair = make_pair("mentoring", starts_on=date(2019, 1, 1))
    assert advance(noon(date(2040, 1, 1)))["ended"] == 0
    assert pair.may_be_planned_on(date(2040, 1, 1))
    with pytest.raises(NotPossible):
        endings.propose_end_date(pair, END, "why", by=pair.guide, now=NOW)


def test_a_row_that_breaks_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, fine = make_pair("coaching"), make_pair("coaching")
    real = Relationship.come_to_end

    def break_one(self: Relationship, *, now: datetime) -> None:
        if self.pk == broken.pk:
            raise RuntimeError
        real(self, now=now)

    monkeypatch.setattr(Relationship, "come_to_end", break_one)
    assert advance(noon(END + timedelta(days=1)))["ended"] == 1
    assert again(fine).status == "closing"


def test_a_pause_does_not_last_beyond_the_end_date() -> None:
    pair = make_pair("coaching", ends_on=END)
    with pytest.raises(NotPossible, match="ends before that day"):
        pair.rest(by=pair.learner, now=NOW, until=END + timedelta(days=1))
    pair.rest(by=pair.learner, now=NOW, until=END)
    assert again(pair).wakes_on == END


def test_who_reads_an_ended_pair_is_not_told_what_could_still_be_done(client: Client) -> None:
    pair = make_pair(status="active")
    pair.end(by=pair.guide, now=NOW)
    client.force_login(pair.guide)
    with moved_to(NOW):
        page = client.get(f"/pairs/{pair.pk}/").content.decode()
    assert "has not set an agenda yet" not in page
    assert "Read or change it" not in page
    assert "Read it" in page


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_rests_until_a_day_wakes_on_it(kind: str) -> None:
    pair = make_pair(kind)
    pair.rest(by=pair.learner, now=NOW, until=TODAY + timedelta(days=3))
    assert advance(NOW + timedelta(days=2))["woken"] == 0
    assert advance(NOW + timedelta(days=3))["woken"] == 1
    assert (again(pair).status, again(pair).wakes_on) == ("active", None)
    assert StatusChange.objects.filter(relationship=pair, to_status="active").get().by is None


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_what_rests_without_a_day_is_not_woken(kind: str) -> None:
    pair = make_pair(kind)
    pair.rest(by=pair.guide, now=NOW)
    assert advance(NOW + timedelta(days=30))["woken"] == 0
    pair.wake(by=pair.learner, now=NOW)
    assert pair.status == "active"


def test_a_new_end_date_counts_with_the_coachees_yes() -> None:
    """S0-14: until then it stays pending and the old date counts."""
    pair = make_pair("coaching")
    proposal = endings.propose_end_date(pair, END + timedelta(days=30), "One more audit", by=pair.guide, now=NOW)
    assert again(pair).ends_on == END
    for person in (pair.guide, pair.program.admin_rows.get().person):
        with pytest.raises(PermissionDenied):
            endings.answer_end_date(proposal, yes=True, by=person, now=NOW)
    with pytest.raises(NotPossible):
        endings.propose_end_date(pair, END + timedelta(days=60), "Another", by=pair.guide, now=NOW)
    endings.answer_end_date(proposal, yes=True, by=pair.learner, now=NOW)
    assert again(pair).ends_on == END + timedelta(days=30)
    with pytest.raises(NotPossible):
        endings.answer_end_date(proposal, yes=False, by=pair.learner, now=NOW)


def test_a_no_leaves_the_end_date_and_frees_the_way_for_another() -> None:
    pair = make_pair("coaching")
    proposal = endings.propose_end_date(pair, END + timedelta(days=30), "One more", by=pair.guide, now=NOW)
    endings.answer_end_date(proposal, yes=False, by=pair.learner, now=NOW)
    assert again(pair).ends_on == END
    endings.propose_end_date(pair, END + timedelta(days=10), "Ten days", by=pair.guide, now=NOW)


@pytest.mark.parametrize(
    ("ends_on", "reason"), [(TODAY, "why"), (TODAY - timedelta(days=3), "why"), (END, "why"), (date(2028, 1, 1), " ")]
)
def test_a_new_end_date_lies_ahead_and_has_a_reason(ends_on: date, reason: str) -> None:
    pair = make_pair("coaching")
    with pytest.raises(NotPossible):
        endings.propose_end_date(pair, ends_on, reason, by=pair.guide, now=NOW)


def test_the_coachee_does_not_propose_the_end_date() -> None:
    pair = make_pair("coaching")
    with pytest.raises(PermissionDenied):
        endings.propose_end_date(pair, date(2028, 1, 1), "more", by=pair.learner, now=NOW)


def test_a_coaching_that_came_to_its_end_goes_on_with_a_new_date() -> None:
    pair = make_pair("coaching")
    after = noon(END + timedelta(days=5))
    advance(after)
    proposal = endings.propose_end_date(again(pair), END + timedelta(days=40), "Not there", by=pair.guide, now=after)
    endings.answer_end_date(proposal, yes=True, by=pair.learner, now=after)
    assert again(pair).status == "active"
    assert advance(noon(END + timedelta(days=20)))["ended"] == 0


def test_a_reason_is_read_by_its_author_alone(outsider: User) -> None:
    """S1-29."""
    pair = make_pair(status="ended", ended_on=TODAY)
    endings.say_why(pair, "It was me", by=pair.learner, now=NOW)
    endings.say_why(pair, "It was time", by=pair.learner, now=NOW)
    assert Farewell.objects.visible_to(pair.learner).get().reason == "It was time"
    for person in (pair.guide, outsider, pair.program.admin_rows.get().person, make_person("Sam", is_org_admin=True)):
        assert not Farewell.objects.visible_to(person).exists()
        if person != pair.guide:
            with pytest.raises(PermissionDenied):
                endings.say_why(pair, "mine", by=person, now=NOW)


def test_a_thank_you_is_read_by_both_and_written_once() -> None:
    pair = make_pair()
    with pytest.raises(NotPossible):
        endings.thank(pair, "Too early", by=pair.learner, now=NOW)
    pair.end(by=pair.learner, now=NOW)
    endings.thank(pair, "For the patience", by=pair.learner, now=NOW)
    assert Thanks.objects.shared_with(pair.guide, TODAY).get().text == "For the patience"
    with pytest.raises(NotPossible):
        endings.thank(pair, "Again", by=pair.learner, now=NOW)


@pytest.mark.parametrize(("kind", "status"), [("coaching", "closing"), ("mentoring", "redefining")])
def test_a_last_look_is_taken_while_closing(kind: str, status: str) -> None:
    pair = make_pair(kind, status=status)
    endings.write_last_look(pair, helped="Questions", keeps_going="A habit", by=pair.learner, now=NOW)
    again_written = endings.write_last_look(pair, helped="Silence", keeps_going="", by=pair.learner, now=NOW)
    assert (again_written.helped, pair.last_looks.count()) == ("Silence", 1)
    active = make_pair(kind)
    with pytest.raises(NotPossible):
        endings.write_last_look(active, helped="x", keeps_going="", by=active.learner, now=NOW)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_for_a_leaver_the_program_ends_it_and_only_then(kind: str, outsider: User) -> None:
    pair = make_pair(kind)
    admin = pair.program.admin_rows.get().person
    with pytest.raises(NotPossible):
        pair.end_for_leaver(by=admin, now=NOW)
    User.objects.filter(pk=pair.learner_id).update(is_active=False)
    pair = again(pair)
    with pytest.raises(PermissionDenied):
        pair.end_for_leaver(by=outsider, now=NOW)
    with pytest.raises(PermissionDenied):
        pair.end(by=pair.learner, now=NOW)
    pair.end_for_leaver(by=admin, now=NOW)
    assert (pair.is_open, pair.ended_by) == (False, None)
    assert not Relationship.objects.with_leaver().exists()


def test_a_new_end_date_lies_after_the_start() -> None:
    pair = make_pair("coaching", starts_on=TODAY + timedelta(days=20), ends_on=TODAY + timedelta(days=90))
    with pytest.raises(NotPossible, match="still to come"):
        endings.propose_end_date(pair, TODAY + timedelta(days=10), "Sooner", by=pair.guide, now=NOW)
