package dev.yardmaster.problem;

/** The errors for things that a URL names and that do not exist. */
public enum NotFound {
    APPROVAL(ErrorCode.APPROVAL_NOT_FOUND, "approval has the id", "/api/approvals"),
    PERMISSION_RULE(ErrorCode.PERMISSION_RULE_NOT_FOUND, "permission rule has the id", "/api/permission-rules"),
    AGENT(ErrorCode.AGENT_NOT_FOUND, "agent has the id or name", "/api/agents"),
    EXECUTABLE(ErrorCode.EXECUTABLE_NOT_FOUND, "executable has the name", "/api/executables"),
    LIMIT(ErrorCode.LIMIT_NOT_FOUND, "limit has the id", "/api/limits?history=true"),
    MESSAGE(ErrorCode.MESSAGE_NOT_FOUND, "message has the id", "/api/messages"),
    NEED(ErrorCode.NEED_NOT_FOUND, "need has the id", "/api/needs-you"),
    PLAN(ErrorCode.PLAN_NOT_FOUND, "plan has the id or name", "/api/plans"),
    POOL(ErrorCode.POOL_NOT_FOUND, "pool has the id or name", "/api/pools"),
    PROJECT(ErrorCode.PROJECT_NOT_FOUND, "project has the id or name", "/api/projects"),
    PROVIDER(ErrorCode.PROVIDER_NOT_FOUND, "provider has the id or alias", "/api/providers"),
    REVIEW(ErrorCode.REVIEW_NOT_FOUND, "review has the id", "/api/reviews"),
    QUESTION(ErrorCode.QUESTION_NOT_FOUND, "question has the id", "/api/questions"),
    SESSION(ErrorCode.SESSION_NOT_FOUND, "session has the id", "/api/sessions"),
    TASK(ErrorCode.TASK_NOT_FOUND, "task has the id", "/api/tasks"),
    TRIGGER(ErrorCode.TRIGGER_NOT_FOUND, "trigger has the id or name", "/api/triggers"),
    TOKEN(ErrorCode.TOKEN_NOT_FOUND, "token has the id", "/api/tokens?history=true"),
    WEBHOOK(ErrorCode.WEBHOOK_NOT_FOUND, "webhook has the id", "/api/webhooks"),
    DELIVERY(ErrorCode.DELIVERY_NOT_FOUND, "delivery of this webhook has the id", "/api/webhooks/{id}/deliveries");

    private static final int LONGEST_SHOWN = 64;

    private final ErrorCode code;
    private final String what;
    private final String list;

    NotFound(ErrorCode code, String what, String list) {
        this.code = code;
        this.what = what;
        this.list = list;
    }

    /**
     * The error.
     *
     * @param value the id or name, as the request contains it
     */
    public YardmasterException of(Object value) {
        return of(value, "");
    }

    /**
     * As {@link #of(Object)}, with a sentence that lists the known values.
     *
     * @param known such as {@code Known providers: codex, opencode.}
     */
    public YardmasterException of(Object value, String known) {
        String hint = known.isEmpty() ? "GET " + list + " lists all of them." : known;
        return new YardmasterException(code, "No " + what + " '" + shown(value.toString()) + "'. " + hint);
    }

    private static String shown(String value) {
        String printable = value.replaceAll("\\p{Cntrl}", "?");
        return printable.length() <= LONGEST_SHOWN ? printable : printable.substring(0, LONGEST_SHOWN) + "…";
    }
}
