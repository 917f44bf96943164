"""A scorecard as the sections of a report, every text and figure as it is printed."""

from collections.abc import Iterator, Mapping

from attrs import frozen

from kpicascade.checks import check
from kpicascade.errors import Issue
from kpicascade.model.agreement import Agreement, Section
from kpicascade.osmatrix import OsMatrix, os_matrix
from kpicascade.osmatrix.roles import Rows
from kpicascade.scorecard import Scorecard
from kpicascade.version import __version__
from kpicascade.views.figures import fiscal_year, period_name, place, plain
from kpicascade.views.kinds import Kinds, kinds_of
from kpicascade.views.phrases import Phrase, phrase
from kpicascade.views.tree import Tree, trees_of
from kpicascade.views.words import WORDS, Language

_FORMULAS = (
    "means_score",
    "means_actual_weight",
    "means_weighted_score",
    "means_contribution",
    "means_coverage",
    "means_low_high",
    "means_rounding",
)


@frozen(kw_only=True)
class MatrixLine:
    """A row of the OS matrix: a KPI or a goal, with one letter (or none) for each holder."""

    id: str
    name: Phrase
    is_joint: bool
    is_illustrative: bool
    cells: tuple[str, ...]


@frozen(kw_only=True)
class MatrixTable:
    """The OS matrix of KPIs, or of goals, as it is printed."""

    subject: str
    holders: tuple[Phrase, ...]
    lines: tuple[MatrixLine, ...]


@frozen(kw_only=True)
class IssueLine:
    """An issue as it is printed."""

    severity: str
    place: str
    message: Phrase
    hint: Phrase
    code: str


@frozen(kw_only=True)
class Page:
    """All that a report shows."""

    language: Language
    words: Mapping[str, str]
    organisation: Phrase
    title: Phrase
    facts: tuple[tuple[str, Phrase], ...]
    illustrative: tuple[tuple[str, Phrase], ...]
    marked_rows: str
    lowest: str
    highest: str
    trees: tuple[Tree, ...]
    kinds: Kinds
    matrices: tuple[MatrixTable, ...]
    issues: tuple[IssueLine, ...]
    method: tuple[tuple[str, Phrase], ...]
    formulas: tuple[str, ...]


def page_of(card: Scorecard, language: Language) -> Page:
    """Lay out everything that a report of a scorecard shows."""
    words, plan = WORDS[language], card.plan
    matrices = tuple(_matrices(card))
    return Page(
        language=language,
        words=words,
        organisation=phrase(card.cascade.organisation.name, language),
        title=phrase(plan.name, language),
        facts=tuple((words[key], said) for key, said in _facts(card, language) if said),
        illustrative=tuple(_illustrative(card, language)),
        marked_rows=_marked_rows(card, words),
        lowest=plain(plan.score_range.lowest),
        highest=plain(plan.score_range.highest),
        trees=trees_of(card, language),
        kinds=kinds_of(card.cascade, language),
        matrices=tuple(_matrix_table(matrix, language) for matrix in matrices),
        issues=tuple(_issue_line(issue, language) for issue in _issues(card, matrices)),
        method=tuple(_method(card, language)),
        formulas=tuple(words[key] for key in _FORMULAS),
    )


def _facts(card: Scorecard, language: Language) -> Iterator[tuple[str, Phrase]]:
    plan = card.plan
    yield "fiscal_year", Phrase(fiscal_year(plan.fiscal_year, language))
    yield "period", Phrase(period_name(card.period, language))
    yield "vision", phrase(plan.vision, language)
    for parameter in plan.parameters:
        note = f" ({parameter.note})" if parameter.note else ""
        yield "parameter", phrase(f"{parameter.name} = {plain(parameter.value)}{note}", language)
    yield "source_of_plan", phrase(plan.source, language)
    yield "source_of_results", phrase(card.results.source, language)


def _illustrative(card: Scorecard, language: Language) -> Iterator[tuple[str, Phrase]]:
    said = {"illustrative_plan": card.plan.illustrative, "illustrative_results": card.results.illustrative}
    for key, text in said.items():
        if text:
            yield WORDS[language][key], phrase(text, language)


def _marked_rows(card: Scorecard, words: Mapping[str, str]) -> str:
    count = sum(row.illustrative for row in card.rows)
    return words["marked_rows"].format(count=count, total=len(card.rows)) if count else ""


def _matrices(card: Scorecard) -> Iterator[OsMatrix]:
    """Lay out the matrix of KPIs, the matrix of goals, or both, as far as the plan names any owner."""
    for rows in Rows:
        if any(getattr(responsibility, rows) for responsibility in card.plan.matrix):
            yield os_matrix(card.cascade, rows=rows)


def _matrix_table(matrix: OsMatrix, language: Language) -> MatrixTable:
    return MatrixTable(
        subject=WORDS[language][matrix.kind],
        holders=tuple(phrase(column.name, language) for column in matrix.columns),
        lines=tuple(
            MatrixLine(
                id=row.id,
                name=phrase(row.name, language),
                is_joint=row.joint,
                is_illustrative=row.illustrative,
                cells=cells,
            )
            for row, cells in zip(matrix.rows, matrix.cells, strict=True)
        ),
    )


def _issues(card: Scorecard, matrices: tuple[OsMatrix, ...]) -> tuple[Issue, ...]:
    """Gather what was noticed anywhere, each issue once, in the order in which it is met."""
    found = (*card.issues, *check(card.cascade), *(issue for matrix in matrices for issue in matrix.issues))
    return tuple(dict.fromkeys(found))


def _issue_line(issue: Issue, language: Language) -> IssueLine:
    return IssueLine(
        severity=WORDS[language][issue.severity],
        place=place(issue.where),
        message=phrase(issue.message, language),
        hint=phrase(issue.hint, language),
        code=issue.code,
    )


def _method(card: Scorecard, language: Language) -> Iterator[tuple[str, Phrase]]:
    words, plan = WORDS[language], card.plan
    lowest, highest = plain(plan.score_range.lowest), plain(plan.score_range.highest)
    yield words["score_range"], Phrase(words["range"].format(lowest=lowest, highest=highest))
    yield words["missing_policy"], Phrase(words[plan.missing])
    for agreement in plan.agreements:
        for part in (agreement, *(child for _, child in agreement.walk())):
            if isinstance(part, Agreement | Section) and part.missing not in (None, plan.missing):
                name = part.name or card.cascade.holder(agreement.holder).name
                yield words["missing_policy"], phrase(f"{name}: {words[part.missing]}", language)
    yield words["version"], Phrase(f"kpicascade {__version__}", Language.ENGLISH)
