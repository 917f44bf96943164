import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import kpicascade
from kpicascade import datasets
from kpicascade.cascade import Cascade
from kpicascade.checks import check
from kpicascade.classification import kinds
from kpicascade.cli import main
from kpicascade.osmatrix import os_matrix
from kpicascade.scorecard import evaluate

OPEC = "dataset:opec_pa_2561"
COMMANDS = ("demo", "check", "classify", "matrix", "score", "report")
PLAN = """\
format: kpicascade/1
plan: {id: p, name: แผนทดลอง, fiscal_year: 2556}
units: [{id: u, name: กรม}, {id: law, name: กอง, part_of: u}]
kpis:
- {id: a, name: ตัวชี้วัด ก, holder: u, scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}}
- {id: b, name: ตัวชี้วัด ข, holder: u, scale: {kind: levels, cuts: [1, 2, 3, 4, 5]}}
agreements: [{holder: u, kpis: [{kpi: a, weight: 60}, {kpi: b, weight: 40}]}]
matrix: [{kpi: a, owners: [law]}, {kpi: b, owners: [law]}]
"""
RESULTS = "kpi,period,result\na,2556-12M,4.5\nb,2556-12M,3\n"
TWO_FAULTS = "format: kpicascade/1\nplan: {id: p, name: แผน, fiscal_year: soon}\nunits: [{id: u, nam: กรม}]\n"

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a folder of its own with a plan, its results, and things that are neither."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "plan.yaml").write_text(PLAN, "utf-8")
    (tmp_path / "results.csv").write_text(RESULTS, "utf-8")
    (tmp_path / "faults.yaml").write_text(TWO_FAULTS, "utf-8")
    (tmp_path / "strange.csv").write_text("kpi,period,result\nc,2556-12M,1\n", "utf-8")
    (tmp_path / "misfit.csv").write_text("kpi,period,result\na,2556-12M,good\n", "utf-8")
    (tmp_path / "two.csv").write_text(f"{RESULTS}a,2556-6M,2\n", "utf-8")
    (tmp_path / "picture.yaml").write_bytes(b"\x89PNG\r\n\x1a\n\x00")
    (tmp_path / "notes.txt").write_text("notes", "utf-8")
    (tmp_path / "empty.yaml").write_bytes(b"")
    (tmp_path / "inner").mkdir()
    return tmp_path


@pytest.fixture
def run(folder: Path) -> Run:
    """Run the command line as a process of its own."""

    def run_there(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603  the interpreter that runs this test
            [sys.executable, "-W", "error", "-m", "kpicascade", *arguments],
            cwd=folder,
            env=surroundings(**environment),
            capture_output=True,
            encoding="utf-8",
            errors="backslashreplace",
            check=False,
        )

    return run_there


def surroundings(**changes: str) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(Path(kpicascade.__file__).parents[1])} | changes


MISTAKES = {
    # 2 usage
    "no command": ([], 2, "Usage: kpicascade"),
    "a command misspelt": (["chek", "plan.yaml"], 2, "No such command 'chek'"),
    "an option misspelt": (["check", "plan.yaml", "--jsn"], 2, "No such option '--jsn'"),
    "an option of another command": (["check", "plan.yaml", "--digits", "2"], 2, "No such option '--digits'"),
    "no plan": (["check"], 2, "Missing argument 'PLAN'"),
    "no results": (["score", "plan.yaml"], 2, "Missing argument 'RESULTS'"),
    "no file to write": (["report", "plan.yaml", "results.csv"], 2, "Missing argument 'OUT'"),
    "one argument too many": (["check", "plan.yaml", "results.csv"], 2, "unexpected extra argument"),
    "decimals in words": (["score", "plan.yaml", "results.csv", "--digits", "two"], 2, "not a valid integer"),
    "decimals below none": (["score", "plan.yaml", "results.csv", "--digits", "-1"], 2, "0<=x<=30"),
    "a language that is not spoken": (
        ["report", "plan.yaml", "results.csv", "r.html", "--lang", "de"],
        2,
        "'de' is not one of 'th', 'en'",
    ),
    "kinds relative to whom": (["classify", "plan.yaml", "--relative-to", "boss"], 2, "'superior'"),
    "rows of units": (["matrix", "plan.yaml", "--rows", "unit"], 2, "'goal'"),
    "a dataset misspelt": (["check", "dataset:opec"], 2, "did you mean 'opec_pa_2561'?"),
    "a dataset without a name": (["check", "dataset:"], 2, "known here: 'kpi_award_2562'"),
    "a dataset misspelt for demo": (["demo", "--dataset", "marine"], 2, "did you mean 'marine_2556'?"),
    "an assessment that is not there": (["score", OPEC, f"{OPEC}/comittee"], 2, "did you mean 'committee'?"),
    "a node misspelt": (
        ["score", "plan.yaml", "results.csv", "--explain", "kpi:c"],
        2,
        "nothing called 'kpi:c'",
    ),
    "a node without a score": (["score", OPEC, OPEC, "--explain", "goal:1"], 2, "nothing called 'goal:1'"),
    "a period in words": (["score", "plan.yaml", "results.csv", "--period", "now"], 2, "'now' is no period"),
    "a period that nobody reported": (
        ["score", "plan.yaml", "results.csv", "--period", "2556-6M"],
        2,
        "they are of 2556-12M",
    ),
    "two periods and none named": (["score", "plan.yaml", "two.csv"], 2, "2556-6M, 2556-12M"),
    "a report in place of the plan": (
        ["report", "plan.yaml", "results.csv", "./plan.yaml"],
        2,
        "would replace 'plan.yaml'",
    ),
    "a report in place of the results": (
        ["report", "plan.yaml", "results.csv", "inner/../results.csv"],
        2,
        "would replace 'results.csv'",
    ),
    # 3 cannot read
    "a plan that is not there": (["check", "plam.yaml"], 3, "cannot read 'plam.yaml'"),
    "results that are not there": (["score", "plan.yaml", "r.csv"], 3, "cannot read 'r.csv'"),
    "a folder for a plan": (["check", "inner"], 3, "cannot read 'inner'"),
    "a file for a folder": (["check", "plan.yaml/plan.yaml"], 3, "cannot read 'plan.yaml/plan.yaml'"),
    "an empty name": (["check", ""], 3, "cannot read ''"),
    "a name that no file can have": (["check", "a\0b"], 3, "cannot read 'a\\x00b'"),
    "a name too long": (["check", "a" * 5000], 3, "cannot read 'aaa"),
    "a dataset without its prefix": (["check", "law_office"], 3, "the bundled dataset is dataset:law_office"),
    # 1 faults in the data
    "a plan with faults": (["classify", "faults.yaml"], 1, "the plan cannot be used: 3 faults"),
    "a picture for a plan": (["classify", "picture.yaml"], 1, "[not-utf-8]"),
    "an empty plan": (["matrix", "empty.yaml"], 1, "[empty-file]"),
    "results for a plan": (["matrix", "results.csv"], 1, "the plan cannot be used"),
    "a plan for results": (["score", "plan.yaml", "plan.yaml"], 1, "the results cannot be used"),
    "notes for results": (["score", "plan.yaml", "notes.txt"], 1, "[unknown-file-type]"),
    "results of a stranger": (["score", "plan.yaml", "strange.csv"], 1, "strange.csv"),
    "a result in words": (["score", "plan.yaml", "misfit.csv"], 1, "1 fault"),
    "results of another dataset": (["score", OPEC, "dataset:marine_2556"], 1, "[unknown-kpi]"),
    "a report of faults": (["report", "faults.yaml", "results.csv", "r.html"], 1, "3 faults"),
    # 4 cannot write
    "a report into no folder": (["report", "plan.yaml", "results.csv", "no/r.html"], 4, "cannot write 'no/r"),
    "a report over a folder": (["report", "plan.yaml", "results.csv", "inner"], 4, "cannot write 'inner'"),
    "a report under a file": (["report", "plan.yaml", "results.csv", "plan.yaml/r"], 4, "cannot write"),
    "a report with a name that no file can have": (
        ["report", "plan.yaml", "results.csv", "a\0b"],
        4,
        "cannot write",
    ),
    "a demo into no folder": (["demo", "--out", "no"], 4, "cannot write 'no/kpicascade-report.html'"),
}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(("arguments", "code", "phrase"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_ends_with_its_code_and_a_message_that_helps(
    arguments: list[str], code: int, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = main(arguments)

    said = capsys.readouterr()
    assert (ended, phrase in said.err) == (code, True), said.err
    assert "Traceback" not in said.err
    assert said.out == "" or arguments[0] == "demo"


def test_a_report_that_is_refused_leaves_the_plan_as_it_was(folder: Path) -> None:
    main(["report", "plan.yaml", "results.csv", "plan.yaml"])

    assert (folder / "plan.yaml").read_text("utf-8") == PLAN


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_report_never_takes_the_place_of_a_pipe_or_a_device(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(folder / "pipe")

    assert main(["report", OPEC, OPEC, "pipe"]) == 4
    assert "cannot write 'pipe'" in capsys.readouterr().err
    assert (folder / "pipe").is_fifo()


@pytest.mark.usefixtures("folder")
def test_faults_come_one_a_line_with_place_code_and_hint_and_a_count_at_the_end(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["classify", "faults.yaml"]) == 1

    *faults, count = capsys.readouterr().err.splitlines()
    assert [line.partition(" ")[0].rpartition(":")[0] for line in faults] == ["faults.yaml:2"] + [
        "faults.yaml:3"
    ] * 2
    assert all(": fault: " in line and line.endswith("]") for line in faults)
    assert any("did you mean 'name'?" in line for line in faults)
    assert count == "kpicascade: the plan cannot be used: 3 faults"


@pytest.mark.usefixtures("folder")
def test_check_answers_with_faults_on_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "faults.yaml"]) == 1

    said = capsys.readouterr()
    assert said.out.splitlines()[-1] == "3 faults"
    assert said.err == ""


def test_check_ends_well_where_there_are_only_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    plan = datasets.load("opec_pa_2561").plan
    warnings = check(Cascade(plan))

    assert warnings
    assert main(["check", OPEC]) == 0
    assert capsys.readouterr().out.splitlines() == [*map(str, warnings), f"{len(warnings)} warning"]


@pytest.mark.usefixtures("folder")
def test_check_says_so_when_there_is_nothing_to_say(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "dataset:law_office"]) == 0
    assert capsys.readouterr() == ("no issues\n", "")


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("arguments", [["classify"], ["matrix"], ["score", "results.csv"], ["check"]])
def test_faults_as_json_hold_every_issue(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    command, *others = arguments

    assert main([command, "faults.yaml", *others, "--json"]) == 1
    document = json.loads(capsys.readouterr().out)
    assert document["counts"] == {"fault": 3, "warning": 0, "mended": 0}
    assert document["plan"] is None
    assert [issue["where"]["line"] for issue in document["issues"]] == [2, 3, 3]
    assert {"severity", "code", "message", "hint", "place", "where"} == set(document["issues"][0])


@pytest.mark.usefixtures("folder")
def test_score_prints_the_tree_with_figures_worked_out_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "plan.yaml", "results.csv", "--digits", "2"]) == 0

    # 0.6 x 4.5 + 0.4 x 3 = 2.70 + 1.20 = 3.90
    assert capsys.readouterr().out.splitlines() == [
        "แผนทดลอง",
        "p, period 2556-12M, scores 1 to 5",
        "",
        "section / KPI  weight  result  score  weighted  contrib.  coverage",
        "u กรม                           3.90      3.90      3.90      100%",
        "  a ตัวชี้วัด ก        60     4.5   4.50      2.70      2.70      100%",
        "  b ตัวชี้วัด ข        40       3   3.00      1.20      1.20      100%",
    ]


def test_explain_prints_shares_that_add_up(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "plan.yaml", "results.csv", "--explain", "u", "--digits", "1"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert lines[3] == "section:u = 3.9"
    assert lines[5:9] == [
        "section / KPI    share  score  value",
        "section:u                 3.9    3.9",
        "  kpi:a ตัวชี้วัด ก    0.6    4.5    2.7",
        "  kpi:b ตัวชี้วัด ข    0.4    3.0    1.2",
    ]
    assert any("results.csv:2" in line for line in lines), folder


@pytest.mark.usefixtures("folder")
def test_score_says_when_a_plan_has_no_agreements(capsys: pytest.CaptureFixture[str]) -> None:
    text = "".join(line for line in PLAN.splitlines(keepends=True) if not line.startswith("agreements"))
    Path("loose.yaml").write_text(text, "utf-8")

    assert main(["score", "loose.yaml", "results.csv"]) == 0
    assert "no agreements" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_what_was_mended_in_the_results_is_told_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    plan = PLAN.replace(
        "cuts: [1, 2, 3, 4, 5]}}\n- {id: b", "cuts: [1, 2, 3, 4, 5]}, applicable: false}\n- {id: b"
    )
    Path("partly.yaml").write_text(plan, "utf-8")

    assert main(["score", "partly.yaml", "results.csv"]) == 0
    said = capsys.readouterr()
    assert "[result-not-counted]" in said.err
    assert "[result-not-counted]" not in said.out


def test_report_writes_the_file_and_prints_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "plan.yaml", "results.csv", "r.html", "--lang", "en"]) == 0

    assert capsys.readouterr() == ("", "report written to r.html\n")
    page = (folder / "r.html").read_text("utf-8")
    assert '<html lang="en"' in page
    assert "ตัวชี้วัด ก" in page


def test_demo_prints_the_scorecard_and_writes_the_report_here(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo"]) == 0

    said = capsys.readouterr()
    assert said.err == f"report written to {Path('.', 'kpicascade-report.html')}\n".replace(
        "to k", f"to .{os.sep}k"
    )
    assert "Illustrative, not from the source (*):" in said.out
    assert '<html lang="th"' in (folder / "kpicascade-report.html").read_text("utf-8")


def test_demo_still_prints_the_scorecard_where_it_may_not_write(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--out", os.devnull]) == 4
    assert "3.6000" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", datasets.names())
def test_demo_shows_every_bundled_dataset_and_what_in_it_is_illustrative(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    dataset = datasets.load(name)

    assert main(["demo", "--dataset", name, "--out", "inner"]) == 0
    out = capsys.readouterr().out
    assert f"real: {dataset.real}" in out
    for text in (dataset.plan.illustrative, dataset.results.illustrative):
        assert text in out


def test_the_list_of_datasets_names_each_and_writes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(folder.iterdir())

    assert main(["demo", "--list"]) == 0
    out = capsys.readouterr().out
    assert [line for line in out.splitlines() if line and not line.startswith(" ")] == list(datasets.names())
    assert sorted(folder.iterdir()) == before


def test_the_list_as_json_says_what_is_real(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "--list", "--json"]) == 0

    listed = json.loads(capsys.readouterr().out)["datasets"]
    assert [one["name"] for one in listed] == list(datasets.names())
    assert listed[1]["results"] == ["self-assessment", "committee"]
    assert all(one["real"] for one in listed)


@pytest.mark.parametrize("name", datasets.names())
def test_scores_as_json_equal_those_of_the_library(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    dataset = datasets.load(name)
    card = evaluate(Cascade(dataset.plan), dataset.results, period=dataset.period)
    source = f"dataset:{name}"

    assert main(["score", source, source, "--json", "--digits", "3"]) == 0
    document = json.loads(capsys.readouterr().out)
    plain = [{key: value for key, value in row.items() if key != "rounded"} for row in document["rows"]]
    assert plain == card.to_records()
    published = card.rounded(3).astype(object)
    for row, figures in zip(document["rows"], published.to_dict("records"), strict=True):
        expected = {key: None if value is None else str(value) for key, value in figures.items()}
        assert {"holder": row["holder"], "node": row["node"]} | row["rounded"] == expected


def test_a_dataset_of_several_periods_is_scored_for_the_one_it_names_or_the_one_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    source = "dataset:service_quality_2558"
    periods = []
    for asked in ([], ["--period", "2558-6M"]):
        assert main(["score", source, source, "--json", *asked]) == 0
        periods.append(json.loads(capsys.readouterr().out)["period"])

    assert periods == ["2558-12M", "2558-6M"]


def test_another_assessment_of_a_dataset_is_named_by_its_label(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", OPEC, f"{OPEC}/self-assessment", "--explain", "2.1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rounded"] == {"score": "5.0000"}


def test_an_explanation_as_json_adds_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", OPEC, OPEC, "--explain", "section:opec/2", "--json"]) == 0

    document = json.loads(capsys.readouterr().out)
    assert document["rounded"] == {"score": "3.6000"}
    final = [line["value"] for line in document["lines"] if line["is_final"]]
    assert sum(final) == pytest.approx(document["score"], abs=1e-12)


def test_kinds_as_json_equal_those_of_the_library(capsys: pytest.CaptureFixture[str]) -> None:
    found = kinds(Cascade(datasets.load("probation").plan), relative_to="superior")

    assert main(["classify", "dataset:probation", "--relative-to", "superior", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [(one["kpi"], one["kind"], one["reason"]) for one in document["kpis"]] == [
        (one.kpi, one.kind, one.reason) for one in found
    ]
    assert document["relative_to"] == "superior"


@pytest.mark.parametrize("rows", ["kpi", "goal"])
def test_a_matrix_as_json_equals_that_of_the_library(rows: str, capsys: pytest.CaptureFixture[str]) -> None:
    matrix = os_matrix(Cascade(datasets.load("probation").plan), rows=rows)

    assert main(["matrix", "dataset:probation", "--rows", rows, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["cells"] == matrix.to_frame().to_numpy().tolist()
    assert [row["id"] for row in document["rows"]] == [row.id for row in matrix.rows]
    assert [unit["id"] for unit in document["columns"]] == [unit.id for unit in matrix.columns]
    assert len(document["issues"]) == len(matrix.issues)


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_has_help(command: str, option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, option]) == 0

    said = capsys.readouterr()
    assert said.out.startswith(f"Usage: kpicascade {command} [OPTIONS]")
    assert said.out.isascii()
    assert said.err == ""


def test_the_help_of_the_program_names_every_command_and_exit_code(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--help"]) == 0

    out = " ".join(capsys.readouterr().out.split())
    assert all(f" {command} " in out for command in COMMANDS)
    assert "0 fine, 1 faults in the data, 2 usage, 3 cannot read, 4 cannot write" in out
    assert "..." not in out.partition("Commands:")[2]


def test_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"kpicascade {kpicascade.__version__}\n"


def test_as_a_process_it_prints_the_answer_and_leaves_its_code(run: Run) -> None:
    fine, faulty = run("score", "plan.yaml", "results.csv"), run("check", "faults.yaml")

    assert (fine.returncode, fine.stderr) == (0, "")
    assert "3.9000" in fine.stdout
    assert (faulty.returncode, faulty.stdout.splitlines()[-1]) == (1, "3 faults")


@pytest.mark.parametrize(
    "environment",
    [
        {"LANG": "C", "LC_ALL": "C"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp874"},
    ],
    ids=str,
)
def test_no_encoding_of_the_terminal_stops_an_answer(run: Run, environment: dict[str, str]) -> None:
    named = run("score", OPEC, OPEC, "--explain", "ไม่มี", **environment)
    scored = run("score", OPEC, OPEC, "--json", **environment)

    assert named.returncode == 2
    assert "Traceback" not in named.stderr
    assert scored.returncode == 0
    assert json.loads(scored.stdout)["rows"][0]["name"] == "สำนักงานคณะกรรมการส่งเสริมการศึกษาเอกชน"


def test_in_ascii_figures_are_printed_and_thai_is_shown_as_codes(run: Run) -> None:
    scored = run("score", "plan.yaml", "results.csv", PYTHONIOENCODING="ascii")

    assert (scored.returncode, scored.stdout.isascii()) == (0, True)
    assert "3.9000" in scored.stdout
    assert "PYTHONIOENCODING=utf-8" in scored.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "arguments", [["score", OPEC, OPEC], ["check", OPEC, "--json"], ["--help"], ["--version"]]
)
def test_a_full_disk_under_standard_output_ends_with_4_and_a_message(arguments: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        ended = subprocess.run(  # noqa: S603  the interpreter that runs this test
            [sys.executable, "-m", "kpicascade", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=surroundings(),
            encoding="utf-8",
            check=False,
        )

    assert ended.returncode == 4
    assert ended.stderr == "kpicascade: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize(("source", "code"), [("dataset:probation", 0), ("faults.yaml", 1)])
@pytest.mark.usefixtures("folder")
def test_a_reader_that_closes_the_pipe_changes_neither_code_nor_messages(source: str, code: int) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        ended = subprocess.run(  # noqa: S603  the interpreter that runs this test
            [sys.executable, "-m", "kpicascade", "check", source],
            stdout=pipe,
            stderr=subprocess.PIPE,
            env=surroundings(),
            encoding="utf-8",
            check=False,
        )

    assert (ended.returncode, ended.stderr) == (code, "")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_ctrl_c_ends_without_a_traceback(folder: Path) -> None:
    pipe = folder / "slow.yaml"
    os.mkfifo(pipe)
    command = [sys.executable, "-m", "kpicascade", "check", str(pipe)]
    with hearing_ctrl_c():
        process = subprocess.Popen(  # noqa: S603  the interpreter that runs this test
            command, stderr=subprocess.PIPE, env=surroundings(), encoding="utf-8"
        )
    try:
        writer = opened_for_reader(pipe)
        process.send_signal(signal.SIGINT)
        os.close(writer)  # ends a reading that began just as the signal came, and so slept through it
        _, messages = process.communicate(timeout=60)
    finally:
        process.kill()

    assert process.returncode == 130
    assert messages.split() == ["kpicascade:", "stopped"]


@contextmanager
def hearing_ctrl_c() -> Iterator[None]:
    """Let processes that start here hear SIGINT, which tests run in the background are deaf to."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def opened_for_reader(pipe: Path) -> int:
    """Open a pipe for writing as soon as somebody waits to read it."""
    for _ in range(600):
        try:
            return os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("nobody came to read the pipe")


def test_a_terminal_of_80_places_gets_tables_that_fit(folder: Path) -> None:
    pty = pytest.importorskip("pty")
    control, terminal = pty.openpty()
    ended = subprocess.run(
        [sys.executable, "-m", "kpicascade", "score", "dataset:marine_2556", "dataset:marine_2556"],
        cwd=folder,
        stdin=terminal,
        stdout=terminal,
        env=surroundings(COLUMNS="80"),
        check=False,
    )
    os.close(terminal)
    out = b""
    while part := read_available(control):
        out += part
    os.close(control)

    assert ended.returncode == 0
    table = out.decode("utf-8").split("\r\n\r\n")[1].split("\r\n")
    assert len(table) == 1 + 20
    marks = "ัิีึืฺุู็่้๊๋์ํ๎"
    assert max(len(line) - sum(line.count(mark) for mark in marks) for line in table) == 80
    assert all(line.endswith(("100%", "coverage")) for line in table)


def read_available(control: int) -> bytes:
    try:
        return os.read(control, 65536)
    except OSError:  # Linux tells the end of a terminal this way
        return b""
