"""Runs the parts of Manyhands together: they start together and end together.

Each part leads a process session of its own, so that a Ctrl-C in the terminal reaches the supervisor alone and
what a part has started can be ended with it.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

STOPS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
GRACE = 10.0  # seconds a part has to finish what it holds
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Part:
    """One program to keep running: its name on screen, its command line, and sockets it is handed."""

    name: str
    command: Sequence[str]
    sockets: tuple[int, ...] = ()
    folder: Path = field(default_factory=Path.cwd)


def _before_exec() -> None:
    """In the child: undo the blocked signals, and on Linux end when the supervisor is killed outright."""
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(part: Part) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        part.command, cwd=part.folder, pass_fds=part.sockets, start_new_session=True, preexec_fn=_before_exec
    )


def _first_dead(running: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, process in running.items() if process.poll() is not None), None)


def _wait(running: dict[str, subprocess.Popen[bytes]], watched: set[signal.Signals]) -> str | None:
    """Sleep until a stop is asked for (returns None) or a part has died (returns its name)."""
    while True:
        if (name := _first_dead(running)) is not None:
            return name
        if signal.Signals(signal.sigwait(watched)) in STOPS:
            return None


def _end(running: dict[str, subprocess.Popen[bytes]], grace: float) -> None:
    """Ask every part to end, wait, then end what is left of each session."""
    for process in running.values():
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + grace
    for process in running.values():
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # the session's leader may be gone and its children not
        process.wait()


def supervise(parts: Sequence[Part], *, started: Callable[[], None] = lambda: None, grace: float = GRACE) -> int:
    """Start the parts, call `started`, and wait; end all of them on INT, TERM or HUP or when one dies.

    Returns the exit code: 0 when asked to stop, 1 when a part ended by itself. No process is left behind.
    """
    watched = {*STOPS, signal.SIGCHLD}
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # nohup
        watched.discard(signal.SIGHUP)
    # Blocked and waited for: nothing can interrupt the start half-way and leave a part without its supervisor.
    signal.signal(signal.SIGCHLD, lambda *_: None)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, watched)
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for part in parts:
            running[part.name] = _start(part)
        started()
        dead = _wait(running, watched)
    finally:
        _end(running, grace)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    if dead is None:
        return 0
    print(
        f"The {dead} ended by itself (exit code {running[dead].returncode}), so everything was ended.", file=sys.stderr
    )
    return 1
