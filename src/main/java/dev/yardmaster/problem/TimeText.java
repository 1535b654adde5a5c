package dev.yardmaster.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import java.io.IOException;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.regex.Pattern;

/**
 * Reads durations, times and dates from ISO 8601 text only. Jackson's own deserializers also take numbers, texts that contain a number, and
 * arrays, and read an empty text as null; all of these are mistakes in a request.
 */
final class TimeText extends DelegatingDeserializer {
    private static final long serialVersionUID = 1;
    private static final Pattern NO_ISO_TEXT = Pattern.compile("\\s*|[+-]?[0-9.]+");

    private TimeText(JsonDeserializer<?> delegate) {
        super(delegate);
    }

    /** Wraps the deserializers of all types of {@code java.time}. */
    static final class Modifier extends BeanDeserializerModifier {
        private static final long serialVersionUID = 1;

        @Override
        public JsonDeserializer<?> modifyDeserializer(
                DeserializationConfig config, BeanDescription type, JsonDeserializer<?> deserializer) {
            Class<?> target = type.getBeanClass();
            return TemporalAmount.class.isAssignableFrom(target) || TemporalAccessor.class.isAssignableFrom(target)
                    ? new TimeText(deserializer)
                    : deserializer;
        }
    }

    @Override
    protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
        return new TimeText(delegate);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return context.handleUnexpectedToken(handledType(), parser);
        }
        return NO_ISO_TEXT.matcher(parser.getText()).matches()
                ? context.handleWeirdStringValue(handledType(), parser.getText(), "not ISO 8601")
                : super.deserialize(parser, context);
    }
}
