set(links highway mpfr gmp)
