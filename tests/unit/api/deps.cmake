set(links results json)
