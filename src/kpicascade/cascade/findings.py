"""Issues about what a plan may say, and probably does not mean."""

from kpicascade.errors import Issue, Severity
from kpicascade.model.origin import whereabouts


def warning(code: str, noun: object, message: str, hint: str) -> Issue:
    """Make an issue that does not keep the plan from being used, at the place where a noun was read."""
    where = whereabouts(noun)
    return Issue(code=code, message=message, hint=hint, where=where, severity=Severity.WARNING)
