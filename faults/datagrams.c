/*
 * Numbered datagrams over UDP, to see what a network does to them.
 *
 *   datagrams send ADDRESS PORT COUNT RATE   sends them, RATE a second, all of the same size
 *   datagrams receive PORT MILLISECONDS      until none has come for so long, after the first one;
 *                                            writes a line for each: its number and its age in microseconds
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>

static const int64_t SECOND = 1000000000;
static const int BUFFER = 64 << 20;

/* On one machine, sender and receiver have the same clock. */
struct datagram {
  int64_t number, sent_at;
  char padding[1000];
};

static void fail(const char *what) {
  fprintf(stderr, "datagrams: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * SECOND + time.tv_nsec;
}

static struct sockaddr_in address(const char *host, const char *port) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(atoi(port))};
  if (inet_pton(AF_INET, host, &address.sin_addr) != 1) {
    errno = EINVAL;
    fail(host);
  }
  return address;
}

static void send_all(int udp, const struct sockaddr_in *to, int64_t count, int64_t rate) {
  int64_t start = now();
  for (int64_t number = 0; number < count; number++) {
    int64_t at = start + number * SECOND / rate;
    struct timespec until = {at / SECOND, at % SECOND};
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
    struct datagram datagram = {.number = number, .sent_at = now()};
    if (sendto(udp, &datagram, sizeof datagram, 0, (const struct sockaddr *)to, sizeof *to) < 0) {
      fail("sending");
    }
  }
}

static void receive(int udp, int milliseconds) {
  struct timeval patience = {10, 0};
  setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  struct datagram datagram;
  for (int count = 0; recv(udp, &datagram, sizeof datagram, 0) == sizeof datagram; count++) {
    printf("%" PRId64 " %" PRId64 "\n", datagram.number, (now() - datagram.sent_at) / 1000);
    if (count == 0) {
      patience = (struct timeval){milliseconds / 1000, milliseconds % 1000 * 1000};
      setsockopt(udp, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    }
  }
}

int main(int count, char **arguments) {
  int udp = socket(AF_INET, SOCK_DGRAM, 0);
  if (count == 6 && strcmp(arguments[1], "send") == 0) {
    struct sockaddr_in to = address(arguments[2], arguments[3]);
    send_all(udp, &to, atoll(arguments[4]), atoll(arguments[5]));
  } else if (count == 4 && strcmp(arguments[1], "receive") == 0) {
    struct sockaddr_in here = address("0.0.0.0", arguments[2]);
    setsockopt(udp, SOL_SOCKET, SO_RCVBUFFORCE, &BUFFER, sizeof BUFFER);
    if (bind(udp, (struct sockaddr *)&here, sizeof here) < 0) {
      fail(arguments[2]);
    }
    receive(udp, atoi(arguments[3]));
  } else {
    fprintf(stderr, "datagrams: send ADDRESS PORT COUNT RATE, or receive PORT MILLISECONDS\n");
    return 2;
  }
  return 0;
}
