"""Sharing rules against the published six Swedish municipalities, brute force, and the properties that define them."""

from itertools import combinations, permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tieranalysis.metrics import fairness, sharing
from tieranalysis.metrics.contacts.views import shares_by_rule
from tieranalysis.metrics.games import Game, coalition_table, cost_game, savings_game, stand_alone, subset_sums
from tieranalysis.present.answers_sharing import fairness_answer, unshared_notes

# H. P. Young, N. Okada and T. Hashimoto, "Cost allocation in water resources development: a case study of Sweden",
# IIASA WP-79-077 (1979): cost of water supply by coalition, million Swedish crowns.
SWEDISH = """
A 21.95 H 17.08 K 10.91 L 15.88 M 20.81 T 21.98 AH 34.69 AK 32.86 AL 37.83 AM 42.76 AT 43.93 HK 22.96 HL 25.00 HM 37.89
HT 39.06 KL 26.79 KM 31.45 KT 32.89 LM 31.10 LT 37.86 MT 39.41 AHK 40.74 AHL 43.22 AHM 55.50 AHT 56.67 AKL 48.74
AKM 53.40 AKT 54.84 ALM 53.05 ALT 59.81 AMT 61.36 HKL 27.26 HKM 42.55 HKT 44.94 HLM 45.81 HLT 46.98 HMT 56.49 KLM 42.01
KLT 48.77 KMT 50.32 LMT 51.46 AHKL 48.95 AHKM 60.25 AHKT 62.72 AHLM 64.03 AHLT 65.20 AHMT 74.10 AKLM 63.96 AKLT 70.72
AKMT 72.27 ALMT 73.41 HKLM 48.07 HKLT 49.24 HKMT 59.35 HLMT 64.41 KLMT 56.61 AHKLM 69.76 AHKLT 70.93 AHKMT 77.42
AHLMT 83.00 AKLMT 73.97 HKLMT 66.46 AHKLMT 83.82
"""


@pytest.fixture(scope="module")
def swedish():
    words = SWEDISH.split()
    costs = {tuple(letters): float(cost) for letters, cost in zip(words[::2], words[1::2], strict=True)}
    return cost_game(costs, unit="million SKr")


@pytest.mark.parametrize(
    ("method", "published"),
    [
        ("shapley", [20.01, 10.71, 6.61, 10.37, 16.94, 19.18]),
        ("scrb", [19.54, 13.28, 5.62, 10.90, 16.66, 17.82]),
        ("nucleolus", [20.35, 12.06, 5.00, 8.61, 18.32, 19.49]),
    ],
)
def test_published_shares(swedish, method, published):
    assert sharing.shares(swedish, method).to_numpy() == pytest.approx(published, abs=0.02)


def test_population_sharing_leaves_two_worse_off_than_alone(swedish):
    # published shares by population 10.13 21.00 3.19 8.22 34.22 7.07: H and M pay more than alone (17.08, 20.81)
    people = dict(zip("AHKLMT", [10.13, 21.00, 3.19, 8.22, 34.22, 7.07], strict=True))
    paid = sharing.shares(swedish, "population", weights=people)
    table = fairness.rationality(swedish, paid)
    assert table.loc[~table["as_well_off"], "partner"].tolist() == ["H", "M"]
    assert not fairness.in_core(swedish, paid)
    assert {"H", "M"} <= set(fairness.blocking(swedish, paid)["coalition"])


def test_core_of_the_swedish_game(swedish):
    assert fairness.least_core(swedish) == pytest.approx(1.6, abs=0.01)
    assert fairness.in_core(swedish, sharing.shares(swedish, "nucleolus"))
    blocked = fairness.blocking(swedish, sharing.shares(swedish, "shapley"))
    assert blocked["coalition"].tolist() == ["H + K + L"]  # the paper's own finding
    assert blocked["gain"].iloc[0] == pytest.approx(27.69 - 27.26, abs=0.01)


def test_a_game_with_an_empty_core():
    # any two of three pay 10, all three pay 18: two of them always do better alone (3 x 10 / 2 = 15 < 18)
    game = cost_game(
        {("A",): 9, ("B",): 9, ("C",): 9, ("A", "B"): 10, ("A", "C"): 10, ("B", "C"): 10, ("A", "B", "C"): 18}
    )
    assert fairness.least_core(game) == pytest.approx(-2)  # each pays 6; each pair 12 against 10
    assert len(fairness.blocking(game, sharing.shares(game, "nucleolus"))) == 3


def test_hold_outs_and_the_best_of_each_size():
    # A is needed for any saving: with B 2, with C 3, with both 6
    game = savings_game({"A": 10, "B": 10, "C": 10}, {("A", "B"): 2, ("A", "C"): 3, ("B", "C"): 0, ("A", "B", "C"): 6})
    table = fairness.hold_outs(game).set_index("partner")
    assert table["saving_lost"].to_dict() == {"A": 6, "C": 4, "B": 3}
    assert table["pivotal"].to_dict() == {"A": True, "C": False, "B": False}
    best = fairness.best_by_size(game)
    assert best["coalition"].tolist() == ["A", "A + C", "A + B + C"]
    assert best["kept_rate"].tolist() == [0, 0.5, 1]


def test_each_rule_by_hand():
    game = cost_game({("A",): 12, ("B",): 6, ("A", "B"): 15})
    assert sharing.shares(game, "equal").tolist() == [7.5, 7.5]
    assert sharing.shares(game, "stand_alone").tolist() == [10, 5]
    assert sharing.shares(game, "usage", weights={"A": 4, "B": 1}).tolist() == [12, 3]
    # separable 15 - 6 = 9 and 15 - 12 = 3; rest 3, shared as the benefits 12 - 9 = 3 and 6 - 3 = 3
    assert sharing.shares(game, "scrb").tolist() == [10.5, 4.5]
    assert sharing.shares(game, "shapley").tolist() == [10.5, 4.5]
    assert sharing.shares(game, "nucleolus").tolist() == pytest.approx([10.5, 4.5])


games = st.integers(1, 5).flatmap(
    lambda n: st.lists(st.integers(0, 40), min_size=2**n, max_size=2**n).map(
        lambda costs: Game(tuple("ABCDE"[:n]), np.array(costs, dtype=float))
    )
)


@given(games)
@settings(max_examples=60, deadline=None)
def test_shapley_is_the_mean_over_all_orders(game):
    n = len(game.partners)
    added = np.zeros(n)
    orders = list(permutations(range(n)))
    for order in orders:
        before = 0
        for i in order:
            added[i] += game.costs[before | 1 << i] - game.costs[before]
            before |= 1 << i
    assert sharing.shares(game, "shapley").to_numpy() == pytest.approx(added / len(orders), abs=1e-9)


@given(games, st.lists(st.integers(1, 9), min_size=5, max_size=5))
@settings(max_examples=60, deadline=None)
def test_every_rule_shares_all_of_it_to_the_penny(game, weights):
    given = dict(zip(game.partners, weights, strict=False))
    for method in ("equal", "budget", "shapley", "nucleolus"):
        needs = given if method in sharing.WEIGHTED else None
        exact = sharing.shares(game, method, needs)
        pence = (sharing.shares(game, method, needs, round_to=0.01) * 100).round().astype(int)
        assert exact.sum() == pytest.approx(game.costs[-1], abs=1e-6)
        assert pence.sum() == round(game.costs[-1] * 100)
        assert (pence / 100 - exact).abs().max() <= 0.01 + 1e-9


def surpluses(game, paid):
    return np.sort((game.costs - subset_sums(np.asarray(paid)))[1:-1])


@given(games, st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_no_nearby_share_is_lexicographically_better_than_the_nucleolus(game, random):
    alone, best = stand_alone(game).to_numpy(), sharing.shares(game, "nucleolus").to_numpy()
    fair = surpluses(game, best)
    for _ in range(60):
        i, j = random.randrange(len(best)), random.randrange(len(best))
        other, step = best.copy(), random.choice([0.01, 0.1, 0.5, 1, 3])
        other[i] += step
        other[j] -= step
        if alone.sum() >= game.costs[-1] and (other > alone + 1e-9).any():
            continue  # the nucleolus is sought among shares that leave no partner worse off than alone
        apart = np.flatnonzero(np.abs(surpluses(game, other) - fair) > 1e-6)
        assert apart.size == 0 or surpluses(game, other)[apart[0]] < fair[apart[0]]


def test_nucleolus_of_the_airport_game():
    # Littlechild 1974, three runways of 1, 2 and 3: the smallest pays 1/2, the next 3/4, the largest the rest, 7/4
    runway = {"A": 1, "B": 2, "C": 3}
    costs = {s: max(runway[p] for p in s) for k in (1, 2, 3) for s in combinations("ABC", k)}
    assert sharing.shares(costs, "nucleolus").tolist() == pytest.approx([1 / 2, 3 / 4, 7 / 4])
    assert sharing.shares(costs, "shapley").tolist() == pytest.approx([1 / 3, 5 / 6, 11 / 6])


def test_fifteen_partners_are_ordinary():
    rng = np.random.default_rng(15)
    load = subset_sums(rng.uniform(1, 30, 15))
    game = Game(tuple("ABCDEFGHIJKLMNO"), np.ceil(load + np.sqrt(load)))
    for method in ("shapley", "nucleolus", "scrb"):
        assert sharing.shares(game, method).sum() == pytest.approx(game.costs[-1])
    assert fairness.least_core(game) <= (surpluses(game, sharing.shares(game, "nucleolus"))[0] + 1e-6)


def test_coalition_table_lists_all(swedish):
    table = coalition_table(swedish)
    assert len(table) == 63
    assert table.iloc[-1]["saving"] == pytest.approx(stand_alone(swedish).sum() - 83.82)


def test_sharing_table_shows_each_partner_its_own_position(swedish):
    table = sharing.sharing_table(swedish, {"usage": dict.fromkeys("AHKLMT", 1.0)})
    assert table["method"].unique().tolist() == ["equal", "usage", "stand_alone", "scrb", "shapley", "nucleolus"]
    assert table.groupby("method")["share"].sum().round(2).eq(83.82).all()
    assert (table["better_off"] == (table["alone"] > table["share"])).all()


def test_one_partner_pays_its_own_cost():
    game = cost_game({("A",): 7})
    assert all(
        sharing.shares(game, m).tolist() == [7] for m in ("equal", "stand_alone", "scrb", "shapley", "nucleolus")
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cost_game({("A",): 1, ("B",): 2}), r"the coalition A \+ B has no cost; work it out"),
        (lambda: cost_game({("A",): 1, ("A", "A"): 2}), r"'A' stands twice in the coalition"),
        (lambda: cost_game({("A", "B"): 1, ("B", "A"): 2}), r"the coalition A \+ B is given twice; keep one"),
        (lambda: cost_game({"AB": 1}), r"the coalition 'AB' is a text; name its partners one by one"),
        (lambda: cost_game({}), r"a game needs a partner"),
        (
            lambda: Game(tuple(map(str, range(21))), np.zeros(2)),
            r"21 partners have 2,097,152 coalitions; 20 are the most",
        ),
        (lambda: Game(("A", "A"), np.zeros(4)), r"the partner 'A' is named twice"),
        (
            lambda: Game(("A",), np.zeros(4)),
            r"1 partners have 2 coalitions, the empty one among them; 4 costs were given",
        ),
        (lambda: savings_game({"A": 1}, {("A", "Z"): 1}), r"'Z' has no stand-alone cost; the partners are A"),
        (lambda: cost_game({("A",): 1})[("Z",)], r"'Z' is not a partner; the partners are A"),
        (lambda: sharing.shares({("A",): 1}, "vote"), r"there is no rule 'vote'; use one of equal, budget"),
        (lambda: sharing.shares({("A",): 1}, "budget"), r"'budget' needs the budget of every partner; missing: A"),
        (
            lambda: sharing.shares({("A",): 1}, "usage", {"A": -1}),
            r"the usage of A is -1; give a number of zero or more",
        ),
        (lambda: sharing.shares({("A",): 1}, "usage", {"A": 0}), r"the usage of every partner is zero"),
        (lambda: sharing.shares({("A",): 1}, "equal", {"A": 1}), r"the rule 'equal' takes no weights; leave them out"),
        (lambda: fairness.in_core(cost_game({("A",): 1}), {"B": 1}), r"shares and partners differ in A, B"),
        (lambda: fairness.in_core(cost_game({("A",): 1}), {"A": 3}), r"the shares add to 3.00, and the cost is 1.00"),
    ],
)
def test_bad_input_is_named_with_its_mend(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_inputs_are_unchanged(swedish):
    before = swedish.costs.copy()
    sharing.shares(swedish, "nucleolus", round_to=0.01)
    assert (swedish.costs == before).all()
    paid = pd.Series([1 / 3] * 3)
    sharing.to_the_penny(paid, 1.0)
    assert paid.tolist() == [1 / 3] * 3


NO_BENEFIT = {("A",): 2, ("B",): 2, ("C",): 2, ("A", "B"): 3, ("A", "C"): 3, ("B", "C"): 3, ("A", "B", "C"): 5}


def test_a_rule_without_a_share_keeps_its_rows_and_says_why_and_the_others_stand():
    # Pairs cost 3 and all 5: the last to join adds 2, as much as it costs alone, so SCRB has no benefit to share the rest by.
    game = cost_game(NO_BENEFIT)
    table = sharing.sharing_table(game)
    lost = table[table["share"].isna()]
    assert lost["method"].to_list() == ["scrb"] * 3
    assert lost["why_missing"].unique().tolist() == [
        "no partner has a benefit left to share by (SCRB); use another rule"
    ]
    assert lost["better_off"].isna().all()
    stands = table.dropna(subset=["share"])
    assert stands["why_missing"].eq("").all()
    assert stands.groupby("method")["share"].sum().round(2).eq(5).all()
    assert "scrb" not in fairness.blocked(game, table)
    assert "separable" not in fairness_answer(table, fairness.blocked(game, table), fairness.least_core(game))
    said = "No shares by separable costs and remaining benefits: no partner has a benefit left to share by (SCRB); use another rule."
    assert unshared_notes(table) == [said]
    assert shares_by_rule(table)["scrb_gbp"].isna().all()


def test_two_partners_without_a_saving_pay_what_they_cost_alone():
    # 10 + 8 = 18: nothing is saved, so every rule that looks at costs gives back what each costs alone.
    table = sharing.sharing_table(cost_game({("A",): 10, ("B",): 8, ("A", "B"): 18}))
    by_cost = table[table["method"].isin(["stand_alone", "scrb", "shapley", "nucleolus"])]
    assert by_cost["share"].to_list() == [10, 8] * 4
    assert not by_cost["better_off"].any()
    assert unshared_notes(table) == []


def test_pounds_that_rounding_leaves_of_no_saving_are_no_benefit():
    # Costs of tens of millions leave a few hundred-millionths of a pound of a saving that is nought.
    alone = [35_908_239.1, 12_345_678.7, 9_876_543.3]
    game = Game(("A", "B", "C"), subset_sums(np.array(alone)) + np.where(np.arange(8) == 7, 7.5e-9, 0.0))
    assert sharing.shares(game, "scrb").to_list() == pytest.approx(alone, abs=0.01)


def test_partners_without_calls_leave_the_rule_of_usage_alone():
    game = cost_game({("A",): 10, ("B",): 8, ("A", "B"): 14})
    table = sharing.sharing_table(game, {"usage": {"A": 0.0, "B": 0.0}})
    assert unshared_notes(table) == [
        "No shares by calls: the usage of every partner is zero; nothing can be shared by it."
    ]
    assert table.query("method == 'shapley'")["share"].to_list() == [8, 6]
