"""The documentation and the source agree: issue codes, examples, links, commands."""

import ast
import re
import shlex
from collections.abc import Callable, Iterator
from doctest import ELLIPSIS, OutputChecker
from pathlib import Path

import pytest

import kpicascade as kc
from kpicascade.cli import main

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "kpicascade"
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
ISSUES = DOCS / "reference" / "issues.md"

SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+")
NO_CODES = {"utf-8", "roll-up", "self-assessment", "unit-specific"}
"""Words of the source that look like issue codes and are none."""

ENTRY = re.compile(
    r"^### `(?P<code>[^`]+)`\n\n(?P<cause>.+?)\n\n```(?P<language>\w+)\n(?P<example>.*?)^```\n\n"
    r"\*\*Cure\.\*\* (?P<cure>[^\n]+)\n",
    re.MULTILINE | re.DOTALL,
)
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?P<target>[^)\s]+)\)")


def codes_in_source() -> set[str]:
    found: set[str] = set()
    for module in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SLUG.fullmatch(node.value):
                found.add(node.value)
            if isinstance(node, ast.keyword) and node.arg == "code" and isinstance(node.value, ast.Constant):
                found.add(str(node.value.value))
    return found - NO_CODES


def entries() -> dict[str, re.Match[str]]:
    return {entry["code"]: entry for entry in ENTRY.finditer(ISSUES.read_text("utf-8"))}


def test_every_issue_code_of_the_source_is_documented_and_no_other() -> None:
    documented = set(entries())

    assert documented == codes_in_source()


def test_every_heading_of_the_issue_page_has_cause_example_and_cure() -> None:
    headings = re.findall(r"^### `([^`]+)`$", ISSUES.read_text("utf-8"), re.MULTILINE)

    assert headings == list(entries())


def parts_of(text: str) -> dict[str, str]:
    """Cut YAML text into its top-level parts, by name."""
    pieces = re.split(r"^(?=\w+:)", text, flags=re.MULTILINE)
    return {piece.partition(":")[0]: piece for piece in pieces if piece}


def plan_example(text: str, base: str) -> str:
    """Put an example in place of what follows the units of the page's plan; a mere comment stands alone."""
    if text.startswith("#"):
        return text
    head = {name: part for name, part in parts_of(base).items() if name in ("format", "plan", "units")}
    return "".join((head | parts_of(text)).values())


def issues_of_plan(path: str) -> Iterator[kc.Issue]:
    try:
        cascade = kc.Cascade(kc.read_plan(path))
    except kc.InvalidPlanError as problem:
        yield from problem.issues
    else:
        yield from kc.check(cascade)


def issues_of_results(path: str, plan: kc.Plan) -> Iterator[kc.Issue]:
    try:
        card = kc.evaluate(kc.Cascade(plan), kc.read_results(path, plan=plan), period="2556-12M")
    except kc.InvalidResultsError as problem:
        yield from problem.issues
    else:
        yield from card.issues


@pytest.mark.parametrize("code", list(entries()))
def test_the_example_of_an_issue_code_triggers_it(code: str, lay_out: Callable[[Path], None]) -> None:
    lay_out(ISSUES)
    entry = entries()[code]
    example = entry["example"]

    match entry["language"]:
        case "yaml":
            whole = plan_example(example, Path("plan.yaml").read_text("utf-8"))
            Path("example.yaml").write_text(whole, "utf-8")
            found = {issue.code for issue in issues_of_plan("example.yaml")}
        case "csv":
            Path("example.csv").write_text(example, "utf-8")
            found = {issue.code for issue in issues_of_results("example.csv", kc.read_plan("plan.yaml"))}
        case _:  # run by doctest, which compares what it prints
            found = set(re.findall(r"'([a-z0-9-]+)'", example))

    assert code in found


def test_the_architecture_page_names_every_module_with_its_purpose_and_no_other() -> None:
    page = (DOCS / "explanation" / "architecture.md").read_text("utf-8")
    modules = [path for path in SOURCE.rglob("*.py") if path.name != "__init__.py"]

    named = dict(re.findall(r"^\| `([\w/]+\.py)` \| (.+) \|$", page, re.MULTILINE))

    assert named == {
        path.relative_to(SOURCE).as_posix(): purpose_of(path) for path in (SOURCE / "__init__.py", *modules)
    }


def purpose_of(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8")))
    assert docstring, f"{module} does not say what it is for"
    return docstring.splitlines()[0]


def consoles() -> Iterator[tuple[Path, str]]:
    for page in PAGES:
        for block in CONSOLE.findall(page.read_text("utf-8")):
            yield page, block


def commands(block: str) -> Iterator[tuple[str, str]]:
    for example in re.split(r"^(?=\$ kpicascade )", block, flags=re.MULTILINE):
        if example.startswith("$ kpicascade "):
            command, _, output = example.partition("\n")
            yield command.removeprefix("$ kpicascade "), output.rstrip("\n") + "\n"


@pytest.mark.parametrize(("page", "block"), list(consoles()))
def test_commands_print_what_the_page_shows(
    page: Path, block: str, lay_out: Callable[[Path], None], capsys: pytest.CaptureFixture[str]
) -> None:
    lay_out(page)

    for command, expected in commands(block):
        main(shlex.split(command))
        printed = capsys.readouterr()

        assert OutputChecker().check_output(expected, printed.out + printed.err, ELLIPSIS), printed.out


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    words = (re.sub(r"[^\w\s-]", "", heading.lower()).strip() for heading in headings)
    return {re.sub(r"[\s-]+", "-", word) for word in words}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_documentation_lead_somewhere(page: Path) -> None:
    text = FENCE.sub("", page.read_text("utf-8"))
    inside = [target for target in LINK.findall(text) if "://" not in target]

    broken = []
    for target in inside:
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        if not goal.exists() or (anchor and goal.suffix == ".md" and anchor not in anchors(goal)):
            broken.append(target)

    assert not broken


def test_the_readme_has_its_two_commands_alone_in_their_fences() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")

    fences = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)

    assert fences == ["python3 dev.py demo\n", "python3 dev.py tests\n"]
