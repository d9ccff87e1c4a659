"""The base of every model of a pattern file, and the examples that a rule carries."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class PackModel(BaseModel):
    """A frozen record of a pattern file: an unknown key is an error, so a typo never passes."""

    # Built where first used: most models are only parts of others.
    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class RuleExamples(PackModel):
    """A rule with the texts that it must fit and those that it must not; the tests run them all."""

    examples: Annotated[tuple[str, ...], Field(min_length=1)]
    counterexamples: tuple[str, ...] = ()
