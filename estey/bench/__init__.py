"""`estey bench …`: what is measured, one module a subject."""

from __future__ import annotations

import click

from estey.bench.alerts import alerts
from estey.bench.cvs import cvs
from estey.bench.extremes import extremes
from estey.bench.faults import faults
from estey.bench.intake import intake
from estey.bench.long_texts import long_texts
from estey.bench.melo import melo
from estey.bench.memory import memory
from estey.bench.pages import pages
from estey.bench.people import people
from estey.bench.percolate import percolate
from estey.bench.search import search
from estey.bench.skills import skills
from estey.bench.speed import speed
from estey.bench.titles import titles


@click.group()
def bench() -> None:
    """Benchmarks: how well the language of work is understood, how fast people and offers are found, and faults."""


COMMANDS = (
    titles,
    melo,
    skills,
    people,
    speed,
    long_texts,
    percolate,
    intake,
    search,
    cvs,
    extremes,
    alerts,
    memory,
    pages,
    faults,
)
for command in COMMANDS:
    bench.add_command(command)
