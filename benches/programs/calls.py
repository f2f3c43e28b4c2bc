"""Calls and recursion: Fibonacci, Ackermann, defaults and keywords."""

import sys


def fib(n):
    if n < 2:
        return n
    return fib(n - 1) + fib(n - 2)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def keyed(a, b=2, *, c=3):
    return a + b + c


sys.setrecursionlimit(10000)
print(fib(29))
print(ack(2, 300))
total = 0
for i in range(300000):
    total += keyed(i) + keyed(i, c=1) + keyed(i, 5)
print(total)
