package io.driftseal.rego;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.driftseal.rego.value.Construction;
import org.junit.jupiter.api.Test;

class BoundariesTest {

    private static final String ROOT = "io.driftseal.rego";

    private static final JavaClasses ENGINE =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages(ROOT);

    @Test
    void depends_on_nothing_of_ours() {
        assertThat(ENGINE).isNotEmpty();
        noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.driftseal..").and(resideOutsideOfPackage(ROOT + "..")))
                .because("the engine is a library that others can use; adapt it in decision/")
                .check(ENGINE);
    }

    @Test
    void values_know_neither_plans_nor_builtins() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".value")
                .should()
                .dependOnClassesThat(
                        resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".value")))
                .because("everything else is written in terms of values")
                .check(ENGINE);
    }

    @Test
    void builtins_do_not_fill_values_in_place() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".builtin..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Construction.class)
                .because("only the evaluator may change a value; use the factories and builders")
                .check(ENGINE);
    }
}
