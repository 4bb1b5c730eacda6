"""Documents that cannot lie: the dictionary is the schemas, the glossary is in order, the README names what is there."""

import re
from pathlib import Path

from tieranalysis.contract.dictionary import dictionary

ROOT = Path(__file__).parents[2]


def test_the_data_dictionary_is_the_schemas():
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == dictionary(), "Run: python -m tieranalysis.contract.dictionary > docs/data-dictionary.md"


def test_the_glossary_is_in_alphabetical_order_and_names_each_word_once():
    words = re.findall(
        r"^\*\*(.+?)\*\*", (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8"), flags=re.MULTILINE
    )
    assert len(words) > 30
    assert [word.lower() for word in words] == sorted({word.lower() for word in words})


def test_every_path_that_the_readme_and_the_docs_name_is_there():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").glob("*.md")]:
        for link in re.findall(r"\]\(([^)#]+)", page.read_text(encoding="utf-8")):
            assert link.startswith("http") or (page.parent / link).exists(), f"{page.name}: {link}"


def test_requirements_name_no_index_and_no_host():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "--index-url" not in lock
    assert "://" not in lock
    assert all("--hash=sha256:" in entry for entry in re.split(r"\n(?=[a-z0-9])", lock) if "==" in entry.split("\n")[0])


def test_the_folders_that_the_readme_names_are_there_before_anything_is_built():
    assert [name for name in ("data/raw", "notebooks", "src/tieranalysis", "tests") if not (ROOT / name).is_dir()] == []
    assert (ROOT / "reports" / ".gitkeep").is_file(), "reports/ holds nothing in git but the file that keeps it"
