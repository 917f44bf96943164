import pytest
from hypothesis import given
from hypothesis import strategies as st

from kpicascade.model.period import Era, FiscalYear, Period


def test_a_buddhist_year_equals_its_common_year() -> None:
    assert FiscalYear.parse("2556") == FiscalYear.parse("2013")
    assert FiscalYear.parse("2556").era is Era.BUDDHIST


def test_a_year_is_shown_in_the_era_in_which_it_was_written() -> None:
    assert (str(FiscalYear.parse("๒๕๕๖")), str(FiscalYear.parse("2013"))) == ("2556", "2013")


@pytest.mark.parametrize("text", ["56", "25560", "", "abcd", "1799", "9999", "0001", "2,556", "²556"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a year"):
        FiscalYear.parse(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2556", 1, 12),
        ("2556-12M", 1, 12),
        ("2556-6M", 1, 6),
        ("2556-9m", 1, 9),
        ("2556-Q1", 1, 3),
        ("2556-Q4", 10, 12),
        ("2556-M3", 3, 3),
        ("๒๕๕๖-๖M", 1, 6),
    ],
)
def test_periods_are_read(text: str, first: int, last: int) -> None:
    period = Period.parse(text)

    assert (period.year.year, period.first, period.last) == (2013, first, last)


@pytest.mark.parametrize("text", ["2556-13M", "2556-0M", "2556-Q5", "2556-M0", "2556/6", "6M", "", "2556-"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        Period.parse(text)


def test_months_that_no_text_names_are_refused() -> None:
    with pytest.raises(ValueError, match="expected months"):
        Period(FiscalYear(2013), 2, 5)


PERIODS = st.one_of(
    st.integers(1, 12).map(lambda last: (1, last)),
    st.integers(1, 12).map(lambda month: (month, month)),
    st.integers(0, 3).map(lambda quarter: (3 * quarter + 1, 3 * quarter + 3)),
)


@given(st.integers(1860, 2390), st.sampled_from(Era), PERIODS)
def test_a_period_survives_being_shown_and_read(year: int, era: Era, months: tuple[int, int]) -> None:
    period = Period(FiscalYear(year, era), *months)

    assert Period.parse(str(period)) == period
    assert Period.parse(str(period)).year.era is era
