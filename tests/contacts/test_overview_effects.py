"""What one point more does to the overview's saving in every case of its panel: the same as pools of that case say."""

import pandas as pd
import pytest

from tieranalysis.metrics.contacts.pooling import pool, pool_summary
from tieranalysis.metrics.overview_trying import pooling_effects, pooling_effects_to_try

ASSUMED = {"uplift": 0.05, "pooled_share": 0.9, "target_level": 0.8, "target_seconds": 20.0, "patience_seconds": 120.0}
KNOWN = pd.DataFrame({"assumption": [*ASSUMED, "agent_hour_gbp"], "low": 0.0, "high": 1.0, "unit": "x", "source": "s"})
KNOWN = KNOWN.assign(title=KNOWN["assumption"], grade="D")


@pytest.fixture(scope="module")
def week():
    starts = pd.date_range("2026-03-02 09:00", periods=4, freq="30min")
    rows = [
        {"centre": centre, "start": start, "interval_seconds": 1800, "offered": 30.0 + 13 * n, "answered": 30.0 + 13 * n, "handle_seconds": (280.0 + 20 * n) * (30 + 13 * n)}
        for n, centre in enumerate("ABC")
        for start in starts[: 4 - n]
    ]  # fmt: skip
    return pd.DataFrame(rows)


def saved(week, assumed):
    return pool_summary(pool(week, **assumed)).iloc[-1]["saving_rate_fractional"]


@pytest.mark.parametrize(("uplift", "pooled_share"), [(0.05, 0.9), (0.0, 1.0), (0.2, 0.7)])
def test_a_case_is_what_pools_with_and_without_the_point_say(week, uplift, pooled_share):
    every = pooling_effects_to_try(week, KNOWN, ASSUMED, [0.0, 0.05, 0.2], [0.7, 0.9, 1.0])
    case = every[(every["uplift"] == uplift) & (every["pooled_share"] == pooled_share)].set_index("assumption")
    own = ASSUMED | {"uplift": uplift, "pooled_share": pooled_share}
    more = {"uplift": uplift + 0.01, "pooled_share": min(pooled_share + 0.01, 1.0), "target_level": 0.81}
    more |= {"target_seconds": 20.2, "patience_seconds": 121.2}
    for name, value in more.items():
        by_hand = 100 * (saved(week, own | {name: value}) - saved(week, own))
        assert case.at[name, "effect"] == pytest.approx(by_hand, abs=1e-9)
        assert case.at[name, "value"] == own[name]
    assert len(case) == 5, "what prices hours does not move the share of them"


def test_a_level_of_which_one_point_more_is_every_call_has_no_point_more(week):
    found = pooling_effects(week, KNOWN, ASSUMED | {"target_level": 0.99}).set_index("assumption")
    assert found.at["target_level", "effect"] == 0
    assert found.at["target_level", "value"] == 0.99


def test_the_plain_function_is_one_case_and_without_calls_there_is_no_row(week):
    plain = pooling_effects(week, KNOWN, ASSUMED)
    every = pooling_effects_to_try(week, KNOWN, ASSUMED, [0.0, 0.05], [0.9])
    own = every[every["uplift"] == 0.05][list(plain)].reset_index(drop=True)
    pd.testing.assert_frame_equal(own, plain.reset_index(drop=True))
    assert pooling_effects(week.head(0), KNOWN, ASSUMED).empty
    assert pooling_effects_to_try(week.head(0), KNOWN, ASSUMED, [0.05], [0.9]).empty
