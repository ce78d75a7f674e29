"""Lighthouse on the ten main pages as the demo shows them: every one of its four figures is at least 0.95.

    .venv/bin/python -m tests.lighthouse [NAME …] [--url ADDRESS]

Needs Node and Chromium; Lighthouse 12 is fetched by npx, or named by the variable LIGHTHOUSE. Exit code 1 when a figure
is lower, with the checks that took it down.
"""

import argparse
import json
import os
import shlex
import subprocess
import sys
from typing import Any

from playwright.sync_api import Browser

from tests.browser import MISSING, find_browser, open_browser
from tests.screenshots import SHOTS, Shot, at

LEAST = 0.95
WAY = shlex.split(os.environ.get("LIGHTHOUSE", "npx --yes lighthouse@12"))


def place_of(browser: Browser, url: str, shot: Shot) -> tuple[str, str]:
    """The address of the page, and the cookies that open it."""
    context = browser.new_context(base_url=url, java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto("/")
        if shot.persona:
            page.locator(f'form[action$="/enter/{shot.persona}/"] button').click()
        for go in shot.way:
            go(page)
        return page.url, "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())
    finally:
        context.close()


def ask(address: str, cookies: str) -> dict[str, Any]:
    """Lighthouse's report on one page."""
    flags = "--headless=new --no-sandbox --disable-gpu"
    command = [*WAY, address, "--output=json", "--quiet", f"--chrome-flags={flags}"]
    command += ["--extra-headers", json.dumps({"Cookie": cookies})] if cookies else []
    environment = {**os.environ, "CHROME_PATH": str(find_browser())}
    answer = subprocess.run(command, capture_output=True, text=True, env=environment)
    if answer.returncode:
        sys.exit(answer.stderr)
    report: dict[str, Any] = json.loads(answer.stdout)
    return report


def taken_down_by(report: dict[str, Any]) -> list[str]:
    """The checks that cost something, each with the category that it belongs to."""
    return [
        f"{name}: {check['title']} ({part['id']}) {json.dumps(check.get('details', {}).get('items', []))[:300]}"
        for name, category in report["categories"].items()
        for part in category["auditRefs"]
        if part["weight"] and ((check := report["audits"][part["id"]])["score"] or 0) < 1
        and check["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}
    ]  # fmt: skip


def main() -> int:
    """Prints a row for each page; 1 when a figure is lower than asked."""
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("names", nargs="*", help="only pages whose name contains one of these")
    reader.add_argument("--url", help="of a demo that runs")
    given = reader.parse_args()
    if find_browser() is None:
        print(MISSING, file=sys.stderr)
        return 1
    is_low = False
    with at(given.url) as url, open_browser() as browser:
        for shot in (shot for shot in SHOTS if not given.names or any(name in shot.name for name in given.names)):
            report = ask(*place_of(browser, url, shot))
            scores = {name: category["score"] for name, category in report["categories"].items()}
            print(f"{shot.name:16}", "  ".join(f"{name} {score:.2f}" for name, score in scores.items()), flush=True)
            if min(scores.values()) < LEAST:
                is_low = True
                print(*(f"    {line}" for line in taken_down_by(report)), sep="\n")
    return int(is_low)


if __name__ == "__main__":
    sys.exit(main())
