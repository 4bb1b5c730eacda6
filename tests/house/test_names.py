"""The public names: each is there, documented, and named once."""

import tieranalysis as ta


def test_every_public_name_can_be_had_and_says_what_it_is():
    for name in ta.NAMES:
        assert getattr(ta, name).__doc__, f"ta.{name} has no docstring"


def test_no_name_has_two_homes():
    names = [name for names in ta.MODULES.values() for name in names.split()]
    assert sorted(names) == sorted(set(names))
