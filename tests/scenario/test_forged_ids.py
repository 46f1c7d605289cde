"""An id that is known from another body gives no power over what it names."""

import shutil
from pathlib import Path

from tests.house_fixture import FORM, lend_files, running_house
from tests.sandbox_fixture import ROOT


async def test_a_proposal_of_another_body_is_not_overwritten_by_one_who_knows_its_id(tmp_path: Path) -> None:
    lend_files(tmp_path)
    shutil.copy(ROOT / "sandbox" / "register.sample.yaml", tmp_path / "register.yaml")
    async with running_house(tmp_path) as house:
        theirs = await house.propose("molde1", title="Felles innbyggerdialog")
        before = await house.snapshot()
        sent = {**FORM, "title": "Noe annet", "proposal": theirs, "committee": "faggruppe-helse"}
        answer = await house.send_dialog("helse-aukra", form="proposal", **sent)
        assert isinstance(answer["task"]["value"], str), "a sentence, and no case number"
        assert await house.snapshot() == before
