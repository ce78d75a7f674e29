"""Pages work under a strict content security policy: nothing inline."""

import re

import pytest

from tests.architecture.sources import Source, source, templates

ATTRIBUTE = r"\s(style|on(click|change|submit|input|load|error|focus|blur|key\w+|mouse\w+)|hx-on[:a-z-]*)\s*=\s*[\"']"
INLINE = re.compile(ATTRIBUTE + r"|<style\b|<script\b(?![^>]*\bsrc=)|href=[\"']javascript:", re.IGNORECASE)


def inline_faults(file: Source) -> list[str]:
    """Mails need a style element (it is inlined when they are sent); pages have none."""
    if "mail" in file.path:
        return []
    text = re.sub(r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", file.text, flags=re.DOTALL)
    return [f"{file.path} has {found[0].strip()}" for found in INLINE.finditer(text)]


def test_pages_have_nothing_inline() -> None:
    assert [fault for file in templates() for fault in inline_faults(file)] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<button onclick='go()'>",
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
        '<div hx-on:click="go()">',
    ],
)
def test_the_rule_finds_something_inline(text: str) -> None:
    assert inline_faults(source(text, "templates/x.html"))


@pytest.mark.parametrize(
    "text", ['<script src="/static/htmx.js" defer></script>', '<p class="style">on = "x"', '<c-button one="1">']
)
def test_the_rule_lets_a_proper_page_pass(text: str) -> None:
    assert not inline_faults(source(text, "templates/x.html"))


def test_the_hidden_part_of_a_name_begins_without_a_colon() -> None:
    """A screen reader would spell "Accept : Jo"."""
    assert [file.path for file in templates() if re.search(r'class="vh">:|hidden=": ', file.text)] == []


# A component reads `:name="…"` as a name or a plain value; of an expression it makes a text, which is always true.
COMPUTED = re.compile(r'\s:\w+="[^"]*(?:\bnot | == | and | or )[^"]*"')


def test_what_is_given_to_a_component_is_no_expression() -> None:
    assert [file.path for file in templates() if COMPUTED.search(file.text)] == []


def test_the_rule_finds_an_expression() -> None:
    assert COMPUTED.search('<c-tab :current="to == person">')
    assert COMPUTED.search('<c-fold :open="not letter">')
    assert not COMPUTED.search('<c-tab :current="is_here" title="this and that">')
