package io.driftseal.webhook.access;

/**
 * The name of a proxied object as the API server reads it: {@code name}, {@code name:port} or
 * {@code scheme:name:port}.
 *
 * @param port number or name, empty where none is given
 */
record ProxyName(String name, String port) {

    static ProxyName of(String text) {
        String[] parts = text.split(":", -1);
        return switch (parts.length) {
            case 2 -> new ProxyName(parts[0], parts[1]);
            case 3 -> new ProxyName(parts[1], parts[2]);
            // More parts are no name; the API server refuses them when we have answered.
            default -> new ProxyName(text, "");
        };
    }
}
