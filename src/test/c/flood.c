/*
 * A child that speaks Claude Code's stream-json, as fast as it is told to.
 *
 *   flood [--burst N] [anything else, ignored]
 *
 * It reads one line, the prompt, which says in "count=N rate=N wait=PATH" what to do: print the start of a message, wait until PATH
 * exists, and print N pieces of 160 bytes of text, RATE a second and a write each; with rate 0 at full speed, in writes of 64 KiB, as
 * much as a pipe holds. A piece's text begins with its number and the time of its printing. The whole message that follows holds no
 * more than one piece: a line of all of them would be longer than any message is.
 *
 * With --burst the start and N pieces are printed in one write before anything is read.
 */
#include "bench.h"

#define SESSION "47bc0c14-fb90-4f96-b268-a1c7aafc5588"
#define TEXT 160
#define STAMP 29 /* "00000000 0000000000000000000 " */
#define TEMPLATES 512
#define OUT (64 * 1024)
#define LINE 512
#define TAIL "\"session_id\":\"" SESSION "\",\"parent_tool_use_id\":null,\"uuid\":\"%s\",\"api_message_id\":\"msg_flood_000001\"}\n"

static const char HEAD[] = "{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_delta\",\"index\":0,"
                           "\"delta\":{\"type\":\"text_delta\",\"text\":\"";
static const char *const WORDS[] = {
    "the",   "request", "is",     "handled", "before", "its",     "`cursor`", "moves,", "so",  "that", "a",        "reader",
    "which", "comes",   "back",   "finds",   "every",  "event",   "once;",    "see",    "how", "`next()`", "returns", "\\n\\n",
    "and",   "why",     "the",    "test",    "fails",  "without", "it.",      "I'll",   "now", "change",   "\\\"src/main.rs\\\"", "to"};

static char templates[TEMPLATES][LINE];
static int lengths[TEMPLATES];
static char out[OUT];
static int used;
static unsigned seed = 42;

static unsigned next_random(void) {
    return (seed = seed * 1664525u + 1013904223u) >> 8;
}

static const char *uuid(void) {
    static char text[40];
    snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%06x%06x", next_random(), next_random() & 0xffff, next_random() & 0xfff,
             next_random() & 0xfff, next_random(), next_random());
    return text;
}

static void flush(void) {
    write_all(STDOUT_FILENO, out, used);
    used = 0;
}

static void put(const char *bytes, int length) {
    if (used + length > OUT) {
        flush();
    }
    memcpy(out + used, bytes, length);
    used += length;
}

static void put_line(const char *format) {
    char line[2048];
    int length = snprintf(line, sizeof line, format, uuid());
    put(line, length);
}

/* Words until the text is full; what is left over is filled, so that no escape is cut. */
static void fill_text(char *text) {
    int at = STAMP;
    for (;;) {
        const char *word = WORDS[next_random() % (sizeof WORDS / sizeof *WORDS)];
        int length = strlen(word);
        if (at + length + 1 > TEXT) {
            break;
        }
        memcpy(text + at, word, length);
        text[at + length] = ' ';
        at += length + 1;
    }
    memset(text + at, '.', TEXT - at);
}

static void prepare(void) {
    for (int i = 0; i < TEMPLATES; i++) {
        char *line = templates[i];
        int head = sizeof HEAD - 1;
        memcpy(line, HEAD, head);
        fill_text(line + head);
        lengths[i] = head + TEXT + snprintf(line + head + TEXT, LINE - head - TEXT, "\"}}," TAIL, uuid());
    }
}

static void put_piece(int number, long long at) {
    int i = number % TEMPLATES;
    char *stamp = templates[i] + sizeof HEAD - 1;
    stamp[8] = stamp[STAMP - 1] = ' ';
    for (int digit = 7; digit >= 0; digit--, number /= 10) {
        stamp[digit] = '0' + number % 10;
    }
    for (int digit = STAMP - 2; digit > 8; digit--, at /= 10) {
        stamp[digit] = '0' + at % 10;
    }
    put(templates[i], lengths[i]);
}

static void begin(void) {
    put_line("{\"type\":\"system\",\"subtype\":\"init\",\"cwd\":\"/\",\"session_id\":\"" SESSION
             "\",\"tools\":[\"Bash\",\"Edit\",\"Read\",\"Write\"],\"mcp_servers\":[],\"model\":\"flood\",\"permissionMode\":"
             "\"bypassPermissions\",\"slash_commands\":[],\"apiKeySource\":\"ANTHROPIC_API_KEY\",\"claude_code_version\":\"2.1.329\","
             "\"output_style\":\"default\",\"agents\":[],\"skills\":[],\"plugins\":[],\"uuid\":\"%s\"}\n");
    put_line("{\"type\":\"stream_event\",\"event\":{\"type\":\"message_start\",\"message\":{\"id\":\"msg_flood_000001\",\"type\":"
             "\"message\",\"role\":\"assistant\",\"model\":\"flood\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,"
             "\"usage\":{\"input_tokens\":100,\"output_tokens\":1}}}," TAIL);
    put_line("{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\","
             "\"text\":\"\"}}," TAIL);
}

static void end(void) {
    put_line("{\"type\":\"assistant\",\"message\":{\"id\":\"msg_flood_000001\",\"type\":\"message\",\"role\":\"assistant\",\"model\":"
             "\"flood\",\"content\":[{\"type\":\"text\",\"text\":\"It is done.\"}],\"stop_reason\":null,\"stop_sequence\":null,"
             "\"usage\":{\"input_tokens\":100,\"output_tokens\":1}},\"parent_tool_use_id\":null,\"session_id\":\"" SESSION
             "\",\"uuid\":\"%s\"}\n");
    put_line("{\"type\":\"stream_event\",\"event\":{\"type\":\"content_block_stop\",\"index\":0}," TAIL);
    put_line("{\"type\":\"stream_event\",\"event\":{\"type\":\"message_stop\"}," TAIL);
    put_line("{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"duration_ms\":1000,\"num_turns\":1,\"result\":"
             "\"It is done.\",\"stop_reason\":\"end_turn\",\"session_id\":\"" SESSION "\",\"total_cost_usd\":0.0005,\"usage\":"
             "{\"input_tokens\":100,\"output_tokens\":5,\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0},"
             "\"modelUsage\":{},\"permission_denials\":[],\"uuid\":\"%s\"}\n");
    flush();
}

static void pieces(int count) {
    for (int i = 0; i < count; i++) {
        put_piece(i, now_ns(CLOCK_MONOTONIC));
    }
}

static void paced_pieces(int count, int rate) {
    long long due = now_ns(CLOCK_MONOTONIC);
    for (int i = 0; i < count; i++) {
        due += 1000000000LL / rate;
        struct timespec until = {due / 1000000000LL, due % 1000000000LL};
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
        put_piece(i, now_ns(CLOCK_MONOTONIC));
        flush();
    }
}

static int number_after(const char *prompt, const char *name) {
    const char *at = strstr(prompt, name);
    return at == NULL ? 0 : atoi(at + strlen(name));
}

static void await_file(const char *prompt) {
    const char *at = strstr(prompt, "wait=");
    char path[1024];
    if (at != NULL && sscanf(at, "wait=%1023[^\" \n]", path) == 1) {
        while (access(path, F_OK) != 0) {
            usleep(1000);
        }
    }
}

static void turn(const char *prompt) {
    int count = number_after(prompt, "count=");
    int rate = number_after(prompt, "rate=");
    begin();
    flush();
    await_file(prompt);
    if (rate > 0) {
        paced_pieces(count, rate);
    } else {
        pieces(count);
    }
}

int main(int argc, char **argv) {
    char line[8192];
    int burst = argc > 2 && strcmp(argv[1], "--burst") == 0 ? atoi(argv[2]) : 0;
    prepare();
    if (burst > 0) {
        begin();
        pieces(burst);
        flush();
    }
    if (fgets(line, sizeof line, stdin) == NULL) {
        return 1;
    }
    if (burst == 0) {
        turn(line);
    }
    end();
    while (fgets(line, sizeof line, stdin) != NULL) {
    }
    return 0;
}
