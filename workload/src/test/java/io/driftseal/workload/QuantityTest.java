package io.driftseal.workload;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Grammar and suffixes of k8s.io/apimachinery/pkg/api/resource. */
class QuantityTest {

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "1000m, 1",
        "1e0, 1",
        "1E0, 1",
        "1.0, 1",
        "+1, 1",
        "01, 1",
        "0.1e1, 1",
        "100m, 0.1",
        "0.1, 0.1",
        ".1, 0.1",
        "5., 5",
        "1500m, 1.5",
        "1000000u, 1",
        "1n, 0.000000001",
        "1k, 1000",
        "1M, 1000000",
        "1G, 1000000000",
        "1T, 1000000000000",
        "1P, 1000000000000000",
        "1E, 1000000000000000000",
        "1e3, 1000",
        "1E3, 1000",
        "1e-3, 0.001",
        "12e+2, 1200",
        "1Ki, 1024",
        "1Mi, 1048576",
        "1Gi, 1073741824",
        "1024Mi, 1073741824",
        "1048576Ki, 1073741824",
        "1Ti, 1099511627776",
        "1Pi, 1125899906842624",
        "1Ei, 1152921504606846976",
        "0.5Gi, 536870912",
        "0, 0",
        "0m, 0",
        "-0, 0",
        "0Gi, 0",
        "-1, -1",
        "-1000m, -1",
        "100, 100",
        "9223372036854775807, 9223372036854775807"
    })
    void reads_one_amount_from_its_spellings(String text, String amount) {
        // Given a spelling, when it is read, then it is the plain decimal
        assertThat(Quantity.canonical(text)).contains(amount);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " 1",
                "1 ",
                "m",
                "Gi",
                "1gi",
                "1K",
                "1mi",
                "1.2.3",
                "--1",
                "+-1",
                "1e",
                "1e+",
                "1ee3",
                "1Gi1",
                "0x10",
                "1e65",
                "1e-65",
                "1e99999999999",
                "one",
                "1_000",
                "11111111111111111111111111111111111111111111111111111111111111111"
            })
    void leaves_alone_what_is_not_an_amount(String text) {
        // Given another text, when it is read, then there is no amount, and the form keeps the text
        assertThat(Quantity.canonical(text)).isEmpty();
    }
}
