"""Answers go to standard output and messages to standard error, whatever these can take."""

import contextlib
import json
import os
import re
import sys
from typing import TextIO

from kpicascade.errors import CannotWriteError

_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_STAND_INS = str.maketrans({"–": "-", "−": "-", "×": "x", "→": ">", "…": "~"})
"""Signs of our own for streams that lack them, one for one so that columns stay in line."""


def put(text: str) -> None:
    r"""Write lines of an answer on standard output.

    Letters that its encoding lacks are written as codes such as `\u0e01`, and a message says so once.
    A reader that went away, such as `head`, has what it wanted and is no trouble.

    Raises:
        CannotWriteError: when standard output cannot take it, such as on a full disk.
    """
    stream = _standard_output()
    fitting = _fitting(text, stream)
    _write(stream, f"{fitting}\n")
    if "\\u0e" in fitting and "\\u0e" not in text:
        say(f"the output's encoding {stream.encoding} lacks Thai letters; PYTHONIOENCODING=utf-8 has them.")


def put_json(document: object) -> None:
    """Write one JSON document on standard output, in UTF-8 whatever the terminal uses.

    Raises:
        CannotWriteError: when standard output cannot take it.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2)
    # Half a surrogate pair (a file name that is no UTF-8) becomes an escape, which JSON reads as the same.
    _write(_standard_output(), f"{text}\n".encode("utf-8", "backslashreplace"))


def say(message: str) -> None:
    """Write a message on standard error; one that nobody can see is no reason to fail."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(f"{_fitting(message, stream)}\n")
        stream.flush()
    except OSError:
        _silence(stream)


def _standard_output() -> TextIO:
    if sys.stdout is None:
        raise CannotWriteError("cannot write to standard output: it is closed")
    return sys.stdout


def _write(stream: TextIO, content: str | bytes) -> None:
    try:
        if isinstance(content, bytes) and hasattr(stream, "buffer"):
            stream.flush()
            stream.buffer.write(content)
        else:  # text, or bytes for a stream that only takes text, such as a notebook's
            stream.write(content if isinstance(content, str) else content.decode("utf-8"))
        stream.flush()
    except BrokenPipeError:
        _silence(stream)
    except OSError as error:
        _silence(stream)
        raise CannotWriteError(f"cannot write to standard output: {error.strerror}") from error


def _silence(stream: TextIO) -> None:
    """Send what the stream still holds nowhere, lest the interpreter fail on it when it ends."""
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _fitting(text: str, stream: TextIO) -> str:
    """Make text harmless to a terminal and writable in the stream's encoding."""
    harmless = _CONTROLS.sub(lambda control: control[0].encode("unicode_escape").decode("ascii"), text)
    encoding = stream.encoding or "utf-8"
    try:
        harmless.encode(encoding)
    except UnicodeEncodeError:
        return harmless.translate(_STAND_INS).encode(encoding, "backslashreplace").decode(encoding)
    return harmless
