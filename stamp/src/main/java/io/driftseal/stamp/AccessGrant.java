package io.driftseal.stamp;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * A short permission to use one door of one object in one way.
 *
 * @param id id of the decision that issued it
 * @param object name of the AccessGrant object that carries it: on any other it is void
 * @param user who may use it
 * @param requester who asked for it
 * @param notBefore issued at, in whole seconds
 * @param notAfter last second in which it opens the door
 * @param uses how often
 */
public record AccessGrant(
        String id,
        String object,
        GrantScope scope,
        CommandPattern command,
        String user,
        String requester,
        String reason,
        String policyRevision,
        Instant notBefore,
        Instant notAfter,
        int uses) {

    /** Whatever policy says, nothing lives longer. */
    public static final Duration LONGEST = Duration.ofHours(8);

    public static final int MOST_USES = 100;
    public static final int LONGEST_USER = 256;
    public static final int LONGEST_REASON = 256;

    /** Clocks of replicas differ; a grant may be used by one that is this much behind. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    public AccessGrant {
        notBefore = notBefore.truncatedTo(ChronoUnit.SECONDS);
        notAfter = notAfter.truncatedTo(ChronoUnit.SECONDS);
        StampText.token("decision", id, 64);
        StampText.objectName("object", object, 253);
        StampText.line("user", user, LONGEST_USER);
        StampText.line("requester", requester, LONGEST_USER);
        StampText.line("reason", reason, LONGEST_REASON);
        StampText.token("policy", policyRevision, 128);
        if (user.isEmpty() || requester.isEmpty() || reason.isBlank()) {
            throw new IllegalArgumentException("a grant needs a user, a requester and a reason");
        }
        if (!notAfter.isAfter(notBefore)
                || Duration.between(notBefore, notAfter).compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "a grant lives more than no time and at most " + LONGEST.toHours() + " hours");
        }
        if (uses < 1 || uses > MOST_USES) {
            throw new IllegalArgumentException("a grant is good for 1 to " + MOST_USES + " uses");
        }
    }

    /** Whether it is about this door of this object for this user, whatever else does not fit. */
    public boolean concerns(GrantScope use, String byUser) {
        return scope.door().equals(use.door())
                && scope.subject().equals(use.subject())
                && user.equals(byUser);
    }

    /** Why it does not open the door for this use; empty if it does. */
    public Optional<String> refusal(
            GrantScope use, List<String> usedCommand, String byUser, Instant now) {
        if (!scope.door().equals(use.door())) {
            return Optional.of("it is for another door");
        }
        if (!scope.subject().equals(use.subject())) {
            return Optional.of("it is for another object");
        }
        if (!scope.uid().equals(use.uid())) {
            return Optional.of("its pod was replaced by another of the same name");
        }
        if (!user.equals(byUser)) {
            return Optional.of("it is for another user");
        }
        if (!scope.container().equals(use.container())) {
            return Optional.of("it is for another container");
        }
        if (!scope.image().equals(use.image())) {
            return Optional.of("it is for another image");
        }
        if (!scope.port().equals(use.port())) {
            return Optional.of("it is for another port");
        }
        if (!command.matches(usedCommand)) {
            return Optional.of("it is for another command");
        }
        if (now.isBefore(notBefore.minus(CLOCK_SKEW))) {
            return Optional.of("it is not valid yet");
        }
        return now.isAfter(notAfter) ? Optional.of("it has expired") : Optional.empty();
    }
}
