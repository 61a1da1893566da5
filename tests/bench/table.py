"""Markdown tables between two marker lines of a file. Knows nothing of what they hold."""


def read(path, name):
    """path, marker name -> (columns, {row label: [cells]}) as they stand; empty when there is no table"""
    try:
        with open(path, encoding="utf8") as f:
            text = f.read()
    except FileNotFoundError:
        return [], {}
    begin, end = markers(name)
    if begin not in text or end not in text:
        return [], {}
    body = text.split(begin, 1)[1].split(end, 1)[0]
    lines = [line.strip() for line in body.splitlines() if line.strip().startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    if len(cells) < 2:
        return [], {}
    return cells[0], {row[0]: row for row in cells[2:]}


def render(columns, rows):
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def write(path, name, text):
    """Puts `text` between the markers; they must stand in the file."""
    begin, end = markers(name)
    with open(path, encoding="utf8") as f:
        old = f.read()
    if begin not in old or end not in old.split(begin, 1)[1]:
        raise SystemExit(f"{path}: lines `{begin}` and `{end}` are missing")
    head, rest = old.split(begin, 1)
    tail = rest.split(end, 1)[1]
    with open(path, "w", encoding="utf8") as f:
        f.write(f"{head}{begin}\n{text}\n{end}{tail}")


def markers(name):
    return f"<!-- {name}:begin -->", f"<!-- {name}:end -->"
