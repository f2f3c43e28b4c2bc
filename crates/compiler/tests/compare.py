"""Counts how many functions of CPython's library come out of minipy's compiler as they come out of CPython's.

    python3.13 crates/compiler/tests/compare.py [FOLDER | FILE]...

Without arguments it takes the whole library of the Python that runs it, its tests included. Each code object is compared in all its facts:
instructions, constants, exception and location table, names, slots, stack size, flags, numbers of arguments. Needs cargo, and takes minutes.
"""

import collections
import pathlib
import subprocess
import sys
import tempfile
import warnings

FACTS = ["qualname", "name", "code", "consts", "exceptiontable", "linetable", "names", "slots", "variables", "stacksize", "flags", "counts"]


def constant(value):
    if isinstance(value, tuple):
        return "(" + ",".join(map(constant, value)) + ")"
    if isinstance(value, frozenset):
        return "frozenset{" + ",".join(sorted(map(constant, value))) + "}"
    if hasattr(value, "co_code"):
        return f"<code {value.co_qualname}>"
    return ascii(value)


def facts(code):
    slots = len(code.co_varnames) + len(set(code.co_cellvars) - set(code.co_varnames)) + len(code.co_freevars)
    yield [
        code.co_qualname,
        code.co_name,
        code.co_code.hex(),
        "[" + ",".join(map(constant, code.co_consts)) + "]",
        code.co_exceptiontable.hex(),
        code.co_linetable.hex(),
        ",".join(code.co_names),
        ",".join(code._varname_from_oparg(i) for i in range(slots)),
        "|".join(",".join(names) for names in (code.co_varnames, sorted(code.co_cellvars), code.co_freevars)),
        str(code.co_stacksize),
        hex(code.co_flags),
        f"{code.co_argcount} {code.co_posonlyargcount} {code.co_kwonlyargcount} {code.co_firstlineno}",
    ]
    for value in code.co_consts:
        if hasattr(value, "co_code"):
            yield from facts(value)


def main():
    warnings.simplefilter("ignore")
    folders = [pathlib.Path(arg) for arg in sys.argv[1:]] or [pathlib.Path(warnings.__file__).parent]
    files = [str(p) for f in folders for p in (sorted(f.rglob("*.py")) if f.is_dir() else [f])]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.write("\n".join(files))
        listed.flush()
        command = ["cargo", "run", "-q", "-p", "minipy-compiler", "--example", "facts", "--", "@" + listed.name]
        output = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout.decode()
    found, refused = collections.defaultdict(list), {}
    for line in output.split("\n"):
        kind, _, rest = line.partition("\t")
        if kind == "F":
            file = rest
        elif kind == "C":
            found[file].append(rest.split("\t"))
        elif kind == "E":
            refused.update([rest.split("\t", 1)])
    total = same = compiled = 0
    differing = collections.Counter()
    for file in files:
        try:
            code = compile(pathlib.Path(file).read_bytes(), file, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            if file not in refused:
                print(f"{file}: refused by CPython alone")
            continue
        compiled += 1
        if file in refused:
            print(f"{file}: {refused[file]}")
        by_name = collections.defaultdict(list)
        for ours in found[file]:
            by_name[ours[0]].append(ours)
        for theirs in facts(code):
            total += 1
            ours = by_name[theirs[0]].pop(0) if by_name[theirs[0]] else [None] * len(FACTS)
            wrong = [fact for fact, a, b in zip(FACTS, theirs, ours) if a != b]
            differing.update(wrong)
            same += not wrong
            if wrong and file not in refused:
                print(f"{file}: {theirs[0]}: {', '.join(wrong)}")
    for fact in FACTS:
        print(f"{fact:15} {total - differing[fact]} of {total}")
    print(f"{same} of {total} functions of {compiled} files are the same in every fact ({same / max(total, 1):.2%})")


main()
