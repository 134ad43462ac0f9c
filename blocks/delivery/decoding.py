"""The decoding process, `python -m blocks.delivery.decoding`: see `blocks.delivery.decoder`."""

import json
from collections.abc import Sequence

from blocks.delivery.facts import Question, RefusedError, Work, to_json
from blocks.delivery.picture import shrunk, small_jpeg, to_jpeg
from blocks.delivery.signals import read_signals, still
from blocks.delivery.streams import read_streams
from bounds.confined import serve
from bounds.limits import PROBING


def decode(parts: Sequence[bytes]) -> Sequence[bytes]:
    """Do one piece of work: the parts are a question and its bytes, the answer a refusal or nothing, then its own."""
    question = Question(**json.loads(parts[0]))
    try:
        return [b"", *_done(question, parts[1:])]
    except RefusedError as error:
        return [to_json(error.refusal)]


def _done(question: Question, parts: Sequence[bytes]) -> Sequence[bytes]:
    match question.work:
        case Work.VIDEO:
            head, tail = parts
            return [to_json(read_streams(head, tail, question.size))]
        case Work.JPEG:
            return [to_jpeg(parts[0])]
        case Work.THUMBNAIL:
            return [shrunk(parts[0], question.height)]
        case Work.SIGNALS:
            return [to_json(read_signals(question.path))]
        case Work.STILL:
            return [small_jpeg(still(question.path, question.moment), question.height)]


if __name__ == "__main__":
    serve(decode, PROBING)
