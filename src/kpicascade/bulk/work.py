"""All that a task needs besides its facts, in a form that travels to workers."""

import pickle
from collections.abc import Callable, Hashable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

import numpy as np
import pyarrow as pa
from attrs import field, fields, frozen
from numpy.typing import NDArray

from kpicascade.bulk.answer import Extent, Figure, Shape
from kpicascade.bulk.facts import Columns
from kpicascade.calc.scale import ScaleTable
from kpicascade.hierarchy import Hierarchy


@frozen(kw_only=True, eq=False)
class Tree:
    """A hierarchy and what holds for all of its cases.

    Attributes:
        scales: The target scales of the leaves, where facts hold results; None where they hold scores.
        extent: Which nodes the answer speaks of.
        adjustments: Points to add to nodes in every case.
        excused: Nodes that are not applicable in any case.
    """

    hierarchy: Hierarchy
    scales: ScaleTable | None
    extent: Extent
    adjustments: Mapping[str, float]
    excused: tuple[str, ...]

    @cached_property
    def names(self) -> pa.Array:
        """Every node, in the order of the hierarchy."""
        return pa.array(self.hierarchy.nodes, pa.string())

    @cached_property
    def kept(self) -> NDArray[np.intp]:
        """The positions of the nodes that the answer speaks of."""
        if self.extent is Extent.ROOTS:
            return np.array([self.hierarchy.positions[root] for root in self.hierarchy.roots], np.intp)
        inner_count, count = self.hierarchy.layout.inner_count, len(self.hierarchy.nodes)
        return np.arange(
            inner_count if self.extent is Extent.LEAVES else 0,
            inner_count if self.extent is Extent.INNER else count,
        )


@frozen(kw_only=True, eq=False)
class Work:
    """What is to be done with the facts.

    Attributes:
        only: The tree of all facts, where there is one for all.
        trees: The tree of each id, where there are several.
        columns: What the facts call things.
        bounds: The lowest and the highest score of the scale.
        sentinels: Figures that stand for "missing".
        figures: What to answer.
        shape: How the answer lies.
    """

    only: Tree | None = field(repr=False)
    trees: Mapping[Hashable, Tree] = field(repr=False)
    columns: Columns
    bounds: tuple[float, float] | None
    sentinels: tuple[float, ...]
    figures: tuple[Figure, ...]
    shape: Shape

    @property
    def all_trees(self) -> Iterator[Tree]:
        """Every tree."""
        return iter(self.trees.values() if self.only is None else (self.only,))

    @cached_property
    def wide_nodes(self) -> Mapping[str, int]:
        """The node of each column of a wide answer, over all trees."""
        names: dict[str, int] = {}
        for tree in self.all_trees:
            for position in tree.kept.tolist():
                names.setdefault(tree.hierarchy.nodes[position], len(names))
        return MappingProxyType(names)

    def wide_places(self, tree: Tree) -> list[int]:
        """Say in which columns of a wide answer the nodes of a tree stand."""
        return [self.wide_nodes[tree.hierarchy.nodes[position]] for position in tree.kept.tolist()]

    def __reduce__(self) -> tuple[Callable[[bytes], "Work"], tuple[bytes]]:
        return unpack, (self.parcel,)

    @cached_property
    def parcel(self) -> bytes:
        """The work as bytes, made once however many workers it is sent to."""
        import cloudpickle  # noqa: PLC0415 - only clusters need it

        state = {attribute.name: getattr(self, attribute.name) for attribute in fields(Work)}
        parcel: bytes = cloudpickle.dumps(state)
        return parcel


def unpack(parcel: bytes) -> Work:
    """Open a parcel where it arrived."""
    return Work(**pickle.loads(parcel))  # noqa: S301 - the driver's own parcel, sent by its own engine
