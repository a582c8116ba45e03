/*
 * Loses, duplicates and delays real IPv4 packets, as a bad network does.
 *
 *   packets [--loss PERCENT] [--duplicate PERCENT] [--delay 20ms | 20ms..30ms] [--seed N] [--bytes FILE]
 *
 * A rule of the firewall hands it the packets, through NFQUEUE number 0. It takes each of them out of
 * the kernel at once, and later sends its bytes on through a raw socket, once or twice or never. So a
 * duplicate is a second packet, the kernel's queue stays short whatever the delay, and a packet that
 * waits does not count as unsent at its sender. What is sent on has the mark 77, by which the rule can
 * leave it alone.
 *
 * What becomes of the nth packet from one address to another depends on the seed, the two addresses and
 * n, and on nothing else. A delay is drawn anew for each packet, so packets overtake each other.
 *
 * In FILE it keeps how many bytes it was given so far, as a number. SIGTERM or SIGINT ends it, with its
 * counters as one line of JSON on standard output.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <libnetfilter_queue/libnetfilter_queue.h>
#include <linux/netfilter.h>
#include <linux/netlink.h>
#include <netinet/ip.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
  QUEUE = 0,
  MARK = 77,
  LARGEST = 2048, /* bytes of a packet; the MTU is 1,500 */
  PLACES = 65536, /* packets that are on their way at once */
  CHANNELS = 1024,
  BATCH = 64,
  QUEUE_LENGTH = 65535,
  SOCKET_BUFFER = 64 << 20,
};

static const int64_t MICROSECOND = 1000, MILLISECOND = 1000000, SECOND = 1000000000;

/*
 * Where packets are delayed anyway, it rests for so long after each round: to be woken for each packet
 * costs several times as much as the packet. A delay is longer by up to two ticks.
 */
static const struct timespec TICK = {0, 100000};

/* All the packets from one address to another. */
struct channel {
  uint32_t from, to;
  uint64_t arrived;
  uint64_t latest_sent; /* the number of the packet that arrived last, of those that were sent on */
};

struct packet {
  struct channel *channel;
  uint32_t to;
  uint64_t number; /* in its channel, from 1; 0 for a duplicate */
  size_t length;
  unsigned char bytes[LARGEST];
};

/* When a packet is to be sent on. */
struct due {
  int64_t at;
  uint64_t order; /* among those of the same moment */
  uint32_t place;
};

static struct {
  int64_t loss, duplicate; /* in 1/100 % */
  int64_t shortest, longest; /* delay, in nanoseconds */
  uint64_t seed;
  const char *bytes_file;
} options;

static struct {
  uint64_t seen, bytes, lost, duplicated, reordered, sent;
  uint64_t no_place; /* more packets on their way than there are places */
  uint64_t too_large;
  uint64_t unsendable;
  size_t largest, most_at_once;
} counters;

static struct channel channels[CHANNELS];
static struct packet packets[PLACES];
static uint32_t free_places[PLACES];
static size_t free_count;
static struct due heap[PLACES];
static size_t heap_size;
static uint64_t next_order;
static uint32_t last_id; /* of the packets that the kernel has handed over */
static bool has_news;
static int unsendable_because;
static volatile sig_atomic_t is_over;

static void fail(const char *what) {
  fprintf(stderr, "packets: %s: %s\n", what, strerror(errno));
  exit(1);
}

static int64_t now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * SECOND + time.tv_nsec;
}

/* --------------------------------------------------------------------- chance */

/* The next number of a sequence (SplitMix64). */
static uint64_t draw(uint64_t *state) {
  uint64_t z = *state += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

static bool happens(int64_t hundredths_of_percent, uint64_t *chance) {
  return (int64_t)(draw(chance) % 10000) < hundredths_of_percent;
}

static int64_t delay(uint64_t *chance) {
  return options.shortest + draw(chance) % (options.longest - options.shortest + 1);
}

/* The sequence of draws for the latest packet of a channel. */
static uint64_t chance_of(const struct channel *channel) {
  uint64_t state = options.seed;
  state = draw(&state) ^ ((uint64_t)channel->from << 32 | channel->to);
  state = draw(&state) ^ channel->arrived;
  return draw(&state);
}

/* With more channels than there is room for, those that are left share one. */
static struct channel *channel(uint32_t from, uint32_t to) {
  uint64_t key = (uint64_t)from << 32 | to;
  size_t start = draw(&key) % CHANNELS;
  for (size_t i = 0; i < CHANNELS; i++) {
    struct channel *each = &channels[(start + i) % CHANNELS];
    if (each->arrived == 0) {
      each->from = from;
      each->to = to;
    }
    if (each->from == from && each->to == to) {
      return each;
    }
  }
  return &channels[0];
}

/* ------------------------------------------------------- packets on their way */

static bool is_before(const struct due *a, const struct due *b) {
  return a->at != b->at ? a->at < b->at : a->order < b->order;
}

static void push(struct due due) {
  size_t i = heap_size++;
  for (; i > 0 && is_before(&due, &heap[(i - 1) / 2]); i = (i - 1) / 2) {
    heap[i] = heap[(i - 1) / 2];
  }
  heap[i] = due;
  if (heap_size > counters.most_at_once) {
    counters.most_at_once = heap_size;
  }
}

static uint32_t pop(void) {
  uint32_t first = heap[0].place;
  struct due last = heap[--heap_size];
  size_t i = 0;
  for (size_t child = 1; child < heap_size; child = 2 * i + 1) {
    if (child + 1 < heap_size && is_before(&heap[child + 1], &heap[child])) {
      child++;
    }
    if (!is_before(&heap[child], &last)) {
      break;
    }
    heap[i] = heap[child];
    i = child;
  }
  heap[i] = last;
  return first;
}

static void hold(const unsigned char *bytes, size_t length, struct channel *channel, uint32_t to, uint64_t number,
    int64_t at) {
  if (free_count == 0) {
    counters.no_place++;
    return;
  }
  uint32_t place = free_places[--free_count];
  struct packet *packet = &packets[place];
  packet->channel = channel;
  packet->to = to;
  packet->number = number;
  packet->length = length;
  memcpy(packet->bytes, bytes, length);
  push((struct due){.at = at, .order = next_order++, .place = place});
}

static int arrive(struct nfq_q_handle *queue, struct nfgenmsg *message, struct nfq_data *data, void *unused) {
  (void)queue, (void)message, (void)unused;
  last_id = ntohl(nfq_get_msg_packet_hdr(data)->packet_id);
  has_news = true;
  unsigned char *bytes;
  int length = nfq_get_payload(data, &bytes);
  struct iphdr header;
  if (length < (int)sizeof header) {
    counters.too_large++;
    return 0;
  }
  memcpy(&header, bytes, sizeof header);
  size_t whole = ntohs(header.tot_len);
  counters.seen++;
  counters.bytes += whole;
  if (whole > counters.largest) {
    counters.largest = whole;
  }
  if (whole > LARGEST || whole != (size_t)length) {
    counters.too_large++;
    return 0;
  }
  struct channel *from_to = channel(header.saddr, header.daddr);
  from_to->arrived++;
  uint64_t chance = chance_of(from_to);
  bool is_lost = happens(options.loss, &chance);
  bool is_duplicated = happens(options.duplicate, &chance);
  int64_t time = now(), first = delay(&chance), second = delay(&chance);
  if (is_lost) {
    counters.lost++;
    return 0;
  }
  hold(bytes, length, from_to, header.daddr, from_to->arrived, time + first);
  if (is_duplicated) {
    counters.duplicated++;
    hold(bytes, length, from_to, header.daddr, 0, time + second);
  }
  return 0;
}

static void count_sent(const struct packet *packet) {
  counters.sent++;
  if (packet->number == 0) {
    return;
  }
  if (packet->number < packet->channel->latest_sent) {
    counters.reordered++;
  } else {
    packet->channel->latest_sent = packet->number;
  }
}

/* Sends on what is due, at most one batch; true if there may be more. */
static bool send_due(int raw) {
  uint32_t places[BATCH];
  struct sockaddr_in to[BATCH];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH];
  int64_t time = now();
  int count = 0;
  while (count < BATCH && heap_size > 0 && heap[0].at <= time) {
    struct packet *packet = &packets[places[count] = pop()];
    count_sent(packet);
    to[count] = (struct sockaddr_in){.sin_family = AF_INET, .sin_addr.s_addr = packet->to};
    parts[count] = (struct iovec){packet->bytes, packet->length};
    messages[count] = (struct mmsghdr){.msg_hdr = {
        .msg_name = &to[count], .msg_namelen = sizeof to[count], .msg_iov = &parts[count], .msg_iovlen = 1}};
    count++;
  }
  for (int done = 0; done < count;) {
    int sent = sendmmsg(raw, messages + done, count - done, 0);
    if (sent > 0) {
      done += sent;
    } else if (errno != EINTR) {
      unsendable_because = errno;
      counters.unsendable++;
      counters.sent--;
      done++;
    }
  }
  for (int i = 0; i < count; i++) {
    free_places[free_count++] = places[i];
  }
  return count == BATCH;
}

/* -------------------------------------------------------------------- options */

static void refuse(const char *option, const char *value, const char *instead) {
  fprintf(stderr, "packets: %s %s: %s\n", option, value, instead);
  exit(2);
}

static int64_t percent(const char *option, const char *value) {
  char *end;
  double number = strtod(value, &end);
  int64_t hundredths = (int64_t)(number * 100 + 0.5);
  if (end == value || *end != '\0' || !(number >= 0 && number <= 100) || number * 100 - hundredths > 1e-6 ||
      number * 100 - hundredths < -1e-6) {
    refuse(option, value, "not a percentage of 0 to 100 in steps of 0.01");
  }
  return hundredths;
}

static int64_t duration(const char *text, const char *value, char **end) {
  double number = strtod(text, end);
  int64_t unit = 0;
  if (*end != text && strncmp(*end, "us", 2) == 0) {
    unit = MICROSECOND;
  } else if (*end != text && strncmp(*end, "ms", 2) == 0) {
    unit = MILLISECOND;
  } else if (*end != text && **end == 's') {
    unit = SECOND;
  }
  if (unit == 0 || !(number >= 0 && number * unit <= 60 * SECOND)) {
    refuse("--delay", value, "not as 20ms or 20ms..30ms, at most 60s");
  }
  *end += unit == SECOND ? 1 : 2;
  return (int64_t)(number * unit);
}

static void parse_delay(const char *value) {
  char *end;
  options.shortest = options.longest = duration(value, value, &end);
  if (strncmp(end, "..", 2) == 0) {
    options.longest = duration(end + 2, value, &end);
  }
  if (*end != '\0' || options.longest < options.shortest) {
    refuse("--delay", value, "not as 20ms or 20ms..30ms, at most 60s");
  }
}

static void parse(int count, char **arguments) {
  options.seed = 1;
  for (int i = 1; i < count; i += 2) {
    const char *option = arguments[i], *value = i + 1 < count ? arguments[i + 1] : "";
    if (strcmp(option, "--loss") == 0) {
      options.loss = percent(option, value);
    } else if (strcmp(option, "--duplicate") == 0) {
      options.duplicate = percent(option, value);
    } else if (strcmp(option, "--delay") == 0) {
      parse_delay(value);
    } else if (strcmp(option, "--seed") == 0) {
      char *end;
      errno = 0;
      options.seed = strtoull(value, &end, 10);
      if (end == value || *end != '\0' || errno != 0) {
        refuse(option, value, "not a whole number");
      }
    } else if (strcmp(option, "--bytes") == 0) {
      options.bytes_file = value;
    } else {
      refuse(option, value, "there are --loss, --duplicate, --delay, --seed and --bytes");
    }
  }
}

/* ------------------------------------------------------------------- the work */

static void end(int signal) {
  (void)signal;
  is_over = 1;
}

static int raw_socket(void) {
  int raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW);
  int mark = MARK, buffer = SOCKET_BUFFER;
  if (raw < 0 || setsockopt(raw, SOL_SOCKET, SO_MARK, &mark, sizeof mark) < 0 ||
      setsockopt(raw, SOL_SOCKET, SO_SNDBUFFORCE, &buffer, sizeof buffer) < 0) {
    fail("a raw socket");
  }
  return raw;
}

/* The queue's handle has the socket, too; both live as long as the process. */
static struct nfq_q_handle *open_queue(struct nfq_handle *handle) {
  struct nfq_q_handle *queue = nfq_create_queue(handle, QUEUE, arrive, NULL);
  if (queue == NULL || nfq_set_mode(queue, NFQNL_COPY_PACKET, LARGEST + 1) < 0 ||
      nfq_set_queue_maxlen(queue, QUEUE_LENGTH) < 0) {
    fail("NFQUEUE 0");
  }
  /* What does not fit is counted by the kernel, and not an error of ours. */
  int buffer = SOCKET_BUFFER, on = 1, socket = nfq_fd(handle);
  if (setsockopt(socket, SOL_SOCKET, SO_RCVBUFFORCE, &buffer, sizeof buffer) < 0 ||
      setsockopt(socket, SOL_NETLINK, NETLINK_NO_ENOBUFS, &on, sizeof on) < 0) {
    fail("NFQUEUE 0");
  }
  return queue;
}

/* Reads what the kernel has handed over, at most one batch; true if there may be more. */
static bool receive(struct nfq_handle *handle, struct nfq_q_handle *queue) {
  static char buffers[BATCH][LARGEST + 1024];
  static struct iovec parts[BATCH];
  static struct mmsghdr messages[BATCH];
  for (int i = 0; i < BATCH; i++) {
    parts[i] = (struct iovec){buffers[i], sizeof buffers[i]};
    messages[i] = (struct mmsghdr){.msg_hdr = {.msg_iov = &parts[i], .msg_iovlen = 1}};
  }
  int count = recvmmsg(nfq_fd(handle), messages, BATCH, MSG_DONTWAIT, NULL);
  if (count < 0 && errno != EAGAIN && errno != EINTR) {
    fail("reading from NFQUEUE 0");
  }
  has_news = false;
  for (int i = 0; i < count; i++) {
    nfq_handle_packet(handle, buffers[i], (int)messages[i].msg_len);
  }
  /* We have their bytes: the kernel forgets them, all at once. */
  if (has_news && nfq_set_verdict_batch(queue, last_id, NF_DROP) < 0) {
    fail("a verdict for NFQUEUE 0");
  }
  return count == BATCH;
}

/* What the kernel could not hand over, because the queue or the socket was full. */
static uint64_t count_queue_full(void) {
  FILE *file = fopen("/proc/self/net/netfilter/nfnetlink_queue", "r");
  uint64_t queue, full = 0, unread = 0, total = 0;
  while (file != NULL &&
      fscanf(file, "%" SCNu64 " %*u %*u %*u %*u %" SCNu64 " %" SCNu64 " %*u %*u", &queue, &full, &unread) == 3) {
    total += queue == QUEUE ? full + unread : 0;
  }
  if (file == NULL) {
    fail("/proc/self/net/netfilter/nfnetlink_queue");
  }
  fclose(file);
  return total;
}

/* Waits until packets have come, one is due, or it is over; positive if packets have come. */
static int wait_for_news(int queue, const sigset_t *signals) {
  struct pollfd news = {queue, POLLIN, 0};
  int64_t left = heap_size == 0 ? 0 : heap[0].at - now();
  left = left < 0 ? 0 : left;
  struct timespec timeout = {left / SECOND, left % SECOND};
  int ready = ppoll(&news, 1, heap_size == 0 ? NULL : &timeout, signals);
  if (ready < 0 && errno != EINTR) {
    fail("waiting");
  }
  return ready;
}

static void publish_bytes(int file) {
  char text[32];
  int length = snprintf(text, sizeof text, "%020" PRIu64 "\n", counters.bytes);
  if (pwrite(file, text, length, 0) != length) {
    fail(options.bytes_file);
  }
}

static void report(uint64_t queue_full) {
  if (counters.unsendable > 0) {
    fprintf(stderr, "packets: some could not be sent on: %s\n", strerror(unsendable_because));
  }
  printf("{\"schema\":\"cutline.packets/1\",\"seen\":%" PRIu64 ",\"bytes\":%" PRIu64 ",\"largest\":%zu,\"lost\":%" PRIu64
         ",\"duplicated\":%" PRIu64 ",\"reordered\":%" PRIu64 ",\"sent\":%" PRIu64
         ",\"onTheirWay\":%zu,\"mostAtOnce\":%zu,\"queueFull\":%" PRIu64 ",\"noPlace\":%" PRIu64
         ",\"tooLarge\":%" PRIu64 ",\"unsendable\":%" PRIu64 "}\n",
      counters.seen, counters.bytes, counters.largest, counters.lost, counters.duplicated, counters.reordered,
      counters.sent, heap_size, counters.most_at_once, queue_full, counters.no_place, counters.too_large,
      counters.unsendable);
}

int main(int count, char **arguments) {
  parse(count, arguments);
  for (uint32_t place = 0; place < PLACES; place++) {
    free_places[free_count++] = PLACES - 1 - place;
  }
  /* Signals come while it waits, and at no other time. */
  sigset_t ends, before;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  sigprocmask(SIG_BLOCK, &ends, &before);
  sigdelset(&before, SIGTERM);
  sigdelset(&before, SIGINT);
  struct sigaction action = {.sa_handler = end};
  sigaction(SIGTERM, &action, NULL);
  sigaction(SIGINT, &action, NULL);

  int raw = raw_socket();
  struct nfq_handle *handle = nfq_open();
  if (handle == NULL) {
    fail("NFQUEUE");
  }
  struct nfq_q_handle *queue = open_queue(handle);
  int bytes_file = -1;
  if (options.bytes_file != NULL && (bytes_file = open(options.bytes_file, O_WRONLY | O_CREAT | O_TRUNC, 0644)) < 0) {
    fail(options.bytes_file);
  }
  if (bytes_file >= 0) {
    publish_bytes(bytes_file);
  }
  /* A network does not wait for the processes that use it; where that is not allowed, it does. */
  setpriority(PRIO_PROCESS, 0, -20);
  prctl(PR_SET_TIMERSLACK, 1);

  while (!is_over) {
    int ready = wait_for_news(nfq_fd(handle), &before);
    bool has_more = true;
    while (has_more && !is_over) {
      has_more = ready > 0 && receive(handle, queue);
      has_more |= send_due(raw);
    }
    if (ready > 0 && bytes_file >= 0) {
      publish_bytes(bytes_file);
    }
    if (options.longest > 0) {
      clock_nanosleep(CLOCK_MONOTONIC, 0, &TICK, NULL);
    }
  }
  report(count_queue_full());
  return 0;
}
