"""Charts are positions and words; both are read here instead of looked at."""

from datetime import date, timedelta
from decimal import Decimal
from xml.etree import ElementTree as ET

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from core.charts import Course, Dot, Value, goal_chart, own_line, unbroken

FIRST, DUE, TODAY = date(2026, 9, 25), date(2027, 3, 26), date(2026, 11, 17)
LESS = Course(Decimal(22), FIRST, Decimal(8), DUE)
MORE = Course(Decimal(40), FIRST, Decimal(90), DUE)
NBSP = "\u00a0"


def values(*amounts: str | None) -> list[Value]:
    """A value every two weeks from the first day on."""
    return [Value(FIRST + timedelta(14 * n), None if a is None else Decimal(a)) for n, a in enumerate(amounts)]


amounts = st.decimals(-10_000, 10_000, places=2, allow_nan=False)


@given(first=amounts, target=amounts, rest=st.lists(st.none() | amounts, max_size=8), day=st.integers(-400, 900))
def test_nothing_ever_lies_outside_the_plot(
    first: Decimal, target: Decimal, rest: list[Decimal | None], day: int
) -> None:
    course = Course(first, FIRST, target, DUE)
    measured = [Value(FIRST, first)] + [Value(FIRST + timedelta(20 * (n + 1)), a) for n, a in enumerate(rest)]
    chart = goal_chart("Goal", "h", course, measured, FIRST + timedelta(day))
    labels = [chart.goal, *chart.y_labels, *chart.x_labels, chart.zone]
    drawn = [(dot.x, dot.y) for dot in chart.dots] + [(label.x, label.y) for label in labels]
    assert all(0 <= x <= 100 and 0 <= y <= 100 for x, y in drawn)
    assert 0 <= chart.band_height <= 100
    assert 0 <= chart.time <= 100


def test_a_goal_that_goes_down_has_its_zone_below_and_reads_so() -> None:
    chart = goal_chart("Late deliveries", "%", LESS, values("22", "21", "19", "17"), TODAY)
    assert chart.band.y == chart.goal.y
    assert chart.band.y + chart.band_height == 100
    assert chart.zone.text == f"Target: 8{NBSP}% or less"
    assert [dot.y for dot in chart.dots] == sorted(dot.y for dot in chart.dots)
    assert chart.description.startswith(f"Fell from 22{NBSP}% on 25 Sep to 17{NBSP}% on 6 Nov.")


def test_a_goal_that_goes_up_has_its_zone_above() -> None:
    chart = goal_chart("Announced", "%", MORE, values("40", "44"), TODAY)
    assert chart.band.y == 0
    assert chart.band_height == chart.goal.y
    assert chart.zone.text == f"Target: 90{NBSP}% or more"
    assert chart.description.startswith("Rose from")


def test_the_sentence_counts_way_and_time() -> None:
    """The example of the coaching page: 22 down to 8, now 16, on 17 Nov."""
    chart = goal_chart("Late deliveries", "%", LESS, [*values("22"), Value(TODAY, Decimal(16))], TODAY)
    assert (chart.way, chart.time) == (43, 29)
    assert chart.expected_text == f"18{NBSP}%"


def test_a_missing_value_breaks_the_line_and_is_named() -> None:
    chart = goal_chart("Announced", "%", MORE, values("40", "44", None, "47", "48"), TODAY)
    assert len(chart.actual) == 2
    assert len(chart.dots) == 4
    assert "No value on 23 Oct." in chart.description


def test_a_single_value_is_a_dot_without_a_line() -> None:
    chart = goal_chart("Announced", "%", MORE, values("40"), TODAY)
    assert chart.actual == []
    assert len(chart.dots) == 1
    assert "the only value so far" in chart.description


def test_without_a_value_the_chart_still_shows_where_it_should_go() -> None:
    chart = goal_chart("Announced", "%", MORE, [], TODAY)
    assert chart.last is None
    assert chart.way is None
    assert chart.expected.startswith("0,")
    assert chart.description.startswith("No value yet.")


def test_today_is_not_drawn_before_the_first_day_and_after_the_end() -> None:
    for today in (FIRST - timedelta(1), DUE + timedelta(1)):
        chart = goal_chart("Announced", "%", MORE, values("40"), today)
        assert chart.today_x is None
        assert "Expected by today" not in chart.description


def test_dates_that_would_run_into_each_other_are_left_out() -> None:
    near_start = goal_chart("Announced", "%", MORE, values("40"), FIRST + timedelta(5))
    assert len(near_start.x_labels) == 2
    assert near_start.today_x is not None
    assert len(goal_chart("Announced", "%", MORE, values("40"), TODAY).x_labels) == 3


def test_the_last_value_stands_off_the_line_of_today() -> None:
    chart = goal_chart("Late deliveries", "%", LESS, [*values("22"), Value(TODAY, Decimal(16))], TODAY)
    assert chart.last is not None
    assert (chart.last.anchor, chart.last.dy) == ("end", 20)


def test_a_long_unit_stays_out_of_the_axis() -> None:
    chart = goal_chart("Calls", "calls a week", MORE, values("40", "44"), TODAY)
    assert chart.goal.text == "90"
    assert chart.last_text == f"44{NBSP}calls a week"


def test_expected_is_not_more_exact_than_what_is_measured() -> None:
    course = Course(Decimal("3.2"), FIRST, Decimal("4.1"), DUE)
    assert goal_chart("Score", "", course, values("3.2"), TODAY).expected_text == "3.5"


def test_runs_end_where_a_value_is_missing() -> None:
    a, b = Dot(0, 0), Dot(1, 1)
    assert unbroken([None, a, None, None, b, a, None]) == [[a], [b, a]]


def test_the_drawing_is_well_formed_without_view_box_style_or_local_decimals() -> None:
    chart = goal_chart("Late <deliveries>", "%", LESS, values("22", "21.5", None, "17"), TODAY)
    html = render_to_string("core/_goal_chart.html", {"chart": chart, "key": "g1", "today": TODAY})
    svg = ET.fromstring(html[html.index("<figure") : html.index("</figure>") + 9])[0]
    assert "viewBox" not in svg.attrib
    assert svg[0].text == "Late <deliveries>"
    assert not [each for each in svg.iter() if "style" in each.attrib]
    assert svg.attrib["aria-labelledby"] == f"{svg[0].attrib['id']} {svg[1].attrib['id']}"


def test_the_numbers_follow_as_a_real_table() -> None:
    chart = goal_chart("Late deliveries", "%", LESS, values("22"), TODAY)
    rows = [{"on": FIRST, "value": "22 %", "source": "From a system", "who": "Tom", "note": ""}]
    html = render_to_string("core/_goal_chart.html", {"chart": chart, "key": "g1", "rows": rows, "today": TODAY})
    assert html.index("</figure>") < html.index("<table")
    assert '<th role="rowheader" scope="row"><time datetime="2026-09-25">25 Sep</time></th>' in html
    assert 'data-l="Note">–</td>' in html


def test_a_goal_further_away_than_at_the_start_gets_no_negative_percent() -> None:
    chart = goal_chart("Late deliveries", "%", LESS, values("22", "24"), TODAY)
    html = render_to_string("core/_goal_chart.html", {"chart": chart, "key": "g1", "today": TODAY})
    assert "Further from the target than at the start" in html
    assert "-14" not in html


def test_an_own_line_has_no_percent_sign_and_no_target_in_its_words() -> None:
    line = own_line("Trust", "disagree", "agree", values("3", None, "5", "4"), TODAY)
    html = render_to_string("core/_own_line.html", {"line": line, "key": "a"})
    words = "".join(ET.fromstring(html[html.index("<figure") :].strip()).itertext())
    assert "%" not in words
    assert "Target" not in words
    assert "9 Oct: no answer." in words
    assert line.lines == [f"{line.dots[1].x:g},{line.dots[1].y:g} {line.dots[2].x:g},{line.dots[2].y:g}"]


def test_an_own_line_of_one_answer_stands_in_the_middle() -> None:
    line = own_line("Trust", "disagree", "agree", values("3"), TODAY)
    assert [dot.x for dot in line.dots] == [50]
    assert [label.x for label in line.x_labels] == [50]


def test_no_answer_at_all_draws_nothing() -> None:
    assert own_line("Trust", "disagree", "agree", [], TODAY).dots == []


def test_a_range_to_keep_within_is_drawn_as_a_band_with_its_two_ends() -> None:
    course = Course(Decimal(40), date(2026, 9, 25), Decimal(40), date(2027, 3, 26), band=(Decimal(35), Decimal(45)))
    chart = goal_chart("Hours", "h", course, [Value(date(2026, 9, 25), Decimal(40))], date(2026, 11, 17))
    assert 0 < chart.band.y < chart.band.y + chart.band_height < 100
    assert chart.zone.text == "Target: 35 h to 45 h".replace(" h", "\u00a0h")
    assert chart.way is None
