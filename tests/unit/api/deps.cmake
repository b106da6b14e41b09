set(links results json lzma)
