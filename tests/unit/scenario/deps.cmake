set(links model results json)
