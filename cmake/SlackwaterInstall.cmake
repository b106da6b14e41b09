# Installs the libraries, their public headers and a package that find_package(slackwater) reads.

include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY SLACKWATER_MODULES)
set(targets)
foreach(module IN LISTS modules)
  list(APPEND targets slackwater_${module})
  install(DIRECTORY "${PROJECT_SOURCE_DIR}/engine/${module}/include/"
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT development
          FILES_MATCHING PATTERN "*.hpp")
endforeach()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/slackwater)
install(TARGETS ${targets} EXPORT slackwater_targets COMPONENT development)
install(EXPORT slackwater_targets NAMESPACE slackwater:: DESTINATION ${package_dir}
        COMPONENT development)
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/slackwater-config.cmake.in"
  "${PROJECT_BINARY_DIR}/slackwater-config.cmake" INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file("${PROJECT_BINARY_DIR}/slackwater-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/slackwater-config.cmake"
              "${PROJECT_BINARY_DIR}/slackwater-config-version.cmake"
              "${PROJECT_SOURCE_DIR}/cmake/Dependencies.cmake"
        DESTINATION ${package_dir} COMPONENT development)
