"""Every raw table against its register and its contract, in one pass that reports every failure."""

from collections.abc import Callable

from tieranalysis.contract import TierAnalysisError
from tieranalysis.load.agreement_inputs import read_delivered, read_viability
from tieranalysis.load.catalogue import check_raw
from tieranalysis.load.council_reports import TABLES, read_report_table
from tieranalysis.load.identities import check_identities, identity_notices
from tieranalysis.load.progress import read_held, read_progress
from tieranalysis.load.statements import read_statements
from tieranalysis.load.tables import SHIPPED, read_table


def check_data(say: Callable[[str], object] = lambda line: None) -> list[str]:
    """Return everything that is wrong with the raw data, in words; say what was checked as it goes."""
    problems = check_raw()
    say(f"Files against the register: {'all as registered' if not problems else f'{len(problems)} differ'}.")
    for name in SHIPPED:
        try:
            table = read_table(name)
            say(f"{name}: {len(table):,} rows keep the contract.")
        except TierAnalysisError as error:
            problems.append(str(error))
            continue
        if name == "revenue":
            for notice in identity_notices(check_identities(table)):
                say(f"  notice: {notice}")
    return problems + _agreement_problems(say)


def _agreement_problems(say: Callable[[str], object]) -> list[str]:
    """Read every table of the council reports, and the logs of progress; say what does not fit."""
    problems = []
    for name in TABLES:
        try:
            read_report_table(name)
        except TierAnalysisError as error:
            problems.append(str(error))
    for read in (read_statements, read_progress, read_held, read_delivered, read_viability):
        try:
            read()
        except TierAnalysisError as error:
            problems.append(str(error))
    say(
        f"Council reports: {len(TABLES)} tables and the logs of progress {'fit each other' if not problems else 'do not fit'}."
    )
    return problems
