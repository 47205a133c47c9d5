package io.driftseal.workload;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A custom resource with a pod template, named by an administrator, whose controller makes pods or
 * ReplicaSets of it.
 *
 * @param templatePath from the object's root to the template: {@code spec}, {@code template}
 * @param child what its controller makes: {@link BuiltInKind#POD} or {@link
 *     BuiltInKind#REPLICA_SET}
 * @param hashLabel the label by which its controller tells its children from one another, added to
 *     the template and to the selector; empty if it adds none
 */
public record CustomKind(
        String group,
        String version,
        String kind,
        String plural,
        List<String> templatePath,
        BuiltInKind child,
        Optional<String> hashLabel)
        implements WorkloadKind {

    private static final int LONGEST_PATH = 8;
    private static final Pattern FIELD = Pattern.compile("[a-z][A-Za-z0-9]{0,62}");
    private static final Pattern GROUP = Pattern.compile("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
    private static final Pattern WORD = Pattern.compile("[a-z0-9]{1,63}");
    private static final Pattern LABEL =
            Pattern.compile("([a-z0-9][-a-z0-9.]{0,252}/)?[A-Za-z0-9][-A-Za-z0-9_.]{0,62}");

    public CustomKind {
        templatePath = List.copyOf(templatePath);
        require(group.contains("."), "the group of a custom kind needs a dot");
        require(GROUP.matcher(group).matches(), "the group must be a DNS name");
        require(WORD.matcher(version).matches(), "the version must be a word such as v1alpha1");
        require(WORD.matcher(plural).matches(), "the plural must be a lower-case word");
        require(
                templatePath.size() >= 2
                        && templatePath.size() <= LONGEST_PATH
                        && templatePath.getFirst().equals("spec")
                        && templatePath.stream().allMatch(f -> FIELD.matcher(f).matches()),
                "the template's path must be spec and 1 to 7 names of fields more");
        require(
                child == BuiltInKind.POD || child == BuiltInKind.REPLICA_SET,
                "a custom kind makes Pod or ReplicaSet");
        require(
                hashLabel.filter(label -> !LABEL.matcher(label).matches()).isEmpty(),
                "the hash label must be the key of a label");
        KindName.of(group, kind);
    }

    @Override
    public Optional<BuiltInKind> makes() {
        return Optional.of(child);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
