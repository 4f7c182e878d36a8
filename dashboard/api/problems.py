"""What the API says when it cannot do what is asked: a status and one sentence."""

import psycopg2
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from warehouse.errors import ExitCode, ProductError

STATUS = {
    ExitCode.OUT_OF_REACH: 503,
    ExitCode.LOCKED: 503,
    ExitCode.NEEDS_PERSON: 409,
}


class Problem(BaseModel):
    """Why nothing was done."""

    error: str = Field(description="One sentence.")


def tell_problems(app: FastAPI) -> None:
    """Have every failure answered as a `Problem`."""

    @app.exception_handler(HTTPException)
    def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is for
        return problem(error.status_code, str(error.detail), dict(error.headers or {}))

    @app.exception_handler(RequestValidationError)
    def unclear(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        said = (
            f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors()
        )
        return problem(422, "; ".join(said)[:1000])

    @app.exception_handler(ProductError)
    def known(_: Request, error: Exception) -> Response:
        assert isinstance(error, ProductError)  # noqa: S101
        return problem(STATUS.get(ExitCode(error.exit_code), 400), str(error))

    @app.exception_handler(psycopg2.Error)
    def database(_: Request, error: Exception) -> Response:
        if isinstance(error, psycopg2.errors.UndefinedTable | psycopg2.errors.InvalidSchemaName):
            return problem(503, "the tables are not built yet: run `make weekly`")
        if isinstance(error, psycopg2.OperationalError | psycopg2.InterfaceError):
            return problem(503, "the database does not answer: try again")
        raise error


def unforeseen(_: Request, number: str) -> Response:
    """Answer what nobody foresaw; the log has the same number."""
    return problem(500, f"something unforeseen happened: {number} names it in the log")


def problem(status: int, said: str, headers: dict[str, str] | None = None) -> Response:
    """Return an answer that says why nothing was done."""
    return JSONResponse({"error": said}, status, headers)
