# Every library the engine uses: target third_party::<name>, least version, why it is here, licence.
# The installed package reads this file too, with SLACKWATER_ONLY_LINKED set: a consumer needs only
# what has to be linked. tools/apt-packages.txt names the Debian packages.
#
#   name        least   why                                                          licence
#   fmt         9.0     formatting without iostream                                  MIT
#   fast_float  3.4     decimal text to the nearest double, the same everywhere      Apache-2.0 or MIT
#   random123   1.14    Philox, the counter-based random numbers                     BSD-3-Clause
#   eigen       3.4     Jacobians, eigenvalues, least squares, copulas               MPL-2.0
#   boost       1.74    Odeint: stages of dopri5 and rosenbrock4, oracle of the rest BSL-1.0
#   highway     1.0.3   SIMD with run-time dispatch                                  Apache-2.0
#   json        3.11    --json, JSON Schema, info                                    MIT
#   yaml_cpp    0.7     scenario files: events with line and column                  MIT
#   cli11       2.1     the command line                                             BSD-3-Clause
#   hdf5        1.10    results on disk, C++ API                                     BSD-style (HDF5)
#   lzma        5.2     packs what the what-if page holds                            public domain or 0BSD
#   threads     -       the ensemble's thread pool                                   -
#   gtest       1.12    unit tests (found in tests/)                                 BSD-3-Clause
#   benchmark   1.7     bench/ (found there)                                         Apache-2.0
#   mpfr        4.0     high-precision oracle of the math tests (found in tests/)    LGPL-3.0

function(slackwater_third_party name)
  if(NOT TARGET third_party::${name})
    add_library(third_party::${name} INTERFACE IMPORTED GLOBAL)
    if(ARGN)
      target_link_libraries(third_party::${name} INTERFACE ${ARGN})
    endif()
  endif()
endfunction()

# A header-only library without a CMake package, or one taken from the folder of symlinks that the
# wasm toolchain makes.
function(slackwater_third_party_headers name header)
  set(hints)
  if(SLACKWATER_THIRD_PARTY_INCLUDE)
    set(hints PATHS "${SLACKWATER_THIRD_PARTY_INCLUDE}" NO_DEFAULT_PATH NO_CMAKE_FIND_ROOT_PATH)
  endif()
  find_path(SLACKWATER_${name}_INCLUDE ${header} ${hints} PATH_SUFFIXES ${ARGN} REQUIRED)
  mark_as_advanced(SLACKWATER_${name}_INCLUDE)
  slackwater_third_party(${name})
  target_include_directories(third_party::${name} SYSTEM
                             INTERFACE "${SLACKWATER_${name}_INCLUDE}")
endfunction()

if(NOT SLACKWATER_ONLY_LINKED)
  slackwater_third_party_headers(fast_float fast_float/fast_float.h)
  slackwater_third_party_headers(random123 Random123/philox.h)
  # Philox needs no vector type, and Random123's throws, which -fno-exceptions refuses.
  target_compile_options(third_party::random123 INTERFACE -DR123_USE_SSE=0
                         "-DR123_THROW(x)=__builtin_trap()")
  slackwater_third_party_headers(boost boost/numeric/odeint.hpp)
  file(STRINGS "${SLACKWATER_boost_INCLUDE}/boost/version.hpp" boost_version
       REGEX "#define BOOST_VERSION [0-9]+")
  string(REGEX MATCH "[0-9]+" boost_version "${boost_version}")
  if(boost_version LESS 107400)
    message(FATAL_ERROR "Boost 1.74 or newer is needed, found ${boost_version}")
  endif()
  slackwater_third_party_headers(eigen Eigen/Core eigen3)
  slackwater_third_party_headers(json nlohmann/json.hpp)
endif()

if(CMAKE_SYSTEM_NAME STREQUAL "WASI")
  # Header-only fmt takes a second and a half of every source that includes it.
  slackwater_third_party_headers(fmt fmt/format.h)
  add_library(slackwater_fmt STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt_library.cpp")
  # Thousands are never grouped by a locale here: without it no locale is linked.
  target_compile_definitions(slackwater_fmt PRIVATE FMT_STATIC_THOUSANDS_SEPARATOR=44)
  # The engine's numbers are doubles.
  target_compile_definitions(slackwater_fmt PUBLIC FMT_USE_FLOAT=0 FMT_USE_LONG_DOUBLE=0 FMT_USE_INT128=0)
  target_include_directories(slackwater_fmt SYSTEM PRIVATE "${SLACKWATER_THIRD_PARTY_INCLUDE}")
  target_link_libraries(third_party::fmt INTERFACE slackwater_fmt)
  # One instruction set in the browser, so no run-time dispatch and nothing to link.
  slackwater_third_party_headers(highway hwy/highway.h)
  target_compile_definitions(third_party::highway INTERFACE HWY_COMPILE_ONLY_STATIC)
else()
  find_package(fmt 9.0 REQUIRED)
  slackwater_third_party(fmt fmt::fmt)
  find_package(hwy 1.0.3 REQUIRED)
  slackwater_third_party(highway hwy::hwy)
  find_package(yaml-cpp 0.7 REQUIRED)
  slackwater_third_party(yaml_cpp yaml-cpp)
  find_package(HDF5 1.10 REQUIRED COMPONENTS CXX)
  # Creation order and times have no place in the C++ API, so the C library is called as well;
  # FindHDF5 makes a target of it for C projects only.
  set(hdf5_c ${HDF5_CXX_LIBRARIES})
  list(FILTER hdf5_c INCLUDE REGEX "/libhdf5(_serial)?\\.")
  slackwater_third_party(hdf5 hdf5::hdf5_cpp ${hdf5_c})
  find_package(LibLZMA 5.2 REQUIRED)
  slackwater_third_party(lzma LibLZMA::LibLZMA)
  set(THREADS_PREFER_PTHREAD_FLAG ON)
  find_package(Threads REQUIRED)
  slackwater_third_party(threads Threads::Threads)
  if(NOT SLACKWATER_ONLY_LINKED)
    slackwater_third_party_headers(cli11 CLI/CLI.hpp)
  endif()
endif()
