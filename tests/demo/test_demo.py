"""The invented organization: lively, made through the verbs, made once, and open only where it may be."""

import json
import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import NoReverseMatch, reverse
from playwright.sync_api import Browser

from relationships import kinds
from tests.browser import open_page
from tests.run.installation import Installation, wait_for
from tests.run_suite import ROOT

pytestmark = pytest.mark.xdist_group("demo")
PERSONAS = (
    "maya.lindqvist", "dana.wolff", "leo.brandt", "ruth.adeyemi", "ines.ferro", "noor.haddad", "tom.ellis",
    "amara.okafor", "sam.whitlock", "karl.jensen",
)  # fmt: skip
# Ways to write that are no verbs, and the one verb that has such a name.
WRITES = re.compile(r"[\w.]+\.(?:save|update|bulk_create|bulk_update|delete|create|(?:get|update)_or_create)\(")
VERBS = [("taking_part.py", "running.create(")]


def facts_of(demo: Installation) -> dict[str, Any]:
    done = demo.manage("shell", "--verbosity", "0", "--command", "import tests.demo.facts")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.fixture(scope="module")
def facts(demo: Installation) -> dict[str, Any]:
    return facts_of(demo)


def test_about_120_people_and_pairs_in_every_state_of_both_kinds(facts: dict[str, Any]) -> None:
    assert 115 <= facts["counts"]["people.User"] <= 125
    assert facts["counts"]["programs.Program"] == 2
    assert facts["states"] == sorted(f"{kind} {each}" for kind, rules in kinds.KINDS.items() for each in rules.STATUSES)


def test_sessions_goals_and_mails_are_there(facts: dict[str, Any]) -> None:
    assert set(facts["sessions"]) == {"planned", "held", "cancelled", "missed", "unknown"}
    assert facts["nudges"]["sent"] > 100
    assert facts["nudges"]["bounced"] == 1
    tables = ["goals.CoachingGoal", "goals.Measurement", "goals.Aim", "goals.Review", "surveys.Answer"]
    tables += ["surveys.HelpRequest", "notes.PrivateNote", "notes.SharedNote", "relationships.EndDateProposal"]
    assert [table for table in tables if not facts["counts"][table]] == []


def test_every_state_was_reached_step_by_step(facts: dict[str, Any]) -> None:
    assert facts["broken_trails"] == []


def test_the_file_that_waits_for_sam_is_there_all_day(facts: dict[str, Any]) -> None:
    assert facts["imports_forgotten_in_12_h"] == 0


def test_a_second_run_changes_no_table(demo: Installation) -> None:
    before = facts_of(demo)["counts"]
    again = demo.manage("make_demo")
    assert (again.returncode, again.stdout) == (0, "")
    assert facts_of(demo)["counts"] == before


def test_the_demo_writes_through_verbs_only() -> None:
    """What goes in by the thousand lies apart; `tests/generate` holds it against the verbs."""
    files = {path: path.read_text() for path in (ROOT / "demo").rglob("*.py") if path.parent.name != "bulk"}
    assert [(path.name, found.group()) for path, text in files.items() for found in WRITES.finditer(text)] == VERBS
    assert len(files) > 10


def test_what_the_personas_say_is_derived(facts: dict[str, Any]) -> None:
    said = facts["personas"]
    assert tuple(said) == PERSONAS
    assert said["dana.wolff"] == "coach, 6 coachees"
    assert said["leo.brandt"] == "mentor of 2"
    assert said["ruth.adeyemi"] == "manages a team of 14"
    assert said["tom.ellis"] == "coachee, a value is due"
    assert said["amara.okafor"] == "mentee, talk tomorrow"
    assert said["karl.jensen"] == "sponsor of 1 coaching"


def test_outside_the_demo_there_are_no_routes_and_nothing_is_made() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("demo:personas")
    with pytest.raises(CommandError):
        call_command("make_demo")


@pytest.mark.parametrize(("demo_is_on", "production"), [(False, False), (True, True)])
def test_a_view_that_is_reached_all_the_same_is_not_found(settings: Any, demo_is_on: bool, production: bool) -> None:
    from demo.views import in_the_demo

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    settings.DEMO, settings.PRODUCTION = demo_is_on, production
    with pytest.raises(Http404):
        in_the_demo(view)(RequestFactory().get("/"))
    settings.DEMO, settings.PRODUCTION = True, False
    assert in_the_demo(view)(RequestFactory().get("/")).status_code == 200


@pytest.fixture(scope="module")
def server(demo: Installation) -> Iterator[str]:
    command = [sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{demo.port}", "--threads", "2"]
    process = demo.start([*command, "--no-control-socket"])
    wait_for(lambda: demo.get("/healthz")[0] == 200)
    yield f"http://localhost:{demo.port}"
    process.terminate()
    process.wait()


@pytest.mark.browser
def test_every_persona_comes_in_by_a_button_and_finds_something_to_do(browser: Browser, server: str) -> None:
    with open_page(browser, server, javascript=False) as page:
        for persona in PERSONAS:
            page.goto("/demo/" if persona != PERSONAS[0] else "/")
            page.locator(f'form[action$="/enter/{persona}/"] button').click()
            assert page.locator("h1").inner_text().startswith("Hello"), persona
            assert page.locator("main .btn").count() > 0, persona
            assert page.get_by_text("You take part in nothing yet").count() == 0, persona


@pytest.mark.browser
def test_a_mail_opens_in_the_mailbox_and_its_button_leads_into_the_pages(browser: Browser, server: str) -> None:
    with open_page(browser, server) as page:
        page.goto("/demo/")
        page.locator('form[action$="/enter/amara.okafor/"] button').click()
        page.get_by_role("link", name="open the mailbox").click()
        page.get_by_role("link", name="Amara", exact=True).click()
        assert page.locator("nav.tabs [aria-current]").inner_text() == "Amara"
        page.get_by_role("link", name=re.compile("with Leo")).first.click()
        page.frame_locator("iframe").get_by_role("link").first.click()
        page.wait_for_url(lambda url: "/demo/mail/" not in url)
        assert page.locator("h1").count() == 1


@pytest.mark.browser
def test_maya_invites_people_by_mail(browser: Browser, server: str) -> None:
    with open_page(browser, server, javascript=False) as page:
        page.goto("/demo/")
        page.locator('form[action$="/enter/maya.lindqvist/"] button').click()
        page.goto("/programs/")
        page.get_by_role("link", name="Mentoring across sites").click()
        page.get_by_role("link", name="Invite people").click()
        page.get_by_label("Or a list of addresses").fill("simon.acosta@tidewater.example")
        page.get_by_role("button", name="Show who gets the mail").click()
        page.get_by_role("button", name="Send 1 invitation").click()
        assert "1 invitation is on its way." in page.get_by_role("status").inner_text()
