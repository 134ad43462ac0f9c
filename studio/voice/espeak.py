"""espeak-ng in this process: text into 16-bit samples, with the moment each part of the text is heard.

Run as a program (`python -m studio.voice.espeak`) it serves requests from standard input; `studio.voice.speaker`
does so for the rest of studio. It imports nothing heavy, so that such a process starts quickly.

The C library keeps all its state in global variables: one synthesis at a time in a process. Some of that state
(the phase of the wave generator) survives even `espeak_Terminate`, so only a fresh process gives the same samples
again.

Structures and constants are those of `speak_lib.h`, API revision 12 (espeak-ng 1.52).
"""

import ctypes
import os

import espeakng_loader

from studio.voice.exchange import EspeakRequest, SpeechAnswer, SpeechError, serve

_SYNCHRONOUS = 2
"""AUDIO_OUTPUT_SYNCHRONOUS: `espeak_Synth` returns when all sound has been handed to the callback."""

_DONT_EXIT = 0x8000
"""espeakINITIALIZE_DONT_EXIT: return an error instead of ending the process when the data is missing."""

_UTF8 = 1
_POSITION_CHARACTER = 1
_END_OF_EVENTS, _WORD_EVENT = 0, 1
_RATE, _PITCH, _RANGE = 1, 3, 4

_IPA_WITH_TIES = 0x02 | 0x80 | ord("^") << 8
"""Of `espeak_TextToPhonemes`: bit 1 for IPA, bit 7 for a tie within a phoneme, from bit 8 on what that is."""

_MAX_DATA_PATH = 140
"""espeak-ng keeps its data path in 160 bytes, the names of its files included, and cuts a longer one silently."""


class _EventId(ctypes.Union):
    _fields_ = (("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8))


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _EventId),
    )


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))
_ToPhonemes = ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int)


class Espeak:
    """The loaded library. Make one in a process; raises SpeechError if it or its data cannot be loaded."""

    def __init__(self) -> None:
        data = espeakng_loader.get_data_path()
        if len(os.fsencode(data)) > _MAX_DATA_PATH:
            raise SpeechError(f"espeak-ng cannot open a data path of more than {_MAX_DATA_PATH} bytes: {data}")
        try:
            self._library = ctypes.CDLL(espeakng_loader.get_library_path())
        except OSError as error:
            raise SpeechError(f"espeak-ng cannot be loaded: {error}") from error
        self.sample_rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, 0, os.fsencode(data), _DONT_EXIT)
        if self.sample_rate <= 0:
            raise SpeechError(f"espeak-ng cannot read its data at {data}")
        # Breath noise comes from a generator that espeak-ng seeds with the time of day.
        self._library.espeak_ng_SetRandSeed(ctypes.c_long(1))
        self._to_phonemes = _ToPhonemes(("espeak_TextToPhonemes", self._library))
        self._sound = bytearray()
        self._marks: list[tuple[int, int]] = []
        self._callback = _Callback(self._collect)  # the library keeps the pointer: it must not be collected
        self._library.espeak_SetSynthCallback(self._callback)

    def speak(self, request: EspeakRequest) -> SpeechAnswer:
        """Say one text. Raises SpeechError for an unknown voice."""
        self._choose(request.voice)
        for parameter, value in (
            (_RATE, request.words_per_minute),
            (_PITCH, request.pitch),
            (_RANGE, request.pitch_range),
        ):
            self._library.espeak_SetParameter(parameter, value, 0)
        self._sound.clear()
        self._marks.clear()
        text = request.text.replace("\0", " ").encode()
        size = ctypes.c_size_t(len(text) + 1)
        if self._library.espeak_Synth(text, size, 0, _POSITION_CHARACTER, 0, _UTF8, None, None) != 0:
            raise SpeechError("espeak-ng failed to speak a text")
        return SpeechAnswer(self.sample_rate, tuple(self._marks), bytes(self._sound), len(self._sound) // 2)

    def phonemes(self, text: str, voice: str) -> list[str]:
        """How a voice would pronounce a text, clause by clause, in IPA.

        Words are divided by spaces, the letters of one sound by "^". Raises SpeechError for an unknown voice.
        """
        self._choose(voice)
        rest, found = ctypes.c_char_p(text.replace("\0", " ").encode()), list[str]()
        while rest.value is not None:  # each call moves the pointer behind a clause, the last one to null
            told = self._to_phonemes(ctypes.byref(rest), _UTF8, _IPA_WITH_TIES)
            found.append((told or b"").decode())
        return [clause for clause in found if clause]

    def _choose(self, voice: str) -> None:
        if self._library.espeak_SetVoiceByName(voice.encode()) != 0:
            raise SpeechError(f"espeak-ng has no voice {voice!r}")

    def _collect(self, samples: int | None, count: int, events: "ctypes._Pointer[_Event]") -> int:
        if samples and count > 0:
            self._sound += ctypes.string_at(samples, 2 * count)
        index = 0
        while (event := events[index]).type != _END_OF_EVENTS:
            if event.type == _WORD_EVENT:
                self._marks.append((event.text_position - 1, event.sample))
            index += 1
        return 0  # go on


def main() -> None:
    """Answer requests from standard input on standard output until it closes."""
    serve(lambda: Espeak().speak, EspeakRequest)


if __name__ == "__main__":
    main()
