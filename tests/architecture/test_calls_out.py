"""The server asks no other one: nobody can make it fetch an address that they chose (attack 16)."""

import ast

import pytest

from tests.architecture.sources import Source, code, source

CLIENTS = ("requests", "urllib3", "httpx", "aiohttp", "http.client", "urllib.request", "ftplib", "socket")
ALLOWED = {"core/management/commands/serve.py"}  # listens


def calls_out(file: Source) -> list[str]:
    """Imports of what speaks with other servers. Mail goes through Django, errors through `core/reporting.py`."""
    faults = []
    for node in ast.walk(file.tree):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            names = [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
        if any(name == client or name.startswith(f"{client}.") for name in names for client in CLIENTS):
            faults.append(f"{file.at(node)} can ask another server")
    return faults


def test_nothing_of_ours_asks_another_server() -> None:
    assert [fault for file in code() if file.path not in ALLOWED for fault in calls_out(file)] == []


@pytest.mark.parametrize(
    "text", ["import requests", "from urllib.request import urlopen", "from urllib import request"]
)
def test_the_rule_finds_a_client(text: str) -> None:
    assert calls_out(source(text))


def test_the_rule_lets_addresses_be_read() -> None:
    assert not calls_out(source("from urllib.parse import urlsplit\nfrom rest_framework.request import Request"))
