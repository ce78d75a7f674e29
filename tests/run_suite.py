"""`./run test`: the suite on the embedded default; `--services`: the same suite on PostgreSQL and Redis.

Other arguments go to pytest. The two never stand in for each other: what was asked for is what runs, or nothing does.
"""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/0"
# What somebody has set for running Manyhands must not leak into its tests.
OWN = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "BASE_URL", "PRODUCTION", "DEMO", "DEBUG", "SECRET_KEY", "FIELD_KEYS"}
OWN |= {"HEARTBEAT_SECONDS", "PORT", "HOST", "ALLOWED_HOSTS", "DEFAULT_FROM_EMAIL", "VAR_DIR", "REDIS_PREFIX"}
OWN |= {"TIME_ZONE", "TRUSTED_PROXIES", "SENTRY_DSN"}
MOST_PROCESSES = 4


def postgres_version(url: str) -> str:
    """The version of the PostgreSQL behind the URL; raises whatever the driver raises, ValueError if it is too old."""
    import environ
    import psycopg2

    found = environ.Env.db_url_config(url)
    if "postgresql" not in found["ENGINE"]:
        raise ValueError(f"{url.split(':')[0]} is not PostgreSQL")
    connection = psycopg2.connect(
        dbname=found["NAME"],
        user=found["USER"] or None,
        password=found["PASSWORD"] or None,
        host=found["HOST"] or None,
        port=found["PORT"] or None,
        connect_timeout=5,
    )
    try:
        if connection.server_version < 150000:
            raise ValueError(f"PostgreSQL {connection.server_version // 10000} is older than 15")
        return f"{connection.server_version // 10000}.{connection.server_version % 10000}"
    finally:
        connection.close()


def redis_version(url: str) -> str:
    """The version of the Redis behind the URL; raises whatever the client raises."""
    import redis

    with redis.Redis.from_url(url, socket_connect_timeout=5) as client:
        info = client.info("server")
        return str(info["redis_version"])


def services(given: dict[str, str]) -> dict[str, str]:
    """The environment for PostgreSQL and Redis, proven to answer. Exits with 1 and advice when one does not."""
    import psycopg2
    import redis

    urls = {"DATABASE_URL": given.get("DATABASE_URL") or POSTGRES, "REDIS_URL": given.get("REDIS_URL") or REDIS}
    try:
        print(f"PostgreSQL {postgres_version(urls['DATABASE_URL'])}", flush=True)
    except (psycopg2.Error, ValueError) as error:
        sys.exit(
            f"No PostgreSQL 15 to test on ({str(error).strip().splitlines()[0]}).\n"
            "Start one (docker run -p 5432:5432 -e POSTGRES_HOST_AUTH_METHOD=trust postgres:15)\n"
            "or name it in DATABASE_URL."
        )
    try:
        print(f"Redis {redis_version(urls['REDIS_URL'])}", flush=True)
    except (redis.RedisError, ValueError) as error:
        sys.exit(
            f"No Redis to test on ({str(error).splitlines()[0]}).\n"
            "Start one (docker run -p 6379:6379 redis:7) or name it in REDIS_URL."
        )
    return urls


def main(arguments: list[str]) -> None:
    """Prepare the environment and become pytest."""
    given = dict(os.environ)
    environment = {name: value for name, value in given.items() if name not in OWN}
    if "--services" in arguments:
        arguments.remove("--services")
        environment |= services(given)
        stack = "services"
    else:
        import sqlite3

        print(f"SQLite {sqlite3.sqlite_version} and a broker of files", flush=True)
        stack = "embedded"
    environment["MANYHANDS_STACK"] = stack
    environment["VAR_DIR"] = str(ROOT / "var" / f"test-{stack}")
    if not any(argument.startswith(("-n", "--numprocesses")) for argument in arguments):
        arguments = ["-n", str(min(os.cpu_count() or 1, MOST_PROCESSES)), *arguments]
    # What is dear to build (the demo, the crawl) marks its tests as a group: one process builds it, once.
    arguments = ["--dist", "loadgroup", *arguments]
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], environment)


if __name__ == "__main__":
    main(sys.argv[1:])
