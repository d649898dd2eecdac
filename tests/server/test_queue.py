"""The queue, the cache and the spool by themselves."""

import asyncio

import pytest

from server.sparql.admission import Admission, Bounds, RefusedError
from server.sparql.cache import Cache, Cached
from server.sparql.spool import Budget, Spool


def test_one_client_s_many_do_not_keep_another_waiting() -> None:
    async def play() -> list[str]:
        admission, order = Admission(Bounds(1, 20, 20, 5)), list[str]()

        async def ask(client: str) -> None:
            await admission.enter(client)
            order.append(client)
            await asyncio.sleep(0)
            admission.leave(client)

        many = [asyncio.create_task(ask("many")) for _ in range(6)]
        await asyncio.sleep(0)
        await asyncio.gather(*many, ask("one"))
        return order

    order = asyncio.run(play())
    assert order.index("one") <= 2
    assert len(order) == 7


def test_bounds_are_kept_and_room_comes_back() -> None:
    async def play() -> list[str]:
        admission, refused = Admission(Bounds(1, 1, 2, 0.01)), list[str]()

        async def refuse(client: str) -> None:
            with pytest.raises(RefusedError) as caught:
                await admission.enter(client)
            refused.append(caught.value.bound)

        await admission.enter("a")
        waiting = asyncio.create_task(refuse("a"))
        await asyncio.sleep(0)
        await refuse("a")
        await refuse("b")
        await waiting
        admission.leave("a")
        await admission.enter("b")
        assert (admission.running, admission.waiting) == (1, 0)
        return refused

    assert asyncio.run(play()) == ["client", "queue", "wait"]


def test_who_gives_up_waiting_takes_no_turn() -> None:
    async def play() -> int:
        admission = Admission(Bounds(1, 5, 5, 5))
        await admission.enter("a")
        waiting = asyncio.create_task(admission.enter("b"))
        await asyncio.sleep(0)
        waiting.cancel()
        admission.leave("a")
        await asyncio.gather(waiting, return_exceptions=True)
        return admission.running + admission.waiting

    assert asyncio.run(play()) == 0


def test_the_cache_keeps_within_its_bytes_what_was_asked_for_last() -> None:
    cache = Cache(16 * 2000)
    for number in range(40):
        cache.put((number,), Cached((), bytes(1400), "", "", 0))
        cache.get((0,))
    assert cache.used <= 16 * 2000
    assert cache.get((0,)) is not None
    assert cache.get((1,)) is None
    cache.put(("large",), Cached((), bytes(2000), "", "", 0))
    assert cache.get(("large",)) is None


def test_what_is_put_into_a_spool_comes_out_in_order() -> None:
    pieces = [bytes([number % 251]) * 60_000 for number in range(100)]

    async def play() -> tuple[bytes, int]:
        budget = Budget(10_000_000)
        spool = Spool(budget)
        for piece in pieces[:60]:
            await spool.put(piece)
        taken = [await spool.get() for _ in range(50)]
        for piece in pieces[60:]:
            await spool.put(piece)
        spool.end()
        while (piece_or_none := await spool.get()) is not None:
            taken.append(piece_or_none)
        spool.close()
        return b"".join(piece for piece in taken if piece), budget.free

    assert asyncio.run(play()) == (b"".join(pieces), 10_000_000)


def test_a_spool_without_room_on_disk_waits() -> None:
    async def play() -> bool:
        spool = Spool(Budget(100_000))
        for _ in range(20):
            await spool.put(bytes(60_000))
            if spool._is_behind:
                break
        await spool.put(bytes(60_000))
        late = asyncio.create_task(spool.put(bytes(60_000)))
        await asyncio.sleep(0)
        was_waiting = not late.done()
        while not late.done():
            await spool.get()
        spool.close()
        return was_waiting

    assert asyncio.run(play())
