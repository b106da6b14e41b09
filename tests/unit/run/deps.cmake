set(links model language program reference base boost)
