"""``make bench``: all figures in one table. ``ARGS=synopsis`` (or another part) for a part."""

from __future__ import annotations

import sys

from bench import Row, anchors, backup, carrying, desk, grouping, pages, papers, synopsis, text

PARTS = {
    "anchors": anchors.rows,
    "backup": backup.rows,
    "carrying": carrying.rows,
    "desk": desk.rows,
    "grouping": grouping.rows,
    "pages": pages.rows,
    "papers": papers.rows,
    "synopsis": synopsis.rows,
    "text": text.rows,
}


def main() -> None:
    chosen = sys.argv[1:] or list(PARTS)
    unknown = set(chosen) - set(PARTS)
    if unknown:
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}.")
    for name in chosen:
        _show(name, PARTS[name]())


def _show(name: str, rows: list[Row]) -> None:
    print(f"\n{name}")
    width = max(len(row.name) for row in rows)
    for row in rows:
        figure = f"{row.figure:,.2f}" if row.figure < 100 else f"{row.figure:,.0f}"
        print(f"  {row.name:<{width}}  {figure:>9} {row.unit:<10}  {row.note}")


if __name__ == "__main__":
    main()
