"""A JSON list read object by object, so that one of any length takes little room."""

import codecs
import json
import math
import re

CHUNK = 1 << 20
BLANK = re.compile(r"[ \t\n\r]*")
# What breaks off so near the end of what has been read may go on after it.
NEAR = 16


class Unreadable(Exception):
    """Says which file cannot be read as a fixture, and where it goes wrong."""


def refuse_constant(name):
    raise ValueError(f"{name} is not a JSON value")


def finite(digits):
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits} is too large a number")
    return number


DECODER = json.JSONDecoder(parse_constant=refuse_constant, parse_float=finite)


def texts(stream, file):
    """What ``stream`` holds, piece by piece."""
    decoder, done = codecs.getincrementaldecoder("utf-8")(), 0
    while True:
        chunk = stream.read(CHUNK)
        done += len(chunk)
        try:
            yield decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            at = done - len(error.object) + error.start
            raise Unreadable(f"{file}: not valid UTF-8 at byte {at}") from error
        if not chunk:
            return


class Window:
    """The piece of a text that is being read: what is behind is let go."""

    def __init__(self, pieces, first_line=1):
        self.pieces, self.text, self.at = iter(pieces), "", 0
        self.line, self.columns = first_line, 0

    def read_on(self):
        """Whether there is more: as much again as what is not used yet, or a piece."""
        piece = next(self.pieces, None)
        if piece is None:
            return False
        self.let_go()
        found, size = [piece], len(piece)
        while size < len(self.text) and (piece := next(self.pieces, None)) is not None:
            found.append(piece)
            size += len(piece)
        self.text += "".join(found)
        return True

    def let_go(self):
        behind, self.text, self.at = self.text[: self.at], self.text[self.at :], 0
        lines = behind.count("\n")
        self.line += lines
        self.columns = len(behind) - behind.rfind("\n") - 1 + (0 if lines else self.columns)

    def place_of(self, position):
        lines = self.text.count("\n", 0, position)
        column = position - self.text.rfind("\n", 0, position)
        return f"line {self.line + lines}, column {column + (0 if lines else self.columns)}"

    def next_mark(self):
        """The first character that is no blank, or none at the end."""
        while True:
            self.at = BLANK.match(self.text, self.at).end()
            if self.at < len(self.text) or not self.read_on():
                return self.text[self.at : self.at + 1]

    def error(self, message):
        return json.JSONDecodeError(message, self.text, self.at)

    def value(self):
        """The JSON value that begins here."""
        self.next_mark()
        while True:
            try:
                found, end = DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                goes_on = error.pos > len(self.text) - NEAR or error.msg.startswith("Unterm")
                if not (goes_on and self.read_on()):
                    raise
            else:
                # A number that ends where the piece does may go on.
                if end < len(self.text) or not self.read_on():
                    self.at = end
                    return found


def parse_json(pieces, file, first_line=1):
    window = Window(pieces, first_line)
    try:
        yield from values(window, file)
    except json.JSONDecodeError as error:
        where = window.place_of(error.pos)
        raise Unreadable(f"{file}: not valid JSON at {where}: {error.msg}") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{file}: not valid JSON: {error}") from error


def values(window, file):
    """Those of the list that the whole text must be."""
    if window.next_mark() == "\ufeff":
        raise window.error("Unexpected UTF-8 BOM (decode using utf-8-sig)")
    if window.next_mark() != "[":
        checked_list(window.value(), file)
    window.at += 1
    if window.next_mark() == "]":
        window.at += 1
    else:
        yield from values_of_list(window)
    if window.next_mark():
        raise window.error("Extra data")


def values_of_list(window):
    mark = ","
    while mark == ",":
        yield window.value()
        mark = window.next_mark()
        if mark not in {",", "]"}:
            raise window.error("Expecting ',' delimiter")
        window.at += 1


def checked_list(records, file):
    if not isinstance(records, list):
        raise Unreadable(f"{file}: not a fixture: it must hold a list of objects")
    return records


def parse_json_lines(pieces, file):
    for number, line in enumerate(lines(pieces), start=1):
        if line.strip():
            yield from parse_json([f"[{line}]"], file, first_line=number)


def lines(pieces):
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        yield from whole
    yield rest
