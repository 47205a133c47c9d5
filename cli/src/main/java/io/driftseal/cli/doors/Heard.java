package io.driftseal.cli.doors;

import io.driftseal.kubernetes.ProbeAnswer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a knock was answered. */
sealed interface Heard {

    Pattern DENIED = Pattern.compile("admission webhook \"([^\"]*driftseal\\.io)\" denied");
    Pattern POLICY = Pattern.compile("ValidatingAdmissionPolicy '(driftseal-[^']*)'");
    Pattern FAILED =
            Pattern.compile(
                    "failed calling webhook \"([^\"]*driftseal\\.io)\"(.*)", Pattern.DOTALL);
    Pattern RIGHTS = Pattern.compile("cannot ([a-z]+) resource \"([^\"]+)\"");

    /** The longest part of an answer that is shown. */
    int SHOWN = 300;

    /** In words, for people. */
    String words();

    /** One of ours said no. */
    record Refused(String by) implements Heard {
        @Override
        public String words() {
            return "refused by " + by;
        }
    }

    /** One of ours stamped it. */
    record Stamped() implements Heard {
        @Override
        public String words() {
            return "stamped";
        }
    }

    /** Nothing of ours stood in the way. */
    record Through() implements Heard {
        @Override
        public String words() {
            return "let through";
        }
    }

    /** The API server asked one of ours and got no answer. */
    record Unanswered(String webhook, String why) implements Heard {
        @Override
        public String words() {
            return webhook + " was asked and did not answer: " + why;
        }
    }

    /** The knock could not be made. */
    record NotKnocked(String why) implements Heard {
        @Override
        public String words() {
            return "not knocked: " + why;
        }
    }

    static Heard of(ProbeAnswer answer) {
        return of(answer.code(), answer.message());
    }

    static Heard of(int code, String message) {
        Matcher denied = DENIED.matcher(message);
        if (denied.find()) {
            return new Refused(denied.group(1));
        }
        Matcher policy = POLICY.matcher(message);
        if (policy.find()) {
            return new Refused(policy.group(1));
        }
        Matcher failed = FAILED.matcher(message);
        if (failed.find()) {
            String why = failed.group(2).replaceFirst("^[: ]+", "");
            return new Unanswered(failed.group(1), shown(why));
        }
        Matcher rights = RIGHTS.matcher(message);
        if (code == 403 && rights.find()) {
            return new NotKnocked(
                    "you have not the right to " + rights.group(1) + " " + rights.group(2));
        }
        // An update is validated by the API server before it asks anybody.
        return code == 422
                ? new NotKnocked("the API server found it invalid: " + shown(message))
                : new Through();
    }

    private static String shown(String text) {
        return text.substring(0, Math.min(SHOWN, text.length()));
    }
}
