import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path

import pytest

from kpicascade.cli.streams import put, put_json, say
from kpicascade.errors import CannotWriteError


class Terminal:
    """Standard output and standard error of one encoding, kept as bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
        self._out, self._errors = BytesIO(), BytesIO()
        self._streams = [TextIOWrapper(kept, encoding, newline="\n") for kept in (self._out, self._errors)]
        monkeypatch.setattr(sys, "stdout", self._streams[0])
        monkeypatch.setattr(sys, "stderr", self._streams[1])

    @property
    def out(self) -> bytes:
        return self._out.getvalue()

    @property
    def messages(self) -> str:
        return self._errors.getvalue().decode("ascii", "backslashreplace")


@contextmanager
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not Path("/dev/full").is_char_device():
        pytest.skip("no device that is always full")
    with Path("/dev/full").open("w", encoding="utf-8") as stream, monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", stream)
        patch.setattr(sys, "stderr", stream)
        yield


def test_an_answer_goes_out_as_it_is_where_the_encoding_has_its_letters(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    utf8 = Terminal(monkeypatch, "utf-8")
    put("ตัวชี้วัด – 4.80")

    assert utf8.out.decode("utf-8") == "ตัวชี้วัด – 4.80\n"
    assert utf8.messages == ""


def test_an_encoding_without_thai_shows_codes_and_says_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Terminal(monkeypatch, "ascii")
    put("ก 1\nข 2")

    assert plain.out == b"\\u0e01 1\n\\u0e02 2\n"
    assert plain.messages.count("PYTHONIOENCODING=utf-8") == 1


def test_signs_that_an_encoding_lacks_have_a_stand_in_of_the_same_width(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = Terminal(monkeypatch, "ascii")
    put("a → b × 2 – 1 − 1…")

    assert plain.out == b"a > b x 2 - 1 - 1~\n"
    assert plain.messages == ""


def test_the_thai_encoding_of_windows_takes_thai(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal(monkeypatch, "cp874")

    put("ระดับ 1 → 2")

    assert terminal.out.decode("cp874") == "ระดับ 1 > 2\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", b"a\\x1b[31mb\n"),  # colours
        ("a\x1b]0;title\x07", b"a\\x1b]0;title\\x07\n"),  # the window's title
        ("a\rb", b"a\\rb\n"),  # overwriting the line
        ("a\u202eb", b"a\\u202eb\n"),  # turning the reading order
        ("a\udcffb", b"a\\udcffb\n"),  # a file name that is no UTF-8
    ],
)
def test_what_would_play_tricks_on_a_terminal_is_shown_as_a_code(
    monkeypatch: pytest.MonkeyPatch, text: str, shown: bytes
) -> None:
    utf8 = Terminal(monkeypatch, "utf-8")
    put(text)

    assert utf8.out == shown


def test_a_message_goes_to_standard_error_with_codes_for_what_it_lacks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain = Terminal(monkeypatch, "ascii")
    say("no KPI 'ก'")

    assert plain.messages == "no KPI '\\u0e01'\n"
    assert plain.out == b""


def test_json_is_utf_8_whatever_the_terminal_uses(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Terminal(monkeypatch, "ascii")
    put_json({"name": "ตัวชี้วัด"})

    assert "ตัวชี้วัด" in plain.out.decode("utf-8")
    assert json.loads(plain.out) == {"name": "ตัวชี้วัด"}


def test_json_keeps_a_file_name_that_is_no_utf_8(monkeypatch: pytest.MonkeyPatch) -> None:
    utf8 = Terminal(monkeypatch, "utf-8")
    put_json({"file": "a\udcff"})

    assert json.loads(utf8.out) == {"file": "a\udcff"}


def test_json_goes_to_a_stream_that_takes_only_text(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = StringIO()
    monkeypatch.setattr(sys, "stdout", stream)

    put_json({"name": "ก"})

    assert json.loads(stream.getvalue()) == {"name": "ก"}


def test_a_full_disk_is_told_as_an_answer_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    with full_disk(monkeypatch), pytest.raises(CannotWriteError, match=r"standard output: No space left"):
        put("4.80")


def test_a_message_that_nobody_can_see_is_no_reason_to_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    with full_disk(monkeypatch):
        say("report written")

        assert sys.stderr.writable()


def test_a_closed_standard_output_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)

    with pytest.raises(CannotWriteError, match="it is closed"):
        put("4.80")


def test_a_closed_standard_error_loses_the_message_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stderr", None)
        say("report written")

    assert capsys.readouterr() == ("", "")


def test_a_reader_that_went_away_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        put("4.80\n" * 100_000)
        put("4.80")

        assert not stream.closed
