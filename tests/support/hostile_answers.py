"""The HTTP part of the hostile service: mapping requests to calls, and wrong responses."""
import http.server
import itertools
import json
import re
import socket
import sys
import threading
import time
import urllib.parse
import zlib

ROOT = "/api/v2/cloudintegration"
ID = f"{ROOT}/(?P<id>[A-Za-z0-9_-]+)"
# All valid paths; anything else is "outside".
ROUTES = [(method, re.compile(path + r"(\?.*)?"), call) for method, path, call in (
    ("GET", ROOT, "list"), ("POST", ROOT, "create"),
    ("POST", "/api/v2/search/cloudintegration", "search"), ("POST", "/api/v2/search/cloudintegration/deleted", "bin"),
    ("POST", f"{ROOT}/awsExternalId", "create-external-id"), ("GET", f"{ROOT}/awsExternalId/(?P<id>[A-Za-z0-9_-]+)", "external-id"),
    ("DELETE", f"{ROOT}/awsExternalId/(?P<id>[A-Za-z0-9_-]+)", "delete-external-id"),
    ("GET", ID, "get"), ("PUT", ID, "update"), ("DELETE", ID, "delete"),
    ("POST", f"{ID}/undelete", "undelete"), ("POST", f"{ID}/enable", "enable"), ("POST", f"{ID}/disable", "disable"))]


def envelope(status, response):
    good = status < 300
    return json.dumps({"status": {"result": "OK" if good else "ERROR", "message": "" if good else response, "code": status},
                       "response": response if good else None}).encode()


# Responses. Each is called with the handler, the strike, and the call's own status and response.

def ok(handler, strike, status, response):
    handler.reply(status, envelope(status, response), strike.headers)


def cut(handler, strike, status, response):
    handler.hang_up()


def cut_body(handler, strike, status, response):
    body = envelope(status, response)
    handler.send(handler.head(status, {"Content-Length": len(body)}) + body[:len(body) // 2])
    handler.hang_up()


def hold(handler, strike, status, response):
    strike.released.wait(100)
    handler.hang_up()


def page(handler, strike, status, response):
    handler.reply(strike.value or 502, b"<html><body>A proxy's page</body></html>", {"Content-Type": "text/html"})


def bare(handler, strike, status, response):
    handler.reply(strike.value or 404, b'{"error":"not found"}', strike.headers)


def nothing(handler, strike, status, response):
    handler.reply(200, json.dumps({"status": {"result": "OK", "message": "", "code": 200}, "response": strike.value}).encode())


def message(handler, strike, status, response):
    handler.reply(400, envelope(400, strike.value), strike.headers)


def error(handler, strike, status, response):
    handler.reply(strike.value[0], envelope(*strike.value), strike.headers)


def other_id(handler, strike, status, response):
    handler.reply(status, envelope(status, {**response, "id": strike.value} if status == 200 else response))


def another(handler, strike, status, response):
    """The integration with the id `value`, instead of the requested one."""
    handler.reply(200, envelope(200, handler.service.shown(handler.service.items[strike.value].body)))


def redirect(handler, strike, status, response):
    handler.reply(strike.value or 307, b"", {"Location": handler.service.elsewhere + handler.path, **strike.headers})


def slowly(handler, strike, data):
    """Ends with the client."""
    for byte in data:
        time.sleep(strike.value or 1)
        if not handler.send(bytes([byte])):
            return


def trickle(handler, strike, status, response):
    body = envelope(status, response)
    handler.send(handler.head(status, {"Content-Length": len(body)}))
    slowly(handler, strike, body)


def slow_head(handler, strike, status, response):
    slowly(handler, strike, itertools.chain(b"HTTP/1.1 200 OK\r\n", itertools.cycle(b"X-Slow: yes\r\n")))


START = b'{"status":{"result":"OK","message":"","code":200},"response":{"items":['


def without_end(piece):
    def answer(handler, strike, status, response):
        chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
        handler.send(handler.head(200, {"Transfer-Encoding": "chunked"}) + b"%x\r\n%s\r\n" % (len(START), START))
        while handler.send(chunk):
            pass
    return answer


def deep(handler, strike, status, response):
    handler.reply(200, START + b"[" * 2_000_000 + b"]" * 2_000_000 + b"]}}")


def zipped(pieces):
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([packer.compress(piece) for piece in pieces] + [packer.flush()])


BOMBS, BOMB_LOCK = {}, threading.Lock()


def bomb(handler, strike, status, response):
    kind = strike.value or "objects"
    with BOMB_LOCK:
        if kind not in BOMBS:
            item, millions = {"objects": (b"{},", 40), "lists": (b"[],", 40), "numbers": (b"1,", 40),
                               "few bytes": (b"{},", 15), "spaces": (b" ", 1000)}[kind]
            BOMBS[kind] = zipped([START, *itertools.repeat(item * 1_000_000, millions), b"{}]}}"])
    handler.reply(200, BOMBS[kind], {"Content-Encoding": "gzip"})


# Lists.

def lie(**members):
    """A page with these members changed."""
    def answer(handler, strike, status, response):
        ok(handler, strike, status, {**response, **{name: change(response) for name, change in members.items()}})
    return answer


def fresh_items(response):
    """A full page with new integrations."""
    return [{"id": f"endless-{response['offset'] + i}", "name": f"Endless {response['offset'] + i}", "service": "NEWRELIC", "newRelic": {}}
            for i in range(response["limit"])]


ANSWERS = {
    "ok": ok,                          # the call's own response
    "cut": cut,                        # the connection is cut without a response
    "cut body": cut_body,              # within a response
    "hold": hold,                      # no response until the strike is released, then the connection is cut
    "page": page,                      # a proxy's web page, with the status `value` (502)
    "bare": bare,                      # JSON without the API's envelope, with the status `value` (404)
    "nothing": nothing,                # 200 with `value` (null) in the API's envelope
    "message": message,                # 400, with the message `value`
    "error": error,                    # `value`: status and message
    "other id": other_id,              # the call's response with the id `value`
    "another": another,                # the complete integration with the id `value`
    "redirect": redirect,              # to another host, with the status `value` (307)
    "trickle": trickle,                # one byte per `value` seconds (1)
    "slow head": slow_head,            # the same in endless headers
    "endless": without_end(b" " * 65536),            # endless white space
    "endless objects": without_end(b"{}," * 20000),
    "deep": deep,                      # two million nested lists
    "bomb": bomb,                      # a small gzip of 40 million "objects", "lists" or "numbers", or 1 GB of "spaces": `value`
    "twice": lie(items=lambda page: page["items"] + page["items"][:1]),  # an id appears twice
    "count": lie(totalItems=lambda page: page["totalItems"] + 1),        # the total is wrong
    "short": lie(items=lambda page: page["items"][1:]),                  # the first one is left out
    "named": lie(items=lambda page: page["items"] + [{"id": name, "name": f"Id {name}", "service": "NEWRELIC", "newRelic": {}}
                                                     for name in ("..", ".", "a/b", "", "a?b", "%2e%2e")]),
    "types": lie(items=lambda page: page["items"] + [None, 5, "x", [], {}, {"id": 5}, {"id": None, "name": "A"}, {"id": "odd-1", "name": 5, "service": {}},
                                                     {"id": "odd-2", "name": "Odd", "service": "NEWRELIC", "newRelic": 5, "inTrash": "no"}]),
    "same page": lie(items=lambda page: [{"id": "same", "name": "Same", "service": "NEWRELIC", "newRelic": {}}], moreItems=lambda page: True),
    "empty pages": lie(items=lambda page: [], moreItems=lambda page: True, totalItems=lambda page: 10**9),
    "endless pages": lie(items=fresh_items, moreItems=lambda page: True, totalItems=lambda page: 10**9),
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    service, is_elsewhere = None, False

    def log_message(self, *_):
        pass

    def handle(self):
        with self.service.lock:
            self.service.connections += 1
        try:
            super().handle()
        finally:
            with self.service.lock:
                self.service.connections -= 1

    def send(self, data):
        """False: the client is gone."""
        try:
            self.connection.sendall(data)
            self.entry["sent"] = self.entry.get("sent", 0) + len(data)
            return True
        except OSError:
            self.close_connection = True
            return False

    def head(self, status, headers):
        fields = {"Content-Type": "application/json", **headers}
        return (f"HTTP/1.1 {status} Status\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items()) + "\r\n").encode()

    def reply(self, status, body, headers=()):
        self.entry.update(status=status, answered=time.monotonic())  # first: the client may be faster than this thread
        self.send(self.head(status, {"Content-Length": len(body), **dict(headers)}) + body)

    def hang_up(self):
        self.entry["status"] = "cut"
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def do(self):
        self.entry = {"at": time.monotonic(), "method": self.command, "path": self.path,
                      "token": self.headers.get("Authorization") == f"Bearer {self.service.token}"}
        data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.is_elsewhere:
            self.entry["call"] = "elsewhere"
            self.entry["token"] = self.service.token.encode() in str(self.headers).encode() + data
            self.service.log.append(self.entry)
            return self.reply(200, envelope(200, {"id": "elsewhere", "items": [], "moreItems": False}))
        if self.path.startswith("/hostile/"):
            return self.control(data)
        for method, path, call in ROUTES:
            found = path.fullmatch(self.path) if method == self.command else None
            if found:
                return self.call(call, found.groupdict().get("id", ""), data)
        self.entry["call"] = "outside"
        self.service.log.append(self.entry)
        return self.reply(200, envelope(200, {"id": "outside", "items": [], "moreItems": False}))

    do_GET = do_POST = do_PUT = do_DELETE = do

    def call(self, call, identity, data):
        if not self.entry["token"]:
            return self.reply(401, envelope(401, "no valid token"))
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query))
        self.entry.update(call=call, **({"id": identity} if identity else {}))
        strike, status, response = self.service.arrive(self.entry, query, json.loads(data) if data else {})
        if strike.answer == 429:
            self.reply(429, b"Too many requests", {**strike.headers, "Content-Type": "text/plain"})
        elif isinstance(strike.answer, int):
            self.reply(strike.answer, envelope(strike.answer, "not now"), strike.headers)
        else:
            ANSWERS[strike.answer](self, strike, status, response)
        self.entry["ended"] = time.monotonic()

    def control(self, data):
        """/hostile/log, dump, modes and strikes."""
        what, service = self.path.removeprefix("/hostile/"), self.service
        with service.lock:
            if what == "log":
                return self.reply(200, "".join(json.dumps(entry) + "\n" for entry in service.log).encode())
            if what == "modes":
                service.__dict__.update(json.loads(data))
            elif what == "strikes":
                service.strike(**json.loads(data))
            elif what == "dump":
                return self.reply(200, json.dumps([item.body for item in service.items.values() if item.body]).encode())
            return self.reply(200, b"{}")


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def start_server(service, elsewhere=False):
    handler = type("BoundHandler", (Handler,), {"service": service, "is_elsewhere": elsewhere})
    server = Server(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    return server
