# `cmake --install build/release`, and `cpack -G DEB` in that directory.
include(GNUInstallDirs)
# `cmake --build --preset release --target waveform` is all that either needs.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

# The program prints its manual page and its completions: they come from the tables that it runs by.
set(made ${PROJECT_BINARY_DIR}/generated/share)
add_custom_command(
  TARGET waveform POST_BUILD VERBATIM
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:waveform> -DDIRECTORY=${made} -P ${PROJECT_SOURCE_DIR}/cmake/print_pages.cmake)

install(TARGETS waveform)
install(FILES ${made}/waveform.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/waveform.bash DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions RENAME waveform)
install(FILES ${made}/waveform.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
# zsh looks into another directory below /usr than below /usr/local; the prefix is known when it is installed.
install(CODE "set(zsh_directory site-functions)
if(CMAKE_INSTALL_PREFIX MATCHES \"/usr$\")
  set(zsh_directory vendor-completions)
endif()")
install(FILES ${made}/waveform.zsh DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/\${zsh_directory}" RENAME _waveform)
install(FILES README.md CHANGELOG.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright) # where Debian looks for it
install(DIRECTORY docs examples DESTINATION ${CMAKE_INSTALL_DOCDIR}
        PATTERN "*.py" EXCLUDE PATTERN quickstart.sh EXCLUDE)

set(CPACK_PACKAGE_VENDOR "The waveform authors")
set(CPACK_PACKAGE_CONTACT "The waveform authors <waveform@example.invalid>")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
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
