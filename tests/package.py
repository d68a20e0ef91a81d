#!/usr/bin/env python3
"""Builds the Debian package, unpacks it into an empty directory, checks every file, and runs the program from there.

Usage: package.py BUILD_DIRECTORY. Needs neither root nor network. Exits with 1 and one line per error.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SHARE = "usr/share"
WANTED = ["usr/bin/waveform", f"{SHARE}/man/man1/waveform.1", f"{SHARE}/bash-completion/completions/waveform",
          f"{SHARE}/zsh/vendor-completions/_waveform", f"{SHARE}/fish/vendor_completions.d/waveform.fish"]
WANTED += [f"{SHARE}/doc/waveform/{name}" for name in
           ("README.md", "CHANGELOG.md", "LICENSE", "copyright", "docs/commands.md",
            "examples/github-actions/.github/waveform/state.sh", "examples/aws-page/1-create/main.wf.hcl")]
DIRECTORIES = ("usr/bin/", f"{SHARE}/man/man1/", f"{SHARE}/bash-completion/completions/", f"{SHARE}/zsh/vendor-completions/",
           f"{SHARE}/fish/vendor_completions.d/", f"{SHARE}/doc/waveform/")
FIELDS = {"Package": "waveform", "Section": "admin", "Priority": "optional", "Recommends": "ca-certificates",
          "Maintainer": "The waveform authors <waveform@example.invalid>"}

faults = []


def check(holds: bool, fault: str) -> None:
    if not holds:
        faults.append(fault)


def output(*words, **more) -> str:
    ran = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **more)
    check(ran.returncode == 0, f"{' '.join(map(str, words))} exited with {ran.returncode}: {ran.stderr.strip()}")
    return ran.stdout


def build(build_directory: pathlib.Path, directory: pathlib.Path) -> pathlib.Path:
    os.umask(0o027)  # the package must not depend on it
    output("cpack", "-G", "DEB", "--config", f"{build_directory}/CPackConfig.cmake", "-B", directory, cwd=build_directory)
    packages = list(directory.glob("*.deb"))
    if len(packages) != 1:
        sys.exit("\n".join(faults + [f"cpack made {len(packages)} packages"]))
    return packages[0]


def check_fields(deb: pathlib.Path) -> str:
    """The Depends field, if the other fields are correct."""
    fields = dict(re.findall(r"^([A-Z][\w-]*): (.*(?:\n .*)*)", output("dpkg-deb", "-f", deb), re.MULTILINE))
    for name, value in FIELDS.items():
        check(fields.get(name) == value, f"{name} is {fields.get(name)!r}, not {value!r}")
    check("Homepage" not in fields, "there is a Homepage")
    summary, _, text = fields.get("Description", "").partition("\n")
    check(0 < len(summary) <= 80 and len(text) > 100, f"the description is {summary!r} and {text!r}")
    check(deb.name == f"waveform_{fields.get('Version')}_{fields.get('Architecture')}.deb", f"its name is {deb.name}")
    return fields.get("Depends", "")


def check_files(deb: pathlib.Path) -> None:
    seen = set()
    for line in output("dpkg-deb", "-c", deb).splitlines():
        mode, owner, _, _, _, path = line.split(None, 5)
        path = path.removeprefix("./")
        right = "drwxr-xr-x" if path.endswith("/") or not path else "-rwxr-xr-x" if path.startswith("usr/bin/") else "-rw-r--r--"
        check(mode == right, f"{path}: its mode is {mode}")
        check(owner == "root/root", f"{path}: its owner is {owner}")
        check(path.endswith("/") or path.startswith(DIRECTORIES), f"{path}: nothing belongs there")
        seen.add(path)
    for path in WANTED:
        check(path in seen, f"{path} is missing")


def check_libraries(program: pathlib.Path, depends: str) -> None:
    names = {re.split(r"[ (:]", part.strip())[0] for part in re.split(r"[,|]", depends)}
    needed = re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", program))
    check(bool(needed), "the program needs no library at all")
    found = dict(re.findall(r"(\S+) => (\S+)", output("ldd", program)))
    for library in needed:
        if library not in found:  # the loader itself
            continue
        path = pathlib.Path(found[library])
        # dpkg knows the path of a library with or without /usr, depending on its package.
        owners = subprocess.run(["dpkg", "-S", path, path.resolve(), f"/usr{path}"], capture_output=True, text=True, check=False)
        packages = {line.split(":")[0] for line in owners.stdout.splitlines() if not line.startswith("diversion")}
        check(bool(packages & names), f"{library} is of {packages or 'no package'}, which Depends does not name: {depends}")


def check_runs(root: pathlib.Path, work: pathlib.Path) -> None:
    program = root / "usr/bin/waveform"
    check(output(program, "version").startswith("waveform "), "it does not tell its version")
    check("Commands:" in output(program, "help"), "it has no help")
    page = (root / WANTED[1]).read_text()
    check(page == output(program, "man"), "the manual page is not that of this program")
    with subprocess.Popen([program, "simulate", "-token=t"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as served:
        environment = {"PATH": os.environ["PATH"], "WAVEFRONT_ADDRESS": served.stdout.readline().strip(), "WAVEFRONT_TOKEN": "t",
                       "TF_VAR_external_id": "wave341a3452"}
        manifest = root / WANTED[-1]
        (work / "main.wf.hcl").write_text(manifest.read_text())
        plan = output(program, "plan", cwd=work, env=environment)
        served.terminate()
    check("Plan: " in plan, f"its plan is {plan!r}")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        root, work = directory / "root", directory / "work"
        work.mkdir()
        deb = build(pathlib.Path(sys.argv[1]).resolve(), directory / "made")
        depends = check_fields(deb)
        check_files(deb)
        output("dpkg-deb", "-x", deb, root)
        check_libraries(root / "usr/bin/waveform", depends)
        check_runs(root, work)
        size = deb.stat().st_size
    print("\n".join(faults) if faults else f"The package holds what it should ({size // 1024} KiB). Depends: {depends}")
    return 1 if faults else 0


sys.exit(main())
