"""Draw docs/images/growth.svg from results of `estey bench percolate --json`: python scripts/plot_growth.py FILE…

Two lines over the number of profiles: our percolation and the plain search of the same run, in milliseconds an offer.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "docs" / "images" / "growth.svg"
WIDTH, HEIGHT, LEFT, BOTTOM, TOP, RIGHT = 640, 320, 60, 50, 30, 150
COLOURS = {"ours": "#0b5c7a", "plain search": "#b4572b"}


def svg(results: list[dict[str, float]]) -> str:
    """Return the plot of these results."""
    results = sorted(results, key=lambda one: one["profiles"])
    lines = {
        "ours": [1000 / one["offers_per_s"] for one in results],
        "plain search": [1000 / one["plain_search_offers_per_s"] for one in results],
    }
    most_x, most_y = results[-1]["profiles"], max(max(values) for values in lines.values()) * 1.1

    def at(profiles: float, value: float) -> tuple[float, float]:
        x = LEFT + (WIDTH - LEFT - RIGHT) * profiles / most_x
        return round(x, 1), round(HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * value / most_y, 1)

    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" font-size="12"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
    parts = [head, f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>']
    parts.append(f'<text x="{LEFT}" y="18">Milliseconds an offer, by stored profiles</text>')
    for step in range(5):
        value = most_y * step / 4
        x, y = at(0, value)
        parts.append(f'<path d="M{x} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6}" y="{y + 4}" text-anchor="end">{value:.0f}</text>')
    for one in results:
        x, y = at(one["profiles"], 0)
        parts.append(f'<text x="{x}" y="{y + 20}" text-anchor="middle">{one["profiles"]:,}</text>')
    for name, values in lines.items():
        points = [at(one["profiles"], value) for one, value in zip(results, values, strict=True)]
        path = " ".join(f"{x},{y}" for x, y in points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3" fill="{COLOURS[name]}"/>' for x, y in points]
        x, y = points[-1]
        parts.append(f'<text x="{x + 8}" y="{y + 4}" fill="{COLOURS[name]}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    OUT.write_text(svg([json.loads(Path(name).read_text(encoding="utf-8")) for name in sys.argv[1:]]), encoding="utf-8")
