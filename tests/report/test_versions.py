"""Approval, comparison with earlier versions, the catalogue, and telling others how a run went."""

import datetime
import http.server
import json
import socket
import threading

import pytest
from click.testing import CliRunner

from tieranalysis.cli import main
from tieranalysis.report import notify, publish, versions
from tieranalysis.report.lock import hold
from tieranalysis.report.versions import VersionError

JANUARY, FEBRUARY = datetime.date(2026, 1, 31), datetime.date(2026, 2, 28)
APPROVED = "approved by A. Person on 2026-02-28"


def twice(project):
    """A report published in January and again in February, its data and an assumption having changed."""
    (project.folder / "data.csv").write_text("10")
    project.add("one", "print(open('data.csv').read(), rate)", parameters="rate: float = 0.1", values="rate = 0.2")
    assert project.build(as_at=JANUARY)[0] == 0
    (project.folder / "data.csv").write_text("20")
    project.tables[0] = project.tables[0].replace("0.2", "0.3")
    project.write()
    assert project.build(as_at=FEBRUARY)[0] == 0


def asked(project, *arguments):
    done = CliRunner().invoke(main, [*arguments, "--out", str(project.out)])
    return done.exit_code, done.output


def test_what_moved_is_shown_by_the_command_and_on_the_page(project):
    twice(project)
    assert "<p>draft 2026-01-31</p>" in project.page("one")
    status, said = asked(project, "diff", "one")
    assert status == 0
    lines = said.splitlines()
    assert lines[0].startswith("one, since 2026-01-31 (version ")
    assert lines[1:3] == ["  Result: said: 10 0.2 -> 20 0.3", "  Assumption: rate: 0.2 -> 0.3"]
    assert lines[3].startswith("  Input: data.csv: SHA-256 4a44dc153642 -> SHA-256 f5ca38f748a1")
    assert asked(project, "diff", "one", "--against", "2026-01-31")[1] == said


def test_there_is_nothing_to_compare_with(project):
    twice(project)
    with pytest.raises(
        VersionError, match="no earlier version to compare with; earlier versions were made on 2026-01-31"
    ):
        versions.moved(project.out, "one", datetime.date(2025, 1, 1))
    assert asked(project, "diff", "two") == (
        1,
        f"Error: {project.out}: no report called 'two' is published here; there are one\n",
    )


def test_an_approval_carries_a_name_and_a_date_until_the_report_is_made_again(project):
    twice(project)
    assert asked(
        project, "approve", "one", "--by", "A. Person", "--as-at", "2026-02-28", "--plan", str(project.plan)
    ) == (0, f"one: {APPROVED}\n")
    assert f"<p>{APPROVED} 2026-01-31</p>" in project.page("one")
    manifest = project.manifest("one")
    assert (manifest["made"], manifest["status"]["by"]) == ("2026-02-28", "A. Person")
    assert json.loads((project.out / "catalogue.json").read_text())["reports"][0]["status"] == APPROVED
    assert len(publish.versions(project.out, "one")) == 3
    assert project.build()[1].startswith("1 reports: 1 unchanged")
    assert APPROVED in project.page("one")
    (project.folder / "data.csv").write_text("30")
    assert project.build()[0] == 0
    assert "<p>draft 2026-02-28</p>" in project.page("one")


def test_an_approval_needs_a_name_a_report_and_the_lock(project):
    twice(project)
    assert (
        asked(project, "approve", "one", "--by", " ")[1] == "Error: an approval needs the name of a person: --by NAME\n"
    )
    assert asked(project, "approve", "two", "--by", "A")[0] == 1
    with hold(project.out):
        status, said = asked(project, "approve", "one", "--by", "A. Person")
    assert (status, "another build holds the lock" in said) == (1, True)
    assert project.manifest("one")["status"] == {"state": "draft"}


def test_the_catalogue_lists_status_freshness_and_notices(project):
    twice(project)
    project.add("two", "1 / 0")
    assert project.build()[0] == 1
    entries = json.loads((project.out / "catalogue.json").read_text())["reports"]
    assert [(e["report"], e["status"], e["made"], e["page"]) for e in entries] == [
        ("one", "draft", "2026-02-28", "one/index.html"),
        ("two", "not published", "", ""),
    ]
    assert [e["freshness"] for e in entries] == [
        "up to date", "not published: two.ipynb, cell 2: ZeroDivisionError: division by zero",
    ]  # fmt: skip
    index = (project.out / "index.html").read_text()
    assert 'href="one/index.html"' in index
    assert "ZeroDivisionError" in index
    before = (project.out / "index.html").stat().st_mtime_ns
    assert project.build(names=("one",))[0] == 0
    assert (project.out / "index.html").stat().st_mtime_ns == before


def test_a_report_made_for_another_area_stays_in_the_catalogue(project):
    project.add("one", "print(area)", parameters="area: str = 'essex'")
    assert project.build(area="kent")[0] == 0
    assert project.build()[0] == 0
    entries = json.loads((project.out / "catalogue.json").read_text())["reports"]
    assert {e["report"] for e in entries} == {"one", "one-kent"}
    assert "kent" in project.page("one-kent")


@pytest.fixture
def listener():
    """A server that keeps what is sent to it."""
    heard = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *a):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", heard
    server.shutdown()
    server.server_close()


def test_a_run_is_told_to_a_webhook_and_summed_up_on_a_page(project, listener):
    project.settings["webhook"], heard = listener
    project.add("one", "print('x')")
    project.add("two", "1 / 0")
    assert project.build()[0] == 1
    summary = next(project.out.glob("runs/*/summary.txt")).read_text()
    assert heard[0]["failed"] is True
    assert heard[0]["text"].startswith("2 reports: 1 published, 1 failed; ")
    assert "two.ipynb, cell 2: ZeroDivisionError: division by zero" in heard[0]["summary"] == summary
    events = [json.loads(line)["event"] for line in next(project.out.glob("runs/*/log.jsonl")).read_text().splitlines()]
    assert events == ["start", "attempt", "attempt", "end"]


def test_a_webhook_that_does_not_answer_changes_nothing(project):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        project.settings["webhook"] = f"http://127.0.0.1:{free.getsockname()[1]}/"
    project.add("one", "print('x')")
    status, said = project.build()
    assert status == 0
    assert "The webhook of the plan's settings could not be told: URLError" in said


def test_mail_is_sent_when_something_failed_or_always(monkeypatch):
    sent = []

    class Smtp:
        def __init__(self, host, port, timeout):
            sent.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *a):
            pass

        def send_message(self, message):
            sent.append(message)

    monkeypatch.setattr(notify.smtplib, "SMTP", Smtp)
    mail = {"host": "mail.example", "from": "reports@example.gov.uk", "to": ["a@example.gov.uk", "b@example.gov.uk"]}
    assert notify.tell({"webhook": "", "mail": mail}, False, "well", "all well") == []
    assert not sent
    assert notify.tell({"webhook": "", "mail": mail}, True, "1 failed", "the table") == []
    assert sent[0] == ("mail.example", 25)
    assert (sent[1]["To"], sent[1]["Subject"]) == ("a@example.gov.uk, b@example.gov.uk", "1 failed")
    assert notify.tell({"webhook": "", "mail": {**mail, "when": "always"}}, False, "well", "all well") == []
    assert len(sent) == 4
    fault = notify.tell({"webhook": "file:///etc/passwd", "mail": {"when": "always"}}, True, "x", "y")
    assert fault == [
        "The webhook of the plan's settings could not be told: ValueError: 'file:///etc/passwd' is not a web address",
        "The mail of the plan's settings could not be told: KeyError: 'from'",
    ]
