// What the load client and the backend share. One thread, epoll, no allocation after the start.
#ifndef OVERWINTER_LOAD_H
#define OVERWINTER_LOAD_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

// The first byte of a connection says what the backend shall do with it.
enum { SOURCE = 'S', ECHO = 'E', CLOSE = 'C', HOLD = 'H' };

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000ull + (uint64_t)t.tv_nsec;
}

static inline void die(const char *what) {
  perror(what);
  exit(1);
}

#endif
