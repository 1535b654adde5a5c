package dev.yardmaster.usage;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.util.Optional;

/**
 * The threshold of a warning in a request: a percentage, null for no warnings, and the default if the field is absent.
 *
 * @param percent empty for no warnings
 */
@JsonDeserialize(using = WarningThreshold.Reader.class)
record WarningThreshold(Optional<Integer> percent) {
    static final WarningThreshold DEFAULT = new WarningThreshold(Optional.of(80));

    static class Reader extends JsonDeserializer<WarningThreshold> {
        @Override
        public WarningThreshold deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return new WarningThreshold(Optional.of(context.readValue(parser, Integer.class)));
        }

        @Override
        public WarningThreshold getNullValue(DeserializationContext context) {
            return new WarningThreshold(Optional.empty());
        }

        @Override
        public WarningThreshold getAbsentValue(DeserializationContext context) {
            return DEFAULT;
        }
    }
}
