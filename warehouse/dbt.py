"""dbt inside this process: a dbt process of its own would spend 3 of its 4 s importing."""

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse import database
from warehouse.profile import write_profile, write_run_profile
from warehouse.settings import Settings, load_settings
from warehouse.state import folder

FAILED = ("error", "fail", "runtime error", "partial success")


@dataclass(frozen=True)
class NodeResult:
    """What became of one dbt node: a model, a test, a seed, a snapshot.

    `failures` counts rows unless the test works out a figure of its own (`counts_rows`);
    `sentence` is what a check finds, in French, and empty for the others; `relation` is the table
    the rows it found stand in.
    """

    name: str
    resource_type: str
    status: str
    message: str
    failures: int
    seconds: float
    sentence: str = ""
    counts_rows: bool = True
    node_id: str = ""
    relation: str = ""


@dataclass
class DbtReport:
    """The outcome of one dbt command; `project` is what dbt's own `parse` has read."""

    results: list[NodeResult] = field(default_factory=list)
    error: str | None = None
    project: Any = None

    @property
    def failed(self) -> list[NodeResult]:
        """Nodes that ended in an error."""
        return [result for result in self.results if result.status in FAILED]

    @property
    def warned(self) -> list[NodeResult]:
        """Tests that found something to look at."""
        return [result for result in self.results if result.status == "warn"]

    @property
    def has_waited_too_long(self) -> bool:
        """Whether a node gave up waiting for a table somebody else's transaction held."""
        # dbt passes the server's words on, in the server's language, and not its code.
        return any(
            "lock timeout" in result.message or "verrou" in result.message for result in self.failed
        )

    def count(self, *statuses: str, resource_type: str | None = None) -> int:
        """Count results by status, optionally of one resource type."""
        return sum(
            result.status in statuses and resource_type in (None, result.resource_type)
            for result in self.results
        )


def run_dbt(
    settings: Settings,
    arguments: list[str],
    *,
    on_event: Callable[[dict[str, Any]], None] | None = None,
    run_id: str | None = None,
    compared_up_to: int | None = None,
    project: Any = None,  # noqa: ANN401 - dbt's manifest is untyped
) -> DbtReport:
    """Run one dbt command on the warehouse of `settings`, silently, and return its results.

    Its artefacts and logs stand beside the database. `on_event` receives each end of a node, each
    warning and each error as a dictionary. `compared_up_to` is the number of `ops.change_no` up to
    which all has been built and checked, and need not be compared again. `project`, of an earlier
    report, spares dbt the reading of the project, which other `--vars` would have it do again.
    Raises nothing for a failing node: look at `failed` and `error`.
    """
    from dbt.cli.main import dbtRunner
    from google.protobuf.json_format import MessageToDict

    def forward(event: Any) -> None:  # noqa: ANN401 - dbt's event messages are untyped
        # One in fifteen of dbt's events: to read the others would cost seconds of a processor.
        is_told = event.info.name == "NodeFinished" or event.info.level in ("warn", "error")
        if on_event is not None and is_told:
            on_event(MessageToDict(event, preserving_proto_field_name=True))

    quiet = ["--log-level", "none", "--log-level-file", "none", "--no-version-check"]
    common = [*quiet, "--no-send-anonymous-usage-stats"]
    beside = _beside(settings)
    artefacts = {
        "DBT_TARGET_PATH": (not settings.house and os.environ.get("DBT_TARGET_PATH"))
        or str(beside / "target"),
        "DBT_LOG_PATH": str(beside / "logs"),
    }
    if compared_up_to is not None:
        # A setting of the connection: a variable of the project would have it parsed again.
        given = database.environment(settings).get("PGOPTIONS", "")
        artefacts["PGOPTIONS"] = f"{given} -c weekly.compared_up_to={compared_up_to}".strip()
    with (
        _dbt_environment(settings, beside, CRM_RUN_ID=run_id, **artefacts),
        contextlib.redirect_stdout(io.StringIO()),
    ):
        # A copy: dbt writes what it compiles into it.
        known = project.deepcopy() if project else None
        outcome = dbtRunner(known, callbacks=[forward]).invoke([*common, *arguments])
    report = DbtReport(project=outcome.result if arguments[0] == "parse" else None)
    if outcome.exception is not None:
        report.error = str(outcome.exception).strip()
    for result in getattr(outcome.result, "results", None) or []:
        report.results.append(_node_result(result))
    return report


def _node_result(result: Any) -> NodeResult:  # noqa: ANN401 - dbt's results are untyped
    return NodeResult(
        name=result.node.name,
        resource_type=str(result.node.resource_type),
        status=str(result.status),
        message=(result.message or "").strip(),
        failures=result.failures or 0,
        seconds=float(result.execution_time or 0),
        sentence=str((result.node.config.meta or {}).get("libelle", "")),
        node_id=str(result.node.unique_id),
        relation=getattr(result.node, "relation_name", None) or "",
        counts_rows=getattr(result.node.config, "fail_calc", "count(*)") == "count(*)",
    )


def _beside(settings: Settings) -> Path:
    with contextlib.closing(database.connect(settings, autocommit=True)) as conn:
        return folder(conn, settings)


@contextlib.contextmanager
def _dbt_environment(settings: Settings, beside: Path, **more: str | None) -> Iterator[None]:
    """Point dbt at the warehouse and the date of these settings, for the block.

    `beside` is the database's folder; `more` are other variables, if they have a value.
    """
    write_run_profile(settings, beside)
    wanted = {**database.environment(settings), "DBT_PROFILES_DIR": str(beside)}
    if settings.as_of_date:
        wanted["AS_OF_DATE"] = settings.as_of_date.isoformat()
    wanted.update({name: value for name, value in more.items() if value})
    before = {name: os.environ.get(name) for name in wanted}
    place = Path.cwd()
    os.environ.update(wanted)
    os.chdir(settings.root)
    try:
        yield
    finally:
        os.chdir(place)
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def main(arguments: list[str]) -> int:
    """Run dbt as an analyst would, on the warehouse of `.env`; its output is shown."""
    from dbt.cli.main import dbtRunner

    settings = load_settings()
    beside = _beside(settings)
    write_profile(settings)
    with _dbt_environment(settings, beside):
        outcome = dbtRunner().invoke(arguments)
    return 0 if outcome.success else 2 if outcome.exception else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
