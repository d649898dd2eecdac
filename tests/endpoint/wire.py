"""Requests that no client of good will sends, as bytes for the wire; `HOST` is put in for the server's own address."""

import gzip

_ASK = b"query=ASK%7B%7D"
_POST = b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n"
_DIRECT = b"POST /sparql HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/sparql-query\r\n"
_SMUGGLED = b"GET /sparql?query=ASK%7B%7D&smuggled HTTP/1.1\r\nHost: HOST\r\n\r\n"


def _get(target: bytes = b"/sparql?query=ASK%7B%7D", headers: bytes = b"") -> bytes:
    return b"GET " + target + b" HTTP/1.1\r\nHost: HOST\r\n" + headers + b"Connection: close\r\n\r\n"


def _post(headers: bytes, body: bytes, head: bytes = _POST) -> bytes:
    return head + headers + b"\r\n" + body


def _sized(body: bytes, headers: bytes = b"", head: bytes = _POST) -> bytes:
    return _post(headers + b"Connection: close\r\nContent-Length: %d\r\n" % len(body), body, head)


BOMB = gzip.compress(b"ASK {} #" + b"x" * 50_000_000)
HELLO = bytes.fromhex("16030100c8010000c403034c5f6c8d") + bytes(200)

WIRE: dict[str, bytes] = {
    # which length is meant: a proxy in front may believe the other (RFC 9112, section 6.3)
    "length-and-chunked": _post(b"Content-Length: 15\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n" + _SMUGGLED),
    "chunked-and-length": _post(b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n", b"0\r\n\r\nX" + _SMUGGLED),
    "two-lengths": _post(b"Content-Length: 15\r\nContent-Length: 0\r\n", _ASK + _SMUGGLED),
    "a-list-of-lengths": _post(b"Content-Length: 15, 15\r\n", _ASK),
    "a-negative-length": _post(b"Content-Length: -15\r\n", _ASK),
    "a-signed-length": _post(b"Content-Length: +15\r\n", _ASK),
    "a-length-in-hex": _post(b"Content-Length: 0xf\r\n", _ASK),
    "a-length-with-underscore": _post(b"Content-Length: 1_5\r\n", _ASK),
    "an-endless-length": _post(b"Content-Length: 99999999999999999999999\r\n", _ASK),
    "a-length-in-other-digits": _post("Content-Length: １５\r\n".encode(), _ASK),
    "an-unknown-coding": _post(b"Transfer-Encoding: xchunked\r\n", b"0\r\n\r\n" + _SMUGGLED),
    "a-coding-twice": _post(b"Transfer-Encoding: chunked, chunked\r\n", b"0\r\n\r\n"),
    "a-coding-with-tab": _post(b"Transfer-Encoding:\x0bchunked\r\n", b"0\r\n\r\n" + _SMUGGLED),
    "a-chunk-without-size": _post(b"Transfer-Encoding: chunked\r\n", b"\r\n\r\n"),
    "a-chunk-of-negative-size": _post(b"Transfer-Encoding: chunked\r\n", b"-1\r\nabc\r\n0\r\n\r\n"),
    "a-chunk-beyond-memory": _post(b"Transfer-Encoding: chunked\r\n", b"FFFFFFFFFFFFFFFF\r\nabc"),
    "a-chunk-ended-by-line-feed": _post(b"Transfer-Encoding: chunked\r\n", b"f\n" + _ASK + b"\n0\n\n" + _SMUGGLED),
    "a-chunk-with-extensions": _post(b"Transfer-Encoding: chunked\r\n", b"f;" + b"x=y;" * 5000 + b"\r\n" + _ASK),
    "trailers": _post(b"Transfer-Encoding: chunked\r\n", b"f\r\n" + _ASK + b"\r\n0\r\nContent-Length: 5\r\n\r\n"),
    # heads that are not well made
    "space-before-colon": _get(headers=b"Transfer-Encoding : chunked\r\n"),
    "a-folded-header": _get(headers=b"X: a\r\n Transfer-Encoding: chunked\r\n"),
    "bare-line-feeds": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\nHost: HOST\n\n",
    "bare-carriage-returns": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\rHost: HOST\r\r",
    "nul-in-a-header": _get(headers=b"Accept: text/\x00csv\r\n"),
    "no-colon": _get(headers=b"nonsense\r\n"),
    "an-empty-header-name": _get(headers=b": x\r\n"),
    "no-host": b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\n\r\n",
    "two-hosts": _get(headers=b"Host: evil.example\r\n"),
    "a-host-with-markup": b'GET / HTTP/1.1\r\nHost: "><script>alert(1)</script>\r\nConnection: close\r\n\r\n',
    "a-host-with-line-break": b"GET / HTTP/1.1\r\nHost: a\r\n\tb\r\nConnection: close\r\n\r\n",
    "a-header-of-a-megabyte": _get(headers=b"X-A: " + b"a" * 1_000_000 + b"\r\n"),
    "headers-by-the-thousand": _get(headers=b"".join(b"X-%d: y\r\n" % n for n in range(20_000))),
    "an-address-of-a-megabyte": _get(b"/sparql?query=ASK%7B%7D&x=" + b"a" * 1_000_000),
    "a-path-of-dots": _get(b"/sparql/" + b"../" * 20_000 + b"etc/passwd"),
    "a-method-of-a-kilobyte": b"G" * 1000 + b" /sparql HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "an-unknown-method": b"FROBNICATE /sparql HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n",
    "trace": b"TRACE /sparql HTTP/1.1\r\nHost: HOST\r\nCookie: secret=1\r\nConnection: close\r\n\r\n",
    "connect": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: HOST\r\n\r\n",
    "another-servers-address": _get(b"http://127.0.0.1:22/sparql?query=ASK%7B%7D"),
    "no-version": b"GET /sparql?query=ASK%7B%7D\r\n\r\n",
    "a-version-to-come": b"GET /sparql?query=ASK%7B%7D HTTP/9.9\r\nHost: HOST\r\n\r\n",
    "another-protocol": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
    "tls": HELLO,
    "noise": bytes(range(256)) * 64 + b"\r\n\r\n",
    "empty-lines": b"\r\n" * 50_000,
    "upgrade": _get(
        headers=b"Upgrade: h2c, websocket\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAM\r\n"
    ),
    "expectation": _sized(_ASK, b"Expect: 200-impossible\r\n"),
    "pipelined": _get().replace(b"Connection: close\r\n", b"") * 50 + _get(),
    # parameters and fields that mean to say something else
    "header-injection": _get(b"/sparql?query=ASK%7B%7D&format=csv%0d%0aSet-Cookie:%20a=b"),
    "markup-as-format": _get(b"/sparql?query=ASK%7B%7D&format=%3Cscript%3E", b"Accept: text/html\r\n"),
    "markup-in-the-query": _get(b"/sparql?query=%3Cscript%3Ealert(1)%3C/script%3E", b"Accept: text/html\r\n"),
    "parameters-by-the-thousand": _sized(_ASK + b"&a=b" * 200_000),
    "graphs-by-the-thousand": _sized(_ASK + b"&named-graph-uri=urn:x:a" * 30_000),
    "a-graph-that-is-no-iri": _sized(_ASK + b"&default-graph-uri=%00%3E%7D%20UNION%20%7B"),
    "query-in-both-places": _sized(_ASK, head=_POST.replace(b"/sparql", b"/sparql?query=ASK%7B%7D")),
    "accepts-by-the-thousand": _get(headers=b"Accept: " + b",".join(b"a/b%d;q=0.1" % n for n in range(4000)) + b"\r\n"),
    "a-broken-accept": _get(headers=b'Accept: ;;;q=,/*,*/,text/;q=nan,*/*;q=1e400,"\r\n'),
    "languages-and-codings": _get(headers=b"Accept-Encoding: gzip;q=nan, zstd;q=-1, *;q=\r\nAccept-Charset: utf-7\r\n"),
    "ranges": _get(headers=b"Range: bytes=" + b",".join(b"%d-" % n for n in range(1000)) + b"\r\n"),
    "etags-by-the-thousand": _get(headers=b"If-None-Match: " + b",".join(b'"%d"' % n for n in range(5000)) + b"\r\n"),
    "a-date-that-is-none": _get(headers=b"If-Modified-Since: Thu, 99 Foo 99999999999 99:99:99 GMT\r\n"),
    "forwarded-for": _get(headers=b"X-Forwarded-For: 127.0.0.1, ::1, <script>\r\nX-Forwarded-Host: evil.example\r\n"),
    # encodings
    "a-broken-escape": _get(b"/sparql?query=ASK%7B%ZZ%7D%"),
    "bytes-that-are-not-utf-8": _get(b"/sparql?query=ASK%7B%7D%20%23%80%FF%C0%AF"),
    "raw-bytes-in-the-address": _get(b"/sparql?query=ASK{}\xff\xfe\x80"),
    "a-body-not-in-utf-8": _sized(b"ASK {} # \xc0\xaf\xed\xa0\x80\xff", head=_DIRECT),
    "a-body-with-a-byte-order-mark": _sized(b"\xef\xbb\xbfASK {}", head=_DIRECT),
    "a-body-in-utf-32": _sized("ASK {}".encode("utf-32"), head=_DIRECT),
    "a-charset-that-runs-code": _sized(b"ASK {}", head=_DIRECT.replace(b"query\r", b"query; charset=unicode_escape\r")),
    "a-charset-that-is-none": _sized(b"ASK {}", head=_DIRECT.replace(b"query\r", b'query; charset="\x01\r')),
    "a-media-type-that-is-none": _sized(b"ASK {}", head=_DIRECT.replace(b"application/sparql-query", b';;/;="')),
    "a-compressed-body": _sized(gzip.compress(b"ASK {}"), b"Content-Encoding: gzip\r\n", _DIRECT),
    "a-compressed-bomb": _sized(BOMB, b"Content-Encoding: gzip\r\n", _DIRECT),
    "a-multipart-bomb": _sized(
        b'--a\r\nContent-Disposition: form-data; name="query"\r\n\r\n' * 10_000,
        head=_POST.replace(b"application/x-www-form-urlencoded", b"multipart/form-data; boundary=a"),
    ),
    # paths of the site
    "up-and-out": _get(b"/static/..%2f..%2f..%2f..%2fetc/passwd"),
    "nul-in-the-path": _get(b"/id/%00%0a%0d../../x"),
    "a-path-of-a-megabyte": _get(b"/id/" + b"a" * 1_000_000),
    "a-star": b"OPTIONS * HTTP/1.1\r\nHost: HOST\r\nConnection: close\r\n\r\n",
}
