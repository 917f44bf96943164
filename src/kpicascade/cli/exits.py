"""How a command ended, as the number that it leaves behind."""

from enum import IntEnum


class Exit(IntEnum):
    """The exit codes; they are part of what users build on and never change their meaning."""

    FINE = 0
    """The answer is on standard output."""
    FAULTS = 1
    """The plan or the results cannot be used as they are; every fault was told."""
    USAGE = 2
    """The command line asks for something that there is not: a command, an option, a dataset, a node."""
    CANNOT_READ = 3
    """A file is not there, or may not be read."""
    CANNOT_WRITE = 4
    """A file, or standard output, could not be written."""
    STOPPED = 130
    """Stopped from the keyboard; shells give this number to a program that Ctrl-C ends."""
