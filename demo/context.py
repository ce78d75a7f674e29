"""What the demo adds to every page: the thin bar, and the buttons of the sign-in page."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from core import clock
from demo import personas


def demo(request: HttpRequest) -> dict[str, Any]:
    """`personas` is asked for by the sign-in page alone, so it is found when it is printed."""
    bar = {"mailbox_url": reverse("demo:mailbox"), "switch_url": reverse("demo:personas")}
    return {"demo": bar, "personas": partial(personas.shown, clock.now())}
