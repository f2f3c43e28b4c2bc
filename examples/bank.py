"""A bank whose accounts refuse: exceptions as a part of the design, not an accident.

Each refusal is a class of its own, in a small tree, and carries what a caller needs to act. A transfer is all or nothing: a
context manager takes a copy of the balances and puts it back when anything goes wrong, whatever that is.
"""


class BankError(Exception):
    """Whatever the bank refuses."""


class UnknownAccount(BankError):
    def __init__(self, name):
        super().__init__(f"there is no account {name!r}")
        self.name = name


class Refused(BankError):
    """The account exists, but the wish cannot be met."""


class NotEnough(Refused):
    def __init__(self, account, wanted):
        self.account, self.wanted = account, wanted
        self.missing = wanted - account.balance
        super().__init__(f"{account.name} has {account.balance}, {self.missing} short of {wanted}")


class Frozen(Refused):
    pass


class Account:
    __slots__ = ("name", "_balance", "frozen", "history")

    def __init__(self, name, balance=0):
        self.name = name
        self._balance = balance
        self.frozen = False
        self.history = []

    @property
    def balance(self):
        return self._balance

    @balance.setter
    def balance(self, value):
        if self.frozen:
            raise Frozen(f"{self.name} is frozen")
        self.history.append(value - self._balance)
        self._balance = value

    def deposit(self, amount):
        if amount <= 0:
            raise ValueError(f"amount must be positive, not {amount}")
        self.balance += amount

    def withdraw(self, amount):
        if amount <= 0:
            raise ValueError(f"amount must be positive, not {amount}")
        if amount > self.balance:
            raise NotEnough(self, amount)
        self.balance -= amount

    def __repr__(self):
        return f"<{self.name}: {self.balance}{' frozen' if self.frozen else ''}>"


class Transaction:
    """`with Transaction(bank):` — all of it happens, or none."""

    def __init__(self, bank):
        self.bank = bank

    def __enter__(self):
        self.saved = {name: (account._balance, len(account.history)) for name, account in self.bank.accounts.items()}
        return self

    def __exit__(self, kind, error, traceback):
        if kind is None:
            return False
        for name, (balance, entries) in self.saved.items():
            account = self.bank.accounts[name]
            account._balance = balance
            del account.history[entries:]
        self.bank.log.append(f"undone: {kind.__name__}")
        return False                # the error goes on its way


class Bank:
    def __init__(self, **accounts):
        self.accounts = {name: Account(name, balance) for name, balance in accounts.items()}
        self.log = []

    def __getitem__(self, name):
        try:
            return self.accounts[name]
        except KeyError:
            raise UnknownAccount(name) from None

    def transfer(self, source, target, amount):
        with Transaction(self):
            self[source].withdraw(amount)
            self[target].deposit(amount)
        self.log.append(f"{source} -> {target}: {amount}")

    def pay_all(self, source, **amounts):
        """Pay several at once. Whatever fails is reported together, at the end."""
        errors = []
        for target, amount in amounts.items():
            try:
                self.transfer(source, target, amount)
            except BankError as error:
                error.add_note(f"while paying {target}")
                errors.append(error)
        if errors:
            raise ExceptionGroup(f"{len(errors)} of {len(amounts)} payments failed", errors)

    def __str__(self):
        return " ".join(map(repr, self.accounts.values()))


bank = Bank(ada=100, bob=20, eve=0)
print(bank)

bank.transfer("ada", "bob", 30)
print("a transfer:     ", bank)

for source, target, amount in (("bob", "eve", 80), ("ada", "zoe", 10), ("ada", "bob", -5)):
    try:
        bank.transfer(source, target, amount)
    except NotEnough as error:
        print(f"not enough:      {error} (missing {error.missing})")
    except UnknownAccount as error:
        print("unknown:        ", error)
    except (ValueError, BankError) as error:
        print(f"{type(error).__name__}:      {error}")
    else:
        print("went through?")
    finally:
        print("                ", bank)

print("Bob is frozen, so the money that left Ada comes back:")
bank["bob"].frozen = True
try:
    bank.transfer("ada", "bob", 10)
except Refused as error:
    print("  ", type(error).__name__, "-", error)
print("  ", bank)

print("Several payments, some of which fail:")
try:
    bank.pay_all("ada", bob=1, eve=5, zoe=1, yan=1)
except* Frozen as group:
    for error in group.exceptions:
        print("   frozen:", error, error.__notes__)
except* UnknownAccount as group:
    print("   unknown:", [error.name for error in group.exceptions])
print("  ", bank)

print("Wrapping an error keeps the first as its cause:")
try:
    try:
        bank["eve"].withdraw(1000)
    except NotEnough as error:
        raise RuntimeError("the monthly rent failed") from error
except RuntimeError as error:
    print("  ", error, "<-", repr(error.__cause__))

print("history:", {name: account.history for name, account in bank.accounts.items()})
print("log:", *bank.log, sep="\n   ")
