"""Agreement in versions: signatures, ticks, sponsors (S0-34, S0-20, C7, C17)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from core.errors import NotPossible, Stale
from people.models import User
from relationships import agreeing, kinds, rules
from relationships.agreeing import Terms
from relationships.missing import missing_mission
from relationships.models import Agreement, Relationship
from tests.make import NOW, make_agreement, make_pair, make_person

pytestmark = pytest.mark.django_db
TEXTS = {"mission": "Deliver on time", "purpose": "What for", "how_we_work": "Monthly"}


def terms(**fields: Any) -> Terms:
    return Terms(**{"texts": TEXTS, "cadence_days": 28, **fields})


def write(pair: Relationship, by: User, **fields: Any) -> Agreement:
    newest = agreeing.newest(pair)
    return agreeing.write(pair, terms(**fields), based_on=newest.version if newest else 0, by=by, now=NOW)


def sign(pair: Relationship, *people: User) -> None:
    newest = agreeing.newest(pair)
    assert newest is not None
    for person in people:
        agreeing.sign(pair, newest.version, by=person, now=NOW)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_last_signature_puts_it_in_force(kind: str) -> None:
    pair = make_pair(kind, status=kinds.of(kind).AFTER_YES)
    write(pair, pair.guide)
    sign(pair, pair.guide, pair.guide)
    assert rules.in_force(pair) is None
    sign(pair, pair.learner)
    assert rules.in_force(pair).version == 1


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_a_change_is_signed_by_both_again_and_the_old_version_holds_until_then(kind: str) -> None:
    """S0-34: A signs v1, B edits: v2 is signed by nobody; both sign: it is agreed."""
    pair = make_pair(kind, status="active")
    changed = write(pair, pair.guide, cadence_days=14)
    assert changed.signatures.count() == 0
    assert rules.in_force(pair).version == 1
    sign(pair, pair.learner)
    assert rules.in_force(pair).version == 1
    sign(pair, pair.guide)
    assert rules.in_force(pair).version == 2
    assert Relationship.objects.get(pk=pair.pk).cadence_days == 14
    assert Agreement.objects.get(relationship=pair, version=1).superseded_at == NOW


def test_what_was_changed_meanwhile_is_not_signed_unread() -> None:
    pair = make_pair(status="agreeing")
    write(pair, pair.guide)
    write(pair, pair.guide)
    with pytest.raises(NotPossible):
        agreeing.sign(pair, 1, by=pair.learner, now=NOW)


def test_two_who_write_at_once_lose_no_words() -> None:
    pair = make_pair(status="agreeing")
    agreeing.write(pair, terms(texts={"purpose": "hers"}), based_on=0, by=pair.learner, now=NOW)
    with pytest.raises(Stale) as stale:
        agreeing.write(pair, terms(texts={"purpose": "his"}), based_on=0, by=pair.guide, now=NOW)
    assert (stale.value.current["purpose"], stale.value.mine["purpose"]) == ("hers", "his")
    assert pair.agreements.count() == 1


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_nobody_outside_writes_or_signs(kind: str, outsider: User) -> None:
    pair = make_pair(kind, status=kinds.of(kind).AFTER_YES)
    write(pair, pair.learner)
    for person in (outsider, pair.program.admin_rows.get().person, make_person("Sam", is_org_admin=True)):
        with pytest.raises(PermissionDenied):
            write(pair, person)
        with pytest.raises(PermissionDenied):
            agreeing.sign(pair, 1, by=person, now=NOW)


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_only_the_learner_sets_the_ticks(kind: str) -> None:
    pair = make_pair(kind, status=kinds.of(kind).AFTER_YES)
    with pytest.raises(PermissionDenied):
        write(pair, pair.guide, shows={"takes_place"})
    assert write(pair, pair.guide).discloses == frozenset()
    assert write(pair, pair.learner, shows={"takes_place"}).discloses == {"takes_place"}
    assert write(pair, pair.guide).discloses == {"takes_place"}


def test_mentoring_knows_one_tick_only() -> None:
    pair = make_pair("mentoring", status="agreeing")
    with pytest.raises(NotPossible):
        write(pair, pair.learner, shows={"takes_place", "sessions"})


def test_showing_more_counts_with_the_learners_new_signature_only() -> None:
    """C17: the guide's signature alone widens nothing."""
    pair = make_pair("mentoring", status="active")
    write(pair, pair.learner, shows={"takes_place"})
    sign(pair, pair.guide)
    assert rules.disclosed(pair) == frozenset()
    sign(pair, pair.learner)
    assert rules.disclosed(pair) == {"takes_place"}


def test_showing_less_counts_at_once(sponsor: User) -> None:
    """C17: without a new version or a signature, and what waits for signatures shows no more either."""
    pair = make_pair("coaching", signed=False)
    ticks = {"shows_takes_place": True, "shows_sessions": True, "shows_goals": True}
    make_agreement(pair, sponsor=sponsor, **ticks)
    write(pair, pair.guide, sponsor=sponsor)
    agreeing.narrow(pair, keep={"takes_place"}, by=pair.learner, now=NOW)
    assert rules.disclosed(pair) == {"takes_place"}
    sign(pair, pair.learner, pair.guide, sponsor)
    assert rules.disclosed(pair) == {"takes_place"}
    with pytest.raises(PermissionDenied):
        agreeing.narrow(pair, keep=set(), by=pair.guide, now=NOW)


def test_a_learner_who_writes_less_into_a_new_version_shows_less_at_once(sponsor: User) -> None:
    pair = make_pair("coaching", signed=False)
    make_agreement(pair, sponsor=sponsor, shows_takes_place=True, shows_sessions=True)
    write(pair, pair.learner, shows={"takes_place"}, sponsor=sponsor)
    assert rules.disclosed(pair) == {"takes_place"}
    write(pair, pair.learner, shows={"takes_place"}, sponsor=None)
    assert not Relationship.objects.disclosed_to(sponsor).exists()


def test_a_sponsor_signs_after_the_learner_and_hears_nothing_before(sponsor: User) -> None:
    pair = make_pair("coaching", status="contracting")
    write(pair, pair.learner, sponsor=sponsor, shows={"takes_place"})
    sign(pair, pair.guide)
    assert not Relationship.objects.sponsored_by(sponsor).exists()
    with pytest.raises(PermissionDenied):
        sign(pair, sponsor)
    sign(pair, pair.learner)
    assert Relationship.objects.sponsored_by(sponsor).get() == pair
    assert rules.in_force(pair) is None
    sign(pair, sponsor)
    assert rules.in_force(pair) is not None
    assert not Agreement.objects.visible_to(sponsor).exists()


def test_mentoring_has_no_sponsor(sponsor: User) -> None:
    pair = make_pair("mentoring", status="agreeing")
    with pytest.raises(NotPossible):
        write(pair, pair.learner, sponsor=sponsor)


def test_a_contract_needs_its_mission() -> None:
    """S0-20: without the sentence there is no contract to sign, and no way on."""
    pair = make_pair("coaching", status="contracting")
    with pytest.raises(NotPossible):
        write(pair, pair.guide, texts={"mission": "  "})
    make_agreement(pair, mission="")
    with pytest.raises(NotPossible, match="mission"):
        pair.move("assessing", by=pair.guide, now=NOW)


def test_the_mentees_two_answers_are_her_first_draft_and_nobody_elses() -> None:
    """C7; what she wrote when applying is not shown on."""
    pair = make_pair("mentoring", status="agreeing")
    assert agreeing.draft(pair, by=pair.learner)["purpose"] == "To lead a team\n\nBy talking it through"
    assert "lead a team" not in agreeing.draft(pair, by=pair.guide)["purpose"]


def test_a_mission_that_waits_for_signatures_is_not_called_missing() -> None:
    pair = make_pair("coaching", signed=False)
    assert missing_mission(pair) == ["the mission in one sentence is missing."]
    make_agreement(pair, signed=False, mission="Deliver on time")
    assert missing_mission(pair) == ["the mission counts once everybody has signed the contract."]


def test_the_last_signature_takes_the_first_step_when_nothing_else_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pair = make_pair("coaching", status="contracting")
    write(pair, pair.guide)
    sign(pair, pair.guide, pair.learner)
    assert Relationship.objects.get(pk=pair.pk).status == "assessing"


@pytest.mark.parametrize(
    ("kind", "old", "new"),
    [(kind, old, new) for kind, module in kinds.KINDS.items() for old, new in module.START.items()],
)
def test_no_state_after_contracting_or_agreeing_without_a_signed_agreement(
    kind: str, old: str, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = rules.in_force
    pair = make_pair(kind, status=old, signed=False)
    make_agreement(pair, signed=False)
    from relationships import gates

    others: dict[str, gates.Gate] = {name: lambda relationship: [] for name in kinds.of(kind).MOVES[old, new].gates}

    for name in others.keys() - {"agreement_signed", "mission"}:
        monkeypatch.setitem(gates._gates, name, others[name])
    with pytest.raises(NotPossible):
        pair.move(new, by=pair.guide, now=NOW)
    sign(pair, pair.guide, pair.learner)
    assert real(pair) is not None
    pair = Relationship.objects.get(pk=pair.pk)
    if pair.status != new:
        pair.move(new, by=pair.guide, now=NOW)
    assert pair.status == new


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_every_way_to_work_together_passes_the_signed_agreement(kind: str) -> None:
    """From the second yes there is no path to a state without the gate, save to the end."""
    module = kinds.of(kind)
    reached, todo = set(), [module.AFTER_YES]
    while todo:
        here = todo.pop()
        reached.add(here)
        steps = [
            new for (old, new), move in module.MOVES.items() if old == here and "agreement_signed" not in move.gates
        ]
        todo += [new for new in steps if new not in reached]
    assert reached == {module.AFTER_YES, module.ENDED_BY_ONE}


def test_nothing_is_agreed_when_it_is_over() -> None:
    pair = make_pair(status="ended", ended_on=NOW.date(), signed=False)
    with pytest.raises(NotPossible):
        write(pair, pair.learner)


def test_the_changes_name_both_texts() -> None:
    pair = make_pair(status="agreeing")
    old = write(pair, pair.learner, texts={"purpose": "before"})
    new = agreeing.write(
        pair, terms(texts={"purpose": "after"}, shows={"takes_place"}), based_on=1, by=pair.learner,
        now=NOW + timedelta(days=1),
    )  # fmt: skip
    found = agreeing.changes(old, new, {"purpose": "What it is for", "ending": "Ending"})
    assert [(change.about, change.before, change.after) for change in found] == [
        ("What it is for", "before", "after"),
        ("What others see", "Nothing", "That I take part"),
    ]


@pytest.mark.parametrize("kind", kinds.KINDS)
def test_the_learner_ticks_while_signing_and_the_other_signature_stays(kind: str) -> None:
    """C17: what others see is the learner's own to say, so the guide has nothing to sign again."""
    pair = make_pair(kind, status=kinds.of(kind).AFTER_YES)
    write(pair, pair.guide)
    sign(pair, pair.guide)
    assert not rules.disclosed(pair)
    agreeing.sign(pair, 1, shows={"takes_place"}, by=pair.learner, now=NOW)
    assert rules.in_force(pair).version == 1
    assert rules.disclosed(pair) == {"takes_place"}


def test_fewer_ticks_with_a_signature_count_at_once_and_more_only_with_the_version() -> None:
    pair = make_pair("coaching", status="active", signed=False)
    make_agreement(pair, shows_takes_place=True, shows_sessions=True)
    write(pair, pair.guide)
    agreeing.sign(pair, 2, shows={"takes_place", "end_date"}, by=pair.learner, now=NOW)
    assert rules.disclosed(pair) == {"takes_place"}
    sign(pair, pair.guide)
    assert rules.disclosed(pair) == {"takes_place", "end_date"}


def test_nobody_else_ticks_while_signing_and_nothing_unknown_is_ticked() -> None:
    pair = make_pair(status="agreeing")
    write(pair, pair.learner)
    with pytest.raises(PermissionDenied):
        agreeing.sign(pair, 1, shows={"takes_place"}, by=pair.guide, now=NOW)
    with pytest.raises(NotPossible):
        agreeing.sign(pair, 1, shows={"goals"}, by=pair.learner, now=NOW)
    assert not Agreement.objects.get().signatures.exists()
    assert not Agreement.objects.get().shows_takes_place
