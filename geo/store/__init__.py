"""What the workspace keeps."""

from geo.store.datasets import Dataset, load_dataset, save_dataset
from geo.store.workspace import Workspace

__all__ = ["Dataset", "Workspace", "load_dataset", "save_dataset"]
