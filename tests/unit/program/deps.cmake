set(links model language reference highway mpfr gmp)
