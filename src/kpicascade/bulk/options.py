"""What a caller of bulk may ask for, as it was spelt."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, TypedDict

from attrs import frozen

from kpicascade.bulk.answer import Extent, Figure, Shape
from kpicascade.calc.exact import Number
from kpicascade.calc.scale import ScaleTable
from kpicascade.hierarchy import Hierarchy

# Ids are of one type in a table, such as text, and the keys of a mapping are invariant.
Trees = Hierarchy | Mapping[Any, Hierarchy]
Scales = ScaleTable | Mapping[Any, ScaleTable]

NO_POINTS: Mapping[str, Number] = MappingProxyType({})


class OptionNames(TypedDict, total=False):
    """The options of `roll_up` that do not depend on what the facts hold."""

    tree: str | None
    case: str
    node: str
    bounds: tuple[Number, Number] | None
    adjustments: str | Mapping[str, Number]
    not_applicable: str | Collection[str]
    sentinels: Collection[float]
    extent: Extent
    figures: Iterable[Figure]
    shape: Shape


@frozen(kw_only=True, eq=False)
class Options:
    """The same, with what holds where nothing is said; `roll_up` says what each means."""

    tree: str | None = None
    case: str = "case"
    node: str = "node"
    bounds: tuple[Number, Number] | None = None
    adjustments: str | Mapping[str, Number] = NO_POINTS
    not_applicable: str | Collection[str] = ()
    sentinels: Collection[float] = ()
    extent: Extent = Extent.INNER
    figures: Iterable[Figure] = (Figure.SCORE,)
    shape: Shape = Shape.LONG

    @property
    def points(self) -> Mapping[str, Number]:
        """The adjustments that hold in every case."""
        return NO_POINTS if isinstance(self.adjustments, str) else self.adjustments

    @property
    def excused(self) -> Collection[str]:
        """The nodes that are not applicable in any case."""
        return () if isinstance(self.not_applicable, str) else self.not_applicable
