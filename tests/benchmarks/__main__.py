"""`make bench`: every measurement, one after the other."""

from tests.benchmarks import change, reading, whole_run

if __name__ == "__main__":
    reading.measure()
    whole_run.measure()
    change.measure()
