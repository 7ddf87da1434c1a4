"""Figures of several sizes of a corpus, side by side: a table and a drawing."""

WIDTH, HEIGHT, LEFT = 720, 26, 190


def costs(runs):
    """By page, its cost at each size in milliseconds of the processor, the database's too."""
    for name in runs[0]["pages"]:
        found = [run["pages"][name] for run in runs if name in run["pages"]]
        yield name, found, [cost["here"] + cost["database"] for cost in found]


def as_markdown(runs):
    sizes = [f"{run['stories']:,}" for run in runs]
    heads = [
        "page",
        "queries",
        *(f"ms at {size}" for size in sizes),
        "of it database",
        "growth",
    ]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for name, found, totals in costs(runs):
        cells = [name, str(found[-1]["queries"]), *(f"{total:.1f}" for total in totals)]
        cells += [f"{found[-1]['database']:.1f}", f"{totals[-1] / totals[0]:.1f}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def as_svg(runs):
    """A bar for each page and size."""
    rows = list(costs(runs))
    most = max(total for _, _, totals in rows for total in totals)
    bar = HEIGHT * 0.7 / len(runs)
    parts = []
    for number, (name, _, totals) in enumerate(rows):
        top = number * HEIGHT + 4
        parts.append(f'<text x="{LEFT - 8}" y="{top + 13}" text-anchor="end">{name}</text>')
        for place, total in enumerate(totals):
            width = max(1, (WIDTH - LEFT - 60) * total / most)
            parts.append(
                f'<rect x="{LEFT}" y="{top + place * bar:.1f}" width="{width:.1f}" '
                f'height="{bar - 1:.1f}" opacity="{(place + 1) / len(totals):.2f}"/>'
            )
        parts.append(f'<text x="{LEFT + width + 6:.0f}" y="{top + 13}">{total:.1f} ms</text>')
    size = f'viewBox="0 0 {WIDTH} {len(rows) * HEIGHT + 8}"'
    style = 'font-family="sans-serif" font-size="12" fill="#b3261e"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} {style}>{"".join(parts)}</svg>\n'
