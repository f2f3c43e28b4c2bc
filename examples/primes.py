"""Prime numbers, found four ways: from the definition to a test that answers for numbers of forty digits.

Each way answers another question. A sieve lists all primes below a bound; an endless generator has no bound; Miller and Rabin's
test looks at one number alone; Pollard's rho finds the factors of what is not prime.
"""


def sieve(limit):
    """All primes below `limit`: strike out the multiples of each, by slices of a bytearray."""
    if limit < 3:
        return []
    flags = bytearray([1]) * limit
    flags[0:2] = b"\0\0"
    for n in range(2, int(limit**0.5) + 1):
        if flags[n]:
            flags[n * n :: n] = bytes(len(range(n * n, limit, n)))
    return [n for n in range(limit) if flags[n]]


def endless():
    """All primes there are. A dict knows, for each composite ahead, a prime that will strike it out."""
    yield 2
    ahead = {}
    n = 3
    while True:
        prime = ahead.pop(n, None)
        if prime is None:
            yield n
            ahead[n * n] = n
        else:
            strike = n + 2 * prime
            while strike in ahead:
                strike += 2 * prime
            ahead[strike] = prime
        n += 2


def is_prime(n):
    """Miller and Rabin's test; with these witnesses it never errs below 3.3 * 10**24."""
    witnesses = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41)
    if n < 2:
        return False
    for p in witnesses:
        if n % p == 0:
            return n == p
    odd, twos = n - 1, 0
    while odd % 2 == 0:
        odd //= 2
        twos += 1
    for witness in witnesses:
        x = pow(witness, odd, n)
        if x in (1, n - 1):
            continue
        for _ in range(twos - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


def a_factor(n):
    """Pollard's rho: two runners on a path of remainders; where they meet modulo a factor, it shows."""
    if n % 2 == 0:
        return 2
    step = 1
    while True:
        slow = fast = 2
        factor = 1
        while factor == 1:
            slow = (slow * slow + step) % n
            fast = (fast * fast + step) % n
            fast = (fast * fast + step) % n
            factor = gcd(abs(slow - fast), n)
        if factor != n:
            return factor
        step += 1


def factors(n):
    """The prime factors, smallest first."""
    found, waiting = [], [n]
    while waiting:
        n = waiting.pop()
        if n == 1:
            continue
        if is_prime(n):
            found.append(n)
        else:
            part = a_factor(n)
            waiting += [part, n // part]
    return sorted(found)


def main():
    small = sieve(100)
    print("below 100:", *small)
    print("how many below a power of ten:", {10**k: len(sieve(10**k)) for k in range(1, 6)})

    walk = endless()
    print("the first ten of all:", [next(walk) for _ in range(10)])
    for nth, prime in enumerate(walk, 11):
        if nth == 1000:
            print("the thousandth:", prime)
            break

    twins = [(p, q) for p, q in zip(small, small[1:]) if q - p == 2]
    print("twins below 100:", twins)

    print("the two ways agree:", all(is_prime(n) == (n in set(small)) for n in range(100)))

    print("Mersenne's numbers 2**p - 1 that are prime:", [p for p in sieve(130) if is_prime(2**p - 1)])
    for n in (360, 1001, 2**32 + 1, 600851475143, 10**15 + 1, 2**61 - 1):
        print(f"{n} = {' * '.join(map(str, factors(n)))}")

    big = 10**39
    while not is_prime(big):
        big += 1
    print("the first prime of forty digits:", big)


main()
