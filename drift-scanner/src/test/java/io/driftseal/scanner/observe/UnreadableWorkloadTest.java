package io.driftseal.scanner.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.kubernetes.UnreadableObject;
import io.driftseal.scanner.fixture.BrokenPods;
import io.driftseal.scanner.fixture.Fixtures;
import io.driftseal.scanner.observe.UnreadableWorkload.Reason;
import io.driftseal.workload.BuiltInKind;
import io.driftseal.workload.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is held of an object that cannot be read. */
class UnreadableWorkloadTest {

    private final JsonObject pod = Fixtures.read("pod");

    @Test
    void onlyWhoItIsAndWhyIsHeldHoweverLargeItIs() {
        for (BrokenPods.Row row : BrokenPods.named(pod)) {
            UnreadableWorkload held = unreadable(row.object());

            assertThat(held.reason()).as(row.name()).isEqualTo(row.reason());
            assertThat(held.reference().uid()).isEqualTo("uid-pod");
            assertThat(held.toString().length()).as(row.name()).isLessThan(1_000);
        }
    }

    @Test
    void anObjectWithoutAnIdentityIsHeldUnderOneThatItsPlaceGivesIt() {
        String long254 = "n".repeat(254);
        List<JsonObject> unidentified =
                List.of(
                        metadata("uid", ""),
                        metadata("uid", "u".repeat(65)),
                        metadata("namespace", "n".repeat(64)),
                        metadata("name", ""),
                        metadata("name", long254),
                        pod.with("metadata", pod.object("metadata").without("uid")),
                        pod.without("metadata"));
        for (JsonObject object : unidentified) {
            UnreadableWorkload held = unreadable(object);

            assertThat(held.reason()).isEqualTo(Reason.IDENTITY);
            assertThat(held.reference().uid()).matches("unidentified/[0-9a-f]{32}");
            assertThat(held.key()).isEqualTo(unreadable(object).key());
        }
        assertThat(unreadable(metadata("uid", "")).key())
                .isNotEqualTo(unreadable(metadata("name", long254)).key());
    }

    @Test
    void whatHoldsTheBoundsIsRead() {
        assertThat(WorkloadSnapshot.of(BuiltInKind.POD, pod)).isInstanceOf(WorkloadSnapshot.class);
    }

    @Test
    void aDocumentThatCouldNotBeReadSaysWhy() {
        UnreadableObject object =
                new UnreadableObject("shop", "web", "uid-1", "7", "more than 132 levels");

        UnreadableWorkload held = UnreadableWorkload.of(BuiltInKind.POD, object);

        assertThat(held.cause()).isEqualTo("it cannot be read (document): more than 132 levels");
        assertThat(held.key()).isEqualTo(new WorkKey("Pod", "uid-1"));
    }

    private JsonObject metadata(String name, String value) {
        return Fixtures.withMetadata(pod, name, value);
    }

    private static UnreadableWorkload unreadable(JsonObject object) {
        return (UnreadableWorkload) WorkloadSnapshot.of(BuiltInKind.POD, object);
    }
}
