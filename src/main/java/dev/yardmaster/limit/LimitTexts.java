package dev.yardmaster.limit;

import dev.yardmaster.limit.Classification.Meaning;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The messages with which providers refuse work. A pattern must match at the start of a message. Therefore a refusal that is quoted inside
 * another message, such as one of an agent or a tool, has no effect.
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

    private static final String HIT = "(?:You've (?:hit|reached) your )?";
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
                    "(?:Repeated 529 )?Overloaded|Provider is overloaded|The server is currently overloaded"),
            Rule.of(
                    Meaning.TRANSIENT,
                    "\\{.{0,200}\"(?:overloaded_error|api_error|server_error|server_is_overloaded)\""),
            Rule.of(Meaning.TRANSIENT, "Internal server error|We're currently experiencing high demand"),
            Rule.of(
                    Meaning.TRANSIENT,
                    "stream disconnected|(?:unexpected|exceeded retry limit, last) status:? 5\\d\\d"),
            Rule.of(
                    Meaning.AUTH,
                    "OAuth (?:token|session)|Invalid (?:API key|authentication)|Not logged in|Please run /login"),
            Rule.of(Meaning.AUTH, "(?:unexpected|exceeded retry limit, last) status:? 40[13]"),

            // A person has to add credit or raise a limit.
            Rule.of(Meaning.CREDITS, LimitWindow.OVERAGE, "You're out of extra usage"),
            Rule.of(
                    Meaning.CREDITS,
                    "You're out of usage credits|Credit balance is too low|Your group's usage limit is set to \\$0"),
            Rule.of(Meaning.CREDITS, "Your workspace is out of credits|You(?:'ve)? hit (?:your|the) spend cap"),
            Rule.of(
                    Meaning.CREDITS,
                    "Quota exceeded\\. Check your plan|You exceeded your current quota|To use Codex with your ChatGPT plan"),
            Rule.of(Meaning.CREDITS, "Free usage exceeded|\\{.{0,200}\"(?:usage_not_included|insufficient_quota)\""),

            // The quota is used up.
            Rule.of(Meaning.QUOTA, "You've hit your usage limit for (?<model>.{1,100}?)\\.(?: |$)"),
            Rule.of(
                    Meaning.QUOTA,
                    LimitWindow.SEVEN_DAY,
                    HIT + "(?:Claude )?(?<model>Opus|Sonnet|Haiku)(?: [\\d.]+)?(?: weekly)?" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.FIVE_HOUR, HIT + "(?:(?:5|five)[- ]hours?|session)" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.SEVEN_DAY, HIT + "(?:weekly|7[- ]days?)" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.MONTHLY, HIT + "monthly" + LIMIT),
            Rule.of(Meaning.QUOTA, LimitWindow.DAILY, HIT + "daily" + LIMIT),
            Rule.of(
                    Meaning.QUOTA,
                    "You've (?:hit|reached) your" + LIMIT + "|(?:Claude (?:\\w+ )?)?usage limit reached"),
            Rule.of(
                    Meaning.QUOTA,
                    "\\{.{0,200}\"(?:rate_limit_error|usage_limit_reached|(?:Free|Go)UsageLimitError)\""),

            // The client sent too many requests.
            Rule.of(Meaning.QUOTA, LimitWindow.MINUTE, "Rate limit reached for .{1,300} per min\\b"),
            Rule.of(
                    Meaning.QUOTA,
                    "Rate[- ]limit(?:ed| reached| exceeded)|Too many requests|Request rejected \\(429\\)"),
            Rule.of(
                    Meaning.QUOTA,
                    "This request would exceed your account's rate limit|exceeded retry limit, last status:? 429"));

    /** Prefixes that the CLIs add to a message. */
    private static final Pattern PREFIX = Pattern.compile(
            "^(?:(?:API )?Error(?: \\d{3})?: |[45]\\d\\d:? |OpenCode ended: |rate limit exceeded: )+",
            Pattern.CASE_INSENSITIVE);

    private LimitTexts() {}

    /** The meaning of a failure's message; empty if no pattern matches. */
    static Optional<Classification> classify(String message) {
        String text = normalized(message);
        return RULES.stream().flatMap(rule -> rule.classify(text).stream()).findFirst();
    }

    private static String normalized(String message) {
        String start = message.substring(0, Math.min(message.length(), 2_000));
        String straight = start.replace('’', '\'').replace('‘', '\'').replaceAll("[\\s\\u00a0\\u202f]+", " ");
        return PREFIX.matcher(straight.strip()).replaceFirst("");
    }
}
