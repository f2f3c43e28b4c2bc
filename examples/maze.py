"""Mazes: one is dug by a random walk, then three ways to find the way out are compared.

Breadth first finds a shortest way, depth first finds some way, and A* finds a shortest way while looking at fewer places. The
three differ only in *which place to look at next*, so they are one function that is given its queue.
"""


class Random:
    """A small generator of numbers (a linear congruence), so that every run digs the same maze."""

    def __init__(self, seed):
        self.state = seed

    def below(self, n):
        self.state = (self.state * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.state >> 33) % n


def dig(width, height, random):
    """The open places of a maze of rooms at odd coordinates, dug by walking and turning back."""
    open_places = {(1, 1)}
    path = [(1, 1)]
    while path:
        x, y = path[-1]
        ways = []
        for dx, dy in ((0, -2), (2, 0), (0, 2), (-2, 0)):
            there = x + dx, y + dy
            if 0 < there[0] < width and 0 < there[1] < height and there not in open_places:
                ways.append((there, (x + dx // 2, y + dy // 2)))
        if ways:
            room, wall = ways[random.below(len(ways))]
            open_places |= {room, wall}
            path.append(room)
        else:
            path.pop()
    return open_places


class Stack:
    def __init__(self):
        self.items = []

    def put(self, place, steps):
        self.items.append((place, steps))

    def take(self):
        return self.items.pop()

    def __bool__(self):
        return bool(self.items)


class Queue(Stack):
    """First in, first out. Taking from the front of a list moves the rest, so a finger marks the front instead."""

    def __init__(self):
        super().__init__()
        self.front = 0

    def take(self):
        item = self.items[self.front]
        self.front += 1
        return item

    def __bool__(self):
        return self.front < len(self.items)


class Nearest(Stack):
    """A heap: the place with the least steps taken plus steps still to go at best."""

    def __init__(self, goal):
        super().__init__()
        self.goal = goal

    def put(self, place, steps):
        guess = steps + abs(place[0] - self.goal[0]) + abs(place[1] - self.goal[1])
        items = self.items
        items.append((guess, -steps, place))
        child = len(items) - 1
        while child and items[child] < items[(child - 1) // 2]:
            parent = (child - 1) // 2
            items[child], items[parent] = items[parent], items[child]
            child = parent

    def take(self):
        items = self.items
        items[0], items[-1] = items[-1], items[0]
        _, steps, place = items.pop()
        parent = 0
        while (child := 2 * parent + 1) < len(items):
            if child + 1 < len(items) and items[child + 1] < items[child]:
                child += 1
            if not items[child] < items[parent]:
                break
            items[child], items[parent] = items[parent], items[child]
            parent = child
        return place, -steps


def search(open_places, start, goal, queue):
    """The way from start to goal and how many places were looked at."""
    came_from = {start: None}
    queue.put(start, 0)
    looked_at = 0
    while queue:
        place, steps = queue.take()
        looked_at += 1
        if place == goal:
            way = []
            while place is not None:
                way.append(place)
                place = came_from[place]
            return way[::-1], looked_at
        x, y = place
        for there in ((x + 1, y), (x, y + 1), (x - 1, y), (x, y - 1)):
            if there in open_places and there not in came_from:
                came_from[there] = place
                queue.put(there, steps + 1)
    return None, looked_at


def show(open_places, width, height, way=()):
    way = set(way)
    for y in range(height):
        print("".join("*" if (x, y) in way else " " if (x, y) in open_places else "#" for x in range(width)))


WIDTH, HEIGHT = 49, 17
random = Random(7)
maze = dig(WIDTH, HEIGHT, random)
# A perfect maze has one way only. Some holes in the walls make the searches differ.
for _ in range(40):
    x, y = 1 + random.below(WIDTH - 2), 1 + random.below(HEIGHT - 2)
    if (x + y) % 2:
        maze.add((x, y))

start, goal = (1, 1), (WIDTH - 2, HEIGHT - 2)
for name, queue in (("breadth first", Queue()), ("depth first", Stack()), ("A*", Nearest(goal))):
    way, looked_at = search(maze, start, goal, queue)
    print(f"{name}: a way of {len(way) - 1} steps, {looked_at} of {len(maze)} places looked at")
    if name == "A*":
        show(maze, WIDTH, HEIGHT, way)

sealed = maze - {(WIDTH - 2, HEIGHT - 3), (WIDTH - 3, HEIGHT - 2)}
way, looked_at = search(sealed, start, goal, Queue())
print("walled in:", "no way" if way is None else way, f"({looked_at} places looked at)")
