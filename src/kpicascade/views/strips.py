"""A target scale as a strip of two rows: what is reached, and what it scores."""

from collections.abc import Mapping

from attrs import evolve, frozen

from kpicascade.model.kpi import Kpi
from kpicascade.model.period import Era
from kpicascade.model.result import PointsEarned
from kpicascade.model.scale import Dates, Labels, Levels, Milestones, Points, Range, Ratio, ScoreRange
from kpicascade.model.text import Name, lookup_key
from kpicascade.scoring.target_scales import Measured, even_scores, points_of, score_below
from kpicascade.views.figures import NOTHING, day, plain
from kpicascade.views.phrases import Phrase, phrase
from kpicascade.views.words import WORDS, Language

_MOST_LETTERS = 24


@frozen(kw_only=True)
class Strip:
    """The points of a scale in order, and in words how a result is read by them.

    `reached` says what each point asks for, `scores` what it is worth (one for each), `worth` in what.
    `made` says what the result has of each, where results are step by step; else it is empty.
    """

    reached: tuple[Phrase, ...]
    scores: tuple[str, ...]
    worth: str
    reading: str = ""
    made: tuple[str, ...] = ()

    @property
    def is_long(self) -> bool:
        """Tell whether the points are sentences, which read better below one another."""
        return any(len(point.text) > _MOST_LETTERS for point in self.reached)


def strip_of(
    kpi: Kpi, value: Measured | None, score_range: ScoreRange, language: Language, era: Era
) -> Strip | None:
    """Lay out a KPI's target scale for a reader, with what its result has of it; None when it has none."""
    strip = _points_of_scale(kpi, value, score_range, language, era)
    below = score_below(kpi.scale, score_range)
    if strip is None or below is None:
        return strip
    said = WORDS[language]["scores_below"].format(score=plain(below))
    return evolve(strip, reading=f"{strip.reading} {said}".strip())


def _points_of_scale(  # noqa: PLR0911  one way out for each kind of scale
    kpi: Kpi, value: Measured | None, score_range: ScoreRange, language: Language, era: Era
) -> Strip | None:
    words = WORDS[language]
    match kpi.scale:
        case Levels() as levels:
            return _levels(levels, score_range, "", words)
        case Ratio(levels=levels, target_over_result=inverted):
            return _levels(levels, score_range, words["by_inverse" if inverted else "by_ratio"], words)
        case Points(levels=Levels() as levels):
            return _levels(levels, score_range, words["by_points"], words)
        case Points() as points:
            return _checklist(points, value, words, language)
        case Milestones() as milestones:
            return _milestones(milestones, value, score_range, language)
        case Range(points=points):
            reached = tuple(Phrase(plain(point.result)) for point in points)
            scores = tuple(plain(point.score) for point in points)
            return Strip(reached=reached, scores=scores, worth=words["score"], reading=words["linear"])
        case Labels(labels=labels):
            reached = tuple(phrase(each.label, language) for each in labels)
            return Strip(
                reached=reached, scores=tuple(plain(each.score) for each in labels), worth=words["score"]
            )
        case Dates() as dates:
            reached = tuple(Phrase(day(cut, language, era)) for cut in dates.cuts)
            scores = _scores(dates, score_range)
            return Strip(reached=reached, scores=scores, worth=words["score"], reading=words[dates.reading])
        case None:
            return None


def _levels(levels: Levels, score_range: ScoreRange, by: str, words: Mapping[str, str]) -> Strip:
    return Strip(
        reached=tuple(Phrase(plain(cut)) for cut in levels.cuts),
        scores=_scores(levels, score_range),
        worth=words["score"],
        reading=f"{by} {words[levels.reading]}".strip(),
    )


def _scores(scale: Levels | Dates, score_range: ScoreRange) -> tuple[str, ...]:
    scores = scale.scores or even_scores(len(scale.cuts), score_range)
    return tuple(plain(score) for score in scores)


def _milestones(
    milestones: Milestones, value: Measured | None, score_range: ScoreRange, language: Language
) -> Strip:
    words, done = WORDS[language], {lookup_key(str(step)) for step in _each(value)}
    even = even_scores(len(milestones.steps), score_range)
    worths = [step.score for step in milestones.steps]
    return Strip(
        reached=tuple(_titled(step.id, step.name, language) for step in milestones.steps),
        scores=tuple(plain(worth if own is None else own) for own, worth in zip(worths, even, strict=True)),
        worth=words["score"],
        reading=words["by_steps"],
        made=tuple(
            words["done"] if lookup_key(step.id) in done else NOTHING for step in milestones.steps if done
        ),
    )


def _checklist(points: Points, value: Measured | None, words: Mapping[str, str], language: Language) -> Strip:
    possible = points_of(points)
    earned = {lookup_key(each.item): each.points for each in _each(value) if isinstance(each, PointsEarned)}
    leaves = [leaf for item in points.items for leaf in (item.parts or (item,))]
    return Strip(
        reached=tuple(_titled(leaf.id, leaf.name, language) for leaf in leaves),
        scores=tuple(plain(possible[leaf.id]) for leaf in leaves),
        worth=words["points"],
        reading=words["by_points" if points.levels else "by_checklist"],
        made=tuple(plain(earned.get(lookup_key(leaf.id))) for leaf in leaves if earned),
    )


def _each(value: Measured | None) -> tuple[str, ...] | tuple[PointsEarned, ...]:
    return value if isinstance(value, tuple) else ()


def _titled(ident: str, name: Name, language: Language) -> Phrase:
    named = phrase(name, language)
    return Phrase(f"{ident} {named.text}".rstrip(), named.language)
