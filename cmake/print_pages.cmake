# Has PROGRAM print its manual page and completion scripts into DIRECTORY.
function(print_page file)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${DIRECTORY}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(MAKE_DIRECTORY ${DIRECTORY})
print_page(waveform.1 man)
execute_process(COMMAND gzip -9nf ${DIRECTORY}/waveform.1 COMMAND_ERROR_IS_FATAL ANY)
foreach(shell bash zsh fish)
  print_page(waveform.${shell} completion ${shell})
endforeach()
