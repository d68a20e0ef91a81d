# How every target is compiled and linked.
add_library(waveform_settings INTERFACE)
target_include_directories(waveform_settings INTERFACE ${PROJECT_SOURCE_DIR} ${PROJECT_BINARY_DIR}/generated)
target_compile_options(waveform_settings INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wconversion
                                                   -Wsign-conversion -Wold-style-cast -Wimplicit-fallthrough
                                                   -Wsuggest-override)
# False alarms of g++ 12 about std::string when it optimises (its bugs 105329, 105651 and 107852).
if(CMAKE_CXX_COMPILER_ID STREQUAL GNU)
  target_compile_options(waveform_settings INTERFACE -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread
                         -Wno-array-bounds)
endif()
if(WAVEFORM_WERROR)
  target_compile_options(waveform_settings INTERFACE -Werror)
endif()
if(WAVEFORM_SANITIZE)
  target_compile_options(waveform_settings INTERFACE -fsanitize=${WAVEFORM_SANITIZE} -fno-sanitize-recover=all
                                                     -fno-omit-frame-pointer)
  target_link_options(waveform_settings INTERFACE -fsanitize=${WAVEFORM_SANITIZE})
endif()
# What AddressSanitizer stops at by itself (null), and what nothing here does (unions of types, odd pointers): a
# third of the time that the build takes.
if(WAVEFORM_SANITIZE MATCHES "address.*undefined")
  target_compile_options(waveform_settings INTERFACE -fno-sanitize=null,alignment,object-size,vptr)
endif()
if(WAVEFORM_FUZZ)
  target_compile_options(waveform_settings INTERFACE -fsanitize=fuzzer-no-link)
endif()
# Hardened like Debian's packages (dpkg-buildflags with hardening=+all); the test `package` reads it from the program.
string(APPEND CMAKE_CXX_FLAGS_RELEASE " -fPIE -fstack-protector-strong -D_FORTIFY_SOURCE=2")
string(APPEND CMAKE_EXE_LINKER_FLAGS_RELEASE " -pie -Wl,-z,relro,-z,now")
find_program(WAVEFORM_MOLD mold)
if(WAVEFORM_MOLD)
  target_link_options(waveform_settings INTERFACE -fuse-ld=mold)
endif()

configure_file(${PROJECT_SOURCE_DIR}/cmake/version.h.in ${PROJECT_BINARY_DIR}/generated/waveform_version.h @ONLY)

# A precompiled header with what nearly every file includes, made once and shared by all.
add_library(waveform_pch STATIC ${PROJECT_SOURCE_DIR}/cmake/pch.cpp)
find_package(fmt REQUIRED)
target_link_libraries(waveform_pch PUBLIC waveform_settings fmt::fmt)
target_precompile_headers(waveform_pch PRIVATE <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional>
                          <set> <string> <string_view> <variant> <vector> <fmt/format.h> <tl/expected.hpp>)

# waveform_library(NAME DIRECTORY [LIBRARY...]): all .cpp files of the directory itself (main.cpp left out).
function(waveform_library name directory)
  file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/${directory}/*.cpp)
  list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC waveform_settings ${ARGN})
  target_precompile_headers(${name} REUSE_FROM waveform_pch)
endfunction()
