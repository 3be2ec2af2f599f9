"""The step player: one document, three faces.

``document`` turns a recording into the one versioned dict that all faces get.
``static`` holds the player itself, plain JavaScript modules and one stylesheet;
``static_files`` joins them to texts. ``output`` (a notebook's output), ``page``
(a file of its own) and ``widget`` (live, with a kernel) each put those texts and
the document into their kind of frame. The player computes nothing: every number
and every sentence comes with the document.
"""
