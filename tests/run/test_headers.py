"""What browsers are told with every answer; `tests/doors` looks for it on every route, as every role."""

import json
import os
import subprocess
import sys

from django.test import Client

from tests.doors.asking import HEADERS, header_faults
from tests.run.test_production import WHOLE
from tests.run_suite import OWN, ROOT

# An installation under https, asked without its database: the way to https, a file, a page that is not there.
ASK = """
import json, django
django.setup()
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.conf import settings
from django.test import Client
client = Client(headers={"host": "manyhands.invalid"}, raise_request_exception=False)
answers = [client.get("/"), client.get("/static/look.css", secure=True), client.get("/nowhere/", secure=True)]
cookies = {name: [getattr(settings, f"{name}_COOKIE_{word}") for word in ("NAME", "SECURE", "HTTPONLY", "SAMESITE")]
           for name in ("SESSION", "CSRF")}
print(json.dumps([[answer.status_code, dict(answer.headers)] for answer in answers] + [cookies]))
"""


def test_under_https_every_answer_binds_the_browser_to_it_and_cookies_stay_on_this_host(tmp_path: object) -> None:
    """ASVS 3.4, 7.1; A18: a redirect, a file and a refusal alike."""
    environment = {name: value for name, value in os.environ.items() if name not in OWN} | WHOLE
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "VAR_DIR": str(tmp_path), "STATIC_ROOT": str(tmp_path)}
    environment |= {"HASHED_STATIC": "0"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )
    *answers, cookies = json.loads(done.stdout)
    assert [status for status, _headers in answers] == [301, 200, 404], done.stderr
    for status, headers in answers:
        assert status == 301 or headers["Strict-Transport-Security"] == "max-age=31536000"
        assert [name for name, value in HEADERS.items() if value not in headers.get(name, "")] == []
    assert cookies["SESSION"] == ["__Host-sessionid", True, True, "Lax"]
    assert cookies["CSRF"] == ["__Host-csrftoken", True, True, "Lax"]


def test_a_page_runs_the_scripts_that_carry_its_own_nonce_and_no_other(client: Client, db: None) -> None:
    """A14: a new nonce for every answer; no script of this host, of another or in the page runs without it."""
    seen = set()
    for _time in range(2):
        page = client.get("/nowhere/")
        (rule,) = [part for part in page["Content-Security-Policy"].split("; ") if part.startswith("script-src ")]
        nonce = rule.removeprefix("script-src 'nonce-").removesuffix("'")
        assert rule == f"script-src 'nonce-{nonce}'"
        html = page.content.decode()
        assert html.count("<script ") == html.count(f'nonce="{nonce}"') > 0
        seen.add(nonce)
    assert len(seen) == 2


def test_the_page_for_a_form_without_its_token_runs_its_own_scripts_and_leads_home(db: None) -> None:
    """A15: an unsafe request without the token is refused, in words, on a page of ours."""
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "a@example.org"})
    html = page.content.decode()
    assert page.status_code == 403
    assert "This page was open for too long" in html
    assert "<script" in html
    assert header_faults(page) == []
