# `cmake --build --preset debug --target check`: formatting and clang-tidy over the whole tree.
add_custom_target(check COMMAND ${PROJECT_SOURCE_DIR}/tests/check.sh ${CMAKE_BINARY_DIR} WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}
                  USES_TERMINAL)
