"""What staff have written and not let out stands in no mail; what they let out does."""

from __future__ import annotations

from datetime import timedelta

from charta.consultation.models import Round
from charta.core.database import db, transaction
from charta.drafting.models import Document
from charta.weighing import services as weighing
from tests.notifications.conftest import CARLA, CURT, Post, to, wants
from tests.support.cast import Cast
from tests.support.consultation import CLOSES, DURING, a_comment, an_answer
from tests.support.drafting import a_revision
from tests.support.releases import a_release, an_open_release

LATER = DURING + timedelta(hours=1)
SECRET = "kanarie"


def test_a_draft_tells_nobody_and_its_release_everybody_once(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    comments = [
        a_comment(city, found, clause),
        a_comment(city, found, clause, author=city.second_citizen),
    ]
    words = weighing.Words("noted", "Dies ist bedacht.")
    with transaction():
        for comment in comments:
            db.session.add(comment)
            db.session.refresh(comment, ["revision"])
        draft = weighing.save_draft(city.editor, DURING, comments, words, finish=True)
    assert post.come() == []
    with transaction():
        draft = db.session.merge(draft)
        db.session.refresh(draft, ["revision"])
        weighing.release_drafts(city.approver, LATER, [draft], stamps=[draft.stamp])
    mails = post.come(LATER)
    assert sorted(to(mails)) == [CARLA, CURT]
    assert all("Dies ist bedacht." in one["body"] for one in mails)
    assert post.come(LATER + timedelta(hours=1)) == []


def test_no_mail_of_any_kind_says_what_is_not_public(
    post: Post, city: Cast, clause: Document, found: Round
) -> None:
    wants(city.citizen, watched=(city.charter_id,))
    answered, waiting = (a_comment(city, found, clause, now=DURING) for _ in range(2))
    a_revision(city, clause, "Die Stadt baut bald sichere Radwege.", note=SECRET, now=LATER)
    an_open_release(city, now=LATER)
    newest = a_revision(city, clause, SECRET, title=SECRET, note=SECRET, now=LATER)
    a_release(city, title=SECRET, note=SECRET, now=LATER)
    an_answer(city, answered, revision=newest, source="Wir haben es geändert.", now=LATER)
    with transaction():
        db.session.add(waiting)
        db.session.refresh(waiting, ["revision"])
        words = weighing.Words("noted", SECRET)
        weighing.save_draft(city.editor, LATER, [waiting], words, finish=True)
    mails = post.come(LATER) + post.come(CLOSES - timedelta(days=3))
    said = " ".join(one["body"] for one in mails)
    for kind in ("geantwortet", "ist öffentlich", "endet bald"):
        assert kind in said, "each kind has been told"
    assert SECRET not in str(mails)
