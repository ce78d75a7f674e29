"""The JSON door of the desk: acts on many rows, one's own data, the health of the installation."""

from desk.api.batches import Batches, BatchRows
from desk.api.health import Health
from desk.api.own import DeletionRequests, Looks, OwnData

__all__ = ["BatchRows", "Batches", "DeletionRequests", "Health", "Looks", "OwnData"]
