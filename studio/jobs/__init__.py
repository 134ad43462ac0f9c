"""From an accepted request to a video on disk: the store, the queue and the workers."""
