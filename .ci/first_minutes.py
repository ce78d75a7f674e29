"""On the bare machine, with its own Python alone: `./run demo`, signed in as a browser would, ended by INT.

Prints how long it took and what it left on the disk. Exit code 1, with what was seen, when any of it does not work.
"""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from typing import NoReturn

PATIENCE = 300.0
HERE = Path(__file__).resolve().parent.parent


def fail(sentence: str, seen: str = "") -> NoReturn:
    sys.exit(f"FAILED {sentence}\n{seen}")


def processes() -> set[str]:
    return {folder.name for folder in Path("/proc").glob("[0-9]*")}


def megabytes(folder: Path) -> int:
    return sum(path.lstat().st_blocks * 512 for path in folder.rglob("*")) // 1_000_000


def sign_in(address: str) -> None:
    """Open the address, press the first button under which somebody is offered, land on a page that greets them."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    with browser.open(address, timeout=30) as answer:
        chooser, where = answer.read().decode(), answer.url
    button = re.search(
        r'<form method="post" action="([^"]*/enter/dana[^"]*)">'
        r'<input type="hidden" name="csrfmiddlewaretoken" value="(\w+)">.*?<b>(\w+)</b>', chooser
    )  # fmt: skip
    if button is None:
        fail(f"{where} offers nobody to be", chooser)
    action, token, name = button.groups()
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token}).encode()
    with browser.open(urllib.parse.urljoin(where, action), form, timeout=30) as answer:
        home = answer.read().decode()
    if f"Hello {name}</h1>" not in home:
        fail(f"{answer.url} does not greet {name}", home)


def main() -> None:
    """The whole of it, by the clock."""
    before, began = processes(), time.monotonic()
    demo = subprocess.Popen(["./run", "demo"], cwd=HERE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    marks = {}
    try:
        for line in demo.stdout or ():
            marks[line.split(" ")[0].strip(":\n")] = time.monotonic() - began
            if line.startswith("Manyhands: "):
                sign_in(line.split()[1])
                break
        else:
            fail("./run demo ended before it named its address")
        signed_in = time.monotonic() - began
    finally:
        demo.send_signal(signal.SIGINT)
    if (code := demo.wait(PATIENCE)) != 0:
        fail(f"Ctrl-C ended the demo with exit code {code}")
    if left := processes() - before:
        names = [Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in left]
        fail("After Ctrl-C something still runs", "\n".join(names))
    print(f"{'./run demo, to a signed-in page':<34}{signed_in:7.1f} s")
    print(f"{'  of that, until the demo was made':<34}{marks['Made']:7.1f} s")
    print(f"{'.venv':<34}{megabytes(HERE / '.venv'):7} MB\n{'var/':<34}{megabytes(HERE / 'var'):7} MB")


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    main()
