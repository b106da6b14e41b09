set(links api results)
