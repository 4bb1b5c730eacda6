"""Erlang B, C and A against published tables, exact arithmetic and what a sceptic would ask."""

from fractions import Fraction
from math import exp, inf, isnan, log

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.metrics import queueing as q

README_C = "CRAN ErlangC 0.1.0 README, the Call Centre Helper worked example"
SNAPSHOT_A = "pyworkforce 0.5.4, test_abandonment.py"
LEAN = "Klenke and Reynolds, Lean & Mean, The Call Center School: 350 calls an hour, 300 s"
SWPP = "SWPP On Target, winter 2018: 400 calls an hour, 180 s (its heading says 300 s, which its figures are not)"
TETRA = "Digital Mobile Communications and the TETRA System, Erlang C example"
LUCENT = "Lucent 2% Erlang B table (gary wagoner)"
TOOLS = "call-center-tools 1.0.0 project page"


@pytest.mark.parametrize(
    ("source", "found", "published", "places"),
    [
        (README_C, lambda: q.occupancy(100, 1800, 180, 11), 0.9090909, 7),
        (README_C, lambda: q.service_level(100, 1800, 180, 12, 20), 0.640158, 6),
        (README_C, lambda: q.mean_wait(100, 1800, 180, 12), 40.4449401868, 8),
        (README_C, lambda: q.mean_wait(100, 1800, 180, 13), 17.1162271822, 8),
        (README_C, lambda: q.wait_probability(100, 1800, 180, 14), 0.1741319, 7),
        (README_C, lambda: q.required_agents(100, 1800, 180, 20, 0.8, max_occupancy=0.85), 14, 0),
        (README_C, lambda: q.required_agents(100, 1800, 180, 20, 0.8, max_occupancy=0.85, shrinkage=0.3), 20, 0),
        (SNAPSHOT_A, lambda: q.required_agents(100, 1800, 180, 20, 0.8, max_occupancy=0.7, shrinkage=0.3), 22, 0),
        (SNAPSHOT_A, lambda: q.wait_probability(100, 1800, 180, 14, 300), 0.14526, 5),
        (SNAPSHOT_A, lambda: q.abandonment(100, 1800, 180, 14, 300), 0.013984, 6),
        (SNAPSHOT_A, lambda: q.occupancy(100, 1800, 180, 14, 300), 0.704297, 6),
        (SNAPSHOT_A, lambda: q.mean_wait(100, 1800, 180, 14, 300), 4.1951, 4),
        (SNAPSHOT_A, lambda: q.service_level(100, 1800, 180, 14, 20, 300), 0.916792, 6),
        (LEAN, lambda: q.mean_wait(350, 3600, 300, 30), 298, 0),
        (LEAN, lambda: q.service_level(350, 3600, 300, 32, 30), 0.62, 2),
        (LEAN, lambda: q.service_level(350, 3600, 300, 35, 30), 0.88, 2),
        (SWPP, lambda: q.service_level(400, 3600, 180, 25, 30), 0.91, 2),
        (SWPP, lambda: q.occupancy(400, 3600, 180, 24), 0.83, 2),
        (TETRA, lambda: q.erlang_c(3.87, 8), 0.05, 2),
        (TETRA, lambda: q.erlang_c(4.08, 10), 0.01, 2),
        (LUCENT, lambda: q.erlang_b(0.602, 3), 0.02, 4),
        (LUCENT, lambda: q.erlang_b(22.827, 31), 0.02, 4),
        (LUCENT, lambda: q.erlang_b(48.7, 59), 0.02, 4),
        (TOOLS, lambda: q.wait_probability(1000, 3600, 120, 40), 0.1907, 4),
        (TOOLS, lambda: q.service_level(1000, 3600, 120, 40, 20), 0.9372, 4),
        (TOOLS, lambda: q.required_agents(1000, 3600, 120, 20, 0.8, max_occupancy=0.85), 40, 0),
        ("turbotab 0.8.0 README", lambda: q.required_agents(25, 600, 180, 20, 0.8), 11, 0),
    ],
)
def test_published_values(source, found, published, places):
    assert found() == pytest.approx(published, abs=0.6 * 10.0**-places), source  # half a unit as printed; some truncate


@pytest.mark.parametrize(
    ("found", "exact"),
    [  # mpmath, 50 digits
        (lambda: q.erlang_c(20_000, 20_100), 0.367223155178069),
        (lambda: q.mean_wait(20_000, 180, 180, 20_100), 0.661001679320524),
        (lambda: q.erlang_b(500, 520), 0.0143617705441838),
        (lambda: q.service_level(3000, 1800, 60, 100, 300, 120), 0.966969847471712),  # not 0.403
        (lambda: q.service_level(3000, 1800, 60, 100, 300, 120, "answered"), 1.0),
        (lambda: q.service_level(100, 1800, 180, 10, 20, 120, "virtual"), 0.651477820612862),
        (lambda: q.service_level(100, 1800, 180, 10, 20, 120, "answered"), 0.741929818749949),
        (lambda: q.service_level(4, 1800, 180, 1, 20, 120), 0.706778539330093),
        (lambda: q.abandonment(250, 1800, 210, 30, 90), 0.0749586985371498),
        (lambda: q.occupancy(10_000, 1800, 180, 1000, 120), 0.986111317103433),
        (lambda: q.required_agents(250, 1800, 210, 20, 0.8, whole=False), 33.795324132),
    ],
)
def test_exact_values(found, exact):
    assert found() == pytest.approx(exact, rel=1e-10)


@pytest.mark.parametrize(("calls", "apart", "pooled"), [(10, 24, 14), (20, 36, 25), (30, 48, 36), (60, 84, 67)])
def test_six_equal_centres_apart_and_together(calls, apart, pooled):
    # 80% in 20 s, 300 s handling, calls each half hour: standard formula, worked independently (VC12)
    assert 6 * q.required_agents(calls, 1800, 300, 20, 0.8) == apart
    assert q.required_agents(6 * calls, 1800, 300, 20, 0.8) == pooled


def test_erlang_c_by_hand():
    # 1 erlang, 2 agents: B = (1/2) / (1 + 1 + 1/2) = 1/5; C = 2 B / (2 - 1 (1 - B)) = 0.4 / 1.2 = 1/3
    assert q.erlang_c(1, 2) == pytest.approx(1 / 3, rel=1e-14)
    # one agent at load 0.4 waits with chance 0.4; 1 - 0.4 exp(-0.6 x 20 / 180)
    assert q.service_level(4, 1800, 180, 1, 20) == pytest.approx(1 - 0.4 * exp(-0.6 / 9), rel=1e-14)


def exact_b(load, agents):
    """Erlang B in fractions: 1 / B(n) = 1 + n / A x 1 / B(n - 1)."""
    inverse = Fraction(1)
    for n in range(1, agents + 1):
        inverse = 1 + n / load * inverse
    return 1 / inverse


@given(st.fractions(min_value="1/50", max_value=80, max_denominator=50), st.integers(1, 90))
@settings(max_examples=60, deadline=None)
def test_erlang_b_against_fractions(load, agents):
    assert q.erlang_b(float(load), agents) == pytest.approx(float(exact_b(load, agents)), rel=1e-12)


def chain_offered_level(load, agents, target, patience):
    """Offered service level from the birth-death chain: a sum over the states that a caller may find (no integrals).

    Times are in handling times. A caller who finds k ahead in the queue is answered by time t with the chance that
    k + 1 departures come first; the mixture is carried by uniformisation of the pure death process.
    """
    weights, k = [1.0], 0
    while weights[-1] > 1e-18 * max(weights) or k < agents + load:
        k += 1
        weights.append(weights[-1] * load / (min(k, agents) + max(0, k - agents) / patience))
    total = sum(weights)
    found = [w / total for w in weights]
    in_time, waiting = sum(found[:agents]), found[agents:]
    # rates of leaving the queue with j ahead of the caller: an agent comes free, or one of j + 1 callers hangs up
    size = len(waiting)
    fastest = agents + size / patience
    state, steps = np.array(waiting), fastest * target
    answered, term, m = 0.0, exp(-steps) if steps < 700 else 0.0, 0
    ahead = np.arange(size)
    forward, leave = (agents + ahead / patience) / fastest, (1 / patience) / fastest
    still = 1 - term  # chance of more than m uniformised jumps by the target
    while m < steps + 12 * steps**0.5 + 40:
        answered += state[0] * (agents / fastest) * still
        moved = state * (1 - forward - leave)
        moved[:-1] += (state * forward)[1:]
        state = moved
        m += 1
        term *= steps / m
        still -= term
    return in_time + answered


@pytest.mark.parametrize(
    ("load", "agents", "target", "patience"),
    [(10, 10, 1 / 9, 2 / 3), (0.4, 1, 1 / 9, 2 / 3), (29.17, 30, 0.095, 0.43), (5, 3, 0.5, 1.5), (12, 20, 1.0, 4.0)],
)
def test_erlang_a_against_the_chain_state_by_state(load, agents, target, patience):
    level = q.service_level(load, 100, 100, agents, 100 * target, 100 * patience)
    assert level == pytest.approx(chain_offered_level(load, agents, target, patience), abs=1e-9)


def exact_level_c(load, agents, target):
    if agents <= load:
        return 0.0
    inverse = 1.0
    for n in range(1, agents + 1):
        inverse = 1 + n / load * inverse
    wait = agents / inverse / (agents - load * (1 - 1 / inverse))
    return 1 - wait * exp(-(agents - load) * target)


def test_fewest_agents_never_one_off():
    rng = np.random.default_rng(34)
    size = 1500
    calls, aht = rng.integers(1, 600, size), rng.integers(30, 900, size)
    target, level = rng.choice([0, 10, 20, 60, 300], size), rng.choice([0.5, 0.8, 0.9, 0.95], size)
    fewest = q.required_agents(calls, 1800, aht, target, level)
    for c, h, t, wanted, n in zip(calls, aht, target, level, fewest, strict=True):
        load = c * h / 1800
        assert exact_level_c(load, int(n), t / h) >= wanted > exact_level_c(load, int(n) - 1, t / h)


intervals = st.tuples(
    st.integers(1, 2000), st.integers(20, 1200), st.sampled_from([0, 20, 60, 300, 900]), st.floats(0.05, 0.99)
)


@given(intervals, st.sampled_from([None, 5, 60, 120, 3600]), st.sampled_from([None, 0.7, 0.85, 1.0]))
@settings(max_examples=150, deadline=None)
def test_n_meets_and_one_fewer_fails(interval, patience, cap):
    calls, aht, target, level = interval
    n = q.required_agents(calls, 1800, aht, target, level, patience, cap)

    def meets(agents):
        reached = q.service_level(calls, 1800, aht, agents, target, patience)
        busy = q.occupancy(calls, 1800, aht, agents, patience) if agents else 1.0
        return reached >= level - 1e-12 and busy <= (cap or 1) + 1e-12

    assert meets(n)
    assert not meets(n - 1)
    part = q.required_agents(calls, 1800, aht, target, level, patience, cap, whole=False)
    assert n - 1 <= part <= n


@given(st.floats(0.01, 400), st.floats(0.01, 450), st.floats(1, 1e5), st.floats(0, 1e4))
@settings(max_examples=150, deadline=None)
def test_figures_stay_in_bounds_and_rise_with_agents(load, agents, patience, target):
    traffic = (load, 300, 300)
    offered, answered, virtual = (
        q.service_level(*traffic, agents, target, patience, reading) for reading in ("offered", "answered", "virtual")
    )
    assert 0 <= offered <= min(answered, virtual) + 1e-9
    assert max(answered, virtual) <= 1
    assert q.service_level(*traffic, agents + 1, target, patience) >= offered - 1e-9
    assert 0 <= q.abandonment(*traffic, agents, patience) <= 1
    # flow in is flow out: offered load less what hangs up is what agents handle
    handled = load * (1 - q.abandonment(*traffic, agents, patience))
    assert q.occupancy(*traffic, agents, patience) * agents == pytest.approx(handled, rel=1e-9, abs=1e-9)
    assert q.service_level(*traffic, agents, target) <= offered + q.abandonment(*traffic, agents, patience) + 1e-9


def test_endless_patience_is_erlang_c():
    for agents in (9, 10, 10.5, 14):
        assert q.service_level(100, 1800, 180, agents, 20, inf) == q.service_level(100, 1800, 180, agents, 20)
        assert q.service_level(100, 1800, 180, 14, 20, 1e9) == pytest.approx(0.88835, abs=1e-5)


def test_table_and_search_agree_to_the_agent():
    calls = np.arange(1, 1500)
    for patience, cap in ((None, None), (120, None), (90, 0.85)):
        column = q.required_agents(calls, 1800, 300, 20, 0.8, patience, cap)
        mixed = q.required_agents(calls, 1800, 300, 20, np.where(calls % 2, 0.8, 0.8 + 1e-15), patience, cap)
        assert (column == mixed).all()


def test_ceilings_have_an_epsilon():
    assert q.required_agents(357, 1800, 180, 600, 0.01, max_occupancy=0.85) == 42  # 35.7 / 0.85 is 42
    assert q.required_agents(100, 1800, 180, 20, 0.01, max_occupancy=10 / 21, shrinkage=0.3) == 30  # 21 / 0.7 is 30


def test_ordinary_edges():
    assert q.required_agents(0, 1800, 0, 20, 0.8) == 0  # nobody calls: handling time may be lost
    assert isnan(q.service_level(0, 1800, 300, 5, 20))  # missing, not 100%
    assert isnan(q.mean_wait(0, 1800, 300, 5))
    assert q.occupancy(0, 1800, 300, 5) == 0
    assert isnan(q.occupancy(0, 1800, 300, 0))
    assert q.service_level(100, 1800, 180, 10, 20) == 0  # a whole-number load on as many agents
    assert q.mean_wait(100, 1800, 180, 10) == inf
    assert q.wait_probability(100, 1800, 180, 0) == 1
    assert q.service_level(100, 1800, 180, 0, 20, 120) == 0
    assert isnan(q.service_level(100, 1800, 180, 0, 20, 120, "answered"))  # none was answered
    assert q.mean_wait(100, 1800, 180, 0, 120) == pytest.approx(120)  # all hang up, after their patience
    assert q.abandonment(100, 1800, 180, 0, 120) == 1
    assert q.abandonment(100, 1800, 180, 12) == 0
    assert q.erlang_b(0, 0) == 1
    assert q.erlang_b(0, 3) == q.erlang_c(0, 3) == 0
    assert q.erlang_b(1e5, 10) == pytest.approx(1 - 1e-4, rel=1e-6)  # far more load than lines


def test_a_column_comes_back_as_it_went_in():
    calls = pd.Series([30, 0, 180], index=["mon", "tue", "wed"])
    before = calls.copy()
    agents = q.required_agents(calls, 1800, 300, 20, 0.8)
    pd.testing.assert_series_equal(agents, pd.Series([8, 0, 36], index=calls.index))
    pd.testing.assert_series_equal(calls, before)
    level = q.service_level(calls, 1800, 300, agents, 20)
    assert list(level.isna()) == [False, True, False]
    assert isinstance(q.required_agents(30, 1800, 300, 20, 0.8), int)
    assert isinstance(q.service_level([30], 1800, 300, 8, 20), np.ndarray)
    assert len(q.required_agents([], 1800, 300, 20, 0.8)) == 0


def test_chat_agents_share_places():
    places = q.required_agents(100, 1800, 180, 20, 0.8)  # 14 at once
    assert q.chat_agents(100, 1800, 180, 20, 0.8, concurrency=3) == -(-places // 3)
    assert q.chat_agents(100, 1800, 180, 20, 0.8, concurrency=1) == places


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: q.required_agents([3, -1], 1800, 300, 20, 0.8),
            r"calls is -1 in row 1: calls are a count of zero",
        ),
        (lambda: q.required_agents(float("nan"), 1800, 300, 20, 0.8), r"calls is nan: calls are a count"),
        (
            lambda: q.service_level([1, 2], 1800, [300, 0], 3, 20),
            r"aht_seconds is 0 in row 1: an interval with",
        ),
        (lambda: q.mean_wait(pd.Series([inf], ["x"]), 1800, 300, 3), r"calls is inf: calls are"),
        (lambda: q.mean_wait(pd.Series([1, inf], ["x", "y"]), 1800, 300, 3), r"calls is inf in row 1 \(index 'y'\)"),
        (lambda: q.mean_wait(1, 0, 300, 3), r"interval_seconds is 0: an interval has a length above zero"),
        (lambda: q.occupancy(1, 1800, 300, -1), r"agents is -1: agents are a number of zero or more"),
        (lambda: q.abandonment(1, 1800, 300, 2, 0), r"patience_seconds is 0: patience is above zero; leave it out"),
        (
            lambda: q.required_agents(1, 1800, 300, -20, 0.8),
            r"target_seconds is -20: a target wait is zero seconds",
        ),
        (lambda: q.required_agents(1, 1800, 300, 20, 80), r"target_level is 80: .* such as 0.8 for 80%"),
        (lambda: q.required_agents(1, 1800, 300, 20, 0.8, None, 85), r"max_occupancy is 85: .* such as 0.85"),
        (
            lambda: q.required_agents(1, 1800, 300, 20, 0.8, shrinkage=1),
            r"shrinkage is 1: shrinkage is a share from 0",
        ),
        (lambda: q.chat_agents(1, 1800, 300, 20, 0.8, 0.5), r"concurrency is 0.5: concurrency is the number of chats"),
        (
            lambda: q.service_level(1, 1800, 300, 2, 20, reading="all"),
            r"reading is 'all'; use one of offered, answered",
        ),
        (lambda: q.mean_wait([1, 2], 1800, [300] * 3, 2), r"columns of different lengths: .*give one row an interval"),
        (lambda: q.mean_wait("many", 1800, 300, 2), r"calls is not a number or a column of numbers: 'many'"),
        (
            lambda: q.mean_wait(pd.Series([1], ["x"]), 1800, pd.Series([300], ["y"]), 2),
            r"aht_seconds stands on another index than calls; join them on their keys first",
        ),
        (lambda: q.erlang_b(-1, 2), r"load is -1: a load is a number of erlangs"),
    ],
)
def test_bad_input_is_named_with_its_mend(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_logarithms_hold_where_the_naive_exponential_underflows():
    # 1,000 erlangs, ten agents: about 99% hang up; flow balance gives the exact share answered, 10 / 1000
    assert 1 - q.abandonment(1000, 300, 300, 10, 100) == pytest.approx(10 / 1000, rel=1e-9)
    assert q.erlang_b(20_000, 100) == pytest.approx(1 - 100 / 20_000, abs=2e-6)
    assert log(q.erlang_b(5, 150)) == pytest.approx(150 * log(5) - 5 - 605.0201058, rel=1e-6)  # ln 150! = 605.0201058


@pytest.mark.parametrize(("patience", "cap"), [(None, None), (120, None), (60, 0.85)])
def test_columns_with_many_handling_times_agree_with_a_search_row_by_row(patience, cap):
    rng = np.random.default_rng(8)
    calls, aht = rng.integers(0, 400, 21_000), rng.uniform(150, 500, 21_000)
    read = q.required_agents(calls, 1800, aht, 20, 0.8, patience, cap)  # long enough to be read off splines
    some = rng.choice(21_000, 1500, replace=False)
    searched = q.required_agents(calls[some], 1800, aht[some], 20, 0.8, patience, cap)
    assert (read[some] == searched).all()
