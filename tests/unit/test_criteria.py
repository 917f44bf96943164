from decimal import Decimal

import pytest

from kpicascade.checks.criteria import Clash, clashes, span_of
from kpicascade.model.kpi import LevelCriterion


def criteria(*texts: str) -> tuple[LevelCriterion, ...]:
    return tuple(LevelCriterion(level=Decimal(n), text=text) for n, text in enumerate(texts, start=1))


def clashes_of(*texts: str) -> list[tuple[int, int, Clash]]:
    return [(int(lower.level), int(upper.level), clash) for lower, upper, clash in clashes(criteria(*texts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("not less than 80 percent", "from 80 percent up"),
        ("from 80 percent up", "from 80 percent up"),
        ("At least 80%", "from 80 percent up"),
        (">= 80", "from 80 up"),
        ("80% and above", "from 80 percent up"),
        ("80 points or more", "from 80 up"),
        ("ไม่น้อยกว่าร้อยละ 80", "from 80 percent up"),
        ("ไม่ต่ำกว่าร้อยละ ๘๐", "from 80 percent up"),
        ("ตั้งแต่ร้อยละ ๘๐ ขึ้นไป", "from 80 percent up"),
        ("ร้อยละ 80 ขึ้นไป", "from 80 percent up"),
        ("80 คะแนนขึ้นไป", "from 80 up"),
        ("80 เปอร์เซ็นต์ขึ้นไป", "from 80 percent up"),
        ("more than 80 percent", "above 80 percent"),
        ("over 90 per cent", "above 90 percent"),
        ("มากกว่าร้อยละ 80", "above 80 percent"),
        ("เกินร้อยละ 80", "above 80 percent"),
        ("ไม่เกิน 5 ครั้ง", "up to 5"),
        ("not more than 1,200 cases", "up to 1200"),
        ("3 times or fewer", "up to 3"),
        ("10 วันหรือน้อยกว่า", "up to 10"),
        ("ต่ำกว่าร้อยละ 60", "below 60 percent"),
        ("less than 5 complaints", "below 5"),
        ("ร้อยละ 70-79", "from 70 to 79 percent"),
        ("ร้อยละ 70 ถึงร้อยละ 79.99", "from 70 to 79.99 percent"),
        ("79–70 %", "from 70 to 79 percent"),
        ("between 70 and 79 percent", "from 70 to 79 percent"),
        ("70 to 79 percent", "from 70 to 79 percent"),
        ("มากกว่าร้อยละ 70 แต่ไม่เกินร้อยละ 80", "above 70 to 80 percent"),
        ("ไม่เกินร้อยละ 80 แต่มากกว่าร้อยละ 70", "above 70 to 80 percent"),
        ("ตั้งแต่ร้อยละ 70 แต่ไม่ถึงร้อยละ 80", "from 70 below 80 percent"),
        ("ร้อยละ 85", "85 percent"),
        ("85", "85"),
    ],
)
def test_a_threshold_is_read(text: str, expected: str) -> None:
    assert str(span_of(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ตั้งคณะทำงาน",
        "at least one process is chosen",
        "steps 1-3 are done",
        "ดำเนินการตามขั้นตอนที่ 4",
        "a turnover 80 times as high",
        "ร้อยละ 1,2,3",
        "ไม่ต่ำกว่า 3 ครั้ง และมีผลสำรวจความพึงพอใจร้อยละ 80",
        "more than 80 percent, less than 3 complaints",
        "more than 80 and less than 70",
        "1" * 40 + " percent",
    ],
)
def test_what_is_no_single_threshold_is_left_alone(text: str) -> None:
    assert span_of(text) is None


def test_the_subject_is_what_is_said_besides_the_threshold() -> None:
    span = span_of("ผลสำรวจ (ความพึงพอใจ): ไม่น้อยกว่าร้อยละ 80")

    assert span is not None
    assert span.subject == "ผลสำรวจ ความพึงพอใจ"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("ไม่น้อยกว่าร้อยละ 80", "ตั้งแต่ร้อยละ 80 ขึ้นไป"), [(1, 2, Clash.INDISTINCT)]),
        (("done", "Done "), [(1, 2, Clash.INDISTINCT)]),
        (("ร้อยละ 80", "ร้อยละ 80.0"), [(1, 2, Clash.INDISTINCT)]),
        (("ร้อยละ 70-80", "ร้อยละ 80-90"), [(1, 2, Clash.OVERLAP)]),
        (("ร้อยละ 70-80", "ร้อยละ 75 ขึ้นไป"), [(1, 2, Clash.OVERLAP)]),
        (("ร้อยละ 60-90", "ร้อยละ 70-80"), [(1, 2, Clash.OVERLAP)]),
        (("at least 70%", "at most 90%"), [(1, 2, Clash.OVERLAP)]),
        (("at least 80%", "at least 70%"), [(1, 2, Clash.OUT_OF_ORDER)]),
        (("ร้อยละ 60-70", "ร้อยละ 71-80", "ร้อยละ 65-66"), [(1, 3, Clash.OVERLAP)]),
    ],
)
def test_levels_that_cannot_both_stand_are_found(
    texts: tuple[str, ...], expected: list[tuple[int, int, Clash]]
) -> None:
    assert clashes_of(*texts) == expected


@pytest.mark.parametrize(
    "texts",
    [
        ("ไม่น้อยกว่าร้อยละ 70", "ไม่น้อยกว่าร้อยละ 80", "ไม่น้อยกว่าร้อยละ 90"),
        ("ไม่เกิน 10 ครั้ง", "ไม่เกิน 5 ครั้ง"),
        ("ไม่น้อยกว่าร้อยละ 80", "มากกว่าร้อยละ 80"),
        ("ร้อยละ 70-79", "ร้อยละ 80-89", "ร้อยละ 90 ขึ้นไป"),
        ("ต่ำกว่าร้อยละ 60", "ร้อยละ 60 ขึ้นไป"),
        ("more than 70 but not more than 80", "more than 80 but not more than 90"),
        ("ร้อยละ 70", "ร้อยละ 80"),
        ("plan made", "plan carried out"),
        ("อบรมครบร้อยละ 80", "ความพึงพอใจของผู้รับบริการร้อยละ 80"),
        ("เบิกจ่ายได้ร้อยละ 80", "เบิกจ่ายได้ร้อยละ 80 และรายงานผลต่อผู้บริหารทุกเดือน"),
        ("at least 80 percent", "at least 80 times"),
    ],
)
def test_levels_that_can_be_told_apart_are_left_alone(texts: tuple[str, ...]) -> None:
    assert clashes_of(*texts) == []


def test_levels_are_compared_in_their_order_however_they_are_written() -> None:
    falling = tuple(reversed(criteria("at least 70%", "at least 80%")))

    assert list(clashes(falling)) == []


def test_thousands_of_levels_take_no_time_to_speak_of() -> None:
    texts = [f"ผลสำรวจความพึงพอใจข้อ {n} ตั้งแต่ร้อยละ {n} ขึ้นไป" for n in range(3000)]

    assert clashes_of(*texts) == []
