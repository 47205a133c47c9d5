package io.driftseal.webhook.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmissionReviewReaderTest {
    private static final String GOOD =
            """
            {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{
             "uid":"u","operation":"CREATE","namespace":"shop","name":"web",
             "resource":{"group":"apps","version":"v1","resource":"deployments"},
             "userInfo":{"username":"alice","groups":["g"]},
             "object":{"kind":"Deployment"},"oldObject":null,"dryRun":true,
             "fieldOfAComingRelease":{"x":1}}}
            """;

    private static AdmissionRequest read(String text) throws MalformedReviewException {
        return AdmissionReviewReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyFieldThatADecisionRestsOnIsRead() throws Exception {
        AdmissionRequest request = read(GOOD);

        assertThat(request.operation()).isEqualTo(AdmissionOperation.CREATE);
        assertThat(request.resource())
                .isEqualTo(new ReviewedResource("apps", "v1", "deployments", ""));
        assertThat(request.requester().username()).isEqualTo("alice");
        assertThat(request.requester().groups()).containsExactly("g");
        assertThat(request.objects().object()).isPresent();
        assertThat(request.objects().oldObject()).isEmpty();
        assertThat(request.dryRun()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    "kind":"AdmissionReview" | "kind":"Other"          | apiVersion or kind differs
                    admission.k8s.io/v1      | admission.k8s.io/v1beta1| apiVersion or kind differs
                    "uid":"u",               | ``                      | field uid is missing
                    "uid":"u"                | "uid":""                | needs a uid
                    "uid":"u"                | "uid":7                 | field uid is missing or not a text
                    "uid":"u"                | "uid":"u","uid":"v"     | two members of one name
                    "CREATE"                 | "PATCH"                 | none of the API's operations
                    ["g"]                    | ["g",7]                 | field groups holds a non-text
                    {"kind":"Deployment"}    | []                      | field object is not an object
                    "dryRun":true            | "dryRun":"false"        | field dryRun is not a boolean
                    "namespace":"shop"       | "namespace":{}          | field namespace is missing or not
                    "resource":{"group"      | "source":{"group"       | field resource is missing
                    {"x":1}}}                | {"x":1}}}{}             | text behind the document
                    {"x":1}}}                | {"x":1}}                | malformed JSON
                    """)
    void aMalformedReviewIsRefusedWithTheField(String old, String replacement, String message) {
        String text = GOOD.replace(old, replacement);

        assertThatThrownBy(() -> read(text))
                .isInstanceOf(MalformedReviewException.class)
                .hasMessageContaining(message);
    }
}
