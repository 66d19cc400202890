"""What happens to the demo when a part of it is killed."""

from __future__ import annotations

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from portal import embedded
from portal.embedded import processes
from portal.embedded.environment import ROOT
from portal.embedded.folder import SECRETS, DataFolder

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]

NOT_OURS = {"DATABASE_URL", "REDIS_URL", "JIEDAO_DATA", "DJANGO_SETTINGS_MODULE", *SECRETS}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "数据"
    yield folder
    embedded.stop(folder)


class Demo:
    """A demo that is ready, and what it has said so far."""

    def __init__(self, data: Path) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = trial.getsockname()[1]
        self.data = data
        self.log = data.with_name(f"said-{self.port}.txt")
        self.process = self._start()

    def _start(self) -> subprocess.Popen:
        command = [
            sys.executable,
            "-P",
            "-m",
            "portal.demo",
            "--port",
            str(self.port),
            "--data",
            str(self.data),
        ]
        variables = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
        with self.log.open("w") as log:
            return subprocess.Popen(
                command, stdout=log, stderr=log, env=variables | {"PYTHONPATH": str(ROOT)}
            )

    @property
    def said(self) -> str:
        return self.log.read_text()

    def parts(self) -> list[psutil.Process]:
        """Everything it has started, and what that has started."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def part(self, word: str) -> psutil.Process:
        """The child whose command line has the word."""
        return next(child for child in psutil.Process(self.process.pid).children() if word in child.cmdline())


@contextmanager
def running_demo(data: Path) -> Iterator[Demo]:
    demo = Demo(data)
    try:
        _until(lambda: f"ready: http://127.0.0.1:{demo.port}/\n" in demo.said, demo)
        yield demo
    finally:
        demo.process.terminate()
        demo.process.wait(60)


def _until(condition, demo: Demo, seconds: float = 120) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, demo.said
        assert demo.process.poll() is None, demo.said
        time.sleep(0.1)


def test_a_killed_worker_is_named_and_everything_stops(data):
    with running_demo(data) as demo:
        others = demo.parts()
        demo.part("worker").kill()

        assert demo.process.wait(60) == 1

    assert "后台任务意外停止" in demo.said
    assert processes.gone(others, patience=0)
    assert embedded.running(data) == set()


def test_a_killed_database_is_named_and_found_whole_again(data):
    with running_demo(data) as demo:
        psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0])).kill()

        assert demo.process.wait(60) == 1

    assert "PostgreSQL意外停止" in demo.said
    with running_demo(data):
        pass


def test_a_killed_demo_takes_its_parts_along_and_can_be_started_again(data):
    with running_demo(data) as demo:
        parts = [part for part in demo.parts() if part.name() not in {"postgres", "redis-server"}]
        demo.process.kill()

        assert processes.gone(parts, patience=30)

    with running_demo(data) as again:
        again.process.send_signal(signal.SIGINT)

        assert again.process.wait(60) == 0
    assert embedded.running(data) == set()


def test_a_busy_port_is_refused_in_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = refused(tmp_path / "data", "--port", str(port))

    assert done.stderr == f"端口 {port} 不能使用（多半已被占用），请用 --port 换一个。\n"


def test_a_folder_in_use_is_refused_in_a_sentence(tmp_path):
    DataFolder(tmp_path).prepare()
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)

        assert "已有一个演示在运行" in refused(tmp_path, "--fresh").stderr


def test_fresh_removes_nothing_that_is_not_ours(tmp_path):
    (tmp_path / "论文.docx").touch()

    assert "别的内容" in refused(tmp_path, "--fresh").stderr
    assert [path.name for path in tmp_path.iterdir()] == ["论文.docx"]


def refused(data: Path, *arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-P", "-m", "portal.demo", "--port", "0", "--data", str(data), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.returncode == 2
    return done
