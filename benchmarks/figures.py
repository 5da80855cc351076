"""What many rounds say together."""

from collections.abc import Callable, Sequence
from statistics import median

from benchmarks.measure import Sample

Value = Callable[[Sample], float]


def cpu(sample: Sample) -> float:
    return sample.cpu


def database(sample: Sample) -> float:
    return sample.database


def rate(sample: Sample) -> float:
    return sample.rate


def p50(sample: Sample) -> float:
    return sample.p50


def p99(sample: Sample) -> float:
    return sample.p99


def both(sample: Sample) -> float:
    """Server and database together."""
    return sample.cpu + sample.database


def middle(samples: Sequence[Sample], value: Value) -> float:
    return median(map(value, samples))


def spread(samples: Sequence[Sample], value: Value) -> float:
    """From the least to the most, as a part of the median."""
    values = [value(sample) for sample in samples]
    return (max(values) - min(values)) / median(values)


def ratio(samples: Sequence[Sample], base: Sequence[Sample], value: Value) -> float:
    """The median of the ratios of each round, which what slows a whole round does not move."""
    return median(value(a) / value(b) for a, b in zip(samples, base, strict=True))


def bad(samples: Sequence[Sample]) -> int:
    return sum(sample.bad for sample in samples)
