"""Where shops show their videos, and what each of these channels takes."""
