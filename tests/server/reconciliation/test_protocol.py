"""What the protocol asks of a service, by the schemas of its specification."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import rdflib
from flask.testing import FlaskClient

from kg.release.folder import Release
from kg.vocab import term
from server.app import create_app
from server.reconcile.requests import MAX_BATCH
from server.reconcile.schema import load_schema
from server.reconcile.values import all_values
from tests.server.reconciliation.conftest import valid

KIM = "person/kim-jong-un"


def extended(client: FlaskClient, ids: list[str], *properties: dict[str, Any]) -> Any:
    asked = valid({"ids": ids, "properties": list(properties)}, "data-extension-query")
    response = client.post("/reconcile", data={"extend": json.dumps(asked)})
    assert response.status_code == 200, response.text
    return valid(response.get_json(), "data-extension-response")


def test_the_manifest_says_where_everything_is(client: FlaskClient) -> None:
    manifest = valid(client.get("/reconcile").get_json(), "manifest")
    assert manifest["versions"] == ["0.2"]
    assert manifest["batchSize"] == MAX_BATCH
    assert manifest["identifierSpace"] + KIM == f"https://w3id.org/backchannel/id/{KIM}"
    encoded = quote(KIM, safe="")
    for part in ("view", "preview"):
        assert client.get(manifest[part]["url"].replace("{{id}}", encoded)).status_code == 200
    for part in manifest["suggest"].values():
        assert client.get(part["service_url"] + part["service_path"], query_string={"prefix": "s"}).status_code == 200
    assert client.get(manifest["documentation"]).status_code == 200
    proposed = manifest["extend"]["propose_properties"]
    assert client.get(proposed["service_url"] + proposed["service_path"]).status_code == 200


def test_a_proxy_may_speak_https_for_the_site(client: FlaskClient) -> None:
    manifest = client.get("/reconcile", headers={"Host": "news.example", "X-Forwarded-Proto": "https"}).get_json()
    assert manifest["view"]["url"] == "https://news.example/id/{{id}}"


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_batch_is_answered_by_its_keys(client: FlaskClient, method: str) -> None:
    batch = {"q0": {"query": "Iran", "type": "State"}, "zwei": {"query": "Xyzzy Plugh"}}
    sent = {"queries": json.dumps(batch)}
    response = client.get("/reconcile", query_string=sent) if method == "get" else client.post("/reconcile", data=sent)
    result = valid(response.get_json(), "reconciliation-result-batch")
    assert list(result) == ["q0", "zwei"]
    assert result["q0"]["result"][0]["id"] == "state/ir"
    assert "article" in result["q0"]["result"][0]["description"]
    assert result["zwei"]["result"] == []


def test_other_sites_may_ask(client: FlaskClient) -> None:
    for response in (client.get("/reconcile"), client.options("/reconcile"), client.get("/reconcile/suggest/type")):
        assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["jQuery111103759655054445933_1597936961626", "a.b", "$", "_jsonp_1"])
def test_a_callback_gets_the_answer_as_a_script(client: FlaskClient, name: str) -> None:
    response = client.get("/reconcile", query_string={"callback": name, "_": "1"})
    assert response.mimetype == "application/javascript"
    called = re.fullmatch(r"/\*\*/([\w.$]+)\((.*)\);", response.text)
    assert called is not None
    assert called[1] == name
    valid(json.loads(called[2]), "manifest")


@pytest.mark.parametrize("name", ["", "alert(1)//", "a;b", "a..b", "1a", "a b", "<script>", "é", "a" * 2000, "a\n"])
def test_a_callback_that_is_no_name_is_refused(client: FlaskClient, name: str) -> None:
    response = client.get("/reconcile", query_string={"callback": name})
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert name == "" or name not in response.text


def batch_of(query: Any) -> dict[str, str]:
    return {"queries": json.dumps({"q": query})}


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"queries": ""},
        {"queries": "[]"},
        {"queries": "{" * 100_000},
        {"queries": "[" * 100_000},
        batch_of("Kim"),
        batch_of({}),
        batch_of({"query": 5}),
        batch_of({"query": "x" * 1001}),
        batch_of({"query": "half \ud800"}),
        batch_of({"properties": []}),
        *(
            batch_of({"query": "x", "limit": limit})
            for limit in (0, -1, 1.5, "5", True, float("inf"), float("nan"), None)
        ),
        batch_of({"query": "x", "type": 5}),
        batch_of({"query": "x", "type": ["Person"] * 100}),
        batch_of({"query": "x", "type_strict": "maybe"}),
        batch_of({"query": "x", "type_strict": []}),
        batch_of({"query": "x", "properties": {"pid": "state", "v": "x"}}),
        batch_of({"query": "x", "properties": [{"pid": "nothing", "v": "x"}]}),
        batch_of({"query": "x", "properties": [{"pid": "state"}]}),
        batch_of({"query": "x", "properties": [{"pid": "state", "v": {"name": "no id"}}]}),
        batch_of({"query": "x", "properties": [{"pid": "state", "v": ["x"] * 100}]}),
        batch_of({"query": "x", "properties": [{"pid": "state", "v": "x"}] * 100}),
        {"extend": "{}"},
        {"extend": '{"ids": "person/x", "properties": []}'},
        {"extend": '{"ids": [1], "properties": []}'},
        {"extend": '{"ids": [], "properties": [{"id": "nothing"}]}'},
        {"extend": '{"ids": [], "properties": [{"id": "label", "settings": {"limit": "all"}}]}'},
        {"extend": json.dumps({"ids": ["a"] * 501, "properties": []})},
    ],
    ids=lambda form: str(form)[:60],
)
def test_what_is_not_valid_is_refused_in_the_one_shape(client: FlaskClient, form: dict[str, str]) -> None:
    response = client.post("/reconcile", data=form)
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert "expected" in response.get_json()["detail"] or not form
    assert len(response.text) < 1500


def test_a_batch_may_not_compare_without_end(client: FlaskClient) -> None:
    query = {"query": "Kim", "properties": [{"pid": "position", "v": [f"word {at}" for at in range(20)]}] * 5}
    queries = {str(number): query for number in range(11)}
    response = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert (response.status_code, "1,100 values" in response.get_json()["detail"]) == (400, True)


def test_too_large_a_batch_is_refused(client: FlaskClient) -> None:
    queries = {str(number): {"query": "x"} for number in range(MAX_BATCH + 1)}
    assert client.post("/reconcile", data={"queries": json.dumps(queries)}).status_code == 413


@pytest.mark.parametrize(
    "text", ['" } ?s ?p ?o { "', "\\", "> } #", "\x00", "\n", "?value", "🕊", "''' \"\"\"", "%s{0}"]
)
def test_no_text_becomes_part_of_a_query(client: FlaskClient, text: str) -> None:
    for pid in ("side", "date", "start", "kind"):
        query = {"query": text, "properties": [{"pid": pid, "v": text}, {"pid": pid, "v": {"id": text}}]}
        for asked in (query, {"properties": query["properties"]}):
            response = client.post("/reconcile", data=batch_of(asked))
            assert response.status_code == 200, response.text
            assert response.get_json()["q"]["result"] == []
    assert extended(client, [text], {"id": "state"})["rows"] == {text: {"state": []}}
    assert client.get("/reconcile/suggest/entity", query_string={"prefix": text}).status_code == 200
    assert client.get("/reconcile/flyout/entity", query_string={"id": text}).status_code == 404


def test_values_come_by_their_kind(client: FlaskClient) -> None:
    summit, place = "meeting/2018-06-12-sg-kp-us", "place/addis-ababa-et"
    found = extended(
        client,
        [summit, place, "person/nobody"],
        *({"id": name} for name in ("side", "start", "date", "articles", "latitude", "kind")),
    )
    meta = {each["id"]: each for each in found["meta"]}
    assert meta["side"]["type"] == {"id": "Actor", "name": "actor"}
    assert found["rows"][summit] == {
        "side": [{"id": "state/kp", "name": "North Korea"}, {"id": "state/us", "name": "United States"}],
        "start": [{"date": "2018-06-12T00:00:00Z"}],
        "date": [{"str": "2018-06-12"}],
        "articles": [{"int": 2}],
        "latitude": [],
        "kind": [{"str": "summit"}],
    }
    assert found["rows"][place]["latitude"] == [{"float": 9.02}]
    assert set(found["rows"]["person/nobody"]) == set(found["rows"][summit])
    assert not any(found["rows"]["person/nobody"].values())


def test_settings_cut_and_count_values(client: FlaskClient) -> None:
    def meetings(**settings: Any) -> Any:
        return extended(client, ["state/us"], {"id": "meeting", "settings": settings})["rows"]["state/us"]["meeting"]

    everything = meetings()
    assert len(everything) > 3
    for limit in (2, "2", 2.0):
        assert meetings(limit=limit) == everything[:2]
    assert meetings(limit=0) == meetings(limit="") == everything
    for count in (True, "on"):
        assert meetings(count=count) == [{"int": len(everything)}]


def test_many_values_are_cut_for_each_thing_on_its_own(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = (["state/us", "state/kp"], {"id": "meeting", "settings": {"limit": 3}})
    expected = extended(client, *asked)
    monkeypatch.setattr("server.reconcile.values._MOST_ROWS", 5)
    assert extended(client, *asked) == expected


def test_every_property_can_be_fetched_and_some_are_of_every_type(examples: tuple[Path, Release]) -> None:
    app = create_app(examples[0])
    with app.test_request_context():
        found = {name: all_values(each) for name, each in load_schema().properties.items()}
    assert {name for name, values in found.items() if not values} <= {
        "origin"
    }  # no example has somebody without office
    client = app.test_client()
    for kind in ("", "Q5", *load_schema().types):
        response = client.get("/reconcile/properties", query_string={"type": kind}).get_json()
        assert valid(response, "data-extension-property-proposal")["type"] == kind
        names = [each["id"] for each in response["properties"]]
        assert {"label", "wikidata", "articles"} <= set(names)
        assert ("date" in names) == (kind in {"Meeting", "Process", "DiplomaticEvent"})
    assert len(client.get("/reconcile/properties?type=Person&limit=2").get_json()["properties"]) == 2


def test_types_are_classes_of_the_ontology_by_their_names(ontology: rdflib.Graph) -> None:
    schema = load_schema()
    for kind in schema.types.values():
        assert str(ontology.value(rdflib.URIRef(kind.iri), rdflib.RDFS.label)) == kind.name
        broader = {str(each) for each in ontology.objects(rdflib.URIRef(kind.iri), rdflib.RDFS.subClassOf)}
        assert {schema.types[name].iri for name in kind.broader} <= broader
        assert set(kind.describe) <= schema.properties.keys()
    for each in schema.properties.values():
        assert {*each.types, *filter(None, [each.type])} <= schema.types.keys()
        assert (each.type is not None) == (each.kind == "entity")


def suggested(client: FlaskClient, kind: str, prefix: str, schema: str, **rest: str) -> list[str]:
    response = client.get(f"/reconcile/suggest/{kind}", query_string={"prefix": prefix, **rest})
    return [each["id"] for each in valid(response.get_json(), schema)["result"]]


@pytest.mark.parametrize(
    ("kind", "schema", "prefix", "first"),
    [
        ("entity", "suggest-entities-response", "kim jong", KIM),
        ("entity", "suggest-entities-response", "Jong U", KIM),
        ("entity", "suggest-entities-response", "Q56226", KIM),
        ("entity", "suggest-entities-response", KIM, KIM),
        ("entity", "suggest-entities-response", "Blink", "person/antony-blinken"),
        ("property", "suggest-properties-response", "sta", "state"),
        ("property", "suggest-properties-response", "held", "position"),
        ("type", "suggest-types-response", "per", "Person"),
        ("type", "suggest-types-response", "GovernmentB", "GovernmentBody"),
    ],
)
def test_suggestions_begin_as_was_typed(client: FlaskClient, kind: str, schema: str, prefix: str, first: str) -> None:
    assert suggested(client, kind, prefix, schema)[0] == first
    flyout = client.get(f"/reconcile/flyout/{kind}", query_string={"id": first}).get_json()
    assert flyout["id"] == first
    assert "<a href" in flyout["html"]


def test_a_suggestion_by_another_name_says_which(client: FlaskClient) -> None:
    [found] = client.get("/reconcile/suggest/entity?prefix=farc").get_json()["result"]
    assert found["name"] == "Revolutionary Armed Forces of Colombia"
    assert "“FARC”" in found["description"]


def test_the_cursor_leads_on(client: FlaskClient) -> None:
    pages = [suggested(client, "entity", "t", "suggest-entities-response", cursor=str(at)) for at in (0, 20)]
    assert len(set(pages[0] + pages[1])) == len(pages[0]) + len(pages[1]) > 20
    assert client.get("/reconcile/suggest/entity?prefix=t&cursor=-1").status_code == 400
    assert suggested(client, "entity", "t", "suggest-entities-response", cursor="9" * 9) == []


def test_only_the_preview_may_be_framed(client: FlaskClient) -> None:
    preview = client.get("/reconcile/preview", query_string={"id": KIM})
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    assert "default-src 'self'" in preview.headers["Content-Security-Policy"]
    assert "North Korea" in preview.text
    assert "<script" not in preview.text
    assert "/reconcile/about" in client.get("/dumps/").text
    for path in ("/reconcile", "/reconcile/about", "/reconcile/preview?id=nothing", f"/id/{KIM}"):
        assert "frame-ancestors 'none'" in client.get(path).headers["Content-Security-Policy"]


def test_every_feature_is_explained_where_the_manifest_leads(client: FlaskClient) -> None:
    page = client.get("/reconcile/about").text
    query = {"query": "Kim Jong Un", "properties": [{"pid": "state", "v": "KP"}]}
    [first, *_] = client.post("/reconcile", data=batch_of(query)).get_json()["q"]["result"]
    assert {"name", "margin", "property-state"} <= {each["id"] for each in first["features"]}
    for each in first["features"]:
        assert f'id="{each["id"]}"' in page
    assert term("bc:Person").value.rpartition("#")[2] in page


def test_before_the_first_release_it_says_so(tmp_path: Path) -> None:
    client = create_app(tmp_path).test_client()
    assert client.get("/reconcile").status_code == 200
    assert client.post("/reconcile", data=batch_of({"query": "x"})).status_code == 503
