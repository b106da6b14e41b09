# The flags every target of the project is compiled with: target slackwater_flags, never exported.

add_library(slackwater_flags INTERFACE)

# The same run gives the same bits on every path, so no fused multiply-add behind our back.
target_compile_options(slackwater_flags INTERFACE -ffp-contract=off)

target_compile_options(
  slackwater_flags
  INTERFACE -Wall
            -Wextra
            -Wpedantic
            -Wshadow
            -Wnon-virtual-dtor
            -Woverloaded-virtual
            -Wimplicit-fallthrough
            -Wextra-semi
            -Wvla
            -Wundef)
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  # Designated initialisers that leave members at their defaults are the point of named fields.
  # libstdc++ 12 marks what its own std::stable_sort uses as deprecated; clang reports it at our line.
  target_compile_options(slackwater_flags INTERFACE -Wno-missing-field-initializers
                                                    -Wno-deprecated-declarations)
else()
  # GCC 12 reports both falsely inside its own library at -O2.
  target_compile_options(slackwater_flags INTERFACE -Wno-missing-field-initializers -Wno-restrict
                                                    -Wno-maybe-uninitialized -Wno-psabi)
endif()
if(SLACKWATER_WERROR)
  target_compile_options(slackwater_flags INTERFACE -Werror)
endif()

if(SLACKWATER_SANITIZE)
  add_compile_options(-fsanitize=${SLACKWATER_SANITIZE} -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${SLACKWATER_SANITIZE})
endif()
if(SLACKWATER_COVERAGE)
  add_compile_options(--coverage)
  add_link_options(--coverage)
endif()

# lld links several times quicker than the linker of the binutils. Clang finds the one of its own
# version; GCC would look for a name that Debian's package does not install.
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND NOT CMAKE_SYSTEM_NAME STREQUAL "WASI"
   AND NOT CMAKE_EXE_LINKER_FLAGS MATCHES "-fuse-ld")
  string(REGEX MATCH "^[0-9]+" clang_major "${CMAKE_CXX_COMPILER_VERSION}")
  find_program(SLACKWATER_LLD NAMES ld.lld-${clang_major})
  if(SLACKWATER_LLD)
    add_link_options(-fuse-ld=lld)
  endif()
endif()

# slackwater_hot_sources(<sources>): what runs in every time step is optimised for speed where the
# rest is optimised for size, in the browser's build.
function(slackwater_hot_sources)
  if(CMAKE_SYSTEM_NAME STREQUAL "WASI")
    set_property(SOURCE ${ARGN} APPEND PROPERTY COMPILE_OPTIONS -O3)
  endif()
endfunction()
