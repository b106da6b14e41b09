set(links model language program base boost)
