package dev.yardmaster.docs;

import java.util.List;

/** The properties of one {@code @ConfigMapping}. */
record ConfigurationSection(String prefix, String text, List<ConfigurationProperty> properties) {
    String markdown() {
        var table = new StringBuilder("## `" + prefix + "`\n\n" + text + "\n\n")
                .append("| property | type | default | meaning |\n|---|---|---|---|\n");
        properties.forEach(property -> table.append(property.row()));
        return table.append('\n').toString();
    }
}
