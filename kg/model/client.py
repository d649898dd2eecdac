"""The request to a model: chat completions with structured output, as the OpenAI API reference (2025) has them."""

import json
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import httpx

import kg
from kg.article import Article
from kg.errors import ArticleError, ModelError

_FOLDER = Path(__file__).parent
_TIMEOUT_S = 300
_MAX_ANSWER = 4_000_000
"""Bytes of an answer; the facts of the longest article take less than a tenth."""
_TRIES, _LONGEST_WAIT_S = 4, 60
_BUSY = {408, 429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Model:
    """A model at an address: its base URL ("http://127.0.0.1:11434/v1"), its name there, and a key if it needs one."""

    url: str
    name: str
    key: str | None = None


def ask(article: Article, model: Model) -> dict[str, Any]:
    """What the model says of an article, as JSON.

    Raises `ModelError` where the address does not answer, `ArticleError` where it says nothing of use of this article.
    """
    try:
        said = json.loads(json.loads(_answer(article, model))["choices"][0]["message"]["content"])
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        found = f"an answer of {model.name} that cannot be read ({type(error).__name__})"
        raise ArticleError(article.origin, found, "a message with JSON in the schema asked for") from None
    if not isinstance(said, dict):
        raise ArticleError(article.origin, f"a JSON {type(said).__name__} from {model.name}", "an object")
    return said


def _answer(article: Article, model: Model) -> bytes:
    """The body of the answer, asked for again where the server is busy, after as long as it says."""
    headers = {"User-Agent": f"backchannel/{kg.__version__}"}
    if model.key:
        headers["Authorization"] = f"Bearer {model.key}"
    address = f"{model.url.rstrip('/')}/chat/completions"
    request = _request(article, model)
    for attempt in range(1, _TRIES + 1):
        try:
            with httpx.stream("POST", address, json=request, headers=headers, timeout=_TIMEOUT_S) as answer:
                if answer.status_code == 200:
                    return _limited(answer, model)
                if answer.status_code not in _BUSY or attempt == _TRIES:
                    found = f"HTTP status {answer.status_code}"
                    raise ModelError(model.url, found, "200", _advice(answer.status_code))
                wait = _wait_s(answer.headers.get("retry-after"), attempt)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            if attempt == _TRIES or isinstance(error, httpx.UnsupportedProtocol | httpx.InvalidURL):
                found = f"no answer ({error or type(error).__name__})"
                raise ModelError(model.url, found, "a server that speaks the OpenAI API") from None
            wait = _wait_s(None, attempt)
        time.sleep(wait)
    raise AssertionError  # the last try returns or raises


def _limited(answer: httpx.Response, model: Model) -> bytes:
    body = bytearray()
    for chunk in answer.iter_bytes():
        body += chunk
        if len(body) > _MAX_ANSWER:
            raise ModelError(model.url, f"an answer of more than {_MAX_ANSWER:,} bytes", "the facts of one article")
    return bytes(body)


def _wait_s(retry_after: str | None, attempt: int) -> float:
    seconds = float(retry_after) if retry_after and retry_after.isdigit() else 0.5 * 2**attempt
    return min(seconds, _LONGEST_WAIT_S)


def _advice(status: int) -> str:
    if status in {401, 403}:
        return "Give the key in BACKCHANNEL_MODEL_KEY."
    return "Check the address and the model's name." if status == 404 else ""


def _request(article: Article, model: Model) -> dict[str, Any]:
    published = article.published.isoformat() if article.published else "unknown"
    return {
        "model": model.name,
        "temperature": 0,
        "messages": [
            {"role": "system", "content": _prompt()},
            {"role": "user", "content": f"Published: {published}\n\n{article.text}"},
        ],
        "response_format": {
            "type": "json_schema",
            "json_schema": {"name": "records", "strict": True, "schema": schema()},
        },
    }


@cache
def _prompt() -> str:
    return (_FOLDER / "prompt.md").read_text("utf-8")


@cache
def schema() -> dict[str, Any]:
    """The JSON Schema that an answer is asked for in."""
    content: dict[str, Any] = json.loads((_FOLDER / "schema.json").read_text("utf-8"))
    return content
