"""The verdict as Prometheus reads it."""

from prometheus_client import CollectorRegistry, Gauge, generate_latest

from activation.health.verdict import State, Verdict

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def metrics_of(found: Verdict) -> bytes:
    """Return the metrics: one gauge per state, of which one is 1, and the sentence as a label."""
    registry = CollectorRegistry()

    def gauge(name: str, says: str, amount: float) -> None:
        Gauge(name, says, registry=registry).set(amount)

    state = Gauge("crm_health_state", "1 for the state of this minute.", ["state"],
                  registry=registry)  # fmt: skip
    for one in State:
        state.labels(str(one)).set(one is found.state)
    Gauge("crm_health_sentence", "The sentence of this minute, 1.", ["sentence"],
          registry=registry).labels(found.sentence).set(1)  # fmt: skip
    gauge("crm_health_stops_sending", "1 while no letter may leave.", found.stops_sending)
    gauge("crm_health_points", "Points that decide the state.", len(found.points))
    gauge("crm_health_checks_to_look_at", "Checks that found something.", found.to_look_at)
    gauge("crm_letters_undecided", "Letters proposed and not decided.", found.letters)
    gauge("crm_health_looked_at_seconds", "When this was worked out.", found.at.timestamp())
    return generate_latest(registry)
