"""What this floor shows inside a workspace. No queries in templates: everything is asked for here."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.urls import reverse

from core.clock import day_of
from people.models import User
from relationships import agendas, rules
from relationships.holding import weeks_of
from relationships.models import ActionItem, AgendaItem, Plan, Relationship, Session
from relationships.who import facts, pair_only

SHOWN_DONE = 5
# "Join" is a button from so long before the start.
JOINABLE_BEFORE = timedelta(minutes=15)


def agenda_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """The next session and its agenda: line 1 where the kind has one, the owner's lines, suggestions."""
    session = next(iter(relationship.read.sessions.coming(now)), None)
    lines = relationship.read.waiting_lines(now)
    kind = relationship.rules_of_kind
    owner = getattr(relationship, kind.LAYER_OWNER["session"])
    first = next((line for line in lines if line.is_first_line), None)
    layer = _layer(user, relationship, "session", [line for line in lines if not line.is_first_line], now)
    return {
        **layer,
        "session": session,
        "is_starting": session is not None and session.starts_at <= now + JOINABLE_BEFORE,
        "heading": kind.NEXT_SESSION,
        "owner": owner,
        "has_first_line": kind.FIRST_LINE_OWNER is not None,
        "first_line": first,
        "may_write_first_line": layer["is_open"] and rules.may_write_first_line(user, relationship),
        "first_line_label": kind.FIRST_LINE,
        "first_line_of": str(kind.FIRST_LINE_OF) % {"name": relationship.learner.first_name} if kind.FIRST_LINE else "",
        "put_off": relationship.read.put_off(now) if layer["is_owner"] else [],
        "first_talk": list(kind.FIRST_TALK) if layer["may_write"] and _first_talk(relationship, layer) else [],
        "may_plan": relationship.may_be_planned_on(day_of(now, user.time_zone)),
        "plan_it": kind.PLAN_IT,
        "first_talk_url": _url("agenda_first_talk", relationship),
    }


def plan_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """The plan that one half writes and the other accepts; empty for a kind without plans."""
    if "plan" not in relationship.rules_of_kind.LAYERS:
        return {"is_shown": False}
    lines = _lines_of(relationship, "plan")
    plan = Plan.objects.filter(relationship=relationship).first()
    accepter = rules.accepts_plan(relationship)
    return {
        **_layer(user, relationship, "plan", lines, now),
        "is_shown": True,
        "owner": getattr(relationship, relationship.rules_of_kind.LAYER_OWNER["plan"]),
        "accepter": accepter,
        "plan": plan,
        "is_accepted": plan is not None and plan.is_accepted,
        "may_accept": relationship.is_open
        and accepter == user
        and plan is not None
        and not plan.is_accepted
        and bool(lines),
        "accept_url": _url("plan_accept", relationship),
        "held": len(relationship.read.sessions.held),
        "of": relationship.program.sessions_planned,
        "weeks": weeks_of(relationship, day_of(now, user.time_zone)),
    }


def takeaways_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """Insights, options, solutions: the learner's own words."""
    return {
        **_layer(user, relationship, "content", _lines_of(relationship, "content"), now),
        "owner": getattr(relationship, relationship.rules_of_kind.LAYER_OWNER["content"]),
    }


def actions_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """What somebody will do by a day: open ones first, then the last few that are done."""
    items = relationship.read.actions
    done = sorted((item for item in items if item.done_at), key=lambda item: item.done_at or now, reverse=True)
    return {
        "pair": relationship,
        "words": relationship.words,
        "other": relationship.other(user),
        "me": user,
        "open": [_action(user, relationship, item) for item in items if item.done_at is None],
        "done": [_action(user, relationship, item) for item in done[:SHOWN_DONE]],
        "kept": _kept(items, day_of(now, user.time_zone)) if relationship.rules_of_kind.COUNTS_ACTIONS else None,
        "may_add": relationship.is_under_way,
        "who": pair_only(user, relationship),
    }


def _kept(items: list[ActionItem], today: date) -> dict[str, int] | None:
    """Of the actions whose day has come or that are done: how many were kept (S1-14). None before there is one."""
    due = [item for item in items if item.done_at or (item.by_day and item.by_day <= today)]
    done = sum(item.done_at is not None for item in due)
    return {"done": done, "of": len(due), "percent": round(100 * done / len(due))} if due else None


def sessions_panel(user: User, relationship: Relationship, now: datetime) -> dict[str, Any]:
    """Every session, the newest first, and what there is to do with it."""
    sessions = relationship.read.sessions
    kind = relationship.rules_of_kind
    today = day_of(now, user.time_zone)
    rows = [_session(user, relationship, session, now) for session in reversed(sessions.rows)]
    return {
        "pair": relationship,
        "words": relationship.words,
        "other": relationship.other(user),
        "rows": rows,
        "to_confirm": [row["session"] for row in rows if row["may_confirm"]],
        "confirm_url": _url("sessions_confirm", relationship),
        "held": len(sessions.held),
        "of": relationship.program.sessions_planned,
        "may_plan": relationship.may_be_planned_on(today),
        "may_log": relationship.may_be_logged_on(today),
        "plan_it": kind.PLAN_IT,
        "log_another": kind.LOG_ANOTHER,
        "is_past_end": relationship.is_open and relationship.is_past_end(today),
        "log_until": relationship.log_until,
        "who": facts(user, relationship),
    }


def _layer(
    user: User, relationship: Relationship, layer: str, lines: list[AgendaItem], now: datetime
) -> dict[str, Any]:
    """What every layer has: its lines, and what this person may do with them."""
    is_owner = rules.owns_layer(user, relationship, layer)
    is_open = relationship.is_under_way
    lock = agendas.lock_on(relationship, layer, now)
    may_write = is_owner and is_open and lock is None
    ordered = [line for line in lines if line.status != "suggested"]
    return {
        "pair": relationship,
        "layer": layer,
        "words": relationship.words,
        "other": relationship.other(user),
        "is_open": is_open,
        "is_owner": is_owner,
        "is_locked": lock is not None,
        "may_write": may_write,
        "may_lock": is_owner and is_open and bool(ordered),
        "may_unlock": is_owner and is_open and lock is not None,
        "may_suggest": is_open and not is_owner,
        "lock_url": _url("agenda_lock", relationship, layer),
        "lines": [
            {
                "item": line,
                "is_first": place == 0,
                "is_last": place == len(ordered) - 1,
                "is_done": line.status == "done",
                "is_late": line.is_late(day_of(now, user.time_zone)),
                "urls": _line_urls(relationship, line),
            }
            for place, line in enumerate(ordered)
        ],
        "suggestions": [
            {
                "item": line,
                "is_own": line.author_id == user.pk,
                "may_take_back": is_open and line.author_id == user.pk,
                "urls": _line_urls(relationship, line),
                "hidden": f" {line.text}",
            }
            for line in lines
            if line.status == "suggested"
        ],
        "may_decide": may_write,
        "note": "" if is_owner else agendas.whose_layer(relationship, layer),
        "who": pair_only(user, relationship),
    }


def _url(name: str, relationship: Relationship, *args: object) -> str:
    return reverse(f"relationships:{name}", args=[relationship.pk, *args])


def _line_urls(relationship: Relationship, line: AgendaItem) -> dict[str, str]:
    acts = ("edit", "delete", "done", "accept", "later", "no")
    return {act: _url(f"agenda_{act}", relationship, line.pk) for act in acts}


def _lines_of(relationship: Relationship, layer: str) -> list[AgendaItem]:
    return [line for line in relationship.read.agenda if line.layer == layer]


def _first_talk(relationship: Relationship, layer: dict[str, Any]) -> bool:
    return not layer["lines"] and not relationship.read.sessions.held


def _action(user: User, relationship: Relationship, item: ActionItem) -> dict[str, Any]:
    return {
        "item": item,
        "is_mine": item.owner_id == user.pk,
        "delete_url": _url("action_delete", relationship, item.pk),
        "may_write": rules.may_write_action(user, relationship, item) and relationship.is_open,
    }


def _session(user: User, relationship: Relationship, session: Session, now: datetime) -> dict[str, Any]:
    """One row: its state in words comes from the template; here is what this person may do."""
    is_behind = session.starts_at <= now
    waits = session.status in {"planned", "unknown"}
    can_log = relationship.may_be_logged_on(day_of(now, user.time_zone))
    return {
        "session": session,
        "is_behind": is_behind,
        "was_held": session.status == "held",
        "logged_by_me": session.logged_by_id == user.pk,
        "may_log": waits and is_behind and can_log,
        "may_correct": can_log,
        "may_confirm": relationship.is_open and rules.waits_for_yes(user, session),
        "confirm_url": reverse("relationships:session_confirm", args=[session.pk]),
        "may_change": waits and not is_behind and relationship.is_open,
    }
