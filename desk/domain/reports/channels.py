"""Other places to which residents are sent: offices that are the right ones, and help in an emergency."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """Where a case that is not the desk's belongs."""

    HOTLINE = "hotline"  # 12345, for whatever the government does
    LEGAL_AID = "legal_aid"  # 12348
    LABOUR = "labour"  # 12333, wages and insurance
    DISCIPLINE = "discipline"  # 12388, the conduct of officials
    COURT = "court"
    PETITION = "petition"
    OTHER = "other"  # in the official's own words


class Emergency(StrEnum):
    """Whom a resident must call at once."""

    POLICE = "police"  # 110
    FIRE = "fire"  # 119
    AMBULANCE = "ambulance"  # 120
