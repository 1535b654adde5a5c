package dev.yardmaster.limit;

import static java.util.Map.entry;

import dev.yardmaster.limit.Classification.Meaning;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The messages with which providers refuse work. A pattern must match at the start of a message, or of the message in the JSON body of the
 * API's response. Therefore a refusal that is quoted inside another message, such as one of an agent or a tool, has no effect.
 */
final class LimitTexts {
    /**
     * The meaning of one kind of message.
     *
     * @param start how the message starts; the group {@code model} is the limited model
     */
    private record Rule(Meaning meaning, String window, Pattern start) {
        static Rule of(Meaning meaning, String start) {
            return of(meaning, Classification.of(meaning).window(), start);
        }

        static Rule of(Meaning meaning, String window, String start) {
            return new Rule(meaning, window, Pattern.compile("^(?:" + start + ")", Pattern.CASE_INSENSITIVE));
        }

        Optional<Classification> classify(String text) {
            Matcher match = start.matcher(text);
            if (!match.find()) {
                return Optional.empty();
            }
            if (!start.namedGroups().containsKey("model")) {
                return Optional.of(new Classification(meaning, window, Limits.ANY_MODEL));
            }
            String model = match.group("model").toLowerCase(Locale.ROOT);
            boolean weekly = window.equals(LimitWindow.SEVEN_DAY);
            return Optional.of(new Classification(meaning, weekly ? LimitWindow.weeklyOf(model) : window, model));
        }
    }

    private static final String YOU_HIT = "You(?:'ve| have)? (?:hit|reached|exceeded) your ";
    private static final String HIT = "(?:" + YOU_HIT + ")?";
    private static final String LIMIT = "(?: usage)? limit\\b";

    /** The first match wins. Messages that only resemble a limit come first. */
    private static final List<Rule> RULES = List.of(
            // Claude Code continues with extra usage or with another model.
            Rule.of(Meaning.NONE, "[^.]{0,40} limit reached\\b.{0,200}\\bnow using "),
            Rule.of(Meaning.TRANSIENT, ".{0,100}\\bnot your usage limit"),
            Rule.of(Meaning.CONTEXT, "Extra usage is required for long context"),
            Rule.of(Meaning.CONTEXT, "(?:Prompt|Input) is too long|.{0,100}\\bcontext (?:window|length)"),
            Rule.of(Meaning.CAPACITY, "(?:Selected )?model is at capacity"),
            Rule.of(Meaning.TRANSIENT, "Server is temporarily limiting requests"),
            Rule.of(
                    Meaning.TRANSIENT,
                    "(?:Repeated 529 )?Overloaded|(?:Provider|(?:The )?server) (?:is )?(?:currently )?overloaded"),
            Rule.of(Meaning.TRANSIENT, "Internal server error|We're currently experiencing high demand"),
            Rule.of(
                    Meaning.TRANSIENT,
                    "stream disconnected|(?:unexpected|exceeded retry limit, last) status:? 5\\d\\d"),
            Rule.of(
                    Meaning.AUTH,
                    "OAuth (?:token|session)|Invalid (?:API key|authentication|bearer token|x-api-key)|Incorrect API key"),
            Rule.of(
                    Meaning.AUTH,
                    "Not (?:logged|signed) in|Please run /login|Failed to authenticate|Your (?:access|refresh) token "),
            Rule.of(Meaning.AUTH, "(?:unexpected|exceeded retry limit, last) status:? 40[13]"),

            // A person has to add credit or raise a limit.
            Rule.of(Meaning.CREDITS, LimitWindow.OVERAGE, "You're out of extra usage"),
            Rule.of(
                    Meaning.CREDITS,
                    "You're out of usage credits|(?:Your )?credit balance is too low|Your group's usage limit is set to \\$0"),
            Rule.of(Meaning.CREDITS, "Insufficient balance|余额不足|Spend limit reached"),
            Rule.of(Meaning.CREDITS, "Your workspace is out of credits|You(?:'ve)? hit (?:your|the) spend cap"),
            Rule.of(
                    Meaning.CREDITS,
                    "Quota exceeded\\. Check your plan|You exceeded your current quota|To use Codex with your ChatGPT plan"),
            Rule.of(Meaning.CREDITS, "Free usage exceeded"),

            // The quota is used up.
            Rule.of(Meaning.QUOTA, YOU_HIT + "usage limit for (?<model>.{1,100}?)\\.(?: |$)"),
            Rule.of(
                    Meaning.QUOTA,
                    LimitWindow.SEVEN_DAY,
                    HIT + "(?:Claude )?(?<model>Opus|Sonnet|Haiku)(?: [\\d.]+)?(?: weekly)?" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.FIVE_HOUR, HIT + "(?:(?:5|five)[- ]hours?|session)" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.SEVEN_DAY, HIT + "(?:weekly|7[- ]days?)" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.MONTHLY, HIT + "monthly" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.DAILY, HIT + "daily" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.MONTHLY, YOU_HIT + "specified (?:\\w+ )?API usage limits"),
            Rule.of(Meaning.QUOTA, LimitWindow.FIVE_HOUR, "Usage limit reached for (?:5|five)[- ]?hours?"),
            Rule.of(Meaning.QUOTA, LimitWindow.FIVE_HOUR, "您?已达到 ?5 ?个?小时的?使用上限"),
            Rule.of(Meaning.QUOTA, LimitWindow.SEVEN_DAY, "Usage limit reached for (?:1 |one )?week|您?已达到每周的?使用上限"),
            Rule.of(
                    Meaning.QUOTA,
                    LimitWindow.MONTHLY,
                    "Usage limit reached for (?:1 |one )?month|您?已达到(?:每周/)?每月的?使用上限"),
            Rule.of(Meaning.QUOTA, LimitWindow.MONTHLY, "Weekly/Monthly limit exhausted"),
            Rule.of(
                    Meaning.QUOTA,
                    YOU_HIT.strip() + LIMIT + "|(?:Claude (?:\\w+ )?|The )?usage limit (?:has been )?reached"),
            Rule.of(Meaning.QUOTA, "Your limit will reset at|您?已达到.{0,20}使用上限|您的限额将在"),

            // The client sent too many requests.
            Rule.of(Meaning.QUOTA, LimitWindow.MINUTE, "Rate limit reached for .{1,300} per min\\b"),
            Rule.of(
                    Meaning.QUOTA,
                    "Rate[- ]limit(?:ed| reached| exceeded)|Too many requests|Request rejected \\(429\\)"),
            Rule.of(
                    Meaning.QUOTA,
                    "This request would exceed .{1,60} rate limit|exceeded retry limit, last status:? 429"),
            Rule.of(
                    Meaning.QUOTA,
                    "Sorry, you(?:'ve| have) (?:been rate[- ]limited|exceeded )|Please wait \\d.{1,60} before trying again"));

    /** The codes in the body of an API's response. They decide only if the body's message is unknown. */
    private static final Map<String, Meaning> CODES = Map.ofEntries(
            entry("rate_limit_error", Meaning.QUOTA),
            entry("rate_limit_exceeded", Meaning.QUOTA),
            entry("usage_limit_reached", Meaning.QUOTA),
            entry("freeusagelimiterror", Meaning.QUOTA),
            entry("gousagelimiterror", Meaning.QUOTA),
            entry("resource_exhausted", Meaning.QUOTA),
            entry("billing_error", Meaning.CREDITS),
            entry("insufficient_quota", Meaning.CREDITS),
            entry("usage_not_included", Meaning.CREDITS),
            entry("api_error", Meaning.TRANSIENT),
            entry("overloaded_error", Meaning.TRANSIENT),
            entry("server_error", Meaning.TRANSIENT),
            entry("server_is_overloaded", Meaning.TRANSIENT),
            entry("authentication_error", Meaning.AUTH),
            entry("context_length_exceeded", Meaning.CONTEXT));

    /** Words that the CLIs and the APIs put before a message. */
    private static final Pattern PREFIX = Pattern.compile(
            "^(?:(?:API )?Error(?: \\(?\\d{3}\\)?)?: |[45]\\d\\d:? |\\w+ ended: |\\w+ waits too long before it retries: "
                    + "|rate limit exceeded: |Bad Request: |Payment Required: |Forbidden: |(?:AI_)?APICallError: )+",
            Pattern.CASE_INSENSITIVE);

    /** Words that are a refusal themselves, and error codes. The message can follow. */
    private static final Pattern CODE_PREFIX = Pattern.compile(
            "^(?:Request rejected \\(\\d{3}\\) [·:-] )?(?:\\[\\d{3,5}\\] ?\\[?)?", Pattern.CASE_INSENSITIVE);

    private static final int MAX_TEXT = 2_000;
    private static final int MAX_NESTING = 4;

    private LimitTexts() {}

    /** The meaning of a failure's message; empty if no pattern matches. */
    static Optional<Classification> classify(String message) {
        return classify(message, MAX_NESTING);
    }

    /** The message in the body decides first; a gateway can wrap the body of another API in it. */
    private static Optional<Classification> classify(String message, int nesting) {
        String text = PREFIX.matcher(normalized(message)).replaceFirst("");
        Optional<ErrorBody> body = nesting > 0 ? ErrorBody.in(text) : Optional.empty();
        return body.flatMap(ErrorBody::message)
                .flatMap(inner -> classify(inner, nesting - 1))
                .or(() -> body.flatMap(LimitTexts::ofCodes))
                .or(() -> ofRules(CODE_PREFIX.matcher(text).replaceFirst("")))
                .or(() -> ofRules(text));
    }

    private static Optional<Classification> ofRules(String text) {
        return RULES.stream().flatMap(rule -> rule.classify(text).stream()).findFirst();
    }

    private static Optional<Classification> ofCodes(ErrorBody body) {
        return body.codes().stream()
                .flatMap(code -> Stream.ofNullable(CODES.get(code.toLowerCase(Locale.ROOT))))
                .findFirst()
                .map(Classification::of);
    }

    private static String normalized(String message) {
        String start = message.substring(0, Math.min(message.length(), MAX_TEXT));
        return start.replace('’', '\'')
                .replace('‘', '\'')
                .replaceAll("[\\s\\u00a0\\u202f]+", " ")
                .strip();
    }
}
