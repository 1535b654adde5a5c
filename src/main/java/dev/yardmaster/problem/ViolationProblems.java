package dev.yardmaster.problem;

import dev.yardmaster.problem.YardmasterException.FieldError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Describes violated constraints with the field names of the request. */
final class ViolationProblems {
    /** The name of the body parameter in all resource methods. The only constraint on the whole body is that it is present. */
    private static final String BODY = "body";

    /** The validator's names for parts of lists and maps, such as {@code .<list element>}. */
    private static final Pattern CONTAINER_PART = Pattern.compile("\\.?<[^<>]*>");

    private ViolationProblems() {}

    /** Empty if our own response violates a constraint, which is an internal error. */
    static Optional<Problem> of(ConstraintViolationException invalid) {
        if (invalid.getConstraintViolations().stream().anyMatch(ViolationProblems::isOfResponse)) {
            return Optional.empty();
        }
        if (invalid.getConstraintViolations().stream().anyMatch(ViolationProblems::isOfMissingBody)) {
            return Optional.of(Problem.of(ErrorCode.INVALID_JSON, "The request has no body. Send a JSON object."));
        }
        return Optional.of(Problem.of(invalid(errors(invalid.getConstraintViolations()))));
    }

    /** The errors of the fields. */
    static List<FieldError> errors(Set<? extends ConstraintViolation<?>> violations) {
        return violations.stream()
                .map(violation -> new FieldError(field(violation.getPropertyPath()), violation.getMessage()))
                .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::detail))
                .toList();
    }

    /** The error for a request with invalid fields or parameters. */
    static YardmasterException invalid(List<FieldError> errors) {
        return YardmasterException.ofFields(ErrorCode.INVALID_REQUEST, errors);
    }

    private static boolean isOfResponse(ConstraintViolation<?> violation) {
        return nodes(violation.getPropertyPath()).stream().anyMatch(node -> node.getKind() == ElementKind.RETURN_VALUE);
    }

    private static boolean isOfMissingBody(ConstraintViolation<?> violation) {
        Path.Node last = nodes(violation.getPropertyPath()).getLast();
        return last.getKind() == ElementKind.PARAMETER && BODY.equals(last.getName());
    }

    /**
     * {@code create.body.entries[0].name} becomes {@code entries[0].name}, {@code tags[0].<list element>} becomes {@code tags[0]},
     * and {@code list.limit} becomes {@code limit}.
     */
    private static String field(Path path) {
        List<Path.Node> nodes = nodes(path);
        List<Path.Node> inside =
                nodes.stream().filter(ViolationProblems::isInsideBody).toList();
        return inside.isEmpty()
                ? String.valueOf(nodes.getLast().getName())
                : CONTAINER_PART
                        .matcher(inside.stream().map(Path.Node::toString).collect(Collectors.joining(".")))
                        .replaceAll("");
    }

    private static boolean isInsideBody(Path.Node node) {
        return switch (node.getKind()) {
            case PROPERTY, CONTAINER_ELEMENT -> true;
            case BEAN, METHOD, CONSTRUCTOR, PARAMETER, CROSS_PARAMETER, RETURN_VALUE -> false;
        };
    }

    private static List<Path.Node> nodes(Path path) {
        return StreamSupport.stream(path.spliterator(), false).toList();
    }
}
