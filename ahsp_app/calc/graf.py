"""Order and loops in a graph of dependencies: nested analyses, formulas that refer to each other."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Lingkaran(Exception, Generic[T]):  # noqa: N818 -- never leaves calc; its callers raise a Galat in words
    """The graph has a loop; `jalur` starts and ends with the same node."""

    def __init__(self, jalur: tuple[T, ...]) -> None:
        self.jalur = jalur
        super().__init__(jalur)


def urutkan_graf(anak: Callable[[T], Iterable[T]], mulai: Iterable[T]) -> list[T]:
    """Everything reachable from `mulai`, each node after all it depends on. Raises Lingkaran.

    Iterative, so that the length of a chain is no danger.
    """
    urut: list[T] = []
    selesai: set[T] = set()
    for akar in mulai:
        if akar in selesai:
            continue
        jalur: dict[T, Iterator[T]] = {akar: iter(anak(akar))}  # the path from akar, in order
        while jalur:
            simpul, sisa = next(reversed(jalur.items()))
            berikut = next((a for a in sisa if a not in selesai), None)
            if berikut is None:
                del jalur[simpul]
                selesai.add(simpul)
                urut.append(simpul)
            elif berikut in jalur:
                lewat = list(jalur)
                raise Lingkaran((*lewat[lewat.index(berikut) :], berikut))
            else:
                jalur[berikut] = iter(anak(berikut))
    return urut
