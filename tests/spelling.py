"""Numbers in words, for tests that write a number and have it read back."""

from __future__ import annotations

ONES = """zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize""".split()  # noqa: SIM905
TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}
ENGLISH_ONES = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen""".split()  # noqa: SIM905
ENGLISH_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905


def in_french(n: int) -> str:
    """`n` below 10**12 in French words, the spelling before 1990."""
    for value, name in ((10**9, "milliard"), (10**6, "million")):
        if n >= value:
            head, rest = divmod(n, value)
            return f"{in_french(head)} {name}{'s' if head > 1 else ''}" + (f" {in_french(rest)}" if rest else "")
    if n >= 1000:
        head, rest = divmod(n, 1000)
        return ("" if head == 1 else in_french(head) + " ") + "mille" + (f" {in_french(rest)}" if rest else "")
    if n >= 100:
        head, rest = divmod(n, 100)
        return ("" if head == 1 else ONES[head] + " ") + "cent" + (f" {in_french(rest)}" if rest else "")
    if n <= 16:
        return ONES[n]
    if n < 20:
        return f"dix-{ONES[n - 10]}"
    base = n // 10 * 10 if n // 10 not in (7, 9) else n // 10 * 10 - 10
    rest = n - base
    if not rest:
        return TENS[base] + ("s" if base == 80 else "")
    joint = " et " if rest in (1, 11) and base != 80 else "-"
    return f"{TENS[base]}{joint}{in_french(rest)}"


def in_english(n: int) -> str:
    """`n` below 10**12 in English words, with the British `and`."""
    for value, name in ((10**9, "billion"), (10**6, "million"), (1000, "thousand")):
        if n >= value:
            head, rest = divmod(n, value)
            joint = " and " if 0 < rest < 100 else " "
            return f"{in_english(head)} {name}" + (f"{joint}{in_english(rest)}" if rest else "")
    if n >= 100:
        head, rest = divmod(n, 100)
        return f"{ENGLISH_ONES[head]} hundred" + (f" and {in_english(rest)}" if rest else "")
    if n < 20:
        return ENGLISH_ONES[n]
    return ENGLISH_TENS[n // 10 - 2] + (f"-{ENGLISH_ONES[n % 10]}" if n % 10 else "")
