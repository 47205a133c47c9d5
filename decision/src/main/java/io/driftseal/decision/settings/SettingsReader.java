package io.driftseal.decision.settings;

import io.driftseal.decision.Mode;
import io.driftseal.decision.document.DocumentException;
import io.driftseal.decision.document.StrictDocument;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.MalformedJsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * Reads settings files, strictly: an exemption that says less than it must, or more than is known
 * here, is refused with file and line. A misspelt one would be wider than its author meant.
 */
public final class SettingsReader {

    /** Value of {@code schema} in every file. */
    public static final String SCHEMA = "driftseal.settings/v1";

    private static final String ROOT = "settings";
    private static final int MAXIMUM_TEXT = 256;
    private static final int MAXIMUM_NAMES = 100;
    private static final Pattern CODE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Za-z0-9]{0,62}");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern REGISTRY =
            Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:[0-9]{1,5})?(/[a-z0-9][-a-z0-9._]*)*");
    private static final JsonLimits LIMITS = new JsonLimits(4 * 1024 * 1024, 8, 200_000);

    private SettingsReader() {}

    /**
     * @param files name to content, in UTF-8
     * @throws MalformedSettingsException for the first file that is not as it must be
     */
    public static PolicySettings read(SortedMap<String, byte[]> files)
            throws MalformedSettingsException {
        List<Exemption> exemptions = new ArrayList<>();
        List<RuleEnforcement> enforcement = new ArrayList<>();
        List<RegistryScope> registries = new ArrayList<>();
        for (var file : files.entrySet()) {
            PolicySettings settings = read(file.getKey(), file.getValue());
            exemptions.addAll(settings.exemptions());
            enforcement.addAll(settings.enforcement());
            registries.addAll(settings.registries());
        }
        try {
            return new PolicySettings(exemptions, enforcement, registries);
        } catch (IllegalArgumentException e) {
            throw new MalformedSettingsException(String.valueOf(e.getMessage()));
        }
    }

    private static PolicySettings read(String name, byte[] content)
            throws MalformedSettingsException {
        List<Exemption> exemptions = new ArrayList<>();
        List<RuleEnforcement> enforcement = new ArrayList<>();
        List<RegistryScope> registries = new ArrayList<>();
        try {
            JsonObject tree = JsonReader.readObject(content, LIMITS);
            var document = new StrictDocument(tree, ROOT);
            if (!document.text("schema", MAXIMUM_TEXT).equals(SCHEMA)) {
                throw document.invalid("schema", "must be " + SCHEMA);
            }
            for (StrictDocument item : optional(document, "exemptions")) {
                exemptions.add(exemption(item));
            }
            for (StrictDocument item : optional(document, "enforcement")) {
                enforcement.add(enforcement(item));
            }
            for (StrictDocument item : optional(document, "registries")) {
                registries.add(registry(item));
            }
            document.end();
            return new PolicySettings(exemptions, enforcement, registries);
        } catch (IllegalArgumentException e) {
            throw new MalformedSettingsException(String.valueOf(e.getMessage()));
        } catch (MalformedJsonException e) {
            throw new MalformedSettingsException(
                    name,
                    DocumentLines.ofOffset(content, e.offset()),
                    String.valueOf(e.getMessage()));
        } catch (DocumentException e) {
            String sentence = String.valueOf(e.getMessage());
            throw new MalformedSettingsException(
                    name,
                    DocumentLines.ofPath(content, e.path().substring(ROOT.length())),
                    sentence.startsWith(ROOT + ".")
                            ? sentence.substring(ROOT.length() + 1)
                            : sentence);
        }
    }

    private static List<StrictDocument> optional(StrictDocument document, String name)
            throws DocumentException {
        return document.has(name)
                ? document.documents(name, PolicySettings.MAXIMUM_ENTRIES)
                : List.of();
    }

    private static Exemption exemption(StrictDocument item) throws DocumentException {
        var exemption =
                new Exemption(
                        shaped(item, "id", CODE, "a name of a-z, 0-9 and -"),
                        shaped(item, "rule", CODE, "the code of a rule"),
                        namespaces(item),
                        workloads(item),
                        names(item, "containers"),
                        images(item),
                        responsibility(item),
                        time(item, "expires"));
        item.end();
        return exemption;
    }

    private static RuleEnforcement enforcement(StrictDocument item) throws DocumentException {
        String rule = shaped(item, "rule", CODE, "the code of a rule");
        String word = item.text("mode", MAXIMUM_TEXT);
        Mode mode =
                switch (word) {
                    case "observe" -> Mode.OBSERVE;
                    case "warn" -> Mode.WARN;
                    default ->
                            throw item.invalid(
                                    "mode",
                                    "must be observe or warn; without an entry a rule refuses");
                };
        var enforcement =
                new RuleEnforcement(
                        rule,
                        mode,
                        namespaces(item),
                        responsibility(item),
                        item.has("expires")
                                ? Optional.of(time(item, "expires"))
                                : Optional.empty());
        item.end();
        return enforcement;
    }

    private static RegistryScope registry(StrictDocument item) throws DocumentException {
        var registry =
                new RegistryScope(
                        shaped(item, "name", REGISTRY, "a registry such as registry.example/shop"),
                        namespaces(item));
        item.end();
        return registry;
    }

    private static NamespaceScope namespaces(StrictDocument item) throws DocumentException {
        boolean every = said(item, "everyNamespace", "namespaces");
        return new NamespaceScope(every, every ? List.of() : listed(item, "namespaces"));
    }

    private static List<WorkloadPattern> workloads(StrictDocument item) throws DocumentException {
        List<WorkloadPattern> patterns = new ArrayList<>();
        if (said(item, "everyWorkload", "workloads")) {
            return patterns;
        }
        for (StrictDocument workload : item.documents("workloads", MAXIMUM_NAMES)) {
            String kind = shaped(workload, "kind", KIND, "a kind such as Deployment");
            TextPattern name =
                    pattern(workload, "name", workload.word("name", MAXIMUM_TEXT), "everyWorkload");
            workload.end();
            patterns.add(new WorkloadPattern(kind, name));
        }
        if (patterns.isEmpty()) {
            throw item.invalid("workloads", "must name one; to mean all say everyWorkload: true");
        }
        return patterns;
    }

    /** Everything is only meant where it is said, and then nothing is listed beside it. */
    private static boolean said(StrictDocument item, String every, String list)
            throws DocumentException {
        if (!item.has(every)) {
            if (!item.has(list)) {
                throw item.invalid(list, "is missing; to mean all say " + every + ": true");
            }
            return false;
        }
        if (!item.flag(every) || item.has(list)) {
            throw item.invalid(every, "must be true, and then without " + list);
        }
        return true;
    }

    private static List<String> listed(StrictDocument item, String name) throws DocumentException {
        List<String> names = item.words(name, MAXIMUM_NAMES);
        if (names.isEmpty() || !names.stream().allMatch(n -> NAME.matcher(n).matches())) {
            throw item.invalid(name, "must be names of objects, at least one and no patterns");
        }
        return names;
    }

    private static List<String> names(StrictDocument item, String name) throws DocumentException {
        return item.has(name) ? listed(item, name) : List.of();
    }

    private static List<TextPattern> images(StrictDocument item) throws DocumentException {
        List<TextPattern> patterns = new ArrayList<>();
        if (item.has("images")) {
            for (String written : item.words("images", MAXIMUM_NAMES)) {
                patterns.add(pattern(item, "images", written, "no images"));
            }
            if (patterns.isEmpty()) {
                throw item.invalid("images", "must name one, or be left out");
            }
        }
        return patterns;
    }

    private static TextPattern pattern(
            StrictDocument item, String name, String written, String instead)
            throws DocumentException {
        try {
            return TextPattern.of(written);
        } catch (IllegalArgumentException e) {
            throw item.invalid(
                    name,
                    "may hold one asterisk, at its end and behind a text; to mean all say "
                            + instead);
        }
    }

    private static Responsibility responsibility(StrictDocument item) throws DocumentException {
        return new Responsibility(
                item.word("owner", MAXIMUM_TEXT), item.word("reason", MAXIMUM_TEXT));
    }

    private static Instant time(StrictDocument item, String name) throws DocumentException {
        try {
            return Instant.parse(item.word(name, MAXIMUM_TEXT));
        } catch (DateTimeException e) {
            throw item.invalid(name, "must be a time such as 2027-01-31T08:00:00Z");
        }
    }

    private static String shaped(StrictDocument item, String name, Pattern shape, String what)
            throws DocumentException {
        String text = item.word(name, MAXIMUM_TEXT);
        if (!shape.matcher(text).matches()) {
            throw item.invalid(name, "must be " + what);
        }
        return text;
    }
}
