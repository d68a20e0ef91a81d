"""Runs the jobs of the examples as their hosts do, with unchanged shell blocks.

Only the parts of a host's language that the examples use are supported; anything else is an error.
"""
import os
import pathlib
import re
import shutil
import signal
import subprocess
import time

import yaml

STEP_LIMIT = 120  # seconds


class Result:
    def __init__(self):
        self.log = ""
        self.steps = {}  # name -> exit code
        self.failed = False

    def add(self, name, code, output):
        self.log += f"## {name}\n{output}\n"
        self.steps[name] = code


def run_shell(words, text, directory, environment, name, kill_when=None):
    """(exit code, output). `kill_when(name)`: a signal that all processes of the step get, once."""
    script = pathlib.Path(environment["TMPDIR"]) / "step.sh"
    script.write_text(text)
    with subprocess.Popen([*words, str(script)], cwd=directory, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, start_new_session=True) as process:
        killed = None
        end = time.monotonic() + STEP_LIMIT
        while kill_when and not killed and process.poll() is None:
            killed = signal.SIGKILL if time.monotonic() > end else kill_when(name)
            if killed:
                os.killpg(process.pid, killed)
            time.sleep(0.02)
        try:
            output, _ = process.communicate(timeout=STEP_LIMIT)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            output = f"{process.communicate()[0]}\nnot done in {STEP_LIMIT} s"
        return process.returncode, output


# ---------------------------------------------------------------------------------------------------------- GitHub

TOKENS = re.compile(r"\s*(?:('(?:[^']|'')*')|(&&|\|\||==|!=|!|\(|\))|([A-Za-z_][\w.\-]*))")


def evaluate(expression, contexts, functions):
    """A GitHub expression: values, texts, && || ! == != and calls without arguments."""
    out, at = [], 0
    expression = expression.strip()
    while at < len(expression):
        token = TOKENS.match(expression, at)
        if not token:
            raise ValueError(f"not understood: {expression[at:]!r}")
        text, sign, name = token.groups()
        at = token.end()
        if text:
            out.append(repr(text[1:-1].replace("''", "'")))
        elif sign:
            out.append({"&&": " and ", "||": " or ", "!": " not "}.get(sign, sign))
        elif name in functions:
            out.append(f"functions[{name!r}]")
        else:
            value = contexts
            for part in name.split("."):
                value = (value or {}).get(part)
            out.append(repr("" if value is None else value))
    return eval("".join(out), {"__builtins__": {}}, {"functions": functions})  # pylint: disable=eval-used


def fill(text, contexts):
    return re.sub(r"\$\{\{(.*?)\}\}", lambda found: str(evaluate(found.group(1), contexts, {})), str(text))


class GitHubRunner:
    """One runner: a new directory for each job, with the host `api` and the repository at `remote`."""

    def __init__(self, api, remote, directory, environment, secrets, variables):
        self.api, self.remote, self.directory = api, remote, directory
        self.environment, self.secrets, self.variables = environment, secrets, variables
        self.runs = iter(range(1, 10**6))

    def run(self, workflow, event_name, event, sha, ref_name="main", fork=False, kill_when=None, lost=False):
        """Runs the workflow's only job. `lost`: a kill is the end of the machine; no further step runs."""
        result = Result()
        tree = yaml.safe_load(subprocess.check_output(["git", "-C", self.remote, "show", f"{sha}:.github/workflows/{workflow}"]))
        (job,) = tree["jobs"].values()
        run = next(self.runs)
        workspace, temp = self.directory / f"run-{run}" / "work", self.directory / f"run-{run}" / "temp"
        workspace.mkdir(parents=True)
        temp.mkdir()
        head = event.get("pull_request", {}).get("head", {"sha": sha})
        about = {"id": run, "path": f".github/workflows/{workflow}", "event": event_name, "conclusion": None,
                 "head_sha": head["sha"], "head_repository_id": 666 if fork else self.api.ID}
        self.api.runs[run] = about
        github = {"event": event, "event_name": event_name, "sha": sha, "repository": self.api.REPOSITORY, "run_id": str(run),
                  "run_attempt": "1", "server_url": "https://host.example",
                  "token": "host-token-of-a-fork" if fork else self.secrets["GITHUB_TOKEN"]}
        contexts = {"github": github, "secrets": {} if fork else self.secrets, "vars": self.variables, "steps": {},
                    "runner": {"temp": str(temp)}}
        environment = {**self.environment, "CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_SHA": sha, "GITHUB_REF_NAME": ref_name,
                       "GITHUB_REPOSITORY": self.api.REPOSITORY, "GITHUB_API_URL": self.api.address, "TMPDIR": str(temp),
                       "GITHUB_EVENT_NAME": event_name, "GITHUB_WORKSPACE": str(workspace), "RUNNER_TEMP": str(temp),
                       "GITHUB_OUTPUT": str(temp / "output"), "GITHUB_RUN_ID": str(run)}
        contexts["env"] = {name: fill(value, contexts) for name, value in tree.get("env", {}).items()}
        environment.update(contexts["env"])
        for step in job["steps"]:
            functions = {}
            condition = step.get("if", "success()")
            if not re.search(r"(always|failure|success)\(\)", condition):
                condition = f"success() && ({condition})"
            for name, value in (("always", True), ("failure", result.failed), ("success", not result.failed)):
                condition = condition.replace(f"{name}()", name)
                functions[name] = value
            if not evaluate(condition, contexts, functions):
                continue
            name = step.get("name", step.get("uses"))
            own = {**environment, **{key: fill(value, contexts) for key, value in step.get("env", {}).items()}}
            if "uses" in step:
                given = {key: fill(value, contexts) for key, value in step.get("with", {}).items()}
                code, output = self.use(step["uses"], given, workspace, sha, about)
            else:
                (temp / "output").write_text("")
                code, output = run_shell(["bash", "-e"], fill(step["run"], contexts), workspace, own, name, kill_when)
            result.add(name, code, output)
            if code == -signal.SIGKILL and lost:
                result.failed = True
                return result
            if "id" in step:
                pairs = [line.partition("=") for line in (temp / "output").read_text().splitlines()]
                contexts["steps"][step["id"]] = {"outputs": {key: value for key, _, value in pairs}}
            result.failed = result.failed or code != 0
        about["conclusion"] = "failure" if result.failed else "success"
        return result

    def use(self, action, given, workspace, sha, about):
        name, _, version = action.partition("@")
        if not re.fullmatch(r"v\d+", version):
            return 1, f"{action}: which version?"
        if name == "actions/checkout" and not given:
            commands = [["git", "init", "-q", "-b", "main"], ["git", "remote", "add", "origin", self.remote],
                        ["git", "fetch", "-q", "--no-tags", "--depth=1", "origin", sha], ["git", "checkout", "-q", "--detach", sha]]
            for words in commands:
                subprocess.run(words, cwd=workspace, env=self.environment, check=True)
            return 0, ""
        if name == "actions/upload-artifact":
            files = {path.name: path.read_bytes() for path in workspace.glob(given["path"])}
            if not files and given["if-no-files-found"] == "error":
                return 1, "no files"
            if files:
                self.api.keep_artifact(given["name"], about, files)
            return 0, ", ".join(files)
        if name == "actions/download-artifact":
            if given["github-token"] != self.secrets["GITHUB_TOKEN"]:
                return 1, "Bad credentials"
            for artifact in self.api.artifacts:
                if (str(artifact["run"]), artifact["row"]["name"]) == (given["run-id"], given["name"]):
                    directory = pathlib.Path(given["path"])
                    directory.mkdir(parents=True)
                    for file, data in artifact["files"].items():
                        (directory / file).write_bytes(data)
                    return 0, ""
            return 1, "Artifact not found"
        return 1, f"{action} is not an action of the host"


# ---------------------------------------------------------------------------------------------------------- GitLab

def holds(rule, variables):
    """A rule's `if`: $NAME, "text", == and &&."""
    def value(word):
        return variables.get(word[1:], "") if word.startswith("$") else word.strip('"')
    parts = [re.fullmatch(r'\s*(\$\w+|"[^"]*")\s*==\s*(\$\w+|"[^"]*")\s*', part) for part in rule.split("&&")]
    if not all(parts):
        raise ValueError(f"not understood: {rule!r}")
    return all(value(part.group(1)) == value(part.group(2)) for part in parts)


class GitLabRunner:
    def __init__(self, api, remote, directory, environment, variables):
        self.api, self.remote, self.directory, self.environment, self.variables = api, remote, directory, environment, variables

    def run(self, source, sha, branch="main", request=None, head="", fork=False, kill_when=None, lost=False):
        """Runs a pipeline; a job of a later stage runs only if the earlier ones succeeded. Returns one Result.

        `head`: for a pipeline of merged results, the pushed commit. `fork`: a pipeline in the fork's project.
        """
        result = Result()
        tree = yaml.safe_load(subprocess.check_output(["git", "-C", self.remote, "show", f"{sha}:.gitlab-ci.yml"]))
        pipeline = {"id": next(self.api.numbers), "project_id": 666 if fork else self.api.PROJECT, "sha": sha, "request": request,
                    "ref": f"refs/merge-requests/{request}/{'merge' if head else 'head'}", "jobs": []}
        self.api.pipelines.append(pipeline)
        stages = tree.pop("stages")
        of_all = {"variables": tree.pop("variables"), "image": tree.pop("image")}
        jobs = {name: {**tree.get(job.get("extends"), {}), **job} for name, job in tree.items() if not name.startswith(".")}
        for name, job in sorted(jobs.items(), key=lambda item: stages.index(item[1]["stage"])):
            number = next(self.api.numbers)
            directory = self.directory / f"job-{number}"
            workspace, temp = directory / "builds", directory / "temp"
            for path in (workspace, temp):
                path.mkdir(parents=True)
            given = {"CI": "true", "GITLAB_CI": "true", "CI_COMMIT_SHA": sha, "CI_DEFAULT_BRANCH": "main", "CI_PIPELINE_SOURCE": source,
                     "CI_API_V4_URL": self.api.address, "CI_PROJECT_ID": str(pipeline["project_id"]), "CI_PROJECT_PATH": "example/integrations",
                     "CI_SERVER_PROTOCOL": "https", "CI_SERVER_HOST": "gitlab.example", "CI_SERVER_PORT": "443", "CI_PROJECT_DIR": str(workspace),
                     "CI_JOB_URL": f"https://gitlab.example/-/jobs/{number}", "CI_JOB_NAME": name}
            if request:
                given.update({"CI_MERGE_REQUEST_IID": str(request), "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": head})
            else:
                given["CI_COMMIT_BRANCH"] = branch
            given.update({} if fork else self.variables)
            if not any(holds(rule["if"], given) for rule in job["rules"]):
                continue
            if result.failed:
                break
            expanded = {}
            for key, value in of_all["variables"].items():
                expanded[key] = re.sub(r"\$(\w+)", lambda found: given.get(found.group(1), ""), value)
            environment = {**self.environment, **expanded, **given, "TMPDIR": str(temp)}
            for words in (["git", "init", "-q", "-b", "main"], ["git", "fetch", "-q", "--no-tags", "--depth=20", self.remote, sha],
                          ["git", "checkout", "-q", "--detach", sha]):
                subprocess.run(words, cwd=workspace, env=self.environment, check=True)
            lines = [*job.get("before_script", []), *job["script"]]
            code, output = run_shell(["bash"], "set -eo pipefail\n" + "\n".join(lines), workspace, environment, name, kill_when)
            result.add(name, code, output)
            result.failed = result.failed or code != 0
            if code == -signal.SIGKILL and lost:
                return result
            if "after_script" in job:
                environment["CI_JOB_STATUS"] = "success" if code == 0 else "failed"
                after = "set -eo pipefail\n" + "\n".join(job["after_script"])
                result.add(f"{name}: after_script", *run_shell(["bash"], after, workspace, environment, f"{name}: after_script"))
            self.keep(pipeline, number, name, job.get("artifacts", {}), workspace, code)
            shutil.rmtree(workspace)
        return result

    @staticmethod
    def keep(pipeline, number, name, wanted, workspace, code):
        files = {}
        is_due = wanted.get("when", "on_success") == ("on_success" if code == 0 else "on_failure")
        for pattern in wanted.get("paths", []) if is_due else []:
            for path in workspace.glob(pattern.rstrip("/") + ("/*" if pattern.endswith("/") else "")):
                files[str(path.relative_to(workspace))] = path.read_bytes()
        for report, path in wanted.get("reports", {}).items():
            if is_due:
                files[f"report:{report}"] = (workspace / path).read_bytes()
        pipeline["jobs"].append({"id": number, "name": name, "status": "success" if code == 0 else "failed", "files": files})
