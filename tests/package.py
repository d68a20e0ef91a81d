#!/usr/bin/env python3
"""Builds the Debian package and the tarball, unpacks both, checks every file, and runs the programs from there.

Usage: package.py BUILD_DIRECTORY. Needs neither root nor network. Exits with 1 and one line per error.
"""
import gzip
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SOURCE = pathlib.Path(__file__).resolve().parents[1]
DOC = "share/doc/waveform"
WANTED = ["bin/waveform", "share/man/man1/waveform.1.gz", "share/bash-completion/completions/waveform",
          "share/fish/vendor_completions.d/waveform.fish"]
WANTED += [f"{DOC}/{name}" for name in
           ("README.md", "CHANGELOG.md", "LICENSE", "copyright", "changelog.gz", "licences/libdtl-dev", "docs/commands.md",
            "examples/github-actions/.github/waveform/state.sh", "examples/aws-page/1-create/main.wf.hcl")]
DIRECTORIES = ("usr/bin/", "usr/share/man/man1/", "usr/share/bash-completion/completions/", "usr/share/zsh/vendor-completions/",
               "usr/share/fish/vendor_completions.d/", f"usr/{DOC}/")
FIELDS = {"Package": "waveform", "Section": "admin", "Priority": "optional", "Recommends": "ca-certificates",
          "Maintainer": "The waveform authors <waveform@example.invalid>"}
GLIBC = re.compile(r"(ld-linux.*|lib(c|m|mvec|dl|rt|pthread|resolv|util))\.so\.\d+")
NEWEST_GLIBC = (2, 36)
HARDENING = {"a position-independent executable": r"Flags:.* PIE", "read-only relocations": "GNU_RELRO",
             "immediate binding": r"Flags:.* NOW", "the stack protector": "__stack_chk_fail", "FORTIFY": r"__\w+_chk@",
             "an unexecutable stack": r"GNU_STACK .* RW "}
# Their subject is the source; on other pages, every file must be in the package.
SOURCE_PAGES = {"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/dependencies.md"}

faults = []


def check(holds: bool, fault: str) -> None:
    if not holds:
        faults.append(fault)


def output(*words, **more) -> str:
    ran = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **more)
    check(ran.returncode == 0, f"{' '.join(map(str, words))} exited with {ran.returncode}: {ran.stderr.strip()}\n{ran.stdout}")
    return ran.stdout


def build(build_directory: pathlib.Path, directory: pathlib.Path) -> list[pathlib.Path]:
    """The Debian package and the tarball."""
    os.umask(0o027)  # the packages must not depend on it
    output("cpack", "--config", f"{build_directory}/CPackConfig.cmake", "-B", directory, cwd=build_directory)
    packages = [path for ending in (".deb", ".tar.gz") for path in directory.glob(f"*{ending}")]
    if len(packages) != 2:
        sys.exit("\n".join(faults + [f"cpack created {len(packages)} packages"]))
    output("sha256sum", "--check", "--strict", *(f"{path}.sha256" for path in packages), cwd=directory)
    return packages


def check_fields(deb: pathlib.Path) -> str:
    """The Depends field, if the other fields are correct."""
    fields = dict(re.findall(r"^([A-Z][\w-]*): (.*(?:\n .*)*)", output("dpkg-deb", "-f", deb), re.MULTILINE))
    for name, value in FIELDS.items():
        check(fields.get(name) == value, f"{name} is {fields.get(name)!r}, not {value!r}")
    check("Homepage" not in fields, "there is a Homepage")
    summary, _, text = fields.get("Description", "").partition("\n")
    check(0 < len(summary) <= 80 and len(text) > 100, f"the description is {summary!r} and {text!r}")
    check(deb.name == f"waveform_{fields.get('Version')}_{fields.get('Architecture')}.deb", f"its name is {deb.name}")
    output("lintian", "--allow-root", "--fail-on", "error,warning", "--tag-display-limit", "0", deb)
    return fields.get("Depends", "")


def check_files(deb: pathlib.Path) -> None:
    for line in output("dpkg-deb", "-c", deb).splitlines():
        mode, owner, _, _, _, path = line.split(None, 5)
        path = path.removeprefix("./")
        right = "drwxr-xr-x" if path.endswith("/") or not path else "-rwxr-xr-x" if path.startswith("usr/bin/") else "-rw-r--r--"
        check(mode == right, f"{path}: its mode is {mode}")
        check(owner == "root/root", f"{path}: its owner is {owner}")
        check(path.endswith("/") or path.startswith(DIRECTORIES), f"{path}: nothing belongs there")


def check_pages(root: pathlib.Path) -> None:
    """Links of pages lead to installed files, and files of the source that the pages name are installed."""
    pages = list(root.rglob("*.md"))
    check(len(pages) > 30, f"{root}: {len(pages)} pages")
    for page in pages:
        text, name = page.read_text(), str(page.relative_to(root))
        for link in re.findall(r"\]\(([^)#\s]+)", text):
            check("://" in link or (page.parent / link).exists(), f"{name}: {link} is not installed")
        for word in [] if name in SOURCE_PAGES else re.findall(r"`(?!build/|\.git/)([\w.-]+/[\w./-]+)`", text):
            check(not (SOURCE / word).exists() or (root / word).exists(), f"{name}: {word} is not installed")


def check_hardening(program: pathlib.Path) -> None:
    """As in Debian's packages; and the program does not depend on the directory that it was built in."""
    elf = output("readelf", "-W", "--file-header", "--program-headers", "--dynamic", "--dyn-syms", program)
    for what, pattern in HARDENING.items():
        check(bool(re.search(pattern, elf)), f"{program}: without {what}")
    check(str(SOURCE).encode() not in program.read_bytes(), f"{program} contains {SOURCE}")


def needed_by(file: pathlib.Path) -> list[str]:
    return re.findall(r"NEEDED\s+(\S+)", output("objdump", "-p", file))


def check_libraries(program: pathlib.Path, depends: str) -> None:
    """Of the Debian package: every library is in a package that it depends on."""
    names = {re.split(r"[ (:]", part.strip())[0] for part in re.split(r"[,|]", depends)}
    needed = needed_by(program)
    check(bool(needed), "the program needs no library at all")
    check("PATH" not in output("objdump", "-p", program), "the program has an RPATH")
    for library in needed:
        owners = output("dpkg-query", "--search", f"*/{library}")
        packages = {line.split(":")[0] for line in owners.splitlines() if not line.startswith("diversion")}
        check(bool(packages & names) or library.startswith("ld-linux"),
              f"{library} is of {packages or 'no package'}, which Depends does not name: {depends}")


def check_portable(root: pathlib.Path) -> None:
    """Of the tarball: every library except glibc's own is in it, is loaded from there, and accepts an old glibc."""
    directory = root / "lib/waveform"
    shipped = {path.name: path for path in directory.iterdir()}
    needed = {name for path in shipped.values() for name in needed_by(path)}
    check("libcurl.so.4" in needed, f"the program needs {needed}")
    for name in needed:
        check((name in shipped) != bool(GLIBC.fullmatch(name)), f"{name} must be shipped if it is not glibc's, and only then")
    for name, path in shipped.items():
        headers = output("objdump", "-p", path)
        check("PATH" not in headers, f"{name} has an RPATH")
        for version in re.findall(r"\bGLIBC_([\d.]+)", headers):
            check(tuple(map(int, version.split("."))) <= NEWEST_GLIBC, f"{name} needs glibc {version}")
    # The loader's own view, with the options of bin/waveform.
    loader = re.search(r"^exec (\S+)", (root / "bin/waveform").read_text(), re.MULTILINE).group(1)
    listed = output(loader, "--library-path", directory, "--list", directory / "waveform",
                    env={"LD_LIBRARY_PATH": "/usr/lib/x86_64-linux-gnu"})
    loaded = dict(re.findall(r"(\S+) => (\S+)", listed))
    check(needed - set(loaded) <= {pathlib.Path(loader).name}, f"the loader does not load {needed - set(loaded)}")
    for name, path in loaded.items():
        check(bool(GLIBC.fullmatch(name)) or path == str(directory / name), f"{name} is loaded from {path}")
    licences = {path.name for path in (root / DOC / "licences").iterdir()}
    check({"libcurl4", "libssl3", "libstdc++6", "libdtl-dev"} <= licences, f"licences are only those of {licences}")


def check_runs(root: pathlib.Path) -> None:
    work = root / "work"
    work.mkdir()
    for path in WANTED:
        check((root / path).is_file(), f"{path} is missing")
    check(len(list(root.glob("share/zsh/*/_waveform"))) == 1, "the completion for zsh is missing")
    program = root / "bin/waveform"
    (version,) = re.findall(r"project\(waveform VERSION (\S+)", (SOURCE / "CMakeLists.txt").read_text())
    (work / "link").symlink_to(program)
    check(output(work / "link", "version", env={}).split()[:2] == ["waveform", version], f"it does not tell its version {version}")
    check("Commands:" in output(program, "help", env={}), "it has no help")
    page = gzip.decompress((root / WANTED[1]).read_bytes()).decode()
    check(page == output(program, "man", env={}), "the manual page is not that of this program")
    with subprocess.Popen([program, "simulate", "-token=t"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={}) as served:
        environment = {"WAVEFRONT_ADDRESS": served.stdout.readline().strip(), "WAVEFRONT_TOKEN": "t", "TF_VAR_external_id": "wave341a3452"}
        manifest = root / WANTED[-1]
        (work / "main.wf.hcl").write_text(manifest.read_text())
        plan = output(program, "plan", cwd=work, env=environment)
        served.terminate()
    check("Plan: " in plan, f"its plan is {plan!r}")


def check_container(packages: pathlib.Path) -> None:
    """The recipe, which needs a network and a container engine to be built: its files and packages exist."""
    recipe = (SOURCE / "examples/container/Containerfile").read_text()
    (copied,) = re.findall(r"^COPY (\S+) /tmp/$", recipe, re.MULTILINE)
    check(len(list(packages.glob(copied))) == 1, f"the container's recipe copies {copied}")
    (installed,) = re.findall(r"apt-get install -y --no-install-recommends (.*?) \\\n", recipe)
    check(installed.split() == [FIELDS["Recommends"], f"/tmp/{copied}"], f"the container's recipe installs {installed}")
    (user,) = re.findall(r"^USER (\S+)$", recipe, re.MULTILINE)
    check(user in re.findall(r"useradd .* (\S+)$", recipe, re.MULTILINE), f"the container's user is {user}")
    check(recipe.splitlines()[-1] == 'ENTRYPOINT ["waveform"]', "the container does not run waveform")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        directory = pathlib.Path(name)
        root, portable = directory / "root", directory / "portable"
        portable.mkdir()
        deb, tarball = build(pathlib.Path(sys.argv[1]).resolve(), directory / "made")
        depends = check_fields(deb)
        check_files(deb)
        output("dpkg-deb", "-x", deb, root)
        output("tar", "-xzf", tarball, "-C", portable, "--strip-components=1")
        check_libraries(root / "usr/bin/waveform", depends)
        check_portable(portable)
        check_hardening(root / "usr/bin/waveform")
        check_hardening(portable / "lib/waveform/waveform")
        for tree in (root / "usr", portable):
            check_pages(tree / DOC)
            check_runs(tree)
        check_container(deb.parent)
        sizes = [package.stat().st_size // 1024 for package in (deb, tarball)]
    print("\n".join(faults) if faults else f"The packages hold what they should ({sizes} KiB). Depends: {depends}")
    return 1 if faults else 0


sys.exit(main())
