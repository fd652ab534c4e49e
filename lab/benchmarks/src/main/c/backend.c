// The game behind the proxies: streams, echoes, or answers one byte and closes.
//   backend <port>
// Sends with sendfile from memory and never copies, so that it is never what is measured.
#define _GNU_SOURCE
#include "load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_FDS = 65536, BLOCK = 4 << 20, TURN = 1 << 20 };

static char mode_of[MAX_FDS];
static off_t sent_of[MAX_FDS];
static int poll_fd, source_fd;

static void end(int fd) {
  mode_of[fd] = 0;
  close(fd);
}

static void stream(int fd) {
  // One turn is bounded, so that 64 connections share fairly.
  for (size_t turn = 0; turn < TURN;) {
    off_t at = sent_of[fd] % BLOCK;
    ssize_t n = sendfile(fd, source_fd, &at, (size_t)(BLOCK - at));
    if (n <= 0) {
      if (n < 0 && errno != EAGAIN) end(fd);
      return;
    }
    sent_of[fd] += n;
    turn += (size_t)n;
  }
}

static void begin(int fd, char mode) {
  mode_of[fd] = mode;
  sent_of[fd] = 0;
  if (mode == SOURCE) {
    struct epoll_event e = {.events = EPOLLOUT | EPOLLRDHUP, .data.fd = fd};
    epoll_ctl(poll_fd, EPOLL_CTL_MOD, fd, &e);
  } else if (mode == CLOSE) {
    // Closing first keeps the proxies' local ports out of TIME_WAIT.
    if (send(fd, "c", 1, MSG_NOSIGNAL) != 1) perror("answer");
    end(fd);
  }
}

static void receive(int fd) {
  static char buffer[64 << 10];
  ssize_t n = recv(fd, buffer, sizeof buffer, 0);
  if (n <= 0) {
    if (n == 0 || errno != EAGAIN) end(fd);
    return;
  }
  char *from = buffer;
  if (mode_of[fd] == 0) {
    begin(fd, buffer[0]);
    from++;
    n--;
  }
  if (mode_of[fd] == ECHO && n > 0 && send(fd, from, (size_t)n, MSG_NOSIGNAL) != n) end(fd);
}

static void accept_all(int listener) {
  for (;;) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
    if (fd < 0) return;
    int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    struct epoll_event e = {.events = EPOLLIN, .data.fd = fd};
    mode_of[fd] = 0;
    epoll_ctl(poll_fd, EPOLL_CTL_ADD, fd, &e);
  }
}

static int listen_on(int port) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), one = 1;
  setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
  inet_pton(AF_INET, "127.0.0.1", &at.sin_addr);
  if (bind(fd, (struct sockaddr *)&at, sizeof at) || listen(fd, 4096)) die("listen");
  return fd;
}

int main(int argc, char **argv) {
  if (argc != 2) return fprintf(stderr, "backend <port>\n"), 2;
  signal(SIGPIPE, SIG_IGN);
  source_fd = memfd_create("source", 0);
  if (ftruncate(source_fd, BLOCK)) die("memfd");
  char *bytes = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, source_fd, 0);
  memset(bytes, 'x', BLOCK);
  poll_fd = epoll_create1(0);
  int listener = listen_on(atoi(argv[1]));
  struct epoll_event e = {.events = EPOLLIN, .data.fd = listener};
  epoll_ctl(poll_fd, EPOLL_CTL_ADD, listener, &e);
  printf("listening\n");
  fflush(stdout);
  static struct epoll_event events[256];
  for (;;) {
    int n = epoll_wait(poll_fd, events, 256, -1);
    for (int i = 0; i < n; i++) {
      int fd = events[i].data.fd;
      if (fd == listener) {
        accept_all(fd);
      } else if (events[i].events & (EPOLLHUP | EPOLLERR | EPOLLRDHUP)) {
        end(fd);
      } else if (events[i].events & EPOLLOUT) {
        stream(fd);
      } else {
        receive(fd);
      }
    }
  }
}
