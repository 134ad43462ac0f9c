"""`python -m tests.benchmarks.paid_once.warm_way MODULE`: a warm parent whose children are starts of one way."""

import importlib
import json
import os
import sys
import traceback
from typing import NoReturn

from tests.benchmarks.paid_once.calls import Asked
from tests.chaos.warm import serve


def _serve(module: str) -> None:
    way = importlib.import_module(module)

    def start(line: bytes, _: int) -> NoReturn:
        """One start: exit code 0 where everything is made."""
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            way.run(Asked(**json.loads(line)))
            code = 0
        except SystemExit as ended:
            code = int(ended.code or 0)
        except BaseException:  # noqa: BLE001 - as Python itself ends
            traceback.print_exc()
        finally:
            os._exit(code)

    serve(start)


if __name__ == "__main__":
    _serve(sys.argv[1])
