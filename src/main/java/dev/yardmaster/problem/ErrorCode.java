package dev.yardmaster.problem;

/** Every kind of error that a user can meet: its stable code, its HTTP status and its title (RFC 9457 {@code title}). */
public enum ErrorCode {
    INVALID_REQUEST("invalid_request", 400, "The request is not valid"),
    INVALID_JSON("invalid_json", 400, "The request body is not the JSON that is expected here"),
    INVALID_CURSOR("invalid_cursor", 400, "The cursor is not valid"),
    UNAUTHENTICATED("unauthenticated", 401, "A valid token is needed"),
    FORBIDDEN("forbidden", 403, "The token does not allow this"),
    FORBIDDEN_ORIGIN("forbidden_origin", 403, "This host or origin is not allowed"),
    NOT_FOUND("not_found", 404, "There is no such thing"),
    AGENT_NOT_FOUND("agent_not_found", 404, "There is no such agent"),
    TASK_NOT_FOUND("task_not_found", 404, "There is no such task"),
    BUDGET_NOT_FOUND("budget_not_found", 404, "There is no such budget"),
    EXECUTABLE_NOT_FOUND("executable_not_found", 404, "There is no such executable"),
    LIMIT_NOT_FOUND("limit_not_found", 404, "There is no such limit"),
    POOL_NOT_FOUND("pool_not_found", 404, "There is no such pool"),
    PLAN_NOT_FOUND("plan_not_found", 404, "There is no such plan"),
    PROJECT_NOT_FOUND("project_not_found", 404, "There is no such project"),
    PROVIDER_NOT_FOUND("provider_not_found", 404, "There is no such provider"),
    SESSION_NOT_FOUND("session_not_found", 404, "There is no such session"),
    METHOD_NOT_ALLOWED("method_not_allowed", 405, "This method is not allowed here"),
    NOT_ACCEPTABLE("not_acceptable", 406, "None of the accepted media types is available"),
    NAME_TAKEN("name_taken", 409, "The name is taken"),
    EXECUTABLE_UNUSABLE("executable_unusable", 409, "The executable can't be used"),
    CONFLICT("conflict", 409, "The state does not allow this"),
    BODY_TOO_LARGE("body_too_large", 413, "The request body is too large"),
    UNSUPPORTED_MEDIA_TYPE("unsupported_media_type", 415, "The media type is not supported"),
    DEPENDENCY_CYCLE("dependency_cycle", 422, "Tasks would wait for each other"),
    UNKNOWN_ROLE("unknown_role", 422, "There is no such role"),
    UNKNOWN_PROVIDER("unknown_provider", 422, "There is no such provider"),
    UNKNOWN_RUNTIME("unknown_runtime", 422, "There is no such runtime"),
    UNKNOWN_EXECUTABLE("unknown_executable", 422, "There is no such executable"),
    INVALID_CONFIGURATION("invalid_configuration", 500, "The configuration is not valid"),
    SECRET_KEY_UNUSABLE("secret_key_unusable", 503, "The key of stored secrets can't be used"),
    GIT_UNAVAILABLE("git_unavailable", 503, "git can't be used"),
    INTERNAL("internal", 500, "Something went wrong in Yardmaster"),
    ADMIN_TOKEN_UNUSABLE("admin_token_unusable", 500, "The admin token can't be used"),
    LAUNCH_FAILED("launch_failed", 502, "The agent's CLI could not be started"),
    PROVIDER_UNAVAILABLE("provider_unavailable", 503, "The provider's CLI can't be used"),
    DATABASE_UNAVAILABLE("database_unavailable", 503, "The database can't be used"),
    SHUTTING_DOWN("shutting_down", 503, "Yardmaster is shutting down");

    private final String code;
    private final int status;
    private final String title;

    ErrorCode(String code, int status, String title) {
        this.code = code;
        this.status = status;
        this.title = title;
    }

    /** The code as clients see it, in {@code snake_case}; it never changes its meaning. */
    public String code() {
        return code;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A short summary, the same for every occurrence. */
    public String title() {
        return title;
    }
}
