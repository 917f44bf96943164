"""Text that people type: one spelling for ids and look-ups, and names in Thai and English."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain, groupby, zip_longest

from attrs import frozen

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
# The only letters that Unicode takes apart into nothing but marks; it never puts them together again.
_MARKS_IN_ONE = {0x0F73: "\u0f71\u0f72", 0x0F75: "\u0f71\u0f74", 0x0F81: "\u0f71\u0f80"}
_REWRITTEN = {**_THAI_DIGITS, **_INVISIBLE, **_MARKS_IN_ONE}
_MANY_MARKS = re.compile(r"\W{32,}")
_TAIL = re.compile("[\u0e31-\u0e3a\u0e47-\u0e4e]{2,}")
"""Thai marks, and the vowels า and ำ that may stand among them."""
_USUAL_TAIL = re.compile("[\u0e38-\u0e3a]?[\u0e31\u0e34-\u0e37\u0e47]?[\u0e48-\u0e4c]?[\u0e32\u0e33]?")
_AA, _AM, _NIKHAHIT = "\u0e32", "\u0e33", "\u0e4d"
_TONES = "\u0e48\u0e49\u0e4a\u0e4b"
_LAST_MARKS = f"{_TONES}\u0e4c"
_AA_OR_AM = re.compile(f"([{_AA}{_AM}])")
_THAI = re.compile("[\u0e00-\u0e7f]")
_MANY_NAMES = 2_000
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_QUOTES = "'\"`\u00b4\u2018\u2019\u201a\u201b\u201c\u201d\u201e\u201f\u2032\u2033"
_LIKE = str.maketrans(dict.fromkeys(_DASHES, "-") | dict.fromkeys(_QUOTES, ""))
"""Signs that look alike: what one types for a dash, and quotes, which are typed around a name."""


def arabic_digits(text: str) -> str:
    """Write Thai digits as Arabic ones.

    >>> arabic_digits("๒๕๕๖-๑๒M")
    '2556-12M'
    """
    return text.translate(_THAI_DIGITS)


def normalise(text: str) -> str:
    """Give text the one spelling that ids and look-ups compare.

    Spellings that a reader cannot tell apart become equal: invisible characters go, spaces of any kind
    become single plain ones, Thai vowels and tones take their usual order (Unicode normalisation alone
    does not do this). Thai digits become Arabic. Different words stay different; doing it twice changes
    nothing. The time it takes grows with the length of the text, whatever stands in it.

    >>> normalise(" นํ้า\u00a0๒-๑ ") == normalise("น้ำ 2-1")
    True
    """
    if text.isascii():
        return " ".join(text.split())  # most ids are; nothing below would change them
    text = " ".join(_composed(text.translate(_REWRITTEN)).split())
    return _TAIL.sub(_settled, text.replace("\u0e40\u0e40", "\u0e41"))  # เเ for แ


def _composed(text: str) -> str:
    """Compose text as Unicode does (NFC).

    Many marks in a row are put in their order first: `unicodedata` takes quadratic time for that.
    """
    return unicodedata.normalize("NFC", _MANY_MARKS.sub(_in_order, text))


def _in_order(run: re.Match[str]) -> str:
    parts = groupby(run[0], key=lambda sign: unicodedata.combining(sign) > 0)
    return "".join(sign for _, part in parts for sign in sorted(part, key=unicodedata.combining))


def _settled(tail: re.Match[str]) -> str:
    """Give the marks after a Thai letter their usual order, and ำ its one spelling.

    Marks beside those of other scripts keep the order that Unicode gives them, which ours would disturb.
    """
    start, end, text = tail.start(), tail.end(), tail.string
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    if _USUAL_TAIL.fullmatch(tail[0]) or any(map(unicodedata.combining, beside)):
        return tail[0]
    pieces = _AA_OR_AM.split(tail[0])
    marks, vowels = ["".join(sorted(run, key=_mark_order)) for run in pieces[::2]], pieces[1::2]
    _join_am(marks, vowels)
    _put_tones_before_am(marks, vowels)
    return "".join(chain.from_iterable(zip_longest(marks, vowels, fillvalue="")))


def _mark_order(mark: str) -> int:
    """Rank a Thai mark: those below the letter as Unicode does, those above it, tones and the rest."""
    if mark == "\u0e3a":
        return 0
    if mark in "\u0e38\u0e39":
        return 1
    return 3 if mark in _LAST_MARKS else 2


def _join_am(marks: list[str], vowels: list[str]) -> None:
    """Make ำ of ํ and า, whatever tone stands between; each vowel has the marks of its number before it."""
    for place, vowel in enumerate(vowels):
        run = marks[place]
        above = run.rstrip(_LAST_MARKS)
        if vowel == _AA and above.endswith(_NIKHAHIT):
            marks[place] = above[:-1] + run[len(above) :]
            vowels[place] = _AM


def _put_tones_before_am(marks: list[str], vowels: list[str]) -> None:
    """Move tones that stand right after ำ to before it, past any number of ำ."""
    moving: list[str] = []
    for place in range(len(marks) - 1, -1, -1):
        run = marks[place]
        after_am = place > 0 and vowels[place - 1] == _AM
        staying = run.lstrip(_TONES) if after_am else run
        moved = run[: len(run) - len(staying)]
        if after_am and not staying:
            marks[place] = ""
            moving.append(moved)
        else:
            marks[place] = staying + "".join(reversed(moving))
            moving = [moved]


def lookup_key(text: str) -> str:
    """Normalise text and forget letter case, for finding what a person typed.

    >>> lookup_key("KPI  No.๑") == lookup_key("kpi no.1")
    True
    """
    return normalise(text).casefold()


def nearest(name: str, known: Iterable[str]) -> str:
    """Return the known name that looks most like `name`, or "" when none comes near.

    One that differs in dashes, quotes, spaces or letter case only comes before all others.

    >>> nearest("untis", ["units", "kpis"])
    'units'
    >>> nearest("A-3", ["B-3", "A–3"])
    'A–3'
    """
    wanted = lookup_key(name)
    names = list(known)
    if twin := _twin(name, names):
        return twin
    if len(names) > _MANY_NAMES:  # comparing is slow; a typing slip rarely changes start and length
        names = [k for k in names if k[:1] == name[:1] and abs(len(k) - len(name)) < 2][:_MANY_NAMES]
    by_key = {lookup_key(k): k for k in reversed(names)}
    # 0.5, because at the default cut-off two-letter codes with one slip find nothing.
    found = difflib.get_close_matches(wanted, by_key, n=1, cutoff=0.5)
    return by_key[found[0]] if found else ""


def _twin(name: str, names: Sequence[str]) -> str:
    """Return the name that a reader may take for `name`; one in the same signs before any other."""
    if len(names) > _MANY_NAMES:
        names = [k for k in names if k[:1] == name[:1] and k[-1:] == name[-1:]]
    wanted = _looks(name)
    twins = [k for k in names if _looks(k) == wanted]
    return min(twins, key=lambda twin: lookup_key(twin) != lookup_key(name), default="")


def _looks(name: str) -> str:
    """Write what a name looks like at a glance, for suggestions alone: such names are different ids."""
    return "".join(lookup_key(name).translate(_LIKE).split())


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the nearest known name as a sentence, or list a few names when none comes near.

    Names that are hard to tell apart come with a word on where to look.
    """
    names = list(known)
    if near := nearest(name, names):
        is_twin = _looks(near) == _looks(name) and lookup_key(near) != lookup_key(name)
        return f"did you mean {near!r}?" + (" (look at dashes, quotes and spaces)" if is_twin else "")
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
