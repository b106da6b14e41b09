# Toolchain for the part of the engine that the browser needs: wasm32-wasi with Debian's clang-19,
# wasi-libc and libc++, without exceptions and without run-time type information.

set(CMAKE_SYSTEM_NAME WASI)
set(CMAKE_SYSTEM_PROCESSOR wasm32)
set(CMAKE_CXX_COMPILER clang++-19)
set(CMAKE_CXX_COMPILER_TARGET wasm32-wasi)
set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
set(CMAKE_CXX_FLAGS_INIT "-fno-exceptions -fno-rtti -stdlib=libc++")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
# Of the same version as the compiler: an older one does not read its objects, and would be found
# where this one is missing.
foreach(tool IN ITEMS ar ranlib)
  string(TOUPPER ${tool} TOOL)
  find_program(SLACKWATER_LLVM_${TOOL} llvm-${tool}-19 REQUIRED)
  set(CMAKE_${TOOL}
      "${SLACKWATER_LLVM_${TOOL}}"
      CACHE FILEPATH "" FORCE)
endforeach()
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)

# /usr/include itself would bring glibc's headers along, so the header-only libraries are reached
# through a folder of links.
set(SLACKWATER_THIRD_PARTY_INCLUDE "${CMAKE_BINARY_DIR}/third_party_include")
file(MAKE_DIRECTORY "${SLACKWATER_THIRD_PARTY_INCLUDE}")
foreach(folder IN ITEMS fmt fast_float boost hwy nlohmann eigen3/Eigen)
  get_filename_component(name ${folder} NAME)
  if(NOT EXISTS "${SLACKWATER_THIRD_PARTY_INCLUDE}/${name}")
    file(CREATE_LINK "/usr/include/${folder}" "${SLACKWATER_THIRD_PARTY_INCLUDE}/${name}" SYMBOLIC)
  endif()
endforeach()

# Random123 refuses processors it has not been tested on. Philox4x32 is plain integer arithmetic, so
# it is shown a processor for which it uses nothing else; the unit tests' published vectors hold it
# to the same words.
file(
  CONFIGURE
  OUTPUT "${SLACKWATER_THIRD_PARTY_INCLUDE}/Random123/philox.h"
  CONTENT "#pragma GCC system_header
#define __riscv 64
#include \"/usr/include/Random123/philox.h\"
#undef __riscv
")
