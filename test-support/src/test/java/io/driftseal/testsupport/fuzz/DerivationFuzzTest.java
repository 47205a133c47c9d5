package io.driftseal.testsupport.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.ClusterFacts;
import io.driftseal.workload.Derivation;
import io.driftseal.workload.Derived;
import io.driftseal.workload.UnsupportedWorkloadException;
import io.driftseal.workload.Workload;
import io.driftseal.workload.json.JsonArray;
import io.driftseal.workload.json.JsonLimits;
import io.driftseal.workload.json.JsonNull;
import io.driftseal.workload.json.JsonNumber;
import io.driftseal.workload.json.JsonObject;
import io.driftseal.workload.json.JsonReader;
import io.driftseal.workload.json.JsonValue;
import io.driftseal.workload.json.JsonWriter;
import io.driftseal.workload.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What controllers made, changed on either side: an answer to each pair, the same one again, and
 * nothing explained that runs other code, or with other rights, than its template says. What counts
 * as that is worked out here by hand, knowing of no transformation.
 */
final class DerivationFuzzTest {

    private static final List<String> CODE =
            List.of("name", "image", "command", "args", "workingDir", "envFrom");
    private static final List<String> RIGHTS =
            List.of("privileged", "allowPrivilegeEscalation", "runAsUser", "procMount");
    private static final List<String> HOST =
            List.of("hostPID", "hostIPC", "hostNetwork", "hostUsers", "runtimeClassName");
    private static final String INDEX = "JOB_COMPLETION_INDEX";

    private final ClusterFacts facts = Corpus.facts();
    private final ClusterFacts unknown = ClusterFacts.unknown("nobody answers");

    @Test
    void nothingOfOtherCodeOrRightsIsExplained() throws Exception {
        List<Corpus.Made> made = Corpus.made();
        HostileJson trees = new HostileJson(Corpus.objects());
        FuzzCampaign.of("derivation", 3_000)
                .run(
                        random -> pair(made.get(random.nextInt(made.size())), trees, random),
                        this::check);
    }

    private static byte[] pair(Corpus.Made made, HostileJson trees, Random random) {
        int side = random.nextInt(4);
        JsonObject owner = side > 1 ? trees.mutate(made.owner(), random) : made.owner();
        JsonObject child = side < 3 ? trees.mutate(made.child(), random) : made.child();
        return JsonWriter.write(JsonObject.of("owner", owner, "child", child));
    }

    private void check(byte[] input, FuzzCampaign.Tally tally) throws Exception {
        Workload owner;
        Workload child;
        try {
            JsonObject pair = JsonReader.readObject(input, JsonLimits.admissionReview());
            owner = Workload.of(Corpus.kinds(), pair.object("owner"));
            child = Workload.of(Corpus.kinds(), pair.object("child"));
        } catch (MalformedJsonException e) {
            tally.count("refused by the reader"); // deeper than any review may be
            return;
        } catch (UnsupportedWorkloadException e) {
            tally.count("no workload");
            return;
        }
        Derived derived = Derivation.of(owner, child, facts);
        assertThat(Derivation.of(owner, child, facts)).isEqualTo(derived);
        tally.count(
                switch (derived) {
                    case Derived.Explained _ -> "explained";
                    case Derived.Unexplained _ -> "unexplained";
                    case Derived.Undecided _ -> "undecided";
                });
        for (Derived answer : List.of(derived, Derivation.of(owner, child, unknown))) {
            if (answer instanceof Derived.Explained) {
                assertThat(owner.kind().makes()).contains((BuiltInKind) child.kind());
                assertThat(powers(child)).isEqualTo(powers(owner));
            }
        }
    }

    /** What runs and what it may, in words. */
    private static List<String> powers(Workload workload) {
        JsonObject spec = workload.podSpec();
        var powers = new ArrayList<String>();
        powers.add("account " + workload.serviceAccount());
        HOST.forEach(name -> powers.add(name + " " + meaning(spec, name)));
        var paths = new ArrayList<String>();
        for (JsonObject volume : spec.objects("volumes")) {
            JsonObject path = volume.object("hostPath");
            if (!path.isEmpty()) {
                paths.add(meaning(volume, "name") + meaning(path, "path") + meaning(path, "type"));
            }
        }
        paths.sort(null);
        powers.add("hostPath " + paths);
        for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
            for (JsonObject container : spec.objects(list)) {
                powers.add(list);
                container(container, powers);
            }
        }
        return powers;
    }

    private static void container(JsonObject container, List<String> powers) {
        CODE.forEach(name -> powers.add(name + " " + meaning(container, name)));
        JsonObject context = container.object("securityContext");
        RIGHTS.forEach(name -> powers.add(name + " " + meaning(context, name)));
        var added = new TreeSet<String>();
        context.array("capabilities", "add").forEach(name -> added.add(name.toString()));
        powers.add("capabilities " + added);
        for (JsonObject variable : container.objects("env")) {
            if (!variable.string("name").orElse("").equals(INDEX)) {
                powers.add(
                        "env "
                                + meaning(variable, "name")
                                + meaning(variable, "value")
                                + variable.object("valueFrom", "secretKeyRef"));
            }
        }
    }

    /** Absent, null and empty are one. */
    private static String meaning(JsonObject object, String name) {
        JsonValue value = object.find(name).orElse(JsonNull.INSTANCE);
        return switch (value) {
            case JsonNull _ -> "";
            case JsonNumber number -> number.canonicalLiteral();
            default -> value.equals(JsonArray.EMPTY) ? "" : value.toString();
        };
    }
}
