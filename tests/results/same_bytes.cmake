# Writes the same results in processes whose fresh memory is filled with different bytes.
set(hashes)
foreach(filler IN ITEMS 1 85 170)
  execute_process(
    COMMAND "${CMAKE_COMMAND}" -E env MALLOC_PERTURB_=${filler} "${program}" samples
            "${folder}/${filler}" COMMAND_ERROR_IS_FATAL ANY)
  foreach(name IN ITEMS results.h5 briefing.html)
    file(SHA256 "${folder}/${filler}/${name}" hash)
    list(APPEND hashes_${name} ${hash})
  endforeach()
endforeach()
foreach(name IN ITEMS results.h5 briefing.html)
  list(REMOVE_DUPLICATES hashes_${name})
  list(LENGTH hashes_${name} count)
  if(NOT count EQUAL 1)
    message(FATAL_ERROR "${name} depends on the contents of fresh memory: ${hashes_${name}}")
  endif()
endforeach()
