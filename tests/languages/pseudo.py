"""A language that only tests speak: every text in brackets, so that a text without them was never translated."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real

from tests.walks.reading import UNSEEN, VOID

PSEUDO = "qps"  # ISO 639-2 keeps qaa to qtz for local use
OPEN, CLOSE = "⟦", "⟧"
# What is read of a tag: by eye, by a screen reader, by htmx when the connection is gone, above a cell on a phone.
READ = {"title", "alt", "placeholder", "aria-label", "aria-description", "aria-valuetext", "label", "summary", "data-l"}
READ |= {"data-offline", "data-broken", "data-refused"}


class Brackets(gettext.NullTranslations):
    """Django's own words, those of allauth and ours: each in brackets. A context comes as part of the message."""

    domain = "django"

    def gettext(self, message: str) -> str:
        words = message.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        return f"{OPEN}{words}{CLOSE}" if words else ""

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        return self.gettext(singular if number == 1 else plural)

    def language(self) -> str:
        return PSEUDO

    def to_language(self) -> str:
        return PSEUDO


@contextmanager
def known() -> Iterator[None]:
    """The language is one of this installation's, beside English."""
    names = {"en": f"{OPEN}English{CLOSE}", PSEUDO: f"{OPEN}Brackets{CLOSE}"}
    with override_settings(LANGUAGES=list(names.items())):  # forgets every catalog, so first
        trans_real._translations[PSEUDO] = Brackets()  # type: ignore[attr-defined]
        yield


@contextmanager
def spoken() -> Iterator[None]:
    """Here it is the language, where it is `known`."""
    with translation.override(PSEUDO):
        yield


def outside(text: str) -> str:
    """What stands outside all brackets; AssertionError if they do not pair."""
    depth, kept = 0, []
    for sign in text:
        depth += (sign == OPEN) - (sign == CLOSE)
        assert depth >= 0, f"a bracket closes that never opened: {text[:200]}"
        kept.append(sign if depth == 0 and sign != CLOSE else " " if sign == CLOSE else "")
    assert depth == 0, f"a bracket stays open: {text[:200]}"
    return "".join(kept)


class _Texts(HTMLParser):
    """All that a person reads, in the order of the page: the text as one, each attribute for itself."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.attributes: list[str] = []
        self.path: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        silent = tag in UNSEEN - {"head", "svg"} or values.get("translate") == "no"
        if tag not in VOID:
            self.path.append((tag, silent))
        self.attributes += [values[name] for name in READ & set(values)]
        if tag == "input" and values.get("type") in {"submit", "button"}:
            self.attributes.append(values.get("value", ""))
        self.text.append(" ¶ " if tag != "svg" else " ")

    def handle_endtag(self, tag: str) -> None:
        self.text.append(" ¶ ")
        if any(part == tag for part, _silent in self.path):
            while self.path.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not any(silent for _tag, silent in self.path):
            self.text.append(data)


def texts_of(html: str) -> Iterable[str]:
    """What a page says, piece by piece, as far as it is outside brackets."""
    reader = _Texts()
    reader.feed(html)
    pieces: Any = outside("".join(reader.text)).split("¶")
    return [*pieces, *map(outside, reader.attributes)]
