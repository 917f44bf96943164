"""Who does the work: the tree of units and the positions in them."""

from attrs import frozen

from kpicascade.errors import Location
from kpicascade.model.origin import origin
from kpicascade.model.text import Name


@frozen(kw_only=True)
class Unit:
    """An organisational unit (หน่วยงาน); the one that is part of no other is the organisation."""

    id: str
    name: Name
    part_of: str = ""
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Position:
    """A post in a unit (ตำแหน่ง), with its job family, its supervisor's post and the person in it."""

    id: str
    name: Name
    unit: str
    reports_to: str = ""
    job_family: str = ""
    person: str = ""
    duties: tuple[str, ...] = ()
    illustrative: bool = False
    origin: Location | None = origin()
