"""Articles to add."""

from __future__ import annotations

from pathlib import Path


def text(place: str = "椒江区", year: int = 2019, growth: float = 33.1) -> str:
    """A small bulletin."""
    return (
        f"{year}年，{place}实现地区生产总值{growth * 7 + 300:.1f}亿元，按可比价格计算，比上年增长{growth / 5:.1f}%。\n"
        f"{year}年，{place}固定资产投资增长{growth}%，居全市第一，其中工业投资增长{growth / 2:.1f}%。\n"
        f"全区规模以上工业增加值增长{growth / 3:.1f}%，一般公共预算收入{growth + 12:.2f}亿元。\n"
    )


def write(path: Path, body: str, **front: str) -> Path:
    """A Markdown file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    top = "".join(f"{key}: {value}\n" for key, value in front.items())
    path.write_text(f"---\n{top}---\n{body}" if top else body, "utf-8")
    return path
