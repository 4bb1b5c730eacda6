"""A discrete-event simulation (Ciw) of small centres: the formulas where they hold, and bounds where they do not."""

import ciw
import pytest

import tieranalysis as ta

HOUR = 3600.0


def simulate(arrivals, service, agents, patience=None, hours=150, seed=1):
    """Return the records of callers who came after the first two hours of a simulated centre."""
    network = ciw.create_network(
        arrival_distributions=[arrivals],
        service_distributions=[service],
        number_of_servers=[agents],
        **({"reneging_time_distributions": [ciw.dists.Exponential(1 / patience)]} if patience else {}),
    )
    ciw.seed(seed)
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(hours * HOUR)
    kept = simulation.get_all_records()
    return [r for r in kept if r.arrival_date > 2 * HOUR and r.record_type in ("service", "renege")]


def share(records, test):
    return sum(map(test, records)) / len(records)


def in_time(record, target=20):
    return record.record_type == "service" and record.waiting_time <= target


def test_erlang_c_against_simulation():
    records = simulate(ciw.dists.Exponential(1 / 18), ciw.dists.Exponential(1 / 180), 13)
    assert len(records) > 25_000
    assert share(records, in_time) == pytest.approx(ta.service_level(100, 1800, 180, 13, 20), abs=0.02)
    wait = sum(r.waiting_time for r in records) / len(records)
    assert wait == pytest.approx(ta.mean_wait(100, 1800, 180, 13), rel=0.15)


def test_erlang_a_against_simulation():
    records = simulate(ciw.dists.Exponential(1 / 18), ciw.dists.Exponential(1 / 180), 10, patience=120)
    lost = share(records, lambda r: r.record_type == "renege")
    assert lost == pytest.approx(ta.abandonment(100, 1800, 180, 10, 120), abs=0.01)
    assert share(records, in_time) == pytest.approx(ta.service_level(100, 1800, 180, 10, 20, 120), abs=0.015)
    answered = [r for r in records if r.record_type == "service"]
    level = ta.service_level(100, 1800, 180, 10, 20, 120, "answered")
    assert share(answered, in_time) == pytest.approx(level, abs=0.015)


@pytest.mark.parametrize(
    ("service", "low", "high"),
    [
        # with handling times all alike the wait is about half that of exponential ones (M/D/c), and never less than that
        (ciw.dists.Deterministic(180), 0.4, 0.75),
        # log-normal, as handling times of calls are, with a spread of 1.2 of the mean: a little longer than exponential
        (ciw.dists.Lognormal(4.747, 0.944), 0.8, 1.6),
    ],
)
def test_other_handling_times_are_near_the_formula_as_theory_has_it(service, low, high):
    records = simulate(ciw.dists.Exponential(1 / 18), service, 12)
    wait = sum(r.waiting_time for r in records) / len(records)
    assert low <= wait / ta.mean_wait(100, 1800, 180, 12) <= high


def test_a_load_that_moves_lies_between_its_lowest_and_its_highest():
    # an hour of 120 calls an hour and an hour of 220, again and again, twelve agents
    rates = ciw.dists.PoissonIntervals([120 / HOUR, 220 / HOUR], [HOUR, 2 * HOUR], max_sample_date=150 * HOUR)
    records = simulate(rates, ciw.dists.Exponential(1 / 180), 12, patience=120)
    level = share(records, in_time)
    busy, quiet = (ta.service_level(calls, 3600, 180, 12, 20, 120) for calls in (220, 120))
    assert busy < level < quiet
    # interval by interval, weighted by calls, the formula is near: what the package does
    assert level == pytest.approx((220 * busy + 120 * quiet) / 340, abs=0.02)
