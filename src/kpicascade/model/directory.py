"""The names of a plan that results may use, found however they are typed."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from attrs import evolve, frozen

from kpicascade.errors import Issue, Location
from kpicascade.model.agreement import Agreement, Section
from kpicascade.model.plan import Plan
from kpicascade.model.result import Result
from kpicascade.model.text import did_you_mean, lookup_key, normalise

_POINTED = re.compile(r"\d+\.\d+", re.ASCII)

_MOST_SUGGESTIONS = 200
"""Looking for the nearest name is slow, and nobody reads so many hints."""

_WORDS = {"kpi": "KPI", "section": "section", "holder": "holder"}
_UNKNOWN = {
    "kpi": ("unknown-kpi", "found KPI {}; the plan has no such KPI."),
    "section": ("section-not-in-plan", "found section {}; no agreement of the plan has such a section."),
    "holder": ("unknown-holder", "found the holder {}; the plan has no such unit or position."),
}
"""What is said of a name that the plan does not have."""


@frozen(kw_only=True)
class Subject:
    """What a result is about: a KPI, a section, or the whole agreement of a holder named alone."""

    kpi: str = ""
    section: str = ""
    holder: str = ""

    @property
    def about(self) -> str:
        """Name the field that says what the result is about: kpi, section or holder."""
        return "kpi" if self.kpi else "section" if self.section else "holder"

    def __str__(self) -> str:
        """Name the subject as a sentence would."""
        if self.kpi:
            return f"KPI {self.kpi!r}"
        if self.section:
            return f"section {self.section!r}" + (f" of {self.holder!r}" if self.holder else "")
        return f"the agreement of {self.holder!r}"


def subject_of(row: Result) -> Subject:
    """Say what a result is about."""
    return Subject(kpi=row.kpi, section=row.section, holder=row.holder)


@frozen
class Misfit:
    """Why a subject does not fit the plan, and which of its names (kpi, section or holder) is to blame."""

    name: str
    code: str
    message: str
    hint: str

    def issue(self, where: Location) -> Issue:
        """Make an issue of it at a place."""
        return Issue(code=self.code, message=self.message, hint=self.hint, where=where)


class _Ids:
    """Ids of a plan, found however they are typed: as they stand, in one spelling, or in any letter case."""

    def __init__(self, ids: Iterable[str]) -> None:
        self.all = tuple(dict.fromkeys(ids))
        self._found: list[tuple[Callable[[str], str], dict[str, list[str]]]] = []
        for spelling in (str, normalise, lookup_key):
            by_spelling: dict[str, list[str]] = {}
            for one in self.all:
                by_spelling.setdefault(spelling(one), []).append(one)
            self._found.append((spelling, by_spelling))

    def meant_by(self, typed: str) -> tuple[str, ...]:
        """List the ids that a typed one can mean; a closer spelling leaves the others out."""
        for spelling, by_spelling in self._found:
            if found := by_spelling.get(spelling(typed)):
                return tuple(found)
        return ()


_NO_IDS = _Ids(())


class Directory:
    """The names of a plan that results may use, found however they are typed."""

    def __init__(self, plan: Plan) -> None:
        self._holder_of = {kpi.id: kpi.holder for kpi in plan.kpis}
        self._kpis = _Ids(self._holder_of)
        self._holders = _Ids(noun.id for nouns in (plan.units, plan.positions) for noun in nouns)
        self._sections_of = {agreement.holder: _Ids(_sections(agreement)) for agreement in plan.agreements}
        self._holders_with: dict[str, list[str]] = {}
        for holder, sections in self._sections_of.items():
            for section in sections.all:
                self._holders_with.setdefault(section, []).append(holder)
        self._sections = _Ids(self._holders_with)
        self._longer: dict[str, list[str]] = {}
        for kpi in self._kpis.all:
            if (shorter := _without_last_zeros(kpi)) != kpi:
                self._longer.setdefault(shorter, []).append(kpi)
        self._suggestions: dict[tuple[str, str], str] = {}

    def fit(self, subject: Subject) -> tuple[Subject, tuple[Misfit, ...]]:
        """Spell a subject as the plan does, and list what of it is not in the plan, or not as it says.

        A section gets its holder where only one agreement has it. What is not found, or may mean several
        things, stays as it is.
        """
        holder, strange = self._find("holder", subject.holder, self._holders)
        fitted = {"kpi": self._fit_kpi, "section": self._fit_section, "holder": self._fit_agreement}
        settled, misfit = fitted[subject.about](evolve(subject, holder=holder))
        if strange and misfit and misfit.name == "holder":
            misfit = None  # nothing is known of a strange holder's KPIs and sections
        return settled, tuple(one for one in (misfit, strange) if one)

    def longer_by_zeros(self, kpi: str) -> tuple[str, ...]:
        """List the KPIs whose ids are a number that a spreadsheet would show as this one: 1.10 for 1.1."""
        return tuple(self._longer.get(kpi, ()))

    def _find(self, name: str, typed: str, ids: _Ids) -> tuple[str, Misfit | None]:
        """Find the one id that is meant, or say why it cannot be told."""
        found = ids.meant_by(typed) if typed else (typed,)
        if len(found) == 1:
            return found[0], None
        if found:
            return typed, _ambiguous(name, typed, found)
        code, message = _UNKNOWN[name]
        return typed, Misfit(name, code, message.format(repr(typed)), self._suggestion(name, typed, ids.all))

    def _fit_kpi(self, subject: Subject) -> tuple[Subject, Misfit | None]:
        kpi, misfit = self._find("kpi", subject.kpi, self._kpis)
        settled = evolve(subject, kpi=kpi)
        if misfit is None and settled.holder not in ("", self._holder_of[kpi]):
            message = f"found the holder {subject.holder!r}; {settled} is held by {self._holder_of[kpi]!r}."
            hint = "mend the holder or the KPI, or leave the holder out."
            misfit = Misfit("holder", "wrong-holder", message, hint)
        return settled, misfit

    def _fit_section(self, subject: Subject) -> tuple[Subject, Misfit | None]:
        sections = self._sections_of.get(subject.holder, _NO_IDS) if subject.holder else self._sections
        places = [
            Subject(section=section, holder=holder)
            for section in sections.meant_by(subject.section)
            for holder in ([subject.holder] if subject.holder else self._holders_with[section])
        ]
        return (places[0], None) if len(places) == 1 else (subject, self._section_misfit(subject, places))

    def _section_misfit(self, subject: Subject, places: Sequence[Subject]) -> Misfit | None:
        if len({place.holder for place in places}) > 1:
            holders = _listed(place.holder for place in places)
            message = f"found {subject}, which several agreements have: those of {holders}."
            return Misfit("section", "ambiguous-section", message, "name the holder as well.")
        if places:
            return _ambiguous("section", subject.section, [place.section for place in places])
        if elsewhere := self._sections.meant_by(subject.section):
            holders = _listed(holder for section in elsewhere for holder in self._holders_with[section])
            message = f"found {subject}; that section is in the agreement of {holders}."
            return Misfit("holder", "wrong-holder", message, "mend the holder or the section.")
        return self._find("section", subject.section, self._sections)[1]

    def _fit_agreement(self, subject: Subject) -> tuple[Subject, Misfit | None]:
        if subject.holder in self._sections_of:
            return subject, None
        message = f"found {subject}; the plan has no such agreement."
        hint = self._suggestion("agreement", subject.holder, self._sections_of)
        return subject, Misfit("holder", "agreement-not-in-plan", message, hint)

    def _suggestion(self, what: str, name: str, known: Iterable[str]) -> str:
        key = (what, name)
        if key not in self._suggestions and len(self._suggestions) < _MOST_SUGGESTIONS:
            self._suggestions[key] = did_you_mean(name, known)
        return self._suggestions.get(key, "")


def _without_last_zeros(kpi: str) -> str:
    """Write an id that is a number with a point as a spreadsheet shows it; others as they are."""
    return kpi.rstrip("0").rstrip(".") if _POINTED.fullmatch(kpi) else kpi


def _sections(agreement: Agreement) -> Iterator[str]:
    return (part.id for _, part in agreement.walk() if isinstance(part, Section))


def _ambiguous(name: str, typed: str, found: Sequence[str]) -> Misfit:
    message = f"found the {_WORDS[name]} {typed!r}, which may mean {_listed(found, ' or ')}."
    return Misfit(name, "ambiguous-id", message, "write the id just as the plan does.")


def _listed(names: Iterable[str], sign: str = ", ") -> str:
    return sign.join(repr(name) for name in dict.fromkeys(names))
