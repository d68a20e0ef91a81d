# `cmake --install build/release`, and the target `package`: a Debian package, and a tarball for every Linux with glibc.
include(GNUInstallDirs)
# `cmake --build --preset release --target waveform` is all that an installation needs.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
set(CPACK_PACKAGE_CONTACT "The waveform authors <waveform@example.invalid>")

# The program prints its manual page and its completions: they come from the tables that it runs by.
set(made ${PROJECT_BINARY_DIR}/generated/share)
add_custom_command(
  TARGET waveform POST_BUILD VERBATIM
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:waveform> -DDIRECTORY=${made} -P ${PROJECT_SOURCE_DIR}/cmake/print_pages.cmake)

# Debian's changelog has the date of the version's section in CHANGELOG.md.
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS CHANGELOG.md)
file(STRINGS CHANGELOG.md heading REGEX "^## \\[${PROJECT_VERSION}\\] - ")
if(NOT heading)
  message(FATAL_ERROR "CHANGELOG.md does not have a section \"## [${PROJECT_VERSION}] - DATE\"")
endif()
string(REGEX MATCH "[0-9-]+$" release_date "${heading}")
execute_process(COMMAND date --utc --rfc-email --date=${release_date} OUTPUT_VARIABLE release_date
                OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
configure_file(cmake/changelog.in ${made}/changelog @ONLY)
execute_process(COMMAND gzip -9nkf ${made}/changelog COMMAND_ERROR_IS_FATAL ANY)

install(TARGETS waveform RUNTIME_DEPENDENCY_SET libraries)
install(FILES ${made}/waveform.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/waveform.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME waveform)
install(FILES ${made}/waveform.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# zsh looks into another directory below /usr than below /usr/local; the prefix is known when it is installed.
install(CODE "set(zsh_directory site-functions)
if(CMAKE_INSTALL_PREFIX MATCHES \"/usr$\")
  set(zsh_directory vendor-completions)
endif()")
install(FILES ${made}/waveform.zsh DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/\${zsh_directory}" RENAME _waveform)
install(FILES README.md ARCHITECTURE.md CONTRIBUTING.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs examples DESTINATION ${CMAKE_INSTALL_DOCDIR} PATTERN __pycache__ EXCLUDE PATTERN "waveform.state.json*" EXCLUDE)

# Only in packages (cmake/package.cmake).
install(FILES cmake/copyright ${made}/changelog.gz DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT packages EXCLUDE_FROM_ALL)
set(tree "\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}")
# Only in the tarball. Its program is among its libraries; a script runs it.
file(GLOB loader /lib*/ld-linux-*.so.?)
configure_file(cmake/portable.sh.in ${made}/portable.sh @ONLY)
install(RUNTIME_DEPENDENCY_SET libraries DESTINATION lib/waveform COMPONENT portable EXCLUDE_FROM_ALL
        PRE_EXCLUDE_REGEXES "^(ld-linux.*|lib(c|m|mvec|dl|rt|pthread|resolv|util))\\.so") # glibc's own
install(CODE "file(RENAME ${tree}/bin/waveform ${tree}/lib/waveform/waveform)" COMPONENT portable EXCLUDE_FROM_ALL)
install(PROGRAMS ${made}/portable.sh DESTINATION bin RENAME waveform COMPONENT portable EXCLUDE_FROM_ALL)
install(CODE "set(LIBRARIES ${tree}/lib/waveform)
set(DESTINATION ${tree}/${CMAKE_INSTALL_DOCDIR}/licences)
include(${PROJECT_SOURCE_DIR}/cmake/copy_licences.cmake)" COMPONENT packages EXCLUDE_FROM_ALL)

set(CPACK_GENERATOR DEB TGZ)
set(CPACK_PACKAGE_CHECKSUM SHA256)
set(CPACK_PACKAGE_DIRECTORY ${PROJECT_BINARY_DIR}/packages)
set(CPACK_PACKAGE_FILE_NAME waveform-${PROJECT_VERSION}-linux-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_PACKAGE_VENDOR "The waveform authors")
set(CPACK_PROJECT_CONFIG_FILE ${PROJECT_SOURCE_DIR}/cmake/package.cmake)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${PROJECT_SOURCE_DIR}/cmake/package_modes.cmake)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "cloud integrations of Tanzu Observability as code
A manifest says which cloud integrations a tenant of Tanzu Observability
(Wavefront) has; waveform compares it with the service, shows what would
change, and carries it out. A simulator of the service is built in.")
include(CPack)
