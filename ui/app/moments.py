"""Saying when something was, as shortly as a clerk understands it."""

from datetime import datetime


def when(moment: datetime, now: datetime) -> str:
    """Say when something was, seen from now."""
    days = (now.date() - moment.date()).days
    if days == 0:
        return f"今天 {moment:%H:%M}"
    if days == 1:
        return f"昨天 {moment:%H:%M}"
    if moment.year == now.year:
        return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
    return f"{moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}"
