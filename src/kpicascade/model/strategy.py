"""What the organisation wants: missions, issues, perspectives, goals and what brings them about."""

from decimal import Decimal

from attrs import frozen

from kpicascade.errors import Location
from kpicascade.model.origin import origin
from kpicascade.model.text import Name


@frozen(kw_only=True)
class Mission:
    """A duty that the organisation exists for (พันธกิจ)."""

    id: str
    name: Name
    origin: Location | None = origin()


@frozen(kw_only=True)
class Perspective:
    """A side from which performance is looked at (มิติ)."""

    id: str
    name: Name
    origin: Location | None = origin()


@frozen(kw_only=True)
class StrategicIssue:
    """A matter that the organisation has decided to deal with (ประเด็นยุทธศาสตร์)."""

    id: str
    name: Name
    origin: Location | None = origin()


@frozen(kw_only=True)
class Goal:
    """What is to be reached (เป้าประสงค์): it lies in a perspective and serves strategic issues."""

    id: str
    name: Name
    holder: str = ""
    perspective: str = ""
    serves: tuple[str, ...] = ()
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Cause:
    """An arrow of the strategy map: reaching one goal helps to reach another."""

    cause: str
    effect: str
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Strategy:
    """A way to reach goals (กลยุทธ์)."""

    id: str
    name: Name
    advances: tuple[str, ...] = ()
    illustrative: bool = False
    origin: Location | None = origin()


@frozen(kw_only=True)
class Project:
    """Work that carries strategies out (โครงการ); `budget` is in baht."""

    id: str
    name: Name
    delivers: tuple[str, ...] = ()
    unit: str = ""
    budget: Decimal | None = None
    illustrative: bool = False
    origin: Location | None = origin()
