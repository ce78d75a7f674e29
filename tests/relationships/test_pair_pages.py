"""The pages of the pair as a whole: proposal, agreement, moves, end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from people.models import User
from relationships import agreeing, endings, kinds
from relationships.models import Agreement, EndDateProposal, Farewell, LastLook, Relationship, Thanks
from tests.make import NOW, TODAY, make_agreement, make_pair, make_person, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now() -> Any:
    with clock.moved_to(NOW):
        yield


def as_(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(name: str, pair: Relationship) -> str:
    return reverse(f"relationships:{name}", args=[pair.pk])


def again(pair: Relationship) -> Relationship:
    return Relationship.objects.get(pk=pair.pk)


def text(response: Any) -> str:
    return str(response.content.decode())


def test_the_title_of_a_session_is_plain_words() -> None:
    session = make_session(make_pair(), starts_at=NOW + timedelta(days=7))
    page = text(as_(session.relationship.learner).get(reverse("relationships:session", args=[session.pk])))
    assert "<title>Tue 24 Nov · Manyhands</title>" in page


# --- Proposal -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_proposal_shows_the_other_and_why_and_takes_one_press(kind: str) -> None:
    guide = make_person("Leo", "Brandt", title="Head of Supply")
    pair = make_pair(kind, status="proposed", guide=guide, reasons=["Both speak Dutch"])
    page = text(as_(pair.learner).get(url("answer", pair)))
    assert f"Leo Brandt could be your {kinds.of(kind).WORDS['guide']}" in page
    assert "Head of Supply" in page
    assert "Both speak Dutch" in page
    assert str(guide.email) not in page
    for person in (pair.learner, guide):
        assert as_(person).post(url("answer", pair), {"answer": "yes"}).status_code == 302
    assert again(pair).status == kinds.of(kind).AFTER_YES
    assert str(guide.email) in text(as_(pair.learner).get(url("answer", pair)))
    assert str(pair.learner.email) in text(as_(guide).get(url("answer", pair)))


def test_looking_at_a_proposal_answers_nothing() -> None:
    pair = make_pair(status="proposed")
    as_(pair.learner).get(url("answer", pair), {"answer": "yes"})
    assert again(pair).waiting_for() == [pair.guide, pair.learner]


def test_after_a_no_each_reads_the_right_words_and_no_name() -> None:
    """S1-29."""
    pair = make_pair(status="proposed")
    as_(pair.guide).post(url("answer", pair), {"answer": "no"})
    said_no = text(as_(pair.guide).get(url("answer", pair)))
    other = text(as_(pair.learner).get(url("answer", pair)))
    assert "Thank you for telling us. We will look again." in said_no
    assert "This pairing did not come about. We are looking for someone else for you." in other
    assert pair.guide.family_name not in other
    assert as_(pair.learner).post(url("answer", pair), {"answer": "yes"}).status_code == 409


def test_a_proposal_is_for_the_two_alone(outsider: User) -> None:
    pair = make_pair(status="proposed")
    for person in (outsider, pair.program.admin_rows.get().person, make_person("Sam", is_org_admin=True)):
        assert as_(person).get(url("answer", pair)).status_code == 404
        assert as_(person).post(url("answer", pair), {"answer": "no"}).status_code == 404
    assert again(pair).status == "proposed"


# --- Agreement ----------------------------------------------------------------------------------------------------

WORDS = {
    "version": 0, "mission": "Deliver on time", "purpose": "What for", "how_we_work": "Monthly", "stays_between": "All",
    "ending": "Any time", "cadence_days": 28,
}  # fmt: skip


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_agreement_is_written_signed_and_read(kind: str) -> None:
    pair = make_pair(kind, status=kinds.of(kind).AFTER_YES)
    learner, guide = as_(pair.learner), as_(pair.guide)
    assert learner.get(url("agreement_change", pair)).status_code == 200
    assert learner.post(url("agreement_change", pair), WORDS).status_code == 302
    page = text(guide.get(reverse("desk:pair_agreement", args=[pair.pk])))
    for heading in ("What it is for", "How we work", "What stays between us", "What others see", "Ending"):
        assert page.count(f"<h3>{heading}</h3>") == 1
    assert "whoever runs the server can technically read what is stored" in page
    for client in (guide, learner):
        assert client.post(url("agreement_sign", pair), {"version": 1}).status_code == 302
    assert Agreement.objects.in_force().get().relationship == pair


def test_the_ticks_are_on_the_learners_form_only_and_nothing_is_ticked_to_begin_with() -> None:
    """C17."""
    pair = make_pair("coaching", status="contracting")
    mine = text(as_(pair.learner).get(url("agreement_change", pair)))
    assert 'name="shows"' in mine
    assert "checked" not in mine
    assert 'name="shows"' not in text(as_(pair.guide).get(url("agreement_change", pair)))
    as_(pair.guide).post(url("agreement_change", pair), {**WORDS, "shows": ["takes_place"]})
    assert Agreement.objects.get().discloses == frozenset()


def test_who_saves_second_sees_both_texts_and_loses_none() -> None:
    pair = make_pair(status="agreeing")
    as_(pair.learner).post(url("agreement_change", pair), {**WORDS, "purpose": "Her purpose"})
    response = as_(pair.guide).post(url("agreement_change", pair), {**WORDS, "purpose": "His purpose"})
    assert response.status_code == 409
    assert "Her purpose" in text(response)
    assert "His purpose" in text(response)
    assert 'name="version" value="1"' in text(response)


def test_what_changed_is_shown_side_by_side() -> None:
    """S0-34."""
    pair = make_pair(status="agreeing")
    for version, purpose in enumerate(("Old words", "New words")):
        as_(pair.guide).post(url("agreement_change", pair), {**WORDS, "version": version, "purpose": purpose})
    page = text(as_(pair.learner).get(url("agreement_changes", pair)))
    assert "<del>Old words</del>" in page
    assert "<ins>New words</ins>" in page
    assert "Version 2, changed by Leo" in page


def test_an_unknown_sponsor_and_one_of_the_two_come_back_as_errors() -> None:
    pair = make_pair("coaching", status="contracting")
    for address in ("nobody@example.org", pair.guide.email):
        response = as_(pair.learner).post(url("agreement_change", pair), {**WORDS, "sponsor": address})
        assert response.status_code == 200
        assert "Nobody else here has this address" in text(response)
    assert not Agreement.objects.exists()


def test_a_sponsor_reads_what_is_ticked_and_none_of_the_texts(sponsor: User, outsider: User) -> None:
    """C17, S3-32: all three sign; the sponsor's page exists after the coachee's signature, for nobody else ever."""
    pair = make_pair("coaching", status="contracting")
    data = {**WORDS, "sponsor": sponsor.email, "shows": ["takes_place", "end_date"]}
    as_(pair.learner).post(url("agreement_change", pair), data)
    assert as_(sponsor).get(url("sponsor", pair)).status_code == 404
    as_(pair.learner).post(url("agreement_sign", pair), {"version": 1})
    page = text(as_(sponsor).get(url("sponsor", pair)))
    assert "The end date" in page
    assert "How many sessions" not in page
    for words in ("Deliver on time", "What for", "Monthly"):
        assert words not in page
    for person in (outsider, pair.learner, pair.guide, pair.program.admin_rows.get().person):
        assert as_(person).get(url("sponsor", pair)).status_code == 404
    as_(pair.guide).post(url("agreement_sign", pair), {"version": 1})
    as_(sponsor).post(url("sponsor", pair), {"version": 1})
    assert Agreement.objects.in_force().exists()


def test_the_learner_stops_showing_with_one_press(sponsor: User) -> None:
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_sessions=True)
    assert as_(pair.guide).post(url("agreement_narrow", pair), {"stop": "sessions"}).status_code == 403
    as_(pair.learner).post(url("agreement_narrow", pair), {"stop": "sessions"})
    assert Agreement.objects.get().discloses == {"takes_place"}


# --- Start, rest, look again --------------------------------------------------------------------------------------


def test_the_checklist_names_what_is_missing_and_refuses_an_early_start() -> None:
    pair = make_pair("coaching", status="contracting")
    client = as_(pair.guide)
    page = text(client.get(url("start", pair)))
    assert "Mission in one sentence" in page
    assert "The contract is not signed by everybody" in page
    assert client.post(url("start", pair)).status_code == 409
    make_agreement(pair)
    assert "Go on to" in text(client.get(url("start", pair)))
    assert client.post(url("start", pair)).status_code == 302
    assert again(pair).status == "assessing"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_resting_until_a_day_and_waking(kind: str) -> None:
    pair = make_pair(kind)
    client = as_(pair.learner)
    assert client.post(url("rest", pair), {"until": "2026-11-01"}).status_code == 200
    assert again(pair).status == "active"
    client.post(url("rest", pair), {"until": "2026-12-01"})
    assert (again(pair).status, again(pair).wakes_on) == (kinds.of(kind).RESTING, date(2026, 12, 1))
    assert "until" in text(client.get(reverse("desk:pair", args=[pair.pk])))
    as_(pair.guide).post(url("wake", pair))
    assert again(pair).status == "active"


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_looking_again_goes_on_or_comes_to_a_good_end(kind: str) -> None:
    pair = make_pair(kind)
    client = as_(pair.learner)
    client.post(url("look_again", pair), {"act": "begin"})
    assert again(pair).status == kinds.of(kind).LOOK_AGAIN
    client.post(url("look_again", pair), {"act": "go_on"})
    assert again(pair).status == "active"
    client.post(url("look_again", pair), {"act": "begin"})
    client.post(url("look_again", pair), {"act": "close", "helped": "Questions", "keeps_going": ""})
    assert again(pair).status == "closed"
    assert LastLook.objects.get().helped == "Questions"
    assert "Questions" in text(as_(pair.guide).get(reverse("desk:pair", args=[pair.pk])))


# --- End ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["guide", "learner"])
@pytest.mark.parametrize("kind", kinds.KINDS)
def test_ending_takes_two_clicks_from_the_workspace(kind: str, role: str) -> None:
    """S1-29, S3-15: the link on the page, the button, the same for both halves; no field has to be filled."""
    pair = make_pair(kind)
    client = as_(getattr(pair, role))
    assert url("end", pair) in text(client.get(reverse("desk:pair", args=[pair.pk])))
    page = text(client.get(url("end", pair)))
    assert "has come to an end. Thank you for your time." in page
    assert "required" not in page
    response = client.post(url("end", pair), {})
    assert response.headers["Location"] == url("farewell", pair)
    assert not again(pair).is_open


def test_a_thank_you_reaches_the_other_and_the_reason_nobody() -> None:
    pair = make_pair()
    client = as_(pair.learner)
    client.post(url("end", pair), {"thanks": "For your patience"})
    client.post(url("farewell", pair), {"reason": "We wanted different things"})
    theirs = text(as_(pair.guide).get(reverse("desk:pair", args=[pair.pk])))
    assert "For your patience" in theirs
    assert "different things" not in theirs
    assert "different things" in text(client.get(url("farewell", pair)))
    assert "different things" not in text(as_(pair.guide).get(url("farewell", pair)))
    assert (Thanks.objects.count(), Farewell.objects.count()) == (1, 1)
    as_(pair.guide).post(url("thank", pair), {"thanks": "And you"})
    assert Thanks.objects.count() == 2


def test_after_90_days_the_pages_are_gone() -> None:
    pair = make_pair(status="ended", ended_on=TODAY - timedelta(days=91))
    for name in ("farewell", "agreement_changes"):
        assert as_(pair.learner).get(url(name, pair)).status_code == 404


def test_a_new_end_date_is_proposed_and_agreed_on_pages() -> None:
    """S0-14."""
    pair = make_pair("coaching")
    data = {"ends_on": "2027-05-01", "reason": "One more audit"}
    assert as_(pair.learner).post(url("end_date", pair), data).status_code == 403
    assert as_(pair.guide).post(url("end_date", pair), {**data, "ends_on": "2026-01-01"}).status_code == 200
    as_(pair.guide).post(url("end_date", pair), data)
    assert "One more audit" in text(as_(pair.learner).get(reverse("desk:pair", args=[pair.pk])))
    as_(pair.learner).post(url("end_date_answer", pair), {"answer": "yes"})
    assert again(pair).ends_on == date(2027, 5, 1)
    assert EndDateProposal.objects.get().accepted_at == NOW


def test_mentoring_has_no_page_for_an_end_date() -> None:
    """S0-16."""
    pair = make_pair("mentoring")
    assert as_(pair.guide).get(url("end_date", pair)).status_code == 409
    page = text(as_(pair.learner).get(reverse("desk:pair", args=[pair.pk])))
    assert "end date" not in page.lower()


def test_who_stays_is_offered_to_end_it_when_the_other_has_left() -> None:
    pair = make_pair()
    User.objects.filter(pk=pair.guide_id).update(is_active=False)
    assert "Leo has left" in text(as_(pair.learner).get(reverse("desk:pair", args=[pair.pk])))
    as_(pair.learner).post(url("end", pair), {})
    assert not again(pair).is_open


def test_nobody_outside_the_pair_reaches_any_of_its_pages(outsider: User) -> None:
    pair = make_pair("coaching")
    endings.propose_end_date(pair, date(2027, 5, 1), "why", by=pair.guide, now=NOW)
    assert agreeing.newest(pair) is not None
    names = [
        "agreement_change",
        "agreement_changes",
        "start",
        "rest",
        "look_again",
        "end",
        "farewell",
        "thank",
        "end_date",
    ]
    posts = [*names, "agreement_sign", "agreement_narrow", "wake", "end_date_answer"]
    posts.remove("agreement_changes")
    for person in (outsider, pair.program.admin_rows.get().person, make_person("Sam", is_org_admin=True)):
        client = as_(person)
        assert {client.get(url(name, pair)).status_code for name in names} == {404}
        assert {client.post(url(name, pair), {}).status_code for name in posts} == {404}


def test_the_page_to_sign_asks_the_learner_alone_what_others_see() -> None:
    pair = make_pair(status="agreeing")
    make_agreement(pair, signed=False)
    page = reverse("desk:pair_agreement", args=[pair.pk])
    assert 'name="shows"' not in text(as_(pair.guide).get(page))
    assert 'name="shows" value="takes_place"' in text(as_(pair.learner).get(page))
    as_(pair.learner).post(url("agreement_sign", pair), {"version": 1, "ticks": "1", "shows": "takes_place"})
    agreement = Agreement.objects.get()
    assert agreement.shows_takes_place
    assert agreement.signatures.get().person == pair.learner
