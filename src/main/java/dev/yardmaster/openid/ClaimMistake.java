package dev.yardmaster.openid;

import dev.yardmaster.openid.OpenIdCheck.Refused;
import java.util.List;
import java.util.function.Function;
import org.jose4j.jwt.consumer.ErrorCodes;
import org.jose4j.jwt.consumer.InvalidJwtException;

/**
 * What is wrong with a token, for its sender. The messages of the library contain the claims, so they are not shown.
 *
 * @param code the code of the library
 * @param reason makes a sentence for the caller
 */
record ClaimMistake(int code, Function<OpenIdSettings, String> reason) {
    private static final List<ClaimMistake> KNOWN = List.of(
            new ClaimMistake(ErrorCodes.SIGNATURE_INVALID, _ -> "The signature of the token is wrong."),
            new ClaimMistake(ErrorCodes.ISSUER_MISSING, ClaimMistake::issuer),
            new ClaimMistake(ErrorCodes.ISSUER_INVALID, ClaimMistake::issuer),
            new ClaimMistake(ErrorCodes.AUDIENCE_MISSING, ClaimMistake::audience),
            new ClaimMistake(ErrorCodes.AUDIENCE_INVALID, ClaimMistake::audience),
            new ClaimMistake(
                    ErrorCodes.EXPIRATION_MISSING, _ -> "The token has no expiry: the claim 'exp' is missing."),
            new ClaimMistake(ErrorCodes.EXPIRED, _ -> "The token has expired. Get a new one from its issuer."),
            new ClaimMistake(
                    ErrorCodes.NOT_YET_VALID, _ -> "The token is not valid yet: its claim 'nbf' is in the future."),
            new ClaimMistake(ErrorCodes.SUBJECT_MISSING, _ -> "The token names no user: the claim 'sub' is missing."));

    static Refused of(InvalidJwtException failure, OpenIdSettings settings) {
        return new Refused(KNOWN.stream()
                .filter(mistake -> failure.hasErrorCode(mistake.code()))
                .findFirst()
                .map(mistake -> mistake.reason().apply(settings))
                .orElse("The token is not a valid JWT, or its signature is wrong."));
    }

    private static String issuer(OpenIdSettings settings) {
        return "The token is not of the accepted issuer. Its claim 'iss' must be " + settings.issuer() + ".";
    }

    private static String audience(OpenIdSettings settings) {
        return "The token is not for this service. Its claim 'aud' must contain "
                + String.join(" or ", settings.audiences()) + ".";
    }
}
