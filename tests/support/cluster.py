"""What Citus refuses in the query of a table that is spread over workers, found without Citus.

Each was tried on Citus 14 with PostgreSQL 18: docs/scale.md.
"""

from collections.abc import Iterator

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope


def refused(sql: str) -> list[str]:
    """Name what a cluster would refuse in a compiled query."""
    return sorted(set(_refused(sqlglot.parse_one(sql, read="postgres"))))


def _refused(query: exp.Expr) -> Iterator[str]:
    if any(found.args.get("recursive") for found in query.find_all(exp.With)):
        yield "a recursive CTE"
    for window in query.find_all(exp.Window):
        is_record = isinstance(window.this.find(exp.Tuple), exp.Tuple)
        if is_record and isinstance(window.parent, exp.Alias | exp.Select):
            yield "a record returned by a window"
    for scope in traverse_scope(query):
        if _reaches_a_cte(scope):
            yield "a correlated subquery whose outer side is a CTE"


def _reaches_a_cte(scope: Scope) -> bool:
    """Whether a subquery of a condition names a column of a CTE of the query around it."""
    around = scope.parent
    is_joined = scope.expression.find_ancestor(exp.Lateral) is not None
    if around is None or is_joined or not scope.is_correlated_subquery:
        return False
    return any(isinstance(around.sources.get(c.table), Scope) for c in scope.external_columns)
