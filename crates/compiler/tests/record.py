"""Records what CPython 3.13 makes of the golden programs: `python3.13 crates/compiler/tests/record.py`.

Each file of `dis/` is a program, a line `====`, and its listing. `errors.txt` and `warnings.txt` hold blocks separated by `----`: a program,
a line `=>`, and what is said about it. The programs are kept, the rest is written anew.
"""

import contextlib
import dis
import io
import pathlib
import re
import warnings

HERE = pathlib.Path(__file__).parent


def listing(source):
    out = io.StringIO()
    with warnings.catch_warnings(), contextlib.redirect_stdout(out):
        warnings.simplefilter("ignore")
        dis.dis(compile(source, "<dis>", "exec", dont_inherit=True))
    return re.sub(r"at 0x[0-9a-f]+", "at 0x0", out.getvalue())


def error(source):
    try:
        compile(source, "<test>", "exec", dont_inherit=True)
    except SyntaxError as e:
        return [f"{e.lineno}:{e.offset}-{e.end_lineno}:{e.end_offset or 0} {e.msg}"]
    return ["no error"]


def warned(source):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(source, "<test>", "exec", dont_inherit=True)
    # A `finally` is compiled twice; the default filter shows its warnings once.
    return list(dict.fromkeys(f"{w.lineno} {w.message}" for w in caught)) or ["no warning"]


def record_blocks(name, answer):
    path = HERE / name
    blocks = path.read_text().split("----\n")
    sources = [block.split("=>\n")[0] for block in blocks if block]
    path.write_text("----\n".join(source + "=>\n" + "".join(line + "\n" for line in answer(source)) for source in sources))


for path in sorted((HERE / "dis").glob("*.txt")):
    source = path.read_text().split("====\n")[0]
    path.write_text(source + "====\n" + listing(source))
record_blocks("errors.txt", error)
record_blocks("warnings.txt", warned)
