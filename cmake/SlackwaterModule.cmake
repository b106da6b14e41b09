# slackwater_module(<name> [CORE | CORE_FOLDERS <folders>] [SHOWS <names>] [USES <names>]
#                   [DEFINES <definitions>])
#
# Declares the library of engine/<name>: its own include root, its sources globbed from src/. SHOWS
# names what its public headers include, USES what only its sources include; a name is a module or a
# library of Dependencies.cmake. Nothing else is on the include path, so a forbidden include does
# not compile. A folder without sources yet becomes an interface library.
#
# CORE: part of the browser build; compiled without exceptions everywhere, so that a `throw` is
# refused on the day it is written. CORE_FOLDERS: only the sources in src/<folder> are.

set_property(GLOBAL PROPERTY SLACKWATER_MODULES "")

function(slackwater_targets output)
  set(targets)
  foreach(name IN LISTS ARGN)
    if(TARGET slackwater_${name})
      list(APPEND targets slackwater_${name})
    elseif(TARGET third_party::${name})
      list(APPEND targets third_party::${name})
    elseif(NOT CMAKE_SYSTEM_NAME STREQUAL "WASI")
      message(FATAL_ERROR "'${name}' is neither a module declared above nor a library of "
                          "cmake/Dependencies.cmake")
    endif()
  endforeach()
  set(${output} ${targets} PARENT_SCOPE)
endfunction()

# Header-only libraries that only sources use leave no trace in the installed package.
function(slackwater_private_links output)
  set(links)
  foreach(target IN LISTS ARGN)
    if(target MATCHES "^third_party::(fast_float|random123|eigen|boost|json|cli11)$")
      list(APPEND links $<BUILD_INTERFACE:${target}>)
    else()
      list(APPEND links ${target})
    endif()
  endforeach()
  set(${output} ${links} PARENT_SCOPE)
endfunction()

function(slackwater_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "CORE" "" "CORE_FOLDERS;SHOWS;USES;DEFINES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "slackwater_module(${name}): unexpected ${arg_UNPARSED_ARGUMENTS}")
  endif()
  set(target slackwater_${name})
  set(root "${CMAKE_CURRENT_SOURCE_DIR}")

  set(core_patterns "${root}/src/*.cpp")
  if(arg_CORE_FOLDERS)
    list(TRANSFORM arg_CORE_FOLDERS REPLACE "(.+)" "${root}/src/\\1/*.cpp" OUTPUT_VARIABLE core_patterns)
  endif()
  file(GLOB_RECURSE core_sources CONFIGURE_DEPENDS ${core_patterns})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${root}/src/*.cpp")
  file(GLOB_RECURSE headers CONFIGURE_DEPENDS "${root}/include/*.hpp")
  if(NOT arg_CORE AND NOT arg_CORE_FOLDERS)
    set(core_sources)
  endif()
  if(CMAKE_SYSTEM_NAME STREQUAL "WASI")
    set(sources ${core_sources})
  endif()

  slackwater_targets(shows ${arg_SHOWS})
  slackwater_targets(uses ${arg_USES})
  slackwater_private_links(uses ${uses})
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${target} PUBLIC ${shows} PRIVATE ${uses}
                                                            $<BUILD_INTERFACE:slackwater_flags>)
    target_compile_definitions(${target} PRIVATE ${arg_DEFINES})
    set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden
                                               VISIBILITY_INLINES_HIDDEN ON)
    if(core_sources)
      set_source_files_properties(${core_sources} PROPERTIES COMPILE_OPTIONS -fno-exceptions)
    endif()
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
    target_link_libraries(${target} INTERFACE ${shows})
  endif()
  add_library(slackwater::${name} ALIAS ${target})
  target_compile_features(${target} ${scope} cxx_std_20)
  target_include_directories(
    ${target} ${scope} "$<BUILD_INTERFACE:${root}/include>"
    "$<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>")
  set_target_properties(${target} PROPERTIES EXPORT_NAME ${name} SLACKWATER_HEADERS "${headers}")
  if(sources)
    target_include_directories(${target} PRIVATE "${root}/src")
  endif()
  set_property(GLOBAL APPEND PROPERTY SLACKWATER_MODULES ${name})
  slackwater_header_check(${name} ${headers})
endfunction()

# headers_alone: every public header compiles as the only include of a file, with nothing but its
# own module's include path. Not part of `all`.
function(slackwater_header_check name)
  if(NOT TARGET headers_alone)
    add_custom_target(headers_alone)
  endif()
  if(NOT ARGN)
    return()
  endif()
  set(files)
  foreach(header IN LISTS ARGN)
    string(REGEX REPLACE "^.*/include/" "" relative "${header}")
    string(MAKE_C_IDENTIFIER "${relative}" id)
    set(file "${CMAKE_CURRENT_BINARY_DIR}/alone/${id}.cpp")
    file(CONFIGURE OUTPUT "${file}" CONTENT "#include \"${relative}\" // IWYU pragma: keep\n")
    list(APPEND files "${file}")
  endforeach()
  add_library(headers_alone_${name} OBJECT EXCLUDE_FROM_ALL ${files})
  target_link_libraries(headers_alone_${name} PRIVATE slackwater_${name} slackwater_flags)
  add_dependencies(headers_alone headers_alone_${name})
endfunction()

# Adds a folder whose owner may not have written it yet.
function(slackwater_add_folder folder)
  if(EXISTS "${CMAKE_CURRENT_SOURCE_DIR}/${folder}/CMakeLists.txt")
    add_subdirectory(${folder})
  endif()
endfunction()
