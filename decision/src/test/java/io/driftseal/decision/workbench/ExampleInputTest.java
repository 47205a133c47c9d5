package io.driftseal.decision.workbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.driftseal.decision.EntryPoint;
import io.driftseal.decision.bundle.RealOpa;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples are what policies really get. */
final class ExampleInputTest {

    private static final SchemaRegistry SCHEMAS =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7);

    @ParameterizedTest
    @EnumSource(EntryPoint.class)
    void isHeldToThePublishedSchema(EntryPoint question) throws Exception {
        // Given
        Path schema =
                RealOpa.shippedPolicies()
                        .resolve("schema")
                        .resolve(question.wireName() + "-input.json");
        // When, Then
        assertThat(
                        SCHEMAS.getSchema(Files.readString(schema), InputFormat.JSON)
                                .validate(ExampleInput.of(question).toString(), InputFormat.JSON))
                .isEmpty();
    }
}
