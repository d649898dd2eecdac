"""`backchannel evaluate-identity`: how well persons, bodies and events are found again across articles."""

import tempfile
from pathlib import Path

import click

from kg.article import Article
from kg.commands.shell import OK, out


@click.command("evaluate-identity")
@click.argument("truth", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("articles", nargs=-1, required=True)
@click.option("--half", type=click.Choice(["open", "held-out"]), help="Only articles of this half of the truth.")
@click.option("--pairs", is_flag=True, help="Show the pairs that are wrong or missing.")
def evaluate_identity(truth: Path, articles: tuple[str, ...], half: str | None, *, pairs: bool) -> None:
    """Measure identity in ARTICLES against TRUTH, a file that says who is who (see tests/gold/identity).

    Of every two appearances: are they one, and were they made one? Shown are precision and recall of these pairs, for
    persons, organizations and events as they were read, and for events as careful readers told them.
    """
    from kg.catalogue import Catalogue  # noqa: PLC0415
    from kg.evaluation.identity import evaluate, load_truth  # noqa: PLC0415
    from kg.pipeline import describe_articles  # noqa: PLC0415 - loads the language model
    from kg.readers import read_sources  # noqa: PLC0415

    found = describe_articles(each for each in read_sources(articles) if isinstance(each, Article))
    read = ((article, quads) for article, quads in found if isinstance(quads, list))
    with tempfile.TemporaryDirectory() as folder, Catalogue(Path(folder)) as catalogue:
        figures = evaluate(load_truth(truth, half), read, catalogue)
    click.echo(f"{'':24}{'appearances':>12}{'pairs':>8}{'made':>8}{'precision':>11}{'recall':>8}")
    for kind, each in figures.items():
        row = f"{each.appearances:12}{each.true:8}{each.made:8}{each.precision:11.3f}{each.recall:8.3f}"
        click.echo(f"{kind:24}{row}")
        for label, named in (("wrong", each.wrong), ("missed", each.missed)) if pairs else ():
            for one, other in named:
                out.print(f"  {label}: {one} | {other}", markup=False)
    click.get_current_context().exit(OK)
