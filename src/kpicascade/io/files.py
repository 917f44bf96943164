"""Files: read no more than agreed, and write all or nothing."""

import contextlib
import errno
import os
import secrets
import stat
from pathlib import Path

from kpicascade.errors import CannotReadError, CannotWriteError, Issue, Location

_BOM = b"\xef\xbb\xbf"


def read_bytes(
    path: str | os.PathLike[str], *, at_most: int, file: str = "", is_fixed: bool = True
) -> bytes | Issue:
    """Read a file of at most `at_most` bytes.

    Never holds more than that in memory, whatever the file system says of the size. `file` is the name that
    the issue is reported with, the path unless given; `is_fixed` says that no caller can raise the limit.

    Returns:
        The bytes, or an issue `too-large`.

    Raises:
        CannotReadError: when there is no such file, or it may not be read.
    """
    try:
        with Path(path).open("rb") as stream:
            data = stream.read(at_most + 1)
    except (OSError, ValueError) as error:  # ValueError: a path with a null character
        raise CannotReadError(f"cannot read {os.fspath(path)!r}: {_reason(error)}") from error
    if len(data) > at_most:
        return too_large(at_most, file=file or os.fspath(path), is_fixed=is_fixed)
    return data


def too_large(at_most: int, *, file: str = "", is_fixed: bool = True) -> Issue:
    """Say that a file or a text is longer than `at_most` bytes."""
    return Issue(
        code="too-large",
        message=f"found more than {at_most:,} bytes; expected at most {at_most:,}.",
        hint="split the file." if is_fixed else "is it the right file? A program may raise the limit.",
        where=Location(file=file),
    )


def empty_file(expected: str, *, file: str = "") -> Issue:
    """Say that there is nothing in a file."""
    return Issue(
        code="empty-file",
        message=f"found nothing in the file; expected {expected}.",
        hint="was the right file given, and was it saved?",
        where=Location(file=file, line=1, column=1),
    )


def decode(data: bytes, *, file: str = "") -> str | Issue:
    """Turn UTF-8 into text; a byte order mark at the start is left out.

    Returns:
        The text, or an issue `not-utf-8` at the line and column of the first byte that is none.
    """
    data = data.removeprefix(_BOM)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        lines = before.splitlines() if not before.endswith(("\n", "\r")) else [*before.splitlines(), ""]
        where = Location(file=file, line=max(len(lines), 1), column=len(lines[-1]) + 1 if lines else 1)
        return Issue(
            code="not-utf-8",
            message=f"found the byte 0x{data[error.start]:02x}; expected text in UTF-8.",
            hint="save the file with the encoding UTF-8 (a Thai file may be in Windows-874).",
            where=where,
        )


def write_atomic(path: str | os.PathLike[str], data: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never a torn one.

    The bytes go to a new file beside the old one, are forced to disk, and take its place in one step; the
    permissions of the old file stay. A link is followed to the file that it stands for.

    Raises:
        CannotWriteError: when that is not possible; what stood there before is untouched.
    """
    try:
        target = Path(os.path.realpath(path))
        spare = target.with_name(f".kpicascade-{secrets.token_hex(8)}")
        try:
            _write_through(spare, data, like=target)
            spare.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                spare.unlink()
            raise
        _sync_directory(target.parent)
    except (OSError, ValueError) as error:
        raise CannotWriteError(f"cannot write {os.fspath(path)!r}: {_reason(error)}") from error


def _write_through(path: Path, data: bytes, *, like: Path) -> None:
    if like.exists() and not like.is_file():
        raise OSError(errno.EINVAL, "a folder or a device stands there")
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    with contextlib.suppress(FileNotFoundError):
        path.chmod(stat.S_IMODE(like.stat().st_mode))


def _sync_directory(path: Path) -> None:
    """Force the new name to disk; systems that cannot open a directory need no such step."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    directory = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _reason(error: Exception) -> str:
    """Say why in words, without the file name that the caller adds."""
    return getattr(error, "strerror", None) or str(error)
