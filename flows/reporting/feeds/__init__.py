"""Feeds of the published videos for shops' channels: what they offer, in which rows, and their files."""
