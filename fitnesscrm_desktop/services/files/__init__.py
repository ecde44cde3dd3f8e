"""Files of clients and staff, progress photos, and the encrypted store that keeps them.

Sizes are bytes. Content is named by the SHA-256 of what it is and read into memory, 100 MB of it at most.
Content that no key on this PC opens raises ``StorageTrouble``.
"""
