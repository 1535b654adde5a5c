/*
 * A child that speaks just enough of Claude Code's stream-json to do a task.
 *
 *   worker --journal FIFO [anything else, ignored]
 *
 * The first thing it does is to look at the clock. It writes the task that it is for and that time into the journal, a line in one write;
 * then it reads one line, the prompt, works for as many milliseconds as that says in "work=N", says that it is done, and goes when its
 * input ends.
 */
#include "bench.h"

#include <fcntl.h>

#define SESSION "\"session_id\":\"47bc0c14-fb90-4f96-b268-a1c7aafc5588\""
#define UUID "\"uuid\":\"0d1b6d0e-5c5f-4a68-8f0e-3f1f0a6c2b11\""

static const char BEGIN[] =
    "{\"type\":\"system\",\"subtype\":\"init\",\"cwd\":\"/\"," SESSION ",\"tools\":[],\"mcp_servers\":[],\"model\":\"worker\","
    "\"permissionMode\":\"bypassPermissions\",\"slash_commands\":[],\"apiKeySource\":\"ANTHROPIC_API_KEY\","
    "\"claude_code_version\":\"2.1.329\",\"output_style\":\"default\",\"agents\":[],\"skills\":[],\"plugins\":[]," UUID "}\n";
static const char END[] =
    "{\"type\":\"assistant\",\"message\":{\"id\":\"msg_worker_00001\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"worker\","
    "\"content\":[{\"type\":\"text\",\"text\":\"It is done.\"}],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":"
    "{\"input_tokens\":100,\"output_tokens\":5}},\"parent_tool_use_id\":null," SESSION "," UUID "}\n"
    "{\"type\":\"result\",\"subtype\":\"success\",\"is_error\":false,\"duration_ms\":1,\"num_turns\":1,\"result\":\"It is done.\","
    "\"stop_reason\":\"end_turn\"," SESSION ",\"total_cost_usd\":0.0005,\"usage\":{\"input_tokens\":100,\"output_tokens\":5,"
    "\"cache_creation_input_tokens\":0,\"cache_read_input_tokens\":0},\"modelUsage\":{},\"permission_denials\":[]," UUID "}\n";

static void note(const char *journal, long long at) {
    const char *task = getenv("YARDMASTER_TASK");
    char line[128];
    int length = snprintf(line, sizeof line, "%s %lld\n", task == NULL ? "-" : task, at);
    /* Without a reader there is nobody to wait for; with one, there is. */
    int fd = open(journal, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 || fcntl(fd, F_SETFL, 0) < 0) {
        fail(journal);
    }
    write_all(fd, line, length);
    close(fd);
}

static void work(const char *prompt) {
    const char *at = strstr(prompt, "work=");
    int millis = at == NULL ? 0 : atoi(at + strlen("work="));
    struct timespec time = {millis / 1000, millis % 1000 * 1000000L};
    nanosleep(&time, NULL);
}

int main(int argc, char **argv) {
    long long at = now_ns(CLOCK_REALTIME);
    char line[8192];
    if (argc < 3 || strcmp(argv[1], "--journal") != 0) {
        fprintf(stderr, "usage: worker --journal FIFO\n");
        return 2;
    }
    note(argv[2], at);
    write_all(STDOUT_FILENO, BEGIN, sizeof BEGIN - 1);
    if (fgets(line, sizeof line, stdin) == NULL) {
        return 1;
    }
    work(line);
    write_all(STDOUT_FILENO, END, sizeof END - 1);
    while (fgets(line, sizeof line, stdin) != NULL) {
    }
    return 0;
}
