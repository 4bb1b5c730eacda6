"""Publishing to what is no folder, and running reports on a cluster of which a worker is lost."""

import contextlib
import json
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import fsspec
import pytest
from click.testing import CliRunner

from tieranalysis.cli import main
from tieranalysis.report import cluster as cluster_of_dask
from tieranalysis.report import places
from tieranalysis.report.hold import HOLDS_SECONDS, Hold
from tieranalysis.report.lock import Held
from tieranalysis.report.options import Options
from tieranalysis.report.run import build


@pytest.fixture
def store(tmp_path):
    """A place in memory, empty."""
    files = fsspec.filesystem("memory")
    root = f"/{tmp_path.name}/reports"
    yield files, root, f"memory:/{root}"
    if files.exists(f"/{tmp_path.name}"):
        files.rm(f"/{tmp_path.name}", recursive=True)


def built(project, place, **more):
    said = []
    status = build(Options(plan=project.plan, out=place, jobs=2, **more), say=said.append)
    return status, "\n".join(said)


def names(files, root):
    return {str(name)[len(root) + 1 :] for name in files.find(root)}


def test_a_store_gets_whole_versions_and_is_asked_what_is_up_to_date(project, store):
    files, root, place = store
    path = project.add("one", "print('first')")
    assert built(project, place)[0] == 0
    assert {
        "one/index.html",
        "one/manifest.json",
        "one/notebook.ipynb",
        "one/data.csv",
        "index.html",
        "catalogue.json",
    } <= names(files, root)
    assert b"first" in files.cat_file(f"{root}/one/index.html")
    assert built(project, place)[1].startswith("1 reports: 1 unchanged")
    path.write_text(path.read_text().replace("print('first')", "print('second'); 1 / 0"))
    assert built(project, place)[0] == 1
    assert b"first" in files.cat_file(f"{root}/one/index.html")
    path.write_text(path.read_text().replace("; 1 / 0", ""))
    assert built(project, place)[0] == 0
    assert b"second" in files.cat_file(f"{root}/one/index.html")
    assert (
        len([name for name in names(files, root) if name.startswith("history/one/") and name.endswith("manifest.json")])
        == 2
    )
    assert any(name.startswith("runs/") and name.endswith("log.jsonl") for name in names(files, root))
    assert ".lock" not in names(files, root)


def test_in_a_store_versions_are_kept_compared_and_approved(project, store):
    files, root, place = store
    project.settings["keep_versions"] = 2
    path = project.add("one", "print('n0')")
    for number in range(3):
        assert built(project, place)[0] == 0
        path.write_text(path.read_text().replace(f"n{number}", f"n{number + 1}"))
    assert len({name.split("/")[2] for name in names(files, root) if name.startswith("history/one/")}) == 2
    done = CliRunner().invoke(main, ["diff", "one", "--out", place])
    assert "Result: said: n1 -> n2" in done.output
    done = CliRunner().invoke(
        main, ["approve", "one", "--by", "A. Person", "--out", place, "--plan", str(project.plan)]
    )
    assert done.exit_code == 0, done.output
    assert b"approved by A. Person" in files.cat_file(f"{root}/one/index.html")


def test_a_store_that_is_held_is_refused_and_a_hold_runs_out(project, store):
    files, root, place = store
    project.add("one", "print('x')")
    who = {
        "user": "ann",
        "host": "there",
        "process": 7,
        "since": "2026-01-31T09:00:00+00:00",
        "until": time.time() + 60,
    }
    files.pipe_file(f"{root}/.lock", json.dumps(who).encode())
    status, said = built(project, place)
    assert status == 2
    assert "process 7 of ann on there, since 2026-01-31T09:00:00+00:00; wait for it to end, or remove " in said
    files.pipe_file(f"{root}/.lock", json.dumps({**who, "until": time.time() - 1}).encode())
    assert built(project, place)[0] == 0


def test_a_reader_of_a_store_never_finds_a_page_before_what_belongs_to_it(project, store, monkeypatch):
    files, _, place = store
    put = []
    keep = type(files).put_file
    monkeypatch.setattr(
        type(files), "put_file", lambda self, source, path, **k: (put.append(path), keep(self, source, path, **k))[1]
    )
    project.add("one", "print('x')")
    assert built(project, place)[0] == 0
    current = [path.rpartition("/")[2] for path in put if "/reports/one/" in path]
    assert current[-2:] == ["index.html", "manifest.json"]


def failing(monkeypatch, files, at):
    """Make the store fail at every file whose address ends so."""
    keep = type(files).put_file

    def put(self, source, path, **more):
        if path.endswith(at):
            raise ConnectionError("the store has gone away")
        return keep(self, source, path, **more)

    monkeypatch.setattr(type(files), "put_file", put)


@pytest.mark.parametrize("at", ["one/index.html", "one/manifest.json", "Z/data.csv", "Z/manifest.json"])
def test_a_store_that_fails_half_way_keeps_the_version_before(project, store, monkeypatch, at):
    files, root, place = store
    path = project.add("one", "print('first')", retries=0)
    assert built(project, place)[0] == 0
    before = {name: files.cat_file(f"{root}/{name}") for name in names(files, root) if name.startswith(("one", "hist"))}
    path.write_text(path.read_text().replace("first", "second"))
    with monkeypatch.context() as faulty:
        failing(faulty, files, at)
        status, said = built(project, place)
    assert (status, "one.ipynb, not published: the store has gone away" in said) == (1, True)
    after = {name: files.cat_file(f"{root}/{name}") for name in names(files, root) if name.startswith(("one", "hist"))}
    assert after == before
    entry = json.loads(files.cat_file(f"{root}/catalogue.json"))["reports"][0]
    assert entry["version"] == json.loads(before["one/manifest.json"])["version"]
    assert entry["freshness"] == "out of date: one.ipynb, not published: the store has gone away"
    assert built(project, place)[0] == 0
    assert b"second" in files.cat_file(f"{root}/one/index.html")


def test_a_store_that_fails_at_the_first_report_holds_nothing_of_it(project, store, monkeypatch):
    files, root, place = store
    project.add("one", "print('first')", retries=0)
    with monkeypatch.context() as faulty:
        failing(faulty, files, "one/index.html")
        assert built(project, place)[0] == 1
    assert not [name for name in names(files, root) if name.startswith(("one/", "history/"))]


def test_what_a_killed_build_left_of_a_version_in_a_store_is_removed(project, store):
    files, root, place = store
    path = project.add("one", "print('first')")
    assert built(project, place)[0] == 0
    files.pipe_file(f"{root}/history/one/20200101T000000.000000Z/index.html", b"half")
    path.write_text(path.read_text().replace("first", "second"))
    assert built(project, place)[0] == 0
    assert "history/one/20200101T000000.000000Z/index.html" not in names(files, root)


def test_a_catalogue_or_log_that_cannot_be_sent_is_told(project, store, monkeypatch):
    files, _, place = store
    project.add("one", "print('x')")
    with monkeypatch.context() as faulty:
        failing(faulty, files, "catalogue.json")
        status, said = built(project, place)
    assert (status, f"The catalogue could not be written: {place} cannot be used: ConnectionError: the" in said) == (
        1,
        True,
    )
    with monkeypatch.context() as faulty:
        failing(faulty, files, "log.jsonl")
        status, said = built(project, place, force=True)
    assert (status, "The log of this run could not be sent: " in said) == (0, True)


def test_a_hold_is_renewed_and_one_that_was_taken_over_stops_what_follows(store):
    files, root, place = store
    hold = Hold(files, root, place)
    with hold:
        hold.renew()
        first = json.loads(files.cat_file(f"{root}/.lock"))
        hold.who["until"] = time.time() + HOLDS_SECONDS / 2 - 1
        files.pipe_file(f"{root}/.lock", json.dumps(hold.who).encode())
        hold.renew()
        assert json.loads(files.cat_file(f"{root}/.lock"))["until"] >= first["until"]
        other = {**hold.who, "user": "ben", "until": time.time() + 60}
        files.pipe_file(f"{root}/.lock", json.dumps(other).encode())
        hold.who["until"] = time.time()
        with pytest.raises(Held, match=r"of ben on .*; wait for it to end, or remove .*\.lock if it has died"):
            hold.renew()
    assert json.loads(files.cat_file(f"{root}/.lock")) == other


def test_reports_sent_at_once_renew_one_hold_and_do_not_take_each_other_for_strangers(store, monkeypatch):
    files, root, place = store
    hold = Hold(files, root, place)
    with hold:
        found, slow = hold._found, threading.Barrier(2)

        def together():
            with contextlib.suppress(threading.BrokenBarrierError):
                slow.wait(0.3)
            return found()

        monkeypatch.setattr(hold, "_found", together)
        for _ in range(3):
            hold.who["until"] = time.time()
            with ThreadPoolExecutor(2) as pool:
                for done in [pool.submit(hold.renew) for _ in range(2)]:
                    done.result()
    assert not files.exists(f"{root}/.lock")


def test_a_hold_is_taken_once_for_a_build(project, store, monkeypatch):
    place = store[2]
    project.add("one", "print('x')")
    taken, keep = [], Hold.__enter__
    monkeypatch.setattr(Hold, "__enter__", lambda self: (taken.append(1), keep(self))[1])
    assert built(project, place)[0] == 0
    assert taken == [1]


def test_of_two_that_take_hold_at_once_one_has_it(store):
    files, root, place = store
    with Hold(files, root, place):
        second = Hold(files, root, place)
        second.who["process"] = -1
        with pytest.raises(Held):
            second.__enter__()


class Bucket:
    """A store with buckets, which is asked about one."""

    protocol = ("abfs", "az")

    def __init__(self, fault=None):
        self.fault, self.put = fault, []

    def info(self, name):
        raise self.fault

    def put_file(self, source, target, **more):
        self.put.append((target, more))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (FileNotFoundError(), "abfs://council/tiers: there is no 'council'; correct the name, or make it first"),
        (RuntimeError("no credentials"), "abfs://council/tiers cannot be used: RuntimeError: no credentials"),
    ],
)
def test_a_bucket_that_is_not_there_or_not_ours_is_told_and_never_made(project, monkeypatch, fault, said):
    project.add("one", "print('x')")
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda out: (Bucket(fault), "council/tiers"))
    assert built(project, "abfs://council/tiers") == (2, f"Nothing was started.\n{said}")


def test_a_page_is_served_as_a_page_where_a_store_has_to_be_told(tmp_path):
    (tmp_path / "index.html").write_text("<p>")
    azure = Bucket()
    places._put(azure, tmp_path / "index.html", "council/one/index.html")
    assert azure.put == [("council/one/index.html", {"content_settings": {"content_type": "text/html"}})]


def test_an_address_that_cannot_be_reached_is_told(project):
    project.add("one", "print('x')")
    status, said = built(project, "nowhere://bucket/reports")
    assert (status, "Protocol not known: nowhere" in said) == (2, True)


@pytest.fixture(scope="module")
def cluster():
    """Two workers, each a process."""
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as found:
        yield found


def test_a_cluster_gives_the_same_reports(project, cluster):
    project.add(
        "one",
        "import numpy as np\nprint(np.random.rand(), where)",
        parameters="where: str = ''",
        grid="where = ['a', 'b']",
    )
    project.add("two", "1 / 0")
    status, said = project.build(executor="dask", scheduler=cluster.scheduler_address)
    assert status == 1
    assert "two.ipynb, cell 2: ZeroDivisionError" in said
    page = project.page("one-a")
    assert list(project.out.glob("runs/*/two.ipynb"))
    assert project.build(names=("one",), force=True)[0] == 0
    assert project.page("one-a") == page


def test_a_worker_that_is_lost_loses_no_report(project, cluster):
    wait = "import os, time\nopen(f'started-{n}', 'w').close(); time.sleep(1.5)"
    project.add("one", wait, "print('done', n)", parameters="n: int = 0", grid="n = [1, 2, 3, 4]", retries=0)

    def kill():
        while not list(project.folder.glob("started-*")):
            time.sleep(0.02)
        os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

    threading.Thread(target=kill).start()
    status, said = project.build(executor="dask", scheduler=cluster.scheduler_address)
    assert status == 0, said
    assert ["done" in project.page(f"one-{n}") for n in (1, 2, 3, 4)] == [True] * 4


def test_no_scheduler_no_start(project, monkeypatch):
    monkeypatch.setattr(cluster_of_dask, "PATIENCE_SECONDS", 1)
    project.add("one", "1")
    assert "--executor dask needs the address of a scheduler" in project.build(executor="dask")[1]
    status, said = project.build(scheduler="tcp://127.0.0.1:9")
    assert (status, "there is no scheduler at tcp://127.0.0.1:9" in said) == (2, True)
    assert not (project.out / "runs").exists()
