"""Work given to a dask.distributed scheduler, where one machine is too small; the same work, the same bytes.

Dask runs whatever it is sent, so whoever can reach a scheduler rules its workers: anything but this machine itself
needs tls:// with certificates. All machines must see the workspace under the same path. Which cluster a run uses is
ambient, as the processors of a machine are: `on_cluster` around a run, and pools that may share their work out find it.
"""

from __future__ import annotations

import contextlib
import importlib
import ipaddress
import os
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from dossier.errors import DossierError, ToolError, UsageError
from dossier.files.data import program_digest

_SECONDS = 15
"""For the scheduler to answer and a first worker to be there."""
_AHEAD = 4
"""So many items a worker are sent ahead: results come in order, memory stays bounded."""
_turn = threading.Lock()
_WHY_TLS = (
    "dask 会执行发给它的任何程序：谁连得上调度器，谁就能在各台机器上运行任何东西。"
    "所以本机以外只能用 tls:// 并配好证书（DASK_DISTRIBUTED__COMM__TLS__CA_FILE、…__CLIENT__CERT、…__CLIENT__KEY）。"
)


class OtherVersionError(Exception):
    """A worker runs another version of this program, whose results would be others."""


class Cluster:
    """A scheduler with workers that run this very program."""

    def __init__(self, client: Any, address: str) -> None:
        self.client = client
        self.address = address

    def map(self, function: Callable[[Any], Any], items: Iterable[Any]) -> Iterator[tuple[Any, str]]:
        """(what the function returned, '') for each item in order, or (None, why its worker was lost) for one.

        A worker that dies costs nothing but time: dask gives its items to another one, three times. What the function
        itself raises is raised here. Raises ToolError where the scheduler is lost or a worker has another version.
        """
        from distributed import CancelledError
        from distributed.scheduler import KilledWorker

        waiting: deque[Any] = deque()
        ours, here = program_digest(), Path.cwd()
        pending = iter(items)
        most = _AHEAD * max(1, len(self.client.scheduler_info(n_workers=-1)["workers"]))
        try:
            while True:
                for item in pending:
                    waiting.append(self.client.submit(_perform, ours, here, function, item, pure=False))
                    if len(waiting) >= most:
                        break
                if not waiting:
                    return
                future = waiting.popleft()
                try:
                    yield future.result(), ""
                except KilledWorker:
                    yield None, "处理它的进程在几台机器上都意外中断"
                except OtherVersionError as error:
                    raise _wrong_version(str(error)) from None
                except (CancelledError, OSError) as error:
                    hint = "做完的都在；连上后再运行会接着做。"
                    raise ToolError(f"和调度器 {self.address} 断开了", hint=hint) from error
        finally:
            with contextlib.suppress(Exception):  # the scheduler may be gone
                self.client.cancel(list(waiting))


_cluster: ContextVar[Cluster | None] = ContextVar("cluster", default=None)


def cluster_at_hand() -> Cluster | None:
    """The cluster of this run, None where it has only its own machine."""
    return _cluster.get()


@contextlib.contextmanager
def on_cluster(address: str | None) -> Iterator[None]:
    """Let the block share its work out by the scheduler at `address`; None: this machine alone.

    Raises UsageError for an address that is not safe or none, ToolError where dask is not installed, the scheduler
    does not answer, has no workers, or has one of another version.
    """
    if address is None:
        yield
        return
    _refuse_unsafe(address)
    client = _connected(address)
    token = _cluster.set(Cluster(client, address))
    try:
        yield
    finally:
        _cluster.reset(token)
        with contextlib.suppress(Exception):  # a scheduler that is gone needs no farewell
            client.close(timeout=2)


def _refuse_unsafe(address: str) -> None:
    """Only tcp:// to this machine itself, or tls://."""
    hint = "请写 tcp://127.0.0.1:端口（本机）或 tls://主机:端口（别的机器，要有证书）。"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise UsageError(f"--scheduler 不能写「{address}」", hint=hint) from None
    if parts.scheme not in ("tcp", "tls") or not host or port is None:
        raise UsageError(f"--scheduler 不能写「{address}」", hint=hint)
    if parts.scheme == "tcp" and not _is_loopback(host):
        raise UsageError(f"不能用 tcp:// 连别的机器（{host}）。{_WHY_TLS}")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _connected(address: str) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            distributed: Any = importlib.import_module("distributed")
    except ImportError:
        hint = "请安装：pip install 'yisheng-yian[cluster]'（每台机器都要装同一版本）。"
        raise ToolError("没有安装 dask.distributed，用不了 --scheduler", hint=hint) from None
    security = None
    if address.startswith("tls://"):
        security = distributed.Security(require_encryption=True)
        if not (security.tls_ca_file and security.tls_client_cert and security.tls_client_key):
            raise UsageError(f"还没有配好连 {address} 的证书。{_WHY_TLS}")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            client = distributed.Client(address, security=security, timeout=_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError) as error:
        hint = "请先在那台机器上启动：dask scheduler，再在各台机器上启动：dask worker；并核对地址、端口和证书。"
        raise ToolError(f"连不上调度器 {address}（{type(error).__name__}）", hint=hint) from None
    try:
        _refuse_other_versions(client)
    except BaseException:
        client.close(timeout=2)
        raise
    return client


def _refuse_other_versions(client: Any) -> None:
    """Every worker must run this very program: another one would give other bytes."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
    except TimeoutError:
        hint = "请在各台机器上启动：dask worker 调度器地址 --nthreads 1"
        raise ToolError("调度器没有一个工作进程（dask worker）", hint=hint) from None
    told = client.run(_identity, on_error="return")
    ours = _identity()
    wrong = {worker: who for worker, who in told.items() if who != ours}
    if wrong:
        worker, who = next(iter(wrong.items()))
        lacks = f"{worker} 上没有装这个程序（{type(who).__name__}）"
        raise _wrong_version(f"{worker} 是 {who}" if isinstance(who, str) else lacks)


def _wrong_version(words: str) -> DossierError:
    hint = "每台机器要装同一版本的程序和同一版本的 Python，做出来的档案才一样。"
    return ToolError(f"有工作进程的版本不同：{words}；这里是 {_identity()}", hint=hint)


def _identity() -> str:
    """The program and the Python that run it, to the letter."""
    return f"{program_digest()} / Python {sys.version_info.major}.{sys.version_info.minor}"


def _perform(digest: str, folder: Path, function: Callable[[Any], Any], item: Any) -> Any:
    """On a worker: one item at a time, as libraries for pages are not made for threads; from where the run stands."""
    if digest != program_digest():
        raise OtherVersionError(_identity())
    with _turn:
        os.chdir(folder)
        return function(item)
