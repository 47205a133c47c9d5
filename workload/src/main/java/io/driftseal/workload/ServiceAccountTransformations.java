package io.driftseal.workload;

import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonBoolean;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the admission plug-in ServiceAccount does to a new pod. */
final class ServiceAccountTransformations {

    private static final String NAME = "serviceAccountName";
    private static final String OLD_NAME = "serviceAccount";
    private static final String AUTOMOUNT = "automountServiceAccountToken";
    private static final List<String> MOUNTING_LISTS = List.of("initContainers", "containers");

    private ServiceAccountTransformations() {}

    /** Id {@code service-account-name}. */
    static Transformation name(JsonObject allowed) {
        String defaultName = allowed.string(NAME).orElseThrow();
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            Optional<String> live = child.string("spec", NAME);
            if (!spec.has(NAME) && live.equals(Optional.of(defaultName))) {
                spec = spec.with(NAME, defaultName);
            }
            Optional<String> repeated = child.string("spec", OLD_NAME);
            if (!spec.has(OLD_NAME) && repeated.isPresent() && repeated.equals(spec.string(NAME))) {
                spec = spec.with(OLD_NAME, repeated.get());
            }
            return expected.with("spec", spec);
        };
    }

    /** Id {@code image-pull-secrets}: those of the account, as far as the child has them. */
    static Transformation imagePullSecrets(JsonObject allowed, ClusterFacts facts) {
        Set<String> members = Set.copyOf(Transformation.texts(allowed.array("members")));
        List<JsonObject> permitted =
                account(facts)
                        .map(account -> account.objects("imagePullSecrets"))
                        .orElse(List.of());
        return (expected, child) -> {
            JsonObject spec = expected.object("spec");
            List<JsonValue> secrets =
                    child.array("spec", "imagePullSecrets").stream()
                            .filter(secret ->
                                    secret instanceof JsonObject object
                                            && object.members().keySet().equals(members)
                                            && permitted.contains(object))
                            .toList();
            return spec.array("imagePullSecrets").isEmpty() && !secrets.isEmpty()
                    ? expected.with("spec", spec.with("imagePullSecrets", new JsonArray(secrets)))
                    : expected;
        };
    }

    /**
     * Id {@code service-account-token-volume}. Its mount is expected where the child has it: the
     * plug-in runs before webhooks for the containers of the template, and once more behind them
     * for those that they added.
     */
    static Transformation tokenVolume(JsonObject allowed, ClusterFacts facts) {
        return new TokenVolume(
                GeneratedName.of(allowed),
                allowed.string("namePrefix").orElseThrow(),
                allowed.string("mountPath").orElseThrow(),
                allowed.object("source"),
                account(facts).map(account -> account.bool(AUTOMOUNT).orElse(true)));
    }

    private static Optional<JsonObject> account(ClusterFacts facts) {
        return facts.known(FactKind.SERVICE_ACCOUNT)
                .flatMap(accounts -> accounts.stream().findFirst());
    }

    private record TokenVolume(
            GeneratedName suffix,
            String namePrefix,
            String mountPath,
            JsonObject source,
            Optional<Boolean> accountMounts)
            implements Transformation {

        @Override
        public JsonObject explain(JsonObject expected, JsonObject child) {
            JsonObject spec = expected.object("spec");
            // The template's word goes before the account's; without either, it is mounted.
            if (!spec.bool(AUTOMOUNT).or(() -> accountMounts).orElse(false)) {
                return expected;
            }
            for (JsonObject volume : child.objects("spec", "volumes")) {
                String name = volume.string("name").orElse("");
                if (isTokenVolume(name, volume) && !hasVolumeLike(spec)) {
                    JsonObject mounted = mounted(spec, child, name);
                    return mounted.equals(spec)
                            ? expected
                            : expected.with(
                                    "spec", Transformation.append(mounted, "volumes", volume));
                }
            }
            return expected;
        }

        private boolean isTokenVolume(String name, JsonObject volume) {
            return suffix.matches(name, namePrefix) && volume.without("name").equals(source);
        }

        /** The plug-in adds no volume where the template has one of this name already. */
        private boolean hasVolumeLike(JsonObject spec) {
            return spec.objects("volumes").stream()
                    .anyMatch(volume -> volume.string("name").orElse("").startsWith(namePrefix));
        }

        private JsonObject mounted(JsonObject spec, JsonObject child, String volume) {
            JsonObject mount =
                    JsonObject.builder()
                            .put("name", volume)
                            .put("readOnly", JsonBoolean.TRUE)
                            .put("mountPath", mountPath)
                            .build();
            JsonObject mounted = spec;
            for (String list : MOUNTING_LISTS) {
                mounted =
                        Transformation.eachContainer(
                                mounted,
                                list,
                                container -> {
                                    JsonObject live =
                                            Transformation.container(child, list, container);
                                    return mountsAtPath(container)
                                                    || !live.array("volumeMounts").contains(mount)
                                            ? container
                                            : Transformation.placed(
                                                    container,
                                                    "volumeMounts",
                                                    "mountPath",
                                                    List.of(mount),
                                                    live.array("volumeMounts"));
                                });
            }
            return mounted;
        }

        private boolean mountsAtPath(JsonObject container) {
            return container.objects("volumeMounts").stream()
                    .anyMatch(mount -> mount.string("mountPath").orElse("").equals(mountPath));
        }
    }
}
