"""The servers that a portal brings along: shared, closed, surviving, and gone when nobody needs them."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis

from portal import embedded
from portal.embedded import account, postgres, processes
from portal.embedded.environment import ROOT, environment
from portal.embedded.folder import SECRETS, DataFolder

pytestmark = pytest.mark.slow

BOTH = {"DATABASE_URL", "REDIS_URL"}


@pytest.fixture
def data(tmp_path, monkeypatch):
    for name in [*BOTH, "JIEDAO_DATA"]:
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "数据 folder"
    yield folder
    embedded.stop(folder)


def rows(url: str, statement: str) -> list[tuple]:
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def sigint(handler):
    """Programs started in the block inherit it, where it is to ignore the signal."""
    former = signal.signal(signal.SIGINT, handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def postmaster(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postgres" / "postmaster.pid").read_text().split()[0]))


def run_as(data: Path, *command: str, **options) -> subprocess.CompletedProcess:
    arguments = [sys.executable, "-P", "-m", "portal.embedded", "--data", str(data), "run", "--", *command]
    return subprocess.run(
        arguments, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)}, **options
    )


def test_data_is_found_again_after_a_stop(data):
    with embedded.using(data) as services:
        rows(services.database_url, "CREATE TABLE kept AS SELECT '街道' AS word")
        redis.Redis.from_url(services.redis_url).set("kept", "街道")

    with embedded.using(data) as again:
        assert rows(again.database_url, "SELECT word FROM kept") == [("街道",)]
        assert redis.Redis.from_url(again.redis_url).get("kept").decode() == "街道"


def test_a_second_user_shares_and_the_last_one_stops(data):
    with embedded.using(data, durable=False) as first:
        with embedded.using(data) as second:
            assert (first.started, second.started) == (BOTH, frozenset())
            assert second.database_url == first.database_url
        assert embedded.running(data) == BOTH

    assert embedded.running(data) == set()


def test_the_one_who_started_them_may_leave_first(data):
    first = embedded.using(data, durable=False)
    first.__enter__()
    with embedded.using(data) as second:
        first.__exit__(None, None, None)
        assert rows(second.database_url, "SELECT 1") == [(1,)]

    assert embedded.running(data) == set()


def test_stopping_leaves_no_process_and_no_socket(data):
    with embedded.using(data, durable=False):
        server, sockets = postmaster(data), Path(os.readlink(data / "run"))

    assert processes.gone([server], patience=0)
    assert not sockets.exists()
    assert not (data / "run").is_symlink()


def test_started_servers_stay_until_stopped(data):
    embedded.start(data, durable=False)
    with embedded.using(data) as services:
        assert services.started == frozenset()
    assert embedded.running(data) == BOTH

    embedded.stop(data)

    assert embedded.running(data) == set()


def test_what_was_committed_survives_a_killed_server(data):
    with embedded.using(data) as services:
        rows(services.database_url, "CREATE TABLE kept AS SELECT 1 AS n")
        postmaster(data).kill()
        _until(lambda: "DATABASE_URL" not in embedded.running(data))

    with embedded.using(data) as again:
        assert rows(again.database_url, "SELECT n FROM kept") == [(1,)]


def test_a_number_left_behind_may_be_another_process_now(data):
    with embedded.using(data, durable=False):
        pass
    remains = data / "postgres" / "postmaster.pid"
    remains.write_text(f"{os.getpid()}\n")
    account.hand_over(remains)

    with embedded.using(data, durable=False) as services:
        assert rows(services.database_url, "SELECT 1") == [(1,)]


def test_sockets_that_were_swept_away_are_made_again(data):
    embedded.start(data, durable=False)
    shutil.rmtree(os.readlink(data / "run"))
    postmaster(data).send_signal(signal.SIGINT)
    _until(lambda: "DATABASE_URL" not in embedded.running(data))

    with embedded.using(data, durable=False) as services:
        assert rows(services.database_url, "SELECT 1") == [(1,)]
        assert redis.Redis.from_url(services.redis_url).ping()


def test_an_interrupted_first_start_is_begun_anew(data):
    folder = DataFolder(data)
    folder.prepare()
    folder.postgres.mkdir()
    (folder.postgres / "PG_VERSION").write_text("18\n")

    with embedded.using(data, durable=False) as services:
        assert rows(services.database_url, "SELECT 1") == [(1,)]


def test_the_database_is_utf8_with_a_password_and_no_network(data):
    with embedded.using(data, durable=False) as services:
        assert rows(services.database_url, "SHOW server_encoding") == [("UTF8",)]
        assert rows(services.database_url, "SHOW listen_addresses") == [("",)]
        sockets = os.readlink(data / "run")
        with pytest.raises(psycopg2.OperationalError):
            psycopg2.connect(host=sockets, user=postgres.NAME, password="wrong", dbname=postgres.NAME)
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(unix_socket_path=f"{sockets}/redis.sock").ping()


def test_folders_are_closed_to_others(data):
    with embedded.using(data, durable=False):
        folders = [data, data / "postgres", data / "redis", Path(os.readlink(data / "run"))]

        assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700] * 4
        assert stat.S_IMODE((data / "secrets.env").stat().st_mode) == 0o600


def test_secrets_are_made_once(data, monkeypatch):
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.local")

    first, second = environment(data, "", ""), environment(data, "", "")

    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert first["PERSONAL_DATA_KEYS"].startswith("k1:")


def test_production_gets_no_made_up_secret(data, monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "portal.settings.production")

    assert "SECRET_KEY" not in environment(data, "postgresql://db/x", "redis://cache/0")


@pytest.mark.parametrize("interrupt", [signal.SIG_IGN, signal.default_int_handler])
def test_lost_secrets_are_told_rather_than_replaced(data, interrupt):
    """The server just started is ended again, also below a shell that lets its background jobs ignore SIGINT."""
    with embedded.using(data, durable=False):
        pass
    (data / "secrets.env").unlink()

    with (
        sigint(interrupt),
        pytest.raises(embedded.EmbeddedError, match="密钥文件"),
        embedded.using(data, durable=False),
    ):
        pass
    assert not embedded.running(data)


def test_a_folder_of_something_else_is_refused(tmp_path):
    (tmp_path / "论文.docx").touch()

    with pytest.raises(embedded.EmbeddedError, match="别的内容"):
        DataFolder(tmp_path).prepare()


def test_addresses_in_the_environment_win(data, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/jiedao")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example/0")

    with embedded.using(data) as services:
        assert services == embedded.Services(
            "postgresql://db.example/jiedao", "redis://cache.example/0", frozenset()
        )
    assert not data.exists()


def test_a_command_keeps_its_input_output_and_exit_code(data):
    script = "import sys; sys.stdout.write(sys.stdin.read().upper()); sys.exit(7)"

    done = run_as(data, sys.executable, "-c", script, input="abc\n")

    assert (done.returncode, done.stdout, done.stderr) == (7, "ABC\n", "")
    assert embedded.running(data) == set()


def test_bin_manage_works_from_any_folder_and_says_nothing_of_its_own(data, tmp_path):
    variables = {name: value for name, value in os.environ.items() if name not in SECRETS}
    variables |= {"JIEDAO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "portal.settings.local"}
    question = '{"what": "completion", "actual": "7107.2", "target": "3905"}\n'

    manage = [ROOT / "bin" / "manage", "explain", "--batch"]
    done = subprocess.run(manage, input=question, capture_output=True, text=True, cwd=tmp_path, env=variables)

    assert done.stdout == '{"completion_pct": "182.00", "over_target_pct": "82.00"}\n'
    assert (done.returncode, done.stderr) == (0, "")


def test_two_commands_at_once_share_the_servers(data):
    script = "import os, psycopg2, time; psycopg2.connect(os.environ['DATABASE_URL']).close(); time.sleep(1)"
    arguments = [sys.executable, "-P", "-m", "portal.embedded", "--data", str(data), "run", "--"]
    both = [
        subprocess.Popen(
            [*arguments, sys.executable, "-c", script], env=os.environ | {"PYTHONPATH": str(ROOT)}
        )
        for _ in range(2)
    ]

    assert [process.wait() for process in both] == [0, 0]
    assert embedded.running(data) == set()


def _until(condition, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)
