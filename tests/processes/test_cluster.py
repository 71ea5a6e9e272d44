"""Work shared out by a real dask scheduler on this machine to two real workers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import dask
import distributed  # noqa: F401 - its settings must be known before a test changes some
import pytest
import trustme

from dossier.errors import ToolError, UsageError
from dossier.processes.cluster import on_cluster
from dossier.processes.pool import Done, Workers
from tests.processes.slow import broken, squared
from tests.small_workspace import a_workspace, run

ROOT = Path(__file__).parent.parent.parent
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")


@dataclass(frozen=True, slots=True)
class Certificates:
    """What the machines of one office have, and nobody else: a CA, a certificate that it signed, and its key."""

    ca: Path
    certificate: Path
    key: Path

    @classmethod
    def made(cls, folder: Path) -> Certificates:
        folder.mkdir()
        made = cls(folder / "ca.pem", folder / "own.pem", folder / "own.key")
        office = trustme.CA()
        own = office.issue_cert("127.0.0.1")
        office.cert_pem.write_to_path(made.ca)
        own.cert_chain_pems[0].write_to_path(made.certificate)
        own.private_key_pem.write_to_path(made.key)
        return made

    @property
    def words(self) -> tuple[str, ...]:
        """As dask's own commands take them."""
        files = ("--tls-ca-file", str(self.ca), "--tls-cert", str(self.certificate), "--tls-key", str(self.key))
        return ("--protocol", "tls", *files)

    @property
    def settings(self) -> dict[str, str]:
        """As a client needs them."""
        start = "distributed.comm.tls."
        return {
            f"{start}ca-file": str(self.ca),
            f"{start}client.cert": str(self.certificate),
            f"{start}client.key": str(self.key),
        }

    @property
    def environment(self) -> dict[str, str]:
        """The same, as docs/scale.md tells people to give them."""
        names = {name: f"DASK_{name.upper().replace('-', '_').replace('.', '__')}" for name in self.settings}
        return {names[name]: path for name, path in self.settings.items()}


class Machines:
    """A scheduler and its workers, each a process."""

    def __init__(self, folder: Path, certificates: Certificates | None = None) -> None:
        self.folder = folder
        self.safety = certificates.words if certificates else ()
        self.running: list[subprocess.Popen] = []
        self.file = folder / "scheduler.json"
        self.start("scheduler", "--host", "127.0.0.1", "--port", "0")
        deadline = time.monotonic() + 60
        while not self.file.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        self.address = json.loads(self.file.read_text())["address"]

    def start(self, what: str, *words: str, code: Path = ROOT) -> subprocess.Popen:
        words = ("--scheduler-file", str(self.file), *self.safety, *words)
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *words]
        log = (self.folder / f"{what}-{len(self.running)}.log").open("w")
        env = {**os.environ, "PYTHONPATH": str(code)}
        made = subprocess.Popen([*command, "--no-dashboard"], cwd=self.folder, env=env, stdout=log, stderr=log)
        self.running.append(made)
        return made

    def worker(self, code: Path = ROOT) -> subprocess.Popen:
        return self.start("worker", "--nthreads", "1", "--no-nanny", "--host", "127.0.0.1", code=code)

    def stop(self) -> None:
        for process in reversed(self.running):
            process.kill()
            process.wait()


@contextmanager
def running(folder: Path, certificates: Certificates | None = None) -> Iterator[Machines]:
    """A scheduler for as long as the block lasts."""
    folder.mkdir()
    made = Machines(folder, certificates)
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Machines]:
    with running(tmp_path / "cluster") as made:
        yield made


def test_a_killed_worker_costs_nothing_but_time(machines: Machines) -> None:
    one, _ = machines.worker(), machines.worker()
    with on_cluster(machines.address):
        results = Workers(1, shared=True).map(squared, range(24))
        first = next(results)
        os.kill(one.pid, signal.SIGKILL)
        made = [first, *results]

    assert all(isinstance(each, Done) for each in made)
    assert [each.value[0] for each in made] == [number * number for number in range(24)]
    assert os.getpid() not in {each.value[1] for each in made}


def test_a_bug_of_the_function_is_raised_here(machines: Machines) -> None:
    machines.worker()

    with pytest.raises(ValueError, match="bug at 1"), on_cluster(machines.address):
        list(Workers(1, shared=True).map(broken, [1]))


def test_dossiers_of_a_cluster_are_the_same_to_the_byte(machines: Machines, tmp_path: Path) -> None:
    machines.worker()
    machines.worker()
    for name, words in (("甲", ()), ("乙", ("--scheduler", machines.address))):
        root = a_workspace(tmp_path / name / "城郊乡")
        assert run("build", root, "--no-read", "--draft", "--today", "2022-03-18", *words) == 1

    made = [
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.*") if path.is_file()}
        for folder in (tmp_path / "甲/城郊乡/output", tmp_path / "乙/城郊乡/output")
    ]
    assert len([name for name in made[0] if name.endswith(".pdf")]) == 3
    assert made[0] == made[1]


def test_machines_with_certificates_work_over_tls_and_nobody_else_is_let_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, strangers = Certificates.made(tmp_path / "own"), Certificates.made(tmp_path / "strangers")
    root = a_workspace(tmp_path / "城郊乡")
    words = ("build", root, "--no-read", "--draft", "--today", "2022-03-18", "--scheduler")
    with running(tmp_path / "cluster", own) as machines:
        machines.worker()
        machines.worker()
        made = _as_typed(*words, machines.address, environment=own.environment)

        monkeypatch.setattr("dossier.processes.cluster._SECONDS", 2)
        for address, certificates in ((machines.address, strangers), (f"tcp{machines.address[3:]}", own)):
            with (
                dask.config.set(certificates.settings),
                pytest.raises(ToolError, match="连不上调度器") as caught,
                on_cluster(address),
            ):
                raise AssertionError("not reached")
            assert "证书" in caught.value.hint

    assert machines.address.startswith("tls://127.0.0.1:")
    assert made.returncode == 1, made.stderr
    assert len(list(root.glob("output/*/*.pdf"))) == 3
    assert "Traceback" not in made.stderr


def _as_typed(*words: str | Path, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with the environment that docs/scale.md names."""
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, words)]
    return subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, encoding="utf-8")


def test_a_worker_of_another_version_is_refused(machines: Machines, tmp_path: Path) -> None:
    other = tmp_path / "other"
    for name in ("dossier", "templates", "evidence_specs"):
        shutil.copytree(ROOT / name, other / name)
    with (other / "dossier/errors.py").open("a", encoding="utf-8") as stream:
        stream.write("\n# another version\n")
    machines.worker(code=other)

    with pytest.raises(ToolError, match="版本不同"), on_cluster(machines.address):
        raise AssertionError("not reached")


def test_a_scheduler_without_workers_or_that_is_not_there_is_told(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.processes.cluster._SECONDS", 2)

    with pytest.raises(ToolError, match="没有一个工作进程"), on_cluster(machines.address):
        raise AssertionError("not reached")
    with pytest.raises(ToolError, match="连不上调度器"), on_cluster("tcp://127.0.0.1:9"):
        raise AssertionError("not reached")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("tcp://10.1.2.3:8786", "dask 会执行发给它的任何程序"),
        ("tcp://scheduler.example:8786", "dask 会执行发给它的任何程序"),
        ("tls://10.1.2.3:8786", "证书"),
        ("http://127.0.0.1:8786", "不能写"),
        ("127.0.0.1:8786", "不能写"),
        ("tcp://127.0.0.1", "不能写"),
        ("tcp://127.0.0.1:x", "不能写"),
    ],
)
def test_an_address_that_is_not_safe_is_refused_with_the_reason(address: str, said: str) -> None:
    with pytest.raises(UsageError) as caught, on_cluster(address):
        raise AssertionError("not reached")

    assert said in str(caught.value)
