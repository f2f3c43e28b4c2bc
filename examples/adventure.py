"""A text adventure: its heart is a parser that understands what a player types.

A command is a verb, perhaps an object, perhaps a preposition and a second object: "put the small lamp on the table". The parser
drops the articles, finds the longest verb that it knows, splits at the preposition, and looks for the one thing in reach that
fits the words. When several fit it asks which, as a good game does.
"""

ARTICLES = {"the", "a", "an", "some", "my"}
PREPOSITIONS = {"on", "in", "into", "with", "from", "to", "at"}
VERBS = {
    ("look",): "look",
    ("l",): "look",
    ("look", "at"): "examine",
    ("examine",): "examine",
    ("x",): "examine",
    ("take",): "take",
    ("get",): "take",
    ("pick", "up"): "take",
    ("drop",): "drop",
    ("put", "down"): "drop",
    ("put",): "put",
    ("go",): "go",
    ("walk",): "go",
    ("light",): "light",
    ("unlock",): "unlock",
    ("inventory",): "inventory",
    ("i",): "inventory",
}
DIRECTIONS = {"north": "south", "south": "north", "east": "west", "west": "east"}


class Puzzled(Exception):
    """The command makes no sense here; the text says why, to the player."""


class Thing:
    def __init__(self, name, text, fixed=False):
        *self.adjectives, self.noun = name.split()
        self.name = name
        self.text = text
        self.fixed = fixed
        self.lit = False

    def fits(self, words):
        *adjectives, noun = words
        return noun == self.noun and all(word in self.adjectives for word in adjectives)

    def __str__(self):
        return f"{self.name} (lit)" if self.lit else self.name


class Room:
    def __init__(self, name, text, dark=False):
        self.name, self.text, self.dark = name, text, dark
        self.exits = {}
        self.things = []

    def join(self, direction, other):
        self.exits[direction] = other
        other.exits[DIRECTIONS[direction]] = self


class Command:
    def __init__(self, verb, words, preposition=None, second=()):
        self.verb, self.words, self.preposition, self.second = verb, words, preposition, second

    @classmethod
    def parse(cls, line):
        words = [word for word in line.lower().replace(",", " ").split() if word not in ARTICLES]
        if not words:
            raise Puzzled("Say something.")
        if len(words) == 1 and words[0] in DIRECTIONS:
            return cls("go", words)
        for length in (2, 1):
            verb = VERBS.get(tuple(words[:length]))
            if verb is not None:
                rest = words[length:]
                break
        else:
            raise Puzzled(f"I don't know how to {words[0]!r}.")
        for i, word in enumerate(rest):
            if word in PREPOSITIONS:
                return cls(verb, rest[:i], word, rest[i + 1 :])
        return cls(verb, rest)


class Game:
    def __init__(self):
        hall = Room("Hall", "A draughty hall. A table stands against the wall.")
        cellar = Room("Cellar", "A low cellar that smells of apples.", dark=True)
        garden = Room("Garden", "A garden gone wild.")
        hall.join("north", garden)
        self.cellar, self.locked = cellar, True
        self.hall = hall
        hall.things += [
            Thing("table", "Oak, and heavy.", fixed=True),
            Thing("brass lamp", "It would burn, if somebody lit it."),
            Thing("rusty lamp", "This one will never burn again."),
            Thing("oak door", "It leads down, to the east. It is locked.", fixed=True),
        ]
        garden.things += [Thing("iron key", "Small and cold."), Thing("red apple", "It looks sour.")]
        cellar.things += [Thing("old map", "It shows this very house.")]
        self.room, self.bag, self.turns = hall, [], 0

    # -- what the player can mean --------------------------------------------------------------------------------------------

    def reach(self):
        return self.bag + ([] if self.is_dark() else self.room.things)

    def is_dark(self):
        return self.room.dark and not any(thing.lit for thing in self.bag)

    def find(self, words):
        if not words:
            raise Puzzled("What do you mean?")
        found = [thing for thing in self.reach() if thing.fits(words)]
        if not found:
            raise Puzzled(f"You see no {' '.join(words)} here.")
        if len(found) > 1:
            raise Puzzled(f"Which do you mean, the {' or the '.join(thing.name for thing in found)}?")
        return found[0]

    def do(self, line):
        try:
            command = Command.parse(line)
            action = getattr(self, "do_" + command.verb)
            answer = action(command)
        except Puzzled as puzzle:
            answer = str(puzzle)
        else:
            self.turns += 1
        return answer

    # -- the verbs -----------------------------------------------------------------------------------------------------------

    def do_look(self, command):
        if self.is_dark():
            return "It is dark here."
        loose = ", ".join(str(thing) for thing in self.room.things)
        return f"{self.room.name}. {self.room.text}\nYou see: {loose or 'nothing'}. Ways out: {', '.join(self.room.exits)}."

    def do_examine(self, command):
        return self.find(command.words or command.second).text

    def do_take(self, command):
        thing = self.find(command.words)
        if thing in self.bag:
            raise Puzzled("You have it already.")
        if thing.fixed:
            raise Puzzled(f"The {thing.name} stays where it is.")
        self.room.things.remove(thing)
        self.bag.append(thing)
        return "Taken."

    def do_drop(self, command):
        thing = self.find(command.words)
        if thing not in self.bag:
            raise Puzzled("You do not have it.")
        self.bag.remove(thing)
        self.room.things.append(thing)
        return "Dropped."

    def do_put(self, command):
        place = self.find(command.second)
        if not place.fixed:
            raise Puzzled(f"Nothing stays on the {place.name}.")
        self.do_drop(command)
        return f"It lies {command.preposition} the {place.name} now."

    def do_light(self, command):
        thing = self.find(command.words)
        if thing.name != "brass lamp":
            raise Puzzled(f"The {thing.name} does not burn.")
        thing.lit = True
        return "The lamp burns with a small flame."

    def do_unlock(self, command):
        door = self.find(command.words)
        if door.name != "oak door":
            raise Puzzled("That has no lock.")
        if command.preposition != "with" or self.find(command.second).name != "iron key":
            raise Puzzled("With what?")
        self.locked = False
        self.hall.join("east", self.cellar)
        door.text = "It stands open."
        return "The lock gives way."

    def do_go(self, command):
        direction = (command.words or command.second or [""])[0]
        if direction not in self.room.exits:
            raise Puzzled("The door is locked." if direction == "east" and self.locked else "There is no way.")
        self.room = self.room.exits[direction]
        return self.do_look(command)

    def do_inventory(self, command):
        return "You carry: " + (", ".join(map(str, self.bag)) or "nothing") + "."


SCRIPT = """
look
take lamp
take the table
pick up the brass lamp
x rusty lamp
go east
unlock door
north
get the iron key
eat the apple
get my red apple
south
unlock the oak door with the iron key
go to east
take map
light lamp
look
take the old map
look at map
west
put apple on table
put apple on key
drop rusty lamp
i
"""

game = Game()
for line in SCRIPT.strip().splitlines():
    print(">", line)
    print(game.do(line))
print(f"\n{game.turns} turns, {len(game.bag)} things carried.")
