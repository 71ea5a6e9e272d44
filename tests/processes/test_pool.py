"""Worker processes: a crash, a hang or a hunger for memory costs the item it came from."""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import time
from itertools import count, islice
from pathlib import Path

import pytest

from dossier.errors import OutputError
from dossier.processes.pool import Died, Done, TimedOut, Workers
from tests.processes.worker_tasks import (
    complain,
    crash_at_seven,
    hang_at_two,
    hunger_at_one,
    leave_a_mark,
    leave_at_three,
    panic_at_two,
    print_loudly,
    process_id,
    square,
    tumble_once,
)

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("batch", [1, 4])
def test_results_come_in_the_order_of_the_items(batch):
    with Workers(2, batch=batch) as workers:
        assert list(workers.map(square, range(50))) == [Done(n * n) for n in range(50)]


@pytest.mark.skipif(os.name == "nt", reason="a crash has another name there")
@pytest.mark.parametrize("batch", [1, 4])
def test_a_crash_costs_the_item_it_came_from(batch):
    with Workers(2, batch=batch) as workers:
        results = list(workers.map(crash_at_seven, range(20)))

    assert results == [Done(n) if n != 7 else Died("SIGSEGV") for n in range(20)]


def test_a_process_that_ends_itself_costs_its_item():
    with Workers(1, batch=8) as workers:
        assert list(workers.map(leave_at_three, range(6))) == [Died("exit 5") if n == 3 else Done(n) for n in range(6)]


def test_a_hang_costs_its_item():
    with Workers(1, seconds=0.5, batch=4) as workers:
        workers_start(workers)
        assert list(workers.map(hang_at_two, range(5))) == [TimedOut(0.5) if n == 2 else Done(n) for n in range(5)]


def workers_start(workers: Workers) -> None:
    """The first item of a new worker has time for the start as well."""
    list(workers.map(square, [1]))


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited where the system can")
def test_memory_is_limited():
    with Workers(1, memory_mb=300) as workers:
        assert list(workers.map(hunger_at_one, range(3))) == [Done(0), Died("memory"), Done(2)]


def test_a_panic_of_a_library_costs_its_item():
    with Workers(2) as workers:
        assert list(workers.map(panic_at_two, range(4))) == [Died("panic") if n == 2 else Done(n) for n in range(4)]


def test_an_item_is_tried_once_more_before_it_is_called_dead(tmp_path):
    with Workers(1) as workers:
        assert list(workers.map(tumble_once, [str(tmp_path / "mark")])) == [Done("second")]


def test_an_exception_is_a_bug_and_is_raised_whole():
    with Workers(1) as workers, pytest.raises(OutputError) as raised:
        list(workers.map(complain, [1]))

    assert raised.value.hint == "do something"


def test_items_are_taken_only_a_little_ahead():
    taken = []

    def items():
        for number in count():
            taken.append(number)
            yield number

    with Workers(1) as workers:
        assert list(islice(workers.map(square, items()), 3)) == [Done(0), Done(1), Done(4)]

    assert len(taken) < 60


def test_work_begins_before_the_first_result_is_asked_for(tmp_path):
    mark = tmp_path / "begun"
    with Workers(1) as workers:
        results = workers.map(leave_a_mark, [mark])
        for _ in range(600):
            if mark.exists():
                break
            time.sleep(0.1)
        assert mark.exists()
        assert list(results) == [Done(mark)]


def test_workers_are_kept_between_maps_and_gone_after(tmp_path):
    with Workers(1) as workers:
        (first,) = workers.map(process_id, [0])
        (second,) = workers.map(process_id, [0])
        assert first == second

    with pytest.raises(ProcessLookupError):
        os.kill(first.value, 0)


def test_workers_that_were_left_in_the_middle_are_not_used_again():
    with Workers(1, seconds=30) as workers:
        workers_start(workers)
        abandoned = workers.map(hang_at_two, [1, 2])
        assert next(abandoned) == Done(1)
        abandoned.close()

        assert list(workers.map(square, [3])) == [Done(9)]


def test_nothing_that_a_library_prints_reaches_the_terminal(capfd):
    with Workers(1) as workers:
        assert list(workers.map(print_loudly, [1])) == [Done(1)]

    assert capfd.readouterr() == ("", "")


def test_no_items_start_no_worker():
    with Workers(2) as workers:
        assert list(workers.map(square, [])) == []
        assert not workers._all


def test_workers_that_cannot_start_end_the_run_instead_of_blaming_the_items(tmp_path):
    script = tmp_path / "unguarded.py"
    script.write_text(
        "from dossier.processes.pool import Workers\n"
        "from dossier.errors import ToolError\n"
        "from tests.processes.worker_tasks import square\n"
        "try:\n"
        "    print(list(Workers(1).map(square, range(1000))))\n"
        "except ToolError as error:\n"
        "    print(error.exit_code, error)\n"
    )

    ran = subprocess.run(
        [sys.executable, str(script)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert ran.stdout.startswith("4 启动不了工作进程")


def test_a_function_that_workers_cannot_import_is_a_bug():
    with Workers(1) as workers, pytest.raises((RuntimeError, AttributeError, pickle.PicklingError)):
        list(workers.map(lambda number: number, [1]))


def leave_a_file(number: int) -> str:
    """A parser that is ended before it can clear up after itself."""
    import tempfile

    with tempfile.NamedTemporaryFile(prefix="left-behind-", delete=False) as left:
        left.write(b"x")
    return left.name


def test_what_workers_leave_in_the_temporary_folder_goes_with_the_pool() -> None:
    with Workers(1) as workers:
        left = [result.value for result in workers.map(leave_a_file, [1, 2]) if isinstance(result, Done)]
        assert all(Path(name).exists() for name in left)

    assert len(left) == 2
    assert not any(Path(name).exists() for name in left)


@pytest.mark.skipif(sys.platform != "linux", reason="only there is a fork server")
def test_ctrl_c_while_the_fork_server_starts_leaves_no_traceback():
    script = (
        "import time\nfrom dossier.processes.pool import start_ahead\n"
        "start_ahead(('tests.processes.slow_to_import',))\nprint('started', flush=True)\n"
        "try:\n    time.sleep(30)\nexcept KeyboardInterrupt:\n    time.sleep(0.5)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "started\n"
    time.sleep(0.5)  # the server's own interpreter is up, and imports

    os.killpg(process.pid, signal.SIGINT)

    assert process.communicate(timeout=60) == ("", "")
    assert process.returncode == 0
