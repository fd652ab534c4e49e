// Datagrams: the game that sends every one back, and the load client. The client prints one line of
// JSON.
//   datagrams echo <port>
//   datagrams load <port> <sessions> <seconds> <rate>   64-byte round trips; rate 0: as many as possible
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BYTES = 64, BATCH = 32, MAX_SESSIONS = 4096, MAX_SAMPLES = 1 << 22 };

// After this a datagram is lost, and its session sends the next.
static const uint64_t PATIENCE = 200000000ull;

static struct sockaddr_in loopback(int port) {
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return at;
}

// Many at a time, so that it is never what is measured.
static void echo(int port) {
  static char bytes[BATCH][2048];
  static struct sockaddr_in from[BATCH];
  static struct iovec parts[BATCH];
  static struct mmsghdr messages[BATCH];
  int fd = socket(AF_INET, SOCK_DGRAM, 0), size = 4 << 20;
  struct sockaddr_in at = loopback(port);
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
  if (bind(fd, (struct sockaddr *)&at, sizeof at)) die("bind");
  printf("listening\n");
  fflush(stdout);
  for (;;) {
    for (int i = 0; i < BATCH; i++) {
      parts[i] = (struct iovec){bytes[i], sizeof bytes[i]};
      messages[i].msg_hdr = (struct msghdr){&from[i], sizeof from[i], &parts[i], 1, NULL, 0, 0};
    }
    int n = recvmmsg(fd, messages, BATCH, MSG_WAITFORONE, NULL);
    for (int i = 0; i < n; i++) parts[i].iov_len = messages[i].msg_len;
    for (int sent = 0; sent < n;) {
      int more = sendmmsg(fd, messages + sent, (unsigned)(n - sent), 0);
      sent += more > 0 ? more : 1;
    }
  }
}

static int fds[MAX_SESSIONS];
static uint64_t sent_at[MAX_SESSIONS];
static uint32_t number_of[MAX_SESSIONS];
static uint32_t *samples;
static size_t sample_count;
static uint64_t total, lost;

static int by_value(const void *a, const void *b) {
  uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
  return (x > y) - (x < y);
}

static double percentile(double p) {
  return sample_count == 0 ? 0 : samples[(size_t)(p * (double)(sample_count - 1))] / 10.0;
}

// Each carries its number: an answer that comes too late is not taken for the next one's.
static void shoot(int session) {
  char bytes[BYTES] = "overwinter";
  number_of[session]++;
  memcpy(bytes + 16, &number_of[session], sizeof number_of[session]);
  sent_at[session] = now_ns();
  if (send(fds[session], bytes, BYTES, MSG_DONTWAIT) != BYTES) sent_at[session] = 0, lost++;
}

static void take(int session, int shoot_on) {
  char bytes[BYTES];
  uint32_t number;
  while (recv(fds[session], bytes, BYTES, MSG_DONTWAIT) == BYTES) {
    memcpy(&number, bytes + 16, sizeof number);
    if (sent_at[session] == 0 || number != number_of[session]) continue;
    total++;
    if (sample_count < MAX_SAMPLES)
      samples[sample_count++] = (uint32_t)((now_ns() - sent_at[session]) / 100); // tenths of a us
    sent_at[session] = 0;
    if (shoot_on) shoot(session);
  }
}

static void load(int port, int sessions, double seconds, double rate) {
  int poll_fd = epoll_create1(0);
  struct sockaddr_in at = loopback(port);
  for (int i = 0; i < sessions; i++) {
    fds[i] = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    if (fds[i] < 0 || connect(fds[i], (struct sockaddr *)&at, sizeof at)) die("socket");
    struct epoll_event e = {.events = EPOLLIN, .data.u32 = (uint32_t)i};
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, fds[i], &e);
  }
  uint64_t start = now_ns(), begin = start + 500000000ull, end = begin + (uint64_t)(seconds * 1e9);
  uint64_t gap = rate > 0 ? (uint64_t)(1e9 / rate) : 0, due = start, looked = start;
  int turn = 0, measuring = 0;
  if (!gap)
    for (int i = 0; i < sessions; i++) shoot(i);
  for (uint64_t now = now_ns(); now < end; now = now_ns()) {
    if (!measuring && now > begin) measuring = 1, total = 0, lost = 0, sample_count = 0;
    for (; gap && due <= now; due += gap) {
      int session = turn++ % sessions;
      if (sent_at[session] != 0 && now - sent_at[session] < PATIENCE) continue; // a rate not held
      if (sent_at[session] != 0) lost++;
      shoot(session);
    }
    if (now - looked > PATIENCE) {
      looked = now;
      for (int i = 0; i < sessions && !gap; i++)
        if (now - sent_at[i] > PATIENCE) lost++, shoot(i);
    }
    struct epoll_event events[256];
    uint64_t wait = gap ? (due > now ? due - now : 0) : 100000000ull;
    struct timespec t = {(time_t)(wait / 1000000000ull), (long)(wait % 1000000000ull)};
    int n = epoll_pwait2(poll_fd, events, 256, &t, NULL);
    for (int i = 0; i < n; i++) take((int)events[i].data.u32, !gap);
  }
  double took = (double)(now_ns() - begin) / 1e9;
  qsort(samples, sample_count, sizeof *samples, by_value);
  printf("{\"seconds\":%.3f,\"total\":%llu,\"perSecond\":%.1f,\"failed\":%llu,\"p50\":%.1f,\"p99\":%.1f}\n",
         took, (unsigned long long)total, (double)total / took, (unsigned long long)lost,
         percentile(0.5), percentile(0.99));
}

int main(int argc, char **argv) {
  prctl(PR_SET_TIMERSLACK, 1);
  if (argc == 3 && !strcmp(argv[1], "echo")) {
    echo(atoi(argv[2]));
  } else if (argc == 6 && !strcmp(argv[1], "load") && atoi(argv[3]) <= MAX_SESSIONS) {
    samples = malloc(MAX_SAMPLES * sizeof *samples);
    load(atoi(argv[2]), atoi(argv[3]), atof(argv[4]), atof(argv[5]));
  } else {
    return fprintf(stderr, "datagrams echo <port> | load <port> <sessions> <seconds> <rate>\n"), 2;
  }
  return 0;
}
