"""What the workspace keeps."""

from geo.store.coverages import load_coverage, save_coverage
from geo.store.datasets import Dataset, load_dataset, save_dataset
from geo.store.workspace import Workspace

__all__ = ["Dataset", "Workspace", "load_coverage", "load_dataset", "save_coverage", "save_dataset"]
