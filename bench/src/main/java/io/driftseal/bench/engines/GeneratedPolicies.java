package io.driftseal.bench.engines;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Policies as teams write them: a package for each, rules that go through all containers, regular
 * expressions, sets, comprehensions, messages by sprintf. One decision gathers what all of them
 * refuse. The pods that are measured violate none, so every rule looks at everything.
 */
final class GeneratedPolicies {

    /** Bodies of rules; {@code %1$d} makes each its own, so that no two are one to a compiler. */
    private static final List<String> RULES =
            List.of(
                    """
                    	some c in containers
                    	not regex.match(`^registry\\.example\\.com/[a-z0-9/_-]+:[0-9.]+(-%1$d)?$`, c.image)
                    	message := sprintf("container %%s uses %%s, which is of no known registry (%1$d)", [c.name, c.image])
                    """,
                    """
                    	some c in containers
                    	endswith(c.image, ":latest-%1$d")
                    	message := sprintf("container %%s uses a tag that moves (%1$d)", [c.name])
                    """,
                    """
                    	some c in containers
                    	object.get(c, ["securityContext", "privileged"], false)
                    	message := sprintf("container %%s is privileged (%1$d)", [c.name])
                    """,
                    """
                    	missing := {"team", "app.kubernetes.io/name"} - {label | some label, _ in pod.metadata.labels}
                    	count(missing) > 0
                    	message := sprintf("labels %%v are missing (%1$d)", [missing])
                    """,
                    """
                    	some c in containers
                    	not c.resources.limits.memory
                    	message := sprintf("container %%s has no memory limit (%1$d)", [c.name])
                    """,
                    """
                    	some c in containers
                    	added := {capability | some capability in c.securityContext.capabilities.add}
                    	forbidden := added & {"SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "TEAM_%1$d"}
                    	count(forbidden) > 0
                    	message := sprintf("container %%s adds %%v (%1$d)", [c.name, forbidden])
                    """,
                    """
                    	some c in containers
                    	some port in c.ports
                    	port.hostPort
                    	message := sprintf("container %%s takes port %%d of its node (%1$d)", [c.name, port.hostPort])
                    """,
                    """
                    	some volume in pod.spec.volumes
                    	volume.hostPath
                    	not startswith(volume.hostPath.path, "/var/log/%1$d/")
                    	message := sprintf("volume %%s is a directory of the node (%1$d)", [volume.name])
                    """,
                    """
                    	names := [lower(variable.name) | some c in containers; some variable in c.env]
                    	some name in names
                    	contains(name, "password_%1$d")
                    	message := sprintf("variable %%s looks like a secret (%1$d)", [name])
                    """,
                    """
                    	pod.spec.hostNetwork
                    	not pod.metadata.annotations["example.com/host-network-%1$d"] == "approved"
                    	message := "the network of the node is not for everybody (%1$d)"
                    """);

    private GeneratedPolicies() {}

    /** Files by name: so many packages of so many rules each. */
    static Map<String, byte[]> of(int policies, int rulesEach) {
        Map<String, byte[]> files = new TreeMap<>(answersToEverythingElse());
        for (int policy = 1; policy <= policies; policy++) {
            put(files, "team_" + policy + ".rego", policy(policy, rulesEach));
        }
        String gathered =
                IntStream.rangeClosed(1, policies)
                        .mapToObj(
                                "refusals contains message if some message in data.driftseal.team_%d.deny\n"
                                        ::formatted)
                        .collect(Collectors.joining("\n"));
        put(files, "admission.rego", "package driftseal.admission\n\n" + gathered + DECISION);
        return files;
    }

    /**
     * One policy of ten rules, one of which looks into lists of so many images. Several lists, as
     * of several registries: what OPA takes to compile one grows with its square.
     */
    static Map<String, byte[]> withEntries(int lists, int entriesEach) {
        Map<String, byte[]> files = new TreeMap<>(of(1, 9));
        var known = new StringBuilder("package driftseal.images\n");
        for (int list = 0; list < lists; list++) {
            int of = list;
            String entries =
                    IntStream.range(0, entriesEach)
                            .mapToObj(entry -> "\t" + entry(of, entry))
                            .collect(Collectors.joining(",\n"));
            known.append("\nlist_%d := {\n%s,\n}\n".formatted(list, entries))
                    .append("\nknown(image) if list_%d[image]\n".formatted(list));
        }
        put(files, "images.rego", known.toString());
        put(
                files,
                "known.rego",
                """
                package driftseal.team_1

                deny contains message if {
                	some c in containers
                	[repository, _] := split(c.image, ":")
                	not data.driftseal.images.known(repository)
                	message := sprintf("container %s uses an image that nobody knows", [c.name])
                }
                """);
        return files;
    }

    private static String entry(int list, int entry) {
        return "\"registry.example.com/%s/part-%d\": {\"team\": \"team-%d\"}"
                .formatted(list == 0 ? "shop" : "of-" + list, entry, entry);
    }

    private static final String DECISION =
            """

            decision := {"admitted": count(refusals) == 0, "reasons": refusals}
            """;

    private static String policy(int policy, int rules) {
        var text = new StringBuilder("package driftseal.team_").append(policy);
        text.append(
                """


                pod := input.workload.object

                containers contains c if some c in pod.spec.containers

                containers contains c if some c in pod.spec.initContainers
                """);
        for (int rule = 0; rule < rules; rule++) {
            text.append("\ndeny contains message if {\n")
                    .append(RULES.get(rule % RULES.size()).formatted(policy * 1000 + rule))
                    .append("}\n");
        }
        return text.toString();
    }

    private static Map<String, byte[]> answersToEverythingElse() {
        Map<String, byte[]> files = new TreeMap<>();
        for (String question : List.of("access", "grant", "drift", "response")) {
            put(
                    files,
                    question + ".rego",
                    "package driftseal.%s\n\ndecision := {\"asked\": \"%s\"}\n"
                            .formatted(question, question));
        }
        return files;
    }

    private static void put(Map<String, byte[]> files, String name, String text) {
        files.put(name, text.getBytes(StandardCharsets.UTF_8));
    }
}
