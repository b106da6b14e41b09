set(links model program language units base)


