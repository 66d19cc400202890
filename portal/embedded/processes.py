"""Which process serves a folder, and how it ends."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import psutil


def serving(pid_file: Path) -> psutil.Process | None:
    """The living process whose number stands in the file and which works in the file's folder."""
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        return process if _works_in(process, pid_file.parent) else None
    except (OSError, ValueError, IndexError, psutil.Error):
        # A number in a file left behind may belong to any process by now.
        return None


def working_in(folder: Path, name: str) -> list[psutil.Process]:
    """Processes of that program in that folder, left by a server that was killed."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.name() == name and _works_in(process, folder):
                found.append(process)
        except psutil.Error:
            continue
    return found


def end(processes: Iterable[psutil.Process], how: signal.Signals, patience: float) -> bool:
    """Send the signal and wait; False when one is still there after `patience` seconds."""
    waiting = list(processes)
    for process in waiting:
        try:
            process.send_signal(how)
        except psutil.NoSuchProcess:
            continue
    return gone(waiting, patience)


def gone(processes: Iterable[psutil.Process], patience: float) -> bool:
    """Whether all of them have ended within `patience` seconds."""
    left, deadline = list(processes), time.monotonic() + patience
    while left := [process for process in left if _alive(process)]:
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _works_in(process: psutil.Process, folder: Path) -> bool:
    return _alive(process) and os.path.samefile(process.cwd(), folder)


def _alive(process: psutil.Process) -> bool:
    """Running; not a dead one whose parent, perhaps a container's first process, never asks for it."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
