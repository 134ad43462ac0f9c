"""A Piper voice in this process: `python -m studio.voice.piper name.onnx` serves requests from standard input.

piper-tts is GPL-3 and onnxruntime weighs 70 MB: both are an extra, and are loaded here and nowhere else.
"""

import sys
from collections.abc import Callable
from pathlib import Path

from studio.voice.exchange import NeuralRequest, SpeechAnswer, SpeechError, serve


def _load() -> Callable[[NeuralRequest], SpeechAnswer]:
    try:
        from studio.voice.piper_voice import LoadedVoice  # noqa: PLC0415 - what is missing is said in the exchange
    except ImportError as error:
        raise SpeechError(f"{error.name} is missing: pip install 'url2video[piper]'") from error
    return LoadedVoice(Path(sys.argv[1])).speak


if __name__ == "__main__":
    serve(_load, NeuralRequest)
