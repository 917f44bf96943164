"""Random hierarchies with shared children, several roots, ragged depth and every setting."""

from collections.abc import Mapping
from fractions import Fraction

from attrs import field, frozen
from hypothesis import strategies as st
from rational_oracle import Case, Rules

from kpicascade.calc.aggregate import Aggregate, Missing
from kpicascade.hierarchy import Hierarchy, Link, NodeSettings

LOWEST, HIGHEST = Fraction(0), Fraction(5)
WEIGHTS = st.sampled_from(
    [Fraction(0), Fraction(1), Fraction(3, 10), Fraction(5, 2), Fraction(1, 3), Fraction(7)]
)
POSITIVE_WEIGHTS = WEIGHTS.filter(bool)
SCORES = st.integers(0, 40).map(lambda eighths: Fraction(eighths, 8))
POINTS = st.sampled_from([Fraction(-1, 5), Fraction(1, 2), Fraction(-1)])
SHARES = st.sampled_from(
    [Fraction(0), Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1)]
)
RATIONAL = tuple(aggregate for aggregate in Aggregate if aggregate is not Aggregate.GEOMETRIC)
BOUNDED = (Aggregate.WEIGHTED_MEAN, Aggregate.HARMONIC, Aggregate.MINIMUM, Aggregate.MAXIMUM)


@frozen(kw_only=True)
class Example:
    """A hierarchy with one case, for the library and for the oracle."""

    links: tuple[Link, ...]
    settings: Mapping[str, NodeSettings]
    nodes: tuple[str, ...]
    scores: Mapping[str, Fraction]
    adjustments: Mapping[str, Fraction] = field(factory=dict)
    not_applicable: frozenset[str] = frozenset()

    @property
    def hierarchy(self) -> Hierarchy:
        return Hierarchy.from_links(self.links, settings=self.settings, nodes=self.nodes)

    @property
    def case(self) -> Case:
        children: dict[str, dict[str, Fraction]] = {}
        for link in self.links:
            children.setdefault(link.parent, {})[link.child] = Fraction(link.weight)
        rules = {node: _rules(setting) for node, setting in self.settings.items()}
        bounds = LOWEST, HIGHEST
        return Case(children, rules, self.scores, bounds, self.adjustments, self.not_applicable)


@st.composite
def examples(
    draw: st.DrawFn,
    aggregates: tuple[Aggregate, ...] = tuple(Aggregate),
    policies: tuple[Missing, ...] = tuple(Missing),
    *,
    plain: bool = False,
) -> Example:
    """Draw up to 12 nodes; plain ones have no thresholds, limits, points, given scores or excuses."""
    count = draw(st.integers(1, 12))
    nodes = tuple(f"n{number}" for number in draw(st.permutations(range(count))))
    links = []
    for place in range(1, count):
        parents = draw(st.sets(st.integers(0, place - 1), max_size=min(place, 3)))
        links += [Link(nodes[parent], nodes[place], draw(WEIGHTS)) for parent in sorted(parents)]
    settings = {node: draw(_settings(aggregates, policies, plain=plain)) for node in nodes}
    inner = {link.parent for link in links}
    sparse = st.sampled_from([False, False, False, not plain])
    excused = frozenset(node for node in nodes if draw(sparse))
    known = {
        node for node in nodes if node not in excused and draw(sparse if node in inner else st.booleans())
    }
    return Example(
        links=tuple(draw(st.permutations(links))),
        settings=settings,
        nodes=nodes,
        scores={node: draw(SCORES) for node in nodes if node in known},
        adjustments={node: draw(POINTS) for node in nodes if draw(sparse)},
        not_applicable=excused,
    )


@st.composite
def _settings(
    draw: st.DrawFn, aggregates: tuple[Aggregate, ...], policies: tuple[Missing, ...], *, plain: bool
) -> NodeSettings:
    aggregate, missing = draw(st.sampled_from(aggregates)), draw(st.sampled_from(policies))
    if plain:
        return NodeSettings(aggregate=aggregate, missing=missing)
    return NodeSettings(
        aggregate=aggregate,
        missing=missing,
        min_coverage=draw(SHARES),
        min_share=draw(SHARES),
        cap=draw(st.sampled_from([None, None, Fraction(4)])),
        floor=draw(st.sampled_from([None, None, Fraction(2)])),
    )


def _rules(setting: NodeSettings) -> Rules:
    return Rules(
        aggregate=str(setting.aggregate),
        missing=str(setting.missing),
        min_coverage=Fraction(setting.min_coverage),
        min_share=Fraction(setting.min_share),
        cap=None if setting.cap is None else Fraction(setting.cap),
        floor=None if setting.floor is None else Fraction(setting.floor),
    )
