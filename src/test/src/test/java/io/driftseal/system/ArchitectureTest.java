package io.driftseal.system;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.Test;

/** The boundaries of the design, each with the reason it exists and what to do instead. */
class ArchitectureTest {

    private static final String ROOT = "io.driftseal";

    /** Modules in build order: each may import those before it in {@link #MODULE_IMPORTS} only. */
    private static final List<ModuleImports> MODULE_IMPORTS =
            List.of(
                    new ModuleImports("workload", List.of()),
                    new ModuleImports("stamp", List.of("workload")),
                    new ModuleImports("rego", List.of()),
                    new ModuleImports("decision", List.of("workload", "rego")),
                    new ModuleImports("evidence", List.of("workload", "stamp")),
                    new ModuleImports("service", List.of()),
                    new ModuleImports("kubernetes", List.of("workload")),
                    new ModuleImports(
                            "policysource",
                            List.of("workload", "decision", "service", "kubernetes")),
                    new ModuleImports(
                            "webhook",
                            List.of(
                                    "workload",
                                    "stamp",
                                    "decision",
                                    "evidence",
                                    "service",
                                    "kubernetes",
                                    "policysource")),
                    new ModuleImports(
                            "scanner",
                            List.of(
                                    "workload",
                                    "stamp",
                                    "decision",
                                    "evidence",
                                    "service",
                                    "kubernetes",
                                    "policysource")),
                    new ModuleImports(
                            "responder",
                            List.of("workload", "decision", "evidence", "service", "kubernetes")),
                    new ModuleImports(
                            "cli",
                            List.of(
                                    "workload",
                                    "stamp",
                                    "decision",
                                    "evidence",
                                    "service",
                                    "kubernetes")));

    /** Without the benches, whose load trains the webhook's image and which no service imports. */
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .withImportOption(location -> !location.contains("/io/driftseal/bench/"))
                    .importPackages(ROOT);

    private record ModuleImports(String module, List<String> allowed) {}

    @Test
    void everyModuleIsImported() {
        for (ModuleImports rule : MODULE_IMPORTS) {
            assertThat(PRODUCT.stream().anyMatch(c -> inModule(c, rule.module())))
                    .as("classes of module %s are on the class path of this test", rule.module())
                    .isTrue();
        }
    }

    @Test
    void modulesImportEarlierModulesOnly() {
        for (ModuleImports rule : MODULE_IMPORTS) {
            noClasses()
                    .that(resideInAPackage(ROOT + "." + rule.module() + ".."))
                    .should()
                    .dependOnClassesThat(outside(rule))
                    .because(
                            "a stage imports earlier stages only and services never import each"
                                    + " other: what they exchange lives in evidence/")
                    .check(PRODUCT);
        }
    }

    @Test
    void vertxStopsAtTheEdge() {
        noClasses()
                .that(
                        DescribedPredicate.not(
                                resideInAnyPackage(
                                        "io.driftseal.webhook.edge..",
                                        "io.driftseal.scanner.intake..",
                                        "io.driftseal.responder.edge..")))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.vertx..")
                .because(
                        "Vert.x is the HTTP edge and nothing behind it; hand a value to the"
                                + " pipeline and let a virtual thread work on it")
                .check(PRODUCT);
    }

    @Test
    void fabric8StopsInItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.driftseal.kubernetes.fabric8..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.fabric8..")
                .because("a typed client drops fields newer than itself; use KubernetesApi")
                .check(PRODUCT);
    }

    @Test
    void theEngineStopsInItsAdapter() {
        noClasses()
                .that()
                .resideInAPackage("io.driftseal.decision..")
                .and()
                .resideOutsideOfPackages(
                        "io.driftseal.decision.opa..", "io.driftseal.decision.source.server..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .because("another engine comes behind PolicyEngine without touching decisions")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.driftseal.decision..")
                .and(
                        DescribedPredicate.not(
                                simpleNameEndingWith("Main")
                                        .or(simpleNameEndingWith("Assembly"))
                                        .or(
                                                resideInAnyPackage(
                                                        "io.driftseal.system..",
                                                        "io.driftseal.testsupport.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.driftseal.decision.opa..")
                .because("services see PolicyEngine; only the place that wires them names one")
                .check(PRODUCT);
    }

    @Test
    void theEngineOfThisProcessIsSeenByItsAdapterAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.driftseal.rego..",
                        "io.driftseal.decision.ir..",
                        "io.driftseal.decision.workbench..",
                        "io.driftseal.decision.wasm..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.driftseal.rego..")
                .because("what an answer means is said once, by decision; ask a PolicyEngine")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.driftseal.decision..",
                        "io.driftseal.system..",
                        "io.driftseal.testsupport..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.driftseal.decision.ir..",
                        "io.driftseal.decision.opa..",
                        "io.driftseal.decision.wasm..")
                .because("decision.loading.PolicyEngines is the one place that chooses an engine")
                .check(PRODUCT);
    }

    @Test
    void theOlderJacksonIsForTheWasmBindingAlone() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.driftseal.decision.wasm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..")
                .because("it is there because OPA's Wasm binding speaks it; use tools.jackson")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackage("io.driftseal.decision.wasm..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.styra..", "com.dylibso..")
                .because("the binding is fenced in there")
                .check(PRODUCT);
    }

    @Test
    void theWorkloadModuleDependsOnTheJdkAndTheStreamingParserAlone() {
        classes()
                .that()
                .resideInAPackage("io.driftseal.workload..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "io.driftseal.workload..",
                        "tools.jackson.core..",
                        "org.jspecify..")
                .because("the configuration hash must be recomputable by anyone with little code")
                .check(PRODUCT);
    }

    @Test
    void theEnvironmentAndExitAreForMainsOnly() {
        DescribedPredicate<JavaClass> mains =
                simpleNameEndingWith("Main")
                        .or(
                                resideInAnyPackage(
                                        "io.driftseal.system..", "io.driftseal.testsupport.."));
        noClasses()
                .that(DescribedPredicate.not(mains))
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .because("identity, environment and exit are arguments that a Main hands in")
                .check(PRODUCT);
    }

    @Test
    void noTypeIsWithoutAHome() {
        noClasses()
                .that(
                        DescribedPredicate.not(
                                assignableTo(KeyManager.class)
                                        .or(assignableTo(TrustManager.class))))
                .should()
                .haveNameMatching(
                        ".*\\.\\w*(Util|Utils|Helper|Helpers|Manager|Common|Misc)(\\$.*)?")
                .because("a type lives with the stage that produces it and is named for it")
                .check(PRODUCT);
    }

    private static boolean inModule(JavaClass candidate, String module) {
        String prefix = ROOT + "." + module;
        String name = candidate.getPackageName();
        return name.equals(prefix) || name.startsWith(prefix + ".");
    }

    private static DescribedPredicate<JavaClass> outside(ModuleImports rule) {
        return DescribedPredicate.describe(
                "are in a module that " + rule.module() + " may not import",
                candidate ->
                        candidate.getPackageName().startsWith(ROOT + ".")
                                && !inModule(candidate, rule.module())
                                && rule.allowed().stream().noneMatch(m -> inModule(candidate, m)));
    }
}
