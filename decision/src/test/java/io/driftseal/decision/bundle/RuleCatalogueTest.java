package io.driftseal.decision.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page of the rules says what the rules say. */
final class RuleCatalogueTest {

    private static final Path PAGE = RealOpa.shippedPolicies().resolve("RULES.md");

    @Test
    void thePageIsThatOfTheAnnotations() throws Exception {
        // Given
        var opa = new OpaCommand(RealOpa.program(), RealOpa.shippedPolicies());
        // When
        String page = RuleCatalogue.of(opa).markdown();
        // Then
        if (Boolean.getBoolean("rules.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("write it again as its first lines say")
                .isEqualTo(page);
    }
}
