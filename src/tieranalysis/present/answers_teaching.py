"""What the teaching notebook says in words, from the figures it rebuilds."""

from collections.abc import Sequence

import pandas as pd
from pandas.api.types import is_string_dtype

from tieranalysis.present.answers_agreements import counted
from tieranalysis.present.answers_budgets import in_words, times
from tieranalysis.present.dates import month_year
from tieranalysis.present.numbers import spoken


def teaching_points(
    taught: pd.DataFrame, balance: pd.DataFrame, by_basis: pd.DataFrame, counts: pd.DataFrame, traps: int
) -> list[str]:
    """Return the main points of the teaching notebook, each a finding of its tables.

    `taught` comes from `figures_taught`, `balance` from `printed_balance`, `by_basis` from `balance_by_basis`, `counts` from
    `counts_taught`; `traps` is the number of anomalies.
    """
    moved = taught[(taught["times_larger"] - 1).abs() > 1e-9]
    vague = int((~counts["exact"]).sum())
    return [
        figures_answer(len(taught), len(moved), str(moved["value_as_printed"].iloc[0]), float(moved["interpreted_gbp"].iloc[0])),
        ratio_answer(*balance.set_index("reading").loc[["printed", "interpreted"], "ratio"], by_basis["ratio"].min(), by_basis["ratio"].max()),
        f"Of {counted(len(counts), 'count')} in words or digits, {in_words(vague)} {'is' if vague == 1 else 'are'} a range or a bound and not one number.",
        f"{counted(traps, 'trap').capitalize()} in the two documents are listed, each with the rule that meets it and what goes wrong without.",
    ]  # fmt: skip


def figures_answer(figures: int, moved: int, printed: str, gbp: float) -> str:
    """Say how many figures cannot mean what they print.

    >>> figures_answer(7, 1, "£1.666m", 1.666e9)
    'Of seven figures, one cannot mean what it prints: £1.666m is £1,666m. The rest are printed right and still easily misread.'
    """
    return (
        f"Of {counted(figures, 'figure')}, {in_words(moved)} cannot mean what {'it prints' if moved == 1 else 'they print'}: "
        f"{printed} is {spoken(gbp, 'GBP')}. The rest are printed right and still easily misread."
    )


def ratio_answer(printed: float, interpreted: float, low: float, high: float) -> str:
    """Say what the printed ratio, the ratio as read, and the official range are.

    >>> ratio_answer(0.003493, 3.4927, 3.14, 8.93)
    'Taken as printed, the county is 0.0035 times the districts; as read, 3.49 times; in official outturns, 3.14 to 8.93 times, by what is counted.'
    """
    return (
        f"Taken as printed, the county is {times(printed)} times the districts; as read, {times(interpreted)} times; "
        f"in official outturns, {times(low)} to {times(high)} times, by what is counted."
    )


def caveat_notices(caveats: Sequence[str]) -> list[dict[str, str]]:
    """Return a notice for each thing that the documents say of themselves.

    >>> caveat_notices(["One side’s view."])[0]["title"]
    'Whose view this is'
    """
    return [{"title": "Whose view this is", "text": text, "level": "information"} for text in caveats]


def in_plain_words(table: pd.DataFrame, columns: Sequence[str], notes: Sequence[str] = ()) -> pd.DataFrame:
    """Write the identifiers of some columns as words, and an empty note as none.

    >>> in_plain_words(pd.DataFrame({"basis": ["asset_valuation"], "note": [None]}), ["basis"], ["note"]).iloc[0].to_list()
    ['asset valuation', 'none']
    """
    words = {name: table[name].astype("str").str.replace("_", " ") for name in columns}
    return table.assign(**words).fillna(dict.fromkeys(notes, "none"))


def items_in_words(table: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Write in every text the title of an initiative for its number in brackets, which no reader can know.

    `items` has item and title.

    >>> items = pd.DataFrame({"item": ["I28"], "title": ["Leaders' group"]})
    >>> items_in_words(pd.DataFrame({"note": ["To be replaced (I28).", None]}), items)["note"].to_list()[0]
    "To be replaced (see “Leaders' group”)."
    """
    written = {rf"\({row.item}\)": f"(see “{row.title}”)" for row in items.itertuples(index=False)}
    texts = [name for name in table if is_string_dtype(table[name])]
    return table.assign(**{name: table[name].replace(written, regex=True) for name in texts})


def codes_in_words(table: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Write in every text the title of a document for its identifier, and £20 million for 20 GBP million.

    `documents` is the table of that name.

    >>> documents = pd.DataFrame({"source": ["lsa_2003"], "title": ["Progress Report"]})
    >>> table = pd.DataFrame({"note": ["planned in 2003 (lsa_2003, 3.20)", "20 GBP million a year"], "low": [1, 2]})
    >>> codes_in_words(table, documents)["note"].to_list()
    ['planned in 2003 (Progress Report, 3.20)', '£20 million a year']
    """
    titles = documents.set_index("source")["title"].to_dict()
    written = {rf"\b{code}\b": title for code, title in titles.items()} | {
        r"([\d.,]+) GBP (million|billion)": r"£\1 \2"
    }
    texts = [name for name in table if is_string_dtype(table[name])]
    return table.assign(**{name: table[name].replace(written, regex=True) for name in texts})


def months_in_words(events: pd.DataFrame) -> pd.DataFrame:
    """Write a date that is known to the month as a month, so that it does not look like a financial year.

    >>> months_in_words(pd.DataFrame({"date": ["2003-12", "2008-09"], "precision": ["month", "financial year"]}))["date"].to_list()
    ['December 2003', '2008-09']
    """
    monthly = events["precision"] == "month"
    return events.assign(date=events["date"].where(~monthly, events["date"].map(month_year)))
