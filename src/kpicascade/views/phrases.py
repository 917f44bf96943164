"""Text from the plan, with the language that it is in."""

import re

from attrs import frozen

from kpicascade.model.text import Name
from kpicascade.views.words import Language

_THAI = re.compile("[\u0e00-\u0e7f]")
_LATIN = re.compile("[A-Za-z]{2}")


@frozen
class Phrase:
    """A text and, where it is not in the language of the page, the language that it is in.

    Browsers break lines, and screen readers speak, by that language.
    """

    text: str
    language: Language | None = None

    def __bool__(self) -> bool:
        """Tell whether there is any text."""
        return bool(self.text)


def phrase(text: str | Name, page: Language) -> Phrase:
    """Take a text, or a name in the language of the page if it has one, and mark another language.

    Thai letters make a text Thai; Latin words without any make it English; figures alone are neither.

    >>> phrase(Name(th="กรมเจ้าท่า"), Language.ENGLISH)
    Phrase(text='กรมเจ้าท่า', language=<Language.THAI: 'th'>)
    """
    if isinstance(text, Name):
        text = (text.en or text.th) if page is Language.ENGLISH else (text.th or text.en)
    own = Language.ENGLISH if _LATIN.search(text) else page
    if _THAI.search(text):
        own = Language.THAI
    return Phrase(text, None if own is page else own)
