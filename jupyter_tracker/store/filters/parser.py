"""From the text of a filter to its tree: Python's comparison expressions over the columns of a run.

metrics.acc > 0.9 and params.model == "rf" and "baseline" in tags and metrics["val/loss"].min < 0.3
started > ago("7d") and not (state in ("failed", "crashed")) and 0.1 <= params.lr < 1
metrics.acc.at_min("val/loss") > 0.8      the accuracy at the step where val/loss is least
"""

from __future__ import annotations

from ..errors import FilterError
from ..events import STATES
from .columns import AT_BEST, FAMILIES, ROOTS, STATS, Column, unknown_column, unknown_state
from .lexer import Token, tokens
from .moments import as_moment, as_seconds
from .tree import Ago, Always, Among, Both, Compare, Condition, Contains, Filter, Flag, Literal, Not, Operand

DEEPEST = 40
"""Levels of brackets and `not` that a filter may have."""

MOST_TERMS = 200

COMPARISONS = ("==", "!=", "<", "<=", ">", ">=")


def parse(text: str) -> Filter:
    """The filter that `text` is. Raises FilterError, which points at the place."""
    parser = _Parser(text)
    condition = parser.condition(parser.either())
    parser.expect_end()
    return Filter(text, condition)


def parse_column(text: str) -> Column:
    """A column by itself, as sorting uses it: `started`, `metrics.loss.min`. Raises FilterError."""
    parser = _Parser(text)
    operand = parser.operand()
    parser.expect_end()
    if not isinstance(operand, Column) or (operand.root in FAMILIES and operand.name is None):
        raise FilterError("this is no column", 0, list(ROOTS), text)
    return operand


def name_of(text: str) -> str:
    """What a column is called: the name of its param, metric or tag (with which number of a metric), or itself."""
    column = parse_column(text)
    if column.name is None:
        return text
    return column.name if column.stat == "last" else f"{column.name} ({column.stat})"


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens(text)
        self.place = 0
        self.depth = 0
        self.terms = 0

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    def take(self, *texts: str) -> Token | None:
        """The next token, if it is one of these words or signs."""
        token = self.next
        if token.kind in ("word", "sign") and token.text in texts:
            self.place += 1
            return token
        return None

    def expect(self, text: str, why: str) -> Token:
        token = self.take(text)
        if token is None:
            raise self.error(f"{text} is missing {why}")
        return token

    def expect_end(self) -> None:
        if self.next.kind != "end":
            raise self.error(f"{self.next.text!r} does not fit here; `and` or `or` is missing before it")

    def error(self, message: str, position: int | None = None, names: list[str] | None = None) -> FilterError:
        return FilterError(message, self.next.start if position is None else position, names or [], self.text)

    # conditions; each may turn out to be an operand in brackets, which `condition` refuses where one cannot stand

    def either(self) -> Condition | Operand:
        return self.joined("or", self.all_of)

    def all_of(self) -> Condition | Operand:
        return self.joined("and", self.negation)

    def joined(self, word: str, part: object) -> Condition | Operand:
        first = part()  # type: ignore[operator]
        parts = [first]
        while self.take(word):
            parts.append(part())  # type: ignore[operator]
        if len(parts) == 1:
            return first  # type: ignore[no-any-return]
        return Both(word, tuple(self.condition(one) for one in parts))

    def negation(self) -> Condition | Operand:
        if not self.take("not"):
            return self.comparison()
        with_depth = self.deeper()
        inner = self.condition(self.negation())
        self.depth = with_depth
        return Not(inner)

    def deeper(self) -> int:
        before = self.depth
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error("these are too many brackets within each other")
        return before

    def comparison(self) -> Condition | Operand:
        left = self.primary()
        found: list[Condition] = []
        while True:
            start = self.next
            negated = self.take("not") is not None
            if self.take("in"):
                if found:
                    raise self.error("`in` cannot be chained with other comparisons", start.start)
                return self.membership(self.as_operand(left, start), negated)
            if negated:
                raise self.error("`in` is missing after `not`")
            sign = self.take(*COMPARISONS)
            if sign is None:
                break
            right = self.as_operand(self.primary(), sign)
            found.append(self.compare(self.as_operand(left, sign), sign, right))
            left = right
        if not found:
            return left
        return found[0] if len(found) == 1 else Both("and", tuple(found))

    def primary(self) -> Condition | Operand:
        if not self.take("("):
            return self.operand()
        before = self.deeper()
        inner = self.either()
        self.expect(")", "to close the bracket")
        self.depth = before
        return inner

    def condition(self, node: Condition | Operand) -> Condition:
        if isinstance(node, Column):
            if node.is_flag:
                return Flag(node)
            shown = self.text[node.position :].split(" ")[0].rstrip(")")
            raise self.error(f"{shown} has to be compared with something, as in {shown} > 0.9", node.position)
        if isinstance(node, (Literal, Ago)):
            if isinstance(node, Literal) and isinstance(node.value, bool):
                return Always(node.value)
            raise self.error("a value alone says nothing; compare it with a column", node.position)
        return node

    def as_operand(self, node: Condition | Operand, sign: Token) -> Operand:
        if isinstance(node, (Column, Literal, Ago)):
            if isinstance(node, Column) and node.root in FAMILIES and node.name is None and sign.text in COMPARISONS:
                raise self.error(f'write {node.root}["name"] to compare one of them', node.position)
            return node
        raise self.error("only values can be compared, not conditions", sign.start)

    def compare(self, left: Operand, sign: Token, right: Operand) -> Condition:
        self.terms += 1
        if self.terms > MOST_TERMS:
            raise self.error(f"a filter may have {MOST_TERMS} comparisons", sign.start)
        return Compare(self.matched(left, right), sign.text, self.matched(right, left))

    def matched(self, operand: Operand, other: Operand) -> Operand:
        """Text compared with a moment or a duration, read as one; with a state it has to be one."""
        if not isinstance(operand, Literal) or not isinstance(operand.value, str) or not isinstance(other, Column):
            return operand
        if other.is_time:
            return Literal(self.read(as_moment, operand), operand.position)
        if other.root == "state" and operand.value not in STATES:
            raise unknown_state(operand.value, operand.position, self.text)
        if other.root == "duration":
            return Literal(self.read(as_seconds, operand), operand.position)
        return operand

    def read(self, how: object, literal: Literal) -> float:
        try:
            return float(how(literal.value))  # type: ignore[operator]
        except ValueError as fault:
            raise self.error(str(fault), literal.position) from None

    def membership(self, left: Operand, negated: bool) -> Condition:
        self.terms += 1
        opening = self.take("(", "[")
        if opening is None:
            container = self.operand()
            if not isinstance(container, Column) or not (container.is_text or container.root == "params"):
                raise self.error("`in` needs a list, tags, or a column of text", self.tokens[self.place - 1].start)
            if container.root == "params" and container.name is None:
                raise self.error("`in` needs a list, tags, or a column of text", container.position)
            return Contains(left, container, negated)
        if isinstance(left, Column) and left.root in FAMILIES and left.name is None:
            raise self.error('write "name" in ' + left.root, left.position)
        closing = ")" if opening.text == "(" else "]"
        values = []
        while not self.take(closing):
            value = self.matched(self.operand(), left)
            if not isinstance(value, Literal):
                raise self.error("a list may hold numbers and text only", value.position)
            values.append(value)
            if len(values) > MOST_TERMS:
                raise self.error(f"a list may have {MOST_TERMS} values")
            if not self.take(","):
                self.expect(closing, "to close the list")
                break
        return Among(left, tuple(values), negated)

    # operands

    def operand(self) -> Operand:
        token = self.next
        sign = self.take("-", "+")
        if sign is not None:
            if self.next.kind != "number":
                raise self.error(f"a number is missing after {sign.text}")
            number = self.number()
            return Literal(-number if sign.text == "-" else number, token.start)
        if token.kind == "number":
            return Literal(self.number(), token.start)
        self.place += 1
        if token.kind == "string":
            return Literal(str(token.value), token.start)
        if token.kind == "word" and token.text in ("True", "False"):
            return Literal(token.text == "True", token.start)
        if token.kind == "name":
            return self.named(token)
        self.place -= 1
        missing = "a column or a value is missing"
        raise self.error(
            missing + (" at the end" if token.kind == "end" else f" before {token.text!r}"), names=list(ROOTS)
        )

    def number(self) -> float:
        token = self.next
        self.place += 1
        assert not isinstance(token.value, str)
        return float(token.value)

    def named(self, token: Token) -> Operand:
        if token.text in ("ago", "date"):
            return self.moment(token)
        if token.text not in ROOTS:
            raise unknown_column(token.text, token.start, self.text)
        if token.text not in FAMILIES:
            if self.next.text in (".", "["):
                raise self.error(f"{token.text} has no parts")
            return Column(token.text, position=token.start)
        return self.of_family(token)

    def moment(self, token: Token) -> Operand:
        argument = self.text_argument(token.text, '("7d")' if token.text == "ago" else '("2025-01-31")')
        literal = Literal(str(argument.value), argument.start)
        if token.text == "ago":
            return Ago(self.read(as_seconds, literal), token.start)
        return Literal(self.read(as_moment, literal), token.start)

    def text_argument(self, of: str, example: str) -> Token:
        if not self.take("(") or self.next.kind != "string":
            raise self.error(f"write {of}{example}")
        argument = self.next
        self.place += 1
        self.expect(")", f"after {of}(…")
        return argument

    def of_family(self, root: Token) -> Column:
        """params, metrics or tags, followed by .name or ["name"], and for a metric by which number of it."""
        pieces: list[str] = []
        stat, other = "last", None
        bracketed = False
        while sign := self.take(".", "["):
            token = self.next
            bracketed = sign.text == "["
            if token.kind != ("string" if bracketed else "name") and not (token.kind == "word" and not bracketed):
                raise self.error('a name is missing; write .name or ["name"]')
            self.place += 1
            if bracketed:
                self.expect("]", "after the name")
            elif root.text == "metrics" and pieces and token.text in AT_BEST and self.next.text == "(":
                stat, other = token.text, str(self.text_argument(token.text, '("val/loss")').value)
                break
            elif root.text == "metrics" and pieces and self.next.text == "(":
                meant = 'write .at_min("val/loss") or .at_max("val/loss")'
                raise self.error(f"a metric has no {token.text}(…); {meant}", token.start)
            pieces.append(str(token.value) if bracketed else token.text)
        if root.text == "metrics" and other is None and len(pieces) > 1 and not bracketed and pieces[-1] in STATS:
            stat = pieces.pop()
        return Column(root.text, ".".join(pieces) if pieces else None, stat, other, root.start)
