"""Rules that no run may break, checked with the log of tests/support/hostile_service.py. Rules are rows of RULES."""
import dataclasses

LOOK_SECONDS = 2.0
SLACK_SECONDS = 0.4  # between the clocks of client and service on a loaded machine
MOST_BYTES, MOST_PAGES, MOST_SECONDS = 600_000_000, 1200, 90


@dataclasses.dataclass
class Allowed:
    """What a story permits. Names and ids."""
    wanted: dict = dataclasses.field(default_factory=dict)   # name -> how many creates have to take effect; others: at most one
    purged: set = dataclasses.field(default_factory=set)     # with -skip-trash
    overwritten: set = dataclasses.field(default_factory=set)  # drift that the plan showed
    adopted: set = dataclasses.field(default_factory=set)    # imported
    seconds: float = MOST_SECONDS                            # of one response
    bytes: int = MOST_BYTES                                  # of one response
    pages: int = MOST_PAGES                                  # in a row


def allows(names, entry):
    return entry.get("name") in names or entry.get("id") in names


def took(log, *calls):
    return [entry for entry in log if entry["call"] in calls and entry["effect"] != "none"]


def created_twice(log, allowed):
    counts = {}
    for entry in took(log, "create"):
        counts[entry["name"]] = counts.get(entry["name"], 0) + 1
    for name in sorted(counts.keys() | allowed.wanted.keys()):
        count, wanted = counts.get(name, 0), allowed.wanted.get(name)
        if count > (wanted or 1) or (wanted is not None and count < wanted):
            yield f"{name} was created {count} times"


def created_unseen(log, allowed):
    """Known ids: list and recycle bin are read before the first create of a run."""
    read = set()
    for entry in log:
        if entry["call"] == "mark":
            read = set()
        read.add(entry["call"])
        if entry["call"] == "create" and not {"list", "bin"} <= read:
            yield f"{entry['name']}: POST without a list and a recycle bin before it"


def deleted_twice(log, allowed):
    """A DELETE of a deleted integration purges it."""
    deleted = set()
    for entry in log:
        if entry["call"] == "other user: undelete" or (entry["call"] == "undelete" and entry["effect"] != "none"):
            deleted.discard(entry["id"])
        if entry["call"] != "delete" or allows(allowed.purged, entry):
            continue
        if entry["in_bin"] or entry.get("was_in_bin"):
            yield f"{entry['name']}: DELETE while it is in the recycle bin"
        elif entry["effect"] == "purged":
            yield f"{entry['name']}: deleted for good"
        if entry["effect"] != "none":
            if entry["id"] in deleted:
                yield f"{entry['name']}: a second DELETE took effect"
            deleted.add(entry["id"])


def blind(log, allowed):
    """Each attempt of PUT, DELETE and undelete comes right after a GET that is not older than the attempt before."""
    last = {}
    for entry in log:
        if entry["call"] not in ("update", "delete", "undelete"):
            continue
        seen = entry.get("seen")
        text = f"{entry['call']} of {entry['name']}"
        if seen is None:
            yield f"{text} without a GET"
        elif seen["at"] < last.get(entry["id"], 0):
            yield f"{text} again without a GET"
        elif entry["at"] - seen["answered"] > LOOK_SECONDS + SLACK_SECONDS:
            yield f"{text} {entry['at'] - seen['answered']:.1f} s after the last GET"
        elif seen["in_bin"] != (entry["call"] == "undelete") and not (entry["call"] == "delete" and allows(allowed.purged, entry)):
            yield f"{text}, and its GET said in_bin: {seen['in_bin']}"
        last[entry["id"]] = entry["at"]


def overwrote(log, allowed):
    for entry in took(log, "update"):
        if entry["unseen_edit"]:
            yield f"{entry['name']}: PUT over an edit that no GET saw"
        elif entry["overwrote"] and not allows(allowed.overwritten, entry):
            yield f"{entry['name']}: PUT over another user's edit of {', '.join(entry['overwrote'])}"


def touched_strangers(log, allowed):
    for entry in log:
        if entry["call"] in ("update", "delete", "undelete", "enable", "disable") and entry["planted"] and not allows(allowed.adopted, entry):
            yield f"{entry['call']} of {entry['name']}, which another user created"


def went_outside(log, allowed):
    for entry in log:
        if entry["call"] == "outside":
            yield f"a request outside of the API: {entry['method']} {entry['path']}"


def told_elsewhere(log, allowed):
    for entry in log:
        if entry["call"] == "elsewhere":
            yield "another host was called" + (", with the token" if entry["token"] else "")


def unbounded(log, allowed):
    pages = 0
    for entry in log:
        pages = pages + 1 if entry["call"] in ("list", "bin", "search") else 0
        if pages == allowed.pages:
            yield f"{pages} pages of lists without an end"
        if entry.get("sent", 0) > allowed.bytes:
            yield f"{entry['sent']} bytes of one response were read"
        if entry.get("ended", entry["at"]) - entry["at"] > allowed.seconds:
            yield f"one response was waited for for {entry['ended'] - entry['at']:.0f} s"


RULES = (created_twice, created_unseen, deleted_twice, blind, overwrote, touched_strangers, went_outside, told_elsewhere, unbounded)


def audit(log, allowed=None):
    """The violations, one per line, beginning with the rule's name."""
    return [f"{rule.__name__}: {fault}" for rule in RULES for fault in rule(log, allowed or Allowed())]
