"""Aims of a mentoring: versions that both agree to, and nothing that measures, dates or judges them."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import models
from django.test import Client
from django.urls import reverse

from core import clock
from core.errors import NotPossible, Stale
from goals import aiming, looking_back
from goals.forms import AimForm
from goals.models import Aim, LookBack, MentoringIntent, Strategy
from tests.make import NOW, TODAY, make_aim, make_goal, make_pair

pytestmark = pytest.mark.django_db
MEASURES = re.compile(r"due|target|metric|progress|percent|state|status|tone|deadline|score|unit", re.IGNORECASE)


def test_a_sentence_is_enough() -> None:
    """S0-25: no competency, no metric and no date is asked for."""
    pair = make_pair()
    intent = aiming.write(pair, "Lead a team within two years", by=pair.learner, now=NOW)
    assert intent.newest.sentence == "Lead a team within two years"
    assert (intent.newest.horizons, intent.newest.how, intent.agreed) == ([], [], None)


def test_an_aim_carries_several_horizons_at_once() -> None:
    """S0-10, S4-19, C14: current role, next role, career, life, in any mixture."""
    pair = make_pair()
    intent = aiming.write(pair, "Lead", horizons=["current_role", "life"], by=pair.learner, now=NOW)
    assert intent.newest.horizons == ["current_role", "life"]
    assert Aim.objects.filter(for_life=True, for_career=False).count() == 1


def test_an_aim_counts_when_both_agree() -> None:
    """C7: mutual agreement, whoever wrote it."""
    pair = make_pair()
    intent = aiming.write(pair, "Lead a team", how=["Shadow a lead", "Read"], by=pair.learner, now=NOW)
    with pytest.raises(NotPossible):
        intent.agree(1, by=pair.learner, now=NOW)
    intent.agree(1, by=pair.guide, now=NOW)
    agreed = MentoringIntent.objects.for_page().get().agreed
    assert (agreed.number, agreed.how) == (1, ["Shadow a lead", "Read"])


def test_a_change_counts_only_when_both_agree_and_the_old_one_until_then() -> None:
    pair = make_pair()
    intent = make_aim(pair, "Lead a team")
    intent.suggest_change(1, "Lead a plant", horizons=["career"], how=[], by=pair.guide, now=NOW)
    intent = MentoringIntent.objects.for_page().get()
    assert (intent.agreed.sentence, intent.waiting.sentence) == ("Lead a team", "Lead a plant")
    intent.agree(2, by=pair.learner, now=NOW)
    intent = MentoringIntent.objects.for_page().get()
    assert (intent.agreed.sentence, intent.waiting) == ("Lead a plant", None)
    assert [aim.sentence for aim in intent.aims.all()] == ["Lead a team", "Lead a plant"]


def test_one_agrees_to_what_was_shown_and_changes_what_was_shown() -> None:
    pair = make_pair()
    intent = make_aim(pair, agreed=False)
    intent.suggest_change(1, "Second", horizons=[], how=[], by=pair.learner, now=NOW)
    with pytest.raises(NotPossible):
        intent.agree(1, by=pair.guide, now=NOW)
    with pytest.raises(Stale) as refused:
        intent.suggest_change(1, "Mine", horizons=[], how=[], by=pair.guide, now=NOW)
    assert (refused.value.current, refused.value.mine) == ({"sentence": "Second"}, {"sentence": "Mine"})


def test_the_slower_of_two_writers_gets_both_texts_back(client: Client) -> None:
    """Nothing typed is lost: the newer text stands above one's own, and saving again works."""
    pair = make_pair()
    intent = make_aim(pair, "First")
    intent.suggest_change(1, "By the mentor", horizons=[], how=[], by=pair.guide, now=NOW)
    client.force_login(pair.learner)
    with clock.moved_to(NOW):
        url = reverse("goals:change_aim", args=[pair.pk, intent.pk])
        late = client.post(url, {"sentence": "By the mentee", "version": "1"})
        assert late.status_code == 409
        assert "By the mentor" in late.content.decode()
        assert "By the mentee" in late.content.decode()
        client.post(url, {"sentence": "By both", "version": "2"})
    assert MentoringIntent.objects.for_page().get().newest.sentence == "By both"


def test_no_aim_is_fine_but_one_that_waits_holds_the_start_back() -> None:
    """C7: may be none; if there is one, the current version is agreed by both."""
    pair = make_pair(status="agreeing", signed=True)
    assert pair.missing_to("active") == []
    intent = make_aim(pair, agreed=False)
    assert pair.missing_to("active") == ["an aim waits until you both agree."]
    intent.agree(1, by=pair.guide, now=NOW)
    assert pair.missing_to("active") == []


def test_the_mentee_lets_an_aim_go() -> None:
    pair = make_pair()
    intent = make_aim(pair)
    with pytest.raises(PermissionDenied):
        intent.let_go(by=pair.guide, now=NOW)
    intent.let_go(by=pair.learner, now=NOW)
    assert not MentoringIntent.objects.current().exists()


def test_there_are_no_aims_in_a_coaching() -> None:
    """On SQLite this refusal is the guard against a leaf of the wrong kind."""
    pair = make_pair("coaching")
    for person in (pair.guide, pair.learner):
        with pytest.raises(PermissionDenied):
            aiming.write(pair, "Lead", by=person, now=NOW)
        with pytest.raises(PermissionDenied):
            looking_back.answer(pair, "go_on", by=person, now=NOW)


@pytest.mark.parametrize("model", [MentoringIntent, Aim, Strategy, LookBack])
def test_no_table_of_a_mentoring_measures_dates_or_judges(model: type[models.Model]) -> None:
    """C7: intents have no metric, due date or status."""
    names = [field.name for field in model._meta.get_fields()]
    assert [name for name in names if MEASURES.search(name)] == []


def test_the_form_and_the_pages_of_aims_measure_nothing(client: Client) -> None:
    """Issue point 5.4: no end date, target, status, percent, red or amber in page or form of a mentoring."""
    pair = make_pair()
    make_aim(pair)
    make_aim(pair, "Speak up", agreed=False)
    assert [name for name in AimForm(relationship=pair, user=pair.learner).fields if MEASURES.search(name)] == []
    client.force_login(pair.guide)
    with clock.moved_to(NOW):
        for url in (reverse("goals:write_aim", args=[pair.pk]), reverse("goals:look_back", args=[pair.pk])):
            page = client.get(url).content.decode().split("<main")[1]
            main = page.split('class="acts foot"')[0]  # the foot links to the page that compares the two
            assert not re.search(r"\bdue\b|\btarget\b|%|data-tone=\"(warn|bad|ok)\"|\bcoach", main, re.IGNORECASE)


def test_a_look_back_is_its_authors_alone() -> None:
    """Points 5.4: the answer and both lines; a second answer of the day replaces the first."""
    pair = make_pair()
    looking_back.answer(pair, "go_on", work="Far", content="Very", by=pair.learner, now=NOW)
    looking_back.answer(pair, "rest", work="Farther", by=pair.learner, now=NOW)
    mine = LookBack.objects.visible_to(pair.learner).get()
    assert (mine.answer, mine.work, mine.content) == ("rest", "Farther", None)
    assert LookBack.objects.values_list("answer", flat=True).get().startswith("v1:")
    assert not LookBack.objects.visible_to(pair.guide).exists()


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        ("go_on", "desk:pair"),
        ("change", "desk:pair_goals"),
        ("rest", "relationships:rest"),
        ("end", "relationships:end"),
    ],
)
def test_all_four_answers_lead_on_and_change_nothing_by_themselves(client: Client, answer: str, page: str) -> None:
    pair = make_pair()
    client.force_login(pair.learner)
    with clock.moved_to(NOW):
        reply = client.post(reverse("goals:look_back", args=[pair.pk]), {"answer": answer})
        assert reply.headers["Location"] == reverse(page, args=[pair.pk])
        assert client.get(reply.headers["Location"]).status_code == 200
    pair.refresh_from_db()
    assert pair.status == "active"


def test_goals_and_aims_are_two_tables_that_no_report_adds_up() -> None:
    """C7: different tables."""
    make_goal(make_pair("coaching"))
    make_aim(make_pair())
    assert MentoringIntent.objects.count() == 1
    assert not issubclass(MentoringIntent, type(make_goal(make_pair("coaching"))))


def test_an_aim_of_an_ended_pair_is_not_let_go() -> None:
    pair = make_pair(status="ended", ended_on=TODAY)
    with pytest.raises(NotPossible):
        make_aim(pair).let_go(by=pair.learner, now=NOW)


@pytest.mark.parametrize(("status", "said"), [("active", True), ("closed", False)])
def test_the_tab_of_aims_says_what_looking_back_is_while_one_can(client: Client, status: str, said: bool) -> None:
    pair = make_pair("mentoring", status=status, ended_on=None if said else TODAY)
    client.force_login(pair.learner)
    with clock.moved_to(NOW):
        page = client.get(reverse("desk:pair_goals", args=[pair.pk])).content.decode()
    assert reverse("goals:look_back", args=[pair.pk]) in page
    assert ("Two lines for yourself, whenever you like." in page) == said
