package dev.yardmaster.docs;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ModifiersTree;
import java.util.Optional;

/** Reads annotations of source trees. */
final class Annotations {
    private Annotations() {}

    static boolean has(ModifiersTree modifiers, String name) {
        return modifiers.getAnnotations().stream().anyMatch(annotation -> isNamed(annotation, name));
    }

    /** A literal text that an annotation has for an attribute. */
    static Optional<String> value(ModifiersTree modifiers, String name, String attribute) {
        return modifiers.getAnnotations().stream()
                .filter(annotation -> isNamed(annotation, name))
                .flatMap(annotation -> annotation.getArguments().stream())
                .flatMap(argument -> literal(argument, attribute).stream())
                .findFirst();
    }

    private static boolean isNamed(AnnotationTree annotation, String name) {
        return annotation.getAnnotationType().toString().equals(name);
    }

    private static Optional<String> literal(ExpressionTree argument, String attribute) {
        return switch (argument) {
            case AssignmentTree assignment
            when assignment.getVariable().toString().equals(attribute) -> literal(assignment.getExpression(), "value");
            case LiteralTree literal when attribute.equals("value") -> Optional.of(String.valueOf(literal.getValue()));
            default -> Optional.empty();
        };
    }
}
