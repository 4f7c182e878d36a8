"""The Monday run: the steps in order, in one process, written to the run log."""
