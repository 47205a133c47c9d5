package io.driftseal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.evidence.ChainEntry;
import io.driftseal.evidence.ChainHead;
import io.driftseal.evidence.Checkpoint;
import io.driftseal.evidence.EvidenceChain;
import io.driftseal.evidence.EvidenceLine;
import io.driftseal.evidence.SignedCheckpoint;
import io.driftseal.service.mutualtls.MutualTls;
import io.driftseal.service.mutualtls.MutualTlsServer;
import io.driftseal.service.mutualtls.PeerReply;
import io.driftseal.service.mutualtls.PeerRequest;
import io.driftseal.service.mutualtls.PeerRoute;
import io.driftseal.stamp.KeyFiles;
import io.driftseal.stamp.KeyPurpose;
import io.driftseal.stamp.SigningKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Evidence offline, and the commands that call a service, against a real mTLS listener. */
class EvidenceAndServicesTest {

    private static final String INCIDENT = "inc-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11";
    private static final String PLAN = "pln-01932c07-5f0e-7cc1-9f6a-3b8a1d7a2f11";
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2ln";

    @TempDir private Path directory;
    private Path keys;
    private final List<String> export = new ArrayList<>();
    private final List<PeerRequest> requests = new CopyOnWriteArrayList<>();

    @BeforeEach
    void aChainOfThree() throws Exception {
        keys = directory.resolve("keys");
        CommandRun.of("keys", "init", keys.toString());
        SigningKey signer =
                KeyFiles.readSigning(keys.resolve("checkpoint-signing.json"), KeyPurpose.CHECKPOINT)
                        .keys()
                        .getFirst();
        ChainHead head = ChainHead.EMPTY;
        for (int i = 1; i <= 3; i++) {
            ChainEntry entry =
                    EvidenceChain.append(
                            head, Instant.now(), "incident", "inc-" + i, "{\"n\":" + i + "}");
            export.add(EvidenceLine.write(entry));
            head = entry.head();
        }
        SignedCheckpoint checkpoint =
                SignedCheckpoint.sign(new Checkpoint(3, head.hash(), Instant.now()), signer);
        export.add(EvidenceLine.write(checkpoint));
        Files.writeString(directory.resolve("latest"), checkpoint.envelope() + "\n");
    }

    private CommandRun verify(List<String> lines, String... more) throws Exception {
        Path file = Files.write(directory.resolve("export.jsonl"), lines);
        var arguments =
                new ArrayList<>(
                        List.of(
                                "evidence",
                                "verify",
                                file.toString(),
                                "--keys",
                                keys.resolve("checkpoint-verification.json").toString()));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    @Test
    void verifiesAnExportAndSaysWhatItCannotKnow() throws Exception {
        CommandRun run = verify(export);
        assertThat(run.code()).as(run.out() + run.err()).isZero();
        assertThat(run.out())
                .startsWith("Intact: 3 entries")
                .contains("not known (no --checkpoint)");
        CommandRun known = verify(export, "--checkpoint", directory.resolve("latest").toString());
        assertThat(known.code()).as(known.err()).isZero();
        assertThat(known.out()).doesNotContain("not known");
    }

    @Test
    void refusesABrokenExportWithOneSentence() throws Exception {
        // Given an entry that was edited, and an end that was cut off
        var edited = new ArrayList<>(export);
        edited.set(1, export.get(1).replace("\\\"n\\\":2", "\\\"n\\\":3"));
        CommandRun changed = verify(edited);
        assertThat(changed.code()).isEqualTo(1);
        assertThat(changed.out()).startsWith("BROKEN at 2 (CHANGED)");

        CommandRun cut = verify(List.of(), "--checkpoint", directory.resolve("latest").toString());
        assertThat(cut.code()).isEqualTo(1);
        assertThat(cut.out()).contains("TRUNCATED");
    }

    @Test
    void refusesAForgedExpectedCheckpoint() throws Exception {
        String forged =
                Files.readString(directory.resolve("latest")).replace("\"sig\":\"", "\"sig\":\"A");
        Files.writeString(directory.resolve("forged"), forged);
        CommandRun run = verify(export, "--checkpoint", directory.resolve("forged").toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("is refused");
    }

    private PeerReply answer(PeerRequest request) {
        requests.add(request);
        return switch (request.path()) {
            case "/v1/incidents" ->
                    PeerReply.json(
                            200,
                            "{\"incidents\":[{\"id\":\""
                                    + INCIDENT
                                    + "\",\"reason\":\"\\u001b[2Jcleared\"}]}");
            case "/v1/incidents/" + INCIDENT ->
                    PeerReply.json(200, "{\"id\":\"" + INCIDENT + "\",\"state\":\"open\"}");
            case "/v1/verdicts" -> PeerReply.json(200, "{\"verdicts\":[]}");
            case "/v1/dead-letters" ->
                    PeerReply.json(200, "{\"deadLetters\":[{\"number\":7,\"reason\":\"400 no\"}]}");
            case "/v1/dead-letters/resend/7", "/v1/dead-letters/discard/7" ->
                    PeerReply.json(200, "{}");
            case "/v1/evidence" ->
                    new PeerReply(
                            200,
                            "application/jsonl",
                            String.join("\n", export).concat("\n").getBytes(UTF_8));
            case "/v1/handed-tokens", "/v1/plans/" + PLAN + "/undo" -> PeerReply.json(202, "{}");
            default -> PeerReply.error(404, "no_such_thing");
        };
    }

    private MutualTlsServer serve(String service) throws Exception {
        Set<String> cli = Set.of("cli");
        return MutualTlsServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                MutualTls.load(keys, service),
                List.of(
                        new PeerRoute("GET", "/v1/*", cli, this::answer),
                        new PeerRoute("POST", "/v1/*", cli, this::answer)),
                1 << 20);
    }

    private String[] with(String option, MutualTlsServer server, String... command) {
        var arguments = new ArrayList<>(List.of(command));
        arguments.addAll(
                List.of(option, "https://127.0.0.1:" + server.port(), "--tls", keys.toString()));
        return arguments.toArray(String[]::new);
    }

    @Test
    void readsIncidentsVerdictsAndEvidenceFromTheScanner() throws Exception {
        try (MutualTlsServer scanner = serve("drift-scanner")) {
            CommandRun list = CommandRun.of(with("--scanner", scanner, "incidents", "list"));
            assertThat(list.code()).as(list.err()).isZero();
            assertThat(list.out())
                    .contains("id: " + INCIDENT)
                    .contains("?[2Jcleared")
                    .doesNotContain("\u001b");
            assertThat(requests.getLast().query()).containsEntry("state", "open");

            CommandRun show =
                    CommandRun.of(
                            with("--scanner", scanner, "incidents", "show", INCIDENT, "--json"));
            assertThat(show.out())
                    .isEqualToIgnoringNewLines("{\"id\":\"" + INCIDENT + "\",\"state\":\"open\"}");

            CommandRun verdicts =
                    CommandRun.of(with("--scanner", scanner, "verdicts", "-n", "shop"));
            assertThat(verdicts.code()).isZero();
            assertThat(requests.getLast().query()).containsEntry("namespace", "shop");

            Path out = directory.resolve("out.jsonl");
            CommandRun exported =
                    CommandRun.of(
                            with(
                                    "--scanner",
                                    scanner,
                                    "evidence",
                                    "export",
                                    "--out",
                                    out.toString()));
            assertThat(exported.code()).as(exported.err()).isZero();
            assertThat(Files.readAllLines(out)).isEqualTo(export);
            assertThat(
                            CommandRun.of(
                                            with(
                                                    "--scanner",
                                                    scanner,
                                                    "evidence",
                                                    "export",
                                                    "--out",
                                                    out.toString()))
                                    .err())
                    .contains("must not exist");
            assertThat(requests).allMatch(request -> request.peer().equals("cli"));
        }
    }

    @Test
    void deadLettersAreThoseOfOneService() throws Exception {
        for (String service : List.of("webhook", "responder")) {
            try (MutualTlsServer server = serve(service)) {
                CommandRun list =
                        CommandRun.of(with("--" + service, server, "dead-letters", "list"));
                assertThat(list.code()).as(list.err()).isZero();
                assertThat(list.out()).contains("number: 7");
                assertThat(
                                CommandRun.of(
                                                with(
                                                        "--scanner",
                                                        server,
                                                        "dead-letters",
                                                        "list",
                                                        "--webhook",
                                                        "https://localhost:1"))
                                        .err())
                        .contains("mutually exclusive");
            }
        }
        assertThat(CommandRun.of("dead-letters", "list", "--tls", "x").err())
                .contains("--scanner=URL", "--webhook=URL", "--responder=URL");
    }

    @Test
    void readsSendsAndDiscardsDeadLetters() throws Exception {
        try (MutualTlsServer scanner = serve("drift-scanner")) {
            CommandRun list = CommandRun.of(with("--scanner", scanner, "dead-letters", "list"));
            assertThat(list.out()).contains("number: 7").contains("reason: 400 no");
            for (String change : List.of("resend", "discard")) {
                CommandRun run =
                        CommandRun.of(with("--scanner", scanner, "dead-letters", change, "7"));
                assertThat(run.code()).as(run.err()).isZero();
                assertThat(requests.getLast().path())
                        .isEqualTo("/v1/dead-letters/" + change + "/7");
                assertThat(
                                CommandRun.of(
                                                with(
                                                        "--scanner",
                                                        scanner,
                                                        "dead-letters",
                                                        change,
                                                        "8"))
                                        .err())
                        .contains("404");
            }
        }
    }

    @Test
    void handsTheResponderATokenAndTakesAPlanBack() throws Exception {
        Path tokenFile = Files.writeString(directory.resolve("token"), TOKEN + "\n");
        try (MutualTlsServer responder = serve("responder")) {
            CommandRun hand =
                    CommandRun.of(
                            with(
                                    "--responder",
                                    responder,
                                    "respond",
                                    "hand-token",
                                    "--token-file",
                                    tokenFile.toString()));
            assertThat(hand.code()).as(hand.err()).isZero();
            assertThat(new String(requests.getLast().body(), UTF_8))
                    .isEqualTo("{\"token\":\"" + TOKEN + "\"}");
            assertThat(hand.out() + hand.err()).doesNotContain(TOKEN);

            CommandRun undo =
                    CommandRun.of(with("--responder", responder, "respond", "undo", PLAN));
            assertThat(undo.code()).as(undo.err()).isZero();
            assertThat(requests.getLast().path()).isEqualTo("/v1/plans/" + PLAN + "/undo");
        }
    }

    @Test
    void talksToNobodyButTheServiceItMeans() throws Exception {
        // Given a responder where the scanner should be
        try (MutualTlsServer responder = serve("responder")) {
            CommandRun run = CommandRun.of(with("--scanner", responder, "verdicts"));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("no answer from drift-scanner").doesNotContain("\tat ");
            assertThat(requests).isEmpty();
        }
    }

    @Test
    void saysWhatAServiceRefusedAndThatNobodyAnswers() throws Exception {
        String unknown = INCIDENT.replace('1', '2');
        String[] gone;
        try (MutualTlsServer scanner = serve("drift-scanner")) {
            CommandRun run =
                    CommandRun.of(with("--scanner", scanner, "incidents", "show", unknown));
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).contains("answered 404").contains("no_such_thing");
            gone = with("--scanner", scanner, "verdicts");
        }
        assertThat(CommandRun.of(gone).err()).contains("check the URL");
    }

    @Test
    void refusesIdsThatWouldBecomeAnotherPathAndTokensThatAreNone() throws Exception {
        String[] somewhere = {"--scanner", "https://127.0.0.1:1", "--tls", keys.toString()};
        CommandRun run =
                CommandRun.of(
                        "incidents",
                        "show",
                        "../evidence",
                        somewhere[0],
                        somewhere[1],
                        somewhere[2],
                        somewhere[3]);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("is not an id such as inc-");
        Path none = Files.writeString(directory.resolve("none"), "hunter2 with spaces");
        CommandRun token =
                CommandRun.of(
                        "respond",
                        "hand-token",
                        "--responder",
                        "https://127.0.0.1:1",
                        "--tls",
                        keys.toString(),
                        "--token-file",
                        none.toString());
        assertThat(token.code()).isEqualTo(1);
        assertThat(token.err())
                .contains("does not hold one service account token")
                .doesNotContain("hunter2");
        assertThat(
                        CommandRun.of(
                                        "verdicts",
                                        "--scanner",
                                        "http://127.0.0.1:1",
                                        "--tls",
                                        keys.toString())
                                .err())
                .contains("https://HOST:PORT");
        assertThat(
                        CommandRun.of(
                                        "verdicts",
                                        "--scanner",
                                        "https://127.0.0.1:1",
                                        "--tls",
                                        directory.toString())
                                .err())
                .contains("keys init");
    }
}
