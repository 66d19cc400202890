"""Static files under names that change with their content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """`css/base.css` is served as `css/base.1a2b3c4d5e6f.css`, links between files included, and compressed.

    Collecting again does only what is new. Before anything was collected files go by their plain names: pages then
    come without style, and `/readyz` says why.
    """

    manifest_strict = False
    # References to other files; comments that name source maps are left alone, no map is served.
    patterns = (("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),)

    @property
    def is_collected(self) -> bool:
        """Whether there are names to serve files by."""
        return bool(self.hashed_files)

    def stored_name(self, name: str) -> str:
        """The name with its hash, or the plain one of a file that was not collected."""
        return self.hashed_files.get(self.hash_key(self.clean_name(name))) or name

    def compress_files(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Compress what is served by its hash, unless that was done at an earlier time: such content never changes."""
        served = set(self.hashed_files.values())
        return super().compress_files(
            [path for path in paths if path in served and not self.exists(f"{path}.gz")]
        )
