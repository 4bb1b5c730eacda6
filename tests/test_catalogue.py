"""The register of raw files: found from anywhere, and honest about what has changed."""

import json

import pytest

from tieranalysis.contract import SourceError
from tieranalysis.load import catalogue, reads


@pytest.fixture
def root(tmp_path, monkeypatch):
    (tmp_path / "raw").mkdir()
    file = tmp_path / "raw" / "a.csv"
    file.write_text("x\n1\n")
    entry = {
        "name": "a",
        "path": "a.csv",
        "title": "A table",
        "publisher": "Somebody",
        "published": "2020-01-01",
        "hash": f"sha256:{reads.sha256(file)}",
        "licenses": [{"name": "o", "title": "Open"}],
    }
    (tmp_path / "raw" / "datapackage.json").write_text(json.dumps({"name": "t", "resources": [entry]}))
    monkeypatch.setenv("TIERANALYSIS_DATA", str(tmp_path))
    return tmp_path


def test_what_ships_is_registered_and_unchanged():
    assert catalogue.check_raw() == []


def test_every_resource_says_who_published_it_and_on_what_terms():
    for entry in catalogue.resources():
        assert {"title", "publisher", "published", "hash", "licenses"} <= set(entry), entry["name"]
        assert not entry["path"].startswith(("/", ".."))


def test_a_file_is_described_by_its_registered_facts(root):
    told = catalogue.describe(root / "raw" / "a.csv")
    assert (told["title"], told["publisher"], told["licence"]) == ("A table", "Somebody", "Open")


def test_a_log_of_ones_own_is_described_by_what_its_table_holds_and_one_that_only_has_its_name_is_not(tmp_path):
    own = tmp_path / "progress.csv"
    own.write_text("on,item,status,said_by,evidence\n")
    assert catalogue.describe(own)["title"].startswith("Changes of status, in the order of their days")
    assert catalogue.describe(own)["title"].endswith("(progress.csv)")
    own.write_text("what,how far\n")
    assert catalogue.describe(own)["title"] == "progress.csv"
    assert catalogue.describe(tmp_path / "held.csv")["title"] == "held.csv", "a file that is not there"


def test_an_unregistered_file_is_described_by_its_own_name_and_hash(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("x\n")
    told = catalogue.describe(own)
    assert (told["title"], told["publisher"], told["registered"]) == ("own.csv", "", "")
    assert told["sha256"] == reads.sha256(own)


def test_a_changed_file_is_reported_and_never_accepted(root):
    (root / "raw" / "a.csv").write_text("x\n2\n")
    assert "a.csv: its SHA-256 is" in catalogue.check_raw()[0]
    assert "Raw files are never edited" in catalogue.check_raw()[0]


def test_a_stray_and_a_lost_file_are_reported(root):
    (root / "raw" / "a.csv").rename(root / "raw" / "b.csv")
    assert catalogue.check_raw() == [
        "b.csv: not in the register. Add it to raw/datapackage.json, or remove it.",
        "a.csv: registered, but not there. Restore it from version control, or from its publisher.",
    ]


def test_a_wrong_setting_is_refused_with_its_name(monkeypatch, tmp_path):
    monkeypatch.setenv("TIERANALYSIS_DATA", str(tmp_path))
    with pytest.raises(SourceError, match=r"TIERANALYSIS_DATA names .* which has no raw/datapackage.json"):
        catalogue.data_root()


def test_the_working_folder_is_searched_upwards(root, monkeypatch):
    monkeypatch.delenv("TIERANALYSIS_DATA")
    project = root / "project"
    (project / "notebooks").mkdir(parents=True)
    (project / "data" / "raw").mkdir(parents=True)
    (project / "data" / "raw" / "datapackage.json").write_text('{"resources": []}')
    monkeypatch.chdir(project / "notebooks")
    assert catalogue.data_root() == project / "data"


def test_a_broken_register_is_refused(root):
    (root / "raw" / "datapackage.json").write_text("{")
    with pytest.raises(SourceError, match="not a register of files"):
        catalogue.resources()


def test_an_unknown_name_is_answered_with_those_that_exist(root):
    with pytest.raises(SourceError, match=r"has no 'b'\. It has: a\."):
        catalogue.resource("b")
