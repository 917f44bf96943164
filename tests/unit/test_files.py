"""Files are read within bounds and written whole or not at all."""

import stat
from pathlib import Path

import pytest

from kpicascade.errors import CannotReadError, CannotWriteError, Issue
from kpicascade.io.files import decode, read_bytes, write_atomic


def test_a_file_of_just_the_agreed_size_is_read(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"12345")

    assert read_bytes(path, at_most=5) == b"12345"


def test_a_file_of_one_byte_more_is_an_issue(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"123456")

    found = read_bytes(path, at_most=5)

    assert isinstance(found, Issue)
    assert (found.code, found.where.file) == ("too-large", str(path))


@pytest.mark.parametrize("name", ["missing.yaml", ".", "a\0b"])
def test_what_cannot_be_opened_cannot_be_read(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotReadError, match="cannot read"):
        read_bytes(tmp_path / name, at_most=5)


@pytest.mark.parametrize(
    "data", ["แผน".encode(), b"\xef\xbb\xbf" + "แผน".encode()], ids=["plain", "with a mark"]
)
def test_utf_8_is_read_with_or_without_a_byte_order_mark(data: bytes) -> None:
    assert decode(data) == "แผน"


@pytest.mark.parametrize(
    ("data", "place"),
    [
        (b"\xa1", "f:1:1"),
        (b"ab\xa1", "f:1:3"),
        (b"ab\n\xa1", "f:2:1"),
        ("ก\nขค".encode() + b"\xa1", "f:2:3"),
        (b"\xef\xbb\xbfa\xa1", "f:1:2"),
        (b"a\r\nb\xa1", "f:2:2"),
        ("ก".encode()[:2], "f:1:1"),
        ("กรม".encode("cp874"), "f:1:1"),
    ],
)
def test_the_first_byte_that_is_no_utf_8_is_named_by_line_and_column(data: bytes, place: str) -> None:
    found = decode(data, file="f")

    assert isinstance(found, Issue)
    assert (found.code, str(found.where)) == ("not-utf-8", place)


def test_a_file_is_written_and_nothing_else_is_left_behind(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old")

    write_atomic(path, b"new")

    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_the_permissions_of_the_old_file_stay(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old")
    path.chmod(0o640)

    write_atomic(path, b"new")

    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    path, link = tmp_path / "plan.yaml", tmp_path / "link.yaml"
    path.write_bytes(b"old")
    link.symlink_to(path)

    write_atomic(link, b"new")

    assert link.is_symlink()
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("name", ["missing/plan.yaml", "a\0b"])
def test_a_place_that_is_not_there_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(CannotWriteError, match="cannot write"):
        write_atomic(tmp_path / name, b"new")


def test_a_file_with_the_longest_name_there_may_be_is_written(tmp_path: Path) -> None:
    path = tmp_path / ("ก" * 85)

    write_atomic(path, b"new")

    assert path.read_bytes() == b"new"


def test_writing_that_breaks_off_leaves_the_old_file_and_no_spare_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_bytes(b"old")

    with pytest.raises(TypeError):
        write_atomic(path, "text")  # type: ignore[arg-type]  # a mistake that shows only while writing

    assert list(tmp_path.iterdir()) == [path]
    assert path.read_bytes() == b"old"


def test_what_cannot_be_replaced_is_untouched_and_leaves_no_spare_file(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.mkdir()
    (path / "kept").write_bytes(b"old")

    with pytest.raises(CannotWriteError):
        write_atomic(path, b"new")

    assert list(tmp_path.iterdir()) == [path]
    assert (path / "kept").read_bytes() == b"old"
