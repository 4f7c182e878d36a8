"""Brevo's webhook: the body is kept and answered first, and read later with everything else.

Brevo gives up for good on any error but 429, so what goes wrong here is answered 429; `activation
pull` stays the source of truth in any case.
"""

import asyncio
import hmac

import psycopg2
from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from activation.feedback.inbox import keep
from activation.feedback.registration import token_of
from warehouse.errors import ProductError
from warehouse.pool import Pool
from warehouse.settings import Settings

PATH = "/webhook/brevo"
LARGEST_BODY = 1_000_000  # bytes
MOST_AT_ONCE = 4  # of the page's connections; others are told to come again


def router(pool: Pool, settings: Settings) -> APIRouter:
    """Return the address Brevo posts to; nothing is there without BREVO_WEBHOOK_TOKEN.

    Raises ConfigurationError when the token is short.
    """
    routes = APIRouter()
    token = token_of(settings)
    places = asyncio.Semaphore(MOST_AT_ONCE)

    def store(body: bytes) -> None:
        with pool.connection() as conn:
            keep(conn, body)

    if token:

        @routes.post(PATH, include_in_schema=False)
        async def receive(request: Request) -> Response:
            given = request.headers.get("authorization", "")
            if not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
                return Response(status_code=401)
            body = await request.body()
            if len(body) > LARGEST_BODY:
                return Response(status_code=413)
            if places.locked():
                return Response(status_code=429)
            async with places:
                try:
                    await run_in_threadpool(store, body)
                except (psycopg2.Error, ProductError):
                    return Response(status_code=429)
            return Response(status_code=200)

    return routes
