"""Text that people type: one spelling for ids and look-ups, and names in Thai and English."""

import difflib
import re
import unicodedata
from collections.abc import Iterable

from attrs import frozen

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_TONES = "\u0e48-\u0e4b"
_AM_BEFORE_TONE = re.compile(f"\u0e33[\u0e33{_TONES}]*[{_TONES}]")
_SPLIT_AM = re.compile(f"\u0e4d([{_TONES}]*)\u0e32")
_THAI = re.compile("[\u0e00-\u0e7f]")
_MANY_NAMES = 2_000


def _mark_order(mark: str) -> int:
    """Rank a Thai combining mark: vowels below, then above, then tones and the rest."""
    if "\u0e38" <= mark <= "\u0e3a":
        return 0
    return 2 if "\u0e48" <= mark <= "\u0e4c" else 1


def _settle_thai(text: str) -> str:
    """Rewrite one round of spellings that look alike: double เ, split ำ, marks out of order."""
    text = text.replace("\u0e40\u0e40", "\u0e41")
    text = _SPLIT_AM.sub("\\1\u0e33", text)
    text = _AM_BEFORE_TONE.sub(lambda run: "".join(sorted(run[0], key="\u0e33".__eq__)), text)
    return _MARKS.sub(lambda run: "".join(sorted(run[0], key=_mark_order)), text)


def normalise(text: str) -> str:
    """Give text the one spelling that ids and look-ups compare.

    Spellings that a reader cannot tell apart become equal: invisible characters go, spaces of any kind
    become single plain ones, Thai vowels and tones take their usual order (Unicode normalisation alone
    does not do this). Thai digits become Arabic. Different words stay different; doing it twice changes
    nothing.

    >>> normalise(" นํ้า\u00a0๒-๑ ") == normalise("น้ำ 2-1")
    True
    """
    if text.isascii():
        return " ".join(text.split())  # most ids are; nothing below would change them
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE).translate(_THAI_DIGITS)
    text = " ".join(text.split())
    while (settled := unicodedata.normalize("NFC", _settle_thai(text))) != text:
        text = settled
    return text


def lookup_key(text: str) -> str:
    """Normalise text and forget letter case, for finding what a person typed.

    >>> lookup_key("KPI  No.๑") == lookup_key("kpi no.1")
    True
    """
    return normalise(text).casefold()


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or "" when none comes near.

    >>> nearest("untis", ["units", "kpis"])
    'units'
    """
    wanted = lookup_key(name)
    names = list(known)
    if len(names) > _MANY_NAMES:  # comparing is slow; a typing slip rarely changes start and length
        names = [k for k in names if k[:1] == name[:1] and abs(len(k) - len(name)) < 2][:_MANY_NAMES]
    by_key = {lookup_key(k): k for k in reversed(names)}
    # 0.5, because at the default cut-off two-letter codes with one slip find nothing.
    found = difflib.get_close_matches(wanted, by_key, n=1, cutoff=0.5)
    return by_key[found[0]] if found else ""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name as a sentence, or list a few names when none comes near."""
    names = list(known)
    if near := nearest(name, names):
        return f"did you mean {near!r}?"
    if not names:
        return ""
    some = ", ".join(repr(k) for k in names[:8])
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    return f"known here: {some}{more}."


@frozen(kw_only=True)
class Name:
    """What something is called, in Thai, in English, or in both."""

    th: str = ""
    en: str = ""

    @classmethod
    def of(cls, text: str) -> "Name":
        """Make a name from one text; Thai letters make it a Thai name.

        >>> Name.of("กรมเจ้าท่า").th, Name.of("Marine Department").en
        ('กรมเจ้าท่า', 'Marine Department')
        """
        return cls(th=text) if _THAI.search(text) else cls(en=text)

    def __str__(self) -> str:
        """Show the Thai name, or the English one where there is no Thai."""
        return self.th or self.en

    def __bool__(self) -> bool:
        """Tell whether there is any name at all."""
        return bool(self.th or self.en)
