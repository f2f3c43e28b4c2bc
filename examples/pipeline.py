"""A pipeline of generators: a log is read, cut, filtered and summed up, one line at a time.

Nothing is kept that need not be: each stage asks the one before it for the next item, works on it, and hands it on. The trace in
the middle shows that the stages take turns, and that a stage that has seen enough stops all those before it.
"""

LOG = """\
09:00:01 web    GET  /            200  120
09:00:02 web    GET  /about       200   80
09:00:02 db     SELECT users      ok     7
09:00:03 web    GET  /missing     404   12
09:00:05 cache  miss /about       ok     1
09:00:07 web    POST /login       500  340
this line is broken
09:00:09 web    GET  /            200  110
09:00:11 db     SELECT orders     slow 910
09:00:12 web    POST /login       200  150
09:00:13 web    GET  /orders      200  955
09:00:15 db     SELECT orders     ok    35
"""


def lines(text):
    """The lines of a text, with their numbers."""
    yield from enumerate(text.splitlines(), 1)


def records(numbered, complain):
    """Cut lines into fields; what cannot be cut is reported and left out."""
    for number, line in numbered:
        try:
            time, source, verb, target, status, millis = line.split()
            hours, minutes, seconds = time.split(":")
            yield {
                "at": int(hours) * 3600 + int(minutes) * 60 + int(seconds),
                "source": source,
                "what": f"{verb} {target}",
                "status": status,
                "millis": int(millis),
            }
        except ValueError as error:
            complain(f"line {number}: {error}")


def where(items, **wanted):
    return (item for item in items if all(item[name] == value for name, value in wanted.items()))


def pairs(items):
    """Each item with the one before it."""
    items = iter(items)
    try:
        before = next(items)
    except StopIteration:
        return
    for item in items:
        yield before, item
        before = item


def watched(items, name, events):
    """Hand items on, and note each one that passes; note also when the stage ends, and how."""
    n = 0
    try:
        for n, item in enumerate(items, 1):
            events.append(f"{name}{n}")
            yield item
    finally:
        events.append(f"{name} closed after {n}")


def take(items, n):
    for _, item in zip(range(n), items):        # the range first: it ends before the next item is asked for
        yield item


def mean():
    """A stage that is pushed into instead of pulled from: send it numbers, it answers with the mean so far."""
    total, count, value = 0, 0, None
    while True:
        value = yield value
        total += value
        count += 1
        value = total / count


def main():
    complaints = []
    everything = list(records(lines(LOG), complaints.append))
    print(len(everything), "records;", "; ".join(complaints))

    print("\nslow requests of the web:")
    for record in sorted(where(everything, source="web"), key=lambda r: -r["millis"])[:3]:
        print(f"   {record['what']:15} {record['millis']:4} ms, status {record['status']}")

    print("\nby source:")
    groups = {}
    for record in everything:
        groups.setdefault(record["source"], []).append(record["millis"])
    for source, times in sorted(groups.items()):
        print(f"   {source:6} {len(times)} x, mean {sum(times) / len(times):7.2f}, worst {max(times)}")

    gaps = [after["at"] - before["at"] for before, after in pairs(everything)]
    print("\nlongest silence:", max(gaps), "s; gaps:", gaps)

    print("\nmean, as it grows:")
    running = mean()
    next(running)
    print("  ", [round(running.send(record["millis"]), 1) for record in everything[:6]])
    running.close()

    print("\nwho works when (r reads, w passes the filter), until two are found:")
    events = []
    stage = watched(records(lines(LOG), complaints.append), "r", events)
    stage = watched(where(stage, source="db"), "w", events)
    found = [record["what"] for record in take(stage, 2)]
    stage.close()
    print("  ", " ".join(events[:-2]))
    print("  ", "; ".join(events[-2:]))
    print("  ", found)


main()
