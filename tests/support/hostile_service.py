#!/usr/bin/env python3
"""A service that breaks the guarantees of its API, in modes for tests; its log shows what a client did.

It supports the calls of cloud integrations for NEWRELIC, AZURE, EC2 and CLOUDWATCH, almost without checks: the
correct service is `waveform simulate`. DELETE works as documented: into the recycle bin, and from there permanently.

In a test: `Service(clock=3600)`, then `strike(...)` for single calls and `other_user(...)` for edits by other users. As a program:

  hostile_service.py ['{"clock": 3600}']

prints its address on 127.0.0.1 and ends with its stdin. Control: GET /hostile/log (JSON lines), GET /hostile/dump,
PUT /hostile/modes and POST /hostile/strikes (JSON objects with the names in MODES, and with arguments of strike()).
"""
import copy
import dataclasses
import json
import socket
import sys
import threading
import time
import uuid

sys.dont_write_bytecode = True
from hostile_answers import ANSWERS, start_server  # noqa: E402

# Modes for all calls: the value when off, and the effect.
MODES = {
    "clock": (0, "createdEpochMillis is so many seconds ahead; 'missing': there is none; 'equal': the same for all"),
    "names": ("kept", "'trimmed': white space at both ends goes; 'folded': the name is stored in lower case"),
    "tags": ("kept", "'trimmed': white space around values goes; 'dropped': tags are not stored"),
    "filled": (False, "fields that were not sent get values"),
    "list_lag": (0, "list, search and recycle bin are so many seconds behind the writes"),
    "get_lag": (0, "GET by id is so many seconds behind the writes"),
    "flicker": (False, "every second read is not behind: one of two replicas lags"),
    "trash_listed": (False, "the list holds the recycle bin too"),
}
TOKEN = 'token+of/"hostile\\7c3e=='
USER, OTHER = "api@example.com", "other@example.com"
ENABLED, BINNED = {"disabled": False}, {"inTrash": True, "deleted": True}
KEPT = ("id", "creatorId", "createdEpochMillis", "disabled", "deleted", "inTrash", "lastError", "lastErrorMs", "lastErrorEvent")
# Service -> its object, and its secret with the placeholder that keeps it ("": none, and a PUT without it is refused).
SERVICES = {
    "NEWRELIC": ("newRelic", ("apiKey",), ""),
    "AZURE": ("azure", ("baseCredentials", "clientSecret"), "saved_secret"),
    "EC2": ("ec2", ("baseCredentials", "externalId"), None),
    "CLOUDWATCH": ("cloudWatch", ("baseCredentials", "externalId"), None),
}


def now():
    return time.monotonic()


def secret_of(body):
    """The place of the secret: its map (empty for a body without one), its key there, and its placeholder."""
    kind, path, keeper = SERVICES[body["service"]]
    place = body.get(kind) or {}
    for key in path[:-1]:
        place = place.get(key) or {}
    return place, path[-1], keeper


def leaves(value, path=""):
    """Each field that is not a map, by its path."""
    if not isinstance(value, dict):
        return {path: value}
    return {p: v for key, member in value.items() for p, v in leaves(member, f"{path}.{key}" if path else key).items()}


@dataclasses.dataclass
class Integration:
    body: dict                                    # None: deleted permanently
    revision: int = 0                             # counts the changes
    edited: int = 0                               # the revision of the last edit by another user
    edits: dict = dataclasses.field(default_factory=dict)    # values set by other users, by path
    history: list = dataclasses.field(default_factory=list)  # (when, body, revision)
    planted: bool = False                         # created by another user

    def store(self, body):
        self.body, self.revision = body, self.revision + 1
        self.history.append((now(), body, self.revision))

    def seen(self, lag):
        """What a read that lags by this many seconds sees: body (or None) and revision."""
        until = now() - lag
        return next(((body, revision) for at, body, revision in reversed(self.history) if at <= until), (None, 0))


@dataclasses.dataclass
class Strike:
    """A fault of some calls."""
    call: str                   # a call's name, "read", "write" or "any"
    whom: str = ""              # the integration's name or id; "": any
    skip: int = 0               # this many such calls are not affected
    times: float = 1            # then this many are affected
    effect: object = "now"      # "now", "none", seconds of delay, or "manual": when the test calls take_effect()
    answer: object = "ok"       # a row of hostile_answers.py, or a status
    value: object = None        # the argument of that row
    headers: dict = dataclasses.field(default_factory=dict)
    meanwhile: object = None    # called with the request's body before the response: concurrent edits
    take_effect: object = None
    arrived: threading.Event = dataclasses.field(default_factory=threading.Event)
    released: threading.Event = dataclasses.field(default_factory=threading.Event)


class Service:
    def __init__(self, **modes):
        for name, (off, _) in MODES.items():
            setattr(self, name, modes.pop(name, off))
        assert not modes, f"no such mode: {modes}"
        self.lock = threading.RLock()
        self.items, self.log, self.strikes, self.timers = {}, [], [], []
        self.external_ids = set()
        self.reads = self.looks = self.seen_revision = 0
        self.connections = 0
        self.token = TOKEN
        self.servers = [start_server(self), start_server(self, elsewhere=True)]
        # The second is another host, the target of redirects.
        self.address, self.elsewhere = (f"http://127.0.0.1:{server.server_address[1]}" for server in self.servers)

    def close(self):
        for strike in self.strikes:
            strike.released.set()
        for server in self.servers:
            server.shutdown()
            server.server_close()

    # For tests: modes and strikes.

    def strike(self, call, whom="", **how):
        """Adds a fault for later calls; of several, the first matching one applies. Returns it."""
        strike = Strike(call, whom, **how)
        assert strike.answer in ANSWERS or isinstance(strike.answer, int), strike.answer
        self.strikes.append(strike)
        return strike

    def heal(self):
        self.strikes.clear()

    def wait_for_effects(self):
        """Waits for all late effects."""
        for timer in self.timers:
            timer.join(30)

    def drain(self):
        """Waits until all requests of finished clients have been read."""
        until = now() + 5
        socket.create_connection(self.servers[0].server_address).close()  # accepted after theirs
        while self.connections and now() < until:
            time.sleep(0.005)

    # Edits by other users.

    def other_user(self, does, whom="", fields=None, creator=OTHER):
        """`create` (fields: the body), `edit` (fields by path), `delete`, `purge`, `undelete`, `enable` or `disable`. The id."""
        with self.lock:
            identity = self.create(fields, creator) if does == "create" else self.find(whom)[0]
            item = self.items[identity]
            item.planted = item.planted or does == "create"
            if does == "edit":
                body = copy.deepcopy(item.body)
                for path, value in fields.items():
                    *parents, last = path.split(".")
                    place = body
                    for key in parents:
                        place = place.setdefault(key, {})
                    place[last] = value
                self.change(identity, body, OTHER)
                item.edits.update(leaves(fields))
            elif does != "create":
                self.CALLS["delete" if does == "purge" else does](self, identity, {"skipTrash": "true"} if does == "purge" else {}, {}, OTHER)
            item.edited = item.revision
            self.log.append({"at": now(), "call": f"other user: {does}", "id": identity, "name": self.name_of(identity), "by": creator})
            return identity

    def mark(self, **entry):
        """A line of the log that no call made: a run begins, for example."""
        with self.lock:
            self.log.append({"at": now(), "call": "mark", **entry})

    # For tests: queries.

    def find(self, whom):
        """(id, body) of the integration with this name or id, live or deleted."""
        found = [(i, item.body) for i, item in self.items.items() if item.body and whom in (i, item.body["name"])]
        assert len(found) == 1, f"{len(found)} integrations are {whom!r}"
        return found[0]

    def live(self):
        """Names of live integrations, sorted, with duplicates."""
        return sorted(item.body["name"] for item in self.items.values() if item.body and not item.body["inTrash"])

    def calls(self, *names):
        return [entry for entry in self.log if entry["call"] in names]

    def writes(self):
        return self.calls("create", "update", "delete", "undelete", "enable", "disable")

    def name_of(self, identity):
        item = self.items.get(identity)
        return next((body["name"] for _, body, _ in reversed(item.history) if body), "") if item else ""

    # The calls: (id, query, body, user) -> (status, response, what it did).

    def create(self, body, user, identity=None):
        identity = identity or str(uuid.uuid4())
        body = self.stored(body)
        at = int(time.time() * 1000)
        if self.clock != "missing":
            body["createdEpochMillis"] = 1_500_000_000_000 if self.clock == "equal" else at + self.clock * 1000
        body.update(id=identity, creatorId=user, updaterId=user, updatedEpochMillis=at, disabled=False, inTrash=False, deleted=False)
        self.items[identity] = Integration(None)
        self.items[identity].store(body)
        return identity

    def on_create(self, _, query, body, user):
        if body.get("id") or not body.get("name") or body.get("service") not in SERVICES:
            return 400, "a create needs name and service, and has no id", "none"
        place, key, keeper = secret_of(body)
        if keeper is None and place.get(key) not in self.external_ids:
            return 400, "no valid external id", "none"
        return 200, self.shown(self.items[self.create(body, user)].body), "took"

    def on_update(self, identity, query, body, user):
        item = self.items.get(identity)
        if not item or not item.body:
            return 404, "no such integration", "none"
        if item.body["inTrash"]:
            return 400, "it is in the recycle bin", "none"
        if "lastErrorEvent" in body or body.get("service") != item.body["service"]:
            return 400, "lastErrorEvent and another service cannot be sent", "none"
        new = self.stored(body)
        place, key, keeper = secret_of(new)
        old, _, _ = secret_of(item.body)
        if keeper != "" and place.get(key) == keeper:
            place[key] = old.get(key)
        if not place.get(key):
            return 400, f"{key} is missing", "none"
        new.update({name: item.body[name] for name in KEPT if name in item.body})
        self.change(identity, new, user)
        return 200, self.shown(new), "took"

    def on_delete(self, identity, query, body, user):
        item = self.items.get(identity)
        if not item or not item.body:
            return 404, "no such integration", "none"
        shown = {**self.shown(item.body), **BINNED}
        if item.body["inTrash"] or query.get("skipTrash") == "true":
            item.store(None)
            return 200, shown, "purged"
        self.change(identity, {**item.body, **BINNED}, user)
        return 200, shown, "took"

    def switch(self, identity, user, where, to):
        """Sets fields of deleted or of live integrations."""
        item = self.items.get(identity)
        if not item or not item.body:
            return 404, "no such integration", "none"
        if item.body["inTrash"] != where:
            return 400, "it is in the recycle bin" if item.body["inTrash"] else "it is not in the recycle bin", "none"
        changes = any(item.body[key] != value for key, value in to.items())
        self.change(identity, {**item.body, **to}, user)
        return 200, self.shown(item.body), "took" if changes else "none"

    def on_undelete(self, identity, query, body, user):
        return self.switch(identity, user, True, {key: False for key in BINNED})

    def on_enable(self, identity, query, body, user):
        return self.switch(identity, user, False, ENABLED)

    def on_disable(self, identity, query, body, user):
        return self.switch(identity, user, False, {"disabled": True})

    def on_get(self, identity, query, body, user):
        item = self.items.get(identity)
        found, self.seen_revision = item.seen(self.lag(self.get_lag)) if item else (None, 0)
        return (200, self.shown(found), "none") if found else (404, "no such integration", "none")

    def on_list(self, identity, query, body, user):
        return self.page(query, live=True, binned=self.trash_listed)

    def on_search(self, identity, query, body, user):
        return self.page(body, live=True, binned=False)

    def on_bin(self, identity, query, body, user):
        return self.page(body, live=False, binned=True)

    def on_external_id(self, identity, query, body, user):
        return (200, identity, "none") if identity in self.external_ids else (404, "not valid", "none")

    def on_create_external_id(self, identity, query, body, user):
        self.external_ids.add(f"wave{len(self.external_ids):08x}")
        return 200, f"wave{len(self.external_ids) - 1:08x}", "took"

    def on_delete_external_id(self, identity, query, body, user):
        if identity not in self.external_ids:
            return 404, "not valid", "none"
        self.external_ids.remove(identity)
        return 200, identity, "took"

    CALLS = {"create": on_create, "update": on_update, "delete": on_delete, "undelete": on_undelete, "enable": on_enable,
             "disable": on_disable, "get": on_get, "list": on_list, "search": on_search, "bin": on_bin,
             "external-id": on_external_id, "create-external-id": on_create_external_id, "delete-external-id": on_delete_external_id}

    # Helpers of the calls.

    def stored(self, body):
        body = copy.deepcopy(body)
        for key in ("lastMetricCount", "forceSave"):
            body.pop(key, None)
        body.setdefault("serviceRefreshRateInMins", 5)
        if self.names == "trimmed":
            body["name"] = body["name"].strip()
        elif self.names == "folded":
            body["name"] = body["name"].lower()
        if self.tags == "dropped":
            body.pop("additionalTags", None)
        elif self.tags == "trimmed" and "additionalTags" in body:
            body["additionalTags"] = {key: value.strip() for key, value in body["additionalTags"].items()}
        if self.filled:
            body.setdefault("additionalTags", {"filled": "in"})
            body.setdefault("ingestionProfile", "standard")
            place, _, _ = secret_of(body)
            place.setdefault("pollingMode", "default")
        return body

    def change(self, identity, body, user):
        self.items[identity].store({**body, "updaterId": user, "updatedEpochMillis": int(time.time() * 1000)})

    def shown(self, body):
        body = copy.deepcopy(body)
        secret_of(body)[0].pop(secret_of(body)[1], None)
        self.reads += 1
        return {**body, "forceSave": False, "lastMetricCount": self.reads}

    def lag(self, seconds):
        self.looks += 1
        return 0 if self.flicker and self.looks % 2 else seconds

    def page(self, query, live, binned):
        lag = self.lag(self.list_lag)
        found = [body for body, _ in (item.seen(lag) for item in self.items.values()) if body and (binned if body["inTrash"] else live)]
        for condition in query.get("query", ()):
            found = [body for body in found if body.get(condition["key"]) == condition["value"]]
        offset, limit = int(query.get("offset", 0)), int(query.get("limit", 100))
        items = [self.shown(body) for body in found[offset:offset + limit]]
        more = offset + len(items) < len(found)
        return 200, {"items": items, "offset": offset, "limit": limit, "totalItems": len(found), "moreItems": more}, "none"

    # One call, from its arrival to its response.

    def struck(self, call, identity, body):
        """The strike that affects this call, or None."""
        whom = {identity, (body or {}).get("name"), self.name_of(identity)}
        kind = "read" if call in ("get", "list", "search", "bin", "external-id") else "write"
        for strike in self.strikes:
            if strike.call not in (call, kind, "any") or (strike.whom and strike.whom not in whom) or strike.times < 1:
                continue
            if strike.skip > 0:
                strike.skip -= 1
                continue
            strike.times -= 1
            return strike
        return None

    def perform(self, entry, query, body):
        """Runs the call, records its effect in its log line, and returns the response."""
        with self.lock:
            identity = entry.get("id", "")
            item = self.items.get(identity)
            before = item.body if item else None
            overwritten = dict(item.edits) if item else {}
            status, response, effect = self.CALLS[entry["call"]](self, identity, query, copy.deepcopy(body), USER)
            if entry["call"] == "create" and status == 200:
                entry["id"] = identity = response["id"]
                item = self.items[identity]
            if effect != "none":
                entry.update(effect=effect, effect_at=now(), was_in_bin=bool(before and before["inTrash"]))
            if entry["call"] == "update" and effect == "took":
                after = leaves(item.body)
                entry["overwrote"] = sorted(path for path, value in overwritten.items() if after.get(path) != value)
                entry["unseen_edit"] = item.edited > entry.get("seen", {}).get("revision", 0)
            if entry["call"] == "get" and status == 200:
                entry.update(revision=self.seen_revision, in_bin=response["inTrash"])
            return status, response

    def arrive(self, entry, query, body):
        """(strike, status, response) for a call of the API; `entry` goes into the log."""
        with self.lock:
            identity = entry.get("id", "")
            item = self.items.get(identity)
            entry.update(name=(body or {}).get("name") or self.name_of(identity), effect="none",
                         in_bin=bool(item and item.body and item.body["inTrash"]), planted=bool(item and item.planted))
            gets = [e for e in self.log if e["call"] == "get" and e.get("id") == identity and "answered" in e and e.get("status") == 200]
            if entry["call"] != "get" and gets:
                entry["seen"] = gets[-1]
            strike = self.struck(entry["call"], identity, body) or Strike("any")
            self.log.append(entry)
            effect = lambda: self.perform(entry, query, body)  # noqa: E731
            strike.take_effect = effect
            status, response = effect() if strike.effect == "now" else (503, "it failed")
            if isinstance(strike.effect, (int, float)):
                timer = threading.Timer(strike.effect, effect)
                self.timers.append(timer)
                timer.daemon = True
                timer.start()
            if strike.meanwhile:
                strike.meanwhile(body)
        strike.arrived.set()
        return strike, status, response


def main():
    service = Service(**json.loads(sys.argv[1] if len(sys.argv) > 1 else "{}"))
    print(service.address, flush=True)
    sys.stdin.read()
    service.close()


if __name__ == "__main__":
    main()
