"""The frame and the parts: every page is built from them, so they are looked at once, here."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import css_inline
import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.template import Context, Template
from django.template.context import make_context
from django.template.loader import render_to_string
from django.test import RequestFactory
from django_cotton.compiler_regex import CottonCompiler

from core.charts import Course, Value, goal_chart, own_line
from core.flash import undo_path
from core.forms import Day, Picks, problems

TODAY = date(2026, 11, 17)
AT = datetime(2026, 11, 18, 14, 0, tzinfo=UTC)
PAGE = Path(__file__).with_name("look_page.html")


class NoteForm(forms.Form):
    body = forms.CharField(label="Note", help_text="A sentence is enough.")
    on = forms.DateField(label="Day", widget=Day, required=False)
    audience = forms.ChoiceField(
        label="Who is this note for?", choices=[("me", "Only me"), ("two", "The two of us")], widget=Picks
    )
    shown = forms.BooleanField(label="Show this goal to my sponsor", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["body"].who = "You and Leo"  # type: ignore[attr-defined]


def a_request() -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request


def sample_page(**more: object) -> str:
    """A page with every part on it, as a person reads it on 17 Nov 2026 in UTC."""
    course = Course(Decimal(22), date(2026, 9, 25), Decimal(8), date(2027, 3, 26))
    amounts = [(9, 25, "22"), (10, 9, "21"), (10, 23, None), (11, 6, "17"), (11, 17, "16")]
    values = [Value(date(2026, m, d), Decimal(a) if a else None) for m, d, a in amounts]
    context = {
        "today": TODAY,
        "at": AT,
        "day_after": date(2026, 11, 18),
        "form": NoteForm({"body": ""}),
        "chart": goal_chart("Late deliveries", "%", course, values, TODAY),
        "line": own_line("Trust", "disagree", "agree", values_of_own(), TODAY),
        "nav_first": [{"url": "/", "label": "Home", "current": True}]
        + [{"url": f"/{n}", "label": n, "current": False} for n in ("People", "Pairing", "Pairs", "Program")],
        "nav_foot": [{"url": "/help", "label": "Help", "current": False}],
        "footer_links": [{"url": "/differ", "label": "How coaching and mentoring differ"}],
        **more,
    }
    template = Template(CottonCompiler().process(PAGE.read_text()))
    return template.render(make_context(context, a_request(), autoescape=True))


def values_of_own() -> list[Value]:
    days = [date(2026, 1, 20), date(2026, 3, 20), date(2026, 6, 1), date(2026, 8, 1), date(2026, 11, 1)]
    return [Value(day, Decimal(n) if n else None) for day, n in zip(days, (1, 3, 0, 4, 5), strict=True)]


def test_a_page_has_one_heading_one_main_and_words_for_everything() -> None:
    page = sample_page()
    assert page.count("<h1>") == 1
    assert page.count("<main") == 1
    assert '<a class="btn skip" href="#main">' in page
    assert "<c-" not in page, "an unknown part was left as it is"
    assert "next Tue" not in page
    assert "Wed 18 Nov, 14:00 (09:00 for Leo)</time>" in page
    assert "Tomorrow, 14:00" in page


def test_a_page_keeps_to_the_content_security_policy() -> None:
    page = sample_page()
    assert not re.search(r"<[^>]+\sstyle=", page)
    assert not re.search(r"<[^>]+\son\w+=", page)
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page


def test_ids_are_unique_and_every_reference_has_its_target() -> None:
    page = sample_page()
    ids = re.findall(r'\sid="([^"]*)"', page)
    assert len(ids) == len(set(ids))
    referred = re.findall(r'\s(?:aria-labelledby|aria-describedby|for|popovertarget)="([^"]+)"', page)
    assert {each for value in referred for each in value.split()} <= set(ids)


def test_a_part_inside_another_does_not_take_over_its_words() -> None:
    """A card without a title inside a section with one stays without."""
    page = sample_page()
    section = page[page.index('id="agenda"') : page.index('id="aims"')]
    assert section.count("Next conversation") == 1


def test_what_a_person_wrote_is_text_in_every_part() -> None:
    source = (
        '<c-row title="{{ x }}">{{ x }}</c-row><c-menu of="{{ x }}"></c-menu><c-title :title="x" /><c-who :who="x" />'
    )
    page = Template(CottonCompiler().process(source)).render(Context({"x": "<b>{{ secret }}</b>", "secret": "found"}))
    assert "<b>" not in page
    assert "found" not in page
    assert page.count("&lt;b&gt;{{ secret }}&lt;/b&gt;") == 5


def test_a_part_inside_another_does_not_print_its_act_again() -> None:
    source = """<c-section id="a" title="A"><c-slot name="act">Plan</c-slot>
    <c-card id="b" title="B">words</c-card><c-row>row</c-row><c-group title="G">x</c-group></c-section>"""
    assert Template(CottonCompiler().process(source)).render(Context()).count("Plan") == 1


def test_phones_show_three_entries_and_the_rest_behind_more() -> None:
    page = sample_page()
    rail = page[page.index('<nav class="nav"') : page.index("</nav>")]
    assert len(re.findall(r'<li class="wide">', rail)) == 2
    assert rail.count(">Pairs</a>") == 2
    assert rail.count(">People</a>") == 1


def test_signed_out_there_is_no_rail_to_get_lost_in() -> None:
    page = sample_page(nav_first=[], nav_foot=[])
    assert '<nav class="nav"' not in page
    assert "Sign out" not in page


def test_a_field_says_who_sees_it_and_ties_every_line_to_the_control() -> None:
    html = NoteForm({"body": ""})["body"].as_field_group()
    assert 'aria-describedby="id_body_who id_body_helptext id_body_error"' in html
    assert "You and Leo" in html
    assert html.index("You and Leo") < html.index("<input") < html.index("A sentence is enough.")


def test_a_public_field_says_nothing_about_readers() -> None:
    assert "Who sees this" not in NoteForm()["on"].as_field_group()


def test_the_summary_counts_in_words_and_leads_to_each_field() -> None:
    form = NoteForm({"body": ""})
    html = render_to_string("_form_errors.html", {"form": form})
    assert "Two things need a look" in html
    assert 'href="#id_body">Fill in “Note”</a>' in html
    assert 'href="#id_audience_group"' in html
    assert 'id="id_audience_group"' in form["audience"].as_field_group()
    assert len(problems(form)) == 2


def test_an_empty_field_says_what_to_fill_in_and_in_its_own_words_where_it_has_some() -> None:
    class Own(NoteForm):
        owner = forms.CharField(error_messages={"required": "Say for whom."})

    form = Own({"body": ""})
    html = "".join(bound.as_field_group() for bound in form)
    assert html.count("Fill in “Note”") == 1
    assert html.count("Say for whom.") == 1
    assert "This field is required" not in html
    assert {problem["text"] for problem in problems(form)} >= {"Fill in “Note”", "Say for whom."}


def test_a_form_without_errors_has_no_summary() -> None:
    assert render_to_string("_form_errors.html", {"form": NoteForm()}).strip() == ""


@pytest.mark.parametrize(
    "path", ["//evil.example/x", "/\\evil.example", "https://evil.example", "", "javascript:alert(1)"]
)
def test_undo_posts_to_our_own_paths_only(path: str) -> None:
    assert undo_path(Message(25, "Removed.", f"undo:{path}")) == ""
    assert undo_path(Message(25, "Removed.", "undo:/agenda/1/restore")) == "/agenda/1/restore"


def test_the_status_line_comes_first_in_main_with_its_undo() -> None:
    html = sample_page(messages=[Message(25, "Removed.", "undo:/back")])
    main = html[html.index("<main") :]
    assert main.index("Removed.") < main.index("<h1>")
    assert 'action="/back"' in main


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "409", "412", "413", "429", "500", "503"])
def test_a_refusal_has_a_heading_and_a_way_on(name: str) -> None:
    html = render_to_string(f"{name}.html", {"message": "Only Tom can accept the plan."}, a_request())
    assert html.count("<h1>") == 1
    assert 'data-kind="primary" href="/"' in html


def test_both_texts_are_shown_when_someone_else_saved_first() -> None:
    html = render_to_string("409.html", {"current": {"text": "Leo’s words"}, "mine": {"text": "My words"}}, a_request())
    assert html.index("Leo’s words") < html.index("My words")


@pytest.mark.parametrize("name", ["400", "405", "413", "500", "503"])
def test_the_page_of_a_failure_stands_alone(name: str) -> None:
    """It is printed when database, static manifest or context processors may be what is broken."""
    html = render_to_string(f"{name}.html", {"number": "7F3K-22", "again": "/people/"})
    assert html.count("<h1>") == html.count('data-kind="primary"') == 1
    assert "Tell the people who run Manyhands this number:" in html
    assert "7F3K-22" in html
    assert 'href="/people/">Try again' in html
    for source in (Path("templates/_alone.html").read_text(), Path(f"templates/{name}.html").read_text()):
        assert "{% static" not in source
        assert "{% url" not in source


def test_a_mail_says_the_same_in_both_forms_and_keeps_its_colors_inline() -> None:
    context = {
        "subject": "Tomorrow 15:00 with Leo",
        "button_url": "https://m.example/s?a=1&b=2",
        "button_label": "Open",
        "why": "You get this because you take part in Spring mentoring.",
        "settings_url": "https://m.example/me",
    }
    html = css_inline.inline(render_to_string("mails/base.html", context))
    text = render_to_string("mails/base.txt", context)
    for words in ("Open", "You get this because", "https://m.example/me"):
        assert words in html
        assert words in text
    assert "Open: https://m.example/s?a=1&b=2" in text
    assert re.search(r'<a[^>]+class="button"[^>]+style="[^"]*#005e5c', html)
    assert "prefers-color-scheme" in html


def test_the_refusal_page_prints_no_exception_on_its_own() -> None:
    html = render_to_string("403.html", {"exception": "secret reason"}, a_request())
    assert "secret reason" not in html


def test_an_htmx_answer_can_bring_its_status_line_along() -> None:
    html = render_to_string("_status.html", {"oob": True, "messages": [Message(25, "Saved.")]}, a_request())
    assert html.strip().startswith('<div id="status" role="status" hx-swap-oob="true">')
    assert "Saved." in html
