"""What people see of a run: artifacts, events, reports and galleries."""
