"""Check-ins: when they come, who reads what, and what both see together."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from core.clock import moved_to
from core.errors import NotPossible
from people.models import User
from relationships.kinds import OVER_STATUSES
from relationships.models import Relationship
from surveys import helping, rounds
from surveys.forms import CheckInForm
from surveys.instruments import TRUST, score
from surveys.models import Answer, HelpRequest, Round
from surveys.panels import check_ins_panel
from tests.make import NOW, TODAY, make_pair, make_person, make_session

pytestmark = pytest.mark.django_db
KEYS = [item.key for item in TRUST.items]


def all_of(value: int) -> dict[str, int | None]:
    return dict.fromkeys(KEYS, value)


def make_round(pair: Relationship, opens_on: date = TODAY) -> Round:
    return Round.objects.create(
        relationship=pair, instrument="trust", number=1, opens_on=opens_on, closes_on=opens_on + timedelta(days=14)
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [([1] * 6, 0), ([5] * 6, 100), ([3] * 6, 50), ([5, 5, 5, 5, 5, None], 100), ([5, 5, 5, 5, None, None], None)],
)
def test_a_score_needs_five_of_six_answers(given: list[int | None], expected: float | None) -> None:
    assert score(TRUST, dict(zip(KEYS, given, strict=True))) == expected


def test_check_ins_come_after_30_and_90_days_then_every_180() -> None:
    """C16: counted from the first conversation that took place."""
    first = date(2026, 1, 1)
    days = [(day - first).days for _n, day in rounds.days_of_rounds(first, [30, 90, 180], date(2027, 12, 31))]
    assert days == [30, 90, 270, 450, 630]


def test_a_round_opens_once_30_days_after_the_first_held_conversation() -> None:
    """S0-17: a trust check-in at day 30 for both sides, each asked until they answered themselves."""
    pair = make_pair()
    make_session(pair, status="planned", starts_at=NOW - timedelta(days=80))
    assert rounds.open_due(TODAY) == 0
    make_session(pair, status="held", starts_at=NOW - timedelta(days=30))
    assert rounds.open_due(TODAY - timedelta(days=1)) == 0
    assert rounds.open_due(TODAY) == 1
    assert rounds.open_due(TODAY) == 0
    asked = Round.objects.get()

    def waits_for(person: User) -> bool:
        return bool(rounds.with_open_round(Relationship.objects.all(), person, TODAY).get().open_round == asked.pk)

    assert [waits_for(pair.learner), waits_for(pair.guide)] == [True, True]
    rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    assert [waits_for(pair.learner), waits_for(pair.guide)] == [False, True]


@pytest.mark.parametrize("status", ["resting", "closed"])
def test_no_round_opens_while_the_two_do_not_work_together(status: str) -> None:
    pair = make_pair(status="active")
    make_session(pair, status="held", starts_at=NOW - timedelta(days=30))
    Relationship.objects.update(status=status, ended_on=TODAY if status in OVER_STATUSES else None)
    assert rounds.open_due(TODAY) == 0
    Relationship.objects.update(status="active", ended_on=None)
    assert rounds.open_due(TODAY) == 1


def test_coaching_has_no_check_in() -> None:
    """C6, S4-29: closeness is never asked in coaching."""
    pair = make_pair("coaching")
    make_session(pair, status="held", starts_at=NOW - timedelta(days=30))
    assert rounds.open_due(TODAY) == 0


def test_an_answer_is_read_by_its_author_alone(outsider: User) -> None:
    pair = make_pair()
    asked = make_round(pair)
    rounds.answer(asked, all_of(2), by=pair.learner, now=NOW)
    assert Answer.objects.visible_to(pair.learner).get().answers == all_of(2)
    assert not Answer.objects.visible_to(pair.guide).exists()
    assert not Answer.objects.visible_to(outsider).exists()
    assert "2" not in str(Answer.objects.values_list("sealed", flat=True).get()).split(":")[0]


@pytest.mark.parametrize("given", [{}, dict.fromkeys(KEYS)], ids=["no word", "rather not say, six times"])
def test_silence_is_no_answer(given: dict[str, int | None]) -> None:
    pair = make_pair()
    with pytest.raises(NotPossible, match="Not this time"):
        rounds.answer(make_round(pair), given, by=pair.learner, now=NOW)


def test_who_only_asks_for_help_is_not_asked_again_in_this_round(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/", {"wants_help": "on"})
    assert (HelpRequest.objects.count(), Answer.objects.get().skipped) == (1, True)


def test_one_answers_once_and_only_in_the_pair(outsider: User) -> None:
    pair = make_pair()
    asked = make_round(pair)
    rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    with pytest.raises(NotPossible):
        rounds.answer(asked, all_of(1), by=pair.learner, now=NOW)
    with pytest.raises(PermissionDenied):
        rounds.answer(asked, all_of(1), by=outsider, now=NOW)


@pytest.mark.parametrize(
    ("shown", "seen", "expected"),
    [((True, True), (5, 5), True), ((True, True), (5, 2), False), ((True, False), (5, 5), None)],
)
def test_the_two_are_shown_something_only_if_both_ticked_it(
    shown: tuple[bool, bool], seen: tuple[int, int], expected: bool | None
) -> None:
    pair = make_pair()
    asked = make_round(pair)
    for person, show, value in zip((pair.guide, pair.learner), shown, seen, strict=True):
        rounds.answer(asked, all_of(value), by=person, now=NOW, show_alike=show)
    assert check_ins_panel(pair.guide, pair, NOW)["alike"] is None, "not before the round closes"
    found = check_ins_panel(pair.guide, pair, NOW + timedelta(days=15))["alike"]
    assert (found.is_close if found else None) is expected


@pytest.mark.parametrize(
    ("values", "words"), [((5, 5), "you are close"), ((5, 2), "you see it differently")], ids=["close", "apart"]
)
def test_both_read_it_at_the_same_moment_wherever_they_live(
    client: Client, values: tuple[int, int], words: str
) -> None:
    """C16: when the last day is over for both; never a number."""
    guide, learner = make_person("Leo", time_zone="Pacific/Kiritimati"), make_person("Kai", time_zone="Pacific/Niue")
    pair = make_pair(guide=guide, learner=learner)
    asked = make_round(pair)
    for person, value in zip((guide, learner), values, strict=True):
        rounds.answer(asked, all_of(value), by=person, now=NOW + timedelta(hours=4), show_alike=True)
    # In Niue (UTC−11) the 14th day ends at 11:00 UTC of the next one; in Kiritimati it has been over for a day.
    over = NOW.replace(hour=11, minute=0) + timedelta(days=15)
    for moment, shown in ((over - timedelta(minutes=1), False), (over, True)):
        for person in (guide, learner):
            client.force_login(person)
            with moved_to(moment):
                page = client.get(f"/pairs/{pair.pk}/").content.decode()
            assert (words in page) == shown, (person.name, moment)
            assert "75" not in page.partition("How you two see it")[2][:200]


def test_help_goes_to_the_contact_without_answers(client: Client) -> None:
    """S0-43: a low answer alone tells nobody; the tick makes a row for the contact, without the answers."""
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/", {"safety": "1", "wants_help": "on"})
    found = HelpRequest.objects.get()
    assert (found.contact, found.words) == (pair.program.help_contact, None)
    assert not HelpRequest.objects.visible_to(pair.guide).exists()


def test_without_the_tick_nobody_is_told(client: Client) -> None:
    """S0-43: the lowest answer makes no row for anybody."""
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/", {"safety": "1"})
    assert Answer.objects.count() == 1
    assert not HelpRequest.objects.exists()


def test_the_contact_is_outside_both_lines() -> None:
    """S0-41: a concern reaches a named contact who is neither the partner nor in anybody's line."""
    boss = make_person("Ruth")
    pair = make_pair(learner=make_person("Amara", manager=boss))
    pair.program.help_contact = boss
    pair.program.save()
    assert helping.contact_for(pair) not in (None, boss)


def test_a_contact_who_has_left_is_not_asked() -> None:
    """Or a call for help would wait for somebody who never comes; whoever runs the program is next."""
    pair = make_pair()
    [admin] = [row.person for row in pair.program.admin_rows.all()]
    User.objects.filter(pk=pair.program.help_contact_id).update(is_active=False)
    pair = Relationship.objects.get()
    assert helping.ask(pair, by=pair.learner, now=NOW).contact == admin
    User.objects.filter(pk=admin.pk).update(is_active=False)
    assert helping.contact_for(Relationship.objects.get()) is None


@pytest.mark.parametrize(
    "who", ["the partner", "the other half", "above the guide", "two above the learner", "below the guide", "a peer"]
)
def test_nobody_of_the_pair_or_of_either_line_is_ever_the_contact(who: str) -> None:
    """5.7: the next in turn is somebody who runs the program; with nobody left there is nothing to tick."""
    top, peers = make_person("Top"), make_person("Boss")
    boss = make_person("Ruth", manager=top)
    pair = make_pair(guide=make_person("Leo", manager=peers), learner=make_person("Amara", manager=boss))
    within = {
        "the partner": pair.guide,
        "the other half": pair.learner,
        "above the guide": peers,
        "two above the learner": top,
        "below the guide": make_person("Bo", manager=pair.guide),
        "a peer": make_person("Jo", manager=boss),
    }[who]
    pair.program.help_contact = within
    pair.program.save()
    [admin] = [row.person for row in pair.program.admin_rows.all()]
    assert helping.contact_for(pair) == admin
    User.objects.filter(pk=admin.pk).update(manager=boss)
    pair = Relationship.objects.get(pk=pair.pk)
    assert helping.contact_for(pair) is None
    assert "wants_help" not in CheckInForm(make_round(pair), pair.learner, None).fields
    with pytest.raises(NotPossible):
        helping.ask(pair, by=pair.learner, now=NOW)


def test_the_row_stands_in_the_contacts_inbox_alone_and_says_no_answer(client: Client) -> None:
    pair = make_pair(learner=make_person("Amara", manager=make_person("Ruth")))
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/", {"safety": "1", "wants_help": "on"})
    url = f"/help-requests/{HelpRequest.objects.get().pk}/"
    contact, admin = pair.program.help_contact, pair.program.admin_rows.get().person
    readers = {"contact": contact, "admin": admin, "guide": pair.guide, "manager": pair.learner.manager}
    for name, person in readers.items():
        assert person is not None
        client.force_login(person)
        with moved_to(NOW):
            pages = [client.get(path, follow=True).content.decode() for path in ("/", "/inbox/")]
            assert any(url in page for page in pages) == (name == "contact"), name
            found = client.get(url)
        assert found.status_code == (200 if name == "contact" else 404), name
        assert "about a mistake I made" not in found.content.decode()


def test_skipping_is_remembered(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.guide)
    with moved_to(NOW):
        client.post(f"/check-ins/{asked.pk}/skip/")
    assert Answer.objects.get().skipped


def test_the_pages_open_for_who_may_see_them(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    found = helping.ask(pair, "Please call me", by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    paths = [f"/check-ins/{asked.pk}/", f"/pairs/{pair.pk}/check-ins/", f"/help-requests/{found.pk}/"]
    assert [client.get(path).status_code for path in [*paths, f"/pairs/{pair.pk}/help/"]] == [200] * 4
    assert pair.program.help_contact is not None
    client.force_login(pair.program.help_contact)
    assert "Please call me" in client.get(paths[2]).content.decode()
    assert client.get(paths[0]).status_code == 404


def test_a_check_in_opens_and_closes_on_ones_own_clock() -> None:
    pair = make_pair(learner=make_person("Kai", time_zone="Pacific/Kiritimati"))
    asked = make_round(pair, opens_on=TODAY + timedelta(days=1))
    late_evening = NOW.replace(hour=11)  # 01:00 of the next day in Kiritimati
    rounds.answer(asked, all_of(4), by=pair.learner, now=late_evening)
    with pytest.raises(NotPossible):
        rounds.answer(asked, all_of(4), by=pair.guide, now=late_evening)


def test_nobody_is_asked_after_the_end(client: Client) -> None:
    pair = make_pair(status="ended", ended_on=TODAY)
    asked = make_round(pair)
    with pytest.raises(NotPossible):
        rounds.answer(asked, all_of(4), by=pair.learner, now=NOW)
    client.force_login(pair.learner)
    with moved_to(NOW):
        assert "check-in" not in client.get("/").content.decode()


def test_a_check_in_asks_for_respect_and_trust_on_one_light_page(client: Client) -> None:
    """S4-13: the items of respect and trust; none of them has to be answered."""
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        page = client.get(f"/check-ins/{asked.pk}/").content.decode()
        for sentence in ("I feel respected as I am.", "I would tell Leo about a mistake I made."):
            assert sentence in page
        assert len(KEYS) <= 6
        assert client.post(f"/check-ins/{asked.pk}/", {"respect": "4"}).status_code == 302
    assert Answer.objects.get().answers == {**dict.fromkeys(KEYS), "respect": 4}


def test_a_check_in_that_says_nothing_is_not_sent(client: Client) -> None:
    pair = make_pair()
    asked = make_round(pair)
    client.force_login(pair.learner)
    with moved_to(NOW):
        page = client.post(f"/check-ins/{asked.pk}/", dict.fromkeys(KEYS, "")).content.decode()
        assert "Nothing is answered yet. Tap what fits, or choose “Not this time”." in page
    assert not Answer.objects.exists()
