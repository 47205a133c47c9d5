package io.driftseal.decision.bundle;

import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonString;
import io.driftseal.workload.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The page {@code policies/rego/RULES.md}, made of the rules' annotations as {@code opa inspect}
 * prints them.
 */
record RuleCatalogue(List<Entry> rules) {

    private static final List<String> TIERS = List.of("restricted", "standard", "development");
    private static final JsonLimits LIMITS = new JsonLimits(8 * 1024 * 1024, 64, 500_000);

    /**
     * @param question package below driftseal, such as admission
     * @param file where it stands, below {@code policies/rego}
     * @param effect by tier; empty where tiers do not matter
     */
    record Entry(
            String question,
            String file,
            int row,
            String code,
            String title,
            String description,
            String severity,
            Map<String, String> effect,
            List<String> controls) {

        boolean restrictedOnly() {
            return !effect.containsKey("standard");
        }

        /** What it does in a tier. */
        String in(String tier) {
            String word = effect.getOrDefault(tier, "none");
            return word.equals("none") ? "" : word;
        }
    }

    static RuleCatalogue of(OpaCommand opa) throws Exception {
        JsonObject inspected = read(opa.run("inspect", "--annotations", "--format", "json", "."));
        List<Entry> entries = new ArrayList<>();
        for (JsonObject item : inspected.objects("annotations")) {
            JsonObject annotations = item.object("annotations");
            if (annotations.string("custom", "code").isPresent()) {
                entries.add(entry(item, annotations));
            }
        }
        entries.sort(Comparator.comparing(Entry::file).thenComparingInt(Entry::row));
        return new RuleCatalogue(List.copyOf(entries));
    }

    private static Entry entry(JsonObject item, JsonObject annotations) {
        JsonObject custom = annotations.object("custom");
        Map<String, String> effect = new LinkedHashMap<>();
        custom.object("effect")
                .members()
                .forEach((tier, word) -> {
                    effect.put(tier, ((JsonString) word).value());
                });
        String file = item.string("location", "file").orElseThrow();
        return new Entry(
                file.substring(0, file.indexOf('/')),
                file,
                row(item),
                custom.string("code").orElseThrow(),
                annotations.string("title").orElseThrow(),
                annotations.string("description").orElseThrow().strip().replace('\n', ' '),
                custom.string("severity").orElse(""),
                effect,
                custom.array("controls").stream()
                        .map(control -> ((JsonString) control).value())
                        .toList());
    }

    private static int row(JsonObject item) {
        return item.number("location", "row")
                .map(JsonNumber::toString)
                .map(Integer::parseInt)
                .orElseThrow();
    }

    private static JsonObject read(OpaCommand.Result result) throws MalformedJsonException {
        return JsonReader.readObject(result.output().getBytes(StandardCharsets.UTF_8), LIMITS);
    }

    /** Rules about workloads, which have an effect in each tier. */
    List<Entry> admission() {
        return rules.stream().filter(entry -> !entry.effect().isEmpty()).toList();
    }

    String markdown() {
        StringBuilder page = new StringBuilder(HEAD);
        page.append("## Workloads\n| Rule | Severity | restricted | standard | development |\n");
        page.append("|---|---|---|---|---|\n");
        for (Entry rule : admission()) {
            page.append(
                    "| [`%s`](#%s) | %s | %s |%n"
                            .formatted(
                                    rule.code(),
                                    rule.code(),
                                    rule.severity(),
                                    TIERS.stream()
                                            .map(rule::in)
                                            .collect(Collectors.joining(" | "))));
        }
        page.append("\n## Pod Security Standards\n| Level | Control | Rules |\n|---|---|---|\n");
        byControl("PSS ")
                .forEach((control, codes) -> {
                    String[] words = control.split(" ", 3);
                    page.append("| %s | `%s` | %s |%n".formatted(words[1], words[2], codes));
                });
        page.append("\n## Other controls\n| Control | Rules |\n|---|---|\n");
        for (String framework : List.of("CIS ", "NIST CSF ", "NSA-CISA ", "OWASP ")) {
            byControl(framework)
                    .forEach((control, codes) -> {
                        page.append("| %s | %s |%n".formatted(control, codes));
                    });
        }
        page.append("\n## Each rule\n");
        String last = "";
        for (Entry rule : rules) {
            if (!rule.code().equals(last)) {
                page.append("\n### %s%n".formatted(rule.code()));
                last = rule.code();
            }
            page.append(
                    "**%s** (%s, `%s`). %s%n"
                            .formatted(
                                    rule.title(),
                                    rule.severity(),
                                    rule.file(),
                                    rule.description()));
            if (!rule.controls().isEmpty()) {
                page.append("Controls: %s.%n".formatted(String.join(", ", rule.controls())));
            }
        }
        return page.toString();
    }

    private Map<String, String> byControl(String framework) {
        Map<String, List<String>> codes = new java.util.TreeMap<>();
        for (Entry rule : rules) {
            for (String control : rule.controls()) {
                if (control.startsWith(framework)) {
                    List<String> known = codes.computeIfAbsent(control, each -> new ArrayList<>());
                    if (!known.contains("`" + rule.code() + "`")) {
                        known.add("`" + rule.code() + "`");
                    }
                }
            }
        }
        Map<String, String> joined = new LinkedHashMap<>();
        codes.forEach((control, names) -> joined.put(control, String.join(", ", names)));
        return joined;
    }

    private static final String HEAD =
            """
            # Rules

            Made of the annotations of the rules, and held to them by a test. To write it again after a change:
            `mvn -pl decision -am test -Dtest=RuleCatalogueTest -Dsurefire.failIfNoSpecifiedTests=false -Drules.write=true`.
            What a rule does in a tier holds where nothing is said about it in `data/*.json`, which also has the shipped modes
            of rules that do not refuse yet. An empty field: the rule says nothing in that tier.

            PSS are the Kubernetes Pod Security Standards by the names of their own checks, CIS the sections of the CIS
            Kubernetes Benchmark, NSA-CISA the headings of the Kubernetes Hardening Guide, OWASP the Non-Human Identities Top 10.

            """;
}
