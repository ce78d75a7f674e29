"""Everybody reads the language and the clock that they chose; only languages with a catalog are there to choose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from people.models import User
from tests import make
from tests.languages.data import bare
from tests.languages.pseudo import OPEN, PSEUDO, known, texts_of

NEVER = re.compile(r"(?!)")


def test_a_bare_text_is_found_wherever_a_person_reads_it() -> None:
    """In the text, in what is read aloud, above a cell; not in a script, and not in what a program reads."""
    for html in (
        "<p>Bare</p>", "<p>⟦Hello⟧ there</p>", "<input placeholder='Bare'>", "<svg><title>Bare</title></svg>",
        "<title>Bare</title>", "<td data-l='Bare'>", "<input type='submit' value='Bare'>", "<option label='Bare'>",
    ):  # fmt: skip
        assert bare(list(texts_of(html)), NEVER), html
    for html in (
        "<p>⟦Hello <b>Leo</b> of ⟦7⟧⟧</p>",
        "<script>Bare</script>",
        "<p class='bare'>15:00</p>",
        "<style>p</style>",
    ):
        assert bare(list(texts_of(html)), NEVER) == [], html
    with pytest.raises(AssertionError, match="stays open"):
        list(texts_of("<p>⟦Cut</p>"))


@pytest.mark.django_db
def test_a_person_chooses_language_and_zone() -> None:
    person = make.make_person("Ida", "Second")
    browser = Client()
    browser.force_login(person)
    with known():
        page = browser.get(reverse("people:profile"))
        given = {"given_name": "Ida", "family_name": "Second", "time_zone": "Asia/Tokyo", "locale": PSEUDO}
        assert PSEUDO in page.content.decode()
        assert browser.post(reverse("people:profile"), given).status_code == 302
        page = browser.get(reverse("people:profile"))
        assert f'<html lang="{PSEUDO}"' in page.content.decode()
        assert OPEN in page.content.decode()
        refused = browser.post(reverse("people:profile"), given | {"locale": "xx"})
        assert refused.context["form"].errors.keys() == {"locale"}
    person.refresh_from_db()
    assert (person.locale, person.time_zone) == (PSEUDO, "Asia/Tokyo")


@pytest.mark.django_db
def test_where_there_is_one_language_there_is_nothing_to_choose() -> None:
    person: User = make.make_person("Ida", "Second")
    browser = Client()
    browser.force_login(person)
    assert "locale" not in browser.get(reverse("people:profile")).context["form"].fields


def test_every_language_that_is_offered_has_a_catalog() -> None:
    """English is the language that the texts are written in."""
    for code, _name in settings.LANGUAGES:
        files = [Path(folder) / code / "LC_MESSAGES" / "django.po" for folder in settings.LOCALE_PATHS]
        assert code == "en" or any(file.exists() for file in files), code
