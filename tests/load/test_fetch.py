"""Bringing publications from a server of our own on this machine: resumed, verified, never overwritten."""

import hashlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from click.testing import CliRunner

from tieranalysis.cli import main
from tieranalysis.contract import SourceError
from tieranalysis.load.catalogue import data_root
from tieranalysis.load.fetch import fetch

BODY = b"financial_year_start,growth_multiplier\n" + b"2007,1.02\n" * 20_000


class Server(BaseHTTPRequestHandler):
    """Serves BODY; says what it was asked for; breaks off half way where it is told to."""

    asked: ClassVar[list] = []
    broken = False
    body = BODY

    def do_GET(self):
        begun = int((self.headers.get("Range") or "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        type(self).asked.append((self.path, begun))
        if self.path == "/gone":
            return self.send_error(404)
        if self.path == "/page":
            return self._send(b"<html></html>", 200, "text/html")
        if begun >= len(self.body):
            return self.send_error(416)
        return self._send(self.body[begun:], 206 if begun else 200, "text/csv")

    def _send(self, data, status, kind):
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if type(self).broken else data)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    Server.asked, Server.broken, Server.body = [], False, BODY
    listening = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=listening.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listening.server_address[1]}"
    listening.shutdown()
    listening.server_close()


@pytest.fixture
def register(server, tmp_path, monkeypatch):
    import shutil

    shutil.copytree(data_root() / "raw", tmp_path / "data" / "raw")
    monkeypatch.setenv("TIERANALYSIS_DATA", str(tmp_path / "data"))

    def write(path="/prices.csv", sha256=""):
        file = tmp_path / "downloads.csv"
        file.write_text(
            f"name,table,file,address,sha256,page,note\nprices,deflator,prices.csv,{server}{path},{sha256},{server}/about,\n",
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
    assert "tieranalysis: No download is called weather. The downloads are: revenue_outturn_series." in result.output
