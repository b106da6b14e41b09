# Makes player.html: cmake -DROOT= -DWASM_BUILD= -DNODE= -DNPM= -DPLAYER= -P make_player.cmake
function(run_step)
  execute_process(COMMAND ${ARGN} WORKING_DIRECTORY "${ROOT}/web" RESULT_VARIABLE code
                  OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(code)
    list(JOIN ARGN " " command)
    message(FATAL_ERROR "player.html was not made: ${command}\n${output}")
  endif()
endfunction()

# The environment of the build around this one names compilers that are not for WebAssembly.
foreach(variable IN ITEMS CC CXX CFLAGS CXXFLAGS LDFLAGS)
  unset(ENV{${variable}})
endforeach()
run_step("${CMAKE_COMMAND}" -S "${ROOT}" --preset wasm -B "${WASM_BUILD}")
run_step("${CMAKE_COMMAND}" --build "${WASM_BUILD}" --target slackwater_wasm)

# Packages as the lock file says, again only when it changes.
file(SHA256 "${ROOT}/web/package-lock.json" wanted)
set(stamp "${ROOT}/web/node_modules/.lock-installed")
set(installed "")
if(EXISTS "${stamp}")
  file(READ "${stamp}" installed)
endif()
if(NOT installed STREQUAL wanted)
  run_step("${NPM}" ci --no-audit --no-fund --loglevel=error)
  file(WRITE "${stamp}" "${wanted}")
endif()
run_step("${NODE}" build.mjs --wasm "${WASM_BUILD}/bindings/wasm/slackwater.wasm" --out
         "${PLAYER}")
