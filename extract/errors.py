"""What can go wrong, as one tree.

ZerenError
├── DocumentError            a file that cannot be read; never stops a batch
│   ├── UnsupportedFormat    a kind of file that Zeren does not read
│   ├── UnreadableDocument   damaged, empty, password-protected, not what its name says
│   ├── UnsafeDocument       would expand, nest or recurse beyond what a document needs
│   └── ClassifiedDocument   marked 秘密, 机密 or 绝密
├── GraphError               the store
│   ├── GraphUnavailable     the server is away, the password is wrong, the file is locked
│   ├── GraphTooOld          a store of a schema or server version that cannot be used
│   └── QueryRefused         a query that writes, or takes too long
├── IndexUnavailable         the search index cannot be opened or was made by another model
├── NotFound                 no document, task, unit or job of that id
├── BadRequest               a value that makes no sense, said in words
└── SettingError             a ZEREN_ variable with a bad value

Every message is one sentence that says which document or setting it is about, what is wrong, and what to do.
HTTP status codes are given to these classes in `search_api.app`, nowhere else.
"""

from __future__ import annotations


class ZerenError(Exception):
    """Base of every error that Zeren raises on purpose; its text is meant for people."""


class DocumentError(ZerenError):
    """A file that cannot be read.

    >>> str(DocumentError("plan.docx", "is empty", "send the file again"))
    'plan.docx: is empty; send the file again'
    """

    def __init__(self, name: str, problem: str, remedy: str = "") -> None:
        self.name = name
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{name}: {problem}" + (f"; {remedy}" if remedy else ""))


class UnsupportedFormat(DocumentError):
    """A kind of file that Zeren does not read."""


class UnreadableDocument(DocumentError):
    """A file that is damaged, empty, password-protected, or not what its name says."""


class UnsafeDocument(DocumentError):
    """A file that would expand, nest or recurse beyond what any document needs."""


class ClassifiedDocument(DocumentError):
    """A file that is marked 秘密, 机密 or 绝密."""


class GraphError(ZerenError):
    """The graph store could not do what was asked."""


class GraphUnavailable(GraphError):
    """The store cannot be reached or opened now."""


class GraphTooOld(GraphError):
    """The store or the server has a version that cannot be used."""


class QueryRefused(GraphError):
    """A query that writes, takes too long or returns too much."""


class IndexUnavailable(ZerenError):
    """The search index cannot be opened, or another model made it."""


class NotFound(ZerenError):
    """There is no document, task, unit or job of that id."""


class BadRequest(ZerenError):
    """A value that makes no sense, said in words."""


class SettingError(ZerenError):
    """A setting has a value that cannot be used."""
