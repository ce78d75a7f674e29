"""Publishing: proposed pairs with a place held, never over capacity, never twice, nobody's wish told."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection

from core.errors import NotPossible
from pairing import deciding
from pairing.models import Decision, Match, Run, Unmatched
from pairing.publishing import publish, publish_match
from pairing.running import pair_now
from people.models import PersonSkill, RoleHeld, Skill, User
from programs.models import Enrollment, Program
from relationships.models import Relationship
from tests.make import NOW, make_pair, make_person
from tests.pairing.people import aims_for, join, small_program
from tests.run.installation import PATIENCE

ROUNDS = 20


def pair(program: Program) -> Run:
    return pair_now(program, by=None, now=NOW)


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["coaching", "mentoring"])
def test_publishing_proposes_every_pair_with_a_place_held(kind: str) -> None:
    program, admin = small_program(kind)
    join(program, "Leo", "guide", places=3)
    for name in ("Amara", "Jo", "Mia"):
        join(program, name, "learner")
    run = pair(program)
    out = publish(run, by=admin, now=NOW)
    assert [pair.status for pair in out.pairs] == ["proposed"] * 3
    assert sorted(Relationship.objects.values_list("place", flat=True)) == [1, 2, 3]
    assert out.sentence(program.words) == "3 proposed pairs are out. You will see the answers in the inbox."
    assert all(match.relationship_id for match in Match.objects.filter(run=run))
    with pytest.raises(NotPossible, match="nothing left to publish"):
        publish(run, by=admin, now=NOW)


@pytest.mark.django_db
def test_no_row_of_a_run_brings_along_what_went_into_it() -> None:
    program, _admin = small_program()
    join(program, "Leo", "guide", places=1)
    for name in ("Amara", "Jo"):
        join(program, name, "learner")
    run = pair(program)
    for rows in (Match.objects.filter(run=run).for_page(), Unmatched.objects.filter(run=run).for_page()):
        [row] = rows
        assert "frozen" in row.run.get_deferred_fields()


@pytest.mark.django_db
def test_what_filled_up_meanwhile_is_put_back_and_said() -> None:
    program, admin = small_program()
    leo, ada = join(program, "Leo", "guide", places=1), join(program, "Ada", "guide", places=1)
    amara, jo = join(program, "Amara", "learner"), join(program, "Jo", "learner")
    run = pair(program)
    leo_match = Match.objects.get(run=run, guide=leo)
    make_pair(program=program, guide=leo.person, learner=make_person("Somebody"))
    out = publish(run, by=admin, now=NOW)
    assert out.sentence(program.words) == (
        "1 mentor filled up while you were looking. 1 pair was published, 1 was put back."
    )
    leo_match.refresh_from_db()
    assert (leo_match.state, leo_match.put_back_because) == ("put_back", "Leo is full (1 of 1).")
    assert {ada.pk, amara.pk, jo.pk} >= {Match.objects.get(run=run, state="published").guide_id}


@pytest.mark.django_db
def test_a_line_or_a_wish_that_came_after_the_run_is_respected_in_the_same_words() -> None:
    program, admin = small_program()
    for learner, guide in (("Amara", "Leo"), ("Jo", "Ada")):
        join(program, learner, "learner", profession=guide), join(program, guide, "guide", profession=guide, places=1)
    run = pair(program)
    by_learner = {match.learner.person.given_name: match for match in Match.objects.filter(run=run)}
    User.objects.filter(given_name="Amara").update(manager=by_learner["Amara"].guide.person)
    by_learner["Jo"].learner.exclusions.create(person=by_learner["Jo"].guide.person)
    assert publish(run, by=admin, now=NOW).pairs == []
    assert {m.put_back_because for m in Match.objects.filter(run=run)} == {
        "This pair no longer fits this program’s rules."
    }


@pytest.mark.django_db
@pytest.mark.parametrize("what", [Decision.What.FORBID, Decision.What.LEAVE_OUT])
def test_marked_pairs_stay_where_they_are_and_an_old_run_is_not_published(what: str) -> None:
    program, admin = small_program()
    join(program, "Leo", "guide", places=2)
    for name in ("Amara", "Jo"):
        join(program, name, "learner")
    first = pair(program)
    run = pair(program)
    with pytest.raises(NotPossible, match="newer pairing"):
        publish(first, by=admin, now=NOW)
    marked = Match.objects.filter(run=run)[0]
    deciding.decide(marked, what, by=admin, now=NOW)
    assert len(publish(run, by=admin, now=NOW).pairs) == 1
    marked.refresh_from_db()
    assert marked.state == "suggested"


@pytest.mark.django_db
def test_who_found_a_pair_since_the_run_gets_no_second_one() -> None:
    program, admin = small_program()
    join(program, "Leo", "guide")
    amara = join(program, "Amara", "learner")
    run = pair(program)
    make_pair(program=program, learner=amara.person)
    out = publish(run, by=admin, now=NOW)
    assert (out.pairs, [match.put_back_because for match in out.put_back]) == ([], ["Amara has a pair already."])


@pytest.mark.django_db
def test_both_read_only_what_public_profiles_say() -> None:
    """D9: neither the role that the learner aims for nor a grade goes to the other half."""
    program, admin = small_program()
    amara = join(program, "Amara", "learner", grade="HEO", profession="Policy", languages=["en"])
    leo = join(program, "Leo", "guide", grade="SEO", profession="Policy", languages=["en"])
    aims_for(amara, "Head of Supply")
    RoleHeld.objects.create(person=leo.person, title="Head of Supply")
    skill = Skill.objects.create(name="Listening")
    PersonSkill.objects.create(person=amara.person, skill=skill, direction="wanted")
    PersonSkill.objects.create(person=leo.person, skill=skill, direction="offered")
    publish(pair(program), by=admin, now=NOW)
    assert Relationship.objects.get().reasons == [
        "Offers the skill Amara wants", "Working hours overlap by 8 hours", "Languages in common: English",
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_match_is_published_once() -> None:
    program, admin = small_program()
    join(program, "Amara", "learner"), join(program, "Leo", "guide")
    match = Match.objects.get(run=pair(program))
    assert publish_match(match, by=admin, now=NOW) is not None
    assert publish_match(match, by=admin, now=NOW) is None
    assert Relationship.objects.count() == 1


@pytest.fixture
def racers(transactional_db: None) -> Iterator[list[subprocess.Popen[str]]]:
    """Two processes on this very database."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        facts = connection.settings_dict
        who = facts["USER"] + (f":{facts['PASSWORD']}" if facts["PASSWORD"] else "")
        url = f"postgres://{who}@{facts['HOST'] or '127.0.0.1'}:{facts['PORT'] or 5432}/{name}"
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": url}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.pairing.racers"], cwd=settings.BASE_DIR, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        for _number in range(2)
    ]  # fmt: skip
    yield started
    for process in started:
        process.communicate("\n", timeout=PATIENCE)


def test_two_publishers_at_once_never_exceed_a_capacity_and_never_pair_twice(
    racers: list[subprocess.Popen[str]],
) -> None:
    """Two processes, twenty rounds: one run published by both, a place fewer than pairs."""
    for number in range(ROUNDS):
        program, _admin = small_program()
        guides = [join(program, f"G{n}", "guide", places=2) for n in range(3)]
        for n in range(6):
            join(program, f"L{n}", "learner")
        run = pair(program)
        # Since the run one place is gone: somebody has to be put back, and only once.
        Enrollment.objects.filter(pk=guides[0].pk).update(places=1)
        start = time.time() + 0.1  # the barrier: both wait for the same moment
        for process in racers:
            assert process.stdin is not None
            process.stdin.write(f"{run.pk} {start}\n")
            process.stdin.flush()
        answers = [json.loads(process.stdout.readline()) for process in racers if process.stdout is not None]
        here = Relationship.objects.filter(program=program)
        taken = Counter(here.values_list("guide__given_name", flat=True))
        assert taken == {"G0": 1, "G1": 2, "G2": 2}, (number, answers)
        assert len(set(here.values_list("learner_id", flat=True))) == here.count() == 5
        assert sum(answer.get("published", 0) for answer in answers) == 5, answers
        assert sum(answer.get("put_back", 0) for answer in answers) == 1, answers
