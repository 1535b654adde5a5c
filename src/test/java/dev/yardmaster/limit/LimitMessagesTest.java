package dev.yardmaster.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.yardmaster.limit.FailureCause.Blocked;
import dev.yardmaster.limit.FailureCause.Credits;
import dev.yardmaster.limit.FailureCause.Quota;
import dev.yardmaster.provider.AgentEvent.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that {@link LimitClassifier} finds in messages alone: the messages of all providers, and texts that only quote one. */
class LimitMessagesTest {
    private static final Instant NOW = Instant.parse("2026-03-11T12:00:20Z");
    private static final String SPENT =
            "You have reached your specified API usage limits. You will regain access on 2026-04-01 at 00:00 UTC.";

    // Messages of all versions of Claude Code.
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            Claude AI usage limit reached|1773234000                                          => unknown => * => 2026-03-11T13:00:00Z
            Claude usage limit reached. Your limit will reset at 1pm (Etc/GMT+5).             => unknown => * => 2026-03-11T18:00:00Z
            Claude Max usage limit reached. Your limit will reset at 12am.                    => unknown => * => 2026-03-12T00:00:00Z
            5-hour limit reached ∙ resets 3pm                                                 => five_hour => * => 2026-03-11T15:00:00Z
            Session limit reached ∙ resets 5pm                                                => five_hour => * => 2026-03-11T17:00:00Z
            Weekly limit reached · resets 10am (Asia/Seoul) · /upgrade to Max or turn on /extra-usage => seven_day => * => 2026-03-12T01:00:00Z
            Weekly limit reached · resets Mar 16, 7pm (Europe/Moscow) ·                       => seven_day => * => 2026-03-16T16:00:00Z
            Opus weekly limit reached ∙ resets Mar 17, 1pm                                    => seven_day_opus => opus => 2026-03-17T13:00:00Z
            Opus weekly limit reached ∙ resets Mar 14                                         => seven_day_opus => opus => 2026-03-14T00:00:00Z
            Sonnet weekly limit reached ∙ resets Mar 14                                       => seven_day_sonnet => sonnet => 2026-03-14T00:00:00Z
            You've hit your limit · resets 4pm (Europe/Berlin)                                => unknown => * => 2026-03-11T15:00:00Z
            You've hit your limit · resets Apr 10 at 7am (America/Chicago)                    => unknown => * => 2026-04-10T12:00:00Z
            You've hit your session limit · resets 5:30pm (Europe/Berlin)                     => five_hour => * => 2026-03-11T16:30:00Z
            You’ve hit your session limit · resets 10:30pm (Asia/Calcutta)                    => five_hour => * => 2026-03-11T17:00:00Z
            You've hit your 5-hour limit · resets 3:43pm (UTC)                                => five_hour => * => 2026-03-11T15:43:00Z
            You've hit your weekly limit · resets Mon 12:00am                                 => seven_day => * => 2026-03-16T00:00:00Z
            You've hit your weekly limit · resets Mar 17, 5am (America/Sao_Paulo)             => seven_day => * => 2026-03-17T08:00:00Z
            You've hit your weekly limit · resets Mar 16 at 1pm (Asia/Seoul)                  => seven_day => * => 2026-03-16T04:00:00Z
            You've hit your Opus limit · resets 3:45pm                                        => seven_day_opus => opus => 2026-03-11T15:45:00Z
            You've hit your Sonnet limit · resets 3pm (UTC)                                   => seven_day_sonnet => sonnet => 2026-03-11T15:00:00Z
            API Error: You've hit your session limit · resets 3pm                             => five_hour => * => 2026-03-11T15:00:00Z
            YOU'VE HIT YOUR SESSION LIMIT - RESETS 3PM                                        => five_hour => * => 2026-03-11T15:00:00Z
            You're out of extra usage · resets 10pm (America/Los_Angeles)                     => overage => * => 2026-03-12T05:00:00Z
            """)
    void shouldReadMessagesOfClaudeCode(String text, String window, String scope, Instant reset) {
        // When
        FailureCause cause = ofText(text);

        // Then
        assertThat(cause).isEqualTo(new Quota(scope, window, reset, LimitSource.TEXT, 0.8));
    }

    // Messages of Codex and OpenCode.
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            You’ve hit your usage limit. Upgrade to Pro (https://chatgpt.com/explore/pro), visit https://chatgpt.com/settings/usage to purchase more credits or try again at 3:45 AM. => unknown => * => 2026-03-12T03:45:00Z
            You've hit your usage limit. Try again at 8:35 PM.                                => unknown => * => 2026-03-11T20:35:00Z
            You've hit your usage limit. To get more access now, send a request to your admin or try again at May 26th, 2026 8:35 PM. => unknown => * => 2026-05-26T20:35:00Z
            You've hit your usage limit. Upgrade to Plus to continue, or try again at May 26th, 2026 8:35 PM. => unknown => * => 2026-05-26T20:35:00Z
            You've hit your usage limit. Visit https://chatgpt.com/codex/settings/usage to purchase more credits or try again at 8:35 PM. => unknown => * => 2026-03-11T20:35:00Z
            You've hit your usage limit for GPT-5.3-Codex-Spark. Switch to another model now, or try again at 8:35 PM. => unknown => gpt-5.3-codex-spark => 2026-03-11T20:35:00Z
            You've hit your usage limit. Upgrade to Pro (https://openai.com/chatgpt/pricing) or try again in 5 days 22 hours 11 minutes. => unknown => * => 2026-03-17T10:11:20Z
            You've hit your usage limit. try again at 10 de jul. de 2026, 11:52               => unknown => * => 2026-07-10T11:52:00Z
            {"type":"error","error":{"type":"usage_limit_reached","plan_type":"plus","resets_at":1773234000,"resets_in_seconds":3580}} => unknown => * => 2026-03-11T13:00:00Z
            rate limit exceeded: Rate limit reached for mock-ok on tokens per min (TPM): Limit 30000, Used 29999, Requested 12000. Please try again in 2s. => minute => * => 2026-03-11T12:00:22Z
            Rate limit reached for gpt-mock in organization org-mock on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s. => minute => * => 2026-03-11T12:00:40Z
            weekly usage limit reached. It will reset in 5 days 10 hours. To continue using this model now, enable usage from your available balance => seven_day => * => 2026-03-16T22:00:20Z
            5 hour usage limit reached. It will reset in 2 hours.                             => five_hour => * => 2026-03-11T14:00:20Z
            Monthly usage limit reached. It will reset in 9 days.                             => monthly => * => 2026-03-20T12:00:20Z
            Free usage exceeded, subscribe to Go [retrying in 8h 5m]                          => credits => * => 2026-03-11T20:05:20Z
            """)
    void shouldReadMessagesOfCodexAndOpenCode(String text, String window, String scope, Instant reset) {
        // When
        FailureCause cause = ofText(text);

        // Then
        assertThat(cause).isEqualTo(new Quota(scope, window, reset, LimitSource.TEXT, 0.8));
    }

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            5-hour limit reached                                                              => five_hour => *    => PT1H  => 0.5
            You've hit your session limit                                                     => five_hour => *    => PT1H  => 0.5
            Weekly limit reached                                                              => seven_day => *    => PT24H => 0.5
            You've hit your Opus limit                                                        => seven_day_opus => opus => PT24H => 0.5
            Claude Opus 4 limit reached                                                       => seven_day_opus => opus => PT24H => 0.5
            Monthly usage limit reached                                                       => monthly => *      => PT24H => 0.5
            You've hit your usage limit.                                                      => unknown => *      => PT5M  => 0.2
            You've hit your usage limit. Try again later.                                     => unknown => *      => PT5M  => 0.2
            You've hit your usage limit. Upgrade to Pro, or wait for limits to reset (every 5h and every week.) => unknown => * => PT5M => 0.2
            You've hit your usage limit for o9. Switch to another model now, or try again later. => unknown => o9 => PT5M  => 0.2
            API Error: Rate limit reached                                                     => unknown => *      => PT5M  => 0.2
            API Error: Request rejected (429) · This may be a temporary capacity issue        => unknown => *      => PT5M  => 0.2
            429 {"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your account's rate limit. Please try again later."}} => unknown => * => PT5M => 0.2
            This request would exceed your account's rate limit. Please try again later.      => unknown => *      => PT5M  => 0.2
            exceeded retry limit, last status: 429 Too Many Requests                          => unknown => *      => PT5M  => 0.2
            Too Many Requests                                                                 => unknown => *      => PT5M  => 0.2
            Rate Limited                                                                      => unknown => *      => PT5M  => 0.2
            {"name":"GoUsageLimitError"}                                                      => unknown => *      => PT5M  => 0.2
            """)
    void shouldGuessTheResetByTheWindowIfTheMessageHasNone(
            String text, String window, String scope, Duration wait, double confidence) {
        // When
        FailureCause cause = ofText(text);

        // Then
        assertThat(cause).isEqualTo(new Quota(scope, window, NOW.plus(wait), LimitSource.DEFAULT, confidence));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Credit balance is too low",
                "Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.",
                "API Error: 400 {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.\"}}",
                "{\"error\":{\"code\":\"insufficient_quota\",\"message\":\"Oh dear.\"}}",
                "API Error: 429 {\"error\":{\"code\":\"1113\",\"message\":\"Insufficient balance or no resource package. Please recharge.\"}}",
                "You're out of usage credits",
                "You're out of extra usage",
                "API Error 400: You're out of extra usage. Add more at claude.ai/settings/usage",
                "Your group's usage limit is set to $0",
                "Your workspace is out of credits. Add credits to continue.",
                "Your workspace is out of credits. Ask your workspace owner to refill in order to continue.",
                "You hit your spend cap set for this workspace.",
                "Quota exceeded. Check your plan and billing details.",
                "To use Codex with your ChatGPT plan, upgrade to Plus: https://chatgpt.com/explore/plus.",
                "{\"error\":{\"type\":\"usage_not_included\",\"message\":\"…\"}}",
                "Free usage exceeded, add credits https://opencode.ai/zen",
            })
    void shouldRetryLaterIfAPersonHasToPay(String text) {
        // When
        FailureCause cause = ofText(text);

        // Then
        assertThat(cause).isEqualTo(new Credits(NOW.plus(Duration.ofHours(6)), LimitSource.DEFAULT, 0.5));
        assertThat(((Blocked) cause).window()).isEqualTo("credits");
        assertThat(((Blocked) cause).modelScope()).isEqualTo("*");
    }

    // Messages of other APIs, which people use with the CLIs.
    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '`', textBlock = """
            You have reached your specified API usage limits. You will regain access on 2026-04-01 at 00:00 UTC. => monthly => 2026-04-01T00:00:00Z
            API Error: 400 You have reached your specified workspace API usage limits. You will regain access on 2026-04-01 at 00:00 UTC. => monthly => 2026-04-01T00:00:00Z
            Usage limit reached for 5 hour. Your limit will reset at 2026-03-11 23:35:41      => five_hour => 2026-03-11T15:35:41Z
            API Error: Request rejected (429) · [1308][已达到 5 小时的使用上限。您的限额将在 2026-03-11 23:35:41 重置。][2026031120353985fe57506e934561] => five_hour => 2026-03-11T15:35:41Z
            429 {"type":"error","error":{"type":"rate_limit_error","code":"1308","message":"[1308][Usage limit reached for 5 hour. Your limit will reset at 2026-03-11 23:35:41][20260311201903b4955568412247d7]"},"request_id":"20260311201903b4955568412247d7"} => five_hour => 2026-03-11T15:35:41Z
            429 {"error":{"code":"1308","message":"[1308][Usage limit reached for 5 hour. Your limit will reset at 2026-03-12 00:35:41][x]"}} retry-after-ms=997000 => five_hour => 2026-03-11T12:16:57Z
            Weekly/Monthly Limit Exhausted. Your limit will reset at 2026-03-18 18:01:49      => monthly => 2026-03-18T10:01:49Z
            已达到每周/每月使用上限，您的限额将在 2026-03-18 18:01:49 重置。                      => monthly => 2026-03-18T10:01:49Z
            Your limit will reset at 2026-03-11 20:35:41                                      => unknown => 2026-03-11T12:35:41Z
            Sorry, you have been rate-limited. Please wait 463 hours 23 minutes before trying again. => unknown => 2026-03-30T19:23:20Z
            Please wait 463 hours 23 minutes before trying again                              => unknown => 2026-03-30T19:23:20Z
            """)
    void shouldReadMessagesOfOtherApis(String text, String window, Instant reset) {
        // When
        FailureCause cause = ofText(text);

        // Then
        assertThat(cause).isEqualTo(new Quota("*", window, reset, LimitSource.TEXT, 0.8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "{\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"}}",
                "API Error: 400 {\"type\":\"error\",\"error\":{\"type\":\"invalid_request_error\",\"message\":\"%s\"}}",
                "API Error (400): {\"error\":{\"message\":\"%s\"},\"request_id\":\"req_1\"}",
                "unexpected status 400 Bad Request: {\"error\":{\"message\":\"%s\"}}, url: http://127.0.0.1/v1/responses",
                "400 Bad Request — {\"message\":\"%s\",\"code\":400}",
                "litellm.BadRequestError: AnthropicException - {\"error\":{\"message\":\"%s\"}}",
                "API Error: 400 {\"error\":{\"code\":400,\"message\":\"{\\\"type\\\":\\\"error\\\",\\\"error\\\":{\\\"message\\\":\\\"%s\\\"}}\"}}",
                "Bad Request: %s",
                "AI_APICallError: %s",
                "API Error: 400 {\"type\":\"error\",\"error\":{\"message\":\"%s And so on",
                "Please run /login · API Error: 400 {\"error\":{\"message\":\"%s\"}} · Try again",
            })
    void shouldTakeTheMessageOutOfTheBodyOfAResponse(String form) {
        // Given
        String text = form.formatted(SPENT);

        // When
        FailureCause cause = LimitClassifier.classify(
                Optional.empty(), Optional.of(new Failure("invalid_request", text, OptionalInt.of(400))), NOW);

        // Then
        assertThat(cause)
                .isEqualTo(new Quota("*", "monthly", Instant.parse("2026-04-01T00:00:00Z"), LimitSource.TEXT, 0.8));
    }

    @Test
    void shouldNotExceedTheWindowOfTheLimit() {
        // When
        FailureCause fiveHours = ofText("5-hour limit reached ∙ resets 2am");
        FailureCause week = ofText("Opus weekly limit reached ∙ resets Oct 24");

        // Then
        assertThat(((Blocked) fiveHours).resetAt()).isEqualTo(NOW.plus(Duration.ofHours(5)));
        assertThat(((Blocked) week).resetAt()).isEqualTo(NOW.plus(Duration.ofDays(7)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "The tool said: You've hit your usage limit. Try again at 8:35 PM.",
                "An MCP server could not be started: 429 Too Many Requests.",
                "Command failed: curl: Rate limit reached",
                "\"You've hit your session limit\" is no valid model",
                "Model metadata for `usage limit reached` not found",
                "I can't edit RateLimiter.java: file has 5-hour limit reached ∙ resets 2am in it",
                "The tool said: {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Rate limit reached\"}}",
                "Command failed: curl printed {\"error\":{\"message\":\"You've hit your usage limit.\"}}",
                "An MCP server could not be started: {\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}",
                "API Error: 400 {\"error\":{\"type\":\"invalid_request_error\",\"message\":\"messages.3: \\\"You've hit your usage limit.\\\" has no role\"}}",
                "API Error: 400 {\"error\":{\"message\":\"bad\"},\"request\":{\"message\":\"You've hit your usage limit.\",\"type\":\"rate_limit_error\"}}",
                "The error is API Error: 429 {\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\"}}",
                "The server said that you have reached your specified API usage limits",
                "{\"role\":\"assistant\",\"content\":[{\"message\":\"You've hit your usage limit.\"}]}",
            })
    void shouldIgnoreARefusalThatAFailureQuotes(String text) {
        // When
        FailureCause cause = ofText(text);

        // Then
        assertThat(cause).isEqualTo(FailureCause.NONE);
    }

    private static FailureCause ofText(String text) {
        return LimitClassifier.classify(
                Optional.empty(), Optional.of(new Failure("error", text, OptionalInt.empty())), NOW);
    }
}
