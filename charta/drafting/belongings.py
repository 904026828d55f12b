"""Who has written and decided what, as what the site holds about a person."""

from __future__ import annotations

from charta.accounts.belongings import Holder, stays

IN_THE_CHAIN = "Teil der Prüfsumme des Wortlauts: wer ihn geschrieben hat, als Nummer"
OF_THE_CITY = "wer für die Stadt entschieden hat, bleibt als Nummer nachvollziehbar"

HOLDER = Holder(
    (
        *stays(IN_THE_CHAIN, revisions=("author_id",)),
        *stays(OF_THE_CITY, promotions=("decided_by_id",), shelvings=("decided_by_id",)),
    )
)
