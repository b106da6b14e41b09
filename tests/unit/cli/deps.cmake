# The command is one executable; what its tests look at is compiled in.
list(APPEND sources "${PROJECT_SOURCE_DIR}/cli/src/duration.cpp"
     "${PROJECT_SOURCE_DIR}/cli/src/shell_word.cpp")
set(links fmt)
