"""What the warm server imports: everything that reports need, and nothing that takes long and that nobody calls."""

import importlib
import os
import subprocess
import sys

import pytest

from tieranalysis.report import fresh, warm

SLOW = """
def doubled(number, more=0):
    return 2 * number + more
"""


@pytest.fixture
def modules(tmp_path, monkeypatch):
    (tmp_path / "slow_to_import.py").write_text(SLOW, encoding="utf-8")
    (tmp_path / "taker.py").write_text("from slow_to_import import doubled\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield {"slow_to_import": ("doubled",), "nowhere_to_be_found": ("lost",)}
    for name in ("slow_to_import", "taker"):
        sys.modules.pop(name, None)


def test_a_slow_module_is_imported_when_its_function_is_first_called(modules):
    with warm.put_off(modules):
        taker = importlib.import_module("taker")
        assert not hasattr(sys.modules["slow_to_import"], "__file__")
    assert "slow_to_import" not in sys.modules
    assert taker.doubled(4, more=1) == 9
    assert sys.modules["slow_to_import"].__file__
    assert importlib.import_module("slow_to_import").doubled(1) == 2


def test_a_module_that_is_not_there_stays_one_that_cannot_be_imported(modules):
    with warm.put_off(modules), pytest.raises(ImportError):
        importlib.import_module("nowhere_to_be_found")


def test_a_module_that_is_there_already_is_left_alone(modules):
    known = importlib.import_module("slow_to_import")
    with warm.put_off(modules):
        assert sys.modules["slow_to_import"] is known
    assert sys.modules["slow_to_import"] is known


def test_a_server_for_any_notebook_imports_neither_contracts_nor_grammars():
    code = "from tieranalysis.report import warm; warm.up(); import sys; print(sorted({'pandera', 'rfc3987_syntax', 'pandas'} & {*sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "['pandas']"


@pytest.mark.skipif(sys.platform != "linux", reason="threads are counted by their folders")
def test_a_server_that_is_ready_has_a_kernel_one_thread_and_no_socket():
    code = """
import os
from tieranalysis.report import warm
warm.up()
from IPython import get_ipython
files = [os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")]
print(get_ipython().execution_count, len(os.listdir("/proc/self/task")), [name for name in files if "socket" in name])
"""
    environment = {**os.environ, **fresh.ENVIRONMENT}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "1 1 []"
