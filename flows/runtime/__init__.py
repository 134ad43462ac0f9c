"""What a run stands on: settings, signals, concurrency, retries, the Prefect server's faults."""
