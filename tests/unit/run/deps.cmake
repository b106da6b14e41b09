set(links model language program reference base boost)
set(inside run)
