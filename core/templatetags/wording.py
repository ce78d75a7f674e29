"""Tags and filters for days, numbers and small parts; built in, so that no template has to load them.

`today` comes from the context (the door's clock); without it a day is printed in full and near words are not used.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms, template
from django.contrib.messages.storage.base import Message
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import wording
from core.flash import undo_path
from core.forms import problems as form_problems

register = template.Library()


def _time(at: date | datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.simple_tag(takes_context=True)
def when(
    context: Context, at: datetime | None, zone: str | None = None, other: str | None = None, name: str = ""
) -> str:
    """Prints "Tue 24 Nov, 15:00"; with Leo's zone as `other` and his `name` "(08:00 for Leo)" if clocks differ."""
    if at is None:
        return ""
    today = context.get("today")
    text = wording.moment(at, today, zone)
    theirs = wording.clock_for(at, other, name, today) if other else ""
    return _time(at, _("%(time)s (%(theirs)s)") % {"time": text, "theirs": theirs} if theirs else text)


@register.simple_tag(takes_context=True)
def soon(context: Context, at: datetime | None) -> str:
    """Prints "Tomorrow, 15:00" for near moments, otherwise "Tue 24 Nov, 15:00"."""
    return _time(at, wording.near_moment(at, context.get("today"))) if at else ""


@register.simple_tag(takes_context=True)
def clock_for(context: Context, at: datetime, zone: str, name: str) -> str:
    """Prints "08:00 for Leo", or nothing when both clocks show the same."""
    return wording.clock_for(at, zone, name, context.get("today"))


@register.simple_tag(takes_context=True)
def day(context: Context, on: date | datetime | None) -> str:
    """Prints "Tue 24 Nov"."""
    return _time(on, wording.day(_local_day(on), context.get("today"))) if on else ""


@register.simple_tag(takes_context=True)
def short_day(context: Context, on: date | datetime | None) -> str:
    """Prints "24 Nov"."""
    return _time(on, wording.short_day(_local_day(on), context.get("today"))) if on else ""


@register.simple_tag(takes_context=True)
def near(context: Context, on: date | datetime | None) -> str:
    """Prints "today", "tomorrow", "in 3 days"; days further away as "Tue 24 Nov"."""
    return _time(on, wording.near(_local_day(on), context.get("today"))) if on else ""


def _local_day(on: date | datetime) -> date:
    return wording.in_zone(on, None).date() if isinstance(on, datetime) else on


@register.inclusion_tag("_download.html", takes_context=True)
def downloads(context: Context, name: str = "") -> dict[str, str]:
    """Links to the list of this page as files, with what the page was asked for (`core.exporting`)."""
    asked = context["request"].GET.copy()
    for key in ("page", "download", "list"):
        asked.pop(key, None)
    if name:
        asked["list"] = name
    return {"asked": asked.urlencode()}


@register.filter
def every(days: int) -> str:
    """ "every 4 weeks", from a number of days."""
    return wording.every(days)


@register.filter
def number(value: Decimal | float | None) -> str:
    """A number as its reader writes it; nothing for None, because nothing is not zero."""
    return "" if value is None else wording.number(value)


@register.filter
def quantity(value: Decimal | float | None, unit: str) -> str:
    """A number and its unit, "16 %"; nothing for None."""
    return "" if value is None else wording.quantity(value, unit)


@register.filter
def counted(n: int) -> str:
    """ "Two" at the start of a sentence."""
    return wording.counted(n)


@register.filter
def undo_url(message: Message) -> str:
    """Where the Undo button of a status line posts to, empty for none."""
    return undo_path(message)


@register.filter
def problems(form: forms.BaseForm | None) -> list[dict[str, Any]]:
    """The errors of a form as links for the summary at its top."""
    return list(form_problems(form)) if form is not None and form.is_bound else []
