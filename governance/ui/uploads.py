"""Files that people send: what is larger than we read is not kept anywhere while it comes in."""

import io
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MOST = 26 * 1024 * 1024  # the largest file that any form takes, and what a form adds to it


class KeepNoGiant(FileUploadHandler):
    """Lets a request of more than that pass by unkept; the form is given a file that has its size and no content."""

    is_giant = False

    def handle_raw_input(
        self, input_data: Any, META: dict[str, str], content_length: int, boundary: Any, encoding: Any = None
    ) -> None:
        """Look at the size that the request says it has; no more than that is ever read."""
        self.is_giant = content_length > MOST

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Drop the piece, or hand it to those who keep it."""
        return None if self.is_giant else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        """What is left of a giant: its name and its size."""
        if not self.is_giant:
            return None
        return UploadedFile(io.BytesIO(), self.file_name, self.content_type, file_size, self.charset)
