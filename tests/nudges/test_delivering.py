"""The outbox: budget, one morning mail, what the mail system answers, rows that raise, leases."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from core.ids import new_id
from nudges import claiming, letters
from nudges.delivering import PAUSES, deliver
from nudges.models import Nudge, State
from nudges.noticing import notice
from nudges.outbox import Answer, Outbox, Outcome, Unreachable
from nudges.sweeping import sweep
from tests.make import NOW, make_pair, make_person, make_session
from tests.nudges.scenarios import DAY, MINUTE, MORNING

pytestmark = pytest.mark.django_db


class Answering(Outbox):
    """A mail system that answers as told, then accepts."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__()
        self.answers = list(answers)
        self.message_ids: list[str] = []

    def open(self) -> None:
        return

    def hand_over(self, mail: Any) -> Outcome:
        answer = self.answers.pop(0) if self.answers else Answer.ACCEPTED
        self.message_ids.append(mail.extra_headers["Message-ID"])
        return Outcome(answer, "" if answer == Answer.ACCEPTED else f"Said {answer}")


class Silent(Outbox):
    def open(self) -> None:
        raise Unreachable("ConnectionRefusedError")


def to_log(pair: Any, at: datetime) -> None:
    make_session(pair, starts_at=at)


def moved_row() -> Nudge:
    """One row that goes at once, to the learner."""
    pair = make_pair()
    make_session(pair, revision=1)
    notice(NOW)
    Nudge.objects.exclude(recipient=pair.learner).delete()
    return Nudge.objects.get()


def test_everything_due_on_one_morning_travels_in_one_mail_session_times_first(only: Any) -> None:
    only("session-log", "session-tomorrow", "session-agenda")
    pair = make_pair(learner=make_person("Amara"))
    other = make_pair(learner=pair.learner)
    to_log(pair, NOW - DAY)
    make_session(pair, starts_at=NOW + 3 * DAY)
    make_session(other, starts_at=NOW + DAY, planned_at=NOW - 5 * DAY)
    sweep(MORNING + MINUTE)
    [letter] = [m for m in mail.outbox if m.to[0].startswith("Amara")]
    assert letter.subject == "Today in Manyhands"
    assert letter.body.index("Tomorrow 09:00 with Leo") < letter.body.index("Did you and Leo talk on Monday?")
    assert "Friday with Leo: what would you like to talk about?" in letter.body
    assert letter.from_email.startswith("Manyhands <")
    assert Nudge.objects.filter(recipient=pair.learner, state="sent").count() == 3


def test_at_most_one_morning_mail_in_three_days_and_what_waits_goes_with_the_next(only: Any) -> None:
    """S0-27: nobody is nagged; what is still of use travels with the next mail."""
    only("session-log")
    pair = make_pair()
    to_log(pair, NOW - DAY)
    sweep(MORNING + MINUTE)
    to_log(pair, NOW)
    assert sweep(MORNING + DAY + MINUTE)["sent"] == 0
    assert sweep(MORNING + 2 * DAY + MINUTE)["sent"] == 0
    before = len(mail.outbox)
    assert sweep(MORNING + 3 * DAY + MINUTE)["sent"] > 0
    assert len(mail.outbox) == before + 2  # one each


def test_what_goes_at_once_is_neither_held_back_nor_counted(only: Any) -> None:
    """A session planned at night, an hour after a morning mail, is told of at once."""
    only("session-log", "session-planned", "session-tomorrow")
    pair = make_pair()
    to_log(pair, NOW - DAY)
    sweep(MORNING + MINUTE)
    night = NOW.replace(hour=23)
    make_session(pair, starts_at=NOW + 2 * DAY, planned_at=night)
    assert sweep(night)["sent"] == 2
    assert sweep(MORNING + DAY)["sent"] == 2  # the day before, although the morning mail has to wait


def test_after_two_unanswered_words_about_one_fact_there_is_silence() -> None:
    pair = make_pair()
    to_log(pair, NOW - DAY)
    for day in (0, 3, 6):
        sweep(MORNING + day * DAY + MINUTE)
    told = Nudge.objects.filter(kind="session-log", recipient=pair.learner)
    third = told.first()
    assert third is not None
    assert sorted(told.values_list("offset", "state")) == [("t+1", "sent"), ("t+3", "sent")]
    third.pk, third.key, third.offset = new_id(), "third", "t+3"
    third.state, third.due_at, third.sent_at, third.stale_after = "pending", NOW, None, NOW + 30 * DAY
    third.save(force_insert=True)
    deliver(MORNING + 7 * DAY)
    third.refresh_from_db()
    assert third.state == "cancelled"


def test_the_second_word_about_a_session_says_that_it_is_the_last() -> None:
    pair = make_pair()
    to_log(pair, NOW - DAY)
    sweep(MORNING + MINUTE)
    sweep(MORNING + 3 * DAY + MINUTE)
    assert mail.outbox[-1].subject == "Still open: Monday’s conversation"
    assert "After this we leave it as “not confirmed”." in mail.outbox[-1].body


def test_a_moved_session_makes_new_words_and_drops_the_old_ones(only: Any) -> None:
    only("session-planned", "session-moved", "session-tomorrow")
    pair = make_pair()
    session = make_session(pair, planned_at=NOW)
    sweep(NOW)
    notice(MORNING + 6 * DAY - timedelta(hours=1))
    old = Nudge.objects.filter(kind="session-tomorrow")
    assert old.count() == 2
    type(session).objects.filter(pk=session.pk).update(starts_at=session.starts_at + 2 * DAY, revision=1)
    mail.outbox.clear()
    sweep(MORNING + 6 * DAY)
    assert {m.subject.split(":")[0] for m in mail.outbox} == {"Moved"}
    assert set(old.filter(revision="0").values_list("state", flat=True)) == {"cancelled"}
    sweep(MORNING + 8 * DAY)
    assert Nudge.objects.filter(kind="session-tomorrow", revision="1", state="sent").count() == 2


def test_who_was_told_of_the_time_this_morning_is_not_told_again_that_it_is_tomorrow(only: Any) -> None:
    only("session-planned", "session-tomorrow")
    make_session(make_pair(), starts_at=NOW + DAY, planned_at=NOW)
    assert sweep(NOW)["sent"] == 2
    assert sweep(NOW + timedelta(hours=3))["sent"] == 0


def test_later_from_the_mail_system_backs_off_and_nothing_is_lost() -> None:
    row, out, at = moved_row(), Answering(*[Answer.LATER] * 4), NOW
    for pause in PAUSES[:4]:
        assert not deliver(at, out)["sent"]
        row.refresh_from_db()
        assert (row.state, row.not_before) == ("pending", at + pause)
        assert not deliver(at + pause - MINUTE, out), "it waits"
        at += pause
    assert deliver(at, out)["sent"] == 1


def test_a_mail_system_that_says_later_for_a_day_is_given_up_on() -> None:
    row, out = moved_row(), Answering(*[Answer.LATER] * 20)
    Nudge.objects.update(stale_after=NOW + 9 * DAY)
    for n in range(len(PAUSES) + 1):
        deliver(NOW + n * timedelta(hours=13), out)
    row.refresh_from_db()
    assert (row.state, row.last_error_class) == ("dead", "Said later")


def test_no_for_good_is_a_bounce() -> None:
    row = moved_row()
    assert deliver(NOW, Answering(Answer.NEVER))["bounced"] == 1
    row.refresh_from_db()
    assert row.state == "bounced"


def test_a_line_that_went_dead_is_tried_again_with_the_same_message_id() -> None:
    row, out = moved_row(), Answering(Answer.UNSURE)
    deliver(NOW, out)
    row.refresh_from_db()
    assert row.state == "sending"
    assert not deliver(NOW, out), "its pause runs on the database's clock"
    Nudge.objects.update(lease_until=timezone.now() - MINUTE)
    assert deliver(NOW, out)["sent"] == 1
    assert out.message_ids == [row.message_id, row.message_id]


def test_a_gentle_word_of_which_nobody_knows_whether_it_went_is_dropped(only: Any) -> None:
    only("quiet")
    pair = make_pair()
    make_session(pair, status="held", starts_at=NOW)
    at = MORNING + 42 * DAY
    out = Answering(Answer.UNSURE, Answer.UNSURE)
    sweep(at, out)
    Nudge.objects.update(lease_until=timezone.now() - MINUTE)
    assert deliver(at, out)["cancelled"] == 2
    assert len(out.message_ids) == 2


def test_a_mail_system_that_is_away_costs_a_minute_and_no_attempt() -> None:
    row = moved_row()
    for n in range(9):
        assert not deliver(NOW + n * MINUTE, Silent())
    row.refresh_from_db()
    assert (row.state, row.attempts, row.not_before) == ("pending", 0, NOW + 9 * MINUTE)
    assert deliver(NOW + 9 * MINUTE, Answering())["sent"] == 1


def test_a_row_that_raises_steps_aside_and_is_given_up_after_five_attempts(monkeypatch: pytest.MonkeyPatch) -> None:
    poison = moved_row()
    make_session(make_pair(), revision=1)
    notice(NOW)
    write = letters.write_item

    def break_on_poison(nudge: Nudge, now: datetime) -> letters.Item:
        if nudge.pk == poison.pk:
            raise ValueError("secret words")
        return write(nudge, now)

    monkeypatch.setattr(letters, "write_item", break_on_poison)
    assert deliver(NOW, Answering())["sent"] == 2 + 1, "the rest is sent"
    at = NOW
    for pause in PAUSES[:4]:
        at += pause
        deliver(at, Answering())
    poison.refresh_from_db()
    assert (poison.state, poison.attempts, poison.last_error_class) == ("dead", 5, "ValueError")


def test_a_row_over_which_workers_die_is_given_up() -> None:
    row = moved_row()
    for _death in range(5):
        claiming.begin(claiming.at_once(NOW))
        Nudge.objects.update(lease_until=timezone.now() - MINUTE)
    assert deliver(NOW, Answering())["dead"] == 1
    row.refresh_from_db()
    assert row.state == "dead"


def test_a_lease_keeps_a_row_in_one_hand_and_a_lease_that_ran_out_frees_it() -> None:
    moved_row()
    [mine] = claiming.at_once(NOW)
    assert claiming.at_once(NOW) == []
    Nudge.objects.update(lease_until=timezone.now() - MINUTE)
    [theirs] = claiming.at_once(NOW)
    assert claiming.begin([mine]) == [], "the first hand has lost it"
    assert not claiming.hand_over_begins([mine], "<x@y>")
    assert claiming.finish([mine], Nudge._meta.get_field("state").default) == 0
    assert claiming.begin([theirs]) == [theirs]


def test_a_clock_that_is_wrong_moves_no_lease() -> None:
    """Leases compare on the database's clock, whatever `now` the worker believes in."""
    moved_row()
    claiming.at_once(NOW)
    assert claiming.at_once(NOW + 900 * DAY) == []


def test_two_pairs_of_one_person_share_one_budget(only: Any) -> None:
    only("session-log")
    one = make_pair()
    two = make_pair(guide=one.guide)
    to_log(one, NOW - DAY)
    to_log(two, NOW - DAY)
    sweep(MORNING + MINUTE)
    assert len([m for m in mail.outbox if m.to[0].startswith("Leo")]) == 1


def test_nobody_is_chosen_for_whom_another_worker_is_writing() -> None:
    """The second row comes to light while the first is being written: it waits, or the budget would count neither."""
    pair = make_pair()
    to_log(pair, NOW - DAY)
    notice(MORNING)
    mine = claiming.mornings(MORNING)
    assert {row.recipient_id for row in mine} == {pair.guide_id, pair.learner_id}
    to_log(pair, NOW - DAY)
    notice(MORNING)
    assert Nudge.objects.due(MORNING).exists()
    assert claiming.mornings(MORNING) == []
    claiming.finish(mine, State.SENT, sent_at=MORNING)
    assert claiming.mornings(MORNING)


def test_a_mail_that_goes_again_keeps_its_message_id_although_less_is_true(only: Any) -> None:
    only("session-log")
    pair = make_pair(guide=make_person("Leo", email=None))
    first, second = make_session(pair, starts_at=NOW - DAY), make_session(pair, starts_at=NOW - DAY)
    out = Answering(Answer.UNSURE)
    sweep(MORNING, out)
    [before] = out.message_ids
    leading = Nudge.objects.filter(state="sending").order_by("due_at", "pk").first()
    assert leading is not None
    gone = first if leading.fact == first.pk else second
    type(gone).objects.filter(pk=gone.pk).update(status="missed")
    Nudge.objects.update(lease_until=timezone.now() - MINUTE)
    assert deliver(MORNING, out)["sent"] == 1
    assert out.message_ids == [before, before]
