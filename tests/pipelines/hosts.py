"""The parts of the two hosts' APIs that the examples call. On 127.0.0.1, on a free port."""
import http.server
import json
import re
import threading
import urllib.parse


class Refusal(Exception):
    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Host:
    """Serves until close(). Subclasses have `routes`: (method, pattern, function); `tokens`: token -> its rights."""

    def __init__(self):
        self.tokens = {}
        self.calls = []
        self.lock = threading.Lock()
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                with host.lock:
                    status, value = host.respond(self.command, self.path, self.headers, body)
                data = value if isinstance(value, bytes) else json.dumps(value).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = answer

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def respond(self, method, target, headers, body):
        path, _, text = target.partition("?")
        query = dict(urllib.parse.parse_qsl(text))
        self.calls.append((method, target))
        try:
            rights = self.tokens.get(self.token(headers))
            if rights is None:
                raise Refusal(401, "Bad credentials")
            if method != "GET" and rights != "write":
                raise Refusal(403, "Resource not accessible by integration")
            for wanted, pattern, function in self.routes():
                fits = re.fullmatch(pattern, path)
                if fits and wanted == method:
                    value = function(*fits.groups(), **({"query": query} if method == "GET" else {"body": json.loads(body)}))
                    return (201 if method == "POST" else 200), value
            raise Refusal(404, "Not Found")
        except Refusal as refusal:
            return refusal.status, {"message": str(refusal)}

    def writes(self):
        return [call for call in self.calls if call[0] != "GET"]


def page_of(items, query):
    size, page = min(int(query.get("per_page", 30)), 100), int(query.get("page", 1))
    return items[(page - 1) * size:page * size]


class GitHub(Host):
    BOT = "github-actions[bot]"
    REPOSITORY = "example/integrations"
    ID = 4711

    def __init__(self):
        self.issues = []      # including pull requests, as on the real host
        self.comments = {}    # number of the issue -> comments
        self.pulls = {}       # commit -> pull requests
        self.artifacts = []   # {"name", "run", "files"}
        self.runs = {}
        self.numbers = iter(range(100, 10**6))
        super().__init__()

    def token(self, headers):
        return headers.get("Authorization", "").removeprefix("Bearer ")

    def routes(self):
        root = f"/repos/{self.REPOSITORY}"
        return [("GET", rf"{root}/issues/(\d+)/comments", self.list_comments),
                ("POST", rf"{root}/issues/(\d+)/comments", self.add_comment),
                ("PATCH", rf"{root}/issues/comments/(\d+)", self.change_comment),
                ("GET", rf"{root}/issues", self.list_issues),
                ("POST", rf"{root}/issues", self.add_issue),
                ("PATCH", rf"{root}/issues/(\d+)", self.change_issue),
                ("GET", rf"{root}/commits/(\w+)/pulls", lambda sha, query: page_of(self.pulls.get(sha, []), query)),
                ("GET", rf"{root}/actions/artifacts", self.list_artifacts),
                ("GET", rf"{root}/actions/runs/(\d+)", self.get_run)]

    def say(self, number, login, body):
        comment = {"id": next(self.numbers), "user": {"login": login}, "body": body, "html_url": f"https://host.example/{number}"}
        self.comments.setdefault(int(number), []).append(comment)
        return comment

    def list_comments(self, number, query):
        return page_of(self.comments.get(int(number), []), query)

    def add_comment(self, number, body):
        return self.say(number, self.BOT, body["body"])

    def change_comment(self, number, body):
        for comment in sum(self.comments.values(), []):
            if comment["id"] == int(number):
                if comment["user"]["login"] != self.BOT:
                    raise Refusal(403, "Not yours")
                comment["body"] = body["body"]
                return comment
        raise Refusal(404, "Not Found")

    def list_issues(self, query):
        return page_of([issue for issue in self.issues if query.get("state", "open") in (issue["state"], "all")], query)

    def add_issue(self, body, login=BOT):
        number = next(self.numbers)
        self.issues.append({"id": number * 1000, "number": number, "state": "open", "user": {"login": login},
                            "html_url": f"https://host.example/{number}", **body})
        return self.issues[-1]

    def change_issue(self, number, body):
        for issue in self.issues:
            if issue["number"] == int(number):
                issue.update(body)
                return issue
        raise Refusal(404, "Not Found")

    def list_artifacts(self, query):
        found = [artifact["row"] for artifact in self.artifacts if artifact["row"]["name"] == query["name"]]
        return {"total_count": len(found), "artifacts": page_of(found, query)}

    def get_run(self, number, query):
        if int(number) not in self.runs:
            raise Refusal(404, "Not Found")
        return self.runs[int(number)]

    def keep_artifact(self, name, run, files):
        self.artifacts = [old for old in self.artifacts if (old["run"], old["row"]["name"]) != (run["id"], name)]
        row = {"id": next(self.numbers), "name": name, "expired": False, "created_at": f"2026-01-01T00:00:{len(self.calls):06}Z",
               "workflow_run": {"id": run["id"], "repository_id": self.ID, "head_sha": run["head_sha"],
                                "head_repository_id": run["head_repository_id"]}}
        self.artifacts.append({"run": run["id"], "row": row, "files": files})


class GitLab(Host):
    PROJECT = 42
    BOT = 7

    def __init__(self):
        self.notes = {}        # number of the merge request -> notes
        self.issues = []
        self.requests = []     # merge requests, with "commits" of their merge
        self.pipelines = []    # {"id", "project_id", "ref", "sha", "request", "jobs": [{"id", "name", "status", "files"}]}
        self.numbers = iter(range(100, 10**6))
        super().__init__()

    def token(self, headers):
        return headers.get("PRIVATE-TOKEN", "")

    def routes(self):
        root = f"/projects/{self.PROJECT}"
        return [("GET", "/user", lambda query: {"id": self.BOT}),
                ("GET", rf"{root}/merge_requests/(\d+)/notes", self.list_notes),
                ("POST", rf"{root}/merge_requests/(\d+)/notes", self.add_note),
                ("PUT", rf"{root}/merge_requests/(\d+)/notes/(\d+)", self.change_note),
                ("GET", rf"{root}/issues", self.list_issues),
                ("POST", rf"{root}/issues", self.add_issue),
                ("PUT", rf"{root}/issues/(\d+)", self.change_issue),
                ("GET", rf"{root}/repository/commits/(\w+)/merge_requests", self.requests_of),
                ("GET", rf"{root}/merge_requests/(\d+)/pipelines", self.pipelines_of),
                ("GET", rf"{root}/pipelines/(\d+)/jobs", self.jobs_of),
                ("GET", rf"{root}/jobs/(\d+)/artifacts/(.+)", self.get_artifact)]

    def say(self, number, author, body):
        note = {"id": next(self.numbers), "author": {"id": author}, "body": body}
        self.notes.setdefault(int(number), []).append(note)
        return note

    def list_notes(self, number, query):
        return page_of(self.notes.get(int(number), []), query)

    def add_note(self, number, body):
        return self.say(number, self.BOT, body["body"])

    def change_note(self, _, number, body):
        for note in sum(self.notes.values(), []):
            if note["id"] == int(number):
                if note["author"]["id"] != self.BOT:
                    raise Refusal(403, "Not yours")
                note["body"] = body["body"]
                return note
        raise Refusal(404, "Not Found")

    def list_issues(self, query):
        return page_of([issue for issue in self.issues if issue["state"] == query["state"]], query)

    def add_issue(self, body):
        number = next(self.numbers)
        self.issues.append({"id": number * 1000, "iid": number, "state": "opened", "author": {"id": self.BOT}, **body})
        return self.issues[-1]

    def change_issue(self, number, body):
        for issue in self.issues:
            if issue["iid"] == int(number):
                issue.update(body)
                if body.get("state_event") == "close":
                    issue["state"] = "closed"
                return issue
        raise Refusal(404, "Not Found")

    def requests_of(self, sha, query):
        return page_of([request for request in self.requests if sha in request["commits"]], query)

    def pipelines_of(self, number, query):
        found = [pipeline for pipeline in self.pipelines if pipeline["request"] == int(number)]
        return page_of([{key: pipeline[key] for key in ("id", "project_id", "ref", "sha")} for pipeline in found], query)

    def jobs_of(self, number, query):
        return [{key: job[key] for key in ("id", "name", "status")} for pipeline in self.pipelines if pipeline["id"] == int(number)
                for job in pipeline["jobs"] if job["status"] == query["scope[]"]]

    def get_artifact(self, number, path, query):
        for pipeline in self.pipelines:
            for job in pipeline["jobs"]:
                if job["id"] == int(number) and path in job["files"]:
                    return job["files"][path]
        raise Refusal(404, "Not Found")
