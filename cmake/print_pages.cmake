# Has PROGRAM print its manual page and completion scripts into FOLDER.
function(print_page file)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_FILE ${FOLDER}/${file} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

file(MAKE_DIRECTORY ${FOLDER})
print_page(waveform.1 man)
foreach(shell bash zsh fish)
  print_page(waveform.${shell} completion ${shell})
endforeach()
