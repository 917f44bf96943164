import re
from string import Formatter

import pytest

from kpicascade.calc.aggregate import Missing
from kpicascade.errors import Severity
from kpicascade.hierarchy import Part
from kpicascade.model.kpi import Kind
from kpicascade.model.period import Era
from kpicascade.model.scale import Reading
from kpicascade.osmatrix.roles import Rows
from kpicascade.scoring import ScoreSource
from kpicascade.views.words import MONTHS, WORDS, Language

THAI, ENGLISH = WORDS[Language.THAI], WORDS[Language.ENGLISH]


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", THAI)
def test_both_languages_say_everything_with_the_same_blanks(key: str) -> None:
    assert THAI[key].strip()
    assert ENGLISH[key].strip()
    assert blanks(THAI[key]) == blanks(ENGLISH[key])


@pytest.mark.parametrize("key", ENGLISH)
def test_english_is_written_without_thai_letters(key: str) -> None:
    assert not re.search("[\u0e00-\u0e7f]", ENGLISH[key])


@pytest.mark.parametrize("key", THAI)
def test_thai_marks_stand_in_their_usual_order(key: str) -> None:
    # A tone before its vowel, a split ำ or a doubled เ look right on some screens and cannot be searched.
    assert not re.search("[\u0e48-\u0e4b][\u0e31\u0e34-\u0e3a]|\u0e4d\u0e32|\u0e40\u0e40|\u200b", THAI[key])


@pytest.mark.parametrize(
    "key",
    [
        *(f"from_{source}" for source in ScoreSource),
        *(f"says_{source}" for source in ScoreSource if source is not ScoreSource.MISSING),
        *Kind,
        *(f"means_{kind}" for kind in Kind),
        *(f"reason_{kind}" for kind in Kind),
        *Missing,
        *Severity,
        *Reading,
        *Rows,
        *(f"era_{era}" for era in Era),
        *(f"as_{part}" for part in Part if part not in (Part.SCORE, Part.MISSING)),
    ],
)
def test_there_are_words_for_all_that_the_library_may_say(key: str) -> None:
    assert key in THAI


@pytest.mark.parametrize("language", Language)
def test_a_year_has_twelve_months_of_different_names(language: Language) -> None:
    assert len(set(MONTHS[language])) == 12
