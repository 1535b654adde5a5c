package dev.yardmaster.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.yardmaster.client.ClientException;
import dev.yardmaster.client.ClientException.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** How the text of an option becomes JSON. */
public enum ValueType {
    /** The text as it is. */
    TEXT,
    /** The text; {@code @FILE} stands for the content of a file, {@code @@} for an at sign, and {@code -} for the standard input. */
    CONTENT,
    /** A whole number. */
    INTEGER,
    /** A number. */
    DECIMAL,
    /** {@code true} or {@code false}; true without a value. */
    FLAG,
    /** Texts, separated by commas or given several times. */
    WORDS,
    /** {@code NAME=TEXT}, given several times. */
    MAP,
    /** A length of time: {@code 90s}, {@code 30m}, {@code 2h}, {@code 1d} or ISO 8601. */
    DURATION,
    /** A moment: ISO 8601, a day, or {@code +} or {@code -} and a length of time from now. */
    TIME,
    /** Settings of the workspace with their values, as {@link Settings} describes. */
    SETTINGS,
    /** Names of settings of the workspace. */
    SETTING_NAMES,
    /** JSON; {@code @FILE} and {@code -} as for {@link #CONTENT}. */
    JSON;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /**
     * Converts the values of an argument. Throws a {@link ClientException} that names the argument and what it accepts.
     *
     * @param option the name of the argument
     * @param values at least one
     */
    JsonNode json(String option, List<String> values) {
        String last = values.getLast();
        return switch (this) {
            case TEXT -> TextNode.valueOf(last);
            case CONTENT -> TextNode.valueOf(content(option, last));
            case FLAG -> BooleanNode.valueOf(Boolean.parseBoolean(last));
            case WORDS -> words(values);
            case MAP -> map(option, values);
            case DURATION -> TextNode.valueOf(Times.duration(option, last).toString());
            case TIME -> TextNode.valueOf(Times.time(option, last).toString());
            case SETTINGS -> Settings.changed(values);
            case SETTING_NAMES -> Settings.reset(values);
            case INTEGER, DECIMAL -> number(option, last);
            case JSON -> parsed(option, content(option, last));
        };
    }

    private JsonNode number(String option, String text) {
        try {
            return this == INTEGER ? LongNode.valueOf(Long.parseLong(text)) : DecimalNode.valueOf(new BigDecimal(text));
        } catch (NumberFormatException _) {
            throw new ClientException(
                    Kind.USAGE,
                    option + " is '" + text + "'. Give a " + (this == INTEGER ? "whole number." : "number."));
        }
    }

    private static ArrayNode words(List<String> values) {
        ArrayNode words = MAPPER.createArrayNode();
        values.stream()
                .flatMap(value -> List.of(value.split(",")).stream())
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .forEach(words::add);
        return words;
    }

    private static ObjectNode map(String option, List<String> values) {
        ObjectNode map = MAPPER.createObjectNode();
        for (String value : values) {
            int equals = value.indexOf('=');
            if (equals < 1) {
                throw new ClientException(Kind.USAGE, option + " is '" + value + "'. Give NAME=VALUE.");
            }
            map.put(value.substring(0, equals), value.substring(equals + 1));
        }
        return map;
    }

    private static String content(String option, String value) {
        try {
            if (value.equals("-")) {
                return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
            }
            if (value.startsWith("@@")) {
                return value.substring(1);
            }
            return value.startsWith("@") ? Files.readString(Path.of(value.substring(1))) : value;
        } catch (CharacterCodingException e) {
            throw new ClientException(
                    Kind.USAGE, option + " is '" + value + "', but the file is not UTF-8. Convert it.", e);
        } catch (IOException | InvalidPathException e) {
            throw new ClientException(
                    Kind.USAGE,
                    option + " is '" + value + "', but the file can't be read: " + e + ". Correct the path.",
                    e);
        }
    }

    private static JsonNode parsed(String option, String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ClientException(
                    Kind.USAGE, option + " is not JSON: " + e.getOriginalMessage() + ". Correct it.", e);
        }
    }
}
