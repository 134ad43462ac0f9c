"""One attempt over HTTP, judged."""
