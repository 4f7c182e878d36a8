"""What Citus refuses in the query of a table that is spread over workers, found without Citus.

Each was tried on Citus 14 with PostgreSQL 18: docs/scale.md.
"""

from collections.abc import Iterator, Mapping

import sqlglot
from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

BESIDE_WORKERS = "a sub-select among the expressions of a lateral that reads no table"
WITHOUT_KEY = "a window that does not name the column that spreads"


def refused(sql: str, spread: Mapping[str, str]) -> list[str]:
    """Name what a cluster would refuse in a compiled query.

    `spread` tells by which column each table is spread, by the table's name.
    """
    return sorted(set(_refused(sqlglot.parse_one(sql, read="postgres"), spread)))


def _refused(query: exp.Expr, spread: Mapping[str, str]) -> Iterator[str]:
    if query.find(exp.Merge):
        yield "merge"
    if any(found.args.get("recursive") for found in query.find_all(exp.With)):
        yield "a recursive CTE"
    if any(case.this is not None for case in query.find_all(exp.Case)):
        yield "a case of values instead of conditions"
    for window in query.find_all(exp.Window):
        is_record = isinstance(window.this.find(exp.Tuple), exp.Tuple)
        if is_record and isinstance(window.parent, exp.Alias | exp.Select):
            yield "a record returned by a window"
    for lateral in query.find_all(exp.Lateral):
        yield from _in_a_lateral(lateral)
    for scope in traverse_scope(query):
        if _reaches_a_cte(scope):
            yield "a correlated subquery whose outer side is a CTE"
        if _reads_a_function(scope, spread):
            yield "a correlated subquery that reads a function"
        if isinstance(scope.expression, exp.Select) and not scope.expression.expressions:
            yield from ["a select of nothing"] if _tables(scope) & spread.keys() else []
        if _tables(scope) & spread.keys() and not _windows_name(scope, set(spread.values())):
            yield WITHOUT_KEY
        if _joins_on_another_column(scope, spread):
            yield "a join of spread tables on another column"


def _in_a_lateral(lateral: exp.Lateral) -> Iterator[str]:
    query = lateral.this.unnest()
    is_without_table = isinstance(query, exp.Select) and query.args.get("from_") is None
    if is_without_table and any(e.find(exp.Select) for e in query.expressions):
        yield BESIDE_WORKERS
    for cte in lateral.find_all(exp.CTE):
        if cte.args.get("materialized"):
            yield "a materialised CTE inside a lateral"
        readings = [t for t in lateral.find_all(exp.Table) if t.name == cte.alias and not t.db]
        if len(readings) > 1:
            yield "a CTE inside a lateral that is read twice"


def _reaches_a_cte(scope: Scope) -> bool:
    """Whether a subquery of a condition names a column of a CTE of the query around it."""
    around = scope.parent
    is_joined = scope.is_udtf or scope.expression.find_ancestor(exp.Lateral) is not None
    if around is None or is_joined or not scope.is_correlated_subquery:
        return False
    return any(isinstance(around.sources.get(c.table), Scope) for c in scope.external_columns)


def _reads_a_function(scope: Scope, spread: Mapping[str, str]) -> bool:
    """Whether a subquery reads a function, for each row of a spread table."""
    if scope.parent is None or not scope.is_correlated_subquery or scope.is_udtf:
        return False
    start = scope.expression.args.get("from_")
    read = start.this if start else None
    is_function = isinstance(read, exp.Unnest) or (
        isinstance(read, exp.Table) and not isinstance(read.this, exp.Identifier)
    )
    around = scope.parent.sources.values()
    return is_function and any(isinstance(s, exp.Table) and s.name in spread for s in around)


def _tables(scope: Scope) -> set[str]:
    """Name the tables a query reads, through its CTEs and subqueries."""
    read: set[str] = set()
    for _, source in scope.selected_sources.values():
        read |= {source.name} if isinstance(source, exp.Table) else _tables(source)
    return read.union(*map(_tables, scope.set_operation_scopes))


def _windows_name(scope: Scope, keys: set[str]) -> bool:
    """Whether each window of a query itself is one of rows that stand on one worker."""
    named = {window.name: window for window in scope.expression.args.get("windows") or []}
    for window in scope.find_all(exp.Window):
        if any(window is definition for definition in named.values()):
            continue
        base = named.get(window.alias, window)
        columns = [*(window.args.get("partition_by") or []), *(base.args.get("partition_by") or [])]
        if not any(isinstance(c, exp.Column) and _is_key(c.name, keys) for c in columns):
            return False
    return True


def _is_key(column: str, keys: set[str]) -> bool:
    return any(column == key or column.endswith(f"_{key}") for key in keys)


def _joins_on_another_column(scope: Scope, spread: Mapping[str, str]) -> bool:
    """Whether two spread tables, named as such, are joined without the column of both."""
    sources = scope.selected_sources
    keys = {
        alias: spread[source.name]
        for alias, (_, source) in sources.items()
        if isinstance(source, exp.Table) and source.name in spread
    }
    equal = {
        frozenset((f"{e.left.table}.{e.left.name}", f"{e.right.table}.{e.right.name}"))
        for e in scope.find_all(exp.EQ)
        if isinstance(e.left, exp.Column) and isinstance(e.right, exp.Column)
    }
    for join in scope.expression.args.get("joins") or []:
        alias = join.this.alias_or_name
        others = keys.keys() - {alias}
        if alias in keys and others:
            wanted = {frozenset((f"{alias}.{keys[alias]}", f"{o}.{keys[o]}")) for o in others}
            if not wanted & equal and not _is_joined_by(scope, alias, keys[alias]):
                return True
    return False


def _is_joined_by(scope: Scope, alias: str, key: str) -> bool:
    """Whether the table's own column meets that of a CTE or a subquery, spread as it is."""
    return any(
        isinstance(scope.sources.get(other.table), Scope)
        for e in scope.find_all(exp.EQ)
        for own, other in ((e.left, e.right), (e.right, e.left))
        if isinstance(own, exp.Column)
        and isinstance(other, exp.Column)
        and (own.table, own.name) == (alias, key)
    )
