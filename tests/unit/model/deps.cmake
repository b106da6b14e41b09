set(links model language units base)


