package io.driftseal.testsupport.receiver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** A bare sender, as curl would be. */
final class Posting implements AutoCloseable {

    private final HttpClient client = HttpClient.newHttpClient();

    HttpResponse<String> json(URI target, String body) throws IOException, InterruptedException {
        return post(target, "application/json", body);
    }

    HttpResponse<String> post(URI target, String contentType, String body)
            throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(target)
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
