"""A committee whose database is moved to PostgreSQL in the middle of a case goes on as if nothing had happened."""

from pathlib import Path

from storage.move import move
from tests.house_fixture import CHANNEL, on_sqlite, running_house, says
from tests.postgres_fixture import empty_postgres


@on_sqlite
async def test_a_voting_that_was_open_when_the_database_moved_is_finished_on_postgresql(tmp_path: Path) -> None:
    async with running_house(tmp_path) as house:
        voting_id = await house.open_voting()
        await house.cast(voting_id, {"molde1": "for", "aukra": "against"})
        await house.settle()
        before = await house.snapshot()
    with empty_postgres() as url:
        move(f"sqlite:///{tmp_path}/utvalgsbot.db", url)
        async with running_house(tmp_path, database_url=url) as house:
            assert await house.snapshot() == before
            again = await house.vote("molde1", voting_id, "for")
            assert says(again["value"], "Din stemme for Molde: For"), "the press is known from before"
            await house.cast(voting_id, {"rauma": "for", "vestnes": "for"})
            assert says(await house.close(voting_id), "3 av 4 stemmevekt for, 1 mot")
            await house.show_now()
            posts = house.sandbox.posts(CHANNEL, author="bot")
            about = [
                one for one in posts if says(one.card, "Resultat: BU 1/26") or says(one.card, "Avstemning: BU 1/26")
            ]
            assert len(about) == 1, "the card that was posted before the move is edited"
            casts = [one for one in await house.record() if one.action == "ballot.cast"]
            assert [one.actor_id for one in casts] == ["molde1", "aukra", "rauma", "vestnes"]
