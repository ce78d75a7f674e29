"""`python -m benchmarks NAME …`: runs one benchmark; exit code 1 when a goal is missed by more than a quarter."""

import sys

from benchmarks import pairing

BENCHMARKS = {"pairing": pairing.main}


def main(arguments: list[str]) -> int:
    """Runs the benchmark that the first argument names."""
    if not arguments or arguments[0] not in BENCHMARKS:
        print(f"Which benchmark? One of: {', '.join(sorted(BENCHMARKS))}.", file=sys.stderr)
        return 2
    return BENCHMARKS[arguments[0]](arguments[1:])


sys.exit(main(sys.argv[1:]))
