"""Every way to fail, done: what was published stays, the reason is said in a line, and no process is left behind."""

import datetime
import json
import os
import signal
import subprocess
import sys
import threading
import time

import psutil
import pytest
from filelock import FileLock

from tieranalysis.report import client, publish
from tieranalysis.report.publish import versions

SOON = (
    1 if os.getloadavg()[0] < 2 * (os.cpu_count() or 1) else 10
)  # a promise of a second, on a machine with time for it
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="signals and forks are POSIX")
DAEMON = """
import os, subprocess, sys, time
sleeper = [sys.executable, "-c", "import time; time.sleep(600)", "{mark}"]
subprocess.Popen(sleeper, start_new_session=True)
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.execv(sys.executable, sleeper)
    os._exit(0)
open("started", "w").close()
"""


def command(project, *more):
    return [sys.executable, "-c", "from tieranalysis.cli import main; main()", "build", "--plan", str(project.plan),
            "--out", str(project.out), "--jobs", "2", *more]  # fmt: skip


def started(project, *more):
    """Start a build in a process of its own and wait until its first cell says so."""
    process = subprocess.Popen(command(project, *more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    until(lambda: (project.folder / "started").exists() or process.poll() is not None, 30)
    return process


def until(true, seconds):
    ends = time.monotonic() + seconds
    while not true() and time.monotonic() < ends:
        time.sleep(0.02)
    return true()


def marked(mark):
    found = []
    for process in psutil.process_iter():
        try:
            if mark in " ".join(process.cmdline()) and process.pid != os.getpid():
                found.append(process)
        except psutil.Error:
            continue
    return found


def alive(process):
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def good_then(project, source, **table):
    """A report that has been published, whose notebook then comes to grief."""
    project.add("one", "print('good')", **table)
    assert project.build()[0] == 0
    project.tables.clear()
    return project.add("one", source, **table)


CAUSES = {
    "killed": ("import os; os.kill(os.getpid(), 9)", "one.ipynb, its process was killed by signal 9"),
    "left": ("import os; os._exit(0)", "one.ipynb, its process left with status 0"),
    "crash": ("import ctypes; ctypes.string_at(0)", "one.ipynb, its process was killed by signal 11"),
    "frozen": ("import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", "one.ipynb, not done after 1 s, its deadline"),
    "loop": ("while True: pass", "one.ipynb, not done after 1 s, its deadline"),
    "deaf": ("import signal, time\nfor n in (2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: time.sleep(9)", "not done after 1 s"),
    "huge": ("from IPython.display import HTML\nHTML('<td>x</td>' * 200000)", "MB of output, where a cell may have 1; show fewer rows"),
    "endless": ("while True:\n    try: print('x' * 9999)\n    except: pass", "one.ipynb, cell 2: OutputLimit: "),
    "raises": ("{}['missing']", "one.ipynb, cell 2: KeyError: 'missing'"),
    "syntax": ("def f(:", "one.ipynb, cell 2: SyntaxError: invalid syntax"),
    "asks": ("input('name?')", "one.ipynb, cell 2: StdinNotImplementedError: raw_input was called"),
    "homeless": ("import os, tempfile\nhere = tempfile.mkdtemp(); os.chdir(here); os.rmdir(here); open('x')", "FileNotFoundError"),
    "exits": ("raise SystemExit(3)", "one.ipynb, cell 2: SystemExit: 3"),
}  # fmt: skip


@POSIX
@pytest.mark.parametrize("cause", CAUSES)
def test_the_last_good_report_stays_and_one_line_says_why(project, cause):
    source, why = CAUSES[cause]
    project.settings["max_cell_mb"] = 1
    deadline = 1 if cause in ("frozen", "loop", "deaf") else 60
    good_then(project, source, deadline_seconds=deadline, retries=0)
    before = project.page("one"), project.manifest("one")
    status, said = project.build()
    assert status == 1
    assert why in said
    assert (project.page("one"), project.manifest("one")) == before
    assert len(versions(project.out, "one")) == 1
    assert not list(project.out.rglob(".staging-*"))
    entry = json.loads((project.out / "catalogue.json").read_text())["reports"][0]
    assert entry["freshness"].startswith("out of date: one.ipynb")


@POSIX
def test_the_deadline_is_of_the_whole_report_not_of_a_cell(project):
    project.add("one", "import time", *["time.sleep(0.4)"] * 5, deadline_seconds=1)
    status, said = project.build()
    assert (status, "not done after 1 s" in said) == (1, True)


@POSIX
def test_a_death_is_seen_within_a_second(project):
    project.add("one", "import os; os.kill(os.getpid(), 9)", retries=0, deadline_seconds=60)
    project.build()
    log = [json.loads(line) for line in next(project.out.glob("runs/*/log.jsonl")).read_text().splitlines()]
    assert log[1]["error"] == "died"
    between = [datetime.datetime.fromisoformat(line["time"]) for line in log]
    assert (between[2] - between[1]).total_seconds() < SOON


@POSIX
def test_what_may_pass_is_tried_again_and_what_cannot_is_not(project):
    flaky = """
        import os
        path = "tries"
        with open(path, "a") as file: file.write("x")
        if os.path.getsize(path) < 3: raise {}
    """
    project.add("one", flaky.format("ConnectionResetError('busy')"), retries=2)
    assert project.build()[0] == 0
    assert (project.folder / "tries").read_text() == "xxx"
    (project.folder / "tries").unlink()
    project.tables.clear()
    project.add("one", flaky.format("ValueError('wrong')"), retries=2)
    assert project.build()[0] == 1
    assert (project.folder / "tries").read_text() == "x"


@POSIX
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT], ids=lambda n: n.name)
def test_a_runner_that_is_ended_leaves_nothing_behind(project, number, tmp_path, monkeypatch):
    mark, temporary = f"left-by-{os.getpid()}-{number}", tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    project.add("one", DAEMON.format(mark=mark), "while True: pass", deadline_seconds=60)
    process = started(project)
    assert until(lambda: len(marked(mark)) == 2, 5)
    family = psutil.Process(process.pid).children(recursive=True)
    assert len(family) >= 2
    process.send_signal(number)
    status = process.wait(10)
    assert until(lambda: not marked(mark) and not any(map(alive, family)), SOON)
    assert status == (-9 if number == signal.SIGKILL else 130)
    FileLock(project.out / ".lock", timeout=0).acquire().lock.release()
    assert not list(temporary.iterdir())
    project.tables.clear()
    project.add("one", "print('good')")
    assert project.build()[0] == 0
    assert not list(project.out.rglob(".staging-*"))


@POSIX
def test_a_server_that_cannot_start_is_told(project, tmp_path, monkeypatch):
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "nbconvert.py").write_text("raise RuntimeError('half installed')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "broken"))
    project.add("one", "print('x')", retries=0)
    client.shared().close()
    try:
        status, said = project.build()
    finally:
        client.shared().close()
    assert status == 1
    assert "one.ipynb, the warm server ended with status 1 and could not run it: what it said stands above" in said


def test_a_server_that_is_killed_is_started_again_and_nothing_is_left(project):
    mark = f"server-of-{os.getpid()}"
    once = "import os\nif os.path.exists('twice'): raise SystemExit(0)\nopen('twice', 'w').close()"
    project.add("one", once, DAEMON.format(mark=mark), "import time; time.sleep(30)", retries=1)
    process = started(project)
    psutil.Process(process.pid).children()[0].kill()
    assert process.wait(30) == 0
    assert not marked(mark)


@POSIX
def test_what_a_report_started_ends_with_it(project):
    mark = f"daemon-of-{os.getpid()}"
    project.add("one", DAEMON.format(mark=mark))
    assert project.build()[0] == 0
    assert until(lambda: not marked(mark), SOON)  # a busy system takes a moment to end what was killed
    assert until(lambda: not psutil.Process(client.shared().process.pid).children(), SOON)  # reaped, too


LATE = """
import os, time
from tieranalysis.report import server, tree
tree.adopt()
reading, writing = os.pipe()
if os.fork() == 0:
    if os.fork() == 0:
        os.setsid()
        os.write(writing, b"started")
        time.sleep(20)
    os._exit(0)
os.read(reading, 20)
os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
ends = time.monotonic() + 5
while tree.children() and time.monotonic() < ends:
    server._reap(None, {})
    time.sleep(0.01)
print(tree.children())
"""


@POSIX
def test_what_comes_to_the_server_only_when_a_process_between_has_ended_is_ended_too():
    done = subprocess.run([sys.executable, "-c", LATE], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


HOPPING = """
import os, time
if os.fork() == 0:
    os.setsid()
    ends = time.monotonic() + 20
    while time.monotonic() < ends:
        if os.fork():
            os._exit(0)
        with open("hops", "ab") as file:
            file.write(b".")
    os._exit(0)
"""


@POSIX
def test_what_forks_and_goes_over_and_over_is_caught_too(project):
    project.add("one", HOPPING)
    hops = project.folder / "hops"
    assert project.build()[0] == 0
    time.sleep(SOON)
    seen = hops.stat().st_size if hops.exists() else 0
    time.sleep(0.5)
    assert (hops.stat().st_size if hops.exists() else 0) == seen
    assert until(lambda: not psutil.Process(client.shared().process.pid).children(), SOON)


@POSIX
def test_a_second_build_is_refused_and_told_who_holds_the_lock(project):
    project.add("one", "open('started', 'w').close()", "import time; time.sleep(30)")
    first = started(project)
    second = subprocess.run(command(project), capture_output=True, text=True, check=False)
    assert second.returncode == 2
    assert f"another build holds the lock: process {first.pid} of " in second.stdout
    assert "wait for it to end, or publish elsewhere with --out" in second.stdout
    first.terminate()
    assert first.wait(10) == 130


@POSIX
def test_readers_never_find_a_report_empty_or_in_part(project):
    project.add("one", "print('x' * 200_000)")
    assert project.build()[0] == 0
    files = [project.out / "one" / name for name in ("index.html", "notebook.ipynb", "manifest.json", "data.csv")]
    files.append(project.out / "catalogue.json")
    whole = {path: path.stat().st_size for path in files}
    done, faults, reads = threading.Event(), [], [0]

    def read():
        while not done.is_set():
            for path in files:
                reads[0] += 1
                if len(path.read_bytes()) < whole[path] - 8:
                    faults.append(path)

    reader = threading.Thread(target=read)
    reader.start()
    project.settings["keep_versions"] = 50
    project.write()
    assert [project.build(force=True)[0] for _ in range(3)] == [0, 0, 0]
    done.set()
    reader.join()
    assert (faults, reads[0] > 500) == ([], True)


def limited(project, size):
    """A build in a process that may write no file larger than a size, as on a disk that is full."""
    import resource

    return subprocess.run(command(project), capture_output=True, text=True, check=False,
                          preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)))  # fmt: skip


@POSIX
def test_a_file_that_cannot_be_written_whole_leaves_the_last_good_report(project):
    good_then(project, "print('y' * 300_000)")
    done = limited(project, 100_000)
    assert done.returncode == 1
    assert "OSError: [Errno 27] File too large" in done.stdout
    assert "good" in project.page("one")
    json.loads((project.out / "one" / "notebook.ipynb").read_text())
    assert len(versions(project.out, "one")) == 1


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 600 KB, where one may be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_leaves_the_last_good_report(project, small_disk):
    project.out = small_disk / "reports"
    good_then(project, "print('y' * 400_000)")
    status, said = project.build()
    assert status == 1
    assert "No space left on device" in said
    assert "good" in project.page("one")
    assert json.loads((project.out / "one" / "notebook.ipynb").read_text())["cells"]
    (small_disk / "filler").write_bytes(b"x" * (os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_frsize))
    status, said = project.build(force=True)
    assert "good" in project.page("one")
    assert status in (1, 2)


def test_reports_at_the_same_time_keep_their_own_folder(project):
    moving = (
        "import os, time\nos.makedirs(council, exist_ok=True); os.chdir(council); time.sleep(0.2); print(os.getcwd())"
    )
    project.add("one", moving, parameters="council: str = ''", grid="council = ['a', 'b', 'c', 'd']")
    assert project.build()[0] == 0
    for council in "abcd":
        assert f"{project.folder}/{council}" in project.page(f"one-{council}")


def test_versions_are_kept_and_the_oldest_go(project):
    project.settings["keep_versions"] = 2
    path = project.add("one", "print('n0')")
    for number in range(4):
        path.write_text(path.read_text().replace(f"n{number}", f"n{number + 1}"))
        assert project.build()[0] == 0
    assert len(versions(project.out, "one")) == 2
    assert "n4" in project.page("one")


def test_where_links_cannot_be_made_files_are_put_in_place_one_by_one(project, monkeypatch):
    def refuse(*a, **k):
        raise OSError("no links here")

    monkeypatch.setattr(publish.Path, "symlink_to", refuse)
    path = project.add("one", "print('first')")
    assert project.build()[0] == 0
    path.write_text(path.read_text().replace("first", "second"))
    assert project.build()[0] == 0
    assert "second" in project.page("one")
    assert not (project.out / "one").is_symlink()
    assert {p.name for p in (project.out / "one").iterdir()} == {
        "index.html",
        "notebook.ipynb",
        "manifest.json",
        "data.csv",
    }


def test_a_fresh_process_for_each_report_gives_the_same(project):
    project.add("one", "import numpy as np\nnp.random.rand()", "import os; os.system('echo x'); None")
    project.add("two", "while True: pass", deadline_seconds=3)
    status, said = project.build(executor="fresh")
    assert status == 1
    assert "two.ipynb, not done after 3 s" in said
    page = project.page("one")
    assert project.build(names=("one",), force=True)[0] == 0
    assert project.page("one") == page


def test_a_page_that_cannot_be_rendered_is_a_failure_and_says_so(project):
    good_then(project, "print('x')")
    (project.folder / "plain.py").write_text("def render(notebook, about):\n    return about.missing")
    status, said = project.build()
    assert status == 1
    assert (
        "one.ipynb, its page could not be rendered: AttributeError: 'About' object has no attribute 'missing'" in said
    )
    assert "good" in project.page("one")
