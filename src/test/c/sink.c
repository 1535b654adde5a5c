/*
 * The clients: takes what some streams carry, cheaply, and sees to it that every piece of text comes once and in its order.
 *
 *   sink sse|lines PIECES SECONDS TOKEN PORT[PATH]...
 *
 * sse:   HTTP with server-sent events; the ids must count up by one as well
 * lines: the child's lines as they are
 *
 * Prints "ready" when all streams are open, and when each has carried the end of its turn, or after so many seconds, a line for each
 * stream and one for all, as words of the form name=number. What did not come by then is lost.
 */
#include "bench.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#define RECEIVE (256 * 1024)
#define CARRY (64 * 1024)
#define TEXT_MARK "\"text\":\""
#define MARK_LENGTH 8

enum frame { OTHER, PIECE, END };
enum transfer { HEAD, SIZE, DATA, CRLF, PLAIN };

struct stream {
    int fd;
    enum transfer transfer;
    size_t chunk_left;
    enum frame frame;
    long long id, misnumbered;
    long pieces, next, lost, doubled, at_first_finish;
    long long first_ns, last_ns;
    int open, ended;
    size_t carried, framed;
    char carry[CARRY], framing[64];
};

static struct stream streams[MAX_STREAMS];
static int stream_count, open_count, ended_count, server_sent, a_stream_has_all;
static long expected;
static long long received_at;
static int *delays_us;
static long delay_count;
/* How far before a line's end the text was in the last line: nearly always where it is in the next. */
static size_t text_hint;

static int starts(const char *line, size_t length, const char *with) {
    size_t wanted = strlen(with);
    return length >= wanted && memcmp(line, with, wanted) == 0;
}

static long long decimal(const char *at, const char *end) {
    long long number = 0;
    for (; at < end && *at >= '0' && *at <= '9'; at++) {
        number = number * 10 + (*at - '0');
    }
    return number;
}

static const char *text_of(const char *line, size_t length) {
    const char *hinted = line + length - text_hint;
    if (text_hint > MARK_LENGTH && text_hint < length && memcmp(hinted - MARK_LENGTH, TEXT_MARK, MARK_LENGTH) == 0) {
        return hinted;
    }
    const char *mark = memmem(line, length, TEXT_MARK, MARK_LENGTH);
    if (mark == NULL) {
        return NULL;
    }
    text_hint = line + length - mark - MARK_LENGTH;
    return mark + MARK_LENGTH;
}

static void note_first_finish(void) {
    if (!a_stream_has_all) {
        a_stream_has_all = 1;
        for (int i = 0; i < stream_count; i++) {
            streams[i].at_first_finish = streams[i].pieces;
        }
    }
}

static void on_piece(struct stream *s, const char *line, size_t length) {
    const char *text = text_of(line, length);
    if (text == NULL || text + 28 > line + length) {
        s->misnumbered++;
        return;
    }
    long number = decimal(text, text + 8);
    if (number < s->next) {
        s->doubled++;
    } else {
        s->lost += number - s->next;
        s->next = number + 1;
    }
    if (s->pieces++ == 0) {
        s->first_ns = received_at;
    }
    s->last_ns = received_at;
    if (delays_us != NULL && delay_count < expected * stream_count) {
        delays_us[delay_count++] = (received_at - decimal(text + 9, text + 28)) / 1000;
    }
    if (s->next == expected) {
        note_first_finish();
    }
}

static void on_end(struct stream *s) {
    if (!s->ended) {
        s->ended = 1;
        ended_count++;
    }
}

static void on_event_line(struct stream *s, const char *line, size_t length) {
    if (length == 0) {
        if (s->frame == END) {
            on_end(s);
        }
        s->frame = OTHER;
    } else if (starts(line, length, "id: ")) {
        s->misnumbered += decimal(line + 4, line + length) != ++s->id;
    } else if (starts(line, length, "event: ")) {
        s->frame = starts(line + 7, length - 7, "message.delta") ? PIECE : starts(line + 7, length - 7, "turn.ended") ? END : OTHER;
        s->misnumbered += starts(line + 7, length - 7, "gap");
    } else if (s->frame == PIECE && starts(line, length, "data: ")) {
        on_piece(s, line, length);
    }
}

static void on_line(struct stream *s, const char *line, size_t length) {
    if (server_sent) {
        on_event_line(s, line, length);
    } else if (starts(line, length, "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\"")) {
        on_piece(s, line, length);
    } else if (starts(line, length, "{\"type\":\"result\"")) {
        on_end(s);
    }
}

static void carry(struct stream *s, const char *bytes, size_t length) {
    if (s->carried + length > CARRY) {
        errno = EMSGSIZE;
        fail("line");
    }
    memcpy(s->carry + s->carried, bytes, length);
    s->carried += length;
}

static void on_body(struct stream *s, const char *bytes, size_t length) {
    const char *end = bytes + length;
    for (const char *newline; (newline = memchr(bytes, '\n', end - bytes)) != NULL; bytes = newline + 1) {
        if (s->carried > 0) {
            carry(s, bytes, newline - bytes);
            on_line(s, s->carry, s->carried);
            s->carried = 0;
        } else {
            on_line(s, bytes, newline - bytes);
        }
    }
    carry(s, bytes, end - bytes);
}

static void on_open(struct stream *s) {
    s->open = 1;
    if (++open_count == stream_count) {
        printf("ready\n");
        fflush(stdout);
    }
}

/* Collects up to a line end; says whether there is one. */
static int collect(struct stream *s, const char **at, const char *end) {
    const char *newline = memchr(*at, '\n', end - *at);
    const char *stop = newline == NULL ? end : newline + 1;
    carry(s, *at, stop - *at);
    *at = stop;
    return newline != NULL;
}

static void on_head_line(struct stream *s, char *line, size_t length) {
    if (starts(line, length, "HTTP/") && !starts(line, length, "HTTP/1.1 200 ")) {
        fprintf(stderr, "unexpected answer: %.*s", (int)length, line);
        exit(1);
    }
    if (length == 2) {
        s->transfer = SIZE;
        on_open(s);
    }
}

/* The line before a chunk, which tells its size, or the line end after it. A line of the body may be carried meanwhile. */
static void on_framing(struct stream *s, const char **at, const char *end) {
    while (*at < end) {
        char c = *(*at)++;
        if (c == '\n') {
            s->framing[s->framed] = 0;
            s->chunk_left = s->transfer == SIZE ? strtoul(s->framing, NULL, 16) : 0;
            s->transfer = s->transfer == SIZE ? DATA : SIZE;
            s->framed = 0;
            return;
        }
        if (s->framed == sizeof s->framing - 1) {
            errno = EPROTO;
            fail("chunk");
        }
        s->framing[s->framed++] = c;
    }
}

static void on_bytes(struct stream *s, const char *at, size_t length) {
    const char *end = at + length;
    while (at < end) {
        switch (s->transfer) {
        case HEAD:
            if (collect(s, &at, end)) {
                size_t line = s->carried;
                s->carried = 0;
                on_head_line(s, s->carry, line);
            }
            break;
        case SIZE:
        case CRLF:
            on_framing(s, &at, end);
            break;
        case DATA: {
            size_t here = (size_t)(end - at) < s->chunk_left ? (size_t)(end - at) : s->chunk_left;
            on_body(s, at, here);
            at += here;
            if ((s->chunk_left -= here) == 0) {
                s->transfer = CRLF;
            }
            break;
        }
        case PLAIN:
            on_body(s, at, end - at);
            at = end;
            break;
        }
    }
}

static void open_stream(struct stream *s, const char *target, const char *token) {
    char *path;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    address.sin_port = htons(strtol(target, &path, 10));
    s->fd = socket(AF_INET, SOCK_STREAM, 0);
    if (s->fd < 0 || connect(s->fd, (struct sockaddr *)&address, sizeof address) != 0) {
        fail("connect");
    }
    if (!server_sent) {
        s->transfer = PLAIN;
        on_open(s);
        return;
    }
    char request[1024];
    int length = snprintf(request, sizeof request,
                          "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAccept: text/event-stream\r\nAuthorization: Bearer %s\r\n\r\n", path,
                          ntohs(address.sin_port), token);
    write_all(s->fd, request, length);
}

static void receive(struct stream *s, int poll) {
    static char buffer[RECEIVE];
    ssize_t count = recv(s->fd, buffer, RECEIVE, 0);
    received_at = now_ns(CLOCK_MONOTONIC);
    if (count > 0) {
        on_bytes(s, buffer, count);
    } else {
        epoll_ctl(poll, EPOLL_CTL_DEL, s->fd, NULL);
        on_end(s);
    }
}

static void run(long long deadline) {
    struct epoll_event events[MAX_STREAMS];
    int poll = epoll_create1(0);
    for (int i = 0; i < stream_count; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &streams[i]};
        epoll_ctl(poll, EPOLL_CTL_ADD, streams[i].fd, &event);
    }
    while (ended_count < stream_count && now_ns(CLOCK_MONOTONIC) < deadline) {
        int count = epoll_wait(poll, events, MAX_STREAMS, 100);
        for (int i = 0; i < count; i++) {
            receive(events[i].data.ptr, poll);
        }
    }
}

static int ascending(const void *a, const void *b) {
    return *(const int *)a - *(const int *)b;
}

static void report(void) {
    for (int i = 0; i < stream_count; i++) {
        struct stream *s = &streams[i];
        printf("stream=%d pieces=%ld lost=%ld doubled=%ld misnumbered=%lld first_ns=%lld last_ns=%lld at_first_finish=%ld\n", i,
               s->pieces, s->lost + expected - s->next, s->doubled, s->misnumbered, s->first_ns, s->last_ns, s->at_first_finish);
    }
    qsort(delays_us, delay_count, sizeof *delays_us, ascending);
    long last = delay_count - 1;
    printf("cpu_ns=%lld p50_us=%d p99_us=%d max_us=%d\n", now_ns(CLOCK_PROCESS_CPUTIME_ID), last < 0 ? 0 : delays_us[last / 2],
           last < 0 ? 0 : delays_us[last * 99 / 100], last < 0 ? 0 : delays_us[last]);
}

int main(int argc, char **argv) {
    stream_count = argc - 5;
    if (stream_count < 1 || stream_count > MAX_STREAMS || (expected = atol(argv[2])) < 1) {
        fprintf(stderr, "usage: sink sse|lines PIECES SECONDS TOKEN PORT[PATH]...\n");
        return 2;
    }
    server_sent = strcmp(argv[1], "sse") == 0;
    delays_us = malloc(expected * stream_count * sizeof *delays_us);
    for (int i = 0; i < stream_count; i++) {
        open_stream(&streams[i], argv[5 + i], argv[4]);
    }
    run(now_ns(CLOCK_MONOTONIC) + atoll(argv[3]) * 1000000000LL);
    report();
    return 0;
}
