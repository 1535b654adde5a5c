package dev.yardmaster.docs;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.TreePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;

/** Reads the properties of one {@code @ConfigMapping} interface. */
final class MappingReader {
    private static final Pattern MAP = Pattern.compile("Map<String, (.+)>");
    /** The default of a text that is a duration or {@code off}, as the scheduler reads it. */
    private static final Pattern DURATION = Pattern.compile("\\d+[smh]");

    private static final Pattern OPTIONAL = Pattern.compile("Optional<(.+)>");

    private final DocTrees docs;
    private final TreePath mapping;
    private final List<ClassTree> nested;

    MappingReader(DocTrees docs, TreePath mapping, List<ClassTree> nested) {
        this.docs = docs;
        this.mapping = mapping;
        this.nested = nested;
    }

    List<ConfigurationProperty> properties(String prefix) {
        return properties(prefix, mapping);
    }

    private List<ConfigurationProperty> properties(String prefix, TreePath type) {
        List<ConfigurationProperty> found = new ArrayList<>();
        for (Tree member : ((ClassTree) type.getLeaf()).getMembers()) {
            if (member instanceof MethodTree method
                    && !method.getModifiers().getFlags().contains(Modifier.DEFAULT)) {
                found.addAll(properties(prefix, method, new TreePath(type, method)));
            }
        }
        return found;
    }

    private List<ConfigurationProperty> properties(String prefix, MethodTree method, TreePath path) {
        String name = method.getName().toString();
        boolean inPlace = Annotations.has(method.getModifiers(), "WithParentName");
        String own = inPlace ? prefix : prefix + "." + kebab(name);
        return expand(own, method.getReturnType().toString(), key(name), method, path);
    }

    private List<ConfigurationProperty> expand(String name, String type, String key, MethodTree method, TreePath path) {
        Matcher map = MAP.matcher(type);
        if (map.matches()) {
            return expand(name + ".<" + key + ">", map.group(1), "name", method, path);
        }
        Optional<ClassTree> group = nested(type).filter(it -> it.getKind() == Tree.Kind.INTERFACE);
        if (group.isPresent()) {
            return properties(name, new TreePath(mapping, group.get()));
        }
        Optional<String> fallback = Annotations.value(method.getModifiers(), "WithDefault", "value");
        String words = fallback.filter(value ->
                        type.equals("String") && DURATION.matcher(value).matches())
                .map(_ -> "duration or `off`")
                .orElseGet(() -> words(type));
        return List.of(new ConfigurationProperty(name, words, fallback, text(path)));
    }

    private Optional<ClassTree> nested(String type) {
        return nested.stream()
                .filter(it -> it.getSimpleName().contentEquals(type))
                .findFirst();
    }

    private String words(String type) {
        Matcher optional = OPTIONAL.matcher(type);
        return optional.matches()
                ? words(optional.group(1))
                : switch (type) {
                    case "Duration" -> "duration";
                    case "int", "long", "Integer" -> "number";
                    case "boolean" -> "`true` or `false`";
                    case "List<String>", "Set<String>" -> "texts, separated by commas";
                    default -> nested(type).map(MappingReader::values).orElse("text");
                };
    }

    private static String values(ClassTree type) {
        return type.getMembers().stream()
                .filter(VariableTree.class::isInstance)
                .map(constant -> "`"
                        + ((VariableTree) constant)
                                .getName()
                                .toString()
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '-') + "`")
                .collect(Collectors.joining(" or "));
    }

    /** The Javadoc of a declaration as one line of Markdown. */
    String text(TreePath path) {
        String comment = Optional.ofNullable(docs.getDocComment(path)).orElse("");
        return comment.strip()
                .replaceAll("\\s+", " ")
                .replaceAll("\\{@code ([^{}]*(?:\\{[^{}]*})?[^{}]*)}", "`$1`")
                .replaceAll("\\{@link [^}]*#(\\w+)[^}]*}", "`$1`")
                .replaceAll("\\{@link (\\w+)}", "`$1`")
                .replace("|", "\\|");
    }

    /** A map's key: {@code byProvider} is a map by provider. */
    private static String key(String method) {
        return method.startsWith("by") ? kebab(method.substring(2)) : "name";
    }

    private static String kebab(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
