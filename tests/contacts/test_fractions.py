"""Fractions of an agent read off polynomials are those of the search, whatever stands beside them."""

import numpy as np
import pytest

from tieranalysis.metrics import fractions as module
from tieranalysis.metrics.capacity import Aim, capacities
from tieranalysis.metrics.fractions import fractions, one_by_one, rounded_up
from tieranalysis.metrics.search import margin, search

AIMS = [(20, 120, 0.8), (60, 60, 0.8), (300, 30, 0.95), (10, 300, 0.9), (0, 90, 0.5), (20, np.inf, 0.8)]


def rows(many, seed=3):
    rng = np.random.default_rng(seed)
    return np.exp(rng.uniform(np.log(0.005), np.log(150), many)), rng.uniform(180, 620, many)


@pytest.mark.parametrize("aim", AIMS)
def test_what_is_read_off_is_what_a_search_finds(aim):
    load, aht = rows(12_000)
    aim = Aim(*aim, 1.0)
    found, some = fractions(load, aht, aim), slice(None, None, 40)
    np.testing.assert_allclose(found[some], one_by_one(load[some], aht[some], aim), rtol=1e-11)
    assert any(one is not None for one in module._kept(aim).values()), "polynomials were used"


def test_the_fraction_just_meets_the_target_and_a_hair_less_does_not():
    load, aht = rows(6_000)
    aim = Aim(20, 120, 0.8, 1.0)
    found = fractions(load, aht, aim)
    assert (margin(load, found * (1 + 1e-9), aim.at(aht)) >= 0).all()
    assert (margin(load, found * (1 - 1e-9), aim.at(aht)) < 0).all()


def test_a_row_has_the_same_answer_among_few_and_among_many():
    load, aht = rows(20_000)
    aim = Aim(20, 120, 0.8, 1.0)
    np.testing.assert_allclose(fractions(load[:50], aht[:50], aim), fractions(load, aht, aim)[:50], rtol=1e-11)


def test_where_a_cap_on_occupancy_bends_the_need_every_row_is_searched():
    load, aht = rows(3_000)
    capped = Aim(20, 120, 0.8, 0.85)
    assert (fractions(load, aht, capped) == one_by_one(load, aht, capped)).all()
    assert not module._kept(capped)


def test_a_polynomial_that_is_not_near_is_not_read(monkeypatch):
    load, aht = rows(4_000)
    aim = Aim(21, 121, 0.81, 1.0)
    monkeypatch.setattr(module, "NEAR", 0.0)
    assert (fractions(load, aht, aim) == one_by_one(load, aht, aim)).all()
    assert set(module._kept(aim).values()) == {None}


def test_no_rows_are_no_fractions():
    assert fractions(np.empty(0), np.empty(0), Aim(20, 120, 0.8, 1.0)).size == 0


@pytest.mark.parametrize("aim", AIMS)
@pytest.mark.parametrize("cap", [1.0, 0.9])
def test_rounded_up_they_are_the_fewest_whole_agents(aim, cap):
    load, aht = rows(4_000)
    aim = Aim(*aim, cap)
    assert (rounded_up(load, aht, aim) == search(load, aim.at(aht))).all()


def test_a_load_that_just_fits_whole_agents_is_searched():
    """Loads at which 1, 2, 3 ... agents are just enough, and a hair on each side, come out as the search says."""
    aim = Aim(20, 120, 0.8, 1.0)
    just = capacities(60, aim, 300.0)
    load = np.concatenate([just * (1 + hair) for hair in (-1e-10, -1e-12, 0, 1e-12, 1e-10) for _ in range(4)])
    aht = np.full(load.size, 300.0)
    assert (rounded_up(load, aht, aim) == search(load, aim.at(aht))).all()
