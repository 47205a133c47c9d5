package io.driftseal.system.bench;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The API server's {@code apiserver_admission_webhook_admission_duration_seconds}: how long it
 * waited for each webhook at the creation of an object, from its request to the answer.
 *
 * @param byWebhook by the name of the webhook
 */
record WebhookHistogram(Map<String, Calls> byWebhook) {
    private static final Pattern LINE =
            Pattern.compile(
                    "apiserver_admission_webhook_admission_duration_seconds_(sum|count|bucket)"
                            + "\\{([^}]*)} (\\S+)");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    WebhookHistogram {
        byWebhook = Map.copyOf(byWebhook);
    }

    /**
     * @param metrics of the API server in the Prometheus text format
     */
    static WebhookHistogram of(String metrics) {
        Map<String, Calls> calls = new HashMap<>();
        Matcher line = LINE.matcher(metrics);
        while (line.find()) {
            Map<String, String> labels = labels(line.group(2));
            if ("CREATE".equals(labels.get("operation"))) {
                calls.computeIfAbsent(labels.getOrDefault("name", ""), name -> Calls.none())
                        .add(line.group(1), labels, Double.parseDouble(line.group(3)));
            }
        }
        return new WebhookHistogram(calls);
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new HashMap<>();
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            labels.put(label.group(1), label.group(2));
        }
        return labels;
    }

    /** What came since an earlier reading. */
    Map<String, Calls> since(WebhookHistogram before) {
        Map<String, Calls> more = new TreeMap<>();
        byWebhook.forEach((name, calls) -> {
            Calls since = calls.since(before.byWebhook.getOrDefault(name, Calls.none()));
            if (since.count() > 0) {
                more.put(name, since);
            }
        });
        return more;
    }

    /** Calls of one webhook, summed up over what else the API server tells apart. */
    static final class Calls {
        private final TreeMap<Double, Double> upTo = new TreeMap<>();
        private double seconds;
        private double count;

        static Calls none() {
            return new Calls();
        }

        private void add(String part, Map<String, String> labels, double value) {
            switch (part) {
                case "sum" -> seconds += value;
                case "count" -> count += value;
                default -> {
                    String bound = labels.getOrDefault("le", "+Inf");
                    double limit =
                            bound.equals("+Inf")
                                    ? Double.POSITIVE_INFINITY
                                    : Double.parseDouble(bound);
                    upTo.merge(limit, value, Double::sum);
                }
            }
        }

        private Calls since(Calls before) {
            var since = new Calls();
            since.seconds = seconds - before.seconds;
            since.count = count - before.count;
            upTo.forEach((limit, calls) ->
                    since.upTo.put(limit, calls - before.upTo.getOrDefault(limit, 0.0)));
            return since;
        }

        double count() {
            return count;
        }

        double sumSeconds() {
            return seconds;
        }

        double meanMillis() {
            return 1000 * seconds / Math.max(1, count);
        }

        /** Milliseconds within which so many of a hundred calls came back: a bucket's bound. */
        double millisWithin(double percent) {
            return upTo.entrySet().stream()
                    .filter(bucket -> bucket.getValue() >= count * percent / 100)
                    .findFirst()
                    .map(bucket -> 1000 * bucket.getKey())
                    .orElse(Double.POSITIVE_INFINITY);
        }
    }
}
