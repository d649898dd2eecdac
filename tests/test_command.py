import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kg.release.folder import Release
from server.command import main
from tests.conftest import EXAMPLES, ROOT


def run(*arguments: object, text: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=text)


def test_every_command_has_help() -> None:
    for name in main.commands:
        result = run(name, "--help")
        assert result.exit_code == 0
        assert "Usage:" in result.output


def test_from_articles_to_an_answer(tmp_path: Path) -> None:
    at = ("--workspace", tmp_path / "w")
    assert (
        run("ingest", EXAMPLES / "2018-05-02-neemrana-dialogue.txt", *at).output
        == "1 accepted, 0 unchanged, 0 quarantined\n"
    )
    assert (
        run("ingest", EXAMPLES / "2018-05-02-neemrana-dialogue.txt", *at).output
        == "0 accepted, 1 unchanged, 0 quarantined\n"
    )
    assert "1 articles" in run("publish", *at).output
    answer = run("query", ROOT / "ontology" / "queries" / "00-who-met-on-track-2.rq", *at)
    assert "Vivek Katju" in answer.output
    answer = run("query", "-", *at, "--format", "json", text="SELECT ?l { ?m a bc:Meeting ; rdfs:label ?l }")
    assert len(json.loads(answer.output)["results"]["bindings"]) == 2  # the dialogue, and the formal talks broken off
    assert run("dump", *at, "-o", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "backchannel.nq.gz").exists()


def test_quarantine_is_told_and_is_not_success(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "b.txt").write_text("Egypt and Sudan held talks in Khartoum.", "utf-8")
    result = run("ingest", tmp_path / "a.txt", tmp_path / "b.txt", "--workspace", tmp_path / "w")
    assert result.exit_code == 1
    assert "1 accepted, 0 unchanged, 1 quarantined" in result.output
    assert "a.txt: no text" in result.stderr
    assert "1 quarantined and left out" in run("publish", "--workspace", tmp_path / "w").output


def test_the_quarantine_can_be_listed(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    run("ingest", tmp_path / "a.txt", "--workspace", tmp_path / "w")
    result = run("quarantine", "--workspace", tmp_path / "w")
    assert (result.exit_code, "a.txt: no text" in result.output) == (1, True)


def test_several_articles_are_one_document() -> None:
    two = (EXAMPLES / "2018-07-09-asmara.json", EXAMPLES / "2012-10-18-hurdal.json")
    for form in ("records", "jsonld"):
        assert len(json.loads(run("extract", *two, "--format", form).output)) == 2


@pytest.mark.parametrize(
    ("query", "form"),
    [("ASK {}", "turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "csv"), ("SELECT * { ?s ?p ?o }", "jsonld")],
)
def test_a_format_that_does_not_fit_is_refused(examples: tuple[Path, Release], query: str, form: str) -> None:
    result = run("query", "-", "--workspace", examples[0], "--format", form, text=query)
    assert (result.exit_code, "expected one of" in result.stderr) == (2, True)


def test_a_workspace_that_cannot_be_used_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    (tmp_path / "w" / "catalogue.sqlite").mkdir(parents=True)
    for workspace in (tmp_path / "file" / "below", tmp_path / "w"):
        result = run("ingest", EXAMPLES / "2018-07-09-asmara.json", "--workspace", workspace)
        assert result.exit_code == 2
        assert result.stderr.startswith("error: ")


@pytest.mark.parametrize("form", ["turtle", "trig", "nquads", "jsonld", "records"])
def test_extract_needs_no_workspace(form: str, tmp_path: Path) -> None:
    source = EXAMPLES / "2018-07-09-asmara.json"
    assert "Abiy Ahmed" in run("extract", source, "--format", form).output
    assert run("extract", source, "--format", form, "-o", tmp_path).exit_code == 0
    [path] = tmp_path.iterdir()
    assert "Abiy Ahmed" in path.read_text("utf-8")


def test_what_extract_writes_passes_check(tmp_path: Path) -> None:
    run("extract", EXAMPLES / "2018-07-09-asmara.json", "-o", tmp_path)
    [path] = tmp_path.iterdir()
    result = run("check", path)
    assert (result.exit_code, "conforms" in result.output) == (0, True)
    path.write_text(path.read_text("utf-8").replace("bc:capacity-official", "bc:capacity-secret"), "utf-8")
    result = run("check", path)
    assert result.exit_code == 1
    assert "A capacity is official, private or unstated." in result.output


def test_explain_shows_facts_with_their_sentences(examples: tuple[Path, Release]) -> None:
    result = run("explain", "person/vivek-katju", "--workspace", examples[0])
    assert "Vivek Katju" in result.output
    assert "“The Indian delegation was led by Vivek Katju" in result.output
    assert "capacity: private" in result.output
    assert run("explain", "person/nobody", "--workspace", examples[0]).exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["publish"], "backchannel ingest"),
        (["query", "-"], "backchannel publish"),
        (["explain", "person/x"], "backchannel publish"),
        (["dump", "-o", "out"], "backchannel publish"),
    ],
)
def test_a_missing_workspace_says_what_to_do(tmp_path: Path, arguments: list[str], says: str) -> None:
    result = run(*arguments, "--workspace", tmp_path / "w", text="ASK {}")
    assert result.exit_code == 2
    assert says in result.stderr


def test_a_wrong_query_says_where(examples: tuple[Path, Release]) -> None:
    result = run("query", "-", "--workspace", examples[0], text="SELECT ?x {\n ?x a nope:Y }")
    assert result.exit_code == 2
    assert "line 2, column 7: unknown prefix nope:" in result.stderr


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the tree, installed with all it needs in an environment of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    ignored = shutil.ignore_patterns(".git", ".venv", "workspace", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, folder / "tree", ignore=ignored)
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(folder / "tree")]
    subprocess.run(build, check=True, capture_output=True)
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    locked = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [line.split("\\")[0].strip() for line in locked if line and line[0].isalnum()]
    (folder / "pins.txt").write_text("\n".join(pins), "utf-8")
    [path] = folder.glob("*.whl")
    pip = [
        str(folder / "venv" / "bin" / "pip"),
        "install",
        "--quiet",
        "--constraint",
        str(folder / "pins.txt"),
        str(path),
    ]
    subprocess.run(pip, check=True, capture_output=True)
    return folder / "venv" / "bin" / "backchannel"


def test_an_installed_wheel_works_away_from_the_source(wheel: Path, tmp_path: Path) -> None:
    def backchannel(*arguments: str) -> str:
        command = [str(wheel), *arguments]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stderr
        return result.stdout

    backchannel("ingest", str(EXAMPLES / "2018-07-09-asmara.json"))
    assert "1 articles" in backchannel("publish")
    assert "Abiy Ahmed" in backchannel("explain", "person/abiy-ahmed")
    backchannel("extract", str(EXAMPLES / "2018-07-09-asmara.json"), "-o", "out")
    assert "conforms" in backchannel("check", *map(str, (tmp_path / "out").iterdir()))
    python = wheel.parent / "python"
    code = (
        "from pathlib import Path; from server.app import create_app; c = create_app(Path('workspace')).test_client();"
        "print([c.get(p).status_code for p in ('/', '/ontology', '/static/style.css', '/id/person/abiy-ahmed')])"
    )
    result = subprocess.run([str(python), "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout == "[200, 200, 200, 200]\n"
