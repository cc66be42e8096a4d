"""`make hearing`: reads the sentences, fits, calibrates, and writes the model."""

from __future__ import annotations

from typing import Final

import click
import numpy as np

from hearing.grams import Signs
from hearing.model import FILE, load
from hearing.sentences import digest, read
from hearing.training.fit import Calibration, Fitted, calibrate, fit, left_out
from hearing.training.matrix import Matrix, matrix_of, sign_tables

_LARGEST: Final = 127  # of the small integers that weights are stored as


def main() -> None:
    """Takes some minutes; the same sentences give the same file."""
    sentences, signs = read(), sign_tables()
    click.echo(
        f"{len(sentences)} sentences; judging each by a model that has not read its writer …", err=True
    )
    calibration = calibrate(sentences, left_out(sentences, signs))
    matrix = matrix_of(sentences, signs)
    write(len(sentences), matrix, fit(sentences, matrix), calibration, signs)
    load.cache_clear()
    click.echo(f"{FILE.name}: {FILE.stat().st_size / 1e6:.2f} MB, {load().weights.shape[0]} parts", err=True)


def write(texts: int, matrix: Matrix, fitted: Fitted, calibration: Calibration, signs: Signs) -> None:
    """The file of the model: weights as small integers, of the parts that teach anything."""
    kept = np.flatnonzero(matrix.rarity)
    weights = fitted.weights[:, kept]
    scales = np.maximum(np.abs(weights).max(axis=1), np.float32(1e-6)) / np.float32(_LARGEST)
    np.savez_compressed(
        FILE,
        buckets=kept.astype(np.int32),
        holding=np.bincount(matrix.rows.indices, minlength=matrix.rarity.size)[kept].astype(np.int32),
        weights=np.rint(weights / scales[:, None]).astype(np.int8),
        scales=scales,
        bias=fitted.bias + calibration.shift,
        slopes=calibration.slopes,
        simple=signs.simple,
        sounds=signs.sounds,
        thresholds=np.array(calibration.thresholds),
        texts=np.array(texts),
        made_from=np.array(digest()),
    )


if __name__ == "__main__":
    main()
