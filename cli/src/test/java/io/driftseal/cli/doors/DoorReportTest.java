package io.driftseal.cli.doors;

import static org.assertj.core.api.Assertions.assertThat;

import io.driftseal.workload.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of an installation, whole and with each of its parts removed. */
class DoorReportTest {

    private static final DoorReport.Accepted NOTHING =
            new DoorReport.Accepted(Set.of("kube-system", "driftseal-system"), Set.of());

    private static DoorReport report(UnaryOperator<String> change, Map<String, Heard> heard) {
        return DoorReport.of(
                Survey.of(WholeInstallation.with(change), "driftseal-system"), heard, NOTHING);
    }

    @Test
    void anInstallationThatIsSwitchedOffWatchesNoDoor() {
        DoorReport report =
                report(
                        text ->
                                text.replace(
                                        "\"objectSelector\":{}",
                                        "\"objectSelector\":{},\"matchConditions\":["
                                                + "{\"name\":\"driftseal-off\","
                                                + "\"expression\":\"false\"}]"),
                        Map.of());

        assertThat(report.faults().getFirst()).contains("switched off");
        assertThat(report.faults()).anyMatch(fault -> fault.contains("pods/exec"));
    }

    @Test
    void aWholeInstallationHasNoFault() {
        DoorReport report = report(text -> text, Map.of());

        assertThat(report.faults()).isEmpty();
        assertThat(report.namespaces())
                .containsEntry("shop", "enforce")
                .containsEntry("default", "observe")
                .containsEntry("kube-system", "exempt");
        assertThat(report.lines())
                .filteredOn(line -> line.name().equals("exec"))
                .singleElement()
                .isEqualTo(
                        new DoorReport.Line(
                                "exec",
                                java.util.List.of("access.enforce.driftseal.io"),
                                "refuses",
                                ""));
        assertThat(report.lines())
                .filteredOn(line -> line.name().equals("node-proxy"))
                .singleElement()
                .extracting(DoorReport.Line::enforce)
                .isEqualTo("records");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                removed("driftseal-access", "exec: no webhook of driftseal is asked"),
                removed(
                        "driftseal-verify",
                        "ephemeral-container: no webhook of driftseal is asked"),
                removed("zz-driftseal-stamp", "stamping: nothing stamps pods"),
                replaced("\"Fail\",\"rules\"", "\"Ignore\",\"rules\"", "must be Fail"),
                replaced("\"pods/exec\",", "", "exec: no webhook"),
                replaced("\"CREATE\",\"UPDATE\"", "\"CREATE\"", "update-pod: no webhook"),
                replaced(
                        "\"objectSelector\":{}",
                        "\"objectSelector\":{\"matchLabels\":{\"watched\":\"yes\"}}",
                        "exec: no webhook"),
                replaced(
                        "\"kube-system\"]",
                        "\"kube-system\",\"shop\"]",
                        "namespaces without any door watched: shop; say --exempt"),
                replaced(
                        "\"name\":\"access.driftseal.io\",\"clientConfig\":{\"caBundle\":\"Q0E=\"}",
                        "\"name\":\"access.driftseal.io\",\"clientConfig\":{\"caBundle\":\"T1RIRVI=\"}",
                        "different caBundles"),
                replaced(
                        "\"name\":\"access.driftseal.io\",\"clientConfig\":{\"caBundle\":\"Q0E=\"}",
                        "\"name\":\"access.driftseal.io\",\"clientConfig\":{}",
                        "has no caBundle"),
                replaced(
                        "\"policyName\":\"driftseal-stamps\",\"validationActions\":[\"Deny\"]",
                        "\"policyName\":\"driftseal-stamps\",\"validationActions\":[\"Audit\"]",
                        "driftseal-stamps .*its binding does not deny"),
                replaced(
                        "\"policyName\":\"driftseal-mode-labels\",",
                        "\"policyName\":\"driftseal-mode-labels\",\"matchResources\":{},",
                        "driftseal-mode-labels .*limited"),
                replaced(
                        "\"policyName\":\"driftseal-denied-tokens\"",
                        "\"policyName\":\"other\"",
                        "driftseal-denied-tokens .*no binding"),
                replaced(
                        "\"failurePolicy\":\"Fail\",\"validations\"",
                        "\"failurePolicy\":\"Ignore\",\"validations\"",
                        "driftseal-stamps .*failurePolicy is Ignore"),
                replaced(
                        "\"validations\":[{\"expression\":\"x\"}]",
                        "\"validations\":[]",
                        "validates nothing"));
    }

    private static Arguments removed(String name, String fault) {
        UnaryOperator<String> change =
                text -> text.contains("\"name\":\"" + name + "\"},\"webhooks\"") ? "" : text;
        return Arguments.of("without " + name, change, fault);
    }

    private static Arguments replaced(String piece, String replacement, String fault) {
        UnaryOperator<String> change = text -> text.replace("\\n ", "").replace(piece, replacement);
        return Arguments.of(replacement, change, fault);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void whatIsMissingIsNamed(String what, UnaryOperator<String> change, String fault) {
        assertThat(report(change, Map.of()).faults())
                .as(what)
                .anySatisfy(found -> assertThat(found).containsPattern(fault));
    }

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of(
                        403,
                        "admission webhook \"access.enforce.driftseal.io\" denied the request: closed",
                        new Heard.Refused("access.enforce.driftseal.io"),
                        false),
                Arguments.of(
                        403,
                        "pods \"canary\" is forbidden: ValidatingAdmissionPolicy 'driftseal-stamps' with binding",
                        new Heard.Refused("driftseal-stamps"),
                        false),
                Arguments.of(
                        500,
                        "Internal error occurred: failed calling webhook \"access.enforce.driftseal.io\":"
                                + " x509: certificate signed by unknown authority",
                        new Heard.Unanswered(
                                "access.enforce.driftseal.io",
                                "x509: certificate signed by unknown authority"),
                        true),
                Arguments.of(
                        403,
                        "admission webhook \"policies.example.org\" denied the request: no",
                        new Heard.Through(),
                        true),
                Arguments.of(
                        403,
                        "pods \"canary\" is forbidden: User \"dev\" cannot create resource \"pods/exec\"",
                        new Heard.NotKnocked("you have not the right to create pods/exec"),
                        true),
                Arguments.of(
                        400, "pod canary does not have a host assigned", new Heard.Through(), true),
                Arguments.of(
                        422,
                        "Pod \"canary\" is invalid",
                        new Heard.NotKnocked(
                                "the API server found it invalid: Pod \"canary\" is invalid"),
                        true),
                Arguments.of(200, "", new Heard.Through(), true));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answers")
    void anAnswerIsHeardForWhatItIs(int code, String message, Heard expected, boolean fault) {
        Heard heard = Heard.of(code, message);

        assertThat(heard).isEqualTo(expected);
        assertThat(report(text -> text, Map.of("exec", heard)).faults()).hasSize(fault ? 1 : 0);
    }

    @Test
    void aDoorThatPolicyOpensIsNoFaultWhereTheCallerSaysSo() {
        var accepted = new DoorReport.Accepted(NOTHING.exempt(), Set.of("exec"));

        DoorReport report =
                DoorReport.of(
                        Survey.of(WholeInstallation.with(text -> text), "driftseal-system"),
                        Map.of("exec", new Heard.Through(), "eviction", new Heard.Through()),
                        accepted);

        assertThat(report.faults()).isEmpty();
    }

    @Test
    void doorsAtWhichNobodyCouldKnockAreAFaultForEachCause() {
        var right = new Heard.NotKnocked("you have not the right to create pods/exec");
        var noPod = new Heard.NotKnocked("the pod to knock with was not made");

        DoorReport report =
                report(
                        text -> text,
                        Map.of(
                                "exec", right,
                                "resize", noPod,
                                "driftseal-stamps", noPod,
                                "eviction", new Heard.Refused("access.driftseal.io")));

        assertThat(report.faults())
                .hasSize(2)
                .anyMatch(fault ->
                        fault.equals(
                                "exec: could not be knocked at, so nobody knows whether it is watched:"
                                        + " you have not the right to create pods/exec"))
                .anyMatch(fault ->
                        fault.contains("resize")
                                && fault.contains("driftseal-stamps")
                                && fault.endsWith("not made"));
    }

    @Test
    void aPolicyThatLetsThroughWhatItRefusesIsAFault() {
        assertThat(
                        report(text -> text, Map.of("driftseal-mode-labels", new Heard.Through()))
                                .faults())
                .containsExactly("driftseal-mode-labels: what it should refuse was let through");
    }

    private static final String ROLLOUTS =
            """
            {"customRoots":[{"group":"delivery.example.org","version":"v1alpha1","kind":"Rollout","plural":"rollouts",
             "templatePath":"spec.template","makes":"ReplicaSet","controllers":["system:serviceaccount:delivery:controller"]}]}
            """;

    @Test
    void theEntrancesOfCustomKindsAreHeldToTheSame() {
        UnaryOperator<String> watched =
                text ->
                        text.replace(
                                "\"rules\":[{\"apiGroups\":[\"\",\"apps\",\"batch\"]",
                                "\"rules\":[{\"apiGroups\":[\"delivery.example.org\"],\"apiVersions\":[\"v1alpha1\"],"
                                        + "\"operations\":[\"CREATE\",\"UPDATE\"],\"resources\":[\"rollouts\"]},"
                                        + "{\"apiGroups\":[\"\",\"apps\",\"batch\"]");

        DoorReport unwatched =
                DoorReport.of(
                        Survey.of(
                                WholeInstallation.told(ROLLOUTS, text -> text), "driftseal-system"),
                        Map.of(),
                        NOTHING);
        DoorReport whole =
                DoorReport.of(
                        Survey.of(WholeInstallation.told(ROLLOUTS, watched), "driftseal-system"),
                        Map.of(),
                        NOTHING);

        assertThat(unwatched.faults())
                .containsExactly(
                        "create-rollout.delivery.example.org: no webhook of driftseal is asked about CREATE of rollouts",
                        "update-rollout.delivery.example.org: no webhook of driftseal is asked about UPDATE of rollouts",
                        "stamping: nothing stamps rollouts");
        assertThat(whole.faults()).isEmpty();
        assertThat(whole.lines())
                .extracting(DoorReport.Line::name)
                .contains("update-rollout.delivery.example.org");
    }

    @Test
    void customKindsThatCannotBeReadAreAFault() {
        for (String file : new String[] {"{", "{\"customRoots\":[{\"group\":\"nodot\"}]}"}) {
            assertThat(
                            DoorReport.of(
                                            Survey.of(
                                                    WholeInstallation.told(file, text -> text),
                                                    "driftseal-system"),
                                            Map.of(),
                                            NOTHING)
                                    .faults())
                    .singleElement()
                    .asString()
                    .startsWith(
                            "custom roots: ConfigMap driftseal-system/driftseal-custom-roots cannot be read");
        }
    }

    @Test
    void theNamespaceOfTheInstallationNeedNotBeWatched() {
        UnaryOperator<String> elsewhere =
                text ->
                        text.replace(
                                        "\"driftseal-system\",\"kube-system\"",
                                        "\"sealing\",\"kube-system\"")
                                .replace("\"name\":\"default\"", "\"name\":\"sealing\"");

        assertThat(report(elsewhere, Map.of()).faults())
                .singleElement()
                .asString()
                .contains("without any door watched: sealing");
        assertThat(
                        report(
                                        text ->
                                                elsewhere
                                                        .apply(text)
                                                        .replace(
                                                                "\"clientConfig\":{",
                                                                "\"clientConfig\":{\"service\":{\"namespace\":\"sealing\"},"),
                                        Map.of())
                                .faults())
                .isEmpty();
    }

    @Test
    void everythingIsInTheDocument() {
        JsonObject document = report(text -> "", Map.of()).document();

        assertThat(document.objects("doors")).hasSizeGreaterThan(10);
        assertThat(document.array("faults")).isNotEmpty();
        assertThat(document.object("unwatchable").members()).containsKey("etcd");
        assertThat(Optional.of(document.object("namespaces").isEmpty())).contains(true);
    }
}
