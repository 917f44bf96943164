"""What a caller asks for to the work of the tasks; all that can be refused is refused here, by name."""

from collections import Counter
from collections.abc import Hashable, Iterator, Mapping

import numpy as np

from kpicascade.bulk.answer import Extent, Shape, read_figures
from kpicascade.bulk.facts import Columns
from kpicascade.bulk.options import Options, Scales, Trees
from kpicascade.bulk.work import Tree, Work
from kpicascade.calc.scale import ScaleTable
from kpicascade.errors import UnknownNameError
from kpicascade.hierarchy import Hierarchy
from kpicascade.hierarchy.cases import Options as CaseOptions
from kpicascade.hierarchy.cases import read_cases
from kpicascade.hierarchy.faults import suggest


def prepare(hierarchy: Trees, scales: Scales | None, figure: str, options: Options) -> Work:
    """Check what is asked for and put the work together.

    Raises:
        UnknownNameError: An option names a node that is in none of the hierarchies.
        ValueError: An option is of no use or cannot be carried; the message names it.
        TypeError: Likewise.
    """
    columns = Columns(
        tree=options.tree,
        case=options.case,
        node=options.node,
        figure=figure,
        points=options.adjustments if isinstance(options.adjustments, str) else None,
        excused=options.not_applicable if isinstance(options.not_applicable, str) else None,
    )
    _refuse_options_by_case(options)
    shape = Shape(options.shape)
    figures = read_figures(options.figures, shape)
    pairs = dict(_pair(hierarchy, scales, options.tree))
    _refuse_unknown_names(pairs, options)
    trees = {name: _make_tree(own, table, options) for name, (own, table) in pairs.items()}
    work = Work(
        only=trees[None] if isinstance(hierarchy, Hierarchy) else None,
        trees={} if isinstance(hierarchy, Hierarchy) else trees,
        columns=columns,
        bounds=None if options.bounds is None else (float(options.bounds[0]), float(options.bounds[1])),
        sentinels=tuple(float(sentinel) for sentinel in options.sentinels),
        figures=figures,
        shape=shape,
    )
    _refuse_equal_names(work)
    return work


def _pair(
    hierarchy: Trees, scales: Scales | None, column: str | None
) -> Iterator[tuple[Hashable, tuple[Hierarchy, ScaleTable | None]]]:
    """Put each hierarchy together with its scales."""
    if isinstance(hierarchy, Hierarchy):
        if isinstance(scales, Mapping):
            raise TypeError("found a mapping of scales for one hierarchy, expected one table of scales.")
        yield None, (hierarchy, scales)
        return
    if column is None:
        raise ValueError("found several hierarchies, expected tree= to name the column of their ids.")
    if isinstance(scales, ScaleTable) or (scales is not None and scales.keys() != hierarchy.keys()):
        raise ValueError("expected one table of scales for each hierarchy, under the same ids.")
    if len({str(name) for name in hierarchy}) < len(hierarchy):
        raise ValueError("found two hierarchies whose ids read the same as text, expected different ones.")
    for name, own in hierarchy.items():
        yield name, (own, None if scales is None else scales[name])


def _make_tree(hierarchy: Hierarchy, scales: ScaleTable | None, options: Options) -> Tree:
    tree = Tree(
        hierarchy=hierarchy,
        scales=scales,
        extent=Extent(options.extent),
        adjustments={
            node: float(points) for node, points in options.points.items() if node in hierarchy.positions
        },
        excused=tuple(node for node in options.excused if node in hierarchy.positions),
    )
    alongside = CaseOptions(adjustments=tree.adjustments, not_applicable=tree.excused, bounds=options.bounds)
    read_cases(hierarchy, np.empty((0, len(hierarchy.leaves))), alongside)
    if scales is not None and scales.signs.size != len(hierarchy.leaves):
        raise ValueError(
            f"found {scales.signs.size} scales, expected one for each of {len(hierarchy.leaves)} leaves."
        )
    return tree


def _refuse_options_by_case(options: Options) -> None:
    """Refuse figures one a case, which a frame without an order of cases cannot take."""
    for node, points in options.points.items():
        if np.ndim(points):  # type: ignore[arg-type] # numpy takes a fraction as one number
            raise ValueError(
                f"the adjustments of {node!r} differ from case to case: put them into a column of the facts "
                "and pass adjustments='its name'."
            )
    if isinstance(options.excused, Mapping):
        raise TypeError(
            "not_applicable differs from case to case: put it into a column of the facts, true or false, and "
            "pass not_applicable='its name'."
        )


def _refuse_unknown_names(
    pairs: Mapping[Hashable, tuple[Hierarchy, ScaleTable | None]], options: Options
) -> None:
    for node in (*options.points, *options.excused):
        if not any(node in hierarchy.positions for hierarchy, _ in pairs.values()):
            known = [name for hierarchy, _ in pairs.values() for name in hierarchy.nodes]
            raise UnknownNameError(
                f"there is no node {node!r} in any hierarchy. {suggest(node, known)}".rstrip()
            )


def _refuse_equal_names(work: Work) -> None:
    """Refuse an answer with two columns of one name."""
    last = work.wide_nodes if work.shape is Shape.WIDE else [work.columns.node, *map(str, work.figures)]
    names = [*(own for _, own in work.columns.keys), *last]
    twice = sorted(name for name, count in Counter(names).items() if count > 1)
    if twice:
        raise ValueError(f"the answer would have several columns {twice!r}: rename those of the facts.")
