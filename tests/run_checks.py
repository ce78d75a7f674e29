"""`./run check`: what a machine can say about the code without running it."""

import os
import secrets
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PRODUCTION = {
    "PRODUCTION": "1",
    "SECRET_KEY": secrets.token_urlsafe(64),
    "BASE_URL": "https://manyhands.invalid",
    "DATABASE_URL": "postgres://manyhands@database.invalid/manyhands",
    "REDIS_URL": "redis://redis.invalid/0",
    "EMAIL_URL": "smtp+tls://mail.invalid:587",
}


@dataclass(frozen=True)
class Check:
    """One tool with its arguments, and what it needs in its environment."""

    name: str
    command: tuple[str, ...]
    environment: dict[str, str] = field(default_factory=dict)


def checks(folder: str) -> list[Check]:
    """All of them, the quick ones first; what they write goes to `folder`."""
    from cryptography.fernet import Fernet

    manage = (sys.executable, "manage.py")
    production = PRODUCTION | {"FIELD_KEYS": Fernet.generate_key().decode(), "VAR_DIR": folder}
    static = {"HASHED_STATIC": "1", "STATIC_ROOT": f"{folder}/static", "VAR_DIR": folder}
    templates = tuple(str(path.relative_to(ROOT)) for path in sorted((ROOT / "templates").rglob("*.html")))
    found = [
        Check("ruff lint", ("ruff", "check", "--no-cache", ".")),
        Check("ruff format", ("ruff", "format", "--no-cache", "--check", ".")),
        # Without its cache: a stale one reports managers that are there as missing.
        Check("mypy", ("mypy", "--cache-dir=/dev/null", ".")),
        Check("import-linter", ("lint-imports",)),
        Check("migrations", (*manage, "makemigrations", "--check", "--dry-run"), {"VAR_DIR": folder}),
        Check("deployment", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production),
        Check("static files", (*manage, "collectstatic", "--no-input"), static),
        Check("compose file", ("check-jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml")),
    ]
    if templates:
        found.append(Check("djade", ("djade", "--target-version", "5.2", "--check", *templates)))
    return found


def missing_tool(every: list[Check], folder: Path) -> str | None:
    """The first tool that does not stand in the folder."""
    tools = [check.command[0] for check in every if not Path(check.command[0]).is_absolute()]
    return next((tool for tool in tools if not (folder / tool).exists()), None)


def passes(check: Check) -> bool:
    """Run one check and show what it says if it fails."""
    tool, *arguments = check.command
    path = tool if Path(tool).is_absolute() else str(BIN / tool)
    environment = {name: value for name, value in os.environ.items() if name not in {*PRODUCTION, "DEMO", "DEBUG"}}
    done = subprocess.run(
        [path, *arguments], cwd=ROOT, env=environment | check.environment, capture_output=True, text=True, check=False
    )
    print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {check.name}", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> int:
    """Exit code 0 when every check passes; 1 at once when a tool is missing."""
    with tempfile.TemporaryDirectory() as folder:
        every = checks(folder)
        if (tool := missing_tool(every, BIN)) is not None:
            print(f"{tool} is missing: remove .venv and start ./run check again.", file=sys.stderr)
            return 1
        results = [passes(check) for check in every]  # one failure does not hide the next
        return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
