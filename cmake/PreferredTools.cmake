# Chooses, before project(), the tools that make the build quick. Whatever the caller sets (CXX,
# CMAKE_CXX_COMPILER, a toolchain file, a launcher) wins.

option(SLACKWATER_PREFER_CLANG
       "Use clang 16 or newer when it is installed: it compiles faster and guarantees tail calls" ON)

if(SLACKWATER_PREFER_CLANG
   AND NOT DEFINED CMAKE_CXX_COMPILER
   AND NOT DEFINED CMAKE_TOOLCHAIN_FILE
   AND NOT DEFINED ENV{CXX})
  find_program(SLACKWATER_CLANGXX NAMES clang++-19 clang++-18 clang++-17 clang++-16)
  if(SLACKWATER_CLANGXX)
    set(CMAKE_CXX_COMPILER "${SLACKWATER_CLANGXX}")
  endif()
endif()

if(NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER AND NOT DEFINED ENV{CMAKE_CXX_COMPILER_LAUNCHER})
  find_program(SLACKWATER_CCACHE ccache)
  if(SLACKWATER_CCACHE)
    # With the base folder, paths on the command line count as relative; without the hash of the
    # working folder, all build folders one level below build/ share their hits, the wheel's
    # included, and so do fresh clones.
    set(CMAKE_CXX_COMPILER_LAUNCHER
        "/usr/bin/env;CCACHE_BASEDIR=${CMAKE_SOURCE_DIR};CCACHE_NOHASHDIR=1;CCACHE_SLOPPINESS=pch_defines,time_macros;${SLACKWATER_CCACHE}"
        CACHE STRING "Compiler launcher")
  endif()
endif()
