"""What the API is, for programs (`/openapi.json`) and for whoever writes them (`/docs`)."""

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from dashboard.visit import Show

Schema = dict[str, Any]


def router(api: FastAPI, show: Show) -> APIRouter:
    """Return both addresses; they show nothing of the house, and ask for no password."""
    routes = APIRouter()

    @routes.get("/openapi.json")
    def openapi() -> Response:
        return JSONResponse(api.openapi())

    @routes.get("/docs", response_class=HTMLResponse)
    def docs(request: Request) -> Response:
        schema = api.openapi()
        return show(
            request, "docs.html", schema=schema, operations=list(_operations(schema)),
            models=schema["components"]["schemas"], kind=kind,
        )  # fmt: skip

    return routes


def _operations(schema: Schema) -> Iterator[Schema]:
    for path, methods in schema["paths"].items():
        for method, one in methods.items():
            yield {"path": path, "method": method.upper(), **one}


def kind(schema: Schema) -> str:
    """Return what a value is, in a few words: `text`, `Letter`, `list of Wine`."""
    if "$ref" in schema:
        return str(schema["$ref"].rpartition("/")[2])
    if "anyOf" in schema:
        return " or ".join(kind(one) for one in schema["anyOf"])
    if "enum" in schema:
        return " | ".join(str(one) or "(empty)" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    if schema.get("type") == "object":
        return f"object of {kind(schema.get('additionalProperties') or {})}"
    names = {"string": "text", "null": "null", "integer": "whole number"}
    return str(schema.get("format") or names.get(schema.get("type", ""), schema.get("type", "any")))
