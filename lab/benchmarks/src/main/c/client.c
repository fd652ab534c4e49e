// The load client. Prints one line of JSON.
//   client bulk  <port> <connections> <seconds>          bytes a second, discarded in the kernel
//   client conns <port> <at once> <seconds>              whole connections a second
//   client ping  <port> <connections> <seconds> <rate>   64-byte round trips; rate 0: as many as possible
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FDS = 65536, PING = 64, MAX_SAMPLES = 1 << 22 };

static int poll_fd, port;
static uint64_t sent_at[MAX_FDS];
static int got[MAX_FDS];
static uint32_t *samples;
static size_t sample_count;
static uint64_t total, failed;

// The other end closes first, so no local port of ours is left in TIME_WAIT.
static int dial(char mode, int blocking) {
  int fd = socket(AF_INET, SOCK_STREAM | (blocking ? 0 : SOCK_NONBLOCK), 0), one = 1;
  if (fd < 0) die("socket");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(fd, (struct sockaddr *)&at, sizeof at) && errno != EINPROGRESS) die("connect");
  got[fd] = 0;
  sent_at[fd] = 0;
  if (blocking) {
    if (send(fd, &mode, 1, MSG_NOSIGNAL) != 1) die("first byte");
  }
  struct epoll_event e = {.events = blocking ? EPOLLIN : EPOLLOUT, .data.fd = fd};
  if (epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &e)) die("epoll");
  return fd;
}

static void sample(uint64_t ns) {
  if (sample_count < MAX_SAMPLES) samples[sample_count++] = (uint32_t)(ns / 100); // tenths of a us
}

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static double percentile(double p) {
  if (sample_count == 0) return 0;
  size_t at = (size_t)(p * (double)(sample_count - 1));
  return samples[at] / 10.0;
}

static void report(double seconds) {
  qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"seconds\":%.3f,\"total\":%llu,\"perSecond\":%.1f,\"failed\":%llu,\"p50\":%.1f,\"p99\":%.1f,\"max\":%.1f}\n",
         seconds, (unsigned long long)total, (double)total / seconds, (unsigned long long)failed,
         percentile(0.5), percentile(0.99), percentile(1));
}

static int wait_events(struct epoll_event *events, uint64_t timeout_ns) {
  struct timespec t = {(time_t)(timeout_ns / 1000000000ull), (long)(timeout_ns % 1000000000ull)};
  int n = epoll_pwait2(poll_fd, events, 256, &t, NULL);
  return n < 0 ? 0 : n;
}

static void bulk(int connections, double seconds) {
  static char sink[1 << 20];
  for (int i = 0; i < connections; i++) dial(SOURCE, 1);
  uint64_t warm = now_ns() + 300000000ull, begin = 0, end = 0;
  for (;;) {
    struct epoll_event events[256];
    int n = wait_events(events, 100000000ull);
    uint64_t now = now_ns();
    if (begin == 0 && now > warm) {
      begin = now;
      end = begin + (uint64_t)(seconds * 1e9);
      total = 0;
    }
    for (int i = 0; i < n; i++) {
      ssize_t r = recv(events[i].data.fd, sink, sizeof sink, MSG_TRUNC | MSG_DONTWAIT);
      if (r > 0) {
        total += (uint64_t)r;
      } else if (r == 0 || errno != EAGAIN) {
        fprintf(stderr, "a stream ended early\n");
        exit(1);
      }
    }
    if (end && now > end) return report((double)(now - begin) / 1e9);
  }
}

static void redial(int fd, int ok) {
  if (ok) {
    total++;
    sample(now_ns() - sent_at[fd]);
  } else {
    failed++;
  }
  close(fd);
  fd = dial(0, 0);
  sent_at[fd] = now_ns();
}

static void conns(int at_once, double seconds) {
  for (int i = 0; i < at_once; i++) sent_at[dial(0, 0)] = now_ns();
  uint64_t begin = now_ns(), end = begin + (uint64_t)(seconds * 1e9);
  for (uint64_t now = begin; now < end; now = now_ns()) {
    struct epoll_event events[256];
    int n = wait_events(events, 100000000ull);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (events[i].events & EPOLLOUT && got[fd] == 0) {
        struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
        if (send(fd, "C", 1, MSG_NOSIGNAL) == 1) {
          got[fd] = 1;
          epoll_ctl(poll_fd, EPOLL_CTL_MOD, fd, &e);
        } else {
          redial(fd, 0);
        }
        continue;
      }
      char answer[16];
      ssize_t r = recv(fd, answer, sizeof answer, MSG_DONTWAIT);
      if (r > 0) {
        got[fd] = 2;
      } else if (r == 0 || errno != EAGAIN) {
        redial(fd, r == 0 && got[fd] == 2);
      }
    }
  }
  report((double)(now_ns() - begin) / 1e9);
}

static void shoot(int fd) {
  static const char bytes[PING];
  sent_at[fd] = now_ns();
  got[fd] = 0;
  if (send(fd, bytes, PING, MSG_NOSIGNAL | MSG_DONTWAIT) != PING) die("ping");
}

static void ping(int connections, double seconds, double rate) {
  static int fds[MAX_FDS];
  for (int i = 0; i < connections; i++) fds[i] = dial(ECHO, 1);
  uint64_t begin = now_ns() + 300000000ull, end = begin + (uint64_t)(seconds * 1e9);
  uint64_t gap = rate > 0 ? (uint64_t)(1e9 / rate) : 0, due = now_ns();
  int turn = 0, measuring = 0;
  if (!gap)
    for (int i = 0; i < connections; i++) shoot(fds[i]);
  for (uint64_t now = now_ns(); now < end; now = now_ns()) {
    if (!measuring && now > begin) measuring = 1, total = 0, sample_count = 0;
    for (; gap && due <= now; due += gap) {
      int fd = fds[turn++ % connections];
      if (sent_at[fd] == 0) {
        shoot(fd);
      } else {
        failed++; // still under way: a rate that cannot be held
      }
    }
    struct epoll_event events[256];
    int n = wait_events(events, gap ? (due > now ? due - now : 0) : 100000000ull);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      char bytes[PING];
      ssize_t r = recv(fd, bytes, (size_t)(PING - got[fd]), MSG_DONTWAIT);
      if (r <= 0) {
        if (r == 0 || errno != EAGAIN) die("an echo ended early");
        continue;
      }
      if ((got[fd] += (int)r) < PING) continue;
      total++;
      sample(now_ns() - sent_at[fd]);
      sent_at[fd] = 0;
      if (!gap) shoot(fd);
    }
  }
  report((double)(now_ns() - begin) / 1e9);
}

int main(int argc, char **argv) {
  if (argc < 5) return fprintf(stderr, "client bulk|conns|ping <port> <connections> <seconds> [rate]\n"), 2;
  prctl(PR_SET_TIMERSLACK, 1);
  samples = malloc(MAX_SAMPLES * sizeof *samples);
  poll_fd = epoll_create1(0);
  port = atoi(argv[2]);
  int connections = atoi(argv[3]);
  double seconds = atof(argv[4]);
  if (!strcmp(argv[1], "bulk")) bulk(connections, seconds);
  else if (!strcmp(argv[1], "conns")) conns(connections, seconds);
  else ping(connections, seconds, argc > 5 ? atof(argv[5]) : 0);
  return 0;
}
