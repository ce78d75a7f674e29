"""Values: who enters, what is refused, corrections, what is due, all of them on one page."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible
from goals.forms import ValueForm
from goals.models import Measurement, Metric
from people.models import User
from tests.make import NOW, TODAY, make_goal, make_pair, make_value

pytestmark = pytest.mark.django_db


def test_either_half_enters_a_value_with_its_source() -> None:
    """S0-08: each value has a day, a source and somebody who entered it."""
    pair = make_pair("coaching")
    goal = make_goal(pair)
    value = goal.metric.enter_value(Decimal(16), TODAY, source="seen", note="On site", by=pair.guide, now=NOW)
    assert (value.entered_by, value.source, value.note, value.is_first) == (pair.guide, "seen", "On site", False)
    assert Metric.objects.get().next_value_on == TODAY + timedelta(days=14)


@pytest.mark.parametrize(
    ("first", "amount", "value", "asked"),
    [(22, 8, -5, True), (22, -8, -5, False), (22, 8, 5, False), (None, 50, -18, True)],
)
def test_a_value_below_zero_is_kept_and_asked_about_unless_start_or_target_lie_there(
    client: Client, first: int | None, amount: int, value: int, asked: bool
) -> None:
    """Without the number and its unit, which are between the two: the line waits in a cookie."""
    pair = make_pair("coaching")
    goal = make_goal(pair, first=first, amount=amount, direction="down" if first else "up")
    client.force_login(pair.learner)
    said = {"value": str(value), "on_day": TODAY.isoformat(), "source": "measured"}
    with clock.moved_to(NOW):
        answer = client.post(reverse("goals:enter_value", args=[pair.pk, goal.pk]), said)
    assert goal.metric.measurements.filter(value=value).exists()
    [line] = map(str, get_messages(answer.wsgi_request))
    assert ("below zero: if that is a slip, correct it." in line) == asked
    assert str(abs(value)) not in line


def test_nobody_else_enters_a_value(outsider: User) -> None:
    goal = make_goal(make_pair("coaching"))
    with pytest.raises(PermissionDenied):
        goal.metric.enter_value(Decimal(16), TODAY, by=outsider, now=NOW)


def test_a_value_is_not_of_the_future_and_not_the_second_of_its_day() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    with pytest.raises(NotPossible, match=r"This date is in the future\."):
        goal.metric.enter_value(Decimal(16), TODAY + timedelta(days=1), by=pair.learner, now=NOW)
    goal.metric.enter_value(Decimal(14), TODAY, by=pair.learner, now=NOW)
    with pytest.raises(NotPossible, match=r"There is already a value for 17 Nov \(14\s%\). Correct that one\?"):
        goal.metric.enter_value(Decimal(15), TODAY, by=pair.learner, now=NOW)
    assert Measurement.objects.filter(on_day=TODAY).count() == 1


def test_a_value_is_not_older_than_the_starting_point() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    first = goal.metric.first_value
    assert first is not None
    with pytest.raises(NotPossible, match=r"This date is before the starting point of "):
        goal.metric.enter_value(Decimal(16), first.on_day - timedelta(days=1), by=pair.learner, now=NOW)


def test_a_number_with_a_comma_is_told_how_to_write_it() -> None:
    """Reading 15,5 as 155 or 1,500 as 1.5 would be worse than asking."""
    pair = make_pair("coaching")
    form = ValueForm({"value": "15,5", "on_day": TODAY}, goal=make_goal(pair), user=pair.learner, today=TODAY)
    assert form.errors["value"] == ["Write the number in digits, with a point before decimals: 15.5."]


def test_the_first_value_must_leave_a_way_to_go() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair, first=None)
    with pytest.raises(NotPossible, match="must be below 5"):
        goal.metric.enter_value(Decimal(5), TODAY, by=pair.learner, now=NOW)
    assert goal.metric.enter_value(Decimal(22), TODAY, by=pair.learner, now=NOW).is_first


def test_a_correction_keeps_the_old_value() -> None:
    """S0-08: the old value stays, marked; the new one counts; a second correction of the old one is refused."""
    pair = make_pair("coaching")
    goal = make_goal(pair)
    old = make_value(goal, 41, TODAY)
    new = old.correct(Decimal(14), note="Typed it the wrong way round", by=pair.learner, now=NOW)
    assert (new.corrects, new.on_day, new.value) == (old, TODAY, Decimal(14))
    assert list(Measurement.objects.counting().filter(on_day=TODAY)) == [new]
    assert Measurement.objects.filter(on_day=TODAY).count() == 2
    with pytest.raises(NotPossible):
        old.correct(Decimal(15), by=pair.guide, now=NOW)


def test_the_value_that_is_due_shows_until_it_is_entered() -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair, 20, 19)  # 25 Sep, 9 Oct, 23 Oct: the next one on 6 Nov
    assert Metric.objects.value_due(date(2026, 11, 5)).count() == 0
    assert Metric.objects.value_due(date(2026, 11, 6)).get() == goal.metric
    goal.metric.enter_value(Decimal(18), TODAY, by=pair.learner, now=NOW)
    assert Metric.objects.value_due(TODAY).count() == 0


@pytest.mark.parametrize("status", ["paused", "closed", "ended_early"])
def test_nothing_is_due_while_the_two_do_not_work_together(status: str) -> None:
    make_goal(make_pair("coaching", status=status, ended_on=None if status == "paused" else TODAY), 20)
    assert Metric.objects.value_due(TODAY).count() == 0


def test_the_last_value_is_due_on_the_targets_day_and_none_after() -> None:
    pair = make_pair("coaching", ends_on=TODAY + timedelta(days=5))
    goal = make_goal(pair)
    goal.metric.enter_value(Decimal(18), TODAY, by=pair.learner, now=NOW)
    assert Metric.objects.get().next_value_on == pair.ends_on


def test_the_page_enters_the_due_values_of_all_coachees_with_one_save(client: Client, guide: User) -> None:
    """Issue point 5.3: one page, one save; an empty row is left for later."""
    pairs = [make_pair("coaching", guide=guide) for _number in range(2)]
    first, second = [make_goal(pair, 20) for pair in pairs]
    third = make_goal(pairs[0], title="Other", first=30)
    client.force_login(guide)
    with clock.moved_to(NOW):
        page = client.get(reverse("goals:values"))
        assert page.content.count(b'<section class="card block"') == 3
        data: dict[str, str] = {}
        for goal, value in ((first, "18,5"), (second, "17"), (third, "")):
            data |= {f"{goal.metric.pk}-value": value, f"{goal.metric.pk}-on_day": "2026-11-16"}
            data |= {f"{goal.metric.pk}-source": "seen"}
        data |= {f"{first.metric.pk}-value": "18.5", f"{second.metric.pk}-value": "-17"}
        answer = client.post(reverse("goals:values"), data)
    found = Measurement.objects.filter(on_day="2026-11-16").order_by("-value").values_list("value", flat=True)
    assert list(found) == [Decimal("18.5"), -17]
    asked = "1 of them is below zero: if that is a slip, correct it."
    assert [str(line) for line in get_messages(answer.wsgi_request)] == [f"Saved. 2 values are in. {asked}"]


def test_a_day_with_a_value_leads_to_correcting_it(client: Client) -> None:
    pair = make_pair("coaching")
    goal = make_goal(pair)
    old = make_value(goal, 14, TODAY)
    client.force_login(pair.learner)
    with clock.moved_to(NOW):
        url = reverse("goals:enter_value", args=[pair.pk, goal.pk])
        page = client.post(url, {"value": "16", "on_day": "2026-11-17", "source": "measured"}).content.decode()
        assert "There is already a value for 17 Nov (14\u00a0%). Correct that one?" in page
        correct = reverse("goals:correct_value", args=[pair.pk, goal.pk, old.pk])
        assert f"{correct}?value=16" in page
        client.post(correct, {"value": "16", "source": "measured"})
    assert Measurement.objects.counting().get(on_day=TODAY).value == 16


def test_whoever_works_without_goals_has_no_page_to_enter_values(client: Client, outsider: User) -> None:
    mentoring, ended = make_pair(), make_pair("coaching", status="closed", ended_on=TODAY)
    for person in (outsider, mentoring.guide, ended.learner):
        client.force_login(person)
        assert client.get(reverse("goals:values")).status_code == 404
    client.force_login(make_pair("coaching").learner)
    assert client.get(reverse("goals:values")).status_code == 200


def test_what_is_said_after_a_save_quotes_nothing_of_the_goal(client: Client) -> None:
    """It travels in a cookie, which is signed but not secret."""
    pair = make_pair("coaching")
    goal = make_goal(pair, title="Late deliveries")
    client.force_login(pair.learner)
    with clock.moved_to(NOW):
        url = reverse("goals:enter_value", args=[pair.pk, goal.pk])
        client.post(url, {"value": "16", "on_day": "2026-11-17", "source": "measured"})
        url = reverse("goals:correct_value", args=[pair.pk, goal.pk, Measurement.objects.get(on_day=TODAY).pk])
        corrected = client.post(url, {"value": "15", "source": "measured"})
    said = [str(line) for line in get_messages(corrected.wsgi_request)]
    assert said == ["Saved. The value is in.", "Saved. The value is corrected."]


def test_two_who_enter_a_value_of_one_day_at_once_are_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one looked before the first one had saved."""
    metric = make_goal(make_pair("coaching")).metric
    metric.enter_value(Decimal(20), TODAY, by=metric.relationship.learner, now=NOW)
    first = [value for value in metric.values_now if value.is_first]
    monkeypatch.setattr(Metric, "values_now", property(lambda self: first))
    with pytest.raises(NotPossible, match="a moment ago"):
        metric.enter_value(Decimal(21), TODAY, by=metric.relationship.guide, now=NOW)
