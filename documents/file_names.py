"""File names that SharePoint takes, from texts that people wrote."""

import unicodedata

#: `"*:<>?/\\|` are refused by SharePoint and OneDrive; `#%` are allowed but break links in older clients.
_FORBIDDEN = frozenset('"*:<>?/\\|#%')
#: Whole names that Windows or SharePoint keep for themselves.
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "forms", "desktop.ini", ".lock", "_vti_"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in range(10)}
)
#: SharePoint takes 255 characters in a name and 400 in a whole path.
LONGEST_STEM = 120


def safe_file_name(stem: str, extension: str) -> str:
    """`stem.extension` without what SharePoint forbids; æøå are kept, and an empty or reserved stem becomes «dokument».

    Source: Microsoft, «Restrictions and limitations in OneDrive and SharePoint».
    """
    text = unicodedata.normalize("NFC", stem).replace("_vti_", "-")
    text = "".join(" " if one.isspace() else one for one in text)
    kept = "".join("-" if one in _FORBIDDEN else one for one in text if unicodedata.category(one)[0] != "C")
    tidy = " ".join(kept.split()).lstrip("~ .-").rstrip(" .")[:LONGEST_STEM].rstrip(" .")
    if not tidy or tidy.split(".")[0].lower() in _RESERVED or tidy.lower() in _RESERVED:
        tidy = f"dokument {tidy}".strip()
    return f"{tidy}.{extension}"
