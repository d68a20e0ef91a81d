// A wrong clock, for LD_PRELOAD: the time of day, as clock_gettime() returns it, jumps. Set by environment
// variables:
//
//   WAVEFORM_CLOCK_AHEAD  by so many milliseconds; negative: it jumps back
//   WAVEFORM_CLOCK_AFTER  so many milliseconds after the program first asked for it
//
// The monotonic clock is right.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static long long millis_of(const char* name) {
  const char* value = getenv(name);
  return value ? atoll(value) : 0;
}

static long long now_millis(int (*real)(clockid_t, struct timespec*)) {
  struct timespec now;
  real(CLOCK_MONOTONIC, &now);
  return (long long)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int clock_gettime(clockid_t clock, struct timespec* time) {
  static int (*real)(clockid_t, struct timespec*);
  static long long first;
  if (!real) real = (int (*)(clockid_t, struct timespec*))dlsym(RTLD_NEXT, "clock_gettime");
  const int result = real(clock, time);
  if (result != 0 || clock != CLOCK_REALTIME) return result;
  if (!first) first = now_millis(real);
  if (now_millis(real) - first < millis_of("WAVEFORM_CLOCK_AFTER")) return result;
  const long long ahead = millis_of("WAVEFORM_CLOCK_AHEAD");
  time->tv_sec += ahead / 1000;
  time->tv_nsec += ahead % 1000 * 1000000;
  if (time->tv_nsec < 0 || time->tv_nsec >= 1000000000) {
    const int carry = time->tv_nsec < 0 ? -1 : 1;
    time->tv_sec += carry;
    time->tv_nsec -= carry * 1000000000LL;
  }
  return result;
}
