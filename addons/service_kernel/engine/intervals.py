"""Intervals on any line that has an order: seconds, days, instants. (start, end) without the end.

Open hours, pauses of clocks and days that a warranty does not count are all cut with these.
"""


def merge(intervals):
    """Return them sorted and disjoint, as [start, end]; empty ones go, what touches is one."""
    merged = []
    for start, end in sorted(intervals):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1][1] = max(end, merged[-1][1])
        else:
            merged.append([start, end])
    return merged


def subtract(intervals, holes):
    """Return what is left of sorted disjoint intervals without sorted disjoint holes."""
    left, first = [], 0
    for start, end in intervals:
        while first < len(holes) and holes[first][1] <= start:
            first += 1
        place = first
        while place < len(holes) and holes[place][0] < end:
            if holes[place][0] > start:
                left.append((start, holes[place][0]))
            start = holes[place][1]
            place += 1
        if start < end:
            left.append((start, end))
    return left


def lay(start, length, holes):
    """Return where ``length`` is used up from ``start`` on, when holes (sorted, disjoint) do not count.

    What is used up just where a hole begins ends there.
    """
    for begin, end in holes:
        if end <= start:
            continue
        room = max(begin - start, 0)
        if length <= room:
            return start + length
        length -= room
        start = end
    return start + length


def covered(start, end, holes):
    """Return how much of an interval the holes (disjoint) take."""
    return sum(max(min(end, last) - max(start, first), 0) for first, last in holes)
