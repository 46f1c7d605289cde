"""The verbs that a card's buttons may carry; each is answered in `bot.actions`."""

VERBS = frozenset(
    {
        "ballot.cast",
        "voting.view",
        "meeting.view",
        "proposal.view",
        "voting.open",
        "voting.close",
        "proposal.assure",
        "proposal.send_back",
        "meeting.start",
        "meeting.attend",
        "meeting.end",
        "meeting.settle",
        "minutes.approve",
        "minutes.publish",
        "errand.retry",
        "command.run",
        "members.view",
        "mandate.view",
        "mandate.changes",
        "bodies.view",
        "list.save",
        "language.choose",
        "election.view",
        "election.start",
        "election.open",
        "election.again",
        "election.close",
        "election.cancel",
    }
)
FORMS = frozenset(
    {
        "proposal",
        "ballot",
        "minutes",
        "group",
        "group_report",
        "group_end",
        "delegate",
        "delegate_report",
        "delegate_end",
        "election_ballot",
    }
)
