"""The embedded servers from the command line.

python -m portal.embedded [--data DIR] start          keep them running until `stop`
python -m portal.embedded [--data DIR] stop
python -m portal.embedded [--data DIR] env            lines for `eval` in a shell; they must be running
python -m portal.embedded [--data DIR] run -- COMMAND …   run a command on them, started for it where needed
"""

from __future__ import annotations

import argparse
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from portal import embedded
from portal.embedded.environment import data_folder, environment


def main() -> int:
    """Do what is asked; a problem is a sentence on standard error and exit code 1."""
    parser = argparse.ArgumentParser(prog="python -m portal.embedded")
    parser.add_argument("--data", type=Path)
    parser.add_argument(
        "--throwaway", action="store_true", help="fast, not safe against a power cut: for tests"
    )
    acts = parser.add_subparsers(dest="act", required=True)
    for name in ACTS:
        acts.add_parser(name)
    acts.choices["run"].add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    try:
        return ACTS[options.act](data_folder(options.data), options)
    except embedded.EmbeddedError as refusal:
        print(refusal, file=sys.stderr)
        return 1


def _start(data: Path, options: argparse.Namespace) -> int:
    embedded.start(data, durable=not options.throwaway)
    return _env(data, options)


def _stop(data: Path, options: argparse.Namespace) -> int:
    embedded.stop(data)
    return 0


def _env(data: Path, options: argparse.Namespace) -> int:
    if embedded.running(data) != {"DATABASE_URL", "REDIS_URL"}:
        raise embedded.EmbeddedError(f"数据文件夹 {data} 的数据库和 Redis 没有运行。")
    database_url, redis_url = embedded.addresses(data)
    added = environment(data, database_url, redis_url).items() - os.environ.items()
    for name, value in sorted(added):
        print(f"export {name}={shlex.quote(value)}")
    return 0


def _run(data: Path, options: argparse.Namespace) -> int:
    """Run the command; signals and the exit code are the command's."""
    command = options.command[1:] if options.command[:1] == ["--"] else options.command
    with embedded.using(data, durable=not options.throwaway) as services:
        process = subprocess.Popen(command, env=environment(data, services.database_url, services.redis_url))
        # Ctrl-C reaches the command by itself; the servers are stopped after it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, lambda number, frame: process.send_signal(number))
        code = process.wait()
    return code if code >= 0 else 128 - code


ACTS: dict[str, Callable[[Path, argparse.Namespace], int]] = {
    "start": _start,
    "stop": _stop,
    "env": _env,
    "run": _run,
}

if __name__ == "__main__":
    sys.exit(main())
