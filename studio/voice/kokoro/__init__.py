"""Kokoro-82M's natural voices: phonemes, the model, and who speaks which language."""
