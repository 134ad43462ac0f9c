"""A voice of Kokoro's in this process: `python -m studio.voice.kokoro am_fenrir en-us` serves standard input.

The first word names one of the styles, the second the espeak-ng voice whose pronunciation it speaks with.
"""

import sys
from collections.abc import Callable

from studio.voice.exchange import NeuralRequest, SpeechAnswer, SpeechError, serve


def _load() -> Callable[[NeuralRequest], SpeechAnswer]:
    try:
        from studio.voice.kokoro.voice import KokoroVoice  # noqa: PLC0415 - what is missing is said in the exchange
    except ImportError as error:
        raise SpeechError(f"{error.name} is missing: pip install 'url2video[voices-more]'") from error
    return KokoroVoice(*sys.argv[1:]).speak


if __name__ == "__main__":
    serve(_load, NeuralRequest)
