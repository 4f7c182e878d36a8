"""From proposal to approved letter: the plan, the decisions, the outbox."""
