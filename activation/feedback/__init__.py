"""What comes back: events, opt-outs, webhooks, and the suppressions they lead to."""
