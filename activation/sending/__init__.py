"""Approved letters leave: gates, ledger, delivery, doubts."""
