"""Bringing publications from a server of our own on this machine: resumed, verified, never overwritten."""

import datetime
import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from click.testing import CliRunner

from tieranalysis.cli import main
from tieranalysis.contract import SourceError
from tieranalysis.load import download as bringing
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.fetch import downloads, fetch

BODY = b"financial_year_start,growth_multiplier\n" + b"2007,1.02\n" * 20_000


class Server(BaseHTTPRequestHandler):
    """Serves BODY; says what it was asked for; breaks off half way where it is told to."""

    asked: ClassVar[list] = []
    broken = False
    ranges = True
    tag = ""
    body = BODY

    def do_GET(self):
        begun = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        type(self).asked.append((self.path, begun))
        if not self.ranges or (self.headers.get("If-Range") or self.tag) != self.tag:
            begun = 0
        if self.path.startswith("/moved"):
            self.send_response(301)
            self.send_header("Location", "/page" if self.path == "/moved-to-page" else "/prices.csv")
            self.send_header("Content-Length", "0")
            return self.end_headers()
        if self.path == "/gone":
            return self.send_error(404)
        if self.path == "/page":
            return self._send(b"<html></html>", 200, "text/html")
        if begun and begun >= len(self.body):
            return self.send_error(416)
        return self._send(self.body[begun:], 206 if begun else 200, "text/csv")

    def _send(self, data, status, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        if self.tag:
            self.send_header("ETag", self.tag)
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if type(self).broken else data)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    Server.asked, Server.broken, Server.body, Server.ranges, Server.tag = [], False, BODY, True, ""
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}"
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def register(server, tmp_path, monkeypatch):  # the columns that a register of one's own must have
    import shutil

    shutil.copytree(data_root() / "raw", tmp_path / "data" / "raw")
    monkeypatch.setenv("TIERANALYSIS_DATA", str(tmp_path / "data"))

    def write(path="/prices.csv", sha256="", called="prices.csv"):
        file = tmp_path / "downloads.csv"
        file.write_text(
            f"name,table,file,address,sha256,page,note\nprices,deflator,{called},{server}{path},{sha256},{server}/about,\n",
            encoding="utf-8",
        )
        return file

    return write


def kept():
    return sorted(path.name for path in (data_root() / "processed" / "downloads").iterdir())


DIGEST = hashlib.sha256(BODY).hexdigest()


def test_a_file_is_brought_and_kept_under_its_hash(register):
    said = fetch(register=register(sha256=DIGEST))
    assert kept() == [f"{DIGEST[:12]}-prices.csv"]
    assert said[0].startswith(
        f"prices: {len(BODY):,} bytes, kept as {DIGEST[:12]}-prices.csv. To use it: tieranalysis import"
    )


def test_what_is_here_is_not_asked_for_again(register):
    fetch(register=register(sha256=DIGEST))
    Server.asked.clear()
    assert fetch(register=register(sha256=DIGEST)) == [f"prices: already here, as {DIGEST[:12]}-prices.csv."]
    assert Server.asked == []


def test_a_download_that_broke_off_goes_on_from_there(register):
    Server.broken = True
    with pytest.raises(
        SourceError, match=r"broke off or did not answer .* What arrived is kept; run it again to go on from there."
    ):
        fetch(register=register(sha256=DIGEST))
    assert kept() == [".prices.csv.part"]
    half = (data_root() / "processed" / "downloads" / ".prices.csv.part").stat().st_size
    assert 0 < half < len(BODY)
    Server.broken = False
    Server.asked.clear()
    fetch(register=register(sha256=DIGEST))
    assert Server.asked == [("/prices.csv", half)]
    assert kept() == [f"{DIGEST[:12]}-prices.csv"]


def test_a_changed_hash_keeps_nothing_and_says_what_to_do(register):
    with pytest.raises(
        SourceError,
        match=r"prices: the SHA-256 of prices.csv is .*, and the register has 000000000000…. The publisher may have revised it: look at .*/about, and register the new file under a name of its own. Nothing was kept.",
    ):
        fetch(register=register(sha256="0" * 64))
    assert kept() == []


def test_a_new_vintage_stands_beside_the_old(register):
    fetch(register=register())
    Server.body = BODY + b"2008,1.03\n"
    fetch(register=register())
    assert len(kept()) == 2
    assert "unchanged since it was last brought" in fetch(register=register())[0]
    assert len(kept()) == 2


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/gone", "answered 404. The address may have moved: look at"),
        ("/page", "answered with a web page, not with prices.csv. The address may have moved"),
    ],
)
def test_a_moved_address_says_where_to_look(register, path, words):
    with pytest.raises(SourceError, match=words):
        fetch(register=register(path))
    assert kept() == []


def test_a_name_that_is_not_registered_is_refused_with_those_that_are():
    result = CliRunner().invoke(main, ["fetch", "weather"])
    assert result.exit_code == 1
    assert (
        "tieranalysis: No download is called weather. The downloads are: revenue_outturn_series, rs_" in result.output
    )


def test_a_page_under_the_name_of_a_workbook_is_refused_whatever_the_server_calls_it(register):
    for body, words in [
        (b"\n<!DOCTYPE html><p>Page not found", "with a web page"),
        (b"<?xml version='1.0'?><HTML>", "with a web page"),
        (b"not a workbook", "with a file of another form"),
        (b"", "with nothing"),
    ]:
        Server.body = body
        with pytest.raises(
            SourceError,
            match=f"answered {words}, not with prices.xlsx. The address may have moved: look at .*Nothing was kept",
        ):
            fetch(register=register(called="prices.xlsx"))
        assert kept() == []


def test_an_address_that_moved_for_good_says_where_to(register):
    said = fetch(register=register("/moved"))
    assert "It has moved to http" in said[0]
    assert "/prices.csv: correct registers/downloads.csv." in said[0]
    with pytest.raises(SourceError, match="answered with a web page"):
        fetch(register=register("/moved-to-page"))


def broken_off(register, **keywords):
    Server.broken = True
    with pytest.raises(SourceError, match="broke off"):
        fetch(register=register(**keywords))
    Server.broken = False
    Server.asked.clear()


def test_a_server_that_cannot_go_on_sends_the_whole_again(register):
    Server.ranges = False
    broken_off(register, sha256=DIGEST)
    fetch(register=register(sha256=DIGEST))
    assert kept() == [f"{DIGEST[:12]}-prices.csv"]


def test_without_a_hash_it_goes_on_only_with_the_same_version(register):
    broken_off(register)
    fetch(register=register())
    assert Server.asked == [("/prices.csv", 0)]  # nothing vouches for what is left, so it begins again
    Server.tag, Server.body = '"one"', BODY + b"2008,1.03\n"
    broken_off(register)
    Server.tag, Server.body = '"two"', BODY + b"2009,1.04\n" * 2
    fetch(register=register())
    assert f"{hashlib.sha256(Server.body).hexdigest()[:12]}-prices.csv" in kept()


def test_a_part_of_another_version_is_brought_again_before_the_publisher_is_blamed(register):
    broken_off(register, sha256=DIGEST)
    part = data_root() / "processed" / "downloads" / ".prices.csv.part"
    part.write_bytes(b"x" * part.stat().st_size)
    fetch(register=register(sha256=DIGEST))
    assert kept() == [f"{DIGEST[:12]}-prices.csv"]


def test_a_file_that_changed_under_its_address_is_said_and_both_are_kept(register):
    fetch(register=register())
    Server.body = BODY + b"2008,1.03\n"
    said = fetch(register=register())[0]
    assert (
        f"Its bytes are not those of {datetime.date.today()} ({DIGEST[:12]}…): the publisher has put another file there"
        in said
    )
    assert len(kept()) == 2


def test_a_kept_file_that_was_changed_here_is_said(register):
    fetch(register=register(sha256=DIGEST))
    path = data_root() / "processed" / "downloads" / kept()[0]
    path.write_bytes(b"edited")
    with pytest.raises(
        SourceError, match="is no longer what was brought: its SHA-256 is another. Remove it, and fetch it again"
    ):
        fetch(register=register(sha256=DIGEST))


def test_no_room_and_no_leave_leave_the_good_vintage(register, monkeypatch):
    fetch(register=register())
    Server.body = BODY + b"2008,1.03\n"

    def full(*arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(bringing, "_write", full)
    with pytest.raises(
        SourceError, match=r"downloads cannot be written to \(No space left on device\). Make room, or ask"
    ):
        fetch(register=register())
    assert kept() == [f"{DIGEST[:12]}-prices.csv"]


def test_a_folder_that_cannot_be_made_is_said(register):
    (data_root() / "processed").mkdir()
    (data_root() / "processed" / "downloads").write_text("in the way")
    with pytest.raises(SourceError, match="cannot be written to"):
        fetch(register=register())


def test_one_that_fails_does_not_keep_the_others(register, server):
    path = register("/gone")
    path.write_text(
        path.read_text() + f"more,deflator,more.csv,{server}/prices.csv,,{server}/about,\n", encoding="utf-8"
    )
    with pytest.raises(SourceError, match=r"(?s)prices: .*answered 404.*more: .*bytes, kept as"):
        fetch(register=path)
    assert kept() == [f"{DIGEST[:12]}-more.csv"]


def test_a_server_that_is_not_there_is_asked_once(register, monkeypatch):
    monkeypatch.setattr(bringing, "BACKOFF_SECONDS", 0)
    path = register()
    rows = [f"{name},deflator,{name}.csv,http://127.0.0.1:9/{name}.csv,,http://127.0.0.1:9/,\n" for name in "ab"]
    path.write_text(path.read_text().splitlines(keepends=True)[0] + "".join(rows), encoding="utf-8")
    with pytest.raises(SourceError, match=r"(?s)a: .*did not answer.*b: not tried, because 127.0.0.1:9 gave no answer"):
        fetch(register=path)


def test_every_registered_address_says_what_speaks_for_it():
    entries = downloads()
    assert entries["name"].is_unique
    assert set(entries["table"]) == {"revenue", "population", "deflator"}
    for column in ("years", "publisher", "licence", "evidence"):
        assert entries[column].notna().all()
    assert entries["address"].str.match(r"https://(www\.ons|assets\.publishing\.service|www)\.gov\.uk/").all()
    assert (entries["evidence"].eq("hash published by others") == entries["sha256"].notna()).all()
    assert CliRunner().invoke(main, ["fetch", "--list"]).output.count("not tried here") == len(entries)
