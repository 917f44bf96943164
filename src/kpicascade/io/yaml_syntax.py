"""What a YAML parser complains of, in words for the person who typed the file."""

import yaml

from kpicascade.errors import Issue, Location

_IN_WORDS = (
    # what the parser says, what that means, how it is mended
    ("'\\t' that cannot start", "a tab stands where a value or a name should begin", "indent with spaces."),
    ("cannot start any token", "the character CHAR cannot begin a value", "put the text in quotes."),
    (
        "mapping values are not allowed",
        "a ': ' stands inside a value, or the line is indented too far",
        "put text that contains ': ' in quotes, or indent the line like its neighbours.",
    ),
    (
        "sequence entries are not allowed",
        "a list begins on the line of its name",
        "start the '- ' on a line of its own, or put the text in quotes.",
    ),
    ("could not find expected ':'", "the line is no 'name: value'", "add the ': ', or put it in quotes."),
    ("expected ',' or ']'", "the list in brackets lacks a ',' or its ']'", "add it, or quote the text."),
    ("expected ',' or '}'", "the mapping in braces lacks a ',' or its '}'", "add it, or quote the text."),
    ("found unexpected end of stream", "the quotation mark that opens here is never closed", "close it."),
    (
        "found unknown escape character",
        "a backslash in double quotes stands before a letter that it does not change",
        "use single quotes, or write the backslash twice.",
    ),
    ("found undefined tag", "a value begins with '!'", "put the text in quotes."),
    ("alphabetic or numeric character", "a value begins with '*' or '&'", "put the text in quotes."),
    ("expected '-' indicator", "the line stands in a list and has no '- '", "add it, or mend the indent."),
    (
        "comment or line break",
        "text follows the '|' or '>' that opens a text block",
        "start the text on the next line, or put it in quotes.",
    ),
    (
        "expected key",
        "the indent differs from the lines before it, or text follows a closing quote",
        "indent it like its neighbours; inside single quotes write a single quote twice.",
    ),
    ("<document start>", "text follows the end of the document", "indent it like the lines before it."),
    ("node content", "a bracket or comma stands where a value should", "put the text in quotes."),
    ("directive", "a line begins with '%'", "delete it, or indent it if it belongs to a text."),
    ("incompatible YAML", "the '%YAML' line names a version other than 1.1 or 1.2", "delete the line."),
)  # fmt: skip
_PURE = (
    ("expected <block end>", "expected key"),
    ("indentation indicators", "comment or line break"),
)
"""What the parser written in Python says, and the words of the one in C for it."""
_OPENED_AT = ("found unexpected end of stream", "could not find expected ':'")
"""Complaints that are understood where the thing began, not where the parser gave up."""


def syntax_issue(error: yaml.YAMLError, text: str, file: str) -> Issue:
    """Say in plain words what the parser stumbled over, and where."""
    problem = getattr(error, "problem", None) or str(error)
    mark = _mark(error, problem, text)
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    char = _char_at(text, line, column)
    said = problem
    for python_words, c_words in _PURE:
        said = said.replace(python_words, c_words)
    if "cannot start" in said and char == "\t":
        said = "'\\t' that cannot start"
    meaning, cure = next(((m, c) for key, m, c in _IN_WORDS if key in said), (problem, ""))
    return Issue(
        code="yaml-syntax",
        message=f"expected YAML, and {meaning.replace('CHAR', repr(char))}.",
        hint=cure,
        where=Location(file=file, line=line + 1, column=column + 1),
    )


def _mark(error: yaml.YAMLError, problem: str, text: str) -> yaml.Mark | None:
    """Choose the place that helps: where a bracket opened when the text ended before it closed."""
    problem_mark: yaml.Mark | None = getattr(error, "problem_mark", None)
    context_mark: yaml.Mark | None = getattr(error, "context_mark", None)
    at_end = problem_mark is not None and problem_mark.line >= text.count("\n") + (not text.endswith("\n"))
    if context_mark is not None and (at_end or any(words in problem for words in _OPENED_AT)):
        return context_mark
    return problem_mark or context_mark


def _char_at(text: str, line: int, column: int) -> str:
    """Find the character at a place, lines and columns from 0."""
    lines = text.split("\n")
    return lines[line][column : column + 1] if line < len(lines) else ""
