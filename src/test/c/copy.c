/*
 * The bound: the least that can stand between a child and its clients. Reads a child's lines from its pipe and writes them to each
 * client's socket as they are: a write for each line, or for each read.
 *
 *   copy line|batch CLIENTS PROMPT PROGRAM
 *
 * Prints "port=N" when clients may connect, and "cpu_ns=N" once the child has ended its turn and all clients have gone.
 */
#include "bench.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define BUFFER (64 * 1024)

static int clients[MAX_STREAMS];
static int client_count;

static int listen_anywhere(void) {
    int server = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    if (server < 0 || bind(server, (struct sockaddr *)&address, length) != 0 || listen(server, MAX_STREAMS) != 0
        || getsockname(server, (struct sockaddr *)&address, &length) != 0) {
        fail("listen");
    }
    printf("port=%d\n", ntohs(address.sin_port));
    fflush(stdout);
    return server;
}

static void accept_clients(int server) {
    int on = 1;
    for (int i = 0; i < client_count; i++) {
        clients[i] = accept(server, NULL, NULL);
        if (clients[i] < 0 || setsockopt(clients[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0) {
            fail("accept");
        }
    }
}

/* Starts the program with the prompt on its standard input, which stays open; returns its standard output. */
static int start(const char *program, const char *prompt, int *input) {
    int in[2], out[2];
    if (pipe(in) != 0 || pipe(out) != 0) {
        fail("pipe");
    }
    if (fork() == 0) {
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[0]), close(in[1]), close(out[0]), close(out[1]);
        execl(program, program, (char *)NULL);
        fail(program);
    }
    close(in[0]), close(out[1]);
    write_all(in[1], prompt, strlen(prompt));
    write_all(in[1], "\n", 1);
    *input = in[1];
    return out[0];
}

static void send_all(const char *bytes, size_t length) {
    for (int i = 0; i < client_count; i++) {
        write_all(clients[i], bytes, length);
    }
}

/* Sends the whole lines of a buffer, returns how many bytes they were. */
static size_t send_lines(const char *bytes, size_t length) {
    const char *at = bytes;
    for (const char *end; (end = memchr(at, '\n', bytes + length - at)) != NULL; at = end + 1) {
        send_all(at, end + 1 - at);
    }
    return at - bytes;
}

static void copy_lines(int from) {
    static char buffer[BUFFER];
    size_t held = 0;
    for (ssize_t count; (count = read(from, buffer + held, BUFFER - held)) > 0;) {
        held += count;
        size_t sent = send_lines(buffer, held);
        held -= sent;
        memmove(buffer, buffer + sent, held);
    }
}

static void copy_reads(int from) {
    static char buffer[BUFFER];
    for (ssize_t count; (count = read(from, buffer, BUFFER)) > 0;) {
        send_all(buffer, count);
    }
}

/* A child that sees the end of its input ends, and with it what is to be copied. */
static void end_when_clients_are_gone(int input) {
    if (fork() == 0) {
        char ignored;
        prctl(PR_SET_PDEATHSIG, SIGTERM);
        for (int i = 0; i < client_count; i++) {
            while (read(clients[i], &ignored, 1) > 0) {
            }
        }
        _exit(0);
    }
    close(input);
}

int main(int argc, char **argv) {
    if (argc != 5 || (client_count = atoi(argv[2])) < 1 || client_count > MAX_STREAMS) {
        fprintf(stderr, "usage: copy line|batch CLIENTS PROMPT PROGRAM\n");
        return 2;
    }
    int input;
    int server = listen_anywhere();
    accept_clients(server);
    int output = start(argv[4], argv[3], &input);
    end_when_clients_are_gone(input);
    if (strcmp(argv[1], "batch") == 0) {
        copy_reads(output);
    } else {
        copy_lines(output);
    }
    printf("cpu_ns=%lld\n", now_ns(CLOCK_PROCESS_CPUTIME_ID));
    return 0;
}
