"""No signal receivers: an effect is asked for, never pushed."""

import ast
import re

import pytest
from django.db.models import signals
from django.dispatch import Signal

from tests.architecture.floors import APPS
from tests.architecture.sources import Source, code, source

DJANGO_SIGNALS = re.compile(r"^(django|allauth)\..*(signals|dispatch)$|^django\.dispatch")


def receiver_faults(file: Source) -> list[str]:
    """Imports of signals, and decorators named `receiver`. Celery's process signals are no model effects."""
    faults = []
    for node in ast.walk(file.tree):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        if isinstance(node, ast.ImportFrom):
            modules += [f"{node.module}.{alias.name}" for alias in node.names]
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        if any(DJANGO_SIGNALS.match(module) for module in modules):
            faults.append(f"{file.at(node)} uses a signal")
    return faults


def test_our_apps_use_no_signals() -> None:
    assert [fault for file in code() for fault in receiver_faults(file)] == []


@pytest.mark.parametrize("signal", [value for value in vars(signals).values() if isinstance(value, Signal)])
def test_nothing_of_ours_listens(signal: Signal) -> None:
    listening = [getattr(found[1], "__module__", "") for found in signal.receivers]
    listening += [getattr(found[1](), "__module__", "") for found in signal.receivers if callable(found[1])]
    assert [module for module in listening if str(module).split(".")[0] in APPS] == []


@pytest.mark.parametrize(
    "text",
    [
        "from django.dispatch import receiver",
        "from django.db.models.signals import post_save",
        "from django.db.models import signals",
        "import django.db.models.signals",
        "from allauth.account.signals import user_signed_up",
    ],
)
def test_the_rule_finds_a_receiver(text: str) -> None:
    assert receiver_faults(source(text))


def test_the_rule_leaves_other_imports_alone() -> None:
    assert not receiver_faults(source("from django.db.models import Q\nfrom celery.signals import setup_logging"))
