"""A tool without guards, which fails in each mode of the hostile service: for the tests of the service and of the audit."""
import http.client
import json
import time
import urllib.parse
import zlib

ROOT = "/api/v2/cloudintegration"
LOST = (None, {})
MOST_BYTES = 60_000_000  # then it gives up; the audit of its runs has lower limits


class Naive:
    """One run. Every call is sent at once, and again whenever its response was lost."""

    def __init__(self, service, timeout=2):
        self.service, self.timeout, self.shown = service, timeout, []
        service.mark(run="naive")

    def call(self, method, path, body=None, follow=False, address=None):
        """(status, response), or LOST."""
        host = urllib.parse.urlsplit(address or self.service.address).netloc
        connection = http.client.HTTPConnection(host, timeout=self.timeout)
        try:
            connection.request(method, path, body=json.dumps(body) if body is not None else None, headers={"Authorization": f"Bearer {self.service.token}"})
            answer = connection.getresponse()
            data = answer.read(MOST_BYTES)
            if follow and answer.status in (301, 302, 303, 307, 308):
                target = urllib.parse.urlsplit(answer.headers["Location"])
                return self.call(method, target.path, body, address=f"http://{target.netloc}")
            if answer.headers.get("Content-Encoding") == "gzip":
                data = zlib.decompressobj(31).decompress(data, 200_000_000)
            envelope = json.loads(data)
            self.shown.append(envelope["status"]["message"])
            return answer.status, envelope["response"]
        except (OSError, http.client.HTTPException, ValueError, KeyError):
            return LOST
        finally:
            connection.close()

    def look(self):
        """The list and the recycle bin, as a tool reads them before it plans."""
        self.call("POST", "/api/v2/search/cloudintegration/deleted", {"limit": 1000, "offset": 0, "query": []})
        return (self.call("GET", f"{ROOT}?offset=0&limit=1000")[1] or {}).get("items") or []

    def get(self, identity):
        return self.call("GET", f"{ROOT}/{identity}")

    def create(self, body):
        return self.call("POST", ROOT, body)

    def update(self, identity, body):
        return self.call("PUT", f"{ROOT}/{identity}", body)

    def delete(self, identity):
        return self.call("DELETE", f"{ROOT}/{identity}?skipTrash=false")

    # Without guards.

    def create_until_answered(self, body):
        self.look()
        while self.create(body) == LOST:
            pass

    def create_unless(self, body, is_it):
        """After a lost response it relies on the list; after a response, on a GET."""
        before = self.look()
        status, response = self.create(body)
        if status == 200 and not self.get(response["id"])[1]:
            self.create(body)  # gone, according to the GET
        elif not any(is_it(item, before) for item in self.look()):
            self.create(body)

    def again(self, send, pause=0):
        """Sends until it is neither refused nor lost, without reads in between."""
        while send()[0] in (None, 406, 429, 503):
            time.sleep(pause)

    def pages(self, most):
        """While there are more."""
        offset, more = 0, True
        while more and most > 0:
            most -= 1
            page = self.call("GET", f"{ROOT}?offset={offset}&limit=10")[1]
            offset, more = offset + len(page["items"]), page["moreItems"]
