"""How often Python looks for what only holds itself."""

import gc


def collect_seldom() -> None:
    """For a process that has loaded all it needs: that stays, and is not looked through again. A request leaves little
    behind that holds itself; looking through everything after every few hundred objects, as Python does by itself,
    takes a seventh of the time, and each long look holds up every request of the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
