"""From the words before a number to a name as its author would write it, and to whether it says "measured"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from jupyter_tracker.capture import judgement

SPLITS = frozenset(
    "train training tr val valid validation dev test testing eval evaluation holdout oob cv learn trn tst".split()
)
QUALIFIERS = SPLITS | frozenset(
    """mean avg average std min max median best final overall total macro micro weighted sum last current new old
    baseline running""".split()
)
SETTINGS = frozenset(
    "param params parameter parameters hyperparameters hyperparams config configuration args settings".split()
)
VAGUE = frozenset("metric metrics score scores performance results result".split())
"""Words that say of a heading only that numbers follow."""
MEASURED = frozenset(
    """determination union under explained squared corrcoef completeness homogeneity bouldin harabasz dcg hamming
    pearson spearman kendall wasserstein eer ece auprc aupr auroc bpd bpc chrf meteor cider lpips waic wins success
    return returns regret""".split()
)
"""Words of metrics beside those that `judgement` knows."""
DROPPED = frozenset(
    """eta remaining version ver line lineno port pid id date year page chapter device gpu cuda v_num timestamp rank
    local_rank seed""".split()
)
MOST_WORDS = 8
MOST_CHARACTERS = 80

_LEADING = re.compile(
    r"(?:[^A-Za-zÀ-ɏΑ-ω\"'(]+|(?:the|a|an|our|your|my|this|that|its|and|with|then|got|has|have|where|which|to|=>)\s+)+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s.\-–—:;,_*=]+|(?<=\s)(?:is|was|are|equals?|of|at|on|after|in|to|for|by|the|a|and|with|from|value is)\s*)+$",
    re.IGNORECASE,
)
_PAREN = re.compile(r"\s*\(([^()]{0,60})\)\s*$")
_INNER_PAREN = re.compile(r"\s*\(([^()]{0,60})\)\s*")
_VERB = re.compile(
    r"\b(?:finished|ended|done|completed|achieve[sd]?|got|reached|obtained|gives?|yields?|reports?|has|have|had)\b(?:\s+(?:with|an?|in|at))*\s+",
    re.I,
)
_ON_SPLIT = re.compile(
    r"\s+(?:on|for|over|in|using|from|of)\s+(?:the\s+)?(?:\d[\d,]*\s+)?(?P<split>train|training|test|testing|val|valid|validation|dev|eval|evaluation|holdout)"
    r"(?:[\s-]+(?:set|data|dataset|split|images|samples|examples|fold|datset|sample))?(?!\w)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\s+(?:of|on|for|by|over|in|per|at|using|from|when|between|to)\s+", re.IGNORECASE)
_VAGUELY = re.compile(r"\s+(?:of|on|for|over|in|at)\s+(?:the|this|that|all|our|my|a|an)\s.*$", re.IGNORECASE)
_FIXED = re.compile(r"coefficient of determination|intersection over union|area under (?:the )?", re.IGNORECASE)
_SQUARE = re.compile(r"\b[rR]\s?(?:\^|\*\*)\s?2\b|\b[rR]²")
_SYMBOLS = re.compile(r"[^\w@./+\-]+")
_NO_HEADING = re.compile(r"^__|\d\.\d|['\"=]|^[^()]*\)|\([^()]*$")
_RATE = re.compile(r"\d\s?[a-zµ]+/[a-z]|/step\b")
_SET = re.compile(rf"\b({'|'.join(sorted(SPLITS))})[- ](?:set|data|dataset)\b", re.IGNORECASE)
_AT = re.compile(r"\s*@\s*")
_CAMEL = re.compile(r"[a-z][A-Z]")
_FILE = re.compile(r"\.(?:py|txt|csv|json|log|ya?ml|md|html?|ipynb|cc|cpp|h)$")
_YES_OR_NO = re.compile(r"(?:is|use|has|with|no|do|should)_", re.IGNORECASE)
_UNIT_PAREN = re.compile(r"%|s|ms|sec|secs|seconds|min|minutes|MB|GB|KB|hours|\$|USD|€|px", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, whether it says that it is measured, and its words (lower case)."""

    text: str
    measured: bool
    words: frozenset[str]
    unit: str | None = None

    @property
    def only_qualifies(self) -> bool:
        """It says no more than which of several: "test", "mean"."""
        return self.words <= QUALIFIERS


@lru_cache(maxsize=2048)
def named(phrase: str) -> Name | None:
    """The name that a phrase stands for; None for what is none (prose, symbols, versions, file names)."""
    phrase = trimmed(phrase)
    if not phrase or len(phrase) > MOST_CHARACTERS + 40 or _FILE.search(phrase):
        return None
    phrase = _SQUARE.sub("r2", phrase)
    phrase = _FIXED.sub(lambda match: match[0].replace(" ", "_"), phrase)
    phrase, unit = _without_parens(phrase)
    verb = _VERB.search(phrase)
    if verb is not None and not measures(phrase[: verb.start()]):
        phrase = phrase[verb.end() :]
    head = _PREPOSITION.split(phrase, maxsplit=1)[0]
    measured = measures(head) or (frozenset(_words(head)) <= QUALIFIERS and measures(phrase))
    if measured:
        phrase = _VAGUELY.sub("", _by_split(phrase))
    phrase = _SET.sub(r"\1", phrase)
    text = written(phrase)
    words = _words(text)
    if not text or len(text) > MOST_CHARACTERS or len(phrase.split()) > MOST_WORDS or _is_dropped(text, words):
        return None
    return Name(text, measured, frozenset(words), unit) if any(each.isalpha() for each in text) else None


@lru_cache(maxsize=2048)
def quoted(key: str) -> Name | None:
    """The name of a mapping's key: as it stands, but for blanks."""
    text = re.sub(r"\s+", "_", key.strip())
    words = frozenset(_words(text))
    if not any(each.isalpha() for each in text) or len(text) > MOST_CHARACTERS or _is_dropped(text.lower(), words):
        return None
    return Name(text, measures(text), words)


def time_of(phrase: str) -> Name:
    """The name of a time that something took: "Training complete in 3 s" gives training_time."""
    first = next((word for word in _words(phrase) if word.endswith("ing")), "")
    text = f"{first}_time" if first else "time"
    return Name(text, False, frozenset(text.split("_")))


@lru_cache(maxsize=2048)
def measures(phrase: str) -> bool:
    """Whether words say that something is measured, and none of them that it is a setting."""
    text = _SQUARE.sub("r2", phrase).replace(" ", "_").replace("-", "_")
    found = judgement.words(text)
    if not (found & judgement.METRIC_WORDS or found & MEASURED) or _YES_OR_NO.match(text):
        return False
    last = _words(text)[-1:]
    return not (set(last) & judgement.PARAM_WORDS - {"rate", "ratio"}) and not judgement._COUNT_NAME.search(text)


def trimmed(phrase: str) -> str:
    """Without bullets, articles and prepositions around it."""
    return _TRAILING.sub("", _LEADING.sub("", phrase, count=1) if _LEADING.match(phrase) else phrase).strip()


def heading(phrase: str) -> str:
    """What a heading on the same line says, "" for what says nothing (levels of logging, units, symbols)."""
    text = trimmed(phrase)
    kept = [word for word in text.split() if word.strip("[]()*:").lower() not in _LEVELS]
    text = " ".join(kept)
    said = bool(text) and len(kept) <= MOST_WORDS and len(text) <= MOST_CHARACTERS and not _NO_HEADING.search(text)
    return text if said and not _RATE.search(text) and sum(each.isalpha() for each in text) > 1 else ""


_PARTS = frozenset(
    "set data dataset metrics metric results result info stats step epoch phase loop mode at on the".split()
)
_LEVELS = frozenset("info debug warning error critical root info: main i w e".split())


def written(phrase: str) -> str:
    """Words as one name: lower case joined by underscores, but for names that are written in camel case."""
    phrase = _AT.sub("@", phrase.replace("'s ", " ").replace("’s ", " "))
    words = [word.strip("./+-") for word in _SYMBOLS.sub(" ", phrase).split()]
    joined = "_".join(word.replace("-", "_") if "/" not in word else word for word in words if word)
    if len(words) == 1 and (_CAMEL.search(joined) or len(joined) == 1):
        return joined
    return joined.lower()


def with_heading(name: Name, said: str, quantity: bool) -> Name:
    """The name joined with the heading it stands under, where that says of which part it is ("Test set: loss 1"), or,
    where `quantity`, what is measured, may be said there: "F1 - macro: 1"."""
    if not said:
        return name
    above = frozenset(_words(written(said)))
    split = [word for word in _words(written(said)) if word in SPLITS]
    if split and above - SPLITS <= _PARTS and not name.words & SPLITS:
        return Name(f"{split[-1]}_{name.text}", name.measured, name.words | {split[-1]}, name.unit)
    if name.measured or not quantity or not measures(" ".join(above - VAGUE)) or len(above) > 5:
        return name
    head = written(said)
    front = name.words <= QUALIFIERS
    text = f"{name.text}_{head}" if front else f"{head}_{name.text}"
    return Name(text, True, name.words | above, name.unit)


def of_part(name: str, part: str) -> str:
    """A name with the part of the data it was found on, unless it says one itself."""
    return name if not part or SPLITS.intersection(_words(name)) else f"{part}_{name}"


def beside(name: Name, other: Name) -> Name:
    """The name of a number that only says which: "MSE train: 1, test: 2" has mse_train and mse_test."""
    words = [word for word in other.text.split("_") if word not in QUALIFIERS]
    if not words or not other.measured:
        return name
    first = other.text.split("_")[0] in QUALIFIERS or not other.words & QUALIFIERS
    parts = [name.text, *words] if first else [*words, name.text]
    return Name("_".join(parts), True, name.words | frozenset(words), name.unit)


def is_settings(said: str) -> bool:
    """Whether a heading announces settings: "Best params"."""
    return bool(SETTINGS & frozenset(_words(written(said))))


def _is_dropped(text: str, words: Iterable[str]) -> bool:
    return text in DROPPED or DROPPED.issuperset(words)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", text.lower()) if word]


def _without_parens(phrase: str) -> tuple[str, str | None]:
    """The phrase with what stands in brackets as words of it, unless that is a unit, an abbreviation, or prose."""
    unit = None
    while (match := _PAREN.search(phrase) or _INNER_PAREN.search(phrase)) is not None:
        inner, before = match[1].strip(), phrase[: match.start()]
        if _UNIT_PAREN.fullmatch(inner):
            unit, inner = inner, ""
        elif len(inner.split()) > 3 or inner.lower().startswith(("by ", "in ")) or _abbreviates(inner, before):
            inner = ""
        phrase = f"{before} {inner} {phrase[match.end() :]}".strip()
    return phrase, unit


def _abbreviates(inner: str, before: str) -> bool:
    initials = "".join(word[0] for word in re.split(r"[\s-]+", before) if word).lower()
    short = inner.lower().replace("-", "")
    longer = "".join(word[0] for word in re.split(r"[\s-]+", inner) if word).lower()
    return (len(short) > 1 and initials.endswith(short)) or (
        len(longer) > 1 and before.lower().strip().endswith(longer)
    )


def _by_split(phrase: str) -> str:
    """ "accuracy of svm on the test set" as "test accuracy of svm"."""
    match = _ON_SPLIT.search(phrase)
    if match is None or not phrase[: match.start()].strip():
        return phrase
    rest = (phrase[: match.start()] + phrase[match.end() :]).strip()
    return rest if set(_words(rest)) & SPLITS else f"{match['split'].lower()} {rest}"
