//! Arenas, pools and blocks: the memory allocator under every object.
