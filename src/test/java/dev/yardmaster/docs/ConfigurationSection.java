package dev.yardmaster.docs;

import java.util.List;
import java.util.stream.Stream;

/** The properties of all {@code @ConfigMapping} interfaces with one prefix. */
record ConfigurationSection(String prefix, String text, List<ConfigurationProperty> properties) {
    /** The section with the properties of another interface added. */
    ConfigurationSection with(ConfigurationSection other) {
        return new ConfigurationSection(
                prefix,
                text + " " + other.text,
                Stream.concat(properties.stream(), other.properties.stream()).toList());
    }

    String markdown() {
        var table = new StringBuilder("## `" + prefix + "`\n\n" + text + "\n\n")
                .append("| property | type | default | meaning |\n|---|---|---|---|\n");
        properties.forEach(property -> table.append(property.row()));
        return table.append('\n').toString();
    }
}
