package dev.yardmaster.problem;

/**
 * All kinds of errors that users can see, each with a stable code, an HTTP status and a title (RFC 9457 {@code title}). If something does
 * not exist, the status is 404 if the URL names it, and 422 if the body does.
 */
public enum ErrorCode {
    INVALID_REQUEST("invalid_request", 400, "The request is not valid"),
    INVALID_JSON("invalid_json", 400, "The request body is not the expected JSON"),
    INVALID_IDEMPOTENCY_KEY("invalid_idempotency_key", 400, "The Idempotency-Key is not valid"),
    INVALID_CURSOR("invalid_cursor", 400, "The cursor is not valid"),
    UNAUTHENTICATED("unauthenticated", 401, "A valid token is required"),
    FORBIDDEN("forbidden", 403, "The token does not allow this"),
    FORBIDDEN_ORIGIN("forbidden_origin", 403, "This host or origin is not allowed"),
    NOT_FOUND("not_found", 404, "Not found"),
    AGENT_NOT_FOUND("agent_not_found", 404, "The agent does not exist"),
    TOKEN_NOT_FOUND("token_not_found", 404, "The token does not exist"),
    TASK_NOT_FOUND("task_not_found", 404, "The task does not exist"),
    BUDGET_NOT_FOUND("budget_not_found", 404, "The budget does not exist"),
    EXECUTABLE_NOT_FOUND("executable_not_found", 404, "The executable does not exist"),
    LIMIT_NOT_FOUND("limit_not_found", 404, "The limit does not exist"),
    POOL_NOT_FOUND("pool_not_found", 404, "The pool does not exist"),
    PLAN_NOT_FOUND("plan_not_found", 404, "The plan does not exist"),
    PROJECT_NOT_FOUND("project_not_found", 404, "The project does not exist"),
    PROMPT_NOT_FOUND("prompt_not_found", 404, "The prompt does not exist"),
    NEED_NOT_FOUND("need_not_found", 404, "Nothing of this kind needs people"),
    QUESTION_NOT_FOUND("question_not_found", 404, "The question does not exist"),
    PROVIDER_NOT_FOUND("provider_not_found", 404, "The provider does not exist"),
    TRIGGER_NOT_FOUND("trigger_not_found", 404, "The trigger does not exist"),
    WEBHOOK_NOT_FOUND("webhook_not_found", 404, "The webhook does not exist"),
    DELIVERY_NOT_FOUND("delivery_not_found", 404, "The delivery does not exist"),
    REVIEW_NOT_FOUND("review_not_found", 404, "The review does not exist"),
    SESSION_NOT_FOUND("session_not_found", 404, "The session does not exist"),
    APPROVAL_NOT_FOUND("approval_not_found", 404, "The approval does not exist"),
    PERMISSION_RULE_NOT_FOUND("permission_rule_not_found", 404, "The permission rule does not exist"),
    MESSAGE_NOT_FOUND("message_not_found", 404, "The message does not exist"),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, "The HTTP method is not allowed for this path"),
    NOT_ACCEPTABLE("not_acceptable", 406, "None of the accepted media types is available"),
    NAME_TAKEN("name_taken", 409, "The name is already in use"),
    EXECUTABLE_UNUSABLE("executable_unusable", 409, "The executable can't be used"),
    IDEMPOTENCY_KEY_IN_USE("idempotency_key_in_use", 409, "A request with this Idempotency-Key is still running"),
    INBOX_FULL("inbox_full", 409, "The inbox is full"),
    CONFLICT("conflict", 409, "The current state does not allow this"),
    BODY_TOO_LARGE("body_too_large", 413, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, "The media type is not supported"),
    IDEMPOTENCY_KEY_REUSED("idempotency_key_reused", 422, "The Idempotency-Key belongs to another request"),
    DEPENDENCY_CYCLE("dependency_cycle", 422, "The dependencies of the tasks form a cycle"),
    UNKNOWN_AGENT("unknown_agent", 422, "The agent is unknown"),
    UNKNOWN_TASK("unknown_task", 422, "The task is unknown"),
    UNKNOWN_SESSION("unknown_session", 422, "The session is unknown"),
    UNKNOWN_MESSAGE("unknown_message", 422, "The message is unknown"),
    UNKNOWN_PLAN("unknown_plan", 422, "The plan is unknown"),
    UNKNOWN_PROJECT("unknown_project", 422, "The project is unknown"),
    UNKNOWN_ROLE("unknown_role", 422, "The role is unknown"),
    UNKNOWN_PROVIDER("unknown_provider", 422, "The provider is unknown"),
    UNKNOWN_RUNTIME("unknown_runtime", 422, "The runtime is unknown"),
    UNKNOWN_BRANCH("unknown_branch", 422, "The branch is unknown"),
    UNUSABLE_PATH("unusable_path", 422, "The path can't be used"),
    UNKNOWN_EXECUTABLE("unknown_executable", 422, "The executable is unknown"),
    TOO_MANY_ATTEMPTS("too_many_attempts", 429, "Too many failed attempts"),
    INVALID_CONFIGURATION("invalid_configuration", 500, "The configuration is not valid"),
    SECRET_KEY_UNUSABLE("secret_key_unusable", 503, "The key for stored secrets can't be used"),
    GIT_UNAVAILABLE("git_unavailable", 503, "git can't be used"),
    GIT_FAILED("git_failed", 500, "git failed"),
    INTERNAL("internal", 500, "An internal error occurred in Yardmaster"),
    ADMIN_TOKEN_UNUSABLE("admin_token_unusable", 500, "The admin token can't be used"),
    LAUNCH_FAILED("launch_failed", 502, "The agent's CLI could not be started"),
    COMMAND_FAILED("command_failed", 500, "A program failed"),
    COMMAND_TIMED_OUT("command_timed_out", 504, "A program did not end in time"),
    PROVIDER_UNAVAILABLE("provider_unavailable", 503, "The provider's CLI can't be used"),
    DATABASE_UNAVAILABLE("database_unavailable", 503, "The database can't be used"),
    ISSUER_UNAVAILABLE("issuer_unavailable", 503, "The keys of the tokens' issuer can't be read"),
    SHUTTING_DOWN("shutting_down", 503, "Yardmaster is shutting down");

    private final String code;
    private final int status;
    private final String title;

    ErrorCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The code that clients branch on, in {@code snake_case}. Its meaning never changes. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short summary, the same for all errors with this code. */
    public String title() {
        return title;
    }
}
