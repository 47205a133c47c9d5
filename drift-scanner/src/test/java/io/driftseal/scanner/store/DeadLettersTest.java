package io.driftseal.scanner.store;

import static io.driftseal.scanner.incident.OutboxMessage.Change.OPENED;
import static io.driftseal.scanner.incident.OutboxMessage.Change.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.scanner.intake.DeadLetterDoor;
import io.driftseal.scanner.notification.Delivery;
import io.driftseal.scanner.notification.Destination;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Refused messages through the door of the command, on a real store. */
class DeadLettersTest {

    @TempDir Path temporary;
    private SqliteScannerStore store;
    private SqliteDeliveryQueue queue;
    private List<PeerRoute> routes;

    @BeforeEach
    void open() {
        store = new StoreFolder(temporary).open();
        queue = store.deliveries();
        routes = new DeadLetterDoor(store.deadLetters(), () -> StoreFolder.NOW).routes();
        store.write(t -> {
            t.outbox().enqueue(Samples.notice(1, "slack", OPENED));
            t.outbox().enqueue(Samples.notice(1, "slack", RESOLVED));
            return true;
        });
        queue.refuse(due().getFirst(), "400 invalid_payload");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void aRefusedMessageIsShownWithItsReasonAndBody() {
        assertThat(text(call("GET", "/v1/dead-letters")))
                .contains("\"messageId\":\"msg-1-slack-OPENED\"")
                .contains("\"reason\":\"400 invalid_payload\"")
                .contains("\"destination\":\"slack\"")
                .contains("\"body\":\"{");
    }

    @Test
    void sentAgainItComesBeforeWhatWasWrittenLater() {
        PeerReply reply = call("POST", "/v1/dead-letters/resend/1");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(queue.dead(Destination.SLACK)).isZero();
        assertThat(due()).extracting(Delivery::messageId).containsExactly("msg-1-slack-OPENED");
    }

    @Test
    void discardedItIsGoneAndStillKnown() {
        assertThat(call("POST", "/v1/dead-letters/discard/1").status()).isEqualTo(200);

        store.write(t -> {
            t.outbox().enqueue(Samples.notice(1, "slack", OPENED));
            return true;
        });
        assertThat(queue.dead(Destination.SLACK)).isZero();
        assertThat(due()).extracting(Delivery::messageId).containsExactly("msg-1-slack-RESOLVED");
    }

    @ParameterizedTest
    @CsvSource({
        "resend/2, 404", // it waits, nobody refused it
        "resend/99, 404",
        "discard/99, 404",
        "resend/-1, 400",
        "resend/0, 400",
        "resend/one, 400",
        "discard/99999999999999999999, 400",
    })
    void anythingElseIsRefused(String path, int status) {
        assertThat(call("POST", "/v1/dead-letters/" + path).status()).isEqualTo(status);
        assertThat(queue.dead(Destination.SLACK)).isEqualTo(1);
    }

    @Test
    void onlyTheCommandMayCome() {
        assertThat(routes).allSatisfy(route -> assertThat(route.peers()).isEqualTo(Set.of("cli")));
    }

    private PeerReply call(String method, String path) {
        PeerRoute route =
                routes.stream()
                        .filter(candidate ->
                                candidate.method().equals(method)
                                        && path.startsWith(candidate.path().replace("*", "")))
                        .findFirst()
                        .orElseThrow();
        try {
            return route.handler()
                    .handle(new PeerRequest("cli", method, path, Map.of(), new byte[0]));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private List<Delivery> due() {
        return queue.due(Destination.SLACK, StoreFolder.NOW, 10);
    }

    private static String text(PeerReply reply) {
        return new String(reply.body(), StandardCharsets.UTF_8);
    }
}
