"""Formulas of monthly.yaml: sums and quotients of other columns, computed here and written into Excel alike. PURE."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from dossier.model import Number

_SIGNS: dict[type[ast.operator], tuple[str, Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
}


def problem_of(formula: str, known: Mapping[str, object]) -> str:
    """What is wrong with a formula, in words; '' where nothing is. `known` are the ids of all columns."""
    try:
        names = list(names_in(formula))
    except ValueError as caught:
        return str(caught)
    return next((f"公式里的「{name}」不是这张表的列" for name in names if name not in known), "")


def names_in(formula: str) -> Iterator[str]:
    """The columns that a formula names. Raises ValueError where it is none."""
    for node in ast.walk(_parsed(formula)):
        if isinstance(node, ast.Name):
            yield node.id


def computed(formula: str, values: Mapping[str, Number], decimals: int) -> Number:
    """Its value; None where a column that it names is unknown, or it divides by 0. Halves are rounded up."""
    try:
        found = _value(_parsed(formula), values)
    except ZeroDivisionError:
        return None
    if found is None:
        return None
    rounded = found.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return float(rounded) if decimals else int(rounded)


def in_cells(formula: str, cells: Mapping[str, str]) -> str:
    """The formula with ids replaced by cells, without the equals sign."""
    return _written(_parsed(formula), cells)


def _parsed(formula: str) -> ast.expr:
    try:
        found = ast.parse(formula.strip(), mode="eval").body
    except SyntaxError:
        raise ValueError(f"公式「{formula}」看不懂，只能用 + - * / 和列的编号") from None
    for node in ast.walk(found):
        is_known = isinstance(node, ast.BinOp | ast.Name | ast.Constant | ast.operator | ast.expr_context)
        if not is_known or (isinstance(node, ast.BinOp) and type(node.op) not in _SIGNS):
            raise ValueError(f"公式「{formula}」看不懂，只能用 + - * / 和列的编号")
        if isinstance(node, ast.Constant) and not isinstance(node.value, int | float):
            raise ValueError(f"公式「{formula}」里只能写列的编号和数")
    return found


def _value(node: ast.expr, values: Mapping[str, Number]) -> Decimal | None:
    if isinstance(node, ast.BinOp):
        left, right = _value(node.left, values), _value(node.right, values)
        if left is None or right is None:
            return None
        if isinstance(node.op, ast.Div) and right == 0:
            raise ZeroDivisionError
        return _SIGNS[type(node.op)][1](left, right)
    told = values[node.id] if isinstance(node, ast.Name) else _constant(node)
    return None if told is None else Decimal(str(told))


def _constant(node: ast.expr) -> Number:
    assert isinstance(node, ast.Constant)
    return node.value if isinstance(node.value, int | float) else None


def _written(node: ast.expr, cells: Mapping[str, str]) -> str:
    if isinstance(node, ast.BinOp):
        sign = _SIGNS[type(node.op)][0]
        right = _written(node.right, cells)
        right = f"({right})" if isinstance(node.right, ast.BinOp) else right
        left = _written(node.left, cells)
        loose = isinstance(node.left, ast.BinOp) and sign in "*/" and isinstance(node.left.op, ast.Add | ast.Sub)
        return f"{f'({left})' if loose else left}{sign}{right}"
    return cells[node.id] if isinstance(node, ast.Name) else f"{_constant(node)}"
