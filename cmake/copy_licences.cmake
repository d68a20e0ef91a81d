# Copies the copyright files of the Debian packages whose libraries are compiled into the program, or are in LIBRARIES.
# REQUIRES: DESTINATION, the directory they are copied into.
file(GLOB files RELATIVE ${LIBRARIES} ${LIBRARIES}/*.so*)
list(APPEND files include/boost/beast.hpp include/dtl/dtl.hpp include/nlohmann/json.hpp include/tl/expected.hpp)
list(TRANSFORM files PREPEND */)
execute_process(COMMAND dpkg-query --search ${files} OUTPUT_VARIABLE owners COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "(^|\n)[^:, ]+" packages "${owners}")
list(TRANSFORM packages STRIP)
list(REMOVE_DUPLICATES packages)
foreach(package IN LISTS packages)
  configure_file(/usr/share/doc/${package}/copyright ${DESTINATION}/${package} COPYONLY)
endforeach()
