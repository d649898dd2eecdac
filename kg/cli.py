"""The command line: thin commands over the stages. `server.command` adds `serve` to them.

Exit codes: 0 all is well; 1 something in the input did not pass (quarantined, not conforming); 2 the call, a file or
the workspace is not usable.
"""

import os
import shutil
import sqlite3
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

import click
from pyoxigraph import QueryBoolean, QueryResultsFormat, QuerySolutions, RdfFormat, Store
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

import kg
from kg.catalogue import Catalogue
from kg.errors import ArticleError, KGError, SourceError
from kg.rdf import written

OK, NOT_PASSED, UNUSABLE = 0, 1, 2
_SOLUTION_FORMATS = ("table", "json", "csv", "tsv", "xml")
_GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")
_out, _err = Console(highlight=False, soft_wrap=True), Console(stderr=True, highlight=False, soft_wrap=True)

WORKSPACE = click.option(
    "--workspace",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("workspace"),
    show_default=True,
    envvar="BACKCHANNEL_WORKSPACE",
    show_envvar=True,
    help="Folder that holds the catalogue and the releases.",
)
_PUBLISHED = click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Day of publication (YYYY-MM-DD) where the source does not say.",
)
_JOBS = click.option(
    "--jobs", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read; each takes 0.5 GiB."
)
_MODEL_URL = click.option(
    "--model-url",
    envvar="BACKCHANNEL_MODEL_URL",
    show_envvar=True,
    help="Read with a language model at this OpenAI-compatible address, not by the rules; needs --model.",
)
_MODEL = click.option("--model", "model_name", envvar="BACKCHANNEL_MODEL", show_envvar=True, help="Its name there.")
_PUBLISHER = click.option("--publisher", help="Name of the publisher where the source does not say.")


class _Commands(click.Group):
    """Turns errors that a user can mend into one line and exit code 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except KGError as error:
            fail(str(error))
        except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
            # A disk, a file or a catalogue is not as it should be; what raised it tells which.
            name = getattr(error, "filename", None)
            fail(f"{name}: {error.strerror}" if name and isinstance(error, OSError) else str(error))


def fail(message: str) -> NoReturn:
    """Say what is wrong on standard error and exit with 2."""
    _err.print(f"error: {message}", markup=False)
    sys.exit(UNUSABLE)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(kg.__version__, prog_name="backchannel")
def main() -> None:
    """Turn news about diplomacy into a knowledge graph, and serve it."""


@main.command()
@click.argument("sources", nargs=-1, required=True)
@WORKSPACE
@_PUBLISHED
@_PUBLISHER
@_JOBS
@_MODEL_URL
@_MODEL
def ingest(  # noqa: PLR0913, PLR0917 - one parameter an option
    sources: tuple[str, ...],
    workspace: Path,
    published: datetime | None,
    publisher: str | None,
    jobs: int,
    model_url: str | None,
    model_name: str | None,
) -> None:
    """Read SOURCES (files, folders, http addresses) into the workspace.

    Text, HTML, JSON, JSON lines, RSS and Atom feeds and WARC archives are read. What cannot be read or does not pass
    the gate is quarantined with its report, and the rest goes on. Reading the same article again changes nothing.
    Exits with 1 if anything was quarantined.
    """
    from kg.pipeline import ingest as run  # noqa: PLC0415 - loads the language model; other commands need none

    counts = {"accepted": 0, "unchanged": 0, "quarantined": 0}
    with Catalogue(workspace) as catalogue, _progress() as progress:
        task = progress.add_task("reading", total=None)
        outcomes = run(
            catalogue,
            sources,
            published=published.date() if published else None,
            publisher=publisher,
            reader=_reader(jobs, model_url, model_name),
        )
        for outcome in outcomes:
            counts[outcome.kind] += 1
            progress.update(task, advance=1, description=outcome.label[:60])
            for reason in outcome.reasons:
                progress.console.print(f"quarantined: {_with_origin(outcome.origin, reason)}", markup=False)
    _out.print(", ".join(f"{count} {kind}" for kind, count in counts.items()))
    sys.exit(NOT_PASSED if counts["quarantined"] else OK)


def _reader(jobs: int, model_url: str | None, model_name: str | None) -> Any:
    """What articles are read with; a model has an address and a name."""
    from kg.model import Model  # noqa: PLC0415
    from kg.pipeline import Reader  # noqa: PLC0415 - loads the language model

    if bool(model_url) != bool(model_name):
        fail("a language model needs --model-url and --model, its address and its name there")
    key = os.environ.get("BACKCHANNEL_MODEL_KEY")
    return Reader(jobs, Model(model_url, model_name, key) if model_url and model_name else None)


def _with_origin(origin: str, reason: str) -> str:
    return reason if reason.startswith(origin) else f"{origin}: {reason}"


def _existing_catalogue(workspace: Path) -> Catalogue:
    """The catalogue of a workspace that has one; only `ingest` makes it."""
    if not (workspace / "catalogue.sqlite").exists():
        fail(f"{workspace}: no catalogue; expected one. Run `backchannel ingest` first.")
    return Catalogue(workspace)


@main.command()
@WORKSPACE
def publish(workspace: Path) -> None:
    """Make a release of what is accepted, and make it the current one."""
    from kg.release.publish import publish as run  # noqa: PLC0415 - not needed by other commands

    with _existing_catalogue(workspace) as catalogue, _progress() as progress:
        task = progress.add_task("publishing", total=None)
        release, is_new = run(
            catalogue,
            workspace,
            datetime.now(UTC).date(),
            lambda done, total: progress.update(task, completed=done, total=total),
        )
        about, held_back = release.about, len(list(catalogue.quarantined()))
    _out.print(
        f"release {about.version}{'' if is_new else ' (unchanged)'}: "
        f"{about.articles:,} articles, {about.triples:,} triples"
        + (f", {held_back} quarantined and left out" if held_back else "")
    )


@main.command()
@WORKSPACE
def quarantine(workspace: Path) -> None:
    """List what was quarantined, and why. Exits with 1 if anything is."""
    with _existing_catalogue(workspace) as catalogue:
        held = list(catalogue.quarantined())
    for item in held:
        for reason in item.reasons:
            _out.print(_with_origin(item.origin, reason), markup=False)
    sys.exit(NOT_PASSED if held else OK)


@main.command()
@click.argument("files", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["turtle", "trig", "nquads", "jsonld", "records"]),
    default="turtle",
    show_default=True,
    help="What to write; records is a flat JSON view.",
)
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), help="Folder for a file an article.")
@_PUBLISHED
@_PUBLISHER
@_MODEL_URL
@_MODEL
def extract(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: tuple[str, ...],
    form: str,
    output: Path | None,
    published: datetime | None,
    publisher: str | None,
    model_url: str | None,
    model_name: str | None,
) -> None:
    """Show what the articles in FILES say, without a workspace."""
    from kg.pipeline import describe_articles  # noqa: PLC0415
    from kg.readers import read_sources  # noqa: PLC0415
    from kg.render import file_name, joined, render  # noqa: PLC0415 - loads the language model

    refused: list[KGError] = []

    def articles() -> Iterable[Any]:
        for item in read_sources(files, published=published.date() if published else None, publisher=publisher):
            if isinstance(item, SourceError):
                refused.append(item)
                _err.print(f"error: {item}", markup=False)
            else:
                yield item

    names: set[str] = set()
    documents: list[bytes] = []
    for article, quads in describe_articles(articles(), _reader(1, model_url, model_name)):
        if isinstance(quads, ArticleError):
            refused.append(quads)
            _err.print(f"error: {quads}", markup=False)
            continue
        content = render(quads, form, article.name)
        if output is None:
            documents.append(content)
        else:
            output.mkdir(parents=True, exist_ok=True)
            name = file_name(article, form, names)
            names.add(name)
            (output / name).write_bytes(content)
    sys.stdout.buffer.write(joined(documents, form))
    sys.exit(NOT_PASSED if refused else OK)


@main.command()
@click.argument("gold", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("articles", nargs=-1, required=True)
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.option(
    "--record", type=click.Path(file_okay=False, path_type=Path), help="Workspace whose site is to show the figures."
)
def evaluate(gold: Path, articles: tuple[str, ...], form: str, record: Path | None) -> None:
    """Measure how well ARTICLES are read, against the records of careful readers in the folder GOLD.

    A gold record is a JSON file named as its article (see docs/extraction.md). Shown are precision, recall and F1 of
    each kind of fact, the share of right values, 95 % intervals over articles, and how often facts of each confidence
    are right. Exits with 1 if an article could not be read.
    """
    from kg.evaluation import evaluate as run  # noqa: PLC0415
    from kg.evaluation import load_gold  # noqa: PLC0415
    from kg.evaluation.tables import as_json, as_text, record_in  # noqa: PLC0415
    from kg.pipeline import describe_articles, extractor_version  # noqa: PLC0415
    from kg.readers import read_sources  # noqa: PLC0415
    from kg.records import records_of  # noqa: PLC0415 - loads the language model

    wanted = load_gold(gold)
    predicted: dict[str, dict[str, Any]] = {}
    sources = list(read_sources(articles))
    refused: list[KGError] = []
    for article, quads in describe_articles(item for item in sources if not isinstance(item, SourceError)):
        if isinstance(quads, ArticleError):
            refused.append(quads)
        else:
            predicted[article.name] = records_of(quads, article.name)
    refused += (item for item in sources if isinstance(item, SourceError))
    for error in refused:
        _err.print(f"error: {error}", markup=False)
    for name in sorted(wanted.keys() - predicted.keys()):
        _err.print(f"warning: no article {name} for the gold record of that name", markup=False)
    figures = run(wanted, predicted, extractor_version())
    click.echo(as_json(figures) if form == "json" else as_text(figures))
    if record is not None:
        record_in(record, figures)
    sys.exit(NOT_PASSED if refused else OK)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(files: tuple[Path, ...]) -> None:
    """Check RDF FILES against the shapes, with pySHACL, and say what is wrong.

    Turtle, TriG, N-Triples, N-Quads, JSON-LD and RDF/XML are known by their endings. Named graphs are checked one by
    one.
    """
    from kg.check import check_file  # noqa: PLC0415 - loads pySHACL

    conforms = True
    for path in files:
        for graph, report in check_file(path):
            conforms &= report.conforms
            name = f"{path} {graph}".strip()
            _out.print(f"{name}: {'conforms' if report.conforms else 'does not conform'}", markup=False)
            for finding in report.findings:
                _out.print(f"  {finding}", markup=False)
    sys.exit(OK if conforms else NOT_PASSED)


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@WORKSPACE
@click.option(
    "--format",
    "form",
    type=click.Choice([*_SOLUTION_FORMATS, *_GRAPH_FORMATS]),
    help="By default a table in a terminal and TSV elsewhere; Turtle for graphs.",
)
def query(file: Any, workspace: Path, form: str | None) -> None:
    """Ask the current release the SPARQL query in FILE (- for standard input)."""
    from kg.query import ask  # noqa: PLC0415

    results = ask(_open_current(workspace), file.read())
    stdout = sys.stdout.buffer
    fitting = _GRAPH_FORMATS if not isinstance(results, QuerySolutions | QueryBoolean) else _SOLUTION_FORMATS
    if form is not None and form not in fitting:
        fail(f"--format {form}: it does not fit this query; expected one of {', '.join(fitting)}.")
    if not isinstance(results, QuerySolutions | QueryBoolean):
        formats = {"ntriples": RdfFormat.N_TRIPLES, "jsonld": RdfFormat.JSON_LD}
        stdout.write(written(results, formats.get(form or "", RdfFormat.TURTLE)))
    elif form in {"json", "csv", "tsv", "xml"}:
        _serialize(results, stdout, form)
    elif isinstance(results, QuerySolutions) and not _out.is_terminal:
        _serialize(results, stdout, "tsv")
    elif isinstance(results, QueryBoolean):
        _out.print("yes" if results else "no")
    else:
        _out.print(_table(results))


def _serialize(results: QuerySolutions | QueryBoolean, stdout: Any, form: str) -> None:
    formats = {
        "json": QueryResultsFormat.JSON,
        "csv": QueryResultsFormat.CSV,
        "tsv": QueryResultsFormat.TSV,
        "xml": QueryResultsFormat.XML,
    }
    if isinstance(results, QueryBoolean) and form in {"csv", "tsv"}:
        stdout.write(b"true\n" if results else b"false\n")
    else:
        results.serialize(stdout, formats[form])


def _table(solutions: QuerySolutions) -> Table:
    from kg.vocab import compact  # noqa: PLC0415

    table = Table()
    for variable in solutions.variables:
        table.add_column(variable.value, overflow="fold")
    for row in solutions:
        values = (getattr(value, "value", "") for value in row)
        table.add_row(*(compact(v).strip("<>") if v.startswith("http") else v for v in values))
    return table


@main.command()
@click.argument("iri")
@WORKSPACE
def explain(iri: str, workspace: Path) -> None:
    """Show every fact about the thing IRI with its article, day and passage.

    IRI may be short: person/ri-yong-ho.
    """
    from kg.dossier import find_dossier  # noqa: PLC0415
    from kg.dossier.text import explain_lines  # noqa: PLC0415
    from kg.vocab import BASE  # noqa: PLC0415

    full = iri if "://" in iri else BASE + iri.removeprefix("bcid:")
    dossier = find_dossier(_open_current(workspace), full)
    if dossier is None:
        _err.print(f"error: {full}: nothing known of it in the current release.", markup=False)
        sys.exit(NOT_PASSED)
    for line in explain_lines(dossier):
        _out.print(line, markup=False)


@main.command()
@WORKSPACE
@click.option(
    "-o", "--output", type=click.Path(file_okay=False, path_type=Path), required=True, help="Folder to write to."
)
def dump(workspace: Path, output: Path) -> None:
    """Copy the current release's dumps, description and checksums to a folder."""
    from kg.release.folder import current_release  # noqa: PLC0415

    release = current_release(workspace)
    output.mkdir(parents=True, exist_ok=True)
    for path in sorted(release.dumps.iterdir()):
        shutil.copyfile(path, output / path.name)
        _out.print(str(output / path.name), markup=False)


def _open_current(workspace: Path) -> Store:
    from kg.release.folder import current_release  # noqa: PLC0415

    return Store.read_only(str(current_release(workspace).store))


def _progress() -> Progress:
    """A line that counts up while work goes on, shown in a terminal only."""
    columns = (SpinnerColumn(), TextColumn("{task.completed} {task.description}"), TimeElapsedColumn())
    return Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal)
