"""Sentences of every case cut at their numbers, so that a panel holds each word once and only the numbers by case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

NUMBER = re.compile(r"(\d[\d,.]*\d|\d)")


@dataclass(frozen=True)
class Pieces:
    """A sentence that follows a panel, and the columns of the panel's grid that it names."""

    sentence: str
    columns: dict[str, list[str]]


def in_pieces(name: str, sentences: Sequence[str]) -> Pieces:
    """Cut the sentences of all cases at their numbers: what is alike in all stays, what differs becomes a column.

    The columns are called after `name`; filled in, the sentence is that of each case to the letter.

    >>> found = in_pieces("cost", ["It pays back in 4.0 years.", "It pays back in 2.5 years.", "It never pays back."])
    >>> found.sentence, list(found.columns.values())
    ('{cost_0}{cost_1}{cost_2}', [['It pays back in ', 'It pays back in ', 'It never pays back.'], ['4.0', '2.5', ''], [' years.', ' years.', '']])
    >>> in_pieces("cost", ["It costs £3.", "It costs £4."])
    Pieces(sentence='It costs £{cost_1}.', columns={'cost_1': ['3', '4']})
    """
    parts, columns = "", {}
    for place, texts in enumerate(zip_longest(*map(NUMBER.split, sentences), fillvalue="")):
        if len(set(texts)) == 1:
            parts += texts[0]
        else:
            columns[f"{name}_{place}"] = list(texts)
            parts += f"{{{name}_{place}}}"
    return Pieces(parts, columns)
