package io.driftseal.decision.server;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Which policies of a server count, and by what name decisions carry them. That name begins with
 * {@code server:}: it is what a server says of its policies, not a digest that we took.
 */
public sealed interface ServerRevision {

    /** Those that the server says its bundles have, whichever these are. */
    record Said() implements ServerRevision {}

    /**
     * Those that the server says its bundles have, if these are the ones; no other answer counts.
     */
    record Expected(String revision) implements ServerRevision {
        public Expected {
            require("policyServerRevision", revision);
        }
    }

    /** Those of a server without bundles, which cannot say: we take this name's word for it. */
    record Named(String name) implements ServerRevision {
        public Named {
            require("policyServerName", name);
        }
    }

    /** Of two settings that exclude each other. */
    static ServerRevision of(Optional<String> expected, Optional<String> name) {
        if (expected.isPresent() && name.isPresent()) {
            throw new IllegalArgumentException(
                    "policyServerRevision is for a server with bundles, policyServerName for one"
                            + " without: set one of them");
        }
        return expected.<ServerRevision>map(Expected::new)
                .or(() -> name.map(Named::new))
                .orElseGet(Said::new);
    }

    /**
     * By what name a decision carries the policies that it is by; empty where such an answer does
     * not count.
     *
     * @param said by the server with its answer
     */
    default Optional<String> counted(Optional<String> said) {
        return switch (this) {
            case Said() -> said.map(ServerRevision::carried);
            case Expected(String revision) ->
                    said.filter(revision::equals).map(ServerRevision::carried);
            case Named(String name) ->
                    said.isPresent() ? Optional.empty() : Optional.of(carried(name));
        };
    }

    /** Why an answer that names these policies, or none, does not count. */
    default String objection(Optional<String> said) {
        String theirs = said.map(text -> "revision " + carried(text)).orElse("no revision");
        return switch (this) {
            case Said() ->
                    "the policy server names no revision: let it load a bundle with one, or set"
                            + " policyServerName";
            case Expected(String revision) ->
                    "the policy server has " + theirs + ", expected is " + carried(revision);
            case Named(String name) ->
                    "the policy server has "
                            + theirs
                            + ", expected is one without bundles, "
                            + name;
        };
    }

    /** What a stamp can hold: at most 128 characters of its alphabet; else a digest of the text. */
    private static String carried(String text) {
        return "server:" + (Shape.TOKEN.matcher(text).matches() ? text : "sha256:" + sha256(text));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void require(String key, String text) {
        if (text.isEmpty() || text.length() > Shape.MAXIMUM_CHARACTERS) {
            throw new IllegalArgumentException(
                    key + " must be 1 to " + Shape.MAXIMUM_CHARACTERS + " characters");
        }
    }

    /** Of names that people gave. */
    final class Shape {
        private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._:@/+-]{1,100}");
        private static final int MAXIMUM_CHARACTERS = 1024;

        private Shape() {}
    }
}
