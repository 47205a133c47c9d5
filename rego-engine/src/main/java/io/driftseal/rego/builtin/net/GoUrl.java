package io.driftseal.rego.builtin.net;

import io.driftseal.rego.builtin.BuiltinException;
import io.driftseal.rego.value.RegoString;
import java.util.Locale;

/**
 * A URL in the parts that Go's net/url finds; empty where it has none.
 *
 * @param scheme in lower case
 * @param host with its port and the brackets of an IPv6 address
 * @param path without escapes
 * @param rawPath as written where that is not how the path would be escaped
 * @param rawQuery as written, without the question mark
 * @param fragment without escapes
 */
public record GoUrl(
        String scheme, String host, String path, String rawPath, String rawQuery, String fragment) {

    /**
     * Reads a URL or a relative reference.
     *
     * @throws BuiltinException with Go's message
     */
    public static GoUrl parse(String text) {
        int hash = text.indexOf('#');
        String url = hash < 0 ? text : text.substring(0, hash);
        String fragment = hash < 0 ? "" : text.substring(hash + 1);
        GoUrl parsed;
        try {
            parsed = withoutFragment(url);
        } catch (BuiltinException problem) {
            throw error(url, problem);
        }
        if (fragment.isEmpty()) {
            return parsed;
        }
        try {
            return parsed.withFragment(UrlEscape.FRAGMENT.unescape(fragment));
        } catch (BuiltinException problem) {
            throw error(text, problem);
        }
    }

    private static BuiltinException error(String url, BuiltinException problem) {
        return BuiltinException.of("parse " + RegoString.of(url) + ": " + problem.problem());
    }

    private GoUrl withFragment(String text) {
        return new GoUrl(scheme, host, path, rawPath, rawQuery, text);
    }

    private static GoUrl withoutFragment(String url) {
        if (url.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
            throw BuiltinException.of("net/url: invalid control character in URL");
        }
        if (url.equals("*")) {
            return new GoUrl("", "", "*", "", "", "");
        }
        int colon = schemeEnd(url);
        String scheme = colon < 0 ? "" : url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = url.substring(colon + 1);
        int question = rest.indexOf('?');
        String query = question < 0 ? "" : rest.substring(question + 1);
        rest = question < 0 ? rest : rest.substring(0, question);
        if (!rest.startsWith("/")) {
            if (!scheme.isEmpty()) {
                // Opaque: a scheme and something that is no path.
                return new GoUrl(scheme, "", "", "", query, "");
            }
            String first = rest.split("/", 2)[0];
            if (first.contains(":")) {
                throw BuiltinException.of("first path segment in URL cannot contain colon");
            }
        }
        String host = "";
        boolean authority = !scheme.isEmpty() || !rest.startsWith("///");
        if (authority && rest.startsWith("//")) {
            int slash = rest.indexOf('/', 2);
            String written = slash < 0 ? rest.substring(2) : rest.substring(2, slash);
            rest = slash < 0 ? "" : rest.substring(slash);
            host = UrlHost.parse(scheme, written);
        }
        String path = UrlEscape.PATH.unescape(rest);
        String raw = UrlEscape.PATH.escape(path).equals(rest) ? "" : rest;
        return new GoUrl(scheme, host, path, raw, query, "");
    }

    /** Where the scheme ends, or -1. */
    private static int schemeEnd(String url) {
        for (int i = 0; i < url.length(); i++) {
            char c = url.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
            if (c == ':') {
                if (i == 0) {
                    throw BuiltinException.of("missing protocol scheme");
                }
                return i;
            }
            if (!letter && (!other || i == 0)) {
                return -1;
            }
        }
        return -1;
    }

    /** The host without port and brackets. */
    public String hostname() {
        String name =
                port().isEmpty() && !host.endsWith(":") ? host : host.substring(0, portColon());
        boolean literal = name.startsWith("[") && name.endsWith("]");
        return literal ? name.substring(1, name.length() - 1) : name;
    }

    /** The port, empty where there is none. */
    public String port() {
        int colon = portColon();
        return colon < 0 ? "" : host.substring(colon + 1);
    }

    private int portColon() {
        int colon = host.lastIndexOf(':');
        return colon >= 0 && UrlHost.validPort(host.substring(colon)) ? colon : -1;
    }

    /** The path as it goes over the wire. */
    public String escapedPath() {
        if (!rawPath.isEmpty() && validPath(rawPath)) {
            return rawPath;
        }
        return path.equals("*") ? "*" : UrlEscape.PATH.escape(path);
    }

    private static boolean validPath(String raw) {
        return raw.chars()
                .allMatch(c -> "!$&'()*+,;=:@[]%".indexOf(c) >= 0 || UrlEscape.PATH.isPlain(c));
    }
}
