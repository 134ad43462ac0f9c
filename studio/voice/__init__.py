"""The voice: speech with word timings, music under it, and the mix."""
