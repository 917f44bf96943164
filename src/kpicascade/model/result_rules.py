"""Whether results fit a plan: the names that they use, and one result for one thing and period."""

from collections.abc import Iterable

from attrs import evolve, frozen

from kpicascade.errors import Issue, Location
from kpicascade.model.agreement import Section
from kpicascade.model.origin import whereabouts
from kpicascade.model.period import Period
from kpicascade.model.plan import Plan
from kpicascade.model.result import Result, Results
from kpicascade.model.text import did_you_mean, lookup_key

_MOST_SUGGESTIONS = 200
"""Looking for the nearest name is slow, and nobody reads so many hints."""


@frozen(kw_only=True)
class Subject:
    """What a result is about: a KPI or a section, and whose it is."""

    kpi: str = ""
    section: str = ""
    holder: str = ""

    def __str__(self) -> str:
        """Name the subject as a sentence would."""
        if self.kpi:
            return f"KPI {self.kpi!r}"
        return f"section {self.section!r}" + (f" of {self.holder!r}" if self.holder else "")


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


class Directory:
    """The names of a plan that results may use, found however they are typed."""

    def __init__(self, plan: Plan) -> None:
        self._kpis = {lookup_key(kpi.id): kpi for kpi in plan.kpis}
        ids = [*(unit.id for unit in plan.units), *(position.id for position in plan.positions)]
        self._holders = {lookup_key(holder): holder for holder in ids}
        self._sections: dict[str, dict[str, Subject]] = {}
        for agreement in plan.agreements:
            for _, part in agreement.walk():
                if isinstance(part, Section):
                    held_by = self._sections.setdefault(lookup_key(part.id), {})
                    held_by[lookup_key(agreement.holder)] = Subject(section=part.id, holder=agreement.holder)
        self._suggestions: dict[tuple[str, str], str] = {}

    def misfits(self, subject: Subject) -> tuple[Misfit, ...]:
        """List what of a subject is not in the plan, or not as it says."""
        strange = self._strange_holder(subject.holder)
        found = self._kpi_misfit(subject) if subject.kpi else self._section_misfit(subject)
        if found is not None and not (strange and found.name == "holder"):
            return (found, *strange)
        return strange

    def settled(self, subject: Subject) -> Subject:
        """Spell a subject as the plan does; a section gets its holder where only one has it."""
        holder = self._holders.get(lookup_key(subject.holder), subject.holder)
        if subject.kpi:
            kpi = self._kpis.get(lookup_key(subject.kpi))
            return Subject(kpi=kpi.id if kpi else subject.kpi, holder=holder)
        held_by = self._sections.get(lookup_key(subject.section), {})
        if not holder and len(held_by) == 1:
            return next(iter(held_by.values()))
        return held_by.get(lookup_key(holder), evolve(subject, holder=holder))

    def _strange_holder(self, holder: str) -> tuple[Misfit, ...]:
        if not holder or lookup_key(holder) in self._holders:
            return ()
        message = f"found the holder {holder!r}; the plan has no such unit or position."
        hint = self._suggestion("holder", holder, self._holders.values())
        return (Misfit("holder", "unknown-holder", message, hint),)

    def _kpi_misfit(self, subject: Subject) -> Misfit | None:
        kpi = self._kpis.get(lookup_key(subject.kpi))
        if kpi is None:
            hint = self._suggestion("kpi", subject.kpi, (one.id for one in self._kpis.values()))
            return Misfit("kpi", "unknown-kpi", f"found {subject}; the plan has no such KPI.", hint)
        if subject.holder and lookup_key(subject.holder) != lookup_key(kpi.holder):
            message = f"found the holder {subject.holder!r}; {subject} is held by {kpi.holder!r}."
            return Misfit(
                "holder", "wrong-holder", message, "mend the holder or the KPI, or leave the holder out."
            )
        return None

    def _section_misfit(self, subject: Subject) -> Misfit | None:
        held_by = self._sections.get(lookup_key(subject.section), {})
        holders = ", ".join(repr(one.holder) for one in held_by.values())
        if not held_by:
            known = (one.section for held in self._sections.values() for one in held.values())
            hint = self._suggestion("section", subject.section, known)
            message = f"found section {subject.section!r}; no agreement of the plan has such a section."
            return Misfit("section", "section-not-in-plan", message, hint)
        if not subject.holder and len(held_by) > 1:
            message = f"found {subject}, which several agreements have: those of {holders}."
            return Misfit("section", "ambiguous-section", message, "name the holder as well.")
        if subject.holder and lookup_key(subject.holder) not in held_by:
            message = f"found {subject}; that section is in the agreement of {holders}."
            return Misfit("holder", "wrong-holder", message, "mend the holder or the section.")
        return None

    def _suggestion(self, what: str, name: str, known: Iterable[str]) -> str:
        key = (what, name)
        if key not in self._suggestions and len(self._suggestions) < _MOST_SUGGESTIONS:
            self._suggestions[key] = did_you_mean(name, known)
        return self._suggestions.get(key, "")


class FirstPlaces:
    """Where each subject's result for a period stands first, to tell when there is a second."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str, str, Period], Location] = {}

    def repeated(self, subject: Subject, period: Period, where: Location) -> Issue | None:
        """Note a result; report it when there was one for the same subject and period."""
        holder = "" if subject.kpi else lookup_key(subject.holder)
        key = (lookup_key(subject.kpi), lookup_key(subject.section), holder, period)
        first = self._places.setdefault(key, where)
        if first is where:
            return None
        return Issue(
            code="duplicate-result",
            message=f"found a second result of {subject} for {period}; the first is at {first}.",
            hint="keep one of the two.",
            where=where,
        )


def check_results(results: Results, plan: Plan) -> tuple[Issue, ...]:
    """List why results do not fit a plan, in the order of the results; nothing when they do.

    KPIs, sections and holders must be in the plan; a KPI is its holder's; a section that several agreements
    have needs its holder; one KPI or section has one result for one period.
    """
    directory, firsts = Directory(plan), FirstPlaces()
    issues: list[Issue] = []
    for index, row in enumerate(results.rows):
        where = whereabouts(row) if row.origin else Location(path=f"rows[{index}]")
        issues.extend(misfit.issue(where) for misfit in directory.misfits(subject_of(row)))
        if repeated := firsts.repeated(directory.settled(subject_of(row)), row.period, where):
            issues.append(repeated)
    return tuple(issues)


def settle_results(results: Results, plan: Plan) -> Results:
    """Spell every KPI, section and holder as the plan does.

    A section gets its holder where only one agreement has it; a KPI keeps its holder as given, or none.
    Names that the plan does not have stay as they are; `check_results` tells of them.
    """
    directory = Directory(plan)
    return evolve(results, rows=tuple(settled(row, directory) for row in results.rows))


def settled(row: Result, directory: Directory) -> Result:
    """Spell the KPI, section and holder of one result as the plan does."""
    subject = directory.settled(subject_of(row))
    return evolve(row, kpi=subject.kpi, section=subject.section, holder=subject.holder)
