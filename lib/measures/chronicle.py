"""What happened when, who said what, and the inaugural address."""

from datetime import date

import pandas as pd

from measures.rows import Raw, require, series

PRECISION = {10: "day", 7: "month", 4: "year"}


def events(raw: Raw) -> pd.DataFrame:
    """Events that the claims turn on, one row each.

    event: its id; what, who, note; until: last day of an event of several days; also: further
    sources. Unit: date, the first and the last possible day as ordinals of Python's date. Period:
    the day, or first day/last day where only the month or the calendar year is known.
    """
    rows = raw("events")
    precise = rows.date.str.len().map(PRECISION) == rows.date_precision
    require(precise, "the date is not as precise as date_precision says")
    rows = _dated(rows, event=rows.event_id, until=rows.date_end, also=rows.other_source_ids)
    return series(rows, ["event", "what", "who", "note", "until", "also"], "date")


def ice_daily_total_dates(raw: Raw) -> pd.DataFrame:
    """First and last day for which ICE posted a total of arrests, and the first day without.

    event: first day with a total, last day with a total, first day without a total.
    Unit: date, as the proleptic ordinal of Python's date. Period: the day itself.
    """
    return series(_dated(raw("ice_daily_post_events")), ["event"], "date")


def quotations(raw: Raw) -> pd.DataFrame:
    """What people and offices said in public, one row a quotation.

    quote: its id; speaker, role (at the time), medium, words (empty where none were found), note;
    also: further sources. Unit: words, how many. Period: as for events.
    """
    rows = raw("quotations")
    rows = _dated(rows, quote=rows.quote_id, role=rows.role_then, also=rows.other_source_ids)
    return _counted(rows, ["quote", "speaker", "role", "medium", "words", "note", "also"])


def inaugural_address(raw: Raw) -> pd.DataFrame:
    """The inaugural address of 20 January 2025, one row a sentence.

    ordinal: the sentence's number in three digits; words: the sentence. Unit: words, how many.
    """
    rows = raw("inaugural_address")
    rows = rows.assign(period="2025-01-20", ordinal=rows.ordinal.str.zfill(3))
    return _counted(rows, ["ordinal", "words"])


def _dated(rows: pd.DataFrame, **columns: pd.Series) -> pd.DataFrame:
    """Add an ISO day, month or calendar year as period and ordinals of days, and `columns`."""
    spans = rows.date.map(pd.Period)
    first = spans.map(lambda span: span.start_time.date())
    last = spans.map(lambda span: span.end_time.date())
    period = first.map(str).where(first == last, first.map(str) + "/" + last.map(str))
    low, high = first.map(date.toordinal), last.map(date.toordinal)
    return rows.assign(period=period, low=low, high=high, **columns)


def _counted(rows: pd.DataFrame, dims: list[str]) -> pd.DataFrame:
    """Add how many words there are: what has a letter or a digit in it, no dash or ellipsis."""
    n = rows.words.str.split().map(lambda words: sum(map(_is_word, words)))
    return series(rows.assign(low=n, high=n), dims, "words")


def _is_word(text: str) -> bool:
    return any(map(str.isalnum, text))
