"""The kinds of unit KPIs laid out holder by holder, each with its reason."""

from collections import Counter
from collections.abc import Mapping
from itertools import groupby, islice

from attrs import frozen

from kpicascade.cascade import Cascade
from kpicascade.cascade.routes import Routes, Way, Ways
from kpicascade.classification import Classified, kinds
from kpicascade.model.kpi import Kind
from kpicascade.views.phrases import Phrase, phrase
from kpicascade.views.words import WORDS, Language

_MOST_NAMED = 4
"""KPIs named on a way; a reason stays a sentence however long the chain is."""


@frozen(kw_only=True)
class KindCount:
    """How many KPIs are of a kind, and what the kind means."""

    kind: str
    meaning: str
    count: int


@frozen(kw_only=True)
class KindLine:
    """A KPI of a unit or a position with its kind; `declared` is set where the plan says another one."""

    id: str
    name: Phrase
    kind: str
    also: tuple[str, ...]
    organisation_kpis: tuple[str, ...]
    reasons: tuple[Phrase, ...]
    declared: str
    is_illustrative: bool


@frozen(kw_only=True)
class HolderKinds:
    """The KPIs of one holder with their kinds."""

    holder: Phrase
    lines: tuple[KindLine, ...]


@frozen(kw_only=True)
class Kinds:
    """All KPIs below the organisation: how many of each kind, and which."""

    counts: tuple[KindCount, ...]
    holders: tuple[HolderKinds, ...]


def kinds_of(cascade: Cascade, language: Language) -> Kinds:
    """Classify a cascade's KPIs and lay them out holder by holder, in the order of the plan."""
    words, classified = WORDS[language], kinds(cascade)
    place = {holder: place for place, holder in enumerate(cascade.kpis_of)}
    count = Counter(each.kind for each in classified)
    ways = Routes(cascade).to(kpi.id for kpi in cascade.kpis_of.get(cascade.organisation.id, ()))
    in_order = sorted(classified, key=lambda each: place[each.holder])
    return Kinds(
        counts=tuple(
            KindCount(kind=words[kind], meaning=words[f"means_{kind}"], count=count[kind]) for kind in Kind
        ),
        holders=tuple(
            HolderKinds(
                holder=phrase(cascade.holder(holder).name, language),
                lines=tuple(_line(cascade, each, ways.get(each.kpi), language) for each in group),
            )
            for holder, group in groupby(in_order, key=lambda each: each.holder)
        ),
    )


def _line(cascade: Cascade, each: Classified, ways: Ways | None, language: Language) -> KindLine:
    words = WORDS[language]
    return KindLine(
        id=each.kpi,
        name=phrase(cascade.kpis[each.kpi].name, language),
        kind=words[each.kind],
        also=tuple(words[kind] for kind in each.also),
        organisation_kpis=each.org_kpis,
        reasons=tuple(phrase(reason, language) for reason in _reasons(each, ways, language)),
        declared=_declared(each, words),
        is_illustrative=each.illustrative,
    )


def _declared(each: Classified, words: Mapping[str, str]) -> str:
    if each.declared is None or each.declared is each.kind:
        return ""
    return words["declared"].format(kind=words[each.declared])


def _reasons(each: Classified, ways: Ways | None, language: Language) -> tuple[str, ...]:
    """Give the classification's own reason in English, and one for each kind that holds in Thai."""
    if language is Language.ENGLISH:
        return (each.reason,)
    return tuple(_reason(kind, ways, WORDS[language]) for kind in (each.kind, *each.also))


def _reason(kind: Kind, ways: Ways | None, words: Mapping[str, str]) -> str:
    found = {Kind.IDENTICAL: ways.same, Kind.CONTRIBUTORY: ways.contributes} if ways else {}
    way = found.get(kind)
    if ways is None or way is None:
        return words[f"reason_{kind}"]
    others = len(ways.ends) - 1 if kind is Kind.CONTRIBUTORY else 0
    more = words["and_others"].format(count=others) if others else ""
    return words[f"reason_{kind}"].format(end=way.end, through=_through(way, words), more=more)


def _through(way: Way, words: Mapping[str, str]) -> str:
    if way.length == 1:
        return ""
    named = list(islice(way.between(), _MOST_NAMED))
    named.extend(["…"] if way.length - 1 > _MOST_NAMED else [])
    return words["through"].format(kpis=", ".join(named))
