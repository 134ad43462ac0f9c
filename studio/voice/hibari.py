"""hibari's English voice in this process: `python -m studio.voice.hibari` serves requests from standard input."""

from collections.abc import Callable

from studio.voice.exchange import NeuralRequest, SpeechAnswer, SpeechError, serve


def _load() -> Callable[[NeuralRequest], SpeechAnswer]:
    try:
        from studio.voice.hibari_voice import HibariVoice  # noqa: PLC0415 - what is missing is said in the exchange
    except ImportError as error:
        raise SpeechError(f"{error.name} is missing: pip install 'url2video[voices]'") from error
    return HibariVoice().speak


if __name__ == "__main__":
    serve(_load, NeuralRequest)
